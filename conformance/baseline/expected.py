"""A run held against its baseline: what was expected, what was not, what is stale."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from conformance.baseline.entries import EXPECTABLE, TODO, Baseline, Entry, Line
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    RunFinished,
    Stale,
    Verdict,
)
from conformance.runner import exit_code

_UNKNOWN = frozenset({Verdict.BLOCKED, Verdict.INCONCLUSIVE, Verdict.ERROR})
_LOST = 3


@dataclass(slots=True)
class Expectations:
    """``all_ids`` are those of every case there is, at any depth and in any profile.

    ``chosen`` are the cases of this run. ``accepts``: whatever fails is expected, as it
    is about to be recorded.
    """

    baseline: Baseline
    chosen: Collection[str]
    all_ids: Callable[[], Collection[str]]
    accepts: bool = False
    end: RunFinished | None = None
    seen: dict[str, tuple[Verdict, str]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    _findings: dict[str, Finding] = field(default_factory=dict)
    _unexpected: set[Verdict] = field(default_factory=set)

    def over(self, events: Generator[Event]) -> Generator[Event]:
        """The same events; what was expected says so, and decides nothing."""
        with closing(events):
            for event in events:
                match event:
                    case Finding():
                        yield self._finding(event)
                    case CaseResult():
                        yield self._result(event)
                    case RunFinished():
                        yield from self._finished(event)
                    case _:
                        yield event

    def _finding(self, it: Finding) -> Finding:
        ids = (it.id, *it.also)
        for id in ids:
            self._see(id, it.verdict, it.summary)
        found = [self._why(id, it.verdict, it.summary) for id in ids]
        it = replace(it, expected=next(filter(None, found), ""))
        self._findings[it.id] = it
        if not it.expected:
            self._unexpected.add(it.verdict)
        return it

    def _result(self, it: CaseResult) -> CaseResult:
        told = self._findings.get(it.cause)
        if it.verdict is Verdict.BLOCKED:
            why = told.expected if told else ""
        else:
            summary = told.summary if told else it.reason
            self._see(it.id, it.verdict, summary)
            own = self._why(it.id, it.verdict, summary)
            why = own or (told.expected if told else "")
        if not why:
            self._unexpected.add(it.verdict)
        return replace(it, expected=why)

    def _see(self, id: str, verdict: Verdict, summary: str) -> None:
        """Keep the worst that was said of a case."""
        known = self.seen.get(id)
        if known is None or verdict.rank > known[0].rank:
            self.seen[id] = verdict, summary

    def _why(self, id: str, verdict: Verdict, summary: str) -> str:
        """The reason for which a case deviates so; "" if that is not expected."""
        if verdict not in EXPECTABLE:
            return ""
        why = ""
        for line, entry in self.baseline.entries():
            if entry.covers(id, verdict, summary):
                self.used.add(line.number)
                why = why or entry.why
        return why or (TODO if self.accepts and verdict.is_failure else "")

    def _finished(self, end: RunFinished) -> Generator[Event]:
        stale = [] if self.accepts else [*self._stale()]
        yield from stale
        code = end.exit_code
        if code != _LOST:
            code = exit_code(self._unexpected | {Verdict.FAIL for _ in stale})
        self.end = replace(end, exit_code=code)
        yield self.end

    def _stale(self) -> Generator[Stale]:
        for line, entry in self.baseline.entries():
            why = self.why_stale(line, entry)
            if why:
                yield Stale(place=self.baseline.place(line), id=entry.id, why=why)

    def why_stale(self, line: Line, entry: Entry) -> str:
        """Why an entry is not true any more; "" if it is, or nobody can say."""
        if line.number in self.used:
            return ""
        about = {id for id in (*self.chosen, *self.seen) if entry.is_about(id)}
        if not about:
            return self._why_unknown(entry)
        if not about <= self.seen.keys():
            return ""
        verdicts = {self.seen[id][0] for id in about}
        if verdicts & _UNKNOWN:
            return ""
        if verdicts.isdisjoint(EXPECTABLE):
            flaky = entry.verdict is Verdict.INTERMITTENT
            return "" if flaky else "it does not deviate any more"
        id = max(about, key=lambda id: (self.seen[id][0].rank, id))
        verdict, summary = self.seen[id]
        return f"it deviates otherwise now: {verdict.value} {summary}"

    def _why_unknown(self, entry: Entry) -> str:
        every = self.all_ids()
        if any(map(entry.is_about, every)):
            return ""  # this run does not look at it
        similar = get_close_matches(entry.id, sorted(every), n=1, cutoff=0.8)
        hint = f"; did you mean {similar[0]}?" if similar else "; --list shows them"
        return f"there is no such case{hint}"
