"""A bar that shows how far a phase is, on a terminal alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

_PAUSE = 0.1  # seconds between two drawings: more is flicker, and costs
_BAR = 24


@dataclass(slots=True)
class Bar:
    """One line that is drawn over and over; whoever else writes must ``clear`` first.

    Spaces clear it, no escape sequence: that works on every terminal.
    """

    out: TextIO | None
    width: int
    clock: Callable[[], float] = time.monotonic
    _drawn: int = 0
    _due: float = 0.0

    def draw(self, name: str, done: int, steps: int, remark: str = "") -> None:
        """Show ``done`` of ``steps``, unless that was done just now."""
        if self.out is None or self.clock() < self._due:
            return
        self._due = self.clock() + _PAUSE
        line = f"  {name:<12}{_bar(done, steps)} {remark}".rstrip()[: self.width - 1]
        self.out.write("\r" + line.ljust(self._drawn))
        self.out.flush()
        self._drawn = len(line)

    def clear(self) -> None:
        """Leave an empty line, with the cursor at its beginning."""
        if self.out is not None and self._drawn:
            self.out.write("\r" + " " * self._drawn + "\r")
            self.out.flush()
            self._drawn = 0


def _bar(done: int, steps: int) -> str:
    if not steps:
        return f"{done:,} steps"
    full = min(_BAR, _BAR * done // steps)
    return f"[{'#' * full}{'.' * (_BAR - full)}] {done:,} of {steps:,}"
