"""The report that a person reads while it is written.

A line a phase, with a word on each finding as it appears; the findings in full when
all phases are over, in their order; then the figures and one plain verdict.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from conformance.report import columns, summary
from conformance.report.finding import finding
from conformance.report.page import Page
from conformance.report.progress import Bar
from conformance.report.tally import Tally
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    Notice,
    PhaseStarted,
    Progress,
    RunFinished,
    RunStarted,
)


@dataclass(slots=True)
class ConsoleReport:
    """Writes to ``out``; ``source`` is the spec's file name, for line numbers.

    ``quiet`` leaves the findings and the last line; ``verbose`` adds every case.
    """

    out: TextIO
    page: Page
    source: str = ""
    live: TextIO | None = None
    quiet: bool = False
    verbose: bool = False
    clock: Callable[[], float] = time.monotonic
    tally: Tally = field(default_factory=Tally)
    _bar: Bar = field(init=False)
    _phase: PhaseStarted | None = None
    _steps: int = 0
    _began: float = 0.0

    def __post_init__(self) -> None:
        """Draw a bar unless nothing but findings is wanted."""
        live = None if self.quiet else self.live
        self._bar = Bar(live, self.page.width, self.clock)

    def handle(self, event: Event) -> None:
        """Write what the event adds."""
        self.tally.handle(event)
        match event:
            case RunStarted():
                self._start(event)
            case PhaseStarted():
                self._end_phase()
                self._begin_phase(event)
            case Progress():
                self._steps = event.done
                self._draw(event.done, event.steps)
            case CaseResult():
                self._case(event)
            case Finding():
                self._mention(event)
            case Notice():
                head = f"    {self.page.say('note')}: "
                self._detail(*self.page.wrap(self.page.told(event.text), head))
            case RunFinished():
                self._finish(event)

    # While it runs.

    def _start(self, run: RunStarted) -> None:
        page = self.page
        profile = page.say(", profile {profile}", profile=run.profile)
        profile = profile if run.profile else ""
        title = page.clean(f"{run.title} ({run.protocol}{profile})")
        suite = page.say(
            "{cases}, depth {depth}, seed {seed}, suite {suite}",
            cases=page.count(run.cases, "case"),
            depth=run.depth,
            seed=run.seed,
            suite=run.fingerprint,
        )
        self._detail(
            page.paint(title, "strong"),
            f"  {columns.pad(page.say('target'), 6)}  {page.clean(run.target)}",
            f"  {columns.pad(page.say('judge'), 6)}  {page.clean(suite)}",
            "",
        )

    def _begin_phase(self, phase: PhaseStarted) -> None:
        self._phase, self._steps, self._began = phase, 0, self.clock()
        if self.verbose:
            name = f"  {self.page.clean(phase.name)}: "
            self._detail(*self.page.wrap(self.page.told(phase.about), name))
        self._draw(0, phase.steps)

    def _draw(self, done: int, steps: int) -> None:
        if self._phase is not None:
            failures = self.tally.failures
            remark = f"{failures} FAIL" if failures else ""
            self._bar.draw(self._phase.name, done, steps, remark)

    def _case(self, result: CaseResult) -> None:
        if not self.verbose:
            return
        word = self.page.verdict(result.verdict)
        text = f"    {word} {self.page.clean(result.id)}"
        self._detail(*self.page.beside([text], f"{1000 * result.seconds:.1f} ms"))

    def _mention(self, it: Finding) -> None:
        word = it.verdict.value
        head = f"    {word} {self.page.clean(it.id)}"
        text = f"{head}: {self.page.summary(it.summary)}" if it.summary else head
        text += f" ({self.page.say('baseline')})" if it.expected else ""
        first, *rest = self.page.wrap(text, rest=" " * 6)
        self._detail(first.replace(word, self.page.verdict(it.verdict), 1), *rest)

    def _end_phase(self) -> None:
        if self._phase is None:
            return
        counts = self.tally.of_phase(self._phase.name)
        total = sum(counts.values())
        work = self.page.count(total or self._steps, "case" if total else "step")
        work = " " * (13 - columns.columns(work)) + work
        said = summary.counts(counts, self.page)
        took = summary.seconds(self.clock() - self._began, self.page)
        line = f"  {self._phase.name:<12}{work}   {said}".rstrip()
        self._detail(*self.page.beside([line], took))
        self._phase = None

    # At the end.

    def _finish(self, end: RunFinished) -> None:
        self._end_phase()
        self._detail("")
        told = self.tally.findings if self.verbose else self.tally.unexpected
        for it in told:
            self._write(*finding(it, self.source, self.page), "")
        self._detail(*self._expected(), *self._unexplained(), *self._figures(end))
        if self.quiet:
            self._write(*summary.blocked(self.tally, self.page))
        self._write(*summary.stale(self.tally, self.page))
        self._write(*summary.verdict(end, self.tally, self.page))

    def _expected(self) -> list[str]:
        lines = [] if self.verbose else summary.expected(self.tally, self.page)
        return [*lines, ""] if lines else []

    def _unexplained(self) -> list[str]:
        lines = summary.unexplained(self.tally, self.page)
        return [*lines, ""] if lines else []

    def _figures(self, end: RunFinished) -> list[str]:
        counts = {v: n for v, n in end.counts.items() if n}
        said = summary.counts(counts, self.page)
        return [
            *([said] if said else []),
            *self.page.wrap(summary.figures(end, self.page)),
        ]

    # Writing.

    def _detail(self, *lines: str) -> None:
        if not self.quiet:
            self._write(*lines)

    def _write(self, *lines: str) -> None:
        self._bar.clear()
        self.out.write("".join(f"{line}\n" for line in lines))
        self.out.flush()
