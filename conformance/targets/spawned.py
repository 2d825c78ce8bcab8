"""A server that the judge starts itself, and starts again when it has ended."""

from __future__ import annotations

import os
import shlex
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen.reason import reason
from conformance.defaults import START_TIMEOUT
from conformance.targets.ending import DEAF, Ending
from conformance.targets.ports import free_port, listening
from conformance.targets.process import Process
from conformance.targets.target import StartError, Target, accepts

HOST = "127.0.0.1"
_PAUSE = 0.02  # seconds between two looks at whether it accepts
_DYING = 2.0  # seconds from the end of its sockets to that of the process
_SHOWN = 10  # lines of output in a message


class CommandError(ValueError):
    """A command that cannot be meant; its text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line with ``{port}``, and perhaps ``{host}``, in it. No shell reads it.

    Raises CommandError.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a command."""
        if not self._words():
            raise CommandError("an empty command; write one such as './server {port}'")
        if "{port}" not in self.text:
            raise CommandError(
                f"{self.text!r} does not say where the port goes; write one such as "
                f"{self._words()[0] + ' {port}'!r}"
            )

    def arguments(self, host: str, port: int) -> list[str]:
        """The words of the command for an address."""
        values = {"{host}": host, "{port}": str(port)}
        words = self._words()
        for name, value in values.items():
            words = [word.replace(name, value) for word in words]
        return words

    def _words(self) -> list[str]:
        try:
            return shlex.split(self.text)
        except ValueError as error:
            raise CommandError(f"{self.text!r}: {str(error).lower()}") from None


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
            raise StartError(_cannot_start(words[0], error)) from None
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


def _cannot_start(program: str, error: OSError) -> str:
    path = Path(program)
    if "/" not in program:
        near = f"; did you mean './{program}'?" if path.is_file() else ""
        if shutil.which(program) is None:
            return f"no program named {program!r} is installed{near}"
    elif not path.exists():
        return f"there is no program {program!r} (from {os.getcwd()}); is it compiled?"
    elif path.is_dir():
        return f"{program!r} is a folder, not a program"
    elif not os.access(path, os.X_OK):
        return f"{program!r} is not executable: chmod +x {shlex.quote(program)}"
    elif isinstance(error, FileNotFoundError):
        return f"{program!r} names an interpreter that does not exist, see its #! line"
    return f"{program!r} cannot be started: {reason(error)}"
