"""The fields with few or countable values: Integer, Choice and Flag."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from codegen.wire.errors import Limits, WireError, bad_type, check_level, excerpt
from codegen.wire.field import Binary, Field, Textual
from codegen.wire.sizes import capacity, check_fits, form, number_reader

V = TypeVar("V")


class Integer(Field[int]):
    """A whole number within `range`. Its value is an int; a bool is none.

    In a layout it has a `size`. In a template it is written in decimal digits: exactly
    as int prints it, or padded with zeros to at least `digits` characters.
    Errors: out-of-range (of `level`), bad-type; in a layout truncated, in a template
    bad-value for anything but the one spelling of a number.
    """

    def __init__(
        self,
        *,
        size: str | None = None,
        range: Limits | None = None,
        digits: int | None = None,
        level: str = "must",
    ) -> None:
        super().__init__()
        if range is None:
            if size is None:
                raise ValueError("an integer needs a size or a range")
            range = (0, capacity(size))
        least, most = range
        if least > most:
            raise ValueError(f"range: nothing is within {least}..{most}")
        if size is not None:
            check_fits(least, size)
            check_fits(most, size)
        if digits is not None and (digits < 1 or least < 0):
            raise ValueError("only numbers from 0 on are padded, to 1 digit or more")
        self.size = size
        self.range = range
        self.digits = digits
        self.level = check_level(level)

    def check(self, value: int) -> None:
        """Raise a WireError if a number is outside the range."""
        least, most = self.range
        if not least <= value <= most:
            raise self._outside(str(value))

    def _outside(self, number: str) -> WireError:
        least, most = self.range
        reason = f"{number} is not within {least}..{most}"
        return WireError("out-of-range", reason, level=self.level)

    def binary(self) -> Binary[int]:
        """Bind to a layout; ValueError without a size."""
        if self.size is None:
            raise ValueError("an integer in a layout needs a size")
        check, pack = self.check, form(self.size).pack
        number = number_reader(self.size)

        def read(data: bytes, at: int) -> tuple[int, int]:
            value, end = number(data, at)
            try:
                check(value)
            except WireError as error:
                error.offset = at
                raise
            return value, end

        def write(value: int) -> bytes:
            if type(value) is not int:
                raise bad_type("int", value)
            check(value)
            return pack(value)

        return Binary(read, write)

    def text(self, encoding: str) -> Textual[int]:
        """Bind to a template."""
        check, width = self.check, self.digits or 1
        spelled = re.compile(_spelling(width)).fullmatch
        # What is longer is out of range without being converted: int is quadratic.
        longest = max(width, *(len(str(bound)) for bound in self.range))

        def parse(text: str) -> int:
            if spelled(text) is None:
                how = f"{width} digits" if self.digits else "a whole number"
                raise WireError("bad-value", f"{excerpt(text)} is not {how}", offset=0)
            if len(text) > longest:
                raise self._outside(f"{text[:longest]}…")
            value = int(text)
            check(value)
            return value

        def build(value: int) -> str:
            if type(value) is not int:
                raise bad_type("int", value)
            check(value)
            return str(value).zfill(width)

        return Textual(parse, build)


class Choice(Field[str]):
    """One of a few words. Its value is the word, a str.

    `options` says what stands for each on the wire: a number in a layout, of this
    `size`; a text in a template.
    Errors: bad-value for anything else, bad-type; in a layout truncated.
    """

    def __init__(
        self, options: Mapping[str, int] | Mapping[str, str], *, size: str = "u8"
    ) -> None:
        super().__init__()
        if not options or len(set(options.values())) != len(options):
            raise ValueError("a choice needs options, each with its own wire value")
        self.options: dict[str, int | str] = dict(options)
        self.size = size
        self._numbers = {k: v for k, v in options.items() if isinstance(v, int)}
        self._words = {k: v for k, v in options.items() if isinstance(v, str)}
        for number in self._numbers.values():
            check_fits(number, size)

    def binary(self) -> Binary[str]:
        """Bind to a layout; ValueError unless all options are numbers."""
        if len(self._numbers) != len(self.options):
            raise ValueError("a choice in a layout needs numbers")
        return _binary_table(str, self._numbers, self.size)

    def text(self, encoding: str) -> Textual[str]:
        """Bind to a template; ValueError unless all options are texts."""
        if len(self._words) != len(self.options):
            raise ValueError("a choice in a template needs texts")
        return _text_table(str, self._words)


class Flag(Field[bool]):
    """Yes or no. Its value is a bool.

    In a layout it is a number of this `size`, 1 or 0 and nothing else; in a template
    one of the two texts.
    Errors: bad-value for anything else, bad-type; in a layout truncated.
    """

    def __init__(
        self, *, size: str = "u8", true: str | None = None, false: str | None = None
    ) -> None:
        super().__init__()
        if true == false and true is not None:
            raise ValueError("a flag needs two different texts")
        self.size = size
        self.true = true
        self.false = false

    def binary(self) -> Binary[bool]:
        """Bind to a layout."""
        return _binary_table(bool, {True: 1, False: 0}, self.size)

    def text(self, encoding: str) -> Textual[bool]:
        """Bind to a template; ValueError without the texts."""
        if self.true is None or self.false is None:
            raise ValueError("a flag in a template needs a text for true and for false")
        return _text_table(bool, {True: self.true, False: self.false})


def _spelling(width: int) -> str:
    """The pattern of a number written with at least this many digits."""
    if width == 1:
        return "0|-?[1-9][0-9]*"
    return f"[0-9]{{{width}}}|[1-9][0-9]{{{width},}}"


def _binary_table(kind: type, numbers: Mapping[V, int], size: str) -> Binary[V]:
    """The binary form of a closed set of values, each with its number."""
    number = number_reader(size)
    packed = {value: form(size).pack(n) for value, n in numbers.items()}
    values = {n: value for value, n in numbers.items()}

    def read(data: bytes, at: int) -> tuple[V, int]:
        code, end = number(data, at)
        try:
            return values[code], end
        except KeyError:
            raise _unknown(code, values, at) from None

    return Binary(read, _lookup(kind, packed))


def _text_table(kind: type, words: Mapping[V, str]) -> Textual[V]:
    """The text form of a closed set of values, each with its word."""
    values = {word: value for value, word in words.items()}

    def parse(text: str) -> V:
        try:
            return values[text]
        except KeyError:
            raise _unknown(text, values, 0) from None

    return Textual(parse, _lookup(kind, words))


W = TypeVar("W", bytes, str)


def _lookup(kind: type, table: Mapping[V, W]) -> Callable[[V], W]:
    """The function from a value to what stands for it on the wire."""

    def write(value: V) -> W:
        if type(value) is not kind:
            raise bad_type(kind.__name__, value)
        try:
            return table[value]
        except KeyError:
            raise _unknown(value, table, None) from None

    return write


def _unknown(found: object, known: Mapping[V, object], at: int | None) -> WireError:
    shown = excerpt(found) if isinstance(found, str) else repr(found)
    options = ", ".join(repr(option) for option in known)
    return WireError("bad-value", f"{shown} is none of {options}", offset=at)
