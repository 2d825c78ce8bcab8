"""The phase that leaves nothing out: every two inputs from every state.

It is for a server that is finished, and for a night: how much it is is said before.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance import defaults
from conformance.model.hsi import Conversation, Suite
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.results import Event, Notice, PhaseStarted, Progress

_INPUTS = (0, 1, 2)  # after each state: the target may have one state too many
_PATIENT = 2  # times that what was late is tried again, each time more patiently
_MOST = 1_000  # conversations that may be tried again
_OFTEN = 50  # conversations between two words on progress
_TITLES = (
    "A server MUST be where the spec says, in every state there is.",
    "A server MUST be where the spec says after {name}.",
    "A server MUST be where the spec says after {name} and one input more.",
)


class Exhaustive(OfCases):
    """Every input and every two inputs from every state, and what state that is."""

    name = "exhaustive"
    about = "every input and every two from every state, and what state that is then"
    since = defaults.EXHAUSTIVE

    def cases(self, bench: Bench) -> list[Case]:
        """One for all states, and two for each kind of input."""
        names = Suite(bench.graph).names
        return [
            Case(
                _id(name, inputs), self.name, "must", _TITLES[inputs].format(name=name)
            )
            for inputs in _INPUTS
            for name in (names if inputs else [""])
        ]

    def run(self, course: Course) -> Iterator[Event]:
        """One conversation after another, the short ones first."""
        suite = Suite(course.bench.graph)
        sizes = [suite.size(inputs) for inputs in _INPUTS]
        total, steps = (sum(column) for column in zip(*sizes, strict=True))
        steps += total * len(course.bench.arrival)
        yield PhaseStarted(self.name, self.about, total)
        yield Notice(
            f"exhaustive: {total:,} conversations of {steps:,} steps about "
            f"{suite.states:,} states{_time(course, steps)}"
        )
        tour = _Tour(course, self.name, total)
        for inputs in _INPUTS:
            yield from tour.all(inputs, suite.conversations(inputs))
        cases = course.select(self.cases(course.bench))
        yield from course.results(cases, {it.id for it in cases} - tour.undone)


class _Tour:
    """The conversations on their way.

    ``undone`` are cases of which one was wrong, or not held to its end.
    """

    def __init__(self, course: Course, phase: str, total: int) -> None:
        self.undone: set[str] = set()
        self._course = course
        self._phase = phase
        self._total = total
        self._done = 0

    def all(self, inputs: int, found: Iterator[Conversation]) -> Iterator[Event]:
        """Hold each that was chosen; those in which something was late once more."""
        left: list[tuple[str, Conversation]] = []
        for it in found:
            self._done += 1
            if self._done % _OFTEN == 0:
                yield Progress(self._phase, self._done, self._total)
            id = _id(it.tried[0].input.name if it.tried else "", inputs)
            if id not in self._course.chosen:
                continue
            is_right = self._hold(id, it)
            if is_right is None or (not is_right and len(left) == _MOST):
                self.undone.add(id)
            elif not is_right:
                left.append((id, it))
        for _ in range(_PATIENT):
            if not (left and (yield from self._course.patiently())):
                break
            left = [(id, it) for id, it in left if not self._hold(id, it)]
        self.undone.update(id for id, _ in left)

    def _hold(self, id: str, it: Conversation) -> bool | None:
        return self._course.walker.follow(self._phase, id, it.path)


def _id(name: str, inputs: int) -> str:
    if not inputs:
        return "must/exhaustive/states"
    return f"must/exhaustive/{name}{'-and-one-more' if inputs > 1 else ''}"


def _time(course: Course, steps: int) -> str:
    """How long that may take, by what the run has taken so far."""
    speed = course.speed
    if speed is None:
        return ""
    seconds = steps / speed
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds > 1.5 * size:
            return f": about {seconds / size:,.0f} {unit}"
    return f": about {seconds:.0f} s"
