"""The lines typed before, called back with the arrow keys."""

from __future__ import annotations

MOST = 500


class History:
    """Lines in their order, and where in them one stands."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._at = 0
        self._draft = ""

    def add(self, line: str) -> None:
        """A line was entered; the same one twice in a row is kept once."""
        if line.strip() and self._lines[-1:] != [line]:
            self._lines = [*self._lines[-(MOST - 1) :], line]
        self._at = len(self._lines)
        self._draft = ""

    def older(self, current: str) -> str:
        """The line before; ``current`` is what stands there now."""
        return self._move(-1, current)

    def newer(self, current: str) -> str:
        """The line after; behind the last one comes what was not entered yet."""
        return self._move(1, current)

    def _move(self, by: int, current: str) -> str:
        to = self._at + by
        if not 0 <= to <= len(self._lines):
            return current
        if self._at == len(self._lines):
            self._draft = current
        self._at = to
        return self._draft if to == len(self._lines) else self._lines[to]
