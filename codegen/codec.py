"""Codecs straight from a spec, without generating a module first.

Rules use them to see whether examples hold, and tools to look at bytes. A message's
class is made on the way; it is the same for every codec of that message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import make_dataclass
from functools import cache
from typing import Any, Literal

from codegen import model, wire


def codec(message: model.Message, spec: model.Spec) -> wire.Codec[Any]:
    """The codec of one message's payload. ValueError if there can be none."""
    cls = class_of(message)
    fields = {str(f.name): field(f.type, spec.encoding) for f in message.fields}
    if message.template is None:
        return wire.Layout(cls, _items(message, fields))
    also = [str(other) for other in message.also]
    template = wire.Template(
        cls, str(message.template), fields, encoding=spec.encoding, also=also
    )
    if spec.framing.kind != "record":
        return template
    size, pad = spec.framing.size, spec.framing.pad
    tail: Literal["nul", "any"] = "any" if spec.framing.tail == "any" else "nul"
    return wire.NulRecord(template, size=size, pad=pad, tail=tail, whole=message.whole)


def messages(spec: model.Spec, sender: str) -> wire.Messages:
    """The codecs of all messages that one side sends to the other."""
    found = [m for m in spec.messages if m.on_wire and m.sender == sender]
    apart = [class_of(m) for m in found if m.name in spec.session.reads]
    return wire.Messages([codec(message, spec) for message in found], apart)


def framing(spec: model.Spec, sender: str) -> wire.Framing:
    """How the payloads of one side stand in the stream."""
    declared = spec.framing
    most = declared.max if sender == "client" else declared.server_max
    return _FRAMINGS[declared.kind](declared, most)


_FRAMINGS: Mapping[str, Callable[[model.Framing, int], wire.Framing]] = {
    "none": lambda declared, most: wire.Unframed(max=most),
    "line": lambda declared, most: wire.Lines(end=declared.end, max=most),
    "record": lambda declared, most: wire.Records(size=declared.size),
    "length": lambda declared, most: wire.LengthPrefixed(declared.prefix, most),
}


def instance(message: model.Message, values: Mapping[model.Word, Any]) -> Any:
    """The message with these values, as they were read from YAML."""
    given = {f.name: value(f.type, values[f.name]) for f in message.fields}
    return class_of(message)(**{str(name): item for name, item in given.items()})


def value(type_: model.Type, raw: Any) -> Any:
    """A value read from YAML as the wire takes it: groups become instances."""
    if type_.kind == "list" and type_.of is not None:
        return tuple(value(type_.of, item) for item in raw)
    if type_.kind == "group":
        parts = {str(f.name): value(f.type, raw[f.name]) for f in type_.fields}
        return class_of(type_)(**parts)
    return raw


def class_of(thing: model.Message | model.Type) -> type[Any]:
    """The dataclass of a message or group."""
    return _make_class(thing.class_name, tuple(str(f.name) for f in thing.fields))


@cache
def _make_class(name: str, fields: tuple[str, ...]) -> type[Any]:
    try:
        return make_dataclass(name, fields, frozen=True, slots=True)
    except TypeError as error:
        raise ValueError(str(error)) from None


def field(type_: model.Type, encoding: str) -> wire.Field[Any]:
    """The wire's own type for a type of a spec. ValueError if there can be none."""
    make = _FIELDS.get(type_.kind)
    if make is None:
        raise ValueError(f"{type_.name} has no form on a wire")
    return make(type_, encoding)


def _items(
    message: model.Message, fields: Mapping[str, wire.Field[Any]]
) -> list[tuple[str, wire.Field[Any]]]:
    return [
        (str(part.name), wire.Const(part.width, part.value))
        if isinstance(part, model.Constant)
        else (str(part.name), fields[part.name])
        for part in message.layout
    ]


def _text(type_: model.Type, encoding: str) -> wire.Field[Any]:
    return wire.Text(
        length=type_.length,
        bytes=type_.size,
        pattern=type_.pattern or None,
        without=type_.without,
        prefix=type_.prefix or None,
        encoding=encoding,
        level=type_.level,
    )


def _bytes(type_: model.Type, encoding: str) -> wire.Field[Any]:
    return wire.Blob(
        bytes=type_.size or (0, 0), prefix=type_.prefix or None, level=type_.level
    )


def _integer(type_: model.Type, encoding: str) -> wire.Field[Any]:
    return wire.Integer(
        size=type_.width or None,
        range=type_.range,
        digits=type_.digits,
        level=type_.level,
    )


def _choice(type_: model.Type, encoding: str) -> wire.Field[Any]:
    numbers = {k: v for k, v in type_.values if isinstance(v, int)}
    words = {k: v for k, v in type_.values if isinstance(v, str)}
    if type_.width:
        return wire.Choice(numbers, size=type_.width)
    return wire.Choice(words)


def _flag(type_: model.Type, encoding: str) -> wire.Field[Any]:
    words = {k: str(v) for k, v in type_.values}
    return wire.Flag(
        size=type_.width or "u8", true=words.get("yes"), false=words.get("no")
    )


def _list(type_: model.Type, encoding: str) -> wire.Field[Any]:
    if type_.of is None:
        raise ValueError(f"{type_.name} is a list of nothing")
    return wire.Array(
        field(type_.of, encoding),
        count=type_.count or (0, 0),
        prefix=type_.prefix or None,
        ends=type_.ends or None,
        between=type_.between or None,
        level=type_.level,
    )


def _group(type_: model.Type, encoding: str) -> wire.Field[Any]:
    fields = {str(f.name): field(f.type, encoding) for f in type_.fields}
    template = str(type_.template) or None
    return wire.Group(class_of(type_), fields, template=template)


_FIELDS: Mapping[str, Callable[[model.Type, str], wire.Field[Any]]] = {
    "text": _text,
    "bytes": _bytes,
    "integer": _integer,
    "choice": _choice,
    "flag": _flag,
    "list": _list,
    "group": _group,
}
