"""What a client writes to its server.

On a wire without framing every send is to arrive by itself, but nothing on the way
keeps two of them apart that follow each other closely. There a message is written when
the server has said something since the one before, which it most likely read then; if
it says nothing, when it has had plenty of time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from codegen.wire import Framing, Unframed

PAUSE_SECONDS = 0.05
"""Between two messages at least: what comes may have been on its way before."""

SILENCE_SECONDS = 0.5
"""Between two messages at most: nobody is told that a server has read in silence."""

MOST_WAITING = 1 << 20
"""Bytes that a server has not taken yet; more is refused, not kept."""


class Outlet:
    """Writes messages, each by itself where the wire needs it."""

    def __init__(self, writer: asyncio.StreamWriter, framing: Framing) -> None:
        self._writer = writer
        self._apart = isinstance(framing, Unframed)
        self._queue: deque[bytes | None] = deque()
        self._pausing: asyncio.TimerHandle | None = None
        self._has_paused = False  # only an answer is waited for
        self._heard = False  # since the last message was written

    @property
    def full(self) -> bool:
        """Whether the server does not read what it is sent."""
        waiting = sum(len(data) for data in self._queue if data)
        return waiting + self._writer.transport.get_write_buffer_size() > MOST_WAITING

    @property
    def holding(self) -> bool:
        """Whether something still waits for its turn to be written."""
        return bool(self._queue)

    def write(self, data: bytes) -> None:
        """Write the bytes of one message."""
        self._put(data)

    def end(self) -> None:
        """Write nothing more, and tell the server so."""
        self._put(None)

    def heard(self) -> None:
        """The server said something."""
        self._heard = True
        if self._has_paused:
            self._next()

    async def drain(self) -> None:
        """Wait until the connection takes more."""
        await self._writer.drain()

    def close(self) -> None:
        """Drop what is not written yet."""
        self._stop_waiting()
        self._queue.clear()

    def _put(self, data: bytes | None) -> None:
        if not self._apart:
            self._hand_over(data)
            return
        self._queue.append(data)
        if self._pausing is None:
            self._next()

    def _next(self) -> None:
        self._stop_waiting()
        if self._queue:
            self._hand_over(self._queue.popleft())
            self._heard = False
            self._wait(PAUSE_SECONDS, self._paused)

    def _paused(self) -> None:
        if self._heard:
            self._next()
        else:
            self._has_paused = True
            self._wait(SILENCE_SECONDS - PAUSE_SECONDS, self._next)

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self._pausing = asyncio.get_running_loop().call_later(seconds, then)

    def _stop_waiting(self) -> None:
        if self._pausing is not None:
            self._pausing.cancel()
        self._pausing = None
        self._has_paused = False

    def _hand_over(self, data: bytes | None) -> None:
        if self._writer.transport.is_closing():
            return
        if data is not None:
            self._writer.write(data)
        elif self._writer.can_write_eof():
            self._writer.write_eof()
