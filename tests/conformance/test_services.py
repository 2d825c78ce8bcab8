"""What a service answers cannot be known: the judge follows what the target shows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from itertools import chain, cycle, repeat
from pathlib import Path
from typing import Any

import pytest

from codegen.build import protocol_from_file
from codegen.protocol import Protocol, load
from codegen.room import Ask
from conformance.model import happening
from conformance.model.answers import Answer, Answers
from conformance.model.explore import explore
from conformance.model.graph import Graph
from conformance.results import CaseResult, Finding, Notice, RunFinished, Verdict
from conformance.runner import Options, Target, run
from conformance.talk.blanks import filling
from conformance.talk.forks import Fork
from conformance.talk.wire import Wire
from reference.server.services import Refused, Service
from tests.conformance.proxy import replacing
from tests.conformance.served import serving

SPEC = Path(__file__).parents[1] / "specs/parlour.yaml"


STARTED = ("game_started", "started")


class Oracle:
    """Services that are all there; they count what they are asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._known: set[str] = set()

    def services(self) -> Mapping[str, Service]:
        return {
            "search": self.search,
            "draw": self.draw,
            "dictionary": self.dictionary,
            "secret": self.secret,
        }

    async def search(self, question: Ask) -> Mapping[str, Any]:
        self.asked["search"] += 1
        cached = question.arguments["query"] in self._known
        self._known.add(question.arguments["query"])
        return {"text": f"{self.asked['search']} answers", "cached": cached}

    async def draw(self, question: Ask) -> Mapping[str, Any]:
        self.asked["draw"] += 1
        return {"drawn": ("cab", "사과", "zoo")[self.asked["draw"] % 3]}

    async def dictionary(self, question: Ask) -> Mapping[str, Any]:
        self.asked["dictionary"] += 1
        return {"known": self.asked["dictionary"] % 3 > 0}

    async def secret(self, question: Ask) -> Mapping[str, Any]:
        self.asked["secret"] += 1
        return {"right": False}


class Said:
    """What a run said."""

    def __init__(self, protocol: Protocol, target: Target, options: Options) -> None:
        events = list(run(protocol, target, options))
        results = [event for event in events if isinstance(event, CaseResult)]
        self.verdicts = {it.id: it.verdict for it in results}
        self.reasons = {it.id: it.reason for it in results}
        self.findings = [event for event in events if isinstance(event, Finding)]
        self.notices = [event.text for event in events if isinstance(event, Notice)]
        last = events[-1]
        assert isinstance(last, RunFinished)
        self.end = last


@pytest.fixture(scope="module")
def parlour() -> Protocol:
    return protocol_from_file(SPEC)


@pytest.fixture(scope="module")
def model(parlour: Protocol) -> Graph:
    return explore(parlour, frozenset(), beyond=0)


def test_an_input_that_asks_has_an_edge_for_every_answer(model: Graph) -> None:
    answers = {
        edge.answers[0]
        for edge in model.edges
        if edge.input.name == "search" and edge.answers
    }

    assert answers == {
        Answer("search", "failure"),
        Answer("search", "answer cached"),
        Answer("search", "answer not-cached"),
    }


def test_no_state_of_the_model_has_an_open_question(model: Graph) -> None:
    assert not any(node.room._calls for node in model.nodes)


def test_what_continues_an_unknown_word_can_be_said(model: Graph) -> None:
    fired = {rule for edge in model.edges for rule in edge.outcome.fired}

    assert {"game/moved", "game/wrong-letter"} <= fired


def test_a_server_with_services_conforms_and_none_is_asked_much(
    parlour: Protocol,
) -> None:
    oracle = Oracle()
    with serving(parlour, oracle.services()) as target:
        said = Said(parlour, target, Options(depth="quick", questions=25))

    assert (said.findings, said.end.exit_code) == ([], 0)
    assert max(oracle.asked.values()) <= 25
    assert {
        "must/presence/found/inside",
        "must/presence/found-before/inside",
        "must/presence/stays-shut/inside",
        "must/game/begun/resting",
        "must/game/moved/moving",
    } <= {id for id, verdict in said.verdicts.items() if verdict is Verdict.PASS}


def test_what_no_service_ever_said_is_told_and_no_fault(parlour: Protocol) -> None:
    with serving(parlour, {}) as target:
        said = Said(parlour, target, Options(depth="quick"))

    assert (said.findings, said.end.exit_code) == ([], 0)
    found = "must/presence/found/inside"
    assert said.verdicts["must/presence/not-found/inside"] is Verdict.PASS
    assert said.verdicts[found] is Verdict.UNSUPPORTED
    assert said.reasons[found] == "service search: only failure was seen"
    assert "service draw: only failure was seen, never answer" in said.notices


def test_what_a_service_says_now_and_then_may_be_what_is_not_needed(
    parlour: Protocol,
) -> None:
    turns = cycle([True, False])

    async def search(question: Ask) -> Mapping[str, Any]:
        if next(turns):
            raise Refused("tired")
        return {"text": "all", "cached": True}

    with serving(parlour, {"search": search}) as target:
        said = Said(parlour, target, Options(depth="quick"))

    found = "must/presence/found/inside"
    assert said.end.exit_code == 0
    assert said.verdicts["must/presence/found-before/inside"] is Verdict.PASS
    assert said.reasons[found] == (
        "service search: only answer cached and failure was seen"
    )


def test_what_a_service_said_but_once_is_not_held_against_a_target(
    parlour: Protocol,
) -> None:
    words = chain(["cab"], repeat(""))

    async def draw(question: Ask) -> Mapping[str, Any]:
        word = next(words)
        if not word:
            raise Refused("no more words")
        return {"drawn": word}

    with serving(parlour, {"draw": draw}) as target:
        said = Said(parlour, target, Options(depth="quick"))

    assert (said.findings, said.end.exit_code) == ([], 0)
    assert "service draw: it did not answer so when it was asked" in (
        said.reasons.values()
    )


def test_what_fits_no_answer_is_held_against_the_nearest(parlour: Protocol) -> None:
    options = Options(depth="quick", select=("must/presence/found/*",))
    with (
        serving(parlour, Oracle().services()) as target,
        replacing((target.host, target.port), b"FOUND ", b"FOUND x") as port,
    ):
        said = Said(parlour, Target("127.0.0.1", port), options)

    # Each question costs: it is not asked again only to see that two faults are one.
    finding = said.findings[0]
    assert finding.verdict is Verdict.FAIL
    assert {it.rule.id for it in said.findings if it.rule} == {"presence/found"}
    asker = [line.who for line in finding.conversation if line.arrow == "->"][-1]
    assert {it.who for it in finding.differences} >= {asker}


@pytest.fixture
def fork(parlour: Protocol) -> Fork:
    """After alice (1) has asked the search, with carol (3) there."""
    room = parlour.room()
    hello, search = (
        next(it.cls for it in parlour.messages if it.name == name)
        for name in ("hello", "search")
    )
    for who, nick in ((3, "carol"), (1, "alice")):
        room.connected(who)
        room.received(who, hello(nick=nick))
    outcome = happening.says(room, 1, search(query="why"))
    ways = Answers(parlour.services).ways(room, outcome)
    return Fork(Wire(parlour), room, outcome, ways, lambda mismatch: mismatch)


def shown(fork: Fork, alice: bytes, carol: bytes) -> str:
    way = fork.shown({1: alice, 3: carol}, ())
    return way.answers[0].word if way is not None else ""


FOUND = b"FOUND alice why: because\n"


def test_a_way_is_taken_when_all_of_it_was_seen(fork: Fork) -> None:
    assert shown(fork, b"SEARCHING\n", b"") == ""
    assert shown(fork, b"SEARCHING\nSORRY too tired\n", b"") == "failure"
    assert shown(fork, b"SEARCHING\n" + FOUND, b"") == ""
    assert shown(fork, b"SEARCHING\n" + FOUND, FOUND) == "answer not-cached"


def test_the_same_words_must_reach_all(fork: Fork) -> None:
    other = FOUND.replace(b"because", b"perhaps")

    assert shown(fork, b"SEARCHING\n" + FOUND, other) == ""
    assert fork.nearest({1: b"SEARCHING\n" + FOUND, 3: other}).answers == (
        Answer("search", "answer not-cached"),
    )


def test_on_a_wire_without_framing_blanks_are_found_in_the_whole_stream() -> None:
    hash = load("hash")
    said = next(it.cls for it in hash.messages if it.name == "said")
    message = said(sender="alice", text="[뜬금]")

    found = filling(Wire(hash), [message], ("뜬금",), "alice : [사과]".encode())

    assert found == {"뜬금": "사과"}


@pytest.mark.parametrize(
    ("spec", "fields"),
    [("chat", {"starter": "alice"}), ("window", {})],
    ids=["framed", "unframed"],
)
def test_a_volatile_field_gives_away_a_service_s_word(
    spec: str, fields: dict[str, str]
) -> None:
    protocol = load(spec)
    started = next(m.cls for m in protocol.messages if m.name in STARTED)
    wire, due = Wire(protocol), started(**fields, word="뜬금")

    seen = wire.encode(started(**fields, word="나무"))

    assert filling(wire, [due], ("뜬금",), seen) == {"뜬금": "나무"}


def test_a_service_that_never_answers_is_a_fault(parlour: Protocol) -> None:
    async def never(question: Ask) -> Mapping[str, Any]:
        await asyncio.Event().wait()
        return {}

    options = Options(
        depth="quick", select=("must/presence/searches/*",), service_timeout=0.2
    )
    with serving(parlour, {"search": never}) as target:
        said = Said(parlour, target, options)

    (finding,) = said.findings
    assert finding.rule is not None
    assert finding.rule.id == "presence/not-found"
    assert finding.summary == "search: sorry does not reach the sender"
    assert any("service search" in hint for hint in finding.hints)
