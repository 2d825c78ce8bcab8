"""The command that starts what is judged: a server, or a client."""

from __future__ import annotations

import os
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from codegen.reason import reason

NAME = "{name}"


class CommandError(ValueError):
    """A command that cannot be meant; its text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line with slots in it, of which ``{port}`` must be there.

    No shell reads it. ``usual`` is an example, for who got it wrong.
    Raises CommandError.
    """

    text: str
    usual: str = "./program {port}"

    def __post_init__(self) -> None:
        """Refuse what cannot be a command."""
        slots = self.usual.partition(" ")[2]
        words = self._words()
        if not words:
            raise CommandError(f"an empty command; write one such as {self.usual!r}")
        if "{port}" not in self.text:
            raise CommandError(
                f"{self.text!r} does not say where the port goes; write one such as "
                f"{words[0] + ' ' + slots!r}"
            )

    @property
    def takes_name(self) -> bool:
        """Whether the name of a user is given here, and not typed."""
        return NAME in self.text

    def arguments(self, host: str, port: int, name: str = "") -> list[str]:
        """The words of the command, with what stands in its slots."""
        return _filled(self._words(), host, port, name)

    def from_anywhere(self, host: str, port: int, name: str = "") -> list[str]:
        """The same words, with the full path of each that names a file of here."""
        return _filled([_found(word) for word in self._words()], host, port, name)

    def _words(self) -> list[str]:
        try:
            return shlex.split(self.text)
        except ValueError as error:
            raise CommandError(f"{self.text!r}: {str(error).lower()}") from None


def _filled(words: list[str], host: str, port: int, name: str) -> list[str]:
    for slot, value in (("{host}", host), ("{port}", str(port)), (NAME, name)):
        words = [word.replace(slot, value) for word in words]
    return words


def _found(word: str) -> str:
    return str(Path(word).absolute()) if Path(word).is_file() else word


def cannot_start(program: str, error: OSError) -> str:
    """Why the system does not start a program, and what to do about it."""
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
