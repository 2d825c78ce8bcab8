"""A conversation as a sequence diagram: a lifeline for each one, an arrow a message.

The server stands at the right, with a wide gap to its left through which every arrow
passes: that is where the labels are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.report import columns
from conformance.report.conversation import remarks
from conformance.report.html.markup import tag, text
from conformance.report.page import Page
from conformance.results import Difference, Finding

_GAP, _WIDE = 92, 500  # between two members of the cast, and to the server
_LEFT, _RIGHT, _TOP, _ROW = 48, 52, 46, 32
_CHARACTER = 7.3  # the width of a column of the labels' monospaced 12 px
_MOST = int(_WIDE / _CHARACTER) - 4


@dataclass(frozen=True, slots=True)
class Arrow:
    """``kind`` is sent, got, extra, other or missing; ``number`` that of the step."""

    who: str
    label: str
    kind: str
    number: int = 0


def arrows(it: Finding, page: Page) -> Iterator[Arrow]:
    """All of a conversation, then what should have come and did not."""
    number = 0
    for line, remark in zip(
        it.conversation, remarks(it.conversation, it.differences), strict=True
    ):
        said = page.told(line.what)
        if line.arrow == "->":
            number += 1
            yield Arrow(line.who, said, "sent", number)
        else:
            kind = {"": "got", "differs": "other"}.get(remark, "extra")
            yield Arrow(line.who, said, kind)
    for difference in it.differences:
        due = _missing(difference, page)
        if due:
            yield Arrow(difference.who, due, "missing")


def _missing(it: Difference, page: Page) -> str:
    """What did not come; "" where something else did, or too much."""
    is_open = bool(it.closed) and not it.expected and it.closed == "still open"
    if (it.expected and not it.seen) or is_open:
        return page.told(it.expected_text)
    return ""


def diagram(it: Finding, page: Page) -> str:
    """The picture; it scales no text, and what is too long is in its tooltips."""
    all_ = list(arrows(it, page))
    if not all_:
        return ""
    cast = list(dict.fromkeys(arrow.who for arrow in all_))
    at = {who: _LEFT + _GAP * n for n, who in enumerate(cast)}
    server = at[cast[-1]] + _WIDE
    width, height = server + _RIGHT, _TOP + _ROW * len(all_) + 18
    lives = [_life(x, who, height, page) for who, x in at.items()]
    lives.append(_life(server, _judged(it, page), height, page, "life server"))
    rows = [
        _arrow(arrow, at[arrow.who], server, _TOP + _ROW * n + 24, page)
        for n, arrow in enumerate(all_)
    ]
    label = page.say("Sequence diagram: {summary}", summary=page.summary(it.summary))
    inner = "".join([tag("title", text(label)), *lives, *rows])
    return tag(
        "svg",
        inner,
        class_="diagram",
        role="img",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )


def _judged(it: Finding, page: Page) -> str:
    """What stands at the right."""
    if it.rule is not None and it.rule.region == "client":
        return page.say("client")
    return page.say("server")


def _life(x: int, name: str, height: int, page: Page, kind: str = "life") -> str:
    shown = columns.clip(page.clean(name), 11)
    head = tag("text", text(shown), x=x, y=20, class_="who")
    return tag("g", head + _line(x, 30, x, height - 6), class_=kind)


def _line(x1: float, y1: float, x2: float, y2: float, **more: object) -> str:
    return tag("line", "", x1=x1, y1=y1, x2=x2, y2=y2, **more)


def _arrow(it: Arrow, who: int, server: int, y: int, page: Page) -> str:
    start, end = (who, server) if it.kind == "sent" else (server, who)
    turn = 1 if end > start else -1
    tip = f"{end},{y} {end - 8 * turn},{y - 4} {end - 8 * turn},{y + 4}"
    shown = it.label
    if columns.columns(shown) > _MOST:
        shown = columns.clip(shown, _MOST - 3) + "..."
    parts = [
        tag("title", text(f"{it.who}: {it.label}")),
        _line(start, y, end - 6 * turn, y, class_="shaft"),
        tag("polygon", points=tip),
        tag("text", text(shown), x=server - _WIDE + 14, y=y - 6, class_="label"),
    ]
    if it.number:
        parts.append(tag("circle", cx=who, cy=y, r=9))
        parts.append(tag("text", str(it.number), x=who, y=y + 4, class_="number"))
    word = {"extra": "not expected", "other": "differs", "missing": "missing"}
    if it.kind in word:
        note = page.say(word[it.kind])
        parts.append(tag("text", text(note), x=server - 12, y=y + 14, class_="remark"))
    return tag("g", "".join(parts), class_=it.kind)
