"""The bytes at the edge of what a field may hold, and those just beyond it.

What is right and what is wrong is not decided here: the spec's codec says so. Values
that belong to a name grow from the name of the session, so that they are as fresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from codegen.wire import Blob, Choice, Field, Flag, Integer, Text
from codegen.wire.sizes import capacity, form
from conformance.model.nominal import allows

Content = Callable[[str, int], bytes]
"""From the ordinary text and the bytes that the payload has left to the content."""

_FAR = 1 << 20


class Probe(NamedTuple):
    """What to put in place of a field; ``word`` names the case.

    A ``soft`` one is beyond what a target must take where its limits are a should.
    """

    word: str
    content: Content
    quick: bool = False
    soft: bool = False


def probes(kind: Field[Any]) -> Iterator[Probe]:
    """All that is tried with a field of this type."""
    match kind:
        case Text():
            yield from _of_text(kind)
        case Integer() if kind.size is not None:
            yield from _of_number(kind, kind.size)
        case Integer():
            yield from _of_digits(kind)
        case Blob():
            yield from _of_blob(kind)
        case Choice() | Flag():
            yield from _of_choice(kind)


def names() -> Iterator[Probe]:
    """Names that are almost somebody's: who compares too little takes them for his."""
    yield Probe("all-but-its-end", lambda plain, room: plain[:-1].encode(), quick=True)
    yield Probe("more-behind-it", lambda plain, room: f"{plain}x".encode(), quick=True)


# Texts.

_CHARACTERS = {
    "hangul": "한글",
    "emoji": "😀",
    "combining": "e\u0301",
    "space-inside": "a b",
    "space-at-the-end": "ab ",
    "tab": "a\tb",
    "line-end": "a\nb",
    "nul": "a\0b",
    "escape": "a\x1bb",
    "separators": "a#b:c/d[e]f|g",
}
_BYTES = {
    "no-utf-8": b"a\xff",
    "cut-utf-8": b"a\xea\xb0",
    "overlong-utf-8": b"a\xc0\x80",
    "surrogate": b"a\xed\xa0\x80",
}


def _of_text(kind: Text) -> Iterator[Probe]:
    least, most = _limits(kind)
    yield Probe("shortest", _sized(kind, least), quick=True)
    if least:
        yield Probe("one-too-short", _sized(kind, least - 1), quick=True)
    if most < _FAR:
        yield Probe("longest", _longest(kind, most), quick=True)
        yield Probe("one-too-long", _sized(kind, most + 1), quick=True)
        yield Probe("longest-in-hangul", _wide(kind, most))
    for word, text in _CHARACTERS.items():
        soft = kind.level == "should" and not text.isprintable()
        yield Probe(word, _with(text.encode()), soft=soft)
    for word, data in _BYTES.items():
        yield Probe(word, _with(data))


def _exactly(data: bytes) -> Content:
    return lambda plain, room: data


def _with(data: bytes) -> Content:
    """The first letter of the ordinary text, then these bytes."""
    return lambda plain, room: plain[:1].encode() + data


def _limits(kind: Text) -> tuple[int, int]:
    """The fewest and the most letters of one byte that a text may have."""
    least = max(kind.length[0], kind.bytes[0])
    return least, min(kind.length[1], kind.bytes[1])


def grown(kind: Text, plain: str, size: int) -> str:
    """A text of so many letters that begins like an ordinary one."""
    letter = next((c for c in "xa1" if allows(kind, c * max(1, _limits(kind)[0]))), "x")
    start = plain.encode("ascii", "ignore").decode().replace(" ", letter)
    return (start + letter * size)[:size]


def shortest(kind: Text, plain: str) -> str:
    """The shortest text there is, from the beginning of an ordinary one."""
    return grown(kind, plain, _limits(kind)[0])


def fits(kind: Text, room: int) -> bool:
    """Whether the longest text has so many bytes at most, or there is no longest."""
    most = _limits(kind)[1]
    return most <= room or most >= _FAR


def _sized(kind: Text, size: int) -> Content:
    return lambda plain, room: grown(kind, plain, size).encode()


def _longest(kind: Text, most: int) -> Content:
    return lambda plain, room: grown(kind, plain, min(most, room)).encode()


def _wide(kind: Text, most: int) -> Content:
    def content(plain: str, room: int) -> bytes:
        letters = min(kind.length[1], kind.bytes[1] // 3, room // 3)
        start = plain.encode("ascii", "ignore").decode().replace(" ", "x")[:letters]
        return (start + "가" * (letters - len(start))).encode()[: most * 4]

    return content


# Everything else.


def _of_number(kind: Integer, size: str) -> Iterator[Probe]:
    least, most = kind.range
    top = capacity(size)
    wanted = {
        "zero": 0,
        "one": 1,
        "least": least,
        "one-too-small": least - 1,
        "largest": most,
        "one-too-large": most + 1,
        "all-bits": top,
    }
    tried = set()
    for word, number in wanted.items():
        if 0 <= number <= top and number not in tried:
            tried.add(number)
            yield Probe(word, _exactly(form(size).pack(number)), word == "one")


def _of_digits(kind: Integer) -> Iterator[Probe]:
    least, most = kind.range
    wanted = {
        "least": str(least),
        "largest": str(most),
        "one-too-large": str(most + 1),
        "negative": "-1",
        "leading-zero": f"0{max(least, 1)}",
        "no-number": "x",
        "empty": "",
    }
    for word, text in wanted.items():
        yield Probe(word, _exactly(text.encode()))


def _of_blob(kind: Blob) -> Iterator[Probe]:
    least, most = kind.bytes
    yield Probe("shortest", lambda _, room: b"\0" * least)
    if least:
        yield Probe("one-too-short", lambda _, room: b"\0" * (least - 1))
    yield Probe("longest", lambda _, room: b"\xff" * min(most, room), quick=True)
    if least != most:
        yield Probe("one-too-long", lambda _, room: b"\xff" * (most + 1))
    yield Probe("every-byte", lambda _, room: bytes(range(256))[: min(most, room)])


def _of_choice(kind: Choice | Flag) -> Iterator[Probe]:
    options = kind.options.values() if isinstance(kind, Choice) else (0, 1)
    numbers = [option for option in options if isinstance(option, int)]
    if isinstance(kind, Flag) and kind.true is not None:
        numbers = []
    if not numbers:
        yield Probe("no-option", _exactly(b"?"), quick=True)
        yield Probe("empty", _exactly(b""))
        return
    pack = form(kind.size).pack
    unknown = {max(numbers) + 1, capacity(kind.size)} - set(numbers)
    for number in sorted(n for n in unknown if n <= capacity(kind.size)):
        yield Probe(f"no-option-{number}", _exactly(pack(number)), quick=True)
