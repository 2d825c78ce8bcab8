"""Where a report that is a file goes, so that nobody ever finds half of one there."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from codegen.reason import reason

STDOUT = "-"


class Unwritable(Exception):
    """A path that no report can be written to; its text says why."""


class Destination:
    """A file, or ``-`` for stdout. Raises Unwritable at once if nobody may write there.

    A file is replaced as a whole. Where its folder lets nobody make another file, and
    where it is no ordinary file, it is written in place.
    """

    def __init__(self, path: str) -> None:
        self.name = path
        self._path = Path(os.path.realpath(path))
        self._in_place = False
        if path != STDOUT:
            self._check()

    @property
    def is_stream(self) -> bool:
        """Whether what was written is gone: there is one chance, at the end."""
        return self.name == STDOUT or self._is_special()

    def same_as(self, other: Destination) -> bool:
        """Whether both are one file. What is no file, as /dev/null, is not minded."""
        if STDOUT in (self.name, other.name):
            return self.name == other.name
        return self._path == other._path and not self._is_special()

    def write(self, text: str) -> None:
        """Let this be all that stands there. Raises OSError; then the old text stays.

        A lone surrogate becomes an escape, as JSON writes it.
        """
        data = text.encode("utf-8", "backslashreplace")
        if self.name == STDOUT:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        elif self._in_place:
            self._path.write_bytes(data)
        else:
            self._replace(data)

    def _is_special(self) -> bool:
        with contextlib.suppress(OSError):
            return not stat.S_ISREG(self._path.stat().st_mode)
        return False

    def _check(self) -> None:
        if self._path.is_dir():
            raise Unwritable(f"{self.name} is a folder")
        folder = self._path.parent
        if not folder.is_dir():
            raise Unwritable(f"there is no folder {folder}")
        if self._is_special():
            self._in_place = True
        if self._in_place or self._may_not_make_files():
            if not os.access(self._path, os.W_OK):
                raise Unwritable(f"nobody may write {self.name}")
            self._in_place = True

    def _may_not_make_files(self) -> bool:
        try:
            self._spare(b"").unlink()
        except OSError as error:
            if not self._path.exists():
                why = f"cannot write {self.name}: {reason(error)}"
                raise Unwritable(why) from None
            return True
        return False

    def _replace(self, data: bytes) -> None:
        spare = self._spare(data)
        try:
            os.replace(spare, self._path)
        except OSError:
            spare.unlink(missing_ok=True)
            raise

    def _spare(self, data: bytes) -> Path:
        """The bytes in a file beside the one that they are for."""
        spare = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        try:
            spare.write_bytes(data)
        except OSError:
            with contextlib.suppress(OSError):
                spare.unlink(missing_ok=True)
            raise
        return spare
