"""Which bytes of a message are which field: the bytes of an example, in pieces.

The pieces are made field by field with the codec's own types. They are right if they
add up to what the codec made of the whole message; where they do not, there is one
piece that holds everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codegen import codec
from codegen.document.markdown import Block, fenced, quoted
from codegen.model import Constant, Message, Spec, Type
from codegen.wire import WireError
from codegen.wire.phrase import take_apart
from codegen.wire.sizes import form

_LINE = 16  # bytes
_FEW = 8  # lines of one piece; of more, the middle is left out


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes and what they are. ``fill`` says that they are all the same."""

    data: bytes
    what: str
    fill: bool = False


def pieces(
    spec: Spec, message: Message, values: Mapping[Any, Any], payload: bytes
) -> list[Piece]:
    """The pieces of a message on the wire, with all that frames it."""
    given = {str(name): value for name, value in values.items()}
    maker = _Maker(spec)
    try:
        parts = list(maker.message(message, given))
    except (WireError, ValueError, KeyError):
        parts = []
    if b"".join(part.data for part in parts) != payload.rstrip(maker.pad):
        parts = [Piece(payload.rstrip(maker.pad), "the message")]
    return list(maker.framed(parts, message.sender, payload))


def drawn(parts: list[Piece]) -> Block:
    """Pieces as lines of hex, each with what it is."""
    rows = [row for part in parts for row in _rows(part)]
    width = min(max((len(left) for left, _ in rows), default=0), 3 * _LINE - 1)
    return fenced("text", (f"{left:{width}}  {right}".rstrip() for left, right in rows))


def _rows(part: Piece) -> Iterator[tuple[str, str]]:
    if part.fill and len(part.data) > 4:
        yield f"{part.data[:1].hex()} … {part.data[:1].hex()}", part.what
        return
    lines = [part.data[i : i + _LINE] for i in range(0, len(part.data), _LINE)]
    if len(lines) > _FEW:
        left_out = len(part.data) - 3 * _LINE
        yield lines[0].hex(" "), part.what
        yield lines[1].hex(" "), ""
        yield f"… {left_out} more …", ""
        yield part.data[-_LINE:].hex(" "), ""
        return
    for number, line in enumerate(lines or [b""]):
        yield line.hex(" ") or "(no bytes)", "" if number else part.what


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the pieces of messages of one spec."""

    spec: Spec

    @property
    def pad(self) -> bytes:
        """What fills a record; nothing where there are none."""
        framing = self.spec.framing
        return bytes([framing.pad]) if framing.kind == "record" else b""

    def framed(
        self, parts: list[Piece], sender: str, payload: bytes
    ) -> Iterator[Piece]:
        """The pieces, and what stands before and behind them."""
        framing = self.spec.framing
        if framing.kind == "length":
            count = form(framing.prefix).pack(len(payload))
            yield Piece(count, f"frame: {len(payload)} bytes follow")
        yield from parts
        if framing.kind == "line":
            yield Piece(
                framing.end, f"the end of the line, {quoted(_latin(framing.end))}"
            )
        if framing.kind == "record":
            used = sum(len(part.data) for part in parts)
            rest = payload[used:]
            what = (
                f"padding: {len(rest)} × {self.pad.hex()}, up to {framing.size} bytes"
            )
            yield Piece(rest, what, fill=True)

    def message(self, message: Message, values: Mapping[str, Any]) -> Iterator[Piece]:
        """The pieces of a payload."""
        if message.template is not None:
            types = {str(f.name): f.type for f in message.fields}
            yield from self.text(str(message.template), types, values, "")
            return
        for part in message.layout:
            if isinstance(part, Constant):
                data = form(part.width).pack(part.value)
                yield Piece(data, f"{part.name} = {part.value} (always)")
            else:
                name = str(part.name)
                yield from self.binary(name, part.type, values[name])

    # Text.

    def text(
        self,
        template: str,
        types: Mapping[str, Type],
        values: Mapping[str, Any],
        owner: str,
    ) -> Iterator[Piece]:
        """Literals and fields taking turns."""
        head, turns = take_apart(template)
        yield from self.letters(head)
        for name, stop in turns:
            yield from self.textual(f"{owner}{name}", types[name], values[name])
            yield from self.letters(stop)

    def letters(self, text: str) -> Iterator[Piece]:
        """Text that is always the same."""
        if text:
            yield Piece(text.encode(self.spec.encoding), quoted(text))

    def textual(self, name: str, type_: Type, value: Any) -> Iterator[Piece]:
        """A field of a text."""
        if type_.kind == "bytes":
            yield Piece(value, _bytes_of(name, value))
        elif type_.kind == "group":
            types = {str(f.name): f.type for f in type_.fields}
            yield from self.text(str(type_.template), types, value, f"{name}.")
        elif type_.kind == "list" and type_.of is not None:
            yield from self.listed(name, type_, value)
        else:
            bound = codec.field(type_, self.spec.encoding).text(self.spec.encoding)
            data = bound.build(value).encode(self.spec.encoding)
            yield Piece(data, f"{name} = {said(type_, value)}")

    def listed(self, name: str, type_: Type, items: Any) -> Iterator[Piece]:
        """A list in a text: each item with what separates it from the next."""
        assert type_.of is not None
        if not items:
            yield Piece(b"", f"{name}: no items")
        for number, item in enumerate(items):
            if number and type_.between:
                yield from self.letters(type_.between)
            yield from self.textual(f"{name}[{number}]", type_.of, item)
            yield from self.letters(type_.ends)

    # Binary.

    def binary(self, name: str, type_: Type, value: Any) -> Iterator[Piece]:
        """A field of a layout."""
        if type_.kind == "group":
            for part in type_.fields:
                inner = value[part.name]
                yield from self.binary(f"{name}.{part.name}", part.type, inner)
        elif type_.kind == "list" and type_.of is not None:
            yield from self.counted(name, type_, len(value), "items")
            for number, item in enumerate(value):
                yield from self.binary(f"{name}[{number}]", type_.of, item)
        else:
            yield from self.plain(name, type_, value)

    def plain(self, name: str, type_: Type, value: Any) -> Iterator[Piece]:
        """A field that is one value."""
        bound = codec.field(type_, self.spec.encoding).binary()
        data = bound.write(codec.value(type_, value))
        if type_.prefix:
            size = form(type_.prefix).size
            yield from self.counted(name, type_, len(data) - size, "bytes")
            data = data[size:]
        what = f"{name} = {said(type_, value)}"
        yield Piece(data, _bytes_of(name, data) if type_.kind == "bytes" else what)

    def counted(self, name: str, type_: Type, count: int, unit: str) -> Iterator[Piece]:
        """The number in front of what it counts."""
        if type_.prefix:
            unit = unit.removesuffix("s") if count == 1 else unit
            data = form(type_.prefix).pack(count)
            yield Piece(data, f"{name}: {count} {unit} follow{'s' * (count == 1)}")


def said(type_: Type, value: Any) -> str:
    """A value as it stands beside its bytes."""
    if type_.kind == "text":
        return quoted(value)
    if type_.kind == "bytes":
        return "these bytes"
    if type_.kind == "flag":
        return "yes" if value else "no"
    if type_.kind == "choice":
        on_wire = dict(type_.values).get(value, value)
        return value if isinstance(on_wire, str) else f"{value} ({on_wire})"
    return str(value)


def brief(type_: Type, value: Any) -> str:
    """A value in one line, as it would stand in a spec."""
    if type_.kind == "list" and type_.of is not None:
        of = type_.of
        return f"[{', '.join(brief(of, item) for item in value)}]"
    if type_.kind == "group":
        parts = (f"{f.name}: {brief(f.type, value[f.name])}" for f in type_.fields)
        return f"{{{', '.join(parts)}}}"
    if type_.kind == "bytes":
        return _short(value)
    return said(type_, value)


def _short(value: bytes) -> str:
    """Some bytes in hex, of many the first ones."""
    return value.hex(" ") if len(value) <= 8 else f"{value[:4].hex(' ')} …"


def _bytes_of(name: str, value: bytes) -> str:
    count = f"{len(value)} byte" if len(value) == 1 else f"{len(value)} bytes"
    return f"{name}: {count}"


def _latin(data: bytes) -> str:
    return data.decode("latin-1")
