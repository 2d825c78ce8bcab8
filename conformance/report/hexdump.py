"""Bytes in rows of hex and ASCII; expected and seen row by row, with a caret.

Equal rows are written once. Long stretches of them are left out, and it says so; the
first byte that differs is always shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from conformance.report import columns
from conformance.report.page import Page

_INDENT = "    "
_LABEL = len("expected")
_NEAR = 1  # equal rows kept on either side of one that differs
_MOST = 8  # rows that differ, or that stand alone, written before some are left out


def per_row(page: Page) -> int:
    """16 bytes in a row, or fewer where the page is too narrow for them."""
    return next((n for n in (16, 8) if _row_width(n) <= page.width), 4)


def _row_width(size: int) -> int:
    return len(_lead("", 0)) + len("00 ") * size + len(" ||") + size


def _lead(label: str, start: int) -> str:
    return f"{_INDENT}{columns.pad(label, _LABEL)}  {start:04x}  "


def _row(label: str, start: int, chunk: bytes, size: int) -> str:
    text = "".join(chr(b) if 0x20 <= b < 0x7F else "." for b in chunk)
    gutter = f"|{text}|" if chunk else ""
    return f"{_lead(label, start)}{chunk.hex(' '):<{3 * size - 1}}  {gutter}".rstrip()


def dump(data: bytes, label: str, page: Page) -> list[str]:
    """Bytes that there is nothing to compare with."""
    size = per_row(page)
    starts = range(0, len(data), size)
    if page.whole or len(starts) <= _MOST + 2:
        return [_row(label, at, data[at : at + size], size) for at in starts]
    head = [_row(label, at, data[at : at + size], size) for at in starts[:_MOST]]
    left_out = starts[-1] - starts[_MOST]
    last = _row(label, starts[-1], data[starts[-1] :], size)
    return [*head, _remark(page.say("{n:,} more bytes", n=left_out)), last]


def _remark(text: str) -> str:
    return f"{_INDENT}{'':<{_LABEL}}  ... {text} ..."


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same row of what was expected and of what was seen."""

    start: int
    expected: bytes
    seen: bytes
    caret: bool

    @property
    def equal(self) -> bool:
        return self.expected == self.seen and not self.caret


def compare(
    expected: bytes, seen: bytes, offset: int, note: str, page: Page
) -> list[str]:
    """Both dumps, row by row, and a caret with ``note`` under byte ``offset``."""
    pairs = _pairs(expected, seen, offset, per_row(page))
    shown = frozenset(range(len(pairs))) if page.whole else _worth_showing(pairs)
    lines: list[str] = []
    for visible, group in groupby(range(len(pairs)), key=shown.__contains__):
        rows = [pairs[n] for n in group]
        if visible or len(rows) == 1:
            lines += [line for pair in rows for line in _both(pair, offset, note, page)]
        else:
            lines.append(_left_out(rows, page))
    return lines


def _pairs(expected: bytes, seen: bytes, offset: int, size: int) -> list[_Pair]:
    end = max(len(expected), len(seen), offset + 1)
    return [
        _Pair(
            start=at,
            expected=expected[at : at + size],
            seen=seen[at : at + size],
            caret=at <= offset < at + size,
        )
        for at in range(0, end, size)
    ]


def _worth_showing(pairs: list[_Pair]) -> frozenset[int]:
    """The first rows that differ with their neighbours, the first and the last row."""
    differing = [n for n, pair in enumerate(pairs) if not pair.equal]
    caret = next(n for n, pair in enumerate(pairs) if pair.caret)
    kept = [n for n in differing if n >= caret][:_MOST]
    near = {n + d for n in kept for d in range(-_NEAR, _NEAR + 1)}
    return frozenset(near | {0, len(pairs) - 1})


def _left_out(rows: list[_Pair], page: Page) -> str:
    if all(row.equal for row in rows):
        equal = sum(len(row.seen) for row in rows)
        return _remark(page.say("{n:,} equal bytes", n=equal))
    expected = sum(len(row.expected) for row in rows)
    seen = sum(len(row.seen) for row in rows)
    text = "{expected:,} more bytes expected, {seen:,} more got"
    return _remark(page.say(text, expected=expected, seen=seen))


def _both(pair: _Pair, offset: int, note: str, page: Page) -> list[str]:
    size = per_row(page)
    if pair.equal:
        return [_row(page.say("both"), pair.start, pair.seen, size)]
    lines = [
        _row(page.say(label), pair.start, chunk, size)
        for label, chunk in (("expected", pair.expected), ("got", pair.seen))
        if chunk or (pair.caret and label == "got")
    ]
    if pair.caret:
        column = len(_lead("", pair.start)) + 3 * (offset - pair.start)
        lines += caret(column, 2, note, page)
    return lines


def caret(column: int, width: int, note: str, page: Page) -> list[str]:
    """``^`` under ``column``, with a note after it, before it, or below it."""
    mark = "^" * max(1, width)
    painted = page.paint(mark, "bad")
    if column + len(mark) + 1 + len(note) <= page.width:
        return [" " * column + f"{painted} {note}".rstrip()]
    if len(_INDENT) + len(note) + 1 <= column:
        return [" " * (column - len(note) - 1) + f"{note} {painted}"]
    return [" " * column + painted, *page.wrap(note, _INDENT)]
