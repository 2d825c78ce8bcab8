"""The fields made of other fields: Array and Group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

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
from codegen.wire.members import maker, taker
from codegen.wire.phrase import Phrase, take_apart
from codegen.wire.sequence import Run
from codegen.wire.sizes import count_writer, number_reader

V = TypeVar("V")


class Array(Field[tuple[V, ...]]):
    """Several values of one type. Its value is a tuple.

    `count` limits their number. In a layout `prefix` is the size of the number in front
    that counts them; without one, limits that are equal fix their number, others let
    them go on to the end of the payload. In a template either every item is followed
    by the literal `ends`, or there is the literal `between` each two.
    Errors: too-short, too-long (of `level`), bad-type, those of the items; in a layout
    truncated, in a template no-match and separator-in-field.
    """

    def __init__(
        self,
        item: Field[V],
        *,
        count: Limits,
        prefix: str | None = None,
        ends: str | None = None,
        between: str | None = None,
        level: str = "must",
    ) -> None:
        super().__init__()
        check_limits(count, "count")
        if (ends and between) or "" in (ends, between):
            raise ValueError("an array has one separator, and it is not empty")
        self.item = item
        self.count = count
        self.prefix = prefix
        self.ends = ends
        self.between = between
        self.level = check_level(level)

    def check(self, amount: int) -> None:
        """Raise a WireError if this number of items is not allowed."""
        if not self.count[0] <= amount <= self.count[1]:
            raise wrong_count(amount, "item", self.count, self.level)

    def _write_each(self, write: Callable[[V], Any], items: tuple[V, ...]) -> list[Any]:
        """What each item is on the wire; their errors with the item's index."""
        if type(items) is not tuple:
            raise bad_type("tuple", items)
        self.check(len(items))
        written: list[Any] = []
        try:
            written.extend(map(write, items))  # keeps those before an error
        except WireError as error:
            error.within(f"[{len(written)}]")
            raise
        return written

    def binary(self) -> Binary[tuple[V, ...]]:
        """Bind to a layout."""
        item = self.item.binary()
        if item.greedy:
            raise ValueError("an item of an array cannot take the rest of the payload")
        write_count = count_writer(self.prefix, "item")
        open_ended = self.prefix is None and self.count[0] != self.count[1]

        def write(items: tuple[V, ...]) -> bytes:
            parts = self._write_each(item.write, items)
            if open_ended and b"" in parts:
                raise WireError("bad-value", "an item without bytes would be lost")
            return write_count(len(parts)) + b"".join(parts)

        read = self._read_all(item) if open_ended else self._read_counted(item)
        return Binary(read, write, greedy=open_ended)

    def _read_counted(self, item: Binary[V]) -> Reader[V]:
        """The reader of items whose number is in front of them, or fixed."""
        read_item = item.read
        count = self.count[0]
        number = (
            number_reader(self.prefix) if self.prefix else lambda d, at: (count, at)
        )

        def read(data: bytes, at: int) -> tuple[tuple[V, ...], int]:
            amount, start = number(data, at)
            try:
                self.check(amount)
            except WireError as error:
                error.offset = at
                raise
            at = start
            items: list[V] = []
            try:
                for _ in range(amount):
                    value, at = read_item(data, at)
                    items.append(value)
            except WireError as error:
                error.within(f"[{len(items)}]", 0)
                raise
            return tuple(items), at

        return read

    def _read_all(self, item: Binary[V]) -> Reader[V]:
        """The reader of items that go on to the end."""
        read_item, most = item.read, self.count[1]

        def read(data: bytes, at: int) -> tuple[tuple[V, ...], int]:
            start = at
            items: list[V] = []
            try:
                while at < len(data) and len(items) <= most:
                    value, at = read_item(data, at)
                    items.append(value)
            except WireError as error:
                error.within(f"[{len(items)}]", 0)
                raise
            try:
                self.check(len(items))
            except WireError as error:
                error.offset = start
                raise
            return tuple(items), at

        return read

    def text(self, encoding: str) -> Textual[tuple[V, ...]]:
        """Bind to a template; ValueError without a separator."""
        separator = self.ends or self.between
        if separator is None:
            raise ValueError("an array in a template needs ends or between")
        item = self.item.text(encoding)
        split = self._split_ended if self.ends else self._split_between

        def parse(text: str) -> tuple[V, ...]:
            pieces = split(text, separator)
            self.check(len(pieces))
            items: list[V] = []
            try:
                items.extend(map(item.parse, pieces))  # keeps those before an error
            except WireError as error:
                before = pieces[: len(items)]
                start = sum(len(piece) + len(separator) for piece in before)
                error.within(f"[{len(items)}]", start)
                raise
            return tuple(items)

        def build(items: tuple[V, ...]) -> str:
            pieces = self._write_each(item.build, items)
            if self.ends:
                pieces.append("")
            text = separator.join(pieces)
            if pieces and text.split(separator) != pieces:
                raise _not_kept_apart(pieces, separator)
            if pieces == [""] and self.between and self.count[0] == 0:
                raise WireError("bad-value", "one empty item would read as no item")
            return text

        return Textual(parse, build)

    def _split_ended(self, text: str, separator: str) -> list[str]:
        *pieces, rest = text.split(separator)
        if rest:
            reason = f"no {excerpt(separator)} follows {excerpt(rest)}"
            at = len(text) - len(rest)
            error = WireError("no-match", reason)
            error.within(f"[{len(pieces)}]", at)
            raise error
        return pieces

    def _split_between(self, text: str, separator: str) -> list[str]:
        # No text is no item, unless there has to be one: then it is an empty one.
        return text.split(separator) if text or self.count[0] else []


Reader = Callable[[bytes, int], tuple[tuple[V, ...], int]]


def _not_kept_apart(pieces: list[str], separator: str) -> WireError:
    """The error for the first item that would end elsewhere when read back."""
    back = separator.join(pieces).split(separator)
    index = next(i for i, piece in enumerate(pieces) if back[i] != piece)
    shown = f"{excerpt(separator)} would end it early in {excerpt(pieces[index])}"
    error = WireError("separator-in-field", shown)
    error.within(f"[{index}]")
    return error


class Group(Field[V]):
    """Several fields in one, as an item of an array mostly. Its value is a `cls`.

    With a `template` it is for templates, without one for layouts, where its fields
    follow one another in the order given and may be constants.
    Errors: those of the fields; bad-type and missing-field for the instance itself.
    """

    def __init__(
        self,
        cls: type[V],
        fields: Mapping[str, Field[Any]],
        *,
        template: str | None = None,
    ) -> None:
        super().__init__()
        self.cls = cls
        self.fields = dict(fields)
        self.template = template

    def binary(self) -> Binary[V]:
        """Bind to a layout; ValueError with a template."""
        if self.template is not None:
            raise ValueError("a group with a template cannot stand in a layout")
        run = Run(self.fields.items())
        make, take = maker(self.cls, run.names), taker(self.cls, run.names)

        def read(data: bytes, at: int) -> tuple[V, int]:
            values, end = run.read(data, at)
            return make(values), end

        return Binary(read, lambda value: run.write(take(value)), run.greedy)

    def text(self, encoding: str) -> Textual[V]:
        """Bind to a template; ValueError without one of its own."""
        if self.template is None:
            raise ValueError("a group in a template needs a template too")
        head, turns = take_apart(self.template)
        names = [turn.name for turn in turns]
        make, take = maker(self.cls, names), taker(self.cls, names)
        phrase = Phrase(head, turns, self.fields, encoding)
        return Textual(
            lambda text: make(phrase.read(text)),
            lambda value: phrase.write(take(value)),
        )
