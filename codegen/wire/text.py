"""The fields made of characters or bytes, with limits: Text and Blob."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from codegen.wire.encodings import decoder, encoder, normal_name
from codegen.wire.errors import (
    Limits,
    WireError,
    bad_type,
    check_level,
    check_limits,
    excerpt,
    wrong_count,
)
from codegen.wire.field import Binary, Field, Textual
from codegen.wire.sizes import count_writer, span_reader

UNLIMITED = (0, sys.maxsize)


class Text(Field[str]):
    """A text within limits. Its value is a str.

    `length` limits its characters (code points), `bytes` its encoded bytes; at least
    one of them is given. The whole text must match `pattern`, and no character of
    `without` may occur in it. In a layout `prefix` is the size of the number in front
    that counts its bytes; without one the text is the rest of the payload. In a
    template the encoding is the template's.
    Errors: too-short, too-long, bad-value (of `level`), bad-encoding, bad-type; in a
    layout truncated.
    """

    def __init__(
        self,
        *,
        length: Limits | None = None,
        bytes: Limits | None = None,
        pattern: str | None = None,
        without: str = "",
        prefix: str | None = None,
        encoding: str = "utf-8",
        level: str = "must",
    ) -> None:
        super().__init__()
        if length is None and bytes is None:
            raise ValueError("a text needs a limit: length, bytes or both")
        self.length = length or UNLIMITED
        self.bytes = bytes or UNLIMITED
        check_limits(self.length, "length")
        check_limits(self.bytes, "bytes")
        self.pattern = pattern
        self.without = without
        self.prefix = prefix
        self.encoding = normal_name(encoding)
        self.level = check_level(level)
        self._matches = re.compile(pattern).fullmatch if pattern is not None else None

    def checker(self) -> Callable[[str, int], None]:
        """Return the function that holds a text, `size` bytes long, to the limits.

        It raises a WireError whose offset counts characters; None if it is the length
        that is wrong.
        """
        (least, most), (lower, upper) = self.length, self.bytes
        without, matches = self.without, self._matches

        def check(text: str, size: int) -> None:
            if not least <= len(text) <= most:
                raise wrong_count(len(text), "character", self.length, self.level)
            if not lower <= size <= upper:
                raise wrong_count(size, "byte", self.bytes, self.level)
            if without:
                for character in without:
                    if character in text:
                        raise self._forbidden(text)
            if matches is not None and matches(text) is None:
                reason = f"{excerpt(text)} does not match {self.pattern}"
                raise WireError("bad-value", reason, offset=0, level=self.level)

        return check

    def _forbidden(self, text: str) -> WireError:
        at = next(i for i, character in enumerate(text) if character in self.without)
        reason = f"{text[at]!r} must not occur in it"
        return WireError("bad-value", reason, offset=at, level=self.level)

    def binary(self) -> Binary[str]:
        """Bind to a layout."""
        decode, encode = decoder(self.encoding), encoder(self.encoding)
        check = self.checker()
        span = span_reader(self.prefix, None)
        count = count_writer(self.prefix, "byte")

        def read(data: bytes, at: int) -> tuple[str, int]:
            start, end = span(data, at)
            try:
                text = decode(data[start:end])
            except WireError as error:
                error.offset = start + (error.offset or 0)
                raise
            try:
                check(text, end - start)
            except WireError as error:
                error.offset = (
                    at
                    if error.offset is None
                    else start + len(encode(text[: error.offset]))
                )
                raise
            return text, end

        def write(value: str) -> bytes:
            if type(value) is not str:
                raise bad_type("str", value)
            raw = encode(value)
            check(value, len(raw))
            return count(len(raw)) + raw

        return Binary(read, write, greedy=self.prefix is None)

    def text(self, encoding: str) -> Textual[str]:
        """Bind to a template written in this encoding."""
        encode, check = encoder(encoding), self.checker()

        def parse(text: str) -> str:
            check(text, len(text) if text.isascii() else len(encode(text)))
            return text

        def build(value: str) -> str:
            if type(value) is not str:
                raise bad_type("str", value)
            check(value, len(value) if value.isascii() else len(encode(value)))
            return value

        return Textual(parse, build)


class Blob(Field[bytes]):
    """Any bytes, as many as `bytes` allows. Its value is a bytes.

    `prefix` is the size of the number in front that counts them. Without one, limits
    that are equal fix their number, others let them be the rest of the payload. In a
    template a blob can only be the last field of a message.
    Errors: too-short, too-long (of `level`), bad-type; in a layout truncated.
    """

    def __init__(
        self, *, bytes: Limits, prefix: str | None = None, level: str = "must"
    ) -> None:
        super().__init__()
        check_limits(bytes, "bytes")
        self.bytes = bytes
        self.prefix = prefix
        self.level = check_level(level)

    def check(self, value: bytes) -> None:
        """Raise a WireError if this is not bytes, or not as many as allowed."""
        if type(value) is not bytes:
            raise bad_type("bytes", value)
        if not self.bytes[0] <= len(value) <= self.bytes[1]:
            raise wrong_count(len(value), "byte", self.bytes, self.level)

    def binary(self) -> Binary[bytes]:
        """Bind to a layout."""
        check = self.check
        span = span_reader(self.prefix, self.bytes)
        count = count_writer(self.prefix, "byte")

        def read(data: bytes, at: int) -> tuple[bytes, int]:
            start, end = span(data, at)
            value = data[start:end]
            try:
                check(value)
            except WireError as error:
                error.offset = at
                raise
            return value, end

        def write(value: bytes) -> bytes:
            check(value)
            return count(len(value)) + value

        open_ended = self.prefix is None and self.bytes[0] != self.bytes[1]
        return Binary(read, write, greedy=open_ended)

    def text(self, encoding: str) -> Textual[bytes]:
        """Raise ValueError: a message's template takes its last field without this."""
        raise ValueError("a blob can only be the last thing in a message's template")
