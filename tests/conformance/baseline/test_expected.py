"""Events made by hand, held against baselines."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import pytest

from conformance.baseline.entries import parse
from conformance.baseline.expected import Expectations
from conformance.baseline.update import updated
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    RunFinished,
    Stale,
    Verdict,
)

SAY, LIST, JOIN, LAST = "must/a/say/x", "must/a/list/x", "must/a/join/x", "must/a/y/z"
LEAK = "a bystander gets said, which is not for it"
END = RunFinished(seconds=1, waited=0, steps=1, covered=1, edges=1, exit_code=1)


def finding(id: str, verdict: Verdict = Verdict.FAIL, summary: str = LEAK) -> Finding:
    return Finding(
        id=id,
        verdict=verdict,
        rule=None,
        summary=f"say: {summary}",
        conversation=(),
        differences=(),
        confirmed=3,
        tries=3,
    )


def result(id: str, verdict: Verdict, cause: str = "") -> CaseResult:
    return CaseResult(id=id, phase="cells", verdict=verdict, cause=cause)


FAILED: list[Event] = [
    finding(SAY),
    result(SAY, Verdict.FAIL, SAY),
    result(JOIN, Verdict.FAIL, SAY),
    result(LIST, Verdict.BLOCKED, SAY),
    result(LAST, Verdict.PASS),
]


def held(
    text: str, events: list[Event], accepts: bool = False, end: RunFinished = END
) -> tuple[Expectations, list[Event]]:
    """What becomes of events, of a suite of four cases and one of another depth."""
    suite = {SAY, LIST, JOIN, LAST}
    known = Expectations(
        parse("b.txt", text.encode()), suite, lambda: {*suite, "must/deep/x"}, accepts
    )

    def told() -> Generator[Event]:
        yield from [*events, end]

    return known, list(known.over(told()))


def code(events: list[Event]) -> int:
    assert isinstance(events[-1], RunFinished)
    return events[-1].exit_code


def stale(events: list[Event]) -> dict[str, str]:
    return {it.place: it.why for it in events if isinstance(it, Stale)}


def test_what_is_expected_fails_nothing_nor_does_what_it_blocks() -> None:
    _, events = held(f"FAIL {SAY}: say: {LEAK} # sheet 2\n", FAILED)

    said = {it.id: it.expected for it in events if isinstance(it, CaseResult)}
    assert said == {SAY: "sheet 2", JOIN: "sheet 2", LIST: "sheet 2", LAST: ""}
    assert isinstance(events[0], Finding)
    assert events[0].expected == "sheet 2"
    assert (code(events), stale(events)) == (0, {})


@pytest.mark.parametrize(
    "line", [f"CRASHED {SAY}", f"FAIL {SAY}: said does not reach the sender"]
)
def test_another_deviation_than_the_recorded_one_fails(line: str) -> None:
    _, events = held(f"{line} # why\n", FAILED)

    assert isinstance(events[0], Finding)
    assert events[0].expected == ""
    assert code(events) == 1
    assert stale(events) == {
        "b.txt:1": f"it deviates otherwise now: FAIL say: {LEAK}",
    }


def test_what_else_is_wrong_still_fails() -> None:
    _, events = held(f"FAIL {SAY} # why\n", [*FAILED, finding(LAST)])

    assert code(events) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"FAIL {LAST} # why", "it does not deviate any more"),
        ("FAIL must/a/sya/x # why", f"there is no such case; did you mean {SAY}?"),
        ("FAIL must/q/q # why", "there is no such case; --list shows them"),
    ],
)
def test_an_entry_that_is_not_true_any_more_fails(line: str, why: str) -> None:
    _, events = held(f"FAIL {SAY} # why\n{line}\n", FAILED)

    assert (code(events), stale(events)) == (1, {"b.txt:2": why})


@pytest.mark.parametrize(
    "line",
    [
        "FAIL must/deep/x # of another depth",
        f"FAIL {LIST} # blocked now",
        f"INTERMITTENT {LAST} # now and then",
    ],
)
def test_nobody_can_say_that_it_is_stale(line: str) -> None:
    _, events = held(f"FAIL {SAY} # why\n{line}\n", FAILED)

    assert (code(events), stale(events)) == (0, {})


def test_a_lost_target_is_lost_whatever_is_expected() -> None:
    end = replace(END, exit_code=3, stopped="nobody comes in")
    _, events = held(f"FAIL {SAY} # why\n", FAILED, end=end)

    assert code(events) == 3


def test_what_is_inconclusive_stays_so() -> None:
    late = result(LAST, Verdict.INCONCLUSIVE)
    _, events = held(f"FAIL {SAY} # why\n", [*FAILED, late])

    assert code(events) == 2


# Written anew.


def test_a_new_baseline_covers_what_was_seen() -> None:
    known, events = held("", FAILED, accepts=True)
    text, new, gone = updated(known)

    assert (code(events), new, gone) == (0, 2, 0)
    assert text.splitlines()[1:] == [
        f"FAIL {SAY}: {LEAK}  # TODO why",
        f"FAIL {JOIN}: {LEAK}  # TODO why",
    ]
    _, again = held(text, FAILED)
    assert (code(again), stale(again)) == (0, {})


def test_reasons_and_comments_of_what_stays_are_kept() -> None:
    before = (
        "# Group 3\n"
        "\n"
        "# whispers come later\n"
        f"FAIL  {SAY}   # as agreed\n"
        f"FAIL {JOIN} # so do these\n"
        "\n"
        "# was mended\n"
        f"FAIL {LAST} # an index\n"
        f"FAIL must/deep/x # not looked at\n"
        "\n"
        "# gone too\n"
        f"CRASHED {SAY} # once\n"
        "# the end\n"
    )
    known, _ = held(before, FAILED, accepts=True)
    text, new, gone = updated(known)

    assert (new, gone) == (0, 2)
    assert text == (
        "# Group 3\n"
        "\n"
        "# whispers come later\n"
        f"FAIL  {SAY}   # as agreed\n"
        f"FAIL {JOIN} # so do these\n"
        "\n"
        "# was mended\n"
        f"FAIL must/deep/x # not looked at\n"
        "\n"
        "# the end\n"
    )
