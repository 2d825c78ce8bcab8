"""The flat model: states that the cast can bring a room into, guards gone.

The room itself is asked: each input is tried in a copy of it. States that differ only
in what the users call themselves are one node.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, NamedTuple

from codegen.room import Room
from conformance.model import happening
from conformance.model.access import access_word
from conformance.model.answers import Answer, Answers
from conformance.model.canonical import NONE, Canonical, Key
from conformance.model.cast import ACTIVE, CAROL, READABLE, Naming
from conformance.model.happening import Outcome
from conformance.model.inputs import CONNECTS, SENDS, Alphabet, Input, Promoted


class _Telling(NamedTuple):
    """Values of an input that lead to something else than its ordinary ones."""

    name: str
    chosen: Mapping[str, Any]
    effect: frozenset[str]


class _Tried(NamedTuple):
    """One thing that may come of an input."""

    message: Any
    outcome: Outcome
    room: Room[Any]
    answers: tuple[Answer, ...] = ()


@dataclass(slots=True, eq=False)
class Node:
    """A state of the room, with one room that is in it."""

    number: int
    key: Key
    room: Room[Any] = field(repr=False)
    out: dict[Input, tuple[Edge, ...]] = field(default_factory=dict, repr=False)

    @property
    def edges(self) -> Iterator[Edge]:
        """All edges that begin here."""
        return chain.from_iterable(self.out.values())


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """An input in a state: the message sent, what follows from it, the next state.

    An input that asks services has several edges, one for each way they may answer.
    """

    source: Node
    input: Input
    message: Any
    outcome: Outcome
    target: Node
    answers: tuple[Answer, ...] = ()

    @property
    def stays(self) -> bool:
        """Whether it changes nothing."""
        return self.source is self.target

    def shows(self, other: Edge) -> bool:
        """Whether it cannot be told from another one by what can be seen."""
        said, others = (
            [(due.who, due.message) for due in it.outcome.due] for it in (self, other)
        )
        closed = self.outcome.closed == other.outcome.closed
        return self.target is other.target and closed and said == others


_REPEATED = 8  # times that an input is repeated, as somebody may count
_COUNTED = 2  # of these at least: what is refused at once is no matter of counting


class Graph:
    """The flat model of a protocol, or as much of it as was explored."""

    def __init__(self, alphabet: Alphabet, features: frozenset[str]) -> None:
        self.protocol = alphabet.protocol
        self.features = features
        self.alphabet = alphabet
        self.naming = Naming(READABLE, self.alphabet.variable)
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.breadth = 0  # so many edges were found first: cells are made of these
        self.arrival: list[Input] = []
        self._index: dict[Key, Node] = {}
        self._regions = [region.name for region in self.protocol.room.REGIONS]
        self._canonical = Canonical(self.protocol.room)
        self._probed: set[tuple[Input, tuple[str, ...]]] = set()
        self._repeated: set[tuple[str, tuple[Answer, ...]]] = set()
        self._alike: dict[tuple[Edge, int], bool] = {}
        self._telling: list[_Telling] = []
        self.answers = Answers(self.protocol.services)
        self.start = self._with_bystander()

    @property
    def names(self) -> list[str]:
        """The features that have messages of their own."""
        inputs = self.alphabet.of(ACTIVE[0])
        return sorted({input.feature for input in inputs} - {""})

    # Nodes.

    def _with_bystander(self) -> Node:
        """The first state: the bystander is there, if there is room for it at all."""
        empty = self.protocol.room(self.features)
        self.arrival = access_word(self, empty, CAROL)
        room = empty.copy()
        for input in self.arrival:
            self.apply(room, input)
        if not access_word(self, room, ACTIVE[0]):
            self.arrival, room = [], empty
        return self.node(room)

    def node(self, room: Room[Any]) -> Node:
        """The node of a room's state."""
        key = self._canonical.key(room, self.naming)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = Node(len(self.nodes), key, room)
            self.nodes.append(found)
        return found

    def _drop_last(self) -> None:
        del self._index[self.nodes.pop().key]

    def find(
        self, room: Room[Any], naming: Naming, blanks: Mapping[Any, Any] = NONE
    ) -> Node | None:
        """The node of a room of a session with other names; None if it is not known.

        ``blanks`` are those that stand for what services said in that session.
        """
        return self._index.get(self._canonical.key(room, naming, blanks))

    # Edges.

    def inputs(self, room: Room[Any], who: int) -> Iterable[Input]:
        """What a member can do now."""
        if who in room.sessions:
            return self.alphabet.of(who)
        return (self.alphabet.connects(who),)

    def apply(
        self, room: Room[Any], input: Input, turn: int = 0
    ) -> tuple[Any, Outcome] | None:
        """What an input says and what follows; None if it cannot be said."""
        message = self.alphabet.message(input, room, self.naming, turn)
        if input.action == SENDS:
            if message is None:
                return None
            return message, happening.says(room, input.who, message)
        does = happening.connects if input.action == CONNECTS else happening.drops
        return None, does(room, input.who)

    def _tried(self, room: Room[Any], input: Input, turn: int = 0) -> Iterator[_Tried]:
        """All that may come of an input in a state."""
        room = room.copy()
        said = self.apply(room, input, turn)
        if said is None:
            return
        message, outcome = said
        if not outcome.asks:
            yield _Tried(message, outcome, room)
        for way in self.answers.ways(room, outcome):
            yield _Tried(message, way.outcome, way.room, way.answers)

    def add(self, node: Node, input: Input) -> tuple[Edge, ...]:
        """Explore one input of a state."""
        found = []
        for it in self._tried(node.room, input):
            known = len(self.nodes)
            target = self.node(it.room)
            edge = Edge(node, input, it.message, it.outcome, target, it.answers)
            if len(self.nodes) > known and self._is_alike(edge):
                self._drop_last()
                continue
            found.append(edge)
        if found:
            node.out[input] = tuple(found)
            self.edges += found
            self._probe(found[0])
            for edge in found:
                self._repeat(edge)
        return tuple(found)

    def _is_alike(self, edge: Edge) -> bool:
        """Whether all that is new is another value in a variable, such as an id."""
        plain = edge.input.plain
        like = edge.source.out.get(plain, ()) if plain else ()
        return any(it.outcome.fired == edge.outcome.fired for it in like)

    def _probe(self, edge: Edge) -> None:
        """Find values that are not as ordinary as they seem: other things follow."""
        input, fired = edge.input, edge.outcome.fired
        if (input, fired) in self._probed or input.info is None:
            return
        self._probed.add((input, fired))
        room = edge.source.room
        said = self.apply(room.copy(), input)
        known = [_effect(said[1])] if said else []
        turns = range(1, self.alphabet.turns(input))
        values = [self.alphabet.ordinary(input.info, turn) for turn in turns]
        values += [{**input.chosen, **it} for it in self.alphabet.recalling(input)]
        for chosen in values:
            trial = replace(input, chosen={**input.chosen, **chosen})
            said = self.apply(room.copy(), trial)
            if said is not None and _effect(said[1]) not in known:
                known.append(_effect(said[1]))
                self._telling.append(_Telling(input.name, chosen, known[-1]))

    def _repeat(self, edge: Edge) -> None:
        """Do the same until another rule fires, if it is counted how often it was done.

        The states on the way differ in no more than a number: nothing else leads there.
        """
        kind = edge.input.name, edge.answers
        if edge.stays or kind in self._repeated:
            return
        self._repeated.add(kind)
        fired = [it.outcome.fired for it in self._again(edge)]
        last = edge.outcome.fired
        if len(fired) < _COUNTED or fired[0] != last or fired[-1] == last:
            return
        node: Node | None = edge.target
        for known in fired:
            if node is None:
                return
            ways = node.out.get(edge.input) or self.add(node, edge.input)
            node = next((it.target for it in ways if it.outcome.fired == known), None)

    def _again(self, edge: Edge) -> Iterator[_Tried]:
        """What comes of repetitions of an edge, the last one of another rule."""
        room, answers = edge.target.room, (edge.answers, ())
        for _ in range(_REPEATED):
            tried = self._tried(room, edge.input)
            it = next((it for it in tried if it.answers in answers), None)
            if it is None:
                return
            yield it
            if it.outcome.fired != edge.outcome.fired or it.room.key() == room.key():
                return
            room = it.room

    def promoted(self) -> Promoted:
        """Values that ought to be inputs of their own, and are not yet.

        They are only such as lead to what nothing else does: every one of them
        multiplies the states.
        """
        before, promoted = self.alphabet.promoted, Promoted()
        seen = {what for edge in self.edges for what in _effect(edge.outcome)}
        for it in self._telling:
            known = [*before.get(it.name, ()), *promoted.get(it.name, ())]
            if it.chosen not in known and not seen.issuperset(it.effect):
                promoted.setdefault(it.name, []).append(dict(it.chosen))
        return promoted

    def leads_alike(self, edge: Edge, turn: int) -> bool:
        """Whether an edge is the same with other ordinary values."""
        key = edge, turn
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = any(
                it.answers == edge.answers
                and it.outcome.fired == edge.outcome.fired
                and self._canonical.key(it.room, self.naming) == edge.target.key
                for it in self._tried(edge.source.room, edge.input, turn)
            )
        return found

    # Exploring.

    def explore(self, features: frozenset[str], limit: int, all_of_it: bool) -> bool:
        """Follow all inputs of these features and of the core, nearest states first.

        States that differ from others in more than variables, or to which a rule led
        for the first time, come before those that do not; these are left out unless
        ``all_of_it`` is wanted. False if the limit was too low.
        """
        allowed = features | {""}
        queues = deque([self.start]), deque[Node]()
        seen, looks = {self.start.number}, set[Any]()
        left = limit
        while queues[0] or queues[1]:
            node = (queues[0] or queues[1]).popleft()
            for input in self._allowed(node, allowed):
                edges = node.out.get(input)
                if edges is None and left > 0:
                    left -= 1
                    edges = self.add(node, input)
                for edge in edges or ():
                    if edge.target.number in seen:
                        continue
                    seen.add(edge.target.number)
                    news = {self._look(edge.target), *edge.outcome.fired} - looks
                    is_new = bool(news)
                    looks |= news
                    if is_new or all_of_it:
                        queues[not is_new].append(edge.target)
        return left > 0

    def _look(self, node: Node) -> tuple[Any, ...]:
        """The states of the active users' regions, whoever of them is which.

        Of what all share it says whether there is any: that a game is on is much like
        a state.
        """
        room = node.room
        states = sorted(
            tuple(getattr(session, region) for region in self._regions)
            for who, session in room.sessions.items()
            if who != CAROL
        )
        shared = map(bool, room.key()[-1]) if room.SHARED else ()
        return (*states, tuple(shared))

    def _allowed(self, node: Node, features: frozenset[str]) -> Iterator[Input]:
        for who in ACTIVE:
            for input in self.inputs(node.room, who):
                if input.feature in features:
                    yield input


def _effect(outcome: Outcome) -> frozenset[str]:
    """What there is to an outcome, whoever it is for: rules, messages and questions."""
    said = {type(due.message).__name__ for due in outcome.due}
    return frozenset({*outcome.fired, *said, *(ask.service for ask in outcome.asks)})
