"""Messages that are text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from codegen.wire.codec import Codec
from codegen.wire.encodings import (
    ONE_TO_ONE,
    decoder,
    encoder,
    normal_name,
    require_ascii_superset,
)
from codegen.wire.errors import WireError
from codegen.wire.field import Field
from codegen.wire.members import maker, taker
from codegen.wire.phrase import Phrase, Turn, take_apart
from codegen.wire.text import Blob

M = TypeVar("M")


class Tail(NamedTuple):
    """The blob that ends a template, and the literals after the fields before it."""

    name: str
    blob: Blob
    stops: tuple[bytes, ...]


class Template(Codec[M]):
    """A message written like ``<{first}: {second}``.

    A field ends at the first occurrence of the literal behind it; the last field, if
    no literal follows, takes the rest. ``{{`` and ``}}`` stand for braces. The payload
    is decoded as a whole before it is looked into, all but a `Blob`: that can be the
    last field, and may be any bytes.

    A message may be written in several ways: `also` are templates that are read too,
    in their order, where the first does not fit. Writing uses the first that can.
    Errors: bad-encoding, no-match, trailing-bytes, those of the fields; when encoding
    separator-in-field, bad-type and missing-field too.
    """

    def __init__(
        self,
        cls: type[M],
        template: str,
        fields: Mapping[str, Field[Any]],
        *,
        encoding: str = "utf-8",
        also: Sequence[str] = (),
    ) -> None:
        super().__init__()
        require_ascii_superset(encoding)
        head, turns = take_apart(template)
        names = [turn.name for turn in turns]
        self._make, self._take = maker(cls, names), taker(cls, names)
        self._text_of, self._bytes_of = decoder(encoding), encoder(encoding)
        self.cls = cls
        self.template = template
        self.encoding = normal_name(encoding)
        self.fields = {name: fields[name] for name in names if name in fields}
        try:
            self.head = self._bytes_of(head)
            stops = [self._bytes_of(stop) for _, stop in turns]
        except WireError as error:
            raise ValueError(f"template {template!r}: {error.reason}") from None
        self.mark = max(stops, key=len, default=b"")
        texts = dict(fields)
        self._tail = self._split_tail(turns, texts, encoding)
        self._phrase = Phrase(head, turns, texts, encoding)
        self._start = len(self.head)
        self.also = tuple(
            Template(cls, other, fields, encoding=encoding) for other in also
        )
        if self.also:
            # What tells at a glance that a payload is not this must hold for all ways.
            for other in self.also:
                self.head = _common(self.head, other.head)
            self.mark = b""

    def _split_tail(
        self, turns: list[Turn], fields: dict[str, Field[Any]], encoding: str
    ) -> Tail | None:
        """Take the blob, if one is last, out of the turns and the fields."""
        if not turns or turns[-1].stop:
            return None
        blob = fields.get(turns[-1].name)
        if not isinstance(blob, Blob):
            return None
        if normal_name(encoding) not in ONE_TO_ONE:
            raise ValueError(f"where a blob begins cannot be told in {encoding}")
        name, _ = turns.pop()
        del fields[name]
        return Tail(name, blob, tuple(self._bytes_of(stop) for _, stop in turns))

    def decode(self, payload: bytes) -> M:
        """Return the message that a payload is; WireError if it is none."""
        try:
            return self._decode(payload)
        except WireError:
            for other in self.also:
                try:
                    return other.decode(payload)
                except WireError:
                    continue
            raise

    @property
    def ends_in_blob(self) -> bool:
        """Whether the last field is any bytes."""
        return self._tail is not None

    def _decode(self, payload: bytes) -> M:
        if self._tail is None:
            return self._make(self._read(payload))
        start = self._tail_start(self._tail, payload)
        values = self._read(payload[:start])
        rest = payload[start:]
        try:
            self._tail.blob.check(rest)
        except WireError as error:
            error.within(self._tail.name, start)
            raise
        return self._make([*values, rest])

    def _read(self, payload: bytes) -> list[Any]:
        """The values of the fields in a payload that is text."""
        try:
            text = self._text_of(payload)
        except WireError as error:
            error.field = self.field_at(payload, error.offset or 0)
            raise
        try:
            return self._phrase.read(text)
        except WireError as error:
            error.offset = len(self._bytes_of(text[: error.offset]))
            raise

    def field_at(self, payload: bytes, offset: int) -> str | None:
        """The field that a byte of a payload belongs to; None within the head."""
        beginning = payload[:offset].decode(self.encoding, "ignore")
        if not beginning.startswith(self._phrase.head):
            return None
        return self._phrase.field_after(beginning) or (self._tail and self._tail.name)

    def _tail_start(self, tail: Tail, payload: bytes) -> int:
        """Where the blob starts; the end of the payload if a literal is missing."""
        at = self._start
        for stop in tail.stops:
            end = payload.find(stop, at)
            if end < 0:
                return len(payload)
            at = end + len(stop)
        return at

    def encode(self, message: M) -> bytes:
        """Return the payload of a message; WireError if there is none for it."""
        try:
            return self._encode(message)
        except WireError:
            for other in self.also:
                try:
                    return other.encode(message)
                except WireError:
                    continue
            raise

    def _encode(self, message: M) -> bytes:
        values = self._take(message)
        if self._tail is None:
            return self._bytes_of(self._phrase.write(values))
        rest: bytes = values[-1]
        payload = self._bytes_of(self._phrase.write(values[:-1]))
        try:
            self._tail.blob.check(rest)
        except WireError as error:
            error.within(self._tail.name)
            raise
        return payload + rest


def _common(one: bytes, other: bytes) -> bytes:
    """The bytes that two beginnings share."""
    shared = 0
    while one[shared : shared + 1] == other[shared : shared + 1] != b"":
        shared += 1
    return one[:shared]
