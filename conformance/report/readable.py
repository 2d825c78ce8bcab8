"""Bytes as text, where the wire is text: two lines and a caret under the difference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from conformance.report import columns, hexdump
from conformance.report.page import Page

_ENOUGH = 0.9  # of the characters can be shown as they are
_CUT = "... "


def is_text(data: bytes) -> bool:
    """Whether a person can read these bytes; line ends are no obstacle."""
    shown = [len(s) == 1 or s in (r"\n", r"\r") for _, s in _spelled(data)]
    return bool(shown) and sum(shown) >= _ENOUGH * len(shown)


def alone(data: bytes, label: str, page: Page) -> list[str]:
    """A text that there is nothing to compare with; no line if it is none."""
    if not is_text(data):
        return []
    text = "".join(_shown(data, page))
    return page.wrap(
        text if page.whole else columns.elide(text, 3 * page.width), _head(label)
    )


def compare(expected: bytes, seen: bytes, offset: int, page: Page) -> list[str]:
    """Both texts, and a caret under the character of ``seen`` that ``offset`` is in.

    What is equal on the left is left out where it would push the caret off the page.
    """
    if not (is_text(expected) and is_text(seen)):
        return []
    due, got = _shown(expected, page), _shown(seen, page)
    index = _index(seen, offset)
    room = page.width - len(_head("")) - len(_CUT)
    skipped = _to_skip(got[:index], room * 2 // 3)
    cut = _CUT if skipped else ""
    column = columns.columns(_head("") + cut + "".join(got[skipped:index]))
    under = columns.columns(got[index]) if index < len(got) else 1
    return [
        _head(page.say("expected")) + cut + _fitted(due[skipped:], room),
        _head(page.say("got")) + cut + _fitted(got[skipped:], room),
        *hexdump.caret(column, under, "", page),
    ]


def _head(label: str) -> str:
    return f"    {columns.pad(label, len('expected'))}  "


def _spelled(data: bytes) -> Iterator[tuple[int, str]]:
    """Each character as it may be shown, with the offset of its first byte."""
    at = 0
    for character in data.decode("utf-8", "surrogateescape"):
        if "\udc80" <= character <= "\udcff":  # a byte that is no UTF-8
            yield at, f"\\x{ord(character) - 0xDC00:02x}"
            at += 1
        else:
            yield at, columns.visible(character)
            at += len(character.encode())


def _shown(data: bytes, page: Page) -> list[str]:
    return [page.clean(character) for _, character in _spelled(data)]


def _index(data: bytes, offset: int) -> int:
    """The number of the character that byte ``offset`` is in, or of the end."""
    starts = [at for at, _ in _spelled(data)]
    return bisect_right(starts, offset) - 1 if offset < len(data) else len(starts)


def _to_skip(before: list[str], room: int) -> int:
    """How many characters on the left must go so that the rest fits into ``room``."""
    total, skipped = columns.columns("".join(before)), 0
    while total > room:
        total -= columns.columns(before[skipped])
        skipped += 1
    return skipped


def _fitted(characters: list[str], room: int) -> str:
    text = "".join(characters)
    if columns.columns(text) <= room:
        return text
    return columns.clip(text, room - len(" ...")) + " ..."
