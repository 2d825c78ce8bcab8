"""What was due against what was seen, message by message.

Messages of one rule must come in their order; those of different rules may come in any,
and so may those on account of different members, where several act at once.
On a wire without framing the stream is searched for what was due, and what lies between
is surplus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from conformance.model.happening import Due
from conformance.talk.wire import Wire


class Surplus(NamedTuple):
    """Bytes that nobody asked for; ``message`` is what they are, if anything."""

    data: bytes
    message: Any


@dataclass(frozen=True, slots=True)
class Mismatch:
    """How one connection deviates; ``paired`` are messages that differ in content."""

    missing: tuple[Due, ...]
    extra: tuple[Surplus, ...]
    paired: tuple[tuple[Due, Surplus], ...] = ()
    out_of_order: tuple[Due, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is one at all."""
        return bool(self.missing or self.extra or self.paired or self.out_of_order)


class _Piece(NamedTuple):
    due: int  # index of the message that it is, -1 for surplus
    data: bytes


def compare(wire: Wire, dues: tuple[Due, ...], seen: bytes) -> Mismatch:
    """Explain a stream by the messages that were due."""
    cut = _cut_framed if wire.framed else _cut_unframed
    pieces = list(cut(wire, dues, seen))
    found = [piece.due for piece in pieces if piece.due >= 0]
    missing = [due for index, due in enumerate(dues) if index not in found]
    extra = [Surplus(it.data, wire.decode(it.data)) for it in pieces if it.due < 0]
    paired = []
    for due in tuple(missing):
        partner = next((it for it in extra if _same_kind(wire, due, it)), None)
        if partner is not None:
            missing.remove(due)
            extra.remove(partner)
            paired.append((due, partner))
    return Mismatch(
        tuple(missing), tuple(extra), tuple(paired), _out_of_order(dues, found)
    )


def pieces(
    wire: Wire, dues: tuple[Due, ...], seen: bytes
) -> Iterator[tuple[Due | None, bytes]]:
    """A stream cut into its messages, each with what was due where it is that."""
    cut = _cut_framed if wire.framed else _cut_unframed
    for piece in cut(wire, dues, seen):
        yield (dues[piece.due] if piece.due >= 0 else None), piece.data


def _same_kind(wire: Wire, due: Due, surplus: Surplus) -> bool:
    if type(due.message) is type(surplus.message):
        return True
    return is_only_spacing(wire.encode(due.message), surplus.data)


def is_only_spacing(one: bytes, other: bytes) -> bool:
    """Whether two messages differ in white space, padding and NULs alone."""
    blank = {ord(c): None for c in " \t\r\n\0"}
    texts = [data.decode("utf-8", "replace").translate(blank) for data in (one, other)]
    return texts[0] == texts[1]


def _out_of_order(dues: tuple[Due, ...], found: list[int]) -> tuple[Due, ...]:
    """What came before something of the same rule that was due earlier."""
    return tuple(
        dues[later]
        for place, later in enumerate(found)
        if any(
            e < later and _line(dues[e]) == _line(dues[later])
            for e in found[place + 1 :]
        )
    )


def _line(due: Due) -> tuple[str, int]:
    """What must come in its order."""
    return due.rule, due.author


def _cut_framed(wire: Wire, dues: tuple[Due, ...], seen: bytes) -> Iterator[_Piece]:
    open_ = list(range(len(dues)))
    payloads, rest = wire.frames(seen)
    for payload in payloads:
        fitting = [i for i in open_ if wire.is_due(dues[i].message, payload)]
        # What can be predicted whole is surer than what may be worded anyhow.
        index = min(
            fitting, key=lambda i: (wire.is_volatile(dues[i].message), i), default=-1
        )
        if index >= 0:
            open_.remove(index)
        yield _Piece(index, payload)
    if rest:  # whatever it looks like, it has no end
        yield _Piece(-1, rest)


def _cut_unframed(wire: Wire, dues: tuple[Due, ...], seen: bytes) -> Iterator[_Piece]:
    open_ = list(range(len(dues)))
    at = 0
    while at < len(seen):
        others = [dues[i].message for i in open_]
        places = [(*_find(wire, dues[i].message, others, seen, at), i) for i in open_]
        places = [place for place in places if place[0] >= 0]
        if not places:
            yield _Piece(-1, seen[at:])
            return
        # The nearest; of two at one place the longer, then the one due earlier.
        start, end, index = min(places, key=lambda it: (it[0], -it[1], it[2]))
        if start > at:
            yield _Piece(-1, seen[at:start])
        open_.remove(index)
        yield _Piece(index, seen[start:end])
        at = end


def _find(
    wire: Wire, message: Any, others: list[Any], seen: bytes, at: int
) -> tuple[int, int]:
    """Where a message is in a stream: its first byte and the one behind it."""
    expected = wire.expected((message,))
    if expected.form is None:
        start = seen.find(expected.literal, at)
        return start, start + len(expected.literal)
    while found := expected.form.search(seen, at):
        start, end = found.span()
        ends = _ends(wire, others, seen, start) if wire.is_open(message) else [end]
        for end in ends:
            if wire.is_due(message, seen[start:end]):
                return start, end
        at = start + 1
    return -1, -1


def _ends(wire: Wire, others: list[Any], seen: bytes, start: int) -> list[int]:
    """Where a message may end that nothing ends: where another begins, or nowhere."""
    heads = filter(None, map(wire.beginning, others))
    places = {seen.find(head, start + 1) for head in heads} - {-1}
    return [*sorted(places), len(seen)]
