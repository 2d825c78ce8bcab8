"""What a client writes to its server.

On a wire without framing every send is to arrive by itself, but nothing on the way
keeps two of them apart that follow each other closely. There they are written with a
pause between them, long enough for a server to have read the first.
"""

from __future__ import annotations

import asyncio
from collections import deque

from codegen.wire import Framing, Unframed

PAUSE_SECONDS = 0.05
"""There is no event to wait for: that a server has read is told to nobody."""

MOST_WAITING = 1 << 20
"""Bytes that a server has not taken yet; more is refused, not kept."""


class Outlet:
    """Writes messages, each by itself where the wire needs it."""

    def __init__(self, writer: asyncio.StreamWriter, framing: Framing) -> None:
        self._writer = writer
        self._apart = isinstance(framing, Unframed)
        self._queue: deque[bytes | None] = deque()
        self._pausing: asyncio.TimerHandle | None = None

    @property
    def full(self) -> bool:
        """Whether the server does not read what it is sent."""
        waiting = sum(len(data) for data in self._queue if data)
        return waiting + self._writer.transport.get_write_buffer_size() > MOST_WAITING

    def write(self, data: bytes) -> None:
        """Write the bytes of one message."""
        self._put(data)

    def end(self) -> None:
        """Write nothing more, and tell the server so."""
        self._put(None)

    async def drain(self) -> None:
        """Wait until the connection takes more."""
        await self._writer.drain()

    def close(self) -> None:
        """Drop what is not written yet."""
        if self._pausing is not None:
            self._pausing.cancel()
        self._queue.clear()

    def _put(self, data: bytes | None) -> None:
        if not self._apart:
            self._hand_over(data)
            return
        self._queue.append(data)
        if self._pausing is None:
            self._next()

    def _next(self) -> None:
        self._pausing = None
        if self._queue:
            self._hand_over(self._queue.popleft())
            loop = asyncio.get_running_loop()
            self._pausing = loop.call_later(PAUSE_SECONDS, self._next)

    def _hand_over(self, data: bytes | None) -> None:
        if self._writer.transport.is_closing():
            return
        if data is not None:
            self._writer.write(data)
        elif self._writer.can_write_eof():
            self._writer.write_eof()
