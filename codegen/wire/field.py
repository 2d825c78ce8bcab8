"""The base of the field types.

A field type is a description. It is bound once, when a message is declared, to the
form it is to have there: `binary()` gives the pair of functions that read and write it
inside a layout, `text()` the pair for a template. These closures are all that runs for
a message. They check everything on the way and raise a `WireError` that says where, so
there is no second, slower path that could disagree with the first.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from construct import Construct
from construct.core import (
    stream_read_entire,
    stream_seek,
    stream_tell,
    stream_write,
)

from codegen.wire.errors import WireError

V = TypeVar("V")
T = TypeVar("T")


class Binary(NamedTuple, Generic[V]):
    """How a value is read from and written to bytes.

    `read(data, at)` returns the value and the offset behind it; the offsets of its
    errors count from the start of `data`. A `greedy` one reads all that is left.
    """

    read: Callable[[bytes, int], tuple[V, int]]
    write: Callable[[V], bytes]
    greedy: bool = False


class Textual(NamedTuple, Generic[V]):
    """How a value is read from and written to the text between two literals.

    The offsets of errors count characters, from the start of the text.
    """

    parse: Callable[[str], V]
    build: Callable[[V], str]


def bind(name: str, form: Callable[[], T]) -> T:
    """Return the bound form of a field; its ValueError with the field's name."""
    try:
        return form()
    except ValueError as error:
        raise ValueError(f"field {name!r}: {error}") from None


class Field(Construct, Generic[V]):  # type: ignore[type-arg]  # generic in stubs only
    """A type of field; also a construct of its own, for its binary form."""

    def __init__(self) -> None:
        super().__init__()

    @abstractmethod
    def binary(self) -> Binary[V]:
        """Bind to a place in a layout; ValueError if this type has no such form."""

    def text(self, encoding: str) -> Textual[V]:
        """Bind to a place in a template; ValueError if this type has no such form."""
        raise ValueError(f"this {type(self).__name__} has no form in a template")

    @cached_property
    def _binary(self) -> Binary[V]:
        return self.binary()

    def _parse(self, stream: Any, context: Any, path: str) -> V:
        start = stream_tell(stream, path)
        try:
            value, end = self._binary.read(stream_read_entire(stream, path), 0)
        except WireError as error:
            error.path = path
            raise
        stream_seek(stream, start + end, 0, path)
        return value

    def _build(self, obj: V, stream: Any, context: Any, path: str) -> Any:
        try:
            data = self._binary.write(obj)
        except WireError as error:
            error.path = path
            raise
        stream_write(stream, data, len(data), path)
        return obj
