"""Values as they stand in a spec -> Python source of messages, groups and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.emit.text import Source, call, literal
from codegen.model import Message, Type

_NEUTRAL: Mapping[str, Any] = {
    "text": "",
    "bytes": b"",
    "integer": 0,
    "flag": False,
    "list": (),
}


def message(declared: Message, values: Mapping[Any, Any]) -> Source:
    """The instance with these values; where there is none, with any of the type."""
    given = {str(name): value for name, value in values.items()}
    return call(
        declared.class_name,
        **{
            str(f.name): value(f.type, given[f.name])
            if f.name in given
            else neutral(f.type)
            for f in declared.fields
        },
    )


def value(type_: Type, given: Any) -> Source:
    """A value of a type."""
    if type_.kind == "list" and type_.of is not None:
        return literal(tuple(value(type_.of, item) for item in given))
    if type_.kind == "group":
        parts = {str(f.name): value(f.type, given[f.name]) for f in type_.fields}
        return call(type_.class_name, **parts)
    return literal(given)


def neutral(type_: Type) -> Source:
    """Some value of a type, where it does not matter which."""
    if type_.samples:
        return value(type_, type_.samples[0])
    if type_.kind == "choice":
        return literal(type_.values[0][0])
    if type_.kind == "group":
        parts = {str(f.name): neutral(f.type) for f in type_.fields}
        return call(type_.class_name, **parts)
    return literal(_NEUTRAL[type_.kind])
