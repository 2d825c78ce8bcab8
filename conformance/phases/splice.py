"""Puts other bytes in place of one field of a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.wire import Blob, LengthPrefixed, Lines, NulRecord, Records, Text, Unframed
from codegen.wire.sizes import capacity, form
from conformance.phases.boundaries import Content
from conformance.talk.acts import Impossible
from conformance.talk.wire import Wire


def altering(wire: Wire, field: str, content: Content) -> Callable[[Any, bytes], bytes]:
    """The function that makes the payload of a message one with other content."""

    def alter(message: Any, payload: bytes) -> bytes:
        codec = wire.protocol.client_messages.codecs[type(message)]
        start, end = wire.spans(message)[field]
        kind = codec.fields[field]
        prefix = getattr(kind, "prefix", None) if not _is_template(codec) else None
        used = form(prefix).size if prefix else 0
        room = largest(wire) - (len(payload) - (end - start)) - used
        if isinstance(codec, NulRecord):
            text = payload.partition(codec.pad)[0]
            room = codec.size - 1 - (len(text) - (end - start))
            payload = text
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
