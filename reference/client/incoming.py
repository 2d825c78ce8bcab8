"""From the bytes of a server to its messages.

Without a framing the bounds of sends are lost on the way: what arrives at once may be
several messages. They are told apart as far as they can be, with bounded work; a rest
that is no message is handed on as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from codegen.wire import Framing, FramingError, Messages, Unframed, WireError

MOST_TRIES = 2_000
MOST_BYTES_TRIED = 4_000_000


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that are no message. If ``fatal``, nothing behind them can be read."""

    data: bytes
    reason: str
    fatal: bool = False


class Incoming:
    """What one server sends."""

    def __init__(self, framing: Framing, messages: Messages) -> None:
        self._messages = messages
        self._glued = Glued(messages) if isinstance(framing, Unframed) else None
        self._splitter = framing.splitter()

    def read(self, data: bytes) -> Iterator[Any]:
        """Yield the messages that are complete now; ``Unread`` for all else."""
        if self._glued is not None:
            yield from self._glued.apart(data)
            return
        self._splitter.feed(data)
        while True:
            try:
                payload = self._splitter.next()
            except FramingError as error:
                yield Unread(b"", error.reason, error.fatal)
                if error.fatal:
                    return
                continue
            if payload is None:
                return
            yield self._message(payload)

    def _message(self, payload: bytes) -> Any:
        try:
            return self._messages.decode(payload)
        except WireError as error:
            return Unread(payload, str(error))


class Glued:
    """Takes apart what arrived as one on a wire without framing."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._constants = _constants(messages)
        heads = {codec.head for codec in messages if codec.head}
        self._heads = sorted(heads, key=len, reverse=True)
        self._budget = MOST_BYTES_TRIED

    def apart(self, data: bytes) -> list[Any]:
        """Return the messages that a chunk is made of, then what cannot be read."""
        found: list[Any] = []
        self._budget = MOST_BYTES_TRIED
        while data:
            message, length = self._first(data)
            found.append(message)
            data = data[length:]
        return found

    def _first(self, data: bytes) -> tuple[Any, int]:
        """The message that the data begins with, and how long it is."""
        for length in self._lengths(data):
            message = self._message(data[:length])
            if message is not None:
                return message, length
        return Unread(data, "no message of this protocol"), len(data)

    def _lengths(self, data: bytes) -> Iterator[int]:
        """How long the first message may be, the likeliest first.

        All of it; a message without fields; up to where another begins like one that
        is known; up to where the rest is one message.
        """
        yield len(data)
        yield from (len(c) for c in self._constants if data.startswith(c))
        yield from self._known_beginnings(data)
        if len(data) <= MOST_TRIES:
            starts = [i for i in range(1, len(data)) if data[i] & 0xC0 != 0x80]
            yield from (at for at in starts if self._message(data[at:]) is not None)

    def _message(self, data: bytes) -> Any | None:
        """The message that these bytes are; None too when enough has been tried."""
        self._budget -= len(data)
        if self._budget < 0:
            return None
        try:
            return self._messages.decode(data)
        except WireError:
            return None

    def _known_beginnings(self, data: bytes) -> list[int]:
        """Where, behind the first byte, the head of some message stands."""
        found: set[int] = set()
        for head in self._heads:
            at = data.find(head, 1)
            while at > 0 and len(found) < MOST_TRIES:
                found.add(at)
                at = data.find(head, at + 1)
        return sorted(found)


def _constants(messages: Messages) -> list[bytes]:
    """The payloads of the messages that have no fields, the longest first."""
    found = [messages.encode(c.cls()) for c in messages if not c.fields]
    return sorted(found, key=len, reverse=True)
