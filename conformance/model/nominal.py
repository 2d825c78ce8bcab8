"""Ordinary values of fields: what is sent where nothing in particular is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from codegen.wire import Array, Blob, Choice, Field, Flag, Group, Integer, Text

_TEXTS = ("hello", "abc", "a", "1", "")
_ENOUGH = 4  # values of one field that are told apart


def closed_set(kind: Field[Any], samples: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values that are worth being tried one by one; () if any will do as well.

    Numbers are among them, as they are ids, offsets and sizes that guards compare.
    """
    match kind:
        case Choice():
            return tuple(kind.options)
        case Flag():
            return (True, False)
        case Integer() if len(samples) > 1:
            return samples[:_ENOUGH]
    return ()


def values(kind: Field[Any], samples: tuple[Any, ...]) -> tuple[Any, ...]:
    """Ordinary values, the samples of the spec first. There is at least one."""
    return samples or (_made_up(kind),)


def _made_up(kind: Field[Any]) -> Any:
    match kind:
        case Text():
            return _text(kind)
        case Blob():
            return b"x" * min(max(kind.bytes[0], 5), kind.bytes[1])
        case Integer():
            return min(max(1, kind.range[0]), kind.range[1])
        case Choice():
            return next(iter(kind.options))
        case Flag():
            return True
        case Array():
            return tuple(_made_up(kind.item) for _ in range(kind.count[0]))
        case Group():
            return kind.cls(**{n: _made_up(it) for n, it in kind.fields.items()})
    raise TypeError(f"no ordinary value of a {type(kind).__name__} is known")


def _text(kind: Text) -> str:
    least = max(kind.length[0], kind.bytes[0])
    for text in (*_TEXTS, "a" * least, "1" * least):
        if allows(kind, text):
            return text
    return "a" * least


def allows(kind: Field[Any], text: str) -> bool:
    """Whether a text is within the limits of a field, those that are a should too."""
    if not isinstance(kind, Text):
        return False
    try:
        size = len(text.encode(kind.encoding))
    except UnicodeError:
        return False
    return (
        kind.length[0] <= len(text) <= kind.length[1]
        and kind.bytes[0] <= size <= kind.bytes[1]
        and not set(kind.without) & set(text)
        and (kind.pattern is None or re.fullmatch(kind.pattern, text) is not None)
    )


def sampled(samples: Mapping[str, tuple[Any, ...]], name: str) -> tuple[Any, ...]:
    """The samples of a field, as a tuple."""
    return tuple(samples.get(name, ()))
