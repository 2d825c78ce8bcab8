"""A server that the judge starts itself, and starts again when it has ended."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence

from conformance.defaults import START_TIMEOUT
from conformance.targets.command import Command, cannot_start
from conformance.targets.ending import DEAF, Ending
from conformance.targets.ports import free_port, listening
from conformance.targets.process import Process
from conformance.targets.target import StartError, Target, accepts

HOST = "127.0.0.1"
_PAUSE = 0.02  # seconds between two looks at whether it accepts
_DYING = 2.0  # seconds from the end of its sockets to that of the process
_SHOWN = 10  # lines of output in a message


class Spawned(Target):
    """A program that is started with a free port; each time with another one.

    As a context it starts the program, and ends it with all that it has started.
    """

    restarts = True

    def __init__(self, command: Command, start_timeout: float = START_TIMEOUT) -> None:
        super().__init__(HOST, 0, command.text)
        self._command = command
        self._start_timeout = start_timeout
        self._process: Process | None = None

    def __enter__(self) -> Spawned:
        """Start it. Raises StartError."""
        try:
            self.renew()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing of it is left running."""
        self._end()

    def renew(self, force: bool = False) -> None:
        """End it, if it still runs, and start it again. Raises StartError.

        With ``force`` it is not asked: it would not listen.
        """
        self._end(force)
        self.port = free_port(HOST)
        words = self._command.arguments(HOST, self.port)
        try:
            self._process = Process(words)
        except OSError as error:
            raise StartError(cannot_start(words[0], error)) from None
        self._await(self._process)

    def has_ended(self) -> bool:
        """Whether the program has ended."""
        return self._process is None or self._process.has_ended()

    def ending(self) -> Ending | None:
        """How it ended; None if it runs and accepts."""
        process = self._process
        if process is None:
            return DEAF
        if not process.has_ended() and accepts(self.host, self.port):
            return None
        return process.wait(_DYING) or DEAF

    def output(self) -> tuple[str, ...]:
        """The last lines that it has written."""
        return self._process.tail.lines() if self._process is not None else ()

    def _end(self, force: bool = False) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end(force)

    def _await(self, process: Process) -> None:
        """Wait until it accepts."""
        deadline = time.monotonic() + self._start_timeout
        while not accepts(self.host, self.port):
            ending = process.wait(_PAUSE)
            if ending is not None:
                said = f"it {ending.said} before it listens"
                raise StartError(self._told(said, ending.output))
            if time.monotonic() > deadline:
                raise StartError(self._told(self._is_deaf(process), self.output()))

    def _is_deaf(self, process: Process) -> str:
        waited = f"after {self._start_timeout:g} s it does not listen on port "
        elsewhere = ", ".join(listening(process.group))
        if not elsewhere:
            return f"{waited}{self.port} (--start-timeout gives it more time)"
        return (
            f"{waited}{self.port}, which it was given, but on {elsewhere}: does it use "
            "the port of its command line?"
        )

    def _told(self, why: str, output: Sequence[str]) -> str:
        words = self._command.arguments(self.host, self.port)
        lines = [f"{shlex.join(words)}: {why}"]
        if output:
            lines += ["its last output:", *(f"  {line}" for line in output[-_SHOWN:])]
        return "\n".join(lines)
