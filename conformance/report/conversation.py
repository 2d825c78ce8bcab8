"""The conversation that shows a fault: numbered steps, and what each led to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.report import columns, hexdump
from conformance.report.page import Page
from conformance.results import Difference, Line

_SENT = "->"


def conversation(
    lines: tuple[Line, ...], differences: Iterable[Difference], page: Page
) -> list[str]:
    """The lines of a conversation; what should not have come is marked as such."""
    if not lines:
        return []
    width = max(columns.columns(page.clean(line.who)) for line in lines)
    steps = sum(line.arrow == _SENT for line in lines)
    text: list[str] = []
    noted = remarks(lines, differences)
    for (number, line), remark in zip(_numbered(lines), noted, strict=True):
        lead = _lead(number, len(str(steps)), line)
        shown = _arrow(line, lead, width, page)
        text += page.beside(shown, page.say(remark)) if remark else shown
        if page.whole and line.data:
            label = page.say("sent" if line.arrow == _SENT else "got")
            text += hexdump.dump(line.data, label, page)
    return text


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
