"""A server that is judged where it listens. Who started it is not known."""

from __future__ import annotations

import errno
import socket

from conformance.targets.ending import REFUSES, Ending

_SOON = 5.0  # seconds for a connection to be accepted


class StartError(Exception):
    """A server cannot be started, or does not listen; its text says why."""


class Target:
    """Where to connect, and what to call it.

    ``restarts``: it is the judge's own and can be started again.
    """

    restarts = False

    def __init__(self, host: str, port: int, name: str = "") -> None:
        self.host = host
        self.port = port
        self.name = name

    def __str__(self) -> str:
        """What it is called: its address where it has no name."""
        return self.name or f"{self.host}:{self.port}"

    def has_ended(self) -> bool:
        """Whether it is known to be gone. Asking costs next to nothing."""
        return False

    def ending(self) -> Ending | None:
        """How it ended; None if it still accepts. Asking costs a connection."""
        return None if accepts(self.host, self.port) else REFUSES

    def renew(self, force: bool = False) -> None:
        """Start it again, where that is possible. Raises StartError."""

    def output(self) -> tuple[str, ...]:
        """The last lines that it has written, where they are known."""
        return ()


def accepts(host: str, port: int) -> bool:
    """Whether connections are accepted there. A queue that is full is no refusal."""
    try:
        socket.create_connection((host, port), _SOON).close()
    except OSError as error:
        return error.errno not in (errno.ECONNREFUSED, errno.EHOSTUNREACH)
    return True
