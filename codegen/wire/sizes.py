"""The unsigned integers of the wire, and what they count.

``u8 u16 u32 u64`` are big endian, ``u16le u32le u64le`` little endian.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from codegen.wire.errors import Limits, truncated, wrong_count

_LETTERS = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q"}

Span = Callable[[bytes, int], tuple[int, int]]
"""From the offset of a field to where its content starts and ends."""


def form(size: str) -> struct.Struct:
    """The struct of a size; ValueError for a name that is none."""
    letter = _LETTERS.get(size.removesuffix("le"))
    if letter is None:
        raise ValueError(
            f"no size is called {size!r}: it is one of {', '.join(_LETTERS)}"
        )
    return struct.Struct(("<" if size.endswith("le") else ">") + letter)


def capacity(size: str) -> int:
    """The largest number of a size."""
    return int(256 ** form(size).size) - 1


def number_reader(size: str) -> Callable[[bytes, int], tuple[int, int]]:
    """The function that reads such a number: its value and the offset behind it."""
    layout = form(size)
    unpack, width = layout.unpack_from, layout.size

    def read(data: bytes, at: int) -> tuple[int, int]:
        try:
            return unpack(data, at)[0], at + width
        except struct.error:
            raise truncated(width, len(data) - at, len(data)) from None

    return read


def span_reader(prefix: str | None, limits: Limits | None) -> Span:
    """The function that finds the bytes of a field.

    They are counted by the prefix in front; without one there are as many as the
    limits fix, or else all that are left.
    """
    if prefix is not None:
        return _counted_span(prefix)
    if limits is not None and limits[0] == limits[1]:
        return _fixed_span(limits[0])
    return lambda data, at: (at, len(data))


def _counted_span(prefix: str) -> Span:
    layout = form(prefix)
    unpack, width = layout.unpack_from, layout.size

    def span(data: bytes, at: int) -> tuple[int, int]:
        start = at + width
        try:
            (length,) = unpack(data, at)
        except struct.error:
            raise truncated(width, len(data) - at, len(data)) from None
        end = start + length
        if end > len(data):
            raise truncated(length, len(data) - start, len(data))
        return start, end

    return span


def _fixed_span(length: int) -> Span:
    def span(data: bytes, at: int) -> tuple[int, int]:
        end = at + length
        if end > len(data):
            raise truncated(length, len(data) - at, len(data))
        return at, end

    return span


def count_writer(prefix: str | None, unit: str) -> Callable[[int], bytes]:
    """The function that writes a count of such units; b"" if there is no prefix."""
    if prefix is None:
        return lambda count: b""
    pack, most = form(prefix).pack, capacity(prefix)

    def write(count: int) -> bytes:
        if count > most:
            raise wrong_count(count, unit, (0, most), "must")
        return pack(count)

    return write


def check_fits(value: int, size: str) -> None:
    """Raise ValueError unless the size has room for a declared number."""
    if not 0 <= value <= capacity(size):
        raise ValueError(f"{value} does not fit {size}")
