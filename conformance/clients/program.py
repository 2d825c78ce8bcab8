"""A client as a process, with a keyboard and a screen that are the judge's."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from conformance.clients.screen import last_lines
from conformance.targets.ending import Ending, of_status

COLUMNS, ROWS = 200, 50
MOST = 1 << 20  # bytes of output that are kept
_PIECE = 1 << 16
KEPT = 64  # lines of a last output
_ASKS_CURSOR, _CURSOR = b"\x1b[6n", b"\x1b[1;1R"


class Stuck(Exception):
    """The client takes no more of what is typed."""


class Program:
    """A running client. ``io`` is pty, a terminal of its own, or pipe.

    ``written`` counts all bytes of its output; ``since`` gives those behind a count.
    ``pulse`` becomes readable when it ends; None where that is not to be had.
    """

    def __init__(self, words: Sequence[str], folder: Path, io: str = "pty") -> None:
        self.written = 0
        self._output = bytearray()
        self._is_terminal = io == "pty"
        self._open = True
        start = self._on_terminal if self._is_terminal else self._on_pipes
        self._process = start(words, folder, _environment(self._is_terminal))
        self.pulse = _pulse(self._process.pid)
        os.set_blocking(self._screen, False)
        os.set_blocking(self._keys, False)

    def _on_terminal(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        ours, theirs = os.openpty()
        _prepare(theirs)
        try:
            process = subprocess.Popen(
                words,
                cwd=folder,
                env=environment,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
                preexec_fn=_own_terminal,
            )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        self._screen = self._keys = ours
        return process

    def _on_pipes(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self._keys, self._screen = (
            os.dup(process.stdin.fileno()),
            os.dup(process.stdout.fileno()),
        )
        process.stdin.close()
        process.stdout.close()
        return process

    # The screen.

    def fileno(self) -> int:
        """What becomes readable when there is output, or its end."""
        return self._screen

    @property
    def is_open(self) -> bool:
        """Whether there may be more output."""
        return self._open

    def read(self) -> None:
        """Take what was written; the program need not wait for us."""
        try:
            data = os.read(self._screen, _PIECE)
        except BlockingIOError:
            return
        except OSError:  # how Linux tells the end of a terminal
            data = b""
        if not data:
            self._open = False
            return
        self.written += len(data)
        self._output += data
        del self._output[: max(0, len(self._output) - MOST)]
        if self._is_terminal and _ASKS_CURSOR in data:
            with suppress(OSError):
                os.write(self._keys, _CURSOR)

    def since(self, mark: int) -> bytes:
        """What was written behind a mark, or as much of it as was kept."""
        gone = self.written - len(self._output)
        return bytes(self._output[max(0, mark - gone) :])

    def last_lines(self) -> tuple[str, ...]:
        """The last lines of the output, as text without colours."""
        return last_lines(bytes(self._output), KEPT)

    # The keyboard.

    def type(self, line: str, seconds: float) -> None:
        """Type a line and Enter. Raises Stuck if it is not taken in time."""
        enter = "\r" if self._is_terminal else "\n"
        data = (line + enter).encode()
        end = time.monotonic() + seconds
        while data:
            try:
                data = data[os.write(self._keys, data) :]
            except BlockingIOError:
                left = end - time.monotonic()
                if left <= 0 or not select.select([], [self._keys], [], left)[1]:
                    raise Stuck from None
            except OSError:  # it has ended, which is seen elsewhere
                return

    # Its end.

    def ending(self) -> Ending | None:
        """How it ended by itself; None if it runs."""
        status = self._process.poll()
        if status is None:
            return None
        while self._open and select.select([self._screen], [], [], 0)[0]:
            self.read()
        return of_status(status, self.last_lines())

    def end(self) -> None:
        """End it with all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        watched = () if self.pulse is None else (self.pulse,)
        for descriptor in {self._screen, self._keys, *watched}:
            os.close(descriptor)


def _pulse(process: int) -> int | None:
    """What becomes readable when a process ends, where the system has that."""
    try:
        return os.pidfd_open(process)
    except (AttributeError, OSError):
        return None


def _environment(is_terminal: bool) -> dict[str, str]:
    """That of the user, with a terminal of known abilities and texts in UTF-8."""
    environment = {**os.environ, "TERM": "xterm" if is_terminal else "dumb"}
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    codes = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    chosen = next(filter(None, codes), "")
    if "utf" not in chosen.lower():
        environment["LC_ALL"] = "C.UTF-8"
    return environment


def _prepare(terminal: int) -> None:
    """A known size, lines as they are written, and no echo: what is shown is shown."""
    size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    settings = termios.tcgetattr(terminal)
    settings[1] &= ~termios.OPOST
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, settings)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
