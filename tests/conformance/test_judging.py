from __future__ import annotations

import os
import signal
from collections.abc import Generator

import pytest

from conformance.again import told_with
from conformance.judging import OutputClosed, judge
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    PhaseStarted,
    Progress,
    RunFinished,
    Verdict,
)

END = RunFinished(seconds=1, waited=0, steps=1, covered=1, edges=1, exit_code=1)
PASSED = CaseResult(id="must/a", phase="p", verdict=Verdict.PASS)


class Heard:
    """A report that keeps what it hears; it may stop listening."""

    def __init__(self, patience: int = 100) -> None:
        self.events: list[Event] = []
        self.patience = patience

    def handle(self, event: Event) -> None:
        self.events.append(event)
        if len(self.events) > self.patience:
            raise BrokenPipeError


class Run:
    """A run that says something and then ends as told; knows whether it was closed."""

    def __init__(self, *said: Event, then: BaseException | int | None = None) -> None:
        self.said = said
        self.then = then
        self.closed = False

    def __iter__(self) -> Generator[Event]:
        try:
            yield from self.said
            if isinstance(self.then, int):
                os.kill(os.getpid(), self.then)
            elif self.then is not None:
                raise self.then
        finally:
            self.closed = True


def test_every_report_hears_every_event() -> None:
    first, second = Heard(), Heard()

    assert judge(iter(Run(PASSED, END)), [first, second]) == 1
    assert first.events == second.events == [PASSED, END]


@pytest.mark.parametrize(
    ("then", "code"),
    [(KeyboardInterrupt(), 130), (signal.SIGINT, 130), (signal.SIGTERM, 143)],
)
def test_an_interrupted_run_has_a_summary(then: BaseException | int, code: int) -> None:
    report = Heard()
    run = Run(PhaseStarted("p", ""), Progress("p", 7, 9), PASSED, then=then)

    assert judge(iter(run), [report]) == code
    assert run.closed
    end = report.events[-1]
    assert isinstance(end, RunFinished)
    assert (end.stopped, end.steps, end.counts) == ("interrupted", 7, {Verdict.PASS: 1})


def test_a_fault_of_ours_is_inconclusive_and_says_where_it_is() -> None:
    report = Heard()

    assert judge(iter(Run(PASSED, then=KeyError("x"))), [report]) == 2
    end = report.events[-1]
    assert isinstance(end, RunFinished)
    assert "the judge itself failed (KeyError: 'x', test_judging.py:" in end.stopped


def test_a_run_that_ends_without_a_word_is_inconclusive() -> None:
    report = Heard()

    assert judge(iter(Run(PASSED)), [report]) == 2
    assert isinstance(report.events[-1], RunFinished)


def test_a_run_is_closed_when_nobody_reads_on() -> None:
    run = Run(PASSED, END)

    with pytest.raises(OutputClosed):
        judge(iter(run), [Heard(patience=0)])
    assert run.closed


def test_a_broken_pipe_within_the_judge_is_a_fault_of_ours() -> None:
    assert judge(iter(Run(then=BrokenPipeError())), [Heard()]) == 2


def test_the_handler_of_sigterm_is_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)

    judge(iter(Run(END)), [])

    assert signal.getsignal(signal.SIGTERM) is before


FINDING = Finding(
    id="must/a/b",
    verdict=Verdict.FAIL,
    rule=None,
    summary="",
    conversation=(),
    differences=(),
    confirmed=3,
    tries=3,
    rerun="something else",
)


def test_a_finding_is_told_with_the_command_that_shows_it_again() -> None:
    command = ["conformance", "run", "--spec", "my spec.yaml"]

    events = list(told_with(command, iter(Run(PASSED, FINDING))))

    assert events[0] is PASSED
    assert isinstance(events[1], Finding)
    assert events[1].rerun == "conformance run --spec 'my spec.yaml' 'must/a/b'"


def test_a_run_that_is_told_with_a_command_is_closed_with_it() -> None:
    run = Run(PASSED, END)
    events = told_with(["x"], iter(run))

    next(events)
    events.close()

    assert run.closed
