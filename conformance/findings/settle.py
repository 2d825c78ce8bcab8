"""From suspects to findings: shrink, confirm, tell one fault from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from codegen.protocol import Rule
from conformance.findings import explain as findings
from conformance.findings import hints, pulse
from conformance.findings.docket import ARRIVES, Docket, Key, Suspect
from conformance.findings.shrink import DEAR, MOST_RUNS, Replayed, minimal, replay
from conformance.phases.bench import SHRINKING, WALKING, Bench
from conformance.results import Difference, Finding, Verdict
from conformance.talk.acts import Act
from conformance.talk.deviation import Deviation, Wrong
from conformance.talk.transcript import Transcript, script
from conformance.talk.wire import Wire

CONFIRMATIONS = 3
ROUNDS = 10  # the same for what depends on who is first
_PATIENT = 4  # conversations that are tried again with more time while shrinking


@dataclass(slots=True)
class _Tried:
    """What came of playing a conversation again, with the lines that show it best."""

    confirmed: int = 0
    tries: int = 0
    deviation: Deviation | None = None
    transcript: Transcript | None = None

    @property
    def is_always(self) -> bool:
        """Whether it showed each time."""
        return self.confirmed == self.tries > 0

    def add(self, again: Replayed) -> None:
        """Count one more."""
        self.tries += 1
        self.confirmed += again.deviation is not None
        if self.deviation is None:
            self.deviation, self.transcript = again.deviation, again.transcript


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
        self.lost_by = ""
        self.was_late = False
        self._settled: set[Key] = set()

    @property
    def is_open(self) -> bool:
        """Whether there are suspects that were not looked into."""
        return len(self._settled) < len(self.docket.suspects)

    def settle(self) -> Iterator[Finding]:
        """The findings about all suspects since the last time."""
        self._take_up_wordings()
        pulse.check(self.bench, self.docket)
        fresh = [s for k, s in self.docket.suspects.items() if k not in self._settled]
        self._settled.update(self.docket.suspects)
        for suspect in sorted(fresh, key=_simplicity):
            known = self._explained_by(suspect)
            if known is None:
                known = self._investigate(suspect)
                if known is None:
                    self._forgive(suspect)
                    continue
                self.faults.append(known)
            else:
                known.also |= {suspect.case, *suspect.also}
                known.hits += suspect.hits
                self._tell(known)
            self.docket.proven.add(suspect.deviation.key)
        for fault in self.faults:
            if not fault.told:
                fault.told = True
                yield self._finding(fault)

    def _take_up_wordings(self) -> None:
        """What was said in other words fails nothing, and is told once a message."""
        for name, (deviation, acts) in self.bench.contact.wordings.items():
            if deviation.key in self.docket.suspects:
                continue
            case = self.bench.case_of(None, deviation.rule) or f"must/wording/{name}"
            short = minimal([acts], partial(self._brings, deviation), MOST_RUNS)
            self.docket.suspects[deviation.key] = Suspect(
                case=case, phase="", deviation=deviation, trials=[short or acts]
            )

    def _brings(self, deviation: Deviation, acts: list[Act]) -> list[Act] | None:
        """The acts, if by the rules the last of them brings what was worded so."""
        moves = script(self.bench, acts).moves
        ((_, _, name),) = deviation.wrongs
        last = moves[-1] if moves else None
        brings = last is not None and any(it.message.name == name for it in last.due)
        return acts if brings and acts[-1] == deviation.act else None

    def _forgive(self, suspect: Suspect) -> None:
        """It was late, not missing: the full time showed it."""
        self.docket.forgive(suspect)
        self._settled.remove(suspect.deviation.key)
        self.was_late = True

    def same_as(self, case: str) -> str:
        """Why a case fails, where another one tells it."""
        told = self.told_as.get(case, case)
        return "" if told == case else f"the same fault as {told}"

    def cause_of(self, case: str) -> str:
        """The id of the finding that a case fails by; "" for none."""
        return self.told_as.get(case, case if case in self.verdicts else "")

    def rule_of(self, case: str) -> Rule | None:
        """The rule that a cell is about."""
        return self._rules.get("/".join(case.split("/")[1:3]))

    def lost(self, verdict: Verdict) -> Iterator[Finding]:
        """The finding about what a target was lost by: the last that was wrong.

        Without one it is that somebody wanted to come in.
        """
        if self.docket.last is not None:
            case, deviation, acts = self.docket.last
            self._settled.add(deviation.key)
            yield self._unconfirmed(case, deviation, acts, verdict, _LOST[verdict])
        elif self.bench.contact.connections:
            case = ARRIVES
            yield Finding(
                id=case,
                verdict=verdict,
                rule=None,
                summary=f"connects: {self._worn_out(_LOST[verdict])}",
                **_told(script(self.bench, self.bench.arrival[:1])),
                differences=(),
                confirmed=0,
                tries=0,
                rerun=f"{self._rerun} '{case}'",
            )
        else:
            return
        self.verdicts[case] = verdict
        self.lost_by = case

    def unsettled(self) -> Iterator[Finding]:
        """What was seen and cannot be looked into any more.

        Of a target that is lost only what came: what did not may have been late.
        """
        for key, suspect in self.docket.suspects.items():
            is_doubtful = self.lost_by and not _is_evidence(suspect.deviation)
            if key in self._settled or is_doubtful or self._is_result(suspect):
                continue
            verdict, case = Verdict.INCONCLUSIVE, suspect.case
            self.verdicts.setdefault(case, verdict)
            yield self._unconfirmed(
                case,
                suspect.deviation,
                suspect.trials[0],
                verdict,
                findings.wrongs(suspect.deviation),
            )

    def _is_result(self, suspect: Suspect) -> bool:
        """Whether a deviation only follows from what the target was lost by."""
        if suspect.case == ARRIVES and self.lost_by:
            return True
        if self._explained_by(suspect) is not None:
            return True
        return not suspect.hangs and self.docket.is_known_to_hang(suspect.deviation)

    def _unconfirmed(
        self,
        case: str,
        deviation: Deviation,
        acts: list[Act],
        verdict: Verdict,
        what: str,
    ) -> Finding:
        told = script(self.bench, acts, deviation.names)
        for who, fence in sorted(deviation.unanswered.items()):
            told.asked(who, fence)
        return Finding(
            id=case,
            verdict=verdict,
            rule=self._rules.get(deviation.rule),
            summary=f"{deviation.act.name}: {what}",
            **_told(told),
            differences=findings.differences(self.bench.wire, deviation),
            confirmed=0,
            tries=0,
            rerun=f"{self._rerun} '{case}'",
            output=deviation.ending.output if deviation.ending else (),
        )

    def _worn_out(self, what: str) -> str:
        """What is wrong with a target that was connected to so many times."""
        return f"{what}: there were {self.bench.contact.connections} connections so far"

    # One suspect.

    def _investigate(self, suspect: Suspect) -> Fault | None:
        patient = _PATIENT

        def shows(acts: list[Act]) -> list[Act] | None:
            nonlocal patient
            again = self._replay(suspect, acts)
            if again.deviation is None and again.earlier and patient:
                # On a busy machine what comes before may be late, and says nothing.
                patient -= 1
                again = self._replay(suspect, acts, WALKING)
            return again.acts if again.deviation is not None else None

        if _is_wording(suspect.deviation):
            return Fault(suspect, suspect.trials[0], suspect.deviation, _Tried())
        # If the target is lost on the way, that is due to this.
        self.docket.last = suspect.case, suspect.deviation, suspect.trials[0]
        unfenced = set(self.bench.contact.unfenced)
        serious = suspect.deviation.level == "must"
        asks = suspect.deviation.outcome.asks
        runs, seconds = DEAR if asks else MOST_RUNS, self.bench.case_timeout
        trials = suspect.trials
        if serious and not (asks or suspect.hangs or suspect.deviation.act.beside):
            trials = self._not_late(suspect)
        if not trials:
            self.docket.last = None
            return None
        acts = minimal(trials, shows, runs, seconds) or trials[-1]
        often = ROUNDS if suspect.deviation.act.beside else CONFIRMATIONS
        tries = often if serious and not asks else 1
        patience = self.bench.timeout if serious else WALKING
        tried = self._confirm(suspect, acts, tries, patience)
        self.docket.last = None
        # What is shortened goes through states that nobody else goes through.
        self.bench.contact.unfenced = unfenced
        deviation = tried.deviation or suspect.deviation
        # What was missing once of several times may have been late that once.
        enough = 1 if suspect.deviation.act.beside else 2
        is_sure = tried.is_always or tried.confirmed >= enough or suspect.hangs
        came = _is_evidence(deviation) and not _is_glued(self.bench.wire, deviation)
        if not (is_sure or came):
            return None
        return Fault(suspect, acts, deviation, tried, hits=suspect.hits)

    def _not_late(self, suspect: Suspect) -> list[list[Act]]:
        """The trials of a suspect, if it shows when all the time is given to it.

        What was late shows again and again where a message is waited for as short as
        in shrinking: that would cost many runs, and all of them for nothing.
        """
        if _is_evidence(suspect.deviation):
            return suspect.trials
        was_tried = False
        first, *others = suspect.trials
        for acts in (first, *others[-1:]):
            again = self._replay(suspect, acts, self.bench.timeout)
            if again.deviation is not None:
                return suspect.trials
            was_tried |= self._is_a_try(again)
        return [] if was_tried else suspect.trials

    def _is_a_try(self, again: Replayed) -> bool:
        """Whether all was done, and nothing went wrong that is not known to be wrong.

        Where a fault shows in every conversation there are no others to go by.
        """
        proven = self.docket.proven
        return all(it.key in proven and not it.is_final for it in again.earlier)

    def _confirm(
        self, suspect: Suspect, acts: list[Act], tries: int, patience: float
    ) -> _Tried:
        """Play it again, so often; what was disturbed on the way does not count.

        Nor does it count if a service answered otherwise. What shows every time is not
        tried as often as what does not.
        """
        result = _Tried()
        for _ in range(2 * tries):
            is_sure = result.is_always and result.tries >= CONFIRMATIONS
            if is_sure or result.tries == tries:
                break
            again = self._replay(suspect, acts, patience, tell=True)
            if again.deviation is not None:
                # That it does not come at all is known; now it is only how often.
                patience = min(patience, WALKING)
            known = suspect.deviation.outcome
            answered_so = not known.asks or again.fired == known.fired
            is_a_try = answered_so and self._is_a_try(again)
            if again.deviation is not None or is_a_try:
                result.add(again)
        return result

    def _replay(
        self,
        suspect: Suspect,
        acts: list[Act],
        patience: float = SHRINKING,
        tell: bool = False,
    ) -> Replayed:
        """Play it again; start a target again that was hung by that."""
        key, contact = suspect.deviation.key, self.bench.contact
        blind = not self.docket.was_open
        again = replay(self.bench, acts, key, patience, tell, blind)
        if again.deviation is not None:
            contact.is_hung = suspect.hangs and contact.target.restarts
        elif self._is_at_the_door(again) and pulse.is_shut(self.bench):
            self.docket.hung()
            pulse.revive(self.bench)
            again = replay(self.bench, acts, key, patience, tell, blind)
        return again

    def _is_at_the_door(self, again: Replayed) -> bool:
        """Whether a conversation has not come further than to somebody's arrival."""
        is_short = len(again.acts) <= len(self.bench.arrival)
        return self.docket.was_open and is_short and bool(again.earlier)

    # Which faults are one.

    def _explained_by(self, suspect: Suspect) -> Fault | None:
        """A fault that is enough to see this deviation too."""
        deviation = suspect.deviation
        for fault in self.faults:
            if _is_wording(fault.deviation) or _is_wording(deviation):
                continue
            if _is_end(suspect) or _is_end(fault.suspect):
                if _is_same_end(fault.suspect, suspect):
                    return fault
                continue
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
        is_wording = _is_wording(deviation)
        names = deviation.names if is_wording else None
        told = fault.tried.transcript or script(self.bench, fault.acts, names)
        return Finding(
            id=suspect.case,
            verdict=verdict,
            rule=self._rules.get(deviation.rule),
            summary=self._summary(fault),
            **_told(told),
            differences=self._differences(deviation),
            confirmed=fault.tried.confirmed,
            tries=fault.tried.tries,
            hits=fault.hits,
            also=tuple(sorted(cases)),
            hints=(
                *filter(None, [suspect.hint]),
                *([_WORDING] if is_wording else self._hints(deviation)),
            ),
            rerun=f"{self._rerun} '{suspect.case}'",
            output=deviation.ending.output if deviation.ending else (),
        )

    def _hints(self, deviation: Deviation) -> Sequence[str]:
        return hints.hints(deviation, self.bench.wire)

    def _differences(self, deviation: Deviation) -> tuple[Difference, ...]:
        """What should have come and what came; words are shown as the spec has them."""
        if not _is_wording(deviation):
            return findings.differences(self.bench.wire, deviation)
        found = findings.differences(Wire(self.bench.protocol), deviation)
        return tuple(
            replace(it, seen_text=f"{it.expected_text} in other words") for it in found
        )

    def _summary(self, fault: Fault) -> str:
        if not fault.suspect.hangs:
            return findings.summary(fault.deviation)
        what = _LOST[Verdict.HUNG] if self.docket.was_open else _NEVER
        if self.docket.was_open and not fault.tried.confirmed:
            what = self._worn_out(what)
        return f"{fault.deviation.act.name}: {what}"

    def _tell(self, fault: Fault) -> tuple[Verdict, set[str]]:
        """Give the verdict to all cases that a fault explains; which other ones are."""
        suspect, verdict = fault.suspect, self._verdict(fault)
        cases = {*suspect.also, *fault.also} - {suspect.case}
        for case in (suspect.case, *cases):
            if self.verdicts.get(case, verdict).rank <= verdict.rank:
                self.verdicts[case] = verdict
                self.told_as[case] = suspect.case
        return verdict, cases

    def _verdict(self, fault: Fault) -> Verdict:
        ending = fault.deviation.ending
        if ending is not None and not ending.lives:
            return Verdict.CRASHED
        if ending is not None or fault.suspect.hangs:
            return Verdict.HUNG
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
_WORDING = (
    "other words are no fault; `conformance dialect` writes them to a file with which "
    "`conformance run --dialect` expects them"
)
_NEVER = "the server accepts connections and never says a word"


def _told(transcript: Transcript) -> dict[str, Any]:
    """A conversation as the fields of a finding."""
    return {
        "conversation": tuple(transcript.lines),
        "moves": tuple(transcript.moves) if transcript.is_linear else (),
        "names": transcript.names,
    }


def _simplicity(suspect: Suspect) -> tuple[int, int]:
    return len(suspect.deviation.wrongs), len(suspect.trials[0])


def _kinds(deviation: Deviation) -> set[tuple[str, str, bool]]:
    """What is wrong, without saying with whom but for the sender."""
    return {(it.how, it.what, it.role == "self") for it in deviation.wrongs}


def _hows(deviation: Deviation) -> set[str]:
    return {wrong.how for wrong in deviation.wrongs}


def _is_wording(deviation: Deviation) -> bool:
    """Whether it is but the words of a message."""
    return _hows(deviation) == {"wording"}


def _is_end(suspect: Suspect) -> bool:
    """Whether nobody can go on after it."""
    return suspect.hangs or suspect.deviation.ending is not None


def _is_same_end(one: Suspect, other: Suspect) -> bool:
    """Whether a target came to its end in the same way, and by the same input."""
    first, second = one.deviation, other.deviation
    if first.act.input.name != second.act.input.name:
        return False
    return first.wrongs == second.wrongs or (one.hangs and other.hangs)


def _is_evidence(deviation: Deviation) -> bool:
    """Whether something came that should not have: that cannot have been too slow."""
    return any(_came(wrong) for wrong in deviation.wrongs)


def _is_glued(wire: Wire, deviation: Deviation) -> bool:
    """Whether all that came too much are messages of clients.

    Where nothing frames them, a target that was late has read two at once.
    """
    found = deviation.mismatches.values()
    surplus = [extra.data for it in found for extra in it.extra]
    for due, seen in (pair for it in found for pair in it.paired):
        surplus.append(seen.data.removeprefix(wire.encode(due.message)))
    return bool(surplus) and not wire.framed and all(map(wire.is_of_client, surplus))


def _came(wrong: Wrong) -> bool:
    return wrong.how in ("extra", "content", "leak", "order", "ended", "died")
