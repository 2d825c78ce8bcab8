"""Characters to bytes and back, strictly: what one way accepts, the other gives back.

Python's utf-8, ascii and latin-1 are one to one. Other codecs know several spellings
of a character, or read what they would never write; theirs is checked by converting
back.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

from codegen.wire.errors import WireError, excerpt, first_difference

ONE_TO_ONE = frozenset({"utf-8", "ascii", "iso8859-1"})
"""The codecs that need no check, all of them able to be split on any byte < 0x80."""

# Two characters that some codecs write as one, knowing the second in no other way.
_JOINED = ("か\u309a", "Ê\u0304")


def normal_name(encoding: str) -> str:
    """The codec's own name; ValueError if Python has no such text encoding."""
    try:
        "a".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise ValueError(f"no text encoding is called {encoding!r}") from None


def require_ascii_superset(encoding: str) -> None:
    """Raise ValueError unless a literal's bytes can be found in a text's bytes.

    They can if the codec has no state and no mark in front, keeps ASCII as it is and
    encodes each character by itself.
    """
    if normal_name(encoding) in ONE_TO_ONE:
        return
    raw = bytes(range(128))
    text = raw.decode("ascii")
    joins = any(
        _writes(pair, encoding) and not all(_writes(c, encoding) for c in pair)
        for pair in _JOINED
    )
    if joins or text.encode(encoding) != raw or not _reads_back(raw, text, encoding):
        raise ValueError(f"a template cannot be written in {encoding}")


def _writes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True


def decoder(encoding: str) -> Callable[[bytes], str]:
    """The function from bytes to text; it raises bad-encoding with the exact byte."""
    name = normal_name(encoding)
    exact = name in ONE_TO_ONE

    def decode(raw: bytes) -> str:
        try:
            text = raw.decode(name)
        except UnicodeError as error:
            at = getattr(error, "start", 0)
            why = getattr(error, "reason", str(error))
            raise WireError("bad-encoding", f"not {name}: {why}", offset=at) from None
        if not exact and (at := _unlike(raw, text, name)) is not None:
            raise WireError(
                "bad-encoding", f"{name} writes {excerpt(text)} otherwise", offset=at
            )
        return text

    return decode


def encoder(encoding: str) -> Callable[[str], bytes]:
    """The function from text to bytes; it raises bad-encoding, naming the character."""
    name = normal_name(encoding)
    exact = name in ONE_TO_ONE

    def encode(text: str) -> bytes:
        try:
            raw = text.encode(name)
        except UnicodeError as error:
            at = getattr(error, "start", 0)
            raise WireError(
                "bad-encoding", f"{text[at : at + 1]!r} cannot be written in {name}"
            ) from None
        if not exact and not _reads_back(raw, text, name):
            raise WireError(
                "bad-encoding", f"{name} does not give {excerpt(text)} back"
            )
        return raw

    return encode


def _reads_back(raw: bytes, text: str, encoding: str) -> bool:
    try:
        return raw.decode(encoding) == text
    except UnicodeError:
        return False


def _unlike(raw: bytes, text: str, encoding: str) -> int | None:
    """Where the bytes are not those that the codec itself writes for their text."""
    try:
        written = text.encode(encoding)
    except UnicodeError as error:
        return len(text[: getattr(error, "start", 0)].encode(encoding))
    if written == raw:
        return None
    return first_difference(written, raw)
