"""Puts other bytes in place of one field of a message."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from codegen.wire import Blob, LengthPrefixed, Lines, NulRecord, Records, Text, Unframed
from codegen.wire.sizes import capacity, form
from conformance.phases.boundaries import Content, shortest
from conformance.talk.acts import Impossible
from conformance.talk.wire import Wire


def altering(wire: Wire, field: str, content: Content) -> Callable[[Any, bytes], bytes]:
    """The function that makes the payload of a message one with other content."""

    def alter(message: Any, payload: bytes) -> bytes:
        codec = wire.protocol.client_messages.codecs[type(message)]
        start, end = wire.spans(message)[field]
        kind = codec.fields[field]
        prefix = _prefix(codec, field)
        room = room_for(wire, message, field)
        if isinstance(codec, NulRecord):
            payload = payload.partition(codec.pad)[0]
        value = getattr(message, field)
        plain = value if isinstance(value, str) else ""
        new = content(plain, room)
        if isinstance(kind, Text | Blob) and len(new) > room:
            raise Impossible
        if prefix:
            if len(new) > capacity(prefix):
                raise Impossible
            new = form(prefix).pack(len(new)) + new
        altered = payload[:start] + new + payload[end:]
        if isinstance(codec, NulRecord):
            altered = altered.ljust(codec.size, codec.pad)
        return altered

    return alter


def alone(wire: Wire, field: str, content: Content) -> Callable[[Any, bytes], bytes]:
    """The same, with every other text that names nobody as short as it may be."""
    alter = altering(wire, field, content)

    def altered(message: Any, payload: bytes) -> bytes:
        short = beside_the_shortest(wire, message, field)
        return alter(short, wire.protocol.client_messages.encode(short))

    return altered


def beside_the_shortest(
    wire: Wire, message: Any, field: str, own: Collection[str] = ()
) -> Any:
    """A message with every text but one as short as it may be.

    So are, of the names in it, only those in the fields ``own``.
    """
    names = set(wire.infos[type(message)].identities) - set(own)
    codec = wire.protocol.client_messages.codecs[type(message)]
    short = {
        name: shortest(kind, getattr(message, name))
        for name, kind in codec.fields.items()
        if isinstance(kind, Text) and name not in {field, *names}
    }
    return replace(message, **short)


def room_for(wire: Wire, message: Any, field: str) -> int:
    """The bytes that a field may have, beside all else that is in the message."""
    codec = wire.protocol.client_messages.codecs[type(message)]
    payload = codec.encode(message)
    start, end = wire.spans(message)[field]
    if isinstance(codec, NulRecord):
        text = payload.partition(codec.pad)[0]
        return codec.size - 1 - (len(text) - (end - start))
    prefix = _prefix(codec, field)
    used = form(prefix).size if prefix else 0
    return largest(wire) - (len(payload) - (end - start)) - used


def _prefix(codec: Any, field: str) -> str | None:
    """The number in front of a field that says how long it is."""
    kind = codec.fields[field]
    return getattr(kind, "prefix", None) if not _is_template(codec) else None


def _is_template(codec: Any) -> bool:
    return hasattr(codec, "template") or isinstance(codec, NulRecord)


def largest(wire: Wire) -> int:
    """The longest payload that clients can send."""
    framing = wire.protocol.client_framing
    if isinstance(framing, Records):
        return framing.size
    if isinstance(framing, Unframed | Lines | LengthPrefixed):
        return framing.max
    raise TypeError(f"the longest payload of {framing} is not known")
