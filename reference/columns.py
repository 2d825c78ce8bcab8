"""Rows of two columns, for a screen on which some characters are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def columns(rows: Sequence[tuple[str, str]]) -> str:
    """One line per row, the second column aligned."""
    wide = max((width(first) for first, _ in rows), default=0)
    return "\n".join(
        f"{first}{' ' * (wide - width(first))}  {second}".rstrip()
        for first, second in rows
    )


def width(text: str) -> int:
    """How many columns a text takes; a syllable of Hangul takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
