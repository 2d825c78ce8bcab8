"""The client on plain lines: what a pipe, a file or a bare terminal gives and takes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from typing import TextIO

from reference.client.actions import Kind
from reference.client.link import Link
from reference.client.session import Stage

MOST_LINE = 1 << 16
"""Bytes of a line; what is longer is cut here, not kept."""


class PlainScreen:
    """Prints lines. What tells of a failure goes to the standard error."""

    def __init__(self) -> None:
        self._settled = asyncio.Event()
        self._broken = False
        self.link: Link | None = None
        for stream in (sys.stdout, sys.stderr):
            # A pipe may be for any encoding; what it lacks is spelled out.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    def show(self, text: str, kind: Kind) -> None:
        """Print a text."""
        self._print(text, sys.stderr if kind is Kind.FAILURE else sys.stdout)

    def changed(self) -> None:
        """Let the next line in, unless the server still has to answer to a name."""
        assert self.link is not None
        if self.link.session.stage is Stage.ASKED:
            self._settled.clear()
        else:
            self._settled.set()

    async def run(self, link: Link) -> None:
        """Hand over line after line; the end of the input is a leave."""
        self._prompt(link)
        lines = Lines()
        while (line := await lines.next()) is not None:
            await self._settled.wait()
            link.typed(line)
            await self._settled.wait()
            self._prompt(link)
        await self._settled.wait()
        if link.session.stage is not Stage.LEAVING:  # again would be at once
            link.leave()

    def _prompt(self, link: Link) -> None:
        if link.session.stage is Stage.NAMELESS:
            self._print(link.session.prompt, sys.stdout)

    def _print(self, text: str, stream: TextIO) -> None:
        if self._broken:
            return
        try:
            print(text, file=stream, flush=True)
        except BrokenPipeError:
            self._broken = True  # nobody reads any more: leave, and say no more
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if self.link is not None:
                asyncio.get_running_loop().call_soon(self.link.leave)


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
