"""The person at the server's console: what they see, and what they type.

Only protocols that know an operator have commands for one; with the others the
server does not read its standard input at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

from codegen.protocol import Operator, Protocol
from reference.harmless import harmless
from reference.show import Display
from reference.typed import Pattern

READ_BYTES = 4096


class Console:
    """Shows the operator's messages and reads the operator's lines."""

    def __init__(self, protocol: Protocol) -> None:
        operator = protocol.operator or Operator()
        self._display = Display(protocol, operator.display)
        patterns = [(Pattern(c.type), c.message) for c in operator.commands]
        # Those that take anything come last, or no other would ever be asked.
        self._patterns = sorted(patterns, key=lambda pair: pair[0].takes_anything)

    @property
    def wanted(self) -> bool:
        """Whether there is anything to type."""
        return bool(self._patterns)

    def show(self, message: Any) -> None:
        """Print a message; whatever clients put into it cannot steer the terminal."""
        say(harmless(self._display.text(message)))

    def read(self, line: str) -> Any | None:
        """The message that a line stands for; if there is none, print what there is."""
        for pattern, message in self._patterns:
            fields = pattern.match(line)
            if fields is not None:
                return message(**fields)
        usages = "   ".join(pattern.usage for pattern, _ in self._patterns)
        say(f"no command looks like this; there are: {usages}")
        return None


def say(line: str) -> None:
    """Print a line for whoever waits for it; nobody may be there any more."""
    try:
        print(line, flush=True)
    except OSError:
        # What is left in the buffer is tried again at the exit: let that succeed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_lines(heard: Callable[[str], object]) -> None:
    """Have ``heard`` called, from a thread, with each line of standard input.

    A thread, since not all that can be standard input (a file, a console of Windows)
    can be waited for in an event loop.
    """

    def read() -> None:
        with suppress(RuntimeError):  # the event loop is closed: it is over
            for line in lines_of(0):
                heard(line)

    Thread(target=read, daemon=True).start()


def lines_of(descriptor: int) -> Iterator[str]:
    """The lines that can be read from a file descriptor.

    Not by way of ``sys.stdin``: the interpreter cannot exit while it is locked.
    """
    held = b""
    while data := os.read(descriptor, READ_BYTES):
        *lines, held = (held + data).split(b"\n")
        yield from (_text(line) for line in lines)
    if held:
        yield _text(held)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r")
