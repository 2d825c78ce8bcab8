"""The right message in other words: read from what a target says, field by field.

Who gets what, and in which order, is never a matter of wording. Nor is a text that is
another message of the protocol, that is a number or a command, that lacks a value, or
that has only begun to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from codegen.wire import NulRecord, Template, WireError
from conformance.model.happening import Due
from conformance.talk.match import pieces
from conformance.talk.wire import Wire

_MUCH = 200  # characters more than the spec has: that is no wording any more
_COMMAND = re.compile(r"\s*[/\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Wording:
    """A message that came in other words, and the bytes that it was.

    ``template`` is what they have in common with others of its kind; "" if that cannot
    be told. One that is not ``sure`` was cut out of several glued to one another.
    """

    due: Due
    data: bytes
    template: str
    sure: bool = True


def explained(wire: Wire, dues: Sequence[Due], seen: bytes) -> list[Wording]:
    """How a stream is just what was due, worded otherwise; empty if it is not."""
    try:
        cut = list(pieces(wire, tuple(dues), seen))
    except WireError:
        return []
    if not wire.framed:
        cut = _with_blanks(cut)
    came = [due for due, _ in cut if due is not None]
    missing = [due for due in dues if not any(due is it for it in came)]
    surplus = [data for due, data in cut if due is None]
    longer = [
        (due, data)
        for due, data in cut
        if due is not None and not wire.framed and data != wire.encode(due.message)
    ]
    found = list(_padded(wire, longer))
    if len(missing) == len(surplus):
        pairs = list(zip(missing, surplus, strict=True))
        found += _all_of(wire, pairs, True)
    elif len(surplus) == 1 and not wire.framed:
        found += _apart(wire, missing, surplus[0])
    return found if len(found) == len(missing) + len(longer) else []


def _with_blanks(
    cut: list[tuple[Due | None, bytes]],
) -> list[tuple[Due | None, bytes]]:
    """White space behind a message belongs to it: a wire without framing has it so."""
    joined: list[tuple[Due | None, bytes]] = []
    for due, data in cut:
        if due is None and not data.strip() and joined and joined[-1][0] is not None:
            known, before = joined.pop()
            joined.append((known, before + data))
        else:
            joined.append((due, data))
    return joined


def _padded(wire: Wire, longer: Sequence[tuple[Due, bytes]]) -> Iterator[Wording]:
    """Messages that are right but for white space behind them."""
    for due, data in longer:
        if wire.is_volatile(due.message):
            continue
        text = _text(wire, due.message, data)
        template = _template(wire, due.message, text) if text is not None else None
        if template is not None:
            yield Wording(due, data, template)


def _all_of(
    wire: Wire, pairs: Sequence[tuple[Due, bytes]], sure: bool
) -> list[Wording]:
    """A wording for each pair; empty if one of them is more than that."""
    found = []
    for due, data in pairs:
        template = reworded(wire, due.message, data)
        if template is None:
            return []
        found.append(Wording(due, data, template, sure))
    return found


def _apart(wire: Wire, missing: Sequence[Due], data: bytes) -> list[Wording]:
    """Several messages in one piece: cut where each may be one, best at a line's end.

    What follows may show that they are to be cut elsewhere.
    """
    if len(missing) < 2:
        return []
    first, *rest = missing
    sizes = [len(wire.encode(due.message)) for due in missing]
    ideal = len(data) * sizes[0] // max(1, sum(sizes))

    def likely(at: int) -> tuple[bool, bool, int]:
        end = data[at - 1 : at]
        return end != b"\n", end not in b".!?]=-", abs(at - ideal)

    for at in sorted(range(1, len(data)), key=likely):
        head = _all_of(wire, [(first, data[:at])], False)
        if not head:
            continue
        tail = (
            _all_of(wire, [(rest[0], data[at:])], False)
            if len(rest) == 1
            else _apart(wire, rest, data[at:])
        )
        if tail:
            return head + tail
    return []


def reworded(wire: Wire, message: Any, data: bytes) -> str | None:
    """The template by which bytes are a message in other words; None if they are not.

    "" if they are, but where its values are cannot be told for certain.
    """
    text = _text(wire, message, data)
    if text is None or wire.decode(data) is not None or wire.is_told_by_clients(data):
        return None
    own = wire.spelt_text(message)
    if not wire.framed and wire.holds_another(message, text):
        return None
    if text in own or len(text) > len(own) + _MUCH or _COMMAND.match(own):
        return None
    values = wire.texts(message)
    spoken = [_without(it, values.values()) for it in (own, text)]
    if not values and not all(map(_has_letters, spoken)):
        return None  # a number, such as 101, is no wording
    volatile = wire.infos[type(message)].volatile
    if any(it not in text for name, it in values.items() if name not in volatile):
        return None
    if values and not any(it for name, it in values.items() if name not in volatile):
        return None if not all(map(_has_letters, spoken)) else ""
    return _template(wire, message, text) or ""


def _text(wire: Wire, message: Any, data: bytes) -> str | None:
    """Bytes as the text that they are; None if they are none, or no text is due."""
    codec = wire.spec_codec(message)
    if isinstance(codec, NulRecord):
        data, codec = data.partition(codec.pad)[0], codec.inner
    if not isinstance(codec, Template) or codec.ends_in_blob:
        return None
    try:
        text = data.decode(codec.encoding)
    except UnicodeDecodeError:
        return None
    return text if re.sub(r"[\r\n\t]", "", text).isprintable() else None


def _without(text: str, values: Any) -> str:
    for value in values:
        text = text.replace(value, "", 1) if value else text
    return text


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _template(wire: Wire, message: Any, text: str) -> str | None:
    """A text with its values taken out; None if one may be in two places."""
    places: list[tuple[int, int, str]] = []
    volatile = wire.infos[type(message)].volatile
    values = wire.texts(message)
    # What is known for certain first, and the longest: it may hold what others are.
    order = sorted(values, key=lambda name: (name in volatile, -len(values[name])))
    for name in order:
        pattern = _form(values[name]) if name in volatile else re.escape(values[name])
        found = [
            it.span()
            for it in re.finditer(pattern, text)
            if pattern and all(it.end() <= s or it.start() >= e for s, e, _ in places)
        ]
        if len(found) != 1:
            return None
        places.append((*found[0], name))
    parts, at = [], 0
    for start, end, name in sorted(places):
        parts += [_braced(text[at:start]), f"{{{name}}}"]
        at = end
    template = "".join([*parts, _braced(text[at:])])
    return template if wire.can_be_worded(message, template) else None


def _form(value: str) -> str:
    """An expression of what looks like a value: digits and letters where it has."""

    def kind(character: str) -> str:
        if character.isdigit():
            return r"\d"
        return r"[^\W\d_]" if character.isalpha() else re.escape(character)

    return "".join(map(kind, value))


def _braced(literal: str) -> str:
    return literal.replace("{", "{{").replace("}", "}}")
