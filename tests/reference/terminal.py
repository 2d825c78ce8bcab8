"""A terminal in memory, with a real process on it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pyte

from tests.processes import DEADLINE, ROOT
from tests.reference.scripted import ENVIRONMENT

SIZE = 60, 12  # columns, rows


class _Screen(pyte.Screen):
    """Answers what programs ask a terminal, such as where its cursor is."""

    answer: Callable[[bytes], Any]

    def write_process_input(self, data: str) -> None:
        self.answer(data.encode())


class Terminal:
    """What a person sees and types. Every wait ends, as hoped or in a failure.

    ``beside`` are the terminals that are read while this one is waited for: a process
    whose terminal nobody reads would stand still. ``output`` is all that came.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], master: int, size: tuple[int, int]
    ) -> None:
        self.process = process
        self.beside: Sequence[Terminal] = ()
        self.output = bytearray()
        self._master = master
        self._open = True
        self._screen = _Screen(*size)
        self._screen.answer = lambda data: os.write(master, data)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def lines(self) -> list[str]:
        """The lines on the screen, without what is empty on their right."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def cursor(self) -> tuple[int, str]:
        """The column of the cursor, and the line that it is in."""
        cursor = self._screen.cursor
        return cursor.x, self.lines[cursor.y]

    def types(self, text: str) -> None:
        """Type; Enter is a return, as on a keyboard."""
        os.write(self._master, text.replace("\n", "\r").encode())

    def until(self, condition: Callable[[], bool]) -> None:
        """Read until the condition holds."""
        end = monotonic() + DEADLINE
        while not condition():
            assert self._open, self.lines
            self._read(end)

    def shows(self, line: str) -> None:
        """Wait until a line of the screen is this one."""
        self.until(lambda: line in self.lines)

    def ends(self) -> int:
        """Wait for the end of the process; return its exit status."""
        end = monotonic() + DEADLINE
        while self._open:
            self._read(end)
        return self.process.wait(DEADLINE)

    def _read(self, end: float) -> None:
        """Read what comes next, here or beside; it has to come in time."""
        left = end - monotonic()
        known = {t._master: t for t in (self, *self.beside) if t._open}
        ready, _, _ = select.select(list(known), [], [], max(0, left))
        assert ready, self.lines
        assert left > 0, self.lines
        for master in ready:
            known[master]._take()

    def _take(self) -> None:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the process has closed its side
            self._open = False
        else:
            self.output += data
            self._stream.feed(data)


@contextmanager
def terminal(
    command: list[str], size: tuple[int, int] = SIZE, **environment: str
) -> Iterator[Terminal]:
    """Run a command in a terminal of its own; whatever happens, it is ended."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**ENVIRONMENT, "TERM": "xterm-256color", **environment},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        # The terminal of the session, so that it sends the signals of its keys.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    try:
        yield Terminal(process, master, size)
    finally:
        process.kill()
        process.wait(DEADLINE)
        os.close(master)
