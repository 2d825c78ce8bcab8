"""How far a campaign is: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from conformance.report.progress import Bar

_PAUSE = 10.0  # seconds between two lines


class Progress:
    """Tells of the steps of a campaign on ``out``, a terminal with ``width`` or not."""

    def __init__(
        self, out: TextIO, width: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out = out
        self._bar = Bar(out if out.isatty() else None, width, clock)
        self._clock = clock
        self._due = clock() + _PAUSE

    def tell(self, what: str, done: int, steps: int, remark: str = "") -> None:
        """``done`` of ``steps`` are done of what is being done."""
        self._bar.draw(what, done, steps, remark)
        if self._bar.out is None and self._clock() >= self._due:
            self._due = self._clock() + _PAUSE
            words = f"{what}: {done:,} of {steps:,}"
            self._out.write(f"{words}, {remark}\n" if remark else f"{words}\n")
            self._out.flush()

    def clear(self) -> None:
        """Leave an empty line for who writes next."""
        self._bar.clear()
