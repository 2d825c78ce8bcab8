"""One file on its way, with its end on the own disk: open to read, or half written.

No more than a piece of it is ever in memory. If something is wrong with the file, or
with what came of it, that is an OSError or a `Broken`; whom to tell is not known here.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from reference.client.files.downloads import PartialFile
from reference.client.files.measure import Hash


class Broken(Exception):
    """What came, or what is left to send, is not the file that was announced."""


_numbers = count(1)


@dataclass(slots=True, eq=False)
class Transfer:
    """One file on its way, or on offer. ``name`` is as the wire has it.

    ``number`` tells it from all others of this process; the wire knows nothing of it.
    """

    person: str
    name: str
    id: Any = None
    size: int | None = None
    digest: bytes | None = None
    offset: int = 0
    number: int = field(default_factory=_numbers.__next__, init=False)

    def parts(self, me: str, reason: str = "") -> dict[str, Any]:
        """All that a message about this can say."""
        return {
            "person": self.person,
            "name": self.name,
            "id": self.id,
            "size": self.size,
            "digest": self.digest or b"",
            "offset": self.offset,
            "me": me,
            "reason": reason,
        }

    def close(self) -> None:
        """Let go of what there is of it on the disk."""

    def is_meant(self, parts: Mapping[str, Any]) -> bool:
        """Whether a message with these parts is about this transfer."""
        if "id" in parts:
            return bool(parts["id"] == self.id)
        return all(
            parts.get(part, value) == value
            for part, value in (("person", self.person), ("name", self.name))
        )


@dataclass(slots=True, eq=False)
class Outgoing(Transfer):
    """A file of ours. It is open from the moment the other one accepts.

    ``waits``: the receiver has not asked for what follows yet.
    """

    path: Path = Path()
    file: BinaryIO | None = None
    full: int = 0
    waits: bool = False

    def open(self, full: int) -> None:
        """Begin to read, at most ``full`` bytes at once."""
        self.file = self.path.open("rb")
        self.full = full

    def read(self) -> bytes:
        """The next piece; b"" when the file was read to the end."""
        left = (self.size or 0) - self.offset
        data = self.file.read(min(self.full, left)) if self.file and left else b""
        if left and not data:
            raise Broken("the file has become shorter")
        return data

    @property
    def due(self) -> bool:
        """Whether there is something to send now."""
        return self.file is not None and not self.waits

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to send."""
        return self.offset == self.size

    def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()


@dataclass(slots=True, eq=False)
class Receiving(Transfer):
    """A file of somebody else. It has a partial file once it is accepted."""

    summed: Hash | None = None
    partial: PartialFile | None = None

    def open(self, folder: Path, summed: Hash) -> None:
        """Begin to write."""
        self.partial = PartialFile(folder, self.name)
        self.summed = summed

    def take(self, data: bytes, offset: int | None) -> None:
        """Write the next piece. One that does not say its offset may be filled up."""
        if self.size is None or self.partial is None or self.summed is None:
            raise Broken("data came before the size was told")
        if offset not in (None, self.offset):
            raise Broken("a piece is missing")
        left = self.size - self.offset
        if len(data) > left and offset is not None:
            raise Broken("more bytes came than were announced")
        data = data[:left]
        self.partial.write(data)
        self.summed.update(data)
        self.offset += len(data)
        if self.offset == self.size:
            self.check_digest(self.digest)

    def finish(self, digest: bytes | None) -> Path:
        """Give the file its name; ``digest`` is what the last message said of it."""
        if self.offset != self.size or self.partial is None:
            raise Broken(f"{self.offset} of {self.size} bytes came")
        self.check_digest(self.digest)
        self.check_digest(digest)
        path = self.partial.keep()
        self.partial = None
        return path

    def check_digest(self, expected: bytes | None) -> None:
        """Raise Broken unless this is the digest of what was written."""
        if expected is None or self.summed is None:
            return
        if not hmac.compare_digest(self.summed.digest(), expected):
            raise Broken("its digest is not the one announced")

    def close(self) -> None:
        """Remove what there is of it."""
        if self.partial is not None:
            self.partial.discard()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transfer is, for a bar. ``number`` is the transfer's."""

    label: str
    done: int
    total: int
    number: int = 0
