"""Text in a record of fixed size, as C programs send it."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from codegen.wire.codec import Codec
from codegen.wire.errors import WireError, counted, truncated
from codegen.wire.phrase import take_apart
from codegen.wire.template import Template

M = TypeVar("M")


class NulRecord(Codec[M]):
    """A record of `size` bytes: a text, at least one pad byte, nothing of meaning.

    The text is what stands before the first pad byte. With tail "nul" only pad bytes
    may follow; with "any" whatever a C buffer held before may, and is ignored, so that
    only of clean records ``encode(decode(b)) == b`` holds.
    A `whole` record ends in a blob that may hold pad bytes, up to the record's last
    byte. Pad bytes at its end cannot be told from the record's: they are not part of
    the value, and who needs them knows how many there are.
    Errors: truncated, trailing-bytes (not the size of a record), no-nul, bad-padding,
    those of the template; when encoding too-long and nul-in-text too.
    """

    def __init__(
        self,
        inner: Template[M],
        *,
        size: int = 128,
        pad: int = 0,
        tail: Literal["nul", "any"] = "nul",
        whole: bool = False,
    ) -> None:
        super().__init__()
        if not 0 <= pad < 128:
            raise ValueError(f"a pad byte is within 0..127, not {pad}")
        if tail not in ("nul", "any"):
            raise ValueError(f"a tail is 'nul' or 'any', not {tail!r}")
        head, turns = take_apart(inner.template)
        if chr(pad) in head + "".join(turn.stop for turn in turns):
            raise ValueError(f"{inner.template!r} contains the pad byte {pad:02x}")
        if len(inner.head) >= size:
            raise ValueError(f"{inner.template!r} does not fit {size} bytes")
        if whole and not inner.ends_in_blob:
            raise ValueError(f"{inner.template!r} does not end in bytes")
        self.inner = inner
        self.cls = inner.cls
        self.fields = inner.fields
        self.head = inner.head
        self.mark = inner.mark
        self.size = size
        self.pad = bytes([pad])
        self.tail = tail
        self.whole = whole
        self._strict = tail == "nul"

    def decode(self, payload: bytes) -> M:
        """Return the message that a payload is; WireError if it is none."""
        if len(payload) != self.size:
            raise self._wrong_size(payload)
        if self.whole:
            return self.inner.decode(payload.rstrip(self.pad))
        text, pad, rest = payload.partition(self.pad)
        if not pad:
            reason = f"the text is not ended within {self.size} bytes"
            raise WireError("no-nul", reason, offset=self.size)
        if self._strict and rest.strip(self.pad):
            at = self.size - len(rest.lstrip(self.pad))
            reason = f"{payload[at]:02x} after the end of the text"
            raise WireError("bad-padding", reason, offset=at)
        return self.inner.decode(text)

    def _wrong_size(self, payload: bytes) -> WireError:
        found = len(payload)
        if found < self.size:
            return truncated(self.size, found, found)
        surplus = f"{counted(found - self.size, 'byte')} after the record"
        return WireError("trailing-bytes", surplus, offset=self.size)

    def encode(self, message: M) -> bytes:
        """Return the payload of a message; WireError if there is none for it."""
        text = self.inner.encode(message)
        if self.whole:
            return self._padded(text, self.size)
        if self.pad in text:
            field = self.inner.field_at(text, text.index(self.pad))
            reason = f"the byte {self.pad.hex()} would end the text early"
            raise WireError("nul-in-text", reason, field=field)
        return self._padded(text, self.size - 1)

    def _padded(self, text: bytes, room: int) -> bytes:
        if len(text) > room:
            reason = f"{counted(len(text), 'byte')} of text, at most {room}"
            raise WireError("too-long", reason)
        return text.ljust(self.size, self.pad)

    def _sizeof(self, context: Any, path: str) -> int:
        return self.size
