"""The table of a binary message: at which byte what begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.document import types
from codegen.document.book import Book
from codegen.document.markdown import code
from codegen.model import Constant, Message, Type
from codegen.wire.sizes import form


@dataclass(slots=True)
class Offset:
    """How far from the beginning: some bytes, and the lengths of fields."""

    bytes: int = 0
    lengths: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Like ``3 + len(name)``."""
        return " + ".join([str(self.bytes), *self.lengths])

    def by(self, amount: int) -> None:
        """Go so many bytes further."""
        self.bytes += amount

    def by_length(self, name: str) -> None:
        """Go as many bytes further as a field has."""
        self.lengths.append(f"len({name})")


def rows_of(book: Book, message: Message) -> list[list[str]]:
    """Offset, size, field and meaning of every part of a layout."""
    rows: list[list[str]] = []
    at = Offset()
    for part in message.layout:
        if isinstance(part, Constant):
            rows.append(
                [str(at), str(form(part.width).size), code(part.name), _is(part)]
            )
            at.by(form(part.width).size)
        else:
            rows += _field(book, str(part.name), part.type, at, "")
    return rows


def _is(constant: Constant) -> str:
    data = form(constant.width).pack(constant.value)
    return (
        f"always {constant.value} ({code(data.hex(' '))}), {code(constant.width)}, "
        f"{_order(constant.width)}"
    )


def _order(width: str) -> str:
    if form(width).size == 1:
        return "one byte"
    return "little endian" if width.endswith("le") else "big endian"


def _field(
    book: Book, name: str, type_: Type, at: Offset, where: str
) -> Iterator[list[str]]:
    """The rows of a field; ``where`` says of which item they are, if of one."""
    if type_.kind == "list" and type_.of is not None:
        yield from _list(book, name, type_, at, where)
    elif type_.kind == "group":
        for part in type_.fields:
            yield from _field(book, f"{name}.{part.name}", part.type, at, where)
    else:
        yield from _plain(name, type_, at, where)


def _plain(name: str, type_: Type, at: Offset, where: str) -> Iterator[list[str]]:
    if type_.prefix:
        size = form(type_.prefix).size
        what = f"how many bytes {code(name)} has, {code(type_.prefix)}"
        if size > 1:
            what += f", {_order(type_.prefix)}"
        yield [where + str(at), str(size), f"length of {code(name)}", what]
        at.by(size)
    width = _width(type_)
    size_said = str(width) if width else f"len({name})" if type_.prefix else "the rest"
    yield [where + str(at), code(size_said), code(name), _what(type_)]
    if width:
        at.by(width)
    else:
        at.by_length(name)


def _width(type_: Type) -> int:
    """The bytes that every value of a type has; 0 if they differ."""
    if type_.kind in ("integer", "choice", "flag"):
        return form(type_.width or "u8").size
    least, most = type_.size or (0, 0)
    return most if type_.kind == "bytes" and not type_.prefix and least == most else 0


def _what(type_: Type) -> str:
    kind = types.named(type_)
    if type_.kind == "integer":
        said = f"{kind}: {types.limits(type_)}"
        wide = form(type_.width or "u8").size > 1
        return f"{said}, {_order(type_.width)}" if wide else said
    if type_.kind in ("choice", "flag"):
        return f"{kind}: {types.written(type_)}"
    limits = types.brief_limits(type_)
    return f"{kind}: {limits}" if limits else kind


def _list(
    book: Book, name: str, type_: Type, at: Offset, where: str
) -> Iterator[list[str]]:
    assert type_.of is not None
    if type_.prefix:
        size = form(type_.prefix).size
        what = f"how many items {code(name)} has, {code(type_.prefix)}"
        if size > 1:
            what += f", {_order(type_.prefix)}"
        yield [where + str(at), str(size), f"number of {code(name)}", what]
        at.by(size)
    inner = f"{where}{at}, in each item: "
    yield from _field(book, f"{name}[i]", type_.of, Offset(), inner)
    at.by_length(name)
