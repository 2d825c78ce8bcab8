"""From suspects to findings: shrink, confirm, tell one fault from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from codegen.protocol import Rule
from conformance.findings import explain as findings
from conformance.findings import hints
from conformance.findings.docket import Docket, Key, Suspect
from conformance.findings.shrink import DEAR, MOST_RUNS, Replayed, minimal, replay
from conformance.phases.bench import WALKING, Bench
from conformance.results import Finding, Verdict
from conformance.talk.acts import Act
from conformance.talk.deviation import Deviation, Wrong
from conformance.talk.transcript import Transcript, script

CONFIRMATIONS = 3


@dataclass(slots=True)
class _Tried:
    """What came of playing a conversation again, with the lines that show it best."""

    confirmed: int = 0
    tries: int = 0
    deviation: Deviation | None = None
    transcript: Transcript | None = None

    def add(self, again: Replayed, transcript: Transcript) -> None:
        """Count one more."""
        self.tries += 1
        self.confirmed += again.deviation is not None
        if self.deviation is None:
            self.deviation, self.transcript = again.deviation, transcript


@dataclass(slots=True)
class Fault:
    """One fault of the target: what shows it best, and all that it explains."""

    suspect: Suspect
    acts: list[Act]
    deviation: Deviation
    tried: _Tried
    also: set[str] = field(default_factory=set)
    hits: int = 0
    told: bool = False


class Court:
    """Makes findings of suspects; one fault is told once."""

    def __init__(self, bench: Bench, docket: Docket, rerun: str) -> None:
        self.bench = bench
        self.docket = docket
        self.faults: list[Fault] = []
        self.verdicts: dict[str, Verdict] = {}
        self.told_as: dict[str, str] = {}
        self._rules: Mapping[str, Rule] = {r.id: r for r in bench.protocol.rules}
        self._rerun = rerun
        self._settled: set[Key] = set()

    @property
    def is_open(self) -> bool:
        """Whether there are suspects that were not looked into."""
        return len(self._settled) < len(self.docket.suspects)

    def settle(self) -> Iterator[Finding]:
        """The findings about all suspects since the last time."""
        fresh = [s for k, s in self.docket.suspects.items() if k not in self._settled]
        self._settled.update(self.docket.suspects)
        for suspect in sorted(fresh, key=_simplicity):
            known = self._explained_by(suspect.deviation)
            if known is None:
                known = self._investigate(suspect)
                if known is None:
                    continue
                self.faults.append(known)
            else:
                known.also |= {suspect.case, *suspect.also}
                known.hits += suspect.hits
                self._tell(known)
        for fault in self.faults:
            if not fault.told:
                fault.told = True
                yield self._finding(fault)

    def same_as(self, case: str) -> str:
        """Why a case fails, where another one tells it."""
        told = self.told_as.get(case, case)
        return "" if told == case else f"the same fault as {told}"

    def rule_of(self, case: str) -> Rule | None:
        """The rule that a cell is about."""
        return self._rules.get("/".join(case.split("/")[1:3]))

    def lost(self, verdict: Verdict) -> Iterator[Finding]:
        """The finding about what a target was lost by: the last that was wrong."""
        if self.docket.last is None:
            return
        case, deviation, acts = self.docket.last
        self.verdicts[case] = verdict
        told = script(self.bench, acts)
        yield Finding(
            id=case,
            verdict=verdict,
            rule=self._rules.get(deviation.rule),
            summary=f"{deviation.act.input.name}: {_LOST[verdict]}",
            conversation=tuple(told.lines),
            moves=tuple(told.moves),
            names=told.names,
            differences=findings.differences(self.bench.wire, deviation),
            confirmed=1,
            tries=1,
            rerun=f"{self._rerun} '{case}'",
        )

    # One suspect.

    def _investigate(self, suspect: Suspect) -> Fault | None:
        key = suspect.deviation.key

        def shows(acts: list[Act]) -> list[Act] | None:
            again = replay(self.bench, acts, key)
            return again.acts if again.deviation is not None else None

        serious, asks = (
            suspect.deviation.level == "must",
            suspect.deviation.outcome.asks,
        )
        acts = minimal(suspect.trials, shows, DEAR if asks else MOST_RUNS)
        acts = acts or suspect.trials[-1]
        tries = CONFIRMATIONS if serious and not asks else 1
        patience = self.bench.timeout if serious else WALKING
        tried = self._confirm(acts, suspect.deviation, tries, patience)
        deviation = tried.deviation or suspect.deviation
        if tried.tries and not tried.confirmed and not _is_evidence(deviation):
            return None  # late, not missing: the full time showed it
        return Fault(suspect, acts, deviation, tried, hits=suspect.hits)

    def _confirm(
        self, acts: list[Act], known: Deviation, tries: int, patience: float
    ) -> _Tried:
        """Play it again, so often; what was disturbed on the way does not count.

        Nor does it count if a service answered otherwise.
        """
        result = _Tried()
        for _ in range(2 * tries):
            if result.tries == tries:
                break
            transcript = Transcript(self.bench.wire)
            again = replay(self.bench, acts, known.key, patience, transcript)
            answered_so = not known.outcome.asks or again.fired == known.outcome.fired
            if again.deviation is not None or (answered_so and not again.earlier):
                result.add(again, transcript)
        return result

    # Which faults are one.

    def _explained_by(self, deviation: Deviation) -> Fault | None:
        """A fault that is enough to see this deviation too."""
        for fault in self.faults:
            if _kinds(fault.deviation) <= _kinds(deviation):
                return fault
            same = fault.deviation.rule == deviation.rule
            if same and _hows(fault.deviation) == _hows(deviation):
                return fault
        return None

    # Telling.

    def _finding(self, fault: Fault) -> Finding:
        suspect, deviation = fault.suspect, fault.deviation
        verdict, cases = self._tell(fault)
        told = fault.tried.transcript or script(self.bench, fault.acts)
        return Finding(
            id=suspect.case,
            verdict=verdict,
            rule=self._rules.get(deviation.rule),
            summary=findings.summary(deviation),
            conversation=tuple(told.lines),
            moves=tuple(told.moves),
            names=told.names,
            differences=findings.differences(self.bench.wire, deviation),
            confirmed=fault.tried.confirmed,
            tries=fault.tried.tries,
            hits=fault.hits,
            also=tuple(sorted(cases)),
            hints=hints.hints(deviation, self.bench.wire),
            rerun=f"{self._rerun} '{suspect.case}'",
        )

    def _tell(self, fault: Fault) -> tuple[Verdict, set[str]]:
        """Give the verdict to all cases that a fault explains; which other ones are."""
        suspect, verdict = fault.suspect, self._verdict(fault)
        cases = {*suspect.also, *fault.also} - {suspect.case}
        for case in (suspect.case, *cases):
            self.verdicts[case] = verdict
            self.told_as[case] = suspect.case
        return verdict, cases

    def _verdict(self, fault: Fault) -> Verdict:
        rule = self._rules.get(fault.deviation.rule)
        level = rule.level if rule is not None else "must"
        if "should" in (level, fault.deviation.level) or not fault.deviation.strict:
            return Verdict.NONSTRICT
        if level == "may":
            return Verdict.INFO
        if fault.tried.confirmed < fault.tried.tries:
            return Verdict.INTERMITTENT
        return Verdict.FAIL


_LOST = {
    Verdict.CRASHED: "after this the server accepts no more connections",
    Verdict.HUNG: "after this nobody can come in any more",
}


def _simplicity(suspect: Suspect) -> tuple[int, int]:
    return len(suspect.deviation.wrongs), len(suspect.trials[0])


def _kinds(deviation: Deviation) -> set[tuple[str, str, bool]]:
    """What is wrong, without saying with whom but for the sender."""
    return {(it.how, it.what, it.role == "self") for it in deviation.wrongs}


def _hows(deviation: Deviation) -> set[str]:
    return {wrong.how for wrong in deviation.wrongs}


def _is_evidence(deviation: Deviation) -> bool:
    """Whether something came that should not have: that cannot have been too slow."""
    return any(_came(wrong) for wrong in deviation.wrongs)


def _came(wrong: Wrong) -> bool:
    return wrong.how in ("extra", "content", "order", "ended")
