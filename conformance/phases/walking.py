"""The phases that walk the flat model: every cell once, then every edge."""

from __future__ import annotations

import time
from collections.abc import Iterator

from conformance.model.graph import Edge
from conformance.model.walk import Agenda
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.results import Event, PhaseStarted, Progress

_OFTEN = 200  # steps between two words on progress


class Cells(OfCases):
    """Every rule in every situation that decides on it, once."""

    name = "cells"
    about = "every rule in every situation that decides on it, once"
    since = "quick"

    def cases(self, bench: Bench) -> list[Case]:
        """One for each cell."""
        return [
            Case(
                cell.id,
                self.name,
                cell.id.partition("/")[0],
                cell.title,
                cell.rule.line if cell.rule else 0,
            )
            for cell in bench.cells
        ]

    def run(self, course: Course) -> Iterator[Event]:
        """Walk from one cell that was not met yet to the nearest other one."""
        cases = course.select(self.cases(course.bench))
        open_ = {case.id for case in cases}
        yield PhaseStarted(self.name, self.about, len(cases))

        yield from meet(course, open_)
        if open_ and (yield from course.patiently()):
            yield from meet(course, open_)
        reached = {case.id for case in cases} - open_
        yield from course.results(cases, reached)


def meet(course: Course, open_: set[str]) -> Iterator[Event]:
    """Meet the cells that are open, as far as they can be met."""
    cells_of, total = course.bench.cells_of, len(open_)

    def wanted(edge: Edge) -> bool:
        return any(cell.id in open_ for cell in cells_of.get(edge, ()))

    agenda, began = Agenda(course.bench.graph.edges, wanted), time.monotonic()
    for number, stride in enumerate(course.walker.walk(agenda, Cells.name), 1):
        met = cells_of.get(stride.edge, ()) if stride.done else ()
        new = open_.intersection(cell.id for cell in met)
        open_ -= new
        if new:
            before, began = began, time.monotonic()
            course.bench.took.update(dict.fromkeys(new, began - before))
        if number % _OFTEN == 0:
            yield Progress(Cells.name, total - len(open_), total)


class Tour:
    """Every transition of the flat model, and after each change of state the echo."""

    name = "tour"
    about = "every transition of the model, and after each change what must not change"
    since = "normal"

    def cases(self, bench: Bench) -> list[Case]:
        """None of its own: what it finds belongs to cells."""
        return []

    def run(self, course: Course) -> Iterator[Event]:
        """Walk to the nearest edge not walked yet until there is none."""
        walker, edges = course.walker, course.bench.graph.edges
        left = sum(edge not in walker.visited for edge in edges)
        yield PhaseStarted(self.name, self.about, left)

        def wanted(edge: Edge) -> bool:
            return edge not in walker.visited and not walker.is_asked_enough(edge)

        agenda = Agenda(edges, wanted)
        begun = len(walker.visited)
        strides = walker.walk(agenda, self.name, echoes=True)
        for number, _ in enumerate(strides, 1):
            if number % _OFTEN == 0:
                yield Progress(self.name, len(walker.visited) - begun, left)
        yield from course.late(self.name)

    def is_due(self, course: Course, phases: set[str]) -> bool:
        """Unless certain cases were asked for."""
        return not course.selective
