"""The phase of random walks: what shows only after a while, or never in order."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.results import Event, PhaseStarted, Progress

_WALKS = 8
_STEPS = 120
_PATIENT = 3  # times that a walk is begun, each time more patiently
_CUTS = (1, 3)  # every other walk says all in pieces, where a framing joins them
_TITLE = "A server MUST go on as the spec says, however long the talk."


class Walks(OfCases):
    """Long talks at random. The seed decides which; it is told with the run."""

    name = "walks"
    about = "long random walks; another seed takes others"
    since = "full"

    def cases(self, bench: Bench) -> list[Case]:
        """One for each walk; every other one is in pieces on a wire with a framing."""
        return [
            Case(_id(bench, number), self.name, "must", _TITLE)
            for number in range(1, _WALKS + 1)
        ]

    def run(self, course: Course) -> Iterator[Event]:
        """Walk each from the beginning; one that was late is walked again."""
        bench, walker = course.bench, course.walker
        numbers = {_id(bench, number): number for number in range(1, _WALKS + 1)}
        left = {id: n for id, n in numbers.items() if id in course.chosen}
        yield PhaseStarted(self.name, self.about, len(left) * _STEPS)
        done: set[str] = set()
        for _ in range(_PATIENT):
            for id, number in left.items():
                dice = Random(f"{bench.seed} {number}")
                cuts = _CUTS if _is_cut(bench, number) else ()
                if walker.wander(self.name, id, _STEPS, dice, cuts):
                    done.add(id)
                yield Progress(self.name, len(done) * _STEPS, len(left) * _STEPS)
            was_late = yield from course.patiently()
            found = done | set(course.court.told_as)
            left = {id: n for id, n in left.items() if id not in found}
            if not (left and was_late):
                break
        yield from course.results(course.select(self.cases(bench)), done)


def _is_cut(bench: Bench, number: int) -> bool:
    return bench.wire.framed and number % 2 == 0


def _id(bench: Bench, number: int) -> str:
    return f"must/walk/{number}{'-in-pieces' if _is_cut(bench, number) else ''}"
