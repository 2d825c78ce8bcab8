"""What was due against what came: in words, as text, and byte by byte."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.report import columns, hexdump, readable
from conformance.report.page import Page
from conformance.results import Difference


def difference(it: Difference, page: Page) -> list[str]:
    """The lines about one member of the cast."""
    offset = offset_of(it)
    lines = _in_words(it, offset, page)
    if offset is not None:
        lines += readable.compare(it.expected, it.seen, offset, page)
        lines += hexdump.compare(
            it.expected, it.seen, offset, page.say(_note(it, offset)), page
        )
    elif not (it.expected and it.seen):
        alone, label = (it.expected, "expected") if it.expected else (it.seen, "got")
        label = page.say(label)
        lines += readable.alone(alone, label, page)
        lines += hexdump.dump(alone, label, page)
    return lines


def _in_words(it: Difference, offset: int | None, page: Page) -> list[str]:
    expected, seen = page.told(it.expected_text), page.told(it.seen_text)
    keep = _common(expected, seen)
    who = page.clean(it.who)
    rows = [
        (page.say("{who} should have got", who=who), expected),
        (page.say("{who} got", who=who), seen),
    ]
    if it.closed:
        rows.append((page.say("{who}'s connection", who=who), page.told(it.closed)))
    if offset is not None:
        rows.append((page.say("the difference"), where(it, offset, page)))
    width = max(columns.columns(label) for label, _ in rows)
    lines: list[str] = []
    for label, text in rows:
        shown = text if page.whole else columns.elide(text, 2 * page.width, keep)
        lines += page.wrap(
            shown or page.say("nothing"), f"  {columns.pad(label, width)}  "
        )
    return lines


def offset_of(it: Difference) -> int | None:
    """Where the two part: as the judge says, else where their bytes first differ."""
    if not (it.expected and it.seen):
        return None
    if it.offset is not None:
        return min(it.offset, len(it.seen))
    if it.expected == it.seen:
        return None
    return _common(it.expected, it.seen)


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How long the beginning is that both share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _note(it: Difference, offset: int) -> str:
    """Short enough for one line beside the caret, before it or after it."""
    return "first wrong byte" if offset < len(it.seen) else "ends here"


def where(it: Difference, offset: int, page: Page) -> str:
    """What differs, at which byte, in which field."""
    what = what_differs(it.expected, it.seen, offset, page)
    if not it.field:
        return page.say("{what} at byte {offset:,}", what=what, offset=offset)
    field = page.clean(it.field)
    text = "{what} at byte {offset:,} (field '{field}')"
    return page.say(text, what=what, offset=offset, field=field)


def what_differs(expected: bytes, seen: bytes, offset: int, page: Page) -> str:
    """The difference in a few words: missing, too many, or others."""
    due, got = expected[offset:], seen[offset:]
    if not got:
        return page.say("{n} missing", n=page.count(len(due), "byte"))
    if not due:
        return page.say("{n} too many", n=page.count(len(got), "byte"))
    more = len(got) - len(due)
    amount = page.count(abs(more), "byte")
    if more > 0 and got.endswith(due):
        return page.say("{n} too many ({hex})", n=amount, hex=_hex(got[:more]))
    if more < 0 and due.endswith(got):
        return page.say("{n} missing ({hex})", n=amount, hex=_hex(due[:-more]))
    both = {"got": _byte(got[0]), "due": _byte(due[0])}
    return page.say("{got} in place of {due}", **both)


def _byte(value: int) -> str:
    """``61 'a'``; just the number where there is nothing to see."""
    return f"{value:02x} '{chr(value)}'" if 0x20 < value < 0x7F else f"{value:02x}"


def _hex(data: bytes) -> str:
    return data.hex(" ") if len(data) <= 8 else f"{data[:8].hex(' ')} ..."
