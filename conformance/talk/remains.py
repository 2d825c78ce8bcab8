"""What stands behind the end of a text in its record: it may be what others were told.

Where a protocol lets a record hold anything there, readers ignore it. But a buffer that
was not cleared holds older messages, and those may have been for somebody else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from codegen.wire import NulRecord
from conformance.model.happening import Due
from conformance.talk.match import Mismatch, Surplus, pieces
from conformance.talk.wire import Wire

_LONG = 6  # bytes: what is shorter may be the same by accident
_KEPT = 200  # messages: a buffer keeps no older ones


class Remains:
    """Who knows what, of the last messages of a session: what nobody told is a leak."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._pad = _open_pad(wire)
        self._known: deque[tuple[bytes, int]] = deque(maxlen=_KEPT)

    def said(self, who: int, data: bytes) -> None:
        """A member has sent this itself."""
        if self._pad:
            self._known.append((data, who))

    def leaks(
        self, dues: Mapping[int, Sequence[Due]], seen: Mapping[int, bytearray]
    ) -> dict[int, Mismatch]:
        """The records that hold bytes of messages that were for others, by member."""
        if not self._pad:
            return {}
        records = []
        for who, its in dues.items():
            due_bytes = [self._wire.encode(due.message) for due in its]
            if seen[who] == b"".join(due_bytes):
                self._known += ((data, who) for data in due_bytes)
            else:
                cut = pieces(self._wire, tuple(its), bytes(seen[who]))
                records += [(who, due, data) for due, data in cut]
        for who, due, data in records:
            self._known.append((data.partition(self._pad)[0], who))
            if due is not None:
                self._known.append((self._wire.encode(due.message), who))
        return {
            who: Mismatch((), (), ((due, Surplus(data, due.message)),))
            for who, due, data in records
            if due is not None and self._is_leak(who, due, data)
        }

    def _is_leak(self, who: int, due: Due, data: bytes) -> bool:
        if data == self._wire.encode(due.message):
            return False
        parts = data.partition(self._pad)[2].split(self._pad)
        return any(len(it) >= _LONG and self._is_others(it, who) for it in parts)

    def _is_others(self, part: bytes, who: int) -> bool:
        """Whether others were told this, and this member never was."""
        owners = {owner for data, owner in self._known if part in data}
        return bool(owners) and who not in owners


def has_room(wire: Wire) -> bool:
    """Whether a record of the server's may hold anything behind its text."""
    return bool(_open_pad(wire))


def _open_pad(wire: Wire) -> bytes:
    """The byte that ends a text behind which there may be anything; else nothing."""
    codecs = wire.protocol.server_messages.codecs.values()
    open_ = (it for it in codecs if isinstance(it, NulRecord) and it.tail == "any")
    return next((it.pad for it in open_), b"")
