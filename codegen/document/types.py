"""The types of fields: what they allow, and how they stand on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.document.book import Book
from codegen.document.markdown import (
    Block,
    anchor,
    code,
    joined,
    lines_in_cell,
    link,
    literal,
    paragraph,
    table,
    template,
)
from codegen.document.places import type_anchor, variable_anchor
from codegen.model import Message, Type
from codegen.wire.sizes import form

_UNLIMITED = 2**31


def section(book: Book) -> list[Block]:
    """The table of types."""
    declared = [t for t in book.spec.types if not t.builtin]
    rows = [
        [
            anchor(type_anchor(t.name)) + code(t.name),
            _kind(t),
            limits(t),
            written(t),
            lines_in_cell(_remarks(t)),
        ]
        for t in declared
    ]
    return [
        paragraph(_numbers(book)),
        table(["type", "is", "limits", "on the wire", "remarks"], rows),
    ]


def _numbers(book: Book) -> str:
    if all(message.template is not None for message in _wired(book)):
        return (
            "Limits hold for what is sent and for what is read: a value outside them "
            "makes a message malformed."
        )
    return (
        f"{code('u8')}, {code('u16')}, {code('u32')} and {code('u64')} are whole "
        "numbers from 0 on of 1, 2, 4 and 8 bytes, big endian; those that end in "
        f"{code('le')} are little endian. {code('flag')} is one byte, 1 for yes and 0 "
        "for no. Limits hold for what is sent and for what is read: a value outside "
        "them makes a message malformed."
    )


def _wired(book: Book) -> list[Message]:
    return [m for m in book.spec.messages if m.on_wire]


def _kind(type_: Type) -> str:
    if type_.kind == "list" and type_.of is not None:
        return f"list of {named(type_.of)}"
    return {"integer": "whole number", "flag": "yes or no"}.get(type_.kind, type_.kind)


def named(type_: Type) -> str:
    """A type's name, with a link to its row."""
    if type_.builtin:
        return code(type_.name)
    return link(code(type_.name), type_anchor(type_.name))


def limits(type_: Type) -> str:
    """What values a type allows, as an inline."""
    said = joined(_limits(type_))
    if type_.level == "should" and said:
        return f"{said} (SHOULD: the original protocol states no limit)"
    return said


def brief_limits(type_: Type) -> str:
    """The same without the pattern, which is long."""
    return joined(_limits(type_, patterns=False))


def _limits(type_: Type, *, patterns: bool = True) -> Iterator[str]:
    if type_.length is not None:
        yield _span(type_.length, "character")
    if type_.size is not None:
        yield _span(type_.size, "byte")
    if type_.range is not None:
        yield f"{type_.range[0]} to {type_.range[1]}"
    if type_.count is not None:
        yield _span(type_.count, "item")
    if type_.without:
        letters = joined((literal(c) for c in type_.without), "or")
        yield f"no {letters} in it"
    if type_.pattern and patterns:
        yield f"all of it matches {code(type_.pattern)}"
    elif type_.pattern:
        yield "its pattern"
    if type_.kind in ("choice", "flag") and type_.values:
        yield f"one of {joined((code(word) for word, _ in type_.values), 'or')}"
    if type_.kind == "group":
        fields = (f"{code(f.name)} ({named(f.type)})" for f in type_.fields)
        yield joined(fields)


def _span(span: tuple[int, int], unit: str) -> str:
    least, most = span
    units = unit if most == 1 else f"{unit}s"
    if least == most:
        return f"exactly {most} {units}"
    if most >= _UNLIMITED:
        return f"at least {least} {units}"
    return f"{least} to {most} {units}"


def written(type_: Type) -> str:
    """How values of a type stand on the wire, as an inline."""
    if type_.kind in _WRITERS:
        return _WRITERS[type_.kind](type_)
    return ""


def _text(type_: Type) -> str:
    if type_.prefix:
        return f"the number of its bytes ({code(type_.prefix)}), then its bytes"
    return ""


def _bytes(type_: Type) -> str:
    if type_.prefix:
        return _text(type_)
    least, most = type_.size or (0, 0)
    return "as they are" if least == most else "the rest of the message"


def _integer(type_: Type) -> str:
    if type_.width:
        return f"{code(type_.width)}, {_order(type_.width)}"
    if type_.digits:
        return f"decimal, padded with zeros to {type_.digits} digits"
    return "decimal, without leading zeros"


def _order(width: str) -> str:
    size = form(width).size
    if size == 1:
        return "1 byte"
    return f"{size} bytes, {'little' if width.endswith('le') else 'big'} endian"


def _choice(type_: Type) -> str:
    options = (
        f"{code(str(value)) if isinstance(value, int) else literal(value)} for "
        f"{code(word)}"
        for word, value in type_.values
    )
    size = f"{code(type_.width)}: " if type_.width else ""
    return size + joined(options)


def _flag(type_: Type) -> str:
    if type_.values:
        return _choice(type_)
    return f"{code(type_.width or 'u8')}: 1 for yes, 0 for no, and nothing else"


def _list(type_: Type) -> str:
    if type_.prefix:
        return f"the number of items ({code(type_.prefix)}), then the items"
    if type_.ends:
        return f"each item is followed by {literal(type_.ends)}"
    if type_.between:
        return f"{literal(type_.between)} between each two items"
    return "one item after another"


def _group(type_: Type) -> str:
    if type_.template:
        return template(type_.template)
    return "its fields one after another"


_WRITERS = {
    "text": _text,
    "bytes": _bytes,
    "integer": _integer,
    "choice": _choice,
    "flag": _flag,
    "list": _list,
    "group": _group,
}


def _remarks(type_: Type) -> Iterator[str]:
    if type_.identity:
        variable = link(code(type_.identity), variable_anchor(type_.identity))
        yield f"names a session by its {variable}"
    shown = [s for s in type_.samples if isinstance(s, str | int)]
    if shown:
        said = (literal(s) if isinstance(s, str) else code(str(s)) for s in shown)
        yield f"such as {joined(said, 'or')}"
