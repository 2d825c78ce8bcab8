"""Where one payload ends and the next begins in a stream of bytes.

A framing wraps payloads for sending, and makes splitters: one for each stream that is
read. A splitter holds back what is incomplete; it takes bytes as they come and gives
one payload at a time, so that what is done about one can decide what becomes of the
next. Except without a framing, how the stream was cut makes no difference.

To keep a splitter's memory bounded, ask it until it has no more after each feed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from codegen.wire.errors import FramingError, Limits, WireError, counted, wrong_count
from codegen.wire.sizes import capacity, form


class Splitter(Protocol):
    """A stream being cut into payloads."""

    @property
    def pending(self) -> int:
        """The number of bytes held."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream."""

    def next(self) -> bytes | None:
        """Return the next payload, None if there is none yet.

        FramingError if the stream breaks its framing here. If it is not fatal, ask
        again: what is next follows the broken part.
        """


class Framing(Protocol):
    """A way to mark payloads in a stream."""

    def wrap(self, payload: bytes) -> bytes:
        """Return the bytes that carry a payload; WireError if none can."""

    def splitter(self) -> Splitter:
        """Return a splitter for a new stream."""


@dataclass(frozen=True, slots=True)
class Unframed:
    """Every send is one payload, of 1 to `max` bytes, and so is every receive."""

    max: int = 1024

    def wrap(self, payload: bytes) -> bytes:
        """Return the payload; WireError too-long, or too-short for one of no bytes."""
        _check_size(payload, (1, self.max))
        return payload

    def splitter(self) -> Splitter:
        """Return a splitter for which every feed is one payload."""
        return _UnframedSplitter(self.max)


class _UnframedSplitter:
    def __init__(self, most: int) -> None:
        self._most = most
        self._feeds: deque[bytes | FramingError] = deque()
        self.pending = 0

    def feed(self, data: bytes) -> None:
        if len(data) > self._most:
            self._feeds.append(_too_long(len(data), self._most))
        elif data:
            self._feeds.append(bytes(data))
            self.pending += len(data)

    def next(self) -> bytes | None:
        if not self._feeds:
            return None
        payload = self._feeds.popleft()
        if isinstance(payload, FramingError):
            raise payload
        self.pending -= len(payload)
        return payload


@dataclass(frozen=True, slots=True)
class Lines:
    """A payload of up to `max` bytes, then `end`."""

    end: bytes = b"\n"
    max: int = 1024

    def __post_init__(self) -> None:
        """Refuse an end that cannot be found."""
        if not self.end:
            raise ValueError("a line needs an end")

    def wrap(self, payload: bytes) -> bytes:
        """Return the line; WireError too-long, separator-in-field for an end in it."""
        _check_size(payload, (0, self.max))
        line = payload + self.end
        if line.find(self.end) != len(payload):
            reason = f"{self.end!r} would end the line early"
            raise WireError("separator-in-field", reason)
        return line

    def splitter(self) -> Splitter:
        """Return a splitter that skips lines that are too long, one error for each."""
        return _LineSplitter(self.end, self.max)


class _LineSplitter:
    def __init__(self, end: bytes, most: int) -> None:
        self._end = end
        self._most = most
        self._held = bytearray()
        self._searched = 0  # no line ends before this offset
        self._skipping = False  # inside a line that is too long

    @property
    def pending(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> None:
        self._held += data

    def next(self) -> bytes | None:
        while (length := self._held.find(self._end, self._searched)) >= 0:
            line = bytes(self._held[:length]) if length <= self._most else None
            self._drop(length + len(self._end))
            if self._skipping:
                self._skipping = False
            elif line is None:
                raise self._too_long()
            else:
                return line
        # The beginning of an end may be held already.
        self._searched = max(0, len(self._held) - len(self._end) + 1)
        if self._skipping:
            self._drop(self._searched)
        elif len(self._held) >= self._most + len(self._end):
            self._skipping = True
            self._drop(self._searched)
            raise self._too_long()
        return None

    def _too_long(self) -> FramingError:
        return FramingError("too-long", f"a line of more than {self._most} bytes")

    def _drop(self, length: int) -> None:
        del self._held[:length]  # moves the start of a bytearray, not its bytes
        self._searched = 0


@dataclass(frozen=True, slots=True)
class Records:
    """Payloads of `size` bytes, one after another."""

    size: int = 128

    def __post_init__(self) -> None:
        """Refuse records of nothing: a stream would hold any number of them."""
        if self.size < 1:
            raise ValueError("a record has at least one byte")

    def wrap(self, payload: bytes) -> bytes:
        """Return the payload; WireError too-short or too-long if it is no record."""
        _check_size(payload, (self.size, self.size))
        return payload

    def splitter(self) -> Splitter:
        """Return a splitter, to which no stream is an error."""
        return _RecordSplitter(self.size)


class _RecordSplitter:
    def __init__(self, size: int) -> None:
        self._size = size
        self._held = bytearray()

    @property
    def pending(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> None:
        self._held += data

    def next(self) -> bytes | None:
        if len(self._held) < self._size:
            return None
        record = bytes(self._held[: self._size])
        del self._held[: self._size]
        return record


@dataclass(frozen=True, slots=True)
class LengthPrefixed:
    """A number of this `size` that counts the bytes behind it, then as many bytes."""

    size: str = "u16"
    max: int = 32768

    def __post_init__(self) -> None:
        """Refuse a maximum that the number cannot reach."""
        if not 0 <= self.max <= capacity(self.size):
            raise ValueError(f"{self.size} cannot count {self.max} bytes")

    def wrap(self, payload: bytes) -> bytes:
        """Return the frame; WireError too-long."""
        _check_size(payload, (0, self.max))
        header: bytes = form(self.size).pack(len(payload))
        return header + payload

    def splitter(self) -> Splitter:
        """Return a splitter to which a length above the maximum is fatal.

        It is refused as soon as it is read. From then on nothing more is held, and
        every call of `next` raises.
        """
        return _LengthSplitter(self.size, self.max)


class _LengthSplitter:
    def __init__(self, size: str, most: int) -> None:
        self._header = form(size)
        self._most = most
        self._held = bytearray()
        self._refused: int | None = None  # the length that was too large

    @property
    def pending(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> None:
        if self._refused is None:
            self._held += data

    def next(self) -> bytes | None:
        if self._refused is not None:
            raise _too_long(self._refused, self._most, fatal=True)
        start = self._header.size
        if len(self._held) < start:
            return None
        (length,) = self._header.unpack_from(self._held)
        if length > self._most:
            self._refused = length
            self._held.clear()
            raise _too_long(length, self._most, fatal=True)
        end = start + length
        if len(self._held) < end:
            return None
        payload = bytes(self._held[start:end])
        del self._held[:end]
        return payload


def _check_size(payload: bytes, limits: Limits) -> None:
    if not limits[0] <= len(payload) <= limits[1]:
        raise wrong_count(len(payload), "byte", limits, "must")


def _too_long(length: int, most: int, *, fatal: bool = False) -> FramingError:
    reason = f"{counted(length, 'byte')} in one payload, at most {most}"
    return FramingError("too-long", reason, fatal=fatal)
