"""What a run is made of, before anything is run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that gets a verdict: its requirement, and the line that states it."""

    id: str
    phase: str
    level: str
    title: str
    line: int = 0


def selected(cases: Iterable[Case], patterns: tuple[str, ...]) -> list[Case]:
    """The cases whose id matches one of the patterns; all without a pattern."""
    return [
        case
        for case in cases
        if not patterns or any(fnmatchcase(case.id, pattern) for pattern in patterns)
    ]
