"""The types of fields as constants of the generated module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from codegen.emit.text import Source, call
from codegen.model import Spec, Type

UTF_8 = "utf-8"


def constants(spec: Spec, also: Iterable[str] = ()) -> list[str]:
    """One assignment per type that is sent, typed, asked or in ``also`` by constant.

    They stand in the order of the spec, in which a type uses only those before it.
    """
    used: dict[str, Type] = {}
    for message in spec.messages:
        if message.on_wire or message.sender == "operator":
            for field in message.fields:
                _collect(field.type, used)
    for service in spec.services:
        for field in service.asks + service.answers:
            _collect(field.type, used)
    for type_ in spec.types:
        if type_.constant in also:
            _collect(type_, used)
    builtin = [t for t in used.values() if t.builtin]
    declared = [t for t in spec.types if t.name in used]
    return [f"{t.constant} = {source(t, spec)}" for t in (*builtin, *declared)]


def _collect(type_: Type, used: dict[str, Type]) -> None:
    for inner in parts(type_):
        _collect(inner, used)
    used.setdefault(str(type_.name), type_)


def parts(type_: Type) -> Iterator[Type]:
    """The types that a type is made of."""
    if type_.of is not None:
        yield type_.of
    yield from (field.type for field in type_.fields)


def source(type_: Type, spec: Spec) -> Source:
    """The call that makes the wire's own type."""
    return _SOURCES[type_.kind](type_, spec)


def _call(head: str, *arguments: Any, **keywords: Any) -> Source:
    """A call that says only what is not the default, which is empty."""
    said = {name: value for name, value in keywords.items() if value not in (None, "")}
    return call(f"wire.{head}", *arguments, **said)


def _level(type_: Type) -> str:
    return "" if type_.level == "must" else type_.level


def encoding(spec: Spec) -> str:
    """The encoding where it must be said."""
    return "" if spec.encoding == UTF_8 else spec.encoding


def _text(type_: Type, spec: Spec) -> Source:
    return _call(
        "Text",
        length=type_.length,
        bytes=type_.size,
        pattern=type_.pattern,
        without=type_.without,
        prefix=type_.prefix,
        encoding=encoding(spec),
        level=_level(type_),
    )


def _bytes(type_: Type, _: Spec) -> Source:
    return _call("Blob", bytes=type_.size, prefix=type_.prefix, level=_level(type_))


def _integer(type_: Type, _: Spec) -> Source:
    return _call(
        "Integer",
        size=type_.width,
        range=None if type_.builtin else type_.range,
        digits=type_.digits,
        level=_level(type_),
    )


def _choice(type_: Type, _: Spec) -> Source:
    return _call("Choice", dict(type_.values), size=type_.width)


def _flag(type_: Type, _: Spec) -> Source:
    words = dict(type_.values)
    size = "" if type_.width == "u8" else type_.width
    return _call("Flag", size=size, true=words.get("yes"), false=words.get("no"))


def _list(type_: Type, _: Spec) -> Source:
    assert type_.of is not None
    return _call(
        "Array",
        Source(type_.of.constant),
        count=type_.count,
        prefix=type_.prefix,
        ends=type_.ends,
        between=type_.between,
        level=_level(type_),
    )


def _group(type_: Type, _: Spec) -> Source:
    fields = {str(f.name): Source(f.type.constant) for f in type_.fields}
    return _call("Group", Source(type_.class_name), fields, template=type_.template)


_SOURCES: Mapping[str, Callable[[Type, Spec], Source]] = {
    "text": _text,
    "bytes": _bytes,
    "integer": _integer,
    "choice": _choice,
    "flag": _flag,
    "list": _list,
    "group": _group,
}
