"""What was seen so far, for a summary at any moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from conformance.results import (
    CaseResult,
    Event,
    Finding,
    Progress,
    RunFinished,
    Stale,
    Verdict,
    Worded,
)


@dataclass(slots=True)
class Tally:
    """Results by case and findings of a run that goes on."""

    results: dict[str, CaseResult] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    worded: list[Worded] = field(default_factory=list)
    finished: RunFinished | None = None
    _steps: dict[str, int] = field(default_factory=dict)

    def handle(self, event: Event) -> None:
        """Take note of an event."""
        match event:
            case CaseResult():
                self._judged(event)
            case Finding():
                self.findings.append(event)
            case Worded():
                self.worded.append(event)
            case Stale():
                self.stale.append(event)
            case Progress():
                self._steps[event.phase] = event.done
            case RunFinished():
                self.finished = event

    def _judged(self, result: CaseResult) -> None:
        """Keep the worst of several verdicts on a case."""
        known = self.results.get(result.id)
        if known is None or result.verdict.rank > known.verdict.rank:
            self.results[result.id] = result

    def counts(self) -> Counter[Verdict]:
        """How often each verdict was given."""
        return Counter(it.verdict for it in self.results.values())

    @property
    def failures(self) -> int:
        """How many findings are deviations from a MUST that nobody expected."""
        return sum(it.verdict.is_failure for it in self.unexpected)

    @property
    def unexpected(self) -> list[Finding]:
        """The findings that the baseline does not have."""
        return [it for it in self.findings if not it.expected]

    @property
    def unexplained(self) -> list[CaseResult]:
        """Cases that did not pass and that no finding speaks of."""
        explained = {id for it in self.findings for id in (it.id, *it.also)}
        return [
            it
            for it in self.results.values()
            if it.verdict is not Verdict.PASS and it.id not in explained
        ]

    def of_phase(self, name: str) -> Counter[Verdict]:
        """How often each verdict was given in a phase."""
        return Counter(it.verdict for it in self.results.values() if it.phase == name)

    def cut_short(self, why: str, seconds: float, exit_code: int) -> RunFinished:
        """The end of a run that did not come to its own."""
        return RunFinished(
            seconds=seconds,
            waited=0.0,
            steps=sum(self._steps.values()),
            covered=0,
            edges=0,
            counts=self.counts(),
            stopped=why,
            exit_code=exit_code,
        )
