"""The client on plain lines: what a pipe, a file or a bare terminal gives and takes."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TextIO

from reference.client.actions import Kind
from reference.client.link import Link
from reference.client.session import Stage
from reference.lines import Lines
from reference.standard import silence


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
                silence(stream)
            if self.link is not None:
                asyncio.get_running_loop().call_soon(self.link.leave)
