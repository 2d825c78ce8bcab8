"""What a target was seen to say where nobody could know what it would.

A message that is due has blanks in it, in place of a service's own words. Held against
what came, it gives those words away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from conformance.talk.wire import Wire

Values = dict[Any, Any]
"""By blank: what stands in its place."""


def filling(
    wire: Wire, messages: Iterable[Any], blanks: tuple[Any, ...], seen: bytes
) -> Values:
    """What stands in the place of blanks in what one connection brought so far."""
    if wire.framed:
        return _by_message(wire, messages, blanks, seen)
    return _by_bytes(wire, messages, blanks, seen)


def fits(wire: Wire, message: Any, other: Any, blanks: tuple[Any, ...]) -> bool:
    """Whether another message is one with something in place of its blanks."""
    return _held_against(wire, message, other, blanks) is not None


# Framed: the messages can be told apart, and each is held against its like.


def _by_message(
    wire: Wire, messages: Iterable[Any], blanks: tuple[Any, ...], seen: bytes
) -> Values:
    values: Values = {}
    came = [wire.decode(payload) for payload in wire.split(seen)]
    for message in messages:
        for other in came:
            found = _held_against(wire, message, other, blanks)
            if found:
                values = {**found, **values}
                came.remove(other)
                break
    return values


def _held_against(
    wire: Wire, message: Any, other: Any, blanks: tuple[Any, ...]
) -> Values | None:
    """What the blanks of a message are in another one; None if it is not like it."""
    if type(message) is not type(other):
        return None
    values: Values = {}
    for field in fields(message):
        due, came = getattr(message, field.name), getattr(other, field.name)
        found = {} if due == came else _inside(due, came, blanks)
        if found is None and field.name not in wire.infos[type(message)].volatile:
            return None
        values.update(found or {})
    return values


def _inside(due: Any, came: Any, blanks: tuple[Any, ...]) -> Values | None:
    if not isinstance(due, str):
        return {due: came} if due in blanks else None
    pattern, groups = _opened(due.encode(), blanks)
    match = re.fullmatch(pattern, came.encode(), re.DOTALL)
    return _values(match, groups) if match and groups else None


# Unframed: the whole stream is held against all that is due.


def _by_bytes(
    wire: Wire, messages: Iterable[Any], blanks: tuple[Any, ...], seen: bytes
) -> Values:
    known = b"".join(wire.pattern(message, blanks) for message in messages)
    pattern, groups = _opened_pattern(known, blanks)
    match = re.fullmatch(pattern, seen, re.DOTALL) if groups else None
    return (_values(match, groups) if match else None) or {}


def _opened(data: bytes, blanks: tuple[Any, ...]) -> tuple[bytes, Mapping[str, Any]]:
    """A regular expression of bytes in which blanks may be anything."""
    return _opened_pattern(re.escape(data), blanks)


def _opened_pattern(
    pattern: bytes, blanks: tuple[Any, ...]
) -> tuple[bytes, Mapping[str, Any]]:
    groups = {}
    for number, blank in enumerate(blanks):
        literal = re.escape(blank.encode()) if isinstance(blank, str) else b""
        if literal and literal in pattern:
            name = f"blank{number}"
            groups[name] = blank
            first, *rest = pattern.split(literal)
            later = b"(?P=%s)" % name.encode()
            pattern = b"%s(?P<%s>.*?)%s" % (first, name.encode(), later.join(rest))
    return pattern, groups


def _values(match: re.Match[bytes], groups: Mapping[str, Any]) -> Values | None:
    try:
        return {blank: match[name].decode() for name, blank in groups.items()}
    except UnicodeDecodeError:
        return None
