"""Bytes with the fields that they are: in groups of eight, which wrap as they must."""

from __future__ import annotations

from itertools import groupby

from conformance.report.columns import clean
from conformance.report.compare import offset_of, where
from conformance.report.html.markup import tag, text
from conformance.report.page import Page
from conformance.report.readable import is_text
from conformance.results import Difference, Span

_GROUP = 8
_TINTS = 6  # kinds of fields that are told apart by colour


def difference(it: Difference, page: Page) -> str:
    """What one member should have got and what it got, in words and byte by byte."""
    offset = offset_of(it)
    rows = [
        (page.say("{who} should have got", who=it.who), page.told(it.expected_text)),
        (page.say("{who} got", who=it.who), page.told(it.seen_text)),
    ]
    if it.closed:
        rows.append((page.say("{who}'s connection", who=it.who), page.told(it.closed)))
    if offset is not None:
        rows.append((page.say("the difference"), where(it, offset, page)))
    nothing = page.say("nothing")
    terms = "".join(
        tag("dt", text(name)) + tag("dd", text(said or nothing)) for name, said in rows
    )
    dumps = [
        _side("expected", it.expected, it.expected_spans, offset, page),
        _side("got", it.seen, it.seen_spans, offset, page),
    ]
    return tag("div", tag("dl", terms) + "".join(dumps), class_="difference")


def _side(
    label: str, data: bytes, spans: tuple[Span, ...], wrong: int | None, page: Page
) -> str:
    if not data:
        return ""
    size = page.count(len(data), "byte")
    head = tag("h4", f"{text(page.say(label))} {tag('small', text(size))}")
    said = tag("p", _readable(data), class_="said") if is_text(data) else ""
    mark = "due" if label == "expected" else "wrong"
    return head + said + _legend(spans) + dump(data, spans, wrong, mark)


def _readable(data: bytes) -> str:
    return text(clean(data.decode("utf-8", "backslashreplace")))


def _legend(spans: tuple[Span, ...]) -> str:
    items = "".join(
        tag("li", text(f"{it.name} {_range(it)}"), class_=f"f{n % _TINTS}")
        for n, it in enumerate(spans)
    )
    return tag("ul", items, class_="fields") if items else ""


def _range(it: Span) -> str:
    last = it.end - 1
    return f"{it.start}-{last}" if last > it.start else f"{it.start}"


def dump(data: bytes, spans: tuple[Span, ...], differs: int | None, mark: str) -> str:
    """All bytes in hex and ASCII; the field of each by colour, one of them marked."""
    kinds = _kinds(len(data), spans)
    if differs is not None and differs < len(data):
        kinds[differs] += f" {mark}"
    groups = [
        _group(at, data[at : at + _GROUP], kinds[at : at + _GROUP])
        for at in range(0, len(data), _GROUP)
    ]
    return tag("div", "".join(groups), class_="dump")


def _kinds(size: int, spans: tuple[Span, ...]) -> list[str]:
    kinds = [""] * size
    for n, span in enumerate(spans):
        for at in range(span.start, min(span.end, size)):
            kinds[at] = f"f{n % _TINTS}"
    return kinds


def _group(at: int, chunk: bytes, kinds: list[str]) -> str:
    hexes, shown = [], []
    start = 0
    for kind, run in groupby(kinds):
        length = len(list(run))
        part = chunk[start : start + length]
        seen = "".join(chr(b) if 0x20 <= b < 0x7F else "." for b in part)
        hexes.append(_marked(part.hex(" "), kind))
        shown.append(_marked(seen, kind))
        start += length
    pad = "   " * (_GROUP - len(chunk))
    row = f"{at:04x}  {' '.join(hexes)}{pad}  {''.join(shown)}"
    return tag("code", row)


def _marked(shown: str, kind: str) -> str:
    return tag("b", text(shown), class_=kind.strip()) if kind else text(shown)
