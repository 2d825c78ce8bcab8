"""Files of words: hunspell's Korean dictionary, or a list with one word a line.

Hunspell's files are written in single letters of Hangul (NFD). Each word of ``ko.dic``
has the number of a line of ``ko.aff`` that names the groups of endings which it takes.
Nouns are the words that take the particle of the object, 을 or 를: so a chain of words
is made of nouns, and neither of verbs nor of the inflected forms that stand there, too.

Files are gone through line by line: one call that takes long, such as a search in the
whole text, would hold up all other threads, the server's among them.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from codegen.functions import nfc
from reference.server.offered.chain import Words

LEAST = 2  # syllables or letters of a word
MOST_BYTES = 64 << 20  # of a file

_ENTRY = re.compile(rf"([가-힣]{{{LEAST},}})(?:/(\S+))?(?:[ \t].*)?")
_PARTICLES = "|".join(
    unicodedata.normalize(form, particle)
    for particle in ("을", "를")
    for form in ("NFC", "NFD")
)
_OBJECT = re.compile(
    rf"^SFX (\S+) 0 (?:{_PARTICLES})(?:/\S*)?\s".encode(), re.MULTILINE
)
_ALIAS = re.compile(rb"^AF (\S+)", re.MULTILINE)


class WordListError(Exception):
    """A file that gives no words; the text says why."""


def read_words(path: Path) -> Words:
    """The words of a file; ``.dic`` is hunspell's. WordListError."""
    text = _decoded(_bytes_of(path), path)
    if path.suffix == ".dic":
        words = Words(_hunspell(text, path.with_suffix(".aff")))
    else:
        words = Words(_lines(text))
    if not words:
        raise WordListError(f"{path} holds no word of {LEAST} syllables or more")
    return words


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise WordListError(f"{path} is no file")
        if path.stat().st_size > MOST_BYTES:
            raise WordListError(f"{path} is larger than {MOST_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise WordListError(f"cannot read {path}: {reason}") from None


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WordListError(f"{path}:{line}: this is no UTF-8 text") from None


def _lines(text: str) -> Iterator[str]:
    """The lines that are words: letters alone. ``#`` begins a comment."""
    for line in text.splitlines():
        word = nfc(line.partition("#")[0].strip()).casefold()
        if len(word) >= LEAST and word.isalpha():
            yield word


def _hunspell(text: str, affixes: Path) -> Iterator[str]:
    """The nouns; all words of Hangul if it cannot be told which of them are nouns."""
    nouns = _noun_flags(affixes)
    for line in text.splitlines():
        entry = _ENTRY.fullmatch(nfc(line))
        if entry is not None and (nouns is None or entry[2] in nouns):
            yield entry[1]


def _noun_flags(path: Path) -> frozenset[str] | None:
    """What stands behind the slash of a noun; None if that cannot be told."""
    takes_object: set[bytes] = set()
    aliases: list[bytes] = []
    try:
        with path.open("rb") as file:
            for line in file:
                if found := _OBJECT.match(line):
                    takes_object.add(found[1])
                elif line.startswith(b"AF "):
                    aliases.append(line[3:].strip())
    except OSError:
        return None
    found_flags = (
        str(number)
        for number, flags in enumerate(aliases)  # at 0 stands how many there are
        if number and not takes_object.isdisjoint(flags.split(b","))
    )
    return frozenset(found_flags) or None


# Where hunspell's dictionary stands.

_NAMES = ("ko.dic", "ko_KR.dic")
_FOLDERS = (
    "/usr/share/hunspell",
    "/usr/local/share/hunspell",
    "/usr/share/myspell/dicts",
    "/opt/homebrew/share/hunspell",
    "/Library/Spelling",
    "~/Library/Spelling",
)


def usual_folders() -> list[Path]:
    """Where a system keeps such files; hunspell's own ``DICPATH`` goes first."""
    own = [
        folder for folder in os.environ.get("DICPATH", "").split(os.pathsep) if folder
    ]
    return [Path(folder).expanduser() for folder in (*own, *_FOLDERS)]


def installed(folders: Iterable[Path]) -> Path | None:
    """The Korean dictionary of hunspell, if one of these folders has it."""
    files = (folder / name for folder in folders for name in _NAMES)
    return next((file for file in files if file.is_file()), None)
