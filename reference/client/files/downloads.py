"""Files of others on the own disk: safe names, nothing half done, nothing overwritten.

A file is written under a hidden temporary name and gets its own only when it is whole.
The name that a peer gives is a wish: no part of it can point out of the folder.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reference.harmless import harmless_line

MOST_NAME_BYTES = 180
"""File systems take 255; the rest is left for `` (n)`` and for ``.part-…``."""

MOST_COPIES = 10_000

_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def safe_name(name: str) -> str:
    """Return a plain file name that is as like the one given as is safe."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _NOT_IN_NAMES.sub("_", last)
    plain = harmless_line(plain).replace("\\", "_").strip(" .")
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    return _shortened(plain) or "file"


def _shortened(name: str) -> str:
    """A name that is not too long; what is cut is before its suffix."""
    if len(os.fsencode(name)) <= MOST_NAME_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    tail = f".{suffix}" if dot and len(os.fsencode(suffix)) <= 16 else ""
    kept = (stem if tail else name).encode()[: MOST_NAME_BYTES - len(tail.encode())]
    return kept.decode(errors="ignore") + tail


class PartialFile:
    """A file being received. OSError from any method means that the disk refuses."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = safe_name(name)
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f".{self._name}.part-{secrets.token_hex(4)}"
        # Unbuffered: a full disk is noticed at the chunk that does not fit.
        self._file = open(self.path, "xb", buffering=0)  # noqa: SIM115 (it outlives us)

    def write(self, data: bytes) -> None:
        """Append; all of it or OSError."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def keep(self) -> Path:
        """Give the file a name that is free, in one step, and return where it is."""
        self._file.close()
        for candidate in _candidates(self._folder / self._name):
            if _renamed(self.path, candidate):
                return candidate
        raise FileExistsError(f"too many files are called {self._name}")

    def discard(self) -> None:
        """Remove what is there; nothing is left, whatever else is wrong."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self.path.unlink()


def _candidates(path: Path) -> Iterator[Path]:
    """The name itself, then with `` (1)``, `` (2)`` and so on."""
    yield path
    for number in range(1, MOST_COPIES):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")


def _renamed(source: Path, target: Path) -> bool:
    """Rename in one step unless the target exists: a plain rename would replace it."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:
        return _renamed_without_links(source, target)
    source.unlink()
    return True


def _renamed_without_links(source: Path, target: Path) -> bool:
    """For file systems without links: take the name first, then replace our own."""
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    source.replace(target)
    return True
