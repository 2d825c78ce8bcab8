"""A run on its way: what its phases share, and how they tell their results."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Protocol as Interface

from conformance.findings.docket import Docket
from conformance.findings.settle import Court
from conformance.model.answers import Answer
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.walker import Walker
from conformance.results import CaseResult, Event, Notice, Verdict, Worded
from conformance.talk.peer import Hung, Lost, Unreachable

_TELLING = 100  # steps by which a speed can be told
SLOWER = 3  # times as long to wait for a message, once one was late


class Phase(Interface):
    """A part of a run, from a depth on. Its cases are the same for every target."""

    name: str
    about: str
    since: str

    def cases(self, bench: Bench) -> list[Case]:
        """What it gives a verdict on."""

    def run(self, course: Course) -> Iterator[Event]:
        """Do it."""

    def is_due(self, course: Course, phases: set[str]) -> bool:
        """Whether to do it at all, when there are cases of these phases."""


class OfCases:
    """A phase that is only there for its cases."""

    name: str
    about: str

    def is_due(self, course: Course, phases: set[str]) -> bool:
        """If one of them was chosen."""
        return self.name in phases


@dataclass(slots=True)
class Course:
    """A run on its way. ``chosen`` are the ids of the cases to run.

    A ``selective`` one was told which.
    """

    bench: Bench
    docket: Docket
    walker: Walker
    court: Court
    chosen: frozenset[str]
    selective: bool = False
    noticed: set[str] = field(default_factory=set)
    began: float = field(default_factory=time.monotonic)

    @property
    def speed(self) -> float | None:
        """Steps a second so far; None if there were too few to say."""
        steps = self.bench.contact.steps
        return steps / (time.monotonic() - self.began) if steps >= _TELLING else None

    def select(self, cases: list[Case]) -> list[Case]:
        """Those of the cases that are to be run."""
        return [case for case in cases if case.id in self.chosen]

    def results(self, cases: list[Case], reached: set[str]) -> Iterator[Event]:
        """The findings so far, then the verdict on each of these cases."""
        yield from self._settle()
        for case in cases:
            yield self._result(case, case.id in reached)

    def patiently(self) -> Generator[Event, None, bool]:
        """Whether what seemed to be missing was late, so that it is worth another walk.

        That one waits longer, and goes where the first one did not dare to.
        """
        yield from self._settle()
        if not self.court.was_late:
            return False
        self.court.was_late = False
        self.bench.walking *= SLOWER
        self.walker.planner.dare()
        return True

    def late(self, phase: str) -> Iterator[Event]:
        """Findings of a phase without cases of its own, and what they are about."""
        before = set(self.court.verdicts)
        yield from self._settle()
        for id in sorted(set(self.court.verdicts) - before):
            yield CaseResult(
                id=id,
                phase=phase,
                verdict=self.court.verdicts[id],
                reason=self.court.same_as(id),
                cause=self.court.cause_of(id),
            )

    def _settle(self) -> Iterator[Event]:
        """Make findings of what deviated; nobody else is on the target meanwhile."""
        if self.court.is_open:
            self.walker.close()
        yield from self.court.settle()
        yield from self._notices()

    def last_words(self, why: Lost, left: list[Case]) -> Iterator[Event]:
        """What can still be said when the target is lost: what it was lost by."""
        self.walker.close()
        verdict = {Unreachable: Verdict.CRASHED, Hung: Verdict.HUNG}.get(type(why))
        if verdict is not None and not self.court.lost_by:
            yield from self.court.lost(verdict)
        by = self.court.lost_by
        reason = f"blocked by {by}" if by else "the target is lost"
        yield from self._left(left, Verdict.BLOCKED, reason, by)

    def cut_short(self, why: str, left: list[Case]) -> Iterator[Event]:
        """What can still be said when there is no time for more."""
        self.walker.close()
        yield from self._left(left, Verdict.INCONCLUSIVE, why)

    def _left(
        self, left: list[Case], verdict: Verdict, reason: str, cause: str = ""
    ) -> Iterator[Event]:
        """What was not looked into, and the cases that have no verdict yet."""
        yield from self.court.unsettled()
        yield from self._notices()
        for case in left:
            known = self.court.verdicts.get(case.id)
            yield CaseResult(
                id=case.id,
                phase=case.phase,
                verdict=known or verdict,
                rule=self.court.rule_of(case.id),
                reason="" if known else reason,
                cause=self.court.cause_of(case.id) or cause,
            )

    def _result(self, case: Case, reached: bool) -> CaseResult:
        verdict = self.court.verdicts.get(case.id)
        reason = self.court.same_as(case.id)
        cause = self.court.cause_of(case.id)
        if verdict is None and not reached:
            verdict, reason = self._not_reached(case)
            if case.id in self.walker.slow:
                seconds = self.bench.case_timeout
                verdict, reason = Verdict.INCONCLUSIVE, f"took more than {seconds:g} s"
            if verdict is Verdict.BLOCKED:
                cause = self.court.cause_of(next(iter(self.court.verdicts), ""))
            if case.id in self.walker.unknown:
                verdict, reason = Verdict.INCONCLUSIVE, "there are too many orders"
        return CaseResult(
            id=case.id,
            phase=case.phase,
            verdict=verdict or Verdict.PASS,
            rule=self.court.rule_of(case.id),
            seconds=self.bench.took[case.id],
            reason=reason,
            cause=cause,
        )

    def _not_reached(self, case: Case) -> tuple[Verdict, str]:
        """What to say of a case that did not come about, and why."""
        walker, questions = self.walker, self.bench.contact.questions
        needed = walker.needed(case.id, self.bench.edges_in(case.id))
        denied = [set(filter(walker.is_denied, answers)) for answers in needed]
        if all(denied):
            return Verdict.UNSUPPORTED, questions.told(_service(denied))
        if all(needed) and not self.court.verdicts:
            reason = "it did not answer so when it was asked"
            return Verdict.UNSUPPORTED, f"service {_service(needed)}: {reason}"
        return Verdict.BLOCKED, self._blocked()

    def _blocked(self) -> str:
        first = next(iter(self.court.verdicts), "")
        return f"every way to it leads over {first}" if first else "no way led to it"

    def _notices(self) -> Iterator[Notice]:
        """What is worth knowing and was not said yet."""
        texts = [
            f"nothing is answered for certain in the state '{state}': there the judge "
            "waits for silence"
            for state in sorted(self.bench.contact.unfenced)
        ]
        strangers = sorted(self.bench.contact.ghosts.strangers)
        if strangers:
            texts.append(f"others are on this target: {', '.join(strangers[:5])}")
        if not self.bench.contact.closes:
            texts.append("it keeps its side open when a client has closed its own")
        if "reset" in self.bench.contact.endings:
            texts.append("it ends some connections by a reset: input was left unread")
        for text in texts:
            if text not in self.noticed:
                self.noticed.add(text)
                yield Notice(text)

    def closing(self) -> Iterator[Event]:
        """What can only be said when all is over."""
        questions = self.bench.contact.questions
        for service in sorted(questions.asked):
            unseen = [
                it.word
                for it in self.bench.graph.answers.possible(service)
                if it not in questions.heard
            ]
            if unseen:
                never = ", ".join(unseen)
                yield Notice(f"{questions.told(service)}, never {never}")
        for name in self.bench.contact.wordings:
            yield Worded(message=name, text=self.bench.contact.words.get(name, ""))


def _service(ways: list[set[Answer]]) -> str:
    """The service on which the way depends that needs the fewest answers."""
    fewest: set[Answer] = min(ways, key=len)
    return min(fewest).service
