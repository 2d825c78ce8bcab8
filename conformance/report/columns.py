"""Text on a terminal: which characters may be shown, and how many columns they take.

Whatever a target sends is hostile until it is made visible here: an escape sequence
could clear the screen, a bidi control could turn a sentence round.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, combining, east_asian_width

# Control, format (bidi, zero width), surrogate, private, unassigned; separators that
# look like a space or a line end and are none.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters that show nothing
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

GLUE = "\xa0"  # a space of our own that no line is broken at; clean text has none

# Vowels and finals of Hangul join the syllable before them.
_JOINING = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))


@lru_cache(maxsize=4096)
def visible(character: str) -> str:
    """One character as it may be shown: itself, or an escape such as ``\\x1b``."""
    hidden = category(character) in _HIDDEN and character != " "
    if not hidden and character not in _FILLERS:
        return character
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def clean(text: str) -> str:
    """A text with all that is invisible or harmful written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(visible, text))


@lru_cache(maxsize=4096)
def _columns_of(character: str) -> int:
    code = ord(character)
    if any(low <= code <= high for low, high in _JOINING):
        return 0
    if combining(character) or category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def columns(text: str) -> int:
    """How many columns a terminal gives to a clean text."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def pad(text: str, width: int) -> str:
    """The text, filled up with spaces to ``width`` columns."""
    return text + " " * (width - columns(text))


def clip(text: str, width: int) -> str:
    """As much of the beginning of a text as fits into ``width`` columns."""
    used = 0
    for at, character in enumerate(text):
        used += _columns_of(character)
        if used > width:
            return text[:at]
    return text


def wrap(text: str, first: int, rest: int) -> list[str]:
    """Lines of at most ``first``, then ``rest`` columns, broken at spaces if possible.

    Runs of spaces are kept within a line: they may be what a finding is about.
    """
    lines, line, limit = [], "", first
    for word in re.findall(r" *[^ ]+ *", text):
        while columns((line + word).rstrip()) > limit:
            room = limit - columns(line)
            piece = clip(word, room) if columns(word.rstrip()) > rest else ""
            lines.append((line + piece).rstrip())
            line, limit, word = "", rest, word[len(piece) :]
        line += word
    return [*lines, line.rstrip()]


def elide(text: str, limit: int, keep: int = 0) -> str:
    """A clean text with its middle left out, and how much that was.

    About ``limit`` characters stay: its two ends and those around index ``keep``.
    """
    if len(text) <= limit:
        return text
    third = limit // 3
    around = (max(0, keep - third // 2), keep + third // 2)
    shown, end = "", 0
    for start, stop in sorted([(0, third), around, (len(text) - third, len(text))]):
        if start > end:
            remark = f"[... {start - end:,} more ...]".replace(" ", GLUE)
            shown += f" {remark} "
            end = start
        shown += text[end:stop]
        end = max(end, stop)
    return shown
