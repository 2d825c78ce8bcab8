"""The binary form of a record: fields and constants one after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from codegen.wire.errors import WireError, first_difference, truncated
from codegen.wire.field import Binary, Field, bind
from codegen.wire.sizes import check_fits, form


class Const(Field[int]):
    """A number that is always the same. It is no field of the dataclass.

    Errors: bad-constant for another number, truncated.
    """

    def __init__(self, size: str, value: int) -> None:
        super().__init__()
        check_fits(value, size)
        self.size = size
        self.value = value
        self.bytes: bytes = form(size).pack(value)

    def binary(self) -> Binary[int]:
        """Bind to a layout."""

        def read(data: bytes, at: int) -> tuple[int, int]:
            self.check(data, at)
            return self.value, at + len(self.bytes)

        return Binary(read, lambda value: self.bytes)

    def check(self, data: bytes, at: int) -> None:
        """Raise a WireError, at the first wrong byte, unless the constant is there."""
        if data.startswith(self.bytes, at):
            return
        found = data[at : at + len(self.bytes)]
        if self.bytes.startswith(found):
            raise truncated(len(self.bytes), len(found), len(data))
        reason = f"expected {self.bytes.hex(' ')}, found {found.hex(' ')}"
        wrong = at + first_difference(self.bytes, found)
        raise WireError("bad-constant", reason, offset=wrong)


class Place(NamedTuple):
    """A field's name and bound form, and the constants between it and the next."""

    name: str
    form: Binary[Any]
    behind: list[tuple[str, Const]]


class Run:
    """Named items bound to their places: reads bytes, writes bytes.

    Constants have a name, for errors, but no value. Errors are those of the items,
    each with the item's name.
    """

    def __init__(self, items: Iterable[tuple[str, Field[Any]]]) -> None:
        self._leading: list[tuple[str, Const]] = []
        places: list[Place] = []
        self.greedy = False
        for name, item in items:
            if self.greedy:
                raise ValueError(f"field {name!r} follows one that takes the rest")
            if isinstance(item, Const):
                behind = places[-1].behind if places else self._leading
                behind.append((name, item))
            else:
                places.append(Place(name, bind(name, item.binary), []))
                self.greedy = places[-1].form.greedy
        self.names = tuple(place.name for place in places)
        self.head = _joined(self._leading)
        self._readers = [(name, form.read, behind) for name, form, behind in places]
        self._writers = [
            (index, name, form.write, _joined(behind))
            for index, (name, form, behind) in enumerate(places)
        ]

    def read(self, data: bytes, at: int) -> tuple[list[Any], int]:
        """Return the values of the fields and the offset behind all of it."""
        if not data.startswith(self.head, at):
            _skip(self._leading, data, at)
        at += len(self.head)
        values = []
        for name, read, behind in self._readers:
            try:
                value, at = read(data, at)
            except WireError as error:
                error.within(name, 0)
                raise
            if behind:
                at = _skip(behind, data, at)
            values.append(value)
        return values, at

    def write(self, values: Sequence[Any]) -> bytes:
        """Return the bytes of these values, constants in their places."""
        parts = [self.head]
        for index, name, write, constant in self._writers:
            try:
                parts.append(write(values[index]))
            except WireError as error:
                error.within(name)
                raise
            parts.append(constant)
        return b"".join(parts)


def _joined(constants: Iterable[tuple[str, Const]]) -> bytes:
    return b"".join(constant.bytes for _, constant in constants)


def _skip(constants: Iterable[tuple[str, Const]], data: bytes, at: int) -> int:
    """The offset behind the constants; WireError for the first that is not there."""
    for name, constant in constants:
        try:
            constant.check(data, at)
        except WireError as error:
            error.within(name, 0)
            raise
        at += len(constant.bytes)
    return at
