"""Whoever is silent, slow, rude or undecided holds up nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from codegen.protocol import Protocol, load
from conformance.results import Verdict
from conformance.runner import Options, list_cases, run
from tests.conformance.c_server import Judgement
from tests.conformance.golden_reports import path, told
from tests.conformance.sloppy import FEW, sloppy
from tests.processes import DEADLINE

HASH, CHAT = load("hash"), load("chat")
TALKS = frozenset({"whisper", "talk"})  # of the large one: there are questions in it


class Fault(NamedTuple):
    """The case that must find it, in which protocol.

    The report on a golden one is the same every time, word for word.
    """

    case: str
    protocol: Protocol = HASH
    is_golden: bool = True


FAULTS = {
    # How much fits into the buffers of a socket is the machine's affair.
    "waits for its readers": Fault("must/live/one-that-does-not-read", is_golden=False),
    "waits for the rest": Fault("must/live/half-a-message", CHAT),
    "keeps ghosts": Fault("must/live/reset/online"),
    "dies of a reset": Fault("must/live/reset-while-told"),
    # Nor in which order it hears of what is done at once.
    "forgets one of two": Fault("must/live/many-leave-at-once", is_golden=False),
    "has few places": Fault("must/live/crowd"),
    "gives places away": Fault("must/live/crowd", is_golden=False),
    "hasty": Fault("must/live/equal-names-at-once", is_golden=False),
}


def options(protocol: Protocol, *select: str) -> Options:
    features = frozenset(feature.name for feature in protocol.features)
    if protocol is CHAT:
        features = TALKS
    return Options(features=features, depth="full", select=select)


def judged(protocol: Protocol, fault: str, *select: str) -> Judgement:
    how = options(protocol, *select)
    # A fault is not to be looked into for long; what is right may take what it takes.
    how = replace(how, case_timeout=DEADLINE)
    if fault:
        how = replace(how, timeout=1.0, case_timeout=3.0)
    with sloppy(protocol, fault, how.features) as target:
        return Judgement(list(run(protocol, target, how)))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_case(fault: str) -> None:
    case, protocol, is_golden = FAULTS[fault]

    judgement = judged(protocol, fault, case)

    assert judgement.results[case].is_failure
    assert judgement.findings[0].id == case
    assert judgement.findings[0].conversation
    assert judgement.end.exit_code in (1, 3)
    # Renewed by python -m tests.conformance.golden_reports.
    if is_golden:
        text = path(fault).read_text(encoding="utf-8")
        assert told(judgement.events, protocol.name) == text


def test_who_lets_all_wait_is_found_where_somebody_asks() -> None:
    case = "must/live/undecided/with_asked"

    judgement = judged(CHAT, "lets all wait", case)

    rules = [finding.rule.id for finding in judgement.findings if finding.rule]
    assert rules[0] == "talk/asks"
    assert judgement.results[case] is Verdict.BLOCKED
    assert judgement.end.exit_code == 1


@pytest.mark.parametrize(
    ("protocol", "cases"),
    [(HASH, "must/live/*"), (CHAT, "must/live/[!c]*")],
    ids=["hash", "chat without a crowd"],
)
def test_a_server_without_a_fault_passes(protocol: Protocol, cases: str) -> None:
    judgement = judged(protocol, "", cases)

    assert judgement.findings == []
    assert set(judgement.results.values()) == {Verdict.PASS}


def test_one_more_than_there_is_room_for_is_turned_away() -> None:
    few = replace(HASH, limits={**HASH.limits, "sessions": FEW})
    case = "must/live/crowd"

    without_a_limit = judged(few, "has no limit", case)
    with_a_limit = judged(few, "has few places", case)

    (finding,) = without_a_limit.findings
    assert finding.id == case
    assert any(move.closes == (move.who,) for move in finding.moves)
    assert with_a_limit.results == {case: Verdict.PASS}


def test_every_state_that_one_may_vanish_in_is_a_case() -> None:
    ids = [case.id for case in list_cases(CHAT, options(CHAT, "must/live/reset/*"))]

    assert {"must/live/reset/connected", "must/live/reset/online"} <= set(ids)
    assert "must/live/reset/online-asking" in ids


def test_what_is_done_at_once_is_told_so() -> None:
    judgement = judged(HASH, "hasty", "must/live/equal-names-at-once")

    (finding,) = judgement.findings
    at_once = [it for it in finding.conversation if "at the same time" in it.what]
    assert len({it.who for it in at_once}) == 3
    assert finding.moves == ()
