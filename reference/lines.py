"""Lines of the standard input, for an event loop that must not stand still."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading

MOST_LINE = 1 << 16
"""Bytes of a line; what is longer is cut here, not kept."""


class Lines:
    """The lines of the standard input, read without stopping the event loop.

    A thread reads, for a file cannot be polled, and it reads a piece only when the last
    one is used up. It is a daemon, and it holds no lock of ``sys.stdin``: the process
    can end while it waits for input.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[bytes] = asyncio.Queue()
        self._wanted = threading.Semaphore(0)
        self._held = bytearray()
        self._ended = sys.stdin is None  # it was closed
        if not self._ended:
            threading.Thread(target=self._read, daemon=True).start()

    async def next(self) -> str | None:
        """The next line without its end, None at the end of the input."""
        while (end := self._held.find(b"\n")) < 0 and not self._ended:
            self._wanted.release()
            piece = await self._pieces.get()
            self._ended = not piece
            self._held += piece
            if b"\n" not in self._held:
                del self._held[MOST_LINE:]
        if end < 0 and not self._held:
            return None
        line = bytes(self._held if end < 0 else self._held[:end])
        del self._held[: len(line) + 1]
        return line.removesuffix(b"\r").decode("utf-8", "surrogateescape")

    def _read(self) -> None:
        piece = b"-"
        while piece:
            self._wanted.acquire()
            try:
                piece = os.read(sys.stdin.fileno(), 4096)
            except OSError:
                piece = b""  # a terminal that has gone reads as an error
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._pieces.put_nowait, piece)
