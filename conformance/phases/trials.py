"""Conversations that are no walks of the flat model, each a case of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.model.graph import Node
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.results import Event, PhaseStarted, Progress
from conformance.talk.acts import Act

_OFTEN = 20
_PATIENT = 2  # times that what was late is tried again, each time more patiently


@dataclass(frozen=True, slots=True)
class Trial:
    """A case, and what is done in it: from a state on, or by a ``word`` of its own."""

    case: Case
    node: Node
    acts: tuple[Act, ...]
    word: tuple[Act, ...] = ()


class OfTrials(OfCases):
    """A phase of which every case is a trial."""

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """All of them, in the order in which they are tried."""
        raise NotImplementedError

    def cases(self, bench: Bench) -> list[Case]:
        """One for each trial."""
        return [trial.case for trial in self.trials(bench)]

    def run(self, course: Course) -> Iterator[Event]:
        """Try those that were chosen."""
        trials = [t for t in self.trials(course.bench) if t.case.id in course.chosen]
        yield PhaseStarted(self.name, self.about, len(trials))
        yield from _try_all(course, self.name, trials)


def _try_all(course: Course, phase: str, trials: Sequence[Trial]) -> Iterator[Event]:
    """Try them, again and more patiently if one was only late; then the verdicts."""
    done: set[str] = set()
    left = list(trials)
    for _ in range(1 + _PATIENT):
        yield from _once(course, phase, left, done)
        was_late = yield from course.patiently()
        left = [it for it in left if it.case.id not in done | set(course.court.told_as)]
        if not (left and was_late):
            break
    yield from course.results([trial.case for trial in trials], done)


def _once(
    course: Course, phase: str, trials: Sequence[Trial], done: set[str]
) -> Iterator[Event]:
    """Take note of what went through from its beginning to its end."""
    for number, it in enumerate(trials, 1):
        id = it.case.id
        is_there = course.walker.probe(phase, id, it.node, it.acts, it.word)
        if is_there and not course.docket.is_charged(id):
            done.add(id)
        if number % _OFTEN == 0:
            yield Progress(phase, number, len(trials))
