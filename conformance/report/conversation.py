"""The conversation that shows a fault: numbered steps, and what each led to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import groupby

from conformance.report import columns, hexdump
from conformance.report.page import Page
from conformance.results import Difference, Line

_SENT = "->"
_MANY, _ALL = 4, math.inf  # times that the same must be done to be shown but once


def conversation(
    lines: tuple[Line, ...], differences: Iterable[Difference], page: Page
) -> list[str]:
    """The lines of a conversation; what should not have come is marked as such.

    What is done over and over again is shown once, if not all is wanted.
    """
    if not lines:
        return []
    width = max(columns.columns(page.clean(line.who)) for line in lines)
    steps = sum(line.arrow == _SENT for line in lines)
    text: list[str] = []
    noted = zip(_numbered(lines), remarks(lines, differences), strict=True)
    for ((number, line), remark), more in _folded(noted, _ALL if page.whole else _MANY):
        lead = _lead(number, len(str(steps)), line)
        shown = _arrow(line, lead, width, page)
        if more:
            note = page.say("the same {n:,} times more", n=more)
            shown += page.wrap(note, " " * len(lead))
        text += page.beside(shown, page.say(remark)) if remark else shown
        if page.whole and line.data:
            label = page.say("sent" if line.arrow == _SENT else "got")
            text += hexdump.dump(line.data, label, page)
    return text


_Noted = tuple[tuple[int, Line], str]


def _folded(noted: Iterable[_Noted], many: float) -> Iterator[tuple[_Noted, int]]:
    """Each line, and how often more the same is done, if that is often."""
    for _, group in groupby(noted, lambda it: (it[0][1], it[1])):
        same = list(group)
        is_done = same[0][0][1].arrow == _SENT
        if is_done and len(same) >= many:
            yield same[0], len(same) - 1
        else:
            yield from ((it, 0) for it in same)


def remarks(lines: tuple[Line, ...], differences: Iterable[Difference]) -> list[str]:
    """For each line what is wrong with it: ``differs``, ``not expected`` or ""."""
    wrong = list(differences)
    last = max((n for n, line in enumerate(lines) if line.arrow == _SENT), default=-1)
    return [_remark(it, wrong) if n > last else "" for n, it in enumerate(lines)]


def _numbered(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    number = 0
    for line in lines:
        number += line.arrow == _SENT
        yield number, line


def _lead(number: int, digits: int, line: Line) -> str:
    """A step has its number; what it led to stands a little to the right."""
    if line.arrow == _SENT:
        return f"    {number:>{digits}} "
    return " " * (4 + digits + 1 + 4)


def _arrow(line: Line, lead: str, width: int, page: Page) -> list[str]:
    who = columns.pad(page.clean(line.who), width)
    what = page.told(line.what)
    shown = what if page.whole else columns.elide(what, 2 * page.width)
    return page.wrap(shown, f"{lead}{who} {line.arrow} ")


def _remark(line: Line, differences: Iterable[Difference]) -> str:
    """What is wrong with an answer to the last step, if anything is."""
    for it in differences:
        if it.who == line.who and _shows(line, it):
            return "differs" if it.expected else "not expected"
    return ""


def _shows(line: Line, it: Difference) -> bool:
    """Whether a line is what is wrong: its bytes, or else what it says."""
    if line.data:
        return line.data in it.seen
    return line.what in (it.seen_text, it.closed)
