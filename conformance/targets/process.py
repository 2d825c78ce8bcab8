"""A program in a process group of its own, which ends as a whole."""

from __future__ import annotations

import os
import signal
import subprocess
import termios
import time
from collections.abc import Sequence
from contextlib import suppress

from conformance.targets.ending import Ending, of_status
from conformance.targets.tail import Tail

_GENTLE = 1.0  # seconds between SIGTERM and SIGKILL
_TAIL = 1.0  # seconds for the last words of a program that has ended
_PAUSE = 0.005


class Process:
    """A running program. Its output goes to a terminal that nobody sees.

    To a terminal a C program writes line by line; in a pipe its last lines would be
    lost when it crashes.
    """

    def __init__(self, command: Sequence[str]) -> None:
        ours, theirs = os.openpty()
        try:
            _leave_lines_alone(theirs)
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        self.tail = Tail(ours)
        self._is_over = False

    @property
    def group(self) -> int:
        """The number of its process group."""
        return self._process.pid

    def has_ended(self) -> bool:
        """Whether the program itself has ended; what it started may still run."""
        return self._process.poll() is not None

    def wait(self, seconds: float) -> Ending | None:
        """How the program ended, if it does within this time."""
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._finish()
        return of_status(status, self.tail.lines())

    def end(self, force: bool = False) -> None:
        """End the whole group: kindly, and after a while with force; or at once."""
        if self._is_over:  # its number may be another group's by now
            return
        if force:
            return self._finish()
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + _GENTLE
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GENTLE)
        while self._signal(0) and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        self._finish()

    def _finish(self) -> None:
        """End what is left of the group: there is no end to its output before."""
        if not self._is_over:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self.tail.finish(_TAIL)
            self._is_over = True

    def _signal(self, number: int) -> bool:
        """Send the group a signal; False if there is nobody left in it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.group, number)
            return True
        return False


def _leave_lines_alone(terminal: int) -> None:
    """Let the ends of lines be as the program writes them."""
    settings = termios.tcgetattr(terminal)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(terminal, termios.TCSANOW, settings)
