"""The list of cases: under their requirements for people, one a line for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from conformance.report.page import Page

if TYPE_CHECKING:
    from conformance.phases.cases import Case


def for_programs(cases: Iterable[Case]) -> list[str]:
    """Tab-separated: id, level, phase, line of the spec, requirement."""
    rows = ((c.id, c.level, c.phase, str(c.line), c.title) for c in cases)
    return ["\t".join(map(_one_line, row)) for row in rows]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def for_people(
    cases: Sequence[Case], source: str, page: Page, lines: bool = False
) -> list[str]:
    """Grouped by phase and requirement, with counts; ``lines`` adds spec lines."""
    text: list[str] = []
    for phase, members in groupby(cases, key=lambda c: c.phase):
        group = list(members)
        text += ["", page.paint(f"{phase}: {page.count(len(group), 'case')}", "strong")]
        for _, same in groupby(group, key=lambda c: (c.level, c.title, c.line)):
            text += _requirement(list(same), source if lines else "", page)
    return text[1:]


def _requirement(cases: list[Case], source: str, page: Page) -> list[str]:
    first = cases[0]
    head = page.wrap(page.clean(first.title), f"  {first.level.upper():<6} ")
    if source and first.line:
        head = page.beside(head, f"{page.clean(source)}:{first.line}")
    return [*head, *(f"    {page.clean(case.id)}" for case in cases)]


def depths(by_depth: Mapping[str, Sequence[Case]], page: Page) -> list[str]:
    """What each depth covers: its phases and how many cases each has."""
    lines = []
    for depth, cases in by_depth.items():
        phases = Counter(case.phase for case in cases)
        parts = ", ".join(f"{phase} {number:,}" for phase, number in phases.items())
        head = page.say("depth {depth}: ", depth=depth)
        amount = page.count(len(cases), "case")
        lines += page.wrap(page.clean(f"{amount} ({parts})"), head)
    return lines
