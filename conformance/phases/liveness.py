"""The phase of those who are silent, slow, rude or many: the others must go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from codegen.wire import Text
from conformance.model.cast import ALICE, BOB, Role
from conformance.model.graph import Edge, Node
from conformance.model.inputs import CONNECTS, LEAVES, RESETS, SENDS, STALLS, Input
from conformance.phases import members
from conformance.phases.bench import Bench
from conformance.phases.boundaries import probes
from conformance.phases.cases import Case
from conformance.phases.fields import best_edge
from conformance.phases.framing import liveliest
from conformance.phases.members import DAVE, ERIN, GUESTS, Lobby, Said
from conformance.phases.splice import altering
from conformance.phases.trials import OfTrials, Trial
from conformance.talk.acts import Act

_BACKLOG = 160_000  # bytes: more than the system keeps of what a narrow one leaves
_CHUNK = 16_000
_MOST = 200  # messages, where each has to be read before the next is sent
_MANY = 24  # times that somebody comes and goes
_CROWD = 65  # at a time, where the limit is not below that
_ROUNDS = 3  # times that several want the same name

_SERVES = "A server MUST serve all others while"
_SENTENCES = {
    "silent": f"{_SERVES} a connection says nothing.",
    "half": f"{_SERVES} a message of one of them is unfinished.",
    "stalled": f"{_SERVES} one of them reads nothing; it MAY cut that one off.",
    "reset": "After a reset a server MUST be as after a leave: nobody is left behind.",
    "sent": "A server MUST survive a client that is gone before it has its answer.",
    "crowd": "A server MUST serve as many at a time as the limit `sessions` says.",
    "churn": "A server MUST serve all while others come and go.",
    "longest": "A server MUST serve a user whose name is as long as it can be.",
    "undecided": f"{_SERVES} one of them has not answered a question.",
    "leaving": "A server MUST tell the rest of everybody who leaves, however many.",
    "asking": "A server MUST come to one end when two ask each other at the same time.",
    "equal": "A server MUST give a name to one alone, however many want it at once.",
}


class Liveness(OfTrials):
    """Silence, half a message, nobody reading, resets, crowds, and questions open."""

    name = "liveness"
    about = "who is silent, slow, rude or undecided holds up nobody"
    since = "full"

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """One for each way to hold others up, as far as the protocol has it."""
        return _trials(bench)


def _trials(bench: Bench) -> Iterator[Trial]:
    lobby = Lobby(bench)
    of_slow = _silent, _half, _stalled
    of_many = _churn, _crowd, _longest, _leaving, _told, _equal
    for make in (*of_slow, *of_many):
        for word, kind, acts in make(bench, lobby):
            yield _trial(word, kind, bench.graph.start, acts, lobby.word)
    yield from _resets(bench)
    yield from _sent_and_gone(bench)
    yield from _questions(bench)


Made = Iterator[tuple[str, str, Iterable[Act]]]
"""The word of a case, the kind of its sentence, and what is done."""


def _trial(
    id: str, kind: str, node: Node, acts: Iterable[Act], word: Iterable[Act] = ()
) -> Trial:
    case = Case(f"must/live/{id}", "liveness", "must", _SENTENCES[kind])
    return Trial(case, node, tuple(acts), tuple(word))


def _someone_comes(bench: Bench, who: int = ERIN) -> tuple[Act, ...]:
    """Somebody comes in and leaves again: nobody stands in the door."""
    return (*members.arrival(bench, who), Act(Input(who, LEAVES)))


# One who is slow.


def _silent(bench: Bench, lobby: Lobby) -> Made:
    talk = lobby.talk()
    comes, *in_ = members.arrival(bench, DAVE)
    goes = Act(Input(DAVE, LEAVES))
    others = (*talk, *_someone_comes(bench), *talk)
    yield "silent-connection", "silent", (comes, *others, *in_, goes)


def _half(bench: Bench, lobby: Lobby) -> Made:
    login, lively = members.login(bench), liveliest(bench)
    said = login or (lively.input if lively else None)
    if not bench.wire.framed or said is None:
        return
    comes, *_ = members.arrival(bench, DAVE)
    mine = members.as_member(said, DAVE)
    half = Act(mine, frame=lambda d: d[: len(d) // 2], note="the first half")
    rest = Act(mine, frame=lambda d: d[len(d) // 2 :], note="the other half")
    others = (*lobby.talk(), *_someone_comes(bench))
    yield "half-a-message", "half", (comes, half, *others, rest)


def _stalled(bench: Bench, lobby: Lobby) -> Made:
    """Somebody reads nothing, and so much is said to it that it does not fit."""
    said = _told_to_all(bench, lobby)
    if said is None:
        return
    edge, alter = said
    own = all(due.who == ALICE for due in edge.outcome.due)
    input = members.as_member(edge.input, DAVE) if own else edge.input
    talk = lobby.talk()
    acts = [
        *members.arrival(bench, DAVE, narrow=True),
        Act(Input(DAVE, STALLS)),
        *_flood(bench, input, edge, alter),
        *talk,
        *_someone_comes(bench),
        *talk,
        Act(Input(DAVE, RESETS)),
        *talk,
    ]
    yield "one-that-does-not-read", "stalled", acts


_Alter = Callable[[Any, bytes], bytes]


def _told_to_all(bench: Bench, lobby: Lobby) -> tuple[Said, _Alter | None] | None:
    """What alice can say in a state without changing it: what most hear, the longest.

    With what makes it as long as it can be.
    """
    told = [(it, _longest_text(bench, it)) for it in lobby.said_by(ALICE) if it.is_talk]

    def weight(it: tuple[Said, _Alter | None]) -> tuple[int, int]:
        others = {due.who for due in it[0].outcome.due} - {ALICE}
        return len(others), _size(bench, *it)

    return max(told, key=weight, default=None)


def _size(bench: Bench, edge: Said, alter: _Alter | None) -> int:
    payload = bench.protocol.client_messages.encode(edge.message)
    return len(alter(edge.message, payload) if alter else payload)


def _flood(
    bench: Bench, said: Input, edge: Said, alter: _Alter | None
) -> Iterator[Act]:
    """The same again and again, as long as it can be."""
    size = _size(bench, edge, alter)
    if not bench.wire.framed:
        for _ in range(min(_BACKLOG // size + 1, _MOST)):
            yield Act(said, alter=alter, note="as long as it can be")
        return
    count = max(1, _CHUNK // size)
    for _ in range(_BACKLOG // (count * size) + 1):
        yield Act(said, alter=alter, frame=_repeated(count), note=f"{count} times")


def _longest_text(bench: Bench, edge: Said) -> _Alter | None:
    """What makes the longest text of a message that names nobody."""
    assert edge.input.info is not None
    kinds = bench.graph.alphabet.fields(edge.input.info)
    texts = [
        (name, kind)
        for name, kind in kinds.items()
        if isinstance(kind, Text) and name not in edge.input.roles
        if name not in edge.input.chosen
    ]
    for name, kind in reversed(texts):
        longest = [it for it in probes(kind) if it.word == "longest"]
        if longest:
            return altering(bench.wire, name, longest[0].content)
    return None


def _repeated(count: int) -> Callable[[bytes], bytes]:
    return lambda data: data * count


# Many.


def _churn(bench: Bench, lobby: Lobby) -> Made:
    talk = lobby.talk()
    ways = (LEAVES, RESETS)
    acts: list[Act] = []
    for number in range(_MANY):
        who = GUESTS[number % len(GUESTS)]
        came = members.arrival(bench, who)
        # One of two is gone before it has said who it is.
        acts += came if number % 2 else came[:1]
        acts.append(Act(Input(who, ways[number // 2 % 2])))
    yield "many-come-and-go", "churn", (*acts, *talk)


def _crowd(bench: Bench, lobby: Lobby) -> Made:
    """As many come in as a server must take, and one more where that is not many."""
    most = bench.protocol.limits["sessions"]
    here = len(lobby.room.sessions)
    others = range(max(GUESTS), max(GUESTS) + min(most, _CROWD) - here)
    came = [act for who in others for act in members.arrival(bench, who)]
    more = Act(Input(others.stop, CONNECTS), note="one more than there is room for")
    talk = lobby.talk()
    yield "crowd", "crowd", (*came, *talk, *([more] if most <= _CROWD else []), *talk)


def _leaving(bench: Bench, lobby: Lobby) -> Made:
    came = [act for who in GUESTS for act in members.arrival(bench, who)]
    talk = lobby.talk()
    for word, action in (("leave", LEAVES), ("are-reset", RESETS)):
        first, *others = (Act(Input(who, action)) for who in GUESTS)
        at_once = replace(first, beside=tuple(others))
        yield f"many-{word}-at-once", "leaving", (*came, at_once, *talk)


def _told(bench: Bench, lobby: Lobby) -> Made:
    """Something is on its way to one who has just vanished."""
    acts: list[Act] = []
    for who, other in ((BOB, ALICE), (ALICE, BOB)):
        told = [it for it in lobby.said_by(other) if it.is_talk]
        said = [it for it in told if any(due.who == who for due in it.outcome.due)]
        if said:
            goes = Act(Input(who, RESETS), beside=(Act(said[0].input),))
            acts += [goes, *members.arrival(bench, who)]
    if acts:
        yield "reset-while-told", "sent", acts


def _equal(bench: Bench, lobby: Lobby) -> Made:
    said = members.login(bench)
    if said is None:
        return
    acts: list[Act] = []
    for _ in range(_ROUNDS):
        acts += [members.arrival(bench, who)[0] for who in GUESTS]
        # All of them want the name of the first.
        roles = dict.fromkeys(said.roles, DAVE)
        first, *others = (
            Act(Input(who, SENDS, said.info, roles, said.chosen)) for who in GUESTS
        )
        acts.append(replace(first, beside=tuple(others)))
        acts += [Act(Input(who, RESETS)) for who in GUESTS]
    yield "equal-names-at-once", "equal", acts


# Resets.


def _resets(bench: Bench) -> Iterator[Trial]:
    """Alice vanishes in each of her states, and comes back under the same name."""
    back = _comes_back(bench)
    for word, node in _situations(bench).items():
        acts = (Act(Input(ALICE, RESETS)), *back)
        yield _trial(f"reset/{word}", "reset", node, acts)


def _situations(bench: Bench) -> dict[str, Node]:
    """By the states of alice's regions: the first state of the room that has them."""
    found: dict[str, Node] = {}
    regions = bench.protocol.room.REGIONS
    nodes = {e.source: None for e in bench.graph.edges[: bench.graph.breadth]}
    states = {
        (region.name, getattr(node.room.sessions[ALICE], region.name))
        for region in regions
        for node in nodes
        if ALICE in node.room.sessions
    }
    known = Counter(state for _, state in states)
    for node in nodes:
        session = node.room.sessions.get(ALICE)
        if session is None or bench.answers_before(node):
            continue
        words = [
            state if known[state] == 1 else f"{region.name}-{state}"
            for region in regions
            if (state := getattr(session, region.name)) not in (region.initial, "")
        ]
        found.setdefault("-".join(words) or "connected", node)
    return found


def _comes_back(bench: Bench) -> tuple[Act, ...]:
    return members.arrival(bench, ALICE)


def _sent_and_gone(bench: Bench) -> Iterator[Trial]:
    """Each message, and a reset before the answer can be read."""
    back = _comes_back(bench)
    for info in bench.graph.alphabet.infos:
        edge = best_edge(bench, info)
        if edge is None or edge.answers or bench.answers_before(edge.source):
            continue
        gone = Act(edge.input, beside=(Act(Input(ALICE, RESETS)),))
        yield _trial(f"reset-after/{info.name}", "sent", edge.source, (gone, *back))


# Names and questions.


def _longest(bench: Bench, lobby: Lobby) -> Made:
    """Somebody with the longest name comes in, and everything is said to it."""
    came = members.by_name_of("longest", bench, members.arrival(bench, DAVE), DAVE)
    if came is None:
        return
    named = [
        Act(replace(edge.input, roles=_naming(edge.input, DAVE)))
        for edge in _told_about_others(lobby)
    ]
    goes = Act(Input(DAVE, LEAVES))
    acts = (*came, *lobby.talk(), *named, goes)
    yield "longest-name", "longest", acts


def _told_about_others(lobby: Lobby) -> list[Said]:
    """What alice can say that names bob, once for each message."""
    found: dict[str, Said] = {}
    for said in lobby.said_by(ALICE):
        roles = list(said.input.roles.values())
        own = Role.OWN in roles or len(roles) == 1
        if Role.OTHER in roles and own and said.is_talk:
            found.setdefault(said.input.name, said)
    return list(found.values())


def _naming(input: Input, who: int) -> dict[str, Role | int]:
    return {
        name: who if role is Role.OTHER else role for name, role in input.roles.items()
    }


def _questions(bench: Bench) -> Iterator[Trial]:
    """One user has a question to answer: others go on, and may ask it back."""
    for question in bench.protocol.client.questions:
        asked = _asking(bench, question.on)
        if asked is None:
            continue
        here = asked.target
        talk = members.talk(bench, here.room)
        answers = [
            Act(edge.input)
            for edge in here.edges
            if edge.input.who == BOB and isinstance(edge.message, question.yes)
            if not edge.stays and not edge.answers
        ][:1]
        others = (*talk, *_someone_comes(bench), *talk, *answers)
        word = bench.wire.infos[question.on].name
        yield _trial(f"undecided/{word}", "undecided", here, others)
        back = next(
            (e for e in asked.source.edges if e.input.who == BOB and _asks(e, asked)),
            None,
        )
        if back is not None:
            both = Act(asked.input, beside=(Act(back.input),))
            acts = (both, *members.talk(bench, asked.source.room))
            yield _trial(f"asking-each-other/{word}", "asking", asked.source, acts)


def _asking(bench: Bench, question: type[object]) -> Edge | None:
    """How alice comes to put a question to bob."""
    for edge in bench.graph.edges[: bench.graph.breadth]:
        told = [due for due in edge.outcome.due if isinstance(due.message, question)]
        if edge.input.who != ALICE or all(due.who != BOB for due in told):
            continue
        if not edge.answers and not bench.answers_before(edge.source):
            return edge
    return None


def _asks(edge: Edge, like: Edge) -> bool:
    """Whether bob does to alice what she does to him."""
    return (
        edge.input.name == like.input.name
        and edge.input.roles == like.input.roles
        and not edge.stays
    )
