"""The report for test services, in the form of JUnit's XML that they all read.

GitHub, Jenkins and GitLab show the type of a failure and its text, and nothing that
they do not know. XML 1.0 has no escapes for control characters: they are spelled out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from conformance.report.columns import clean
from conformance.report.finding import finding
from conformance.report.page import Page
from conformance.report.written import FileReport
from conformance.results import CaseResult, Event, Finding, Stale, Verdict

if TYPE_CHECKING:
    from conformance.phases.cases import Case

_ELEMENTS = {
    Verdict.FAIL: "failure",
    Verdict.INTERMITTENT: "failure",
    Verdict.CRASHED: "error",
    Verdict.HUNG: "error",
    Verdict.ERROR: "error",
    Verdict.UNSUPPORTED: "skipped",
    Verdict.BLOCKED: "skipped",
    Verdict.INCONCLUSIVE: "skipped",
}
_KINDS = ("failure", "error", "skipped")
_RUN = "must/run/comes-to-its-end"
_OTHERS = "others"
_SAID = (Verdict.NONSTRICT, Verdict.INFO)  # no failures, but worth a word


def text(of: str) -> str:
    """Any text as content of an element: lines, without what cannot be seen."""
    return escape("\n".join(map(clean, of.split("\n"))))


def attribute(of: str) -> str:
    """Any text as an attribute's value, in its quotes, on one line."""
    return quoteattr(clean(of))


def _attributes(**values: object) -> str:
    return "".join(
        f" {name}={attribute(str(it))}" for name, it in values.items() if it is not None
    )


class JunitReport(FileReport):
    """A suite for each phase, a test case for each case."""

    def take(self, event: Event) -> None:
        """Keep the findings by the cases they are told in."""
        if isinstance(event, Finding):
            self._found[event.id] = event

    @property
    def _found(self) -> dict[str, Finding]:
        if not hasattr(self, "_by_id"):
            self._by_id: dict[str, Finding] = {}
        return self._by_id

    def text(self) -> str:
        """The whole document."""
        run, end = self.run, self.tally.finished
        assert run is not None
        results = [*self._results(), *map(_stale, self.tally.stale), *self._unended()]
        suites = list(self._suites(results))
        head = _attributes(
            name=f"conformance {run.protocol}",
            **_count(results),
            time=f"{end.seconds:.3f}" if end else None,
            timestamp=self._timestamp(),
        )
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites{head}>",
            *suites,
        ]
        return "\n".join([*lines, "</testsuites>", ""])

    def _timestamp(self) -> str | None:
        return self.started.strftime("%Y-%m-%dT%H:%M:%S") if self.started else None

    def _results(self) -> list[CaseResult]:
        """All that were judged; a finding need not be about a case that was chosen."""
        known = self.tally.results
        others = (it for id, it in self._found.items() if id not in known)
        return [
            *known.values(),
            *(
                CaseResult(
                    id=it.id,
                    phase=_OTHERS,
                    verdict=it.verdict,
                    rule=it.rule,
                    expected=it.expected,
                )
                for it in others
            ),
        ]

    def _unended(self) -> Iterator[CaseResult]:
        """A run that did not come to its end must not look like one without a fault."""
        end = self.tally.finished
        why = end.stopped if end else "the run has not come to its end"
        if why:
            error = Verdict.ERROR
            yield CaseResult(id=_RUN, phase="run", verdict=error, reason=why)

    def _suites(self, results: list[CaseResult]) -> Iterator[str]:
        cases = {case.id: case for case in self.facts.cases}
        by_phase: dict[str, list[CaseResult]] = {}
        for result in results:
            case = cases.get(result.id)
            by_phase.setdefault(case.phase if case else result.phase, []).append(result)
        for number, (phase, results) in enumerate(by_phase.items()):
            yield from self._suite(number, phase, results, cases)

    def _suite(
        self,
        number: int,
        phase: str,
        results: list[CaseResult],
        cases: dict[str, Case],
    ) -> Iterator[str]:
        run = self.run
        assert run is not None
        head = _attributes(
            name=f"{run.protocol}.{phase}",
            package=run.protocol,
            id=number,
            **_count(results),
            time=f"{sum(it.seconds for it in results):.3f}",
            timestamp=self._timestamp(),
        )
        yield f"  <testsuite{head}>"
        yield from self._properties()
        for result in results:
            yield from self._case(result, cases.get(result.id))
        yield "  </testsuite>"

    def _properties(self) -> Iterator[str]:
        run, facts = self.run, self.facts
        assert run is not None
        values = {
            "tool": f"conformance {facts.tool}".strip(),
            "target": run.target,
            "profile": run.profile,
            "depth": run.depth,
            "seed": run.seed,
            "fingerprint": run.fingerprint,
            "complete": str(self.tally.finished is not None).lower(),
        }
        yield "    <properties>"
        for name, value in values.items():
            yield f"      <property{_attributes(name=name, value=value)}/>"
        yield "    </properties>"

    def _case(self, result: CaseResult, case: Case | None) -> Iterator[str]:
        run = self.run
        assert run is not None
        region = result.id.split("/")[1] if "/" in result.id else result.phase
        rule = result.rule
        line = case.line if case else rule.line if rule else 0
        head = _attributes(
            name=result.id,
            classname=f"{run.protocol}.{region}",
            time=f"{result.seconds:.3f}",
            file=self.facts.source or None,
            line=line or None,
        )
        inside = list(self._inside(result, case))
        if not inside:
            yield f"    <testcase{head}/>"
            return
        yield f"    <testcase{head}>"
        yield from inside
        yield "    </testcase>"

    def _inside(self, result: CaseResult, case: Case | None) -> Iterator[str]:
        kind = _kind(result)
        found = self._found.get(result.id)
        title = case.title if case else result.rule.text.en if result.rule else ""
        if kind is None:
            if result.verdict in _SAID:
                said = self._told(found) if found else result.reason or title
                yield f"      <system-out>{text(said)}</system-out>"
            return
        message = found.summary if found else result.reason or title
        if result.expected:
            message = f"expected: {result.expected} ({message})"
        head = _attributes(message=message)
        if kind == "skipped":
            yield f"      <skipped{head}/>"
            return
        head += _attributes(type=result.verdict.value)
        body = self._told(found) if found else f"{title}\n{result.reason}".strip()
        yield f"      <{kind}{head}>{text(body)}</{kind}>"

    def _told(self, it: Finding) -> str:
        """A finding as the console tells it, with nothing left out."""
        return "\n".join(finding(it, self.facts.source, Page(whole=True)))


def _stale(it: Stale) -> CaseResult:
    """A line of the baseline that is not true any more fails, by its place."""
    return CaseResult(
        id=f"must/baseline/{it.place}",
        phase="baseline",
        verdict=Verdict.FAIL,
        reason=f"stale: {it.place}: {it.id}: {it.why}",
    )


def _kind(result: CaseResult) -> str | None:
    """The element that says it; what was expected fails nothing."""
    kind = _ELEMENTS.get(result.verdict)
    return "skipped" if kind and result.expected else kind


def _count(results: Iterable[CaseResult]) -> dict[str, int]:
    kinds = [_kind(it) for it in results]
    return {
        "tests": len(kinds),
        "failures": kinds.count("failure"),
        "errors": kinds.count("error"),
        "skipped": kinds.count("skipped"),
    }
