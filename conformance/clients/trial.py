"""One case of a client: how it is played, and what it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codegen.protocol import Rule, Text
from conformance.clients.scene import Scene
from conformance.phases.cases import Case


@dataclass(frozen=True, slots=True)
class Trial:
    """``play`` raises a Fault if the client does not do what it must.

    ``needs`` are ids of cases without which this one cannot be reached. It is played
    ``since`` a depth. ``hint`` is what a fault in it often comes from.
    """

    case: Case
    play: Callable[[Scene], None]
    needs: tuple[str, ...] = ()
    since: str = "quick"
    hint: str = ""

    @property
    def rule(self) -> Rule:
        """The requirement, as that of a rule of the spec."""
        case = self.case
        return Rule(
            id=case.id,
            level=case.level,
            text=Text(case.title),
            line=case.line,
            region="client",
            states=(),
            event="",
        )


def case(id: str, phase: str, title: str, line: int = 0, level: str = "must") -> Case:
    """A case of a client."""
    return Case(f"client/{id}", phase, level, title, line)
