"""Size and digest of a file that is to be sent. Slow for a big one: run in a thread."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

BLOCK = 1 << 20


class Hash(Protocol):
    """What is used of a hashlib object."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def digest(self) -> bytes:
        """Return the digest of all the bytes taken."""


class NoHash:
    """Stands for the hash of a protocol that states no digests."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def digest(self) -> bytes:
        """Return nothing."""
        return b""


@dataclass(frozen=True, slots=True)
class Measured:
    """A file on the own disk, as it was when it was offered."""

    path: Path
    size: int
    digest: bytes


class Abandoned(Exception):
    """The measuring was stopped: nobody waits for it any more."""


def measure(path: Path, hasher: Callable[[], Hash], stop: threading.Event) -> Measured:
    """Read a file through. OSError if it cannot be read or is none."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is not a regular file")
    size, summed = 0, hasher()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if stop.is_set():
                raise Abandoned
            size += len(block)
            summed.update(block)
    return Measured(path, size, summed.digest())
