"""What became of a mutant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from conformance.mutants.mutant import Mutant
from conformance.results import Verdict


class Fate(Enum):
    """How a trial ended."""

    KILLED = "killed"
    NONSTRICT = "found, as not strict"
    TIMEOUT = "killed by the time limit"
    SURVIVED = "survived"
    OUT_OF_REACH = "out of reach"
    ERROR = "no trial"

    @property
    def is_kill(self) -> bool:
        """Whether the judge told it from a server that is right."""
        return self in (Fate.KILLED, Fate.NONSTRICT, Fate.TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The finding that was told first: its case, phase, requirement and summary."""

    case: str
    phase: str
    rule: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A run of the judge against one mutant.

    ``cases`` are those whose verdict was not what a server that is right gets, with
    their phases.
    """

    mutant: Mutant
    fate: Fate
    seconds: float = 0.0
    first: First | None = None
    cases: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    why: str = ""

    @property
    def is_named(self) -> bool:
        """Whether the first finding names what is broken."""
        if self.first is None:
            return False
        mutant, rule, case = self.mutant, self.first.rule, self.first.case
        about = case.split("/", 1)[-1]
        if any(rule == it or about.startswith(f"{it}/") for it in mutant.requirements):
            return True
        # An effect may have a requirement of its own: RULE-MESSAGE.
        if any(rule.startswith(f"{it}-") for it in mutant.requirements):
            return True
        parts = set(case.replace(".", "/").split("/"))
        return bool(parts & mutant.messages)
