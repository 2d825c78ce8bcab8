"""Fonts that have Hangul: what Tk takes by default may show boxes instead."""

from __future__ import annotations

from collections.abc import Iterable
from tkinter import Misc, font

WITH_HANGUL = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Noto Sans CJK JP",  # any of this family has all its scripts
    "NanumGothic",
    "Nanum Gothic",
    "NanumBarunGothic",
    "UnDotum",
    "Baekmuk Dotum",
    "Droid Sans Fallback",
)
NAMED = (
    "TkDefaultFont",
    "TkTextFont",
    "TkMenuFont",
    "TkHeadingFont",
    "TkCaptionFont",
    "TkTooltipFont",
)
POINTS = 11


def with_hangul(families: Iterable[str]) -> str | None:
    """The best family that is known to have Hangul, if there is one."""
    there = set(families)
    return next((family for family in WITH_HANGUL if family in there), None)


def use_hangul(root: Misc) -> None:
    """Let everything in a window be written in such a font.

    Only on X: elsewhere the system's own font is completed from others.
    """
    if root.tk.call("tk", "windowingsystem") != "x11":
        return
    family = with_hangul(font.families(root))
    for name in NAMED:
        named = font.nametofont(name, root)
        named.configure(size=POINTS)
        if family is not None:
            named.configure(family=family)
