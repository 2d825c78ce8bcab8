"""The command that starts a client, with the address of the judge in it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

NAME = "{name}"


class CommandError(ValueError):
    """A command that cannot be meant; its text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line with ``{port}``, perhaps ``{host}`` and ``{name}``, in it.

    No shell reads it. Raises CommandError.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a command."""
        if not self._words():
            raise CommandError(
                "an empty command; write one such as './client {host} {port}'"
            )
        if "{port}" not in self.text:
            raise CommandError(
                f"{self.text!r} does not say where the port goes; write one such as "
                f"{self._words()[0] + ' {host} {port}'!r}"
            )

    @property
    def takes_name(self) -> bool:
        """Whether the name is given here, and not typed."""
        return NAME in self.text

    def arguments(self, host: str, port: int, name: str) -> list[str]:
        """The words of the command for an address.

        A file is named by its full path: the client is started in another folder.
        """
        words = [_found(word) for word in self._words()]
        for slot, value in (("{host}", host), ("{port}", str(port)), (NAME, name)):
            words = [word.replace(slot, value) for word in words]
        return words

    def _words(self) -> list[str]:
        try:
            return shlex.split(self.text)
        except ValueError as error:
            raise CommandError(f"{self.text!r}: {str(error).lower()}") from None


def _found(word: str) -> str:
    return str(Path(word).absolute()) if Path(word).is_file() else word
