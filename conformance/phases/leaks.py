"""What all phases before have watched: whether a record holds what was for others."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.findings.docket import LEAKS
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.phases.fields import Fields
from conformance.phases.walking import meet
from conformance.results import Event, PhaseStarted
from conformance.talk.remains import has_room


class Leaks(OfCases):
    """Bytes of one user's messages in another one's records."""

    name = "leaks"
    about = "whether a record held what was for others, in all that came so far"
    since = "quick"

    def cases(self, bench: Bench) -> list[Case]:
        """One, where the records have room for anything behind a text."""
        if not has_room(bench.wire):
            return []
        title = "A server MUST NOT send, behind a text, bytes of what was for others."
        return [Case(LEAKS, self.name, "must", title)]

    def run(self, course: Course) -> Iterator[Event]:
        """Say what came of it."""
        cases = course.select(self.cases(course.bench))
        if cases:
            yield PhaseStarted(self.name, self.about, len(cases))
            if course.selective:
                yield from self._provoke(course)
            yield from course.results(cases, {LEAKS})

    def _provoke(self, course: Course) -> Iterator[Event]:
        """Nothing else was done: do all that there is, and say the longest texts."""
        yield from meet(course, {cell.id for cell in course.bench.cells})
        for trial in Fields(quick=True).trials(course.bench):
            course.walker.probe(self.name, LEAKS, trial.node, trial.acts, trial.word)
