"""Messages and acts in words, for people."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from conformance.model.answers import is_blank
from conformance.talk.wire import Wire

_DOES = {
    "connects": "connects",
    "leaves": "ends its side of the connection",
    "resets": "resets the connection",
    "stalls": "reads nothing more",
}


def message(wire: Wire, it: Any) -> str:
    """``say {text: hello}``; just the name where there are no fields."""
    name = wire.name(it)
    parts = [f"{f.name}: {value(getattr(it, f.name))}" for f in fields(it)]
    return f"{name} {{{', '.join(parts)}}}" if parts else name


def value(it: Any) -> str:
    """A field's value, as it would stand in a spec."""
    if isinstance(it, str):
        if is_blank(it):
            return "(any text)"
        plain = (
            it and it.isprintable() and it == it.strip() and not set(it) & set("{}[],:")
        )
        return it if plain else repr(it)
    if isinstance(it, bytes):
        return it.hex(" ") if it else '""'
    if isinstance(it, bool):
        return str(it).lower()
    if isinstance(it, tuple):
        return f"[{', '.join(map(value, it))}]"
    if is_dataclass(it):
        inner = ", ".join(f"{f.name}: {value(getattr(it, f.name))}" for f in fields(it))
        return f"{{{inner}}}"
    return str(it)


def payload(wire: Wire, data: bytes) -> str:
    """Bytes from the server: the message that they are, or how many they are."""
    found = wire.decode(data)
    if found is not None:
        return message(wire, found)
    if len(data) == 1:
        return "1 byte that is no message"
    return f"{len(data)} bytes that are no message"


def action(name: str) -> str:
    """What a member does that is no message."""
    return _DOES.get(name, name)


def at_once(said: str) -> str:
    """What is done at the same time as what stands above or below."""
    return f"{said} (at the same time)"
