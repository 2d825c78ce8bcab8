"""One direction's messages: which codec a payload is for, which one a message has."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from codegen.wire.codec import Codec
from codegen.wire.errors import WireError, bad_type, excerpt


class Messages:
    """The codecs of the messages that one side sends.

    A payload is offered to the codecs whose head it starts with, the longest head
    first, then in the order given: so those without a head come last. The first one
    that decodes it wins. Errors: unknown-message if there is none to offer it to, else
    the error of that one; of several, the one whose offset is largest.

    Those `apart` are offered no payload: one is read as such a message only where that
    is known from elsewhere.

    `codecs` has them all by the class of their messages.
    """

    def __init__(
        self, codecs: Iterable[Codec[Any]], apart: Iterable[type] = ()
    ) -> None:
        codecs = list(codecs)
        self.apart = frozenset(apart)
        self.codecs: dict[type, Codec[Any]] = {codec.cls: codec for codec in codecs}
        if len(self.codecs) != len(codecs):
            twice = next(c.cls for c in codecs if self.codecs[c.cls] is not c)
            raise ValueError(f"{twice.__name__} has two codecs")
        self._encoders = {cls: codec.encode for cls, codec in self.codecs.items()}
        codecs = [codec for codec in codecs if codec.cls not in self.apart]
        self._ordered = sorted(codecs, key=lambda codec: -len(codec.head))
        # All that can match share with the payload as many bytes as the shortest head
        # has, or have no head.
        self._key = min((len(c.head) for c in codecs if c.head), default=0)
        self._headless = self._attempts(b"")
        self._by_key = {
            key: self._attempts(key)
            for key in {c.head[: self._key] for c in codecs if c.head}
        }

    def _attempts(self, key: bytes) -> list[tuple[bytes, bytes, Any]]:
        """Head, mark and decoder of the codecs to try for payloads that start so."""
        return [
            (codec.head, codec.mark, codec.decode)
            for codec in self._ordered
            if codec.head[: self._key] in (key, b"")
        ]

    def decode(self, payload: bytes, reads: type | None = None) -> Any:
        """Return the message that a payload is; WireError if it is none.

        With `reads` it is one of that class or none, whatever it looks like.
        """
        if reads is not None:
            return self.codecs[reads].decode(payload)
        attempts = self._by_key.get(payload[: self._key], self._headless)
        for head, mark, decode in attempts:
            # Most that fail do so here, without an exception.
            if payload.startswith(head) and mark in payload:
                try:
                    return decode(payload)
                except WireError:
                    continue
        raise self._verdict(payload)

    def _verdict(self, payload: bytes) -> WireError:
        """The most telling error of the codecs whose head a payload starts with."""
        verdict: WireError | None = None
        for codec in self._ordered:
            if not payload.startswith(codec.head):
                continue
            try:
                codec.decode(payload)
            except WireError as error:
                if verdict is None or (error.offset or 0) > (verdict.offset or 0):
                    verdict = error
        if verdict is None:
            reason = f"no message starts with {excerpt(payload)}"
            verdict = WireError("unknown-message", reason, offset=0)
        return verdict

    def encode(self, message: object) -> bytes:
        """Return the payload of a message; WireError if there is none for it."""
        try:
            encode = self._encoders[type(message)]
        except KeyError:
            raise bad_type("a message of this side", message) from None
        return encode(message)

    def only(self, classes: Container[type]) -> Messages:
        """Return these messages without those whose class is not among `classes`."""
        kept = (codec for codec in self if codec.cls in classes)
        return Messages(kept, self.apart)

    def __iter__(self) -> Iterator[Codec[Any]]:
        """Iterate over the codecs, in the order given."""
        return iter(self.codecs.values())
