"""Where the operator reads and types: plain lines, or a terminal.

A ``Screen`` shows harmless texts, and hands over what is typed line by line.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from reference.lines import Lines
from reference.server.journal import journal_to
from reference.standard import HINT, is_terminal, silence

if TYPE_CHECKING:
    from reference.server.console import Console


class Screen(Protocol):
    """What the operator looks at. ``personal``: no program is meant to read it."""

    personal: bool

    def show(self, text: str) -> None:
        """Print a harmless text."""

    async def run(self, typed: Callable[[str], object]) -> bool:
        """Hand over line after line; at the end, whether the operator wants to stop."""


class LineScreen:
    """Lines of the standard input and output, as a pipe or a file gives and takes."""

    personal = False

    def show(self, text: str) -> None:
        """Print a text; nobody may be there any more."""
        try:
            print(text, flush=True)
        except OSError:
            silence(sys.stdout)

    async def run(self, typed: Callable[[str], object]) -> bool:
        """Read to the end. That of a pipe or a file is no wish to stop."""
        lines = Lines()
        while (line := await lines.next()) is not None:
            typed(line)
            await asyncio.sleep(0)  # let it be written before the next one
        return is_terminal(sys.stdin)


class TerminalScreen:
    """A prompt that stays whole; ``above`` is printed to like a stream."""

    personal = True

    def __init__(self, prompt: str) -> None:
        from reference.input_line import InputLine

        # What was typed vanishes: the room shows what came of it.
        self._line = InputLine(lambda: prompt, vanish=True)
        self.above = self._line.above

    def show(self, text: str) -> None:
        """Print a text above the line being typed."""
        self._line.write(text)

    async def run(self, typed: Callable[[str], object]) -> bool:
        """Read until the operator wants to stop."""
        with self._line.raw():
            while (line := await self._line.read()) is not None:
                typed(line)
        return True


@contextmanager
def best_screen(console: Console) -> Iterator[None]:
    """Give a console a terminal's screen, if there is a terminal and all it takes."""
    plain = console.screen
    terminal = _terminal_screen(console) if console.wanted else None
    if terminal is None:
        yield
        return
    console.screen = terminal
    try:
        with journal_to(terminal.above):
            yield
    finally:
        console.screen = plain
        terminal.above.close()


def _terminal_screen(console: Console) -> TerminalScreen | None:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return None
    try:
        return TerminalScreen(console.prompt)
    except ImportError:
        print(HINT, file=sys.stderr)
        return None
