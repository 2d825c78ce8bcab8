"""The codecs of both sides and how their payloads stand in the stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.emit.text import Source, call, mapping
from codegen.emit.types import encoding
from codegen.model import Constant, Framing, Message, Spec


def codecs(spec: Spec) -> list[str]:
    """The assignments of CLIENT_MESSAGES, SERVER_MESSAGES and the two framings."""
    lines = []
    for side in ("client", "server"):
        sent = [m for m in spec.messages if m.on_wire and m.sender == side]
        found = [_codec(m, spec) for m in sent]
        messages = call("wire.Messages", found, **_apart(sent, spec))
        lines.append(f"{side.upper()}_MESSAGES = {messages}")
    framing = spec.framing
    make = _FRAMINGS[framing.kind]
    lines.append(f"CLIENT_FRAMING = {make(framing, framing.max)}")
    lines.append(f"SERVER_FRAMING = {make(framing, framing.server_max)}")
    return lines


def _apart(sent: list[Message], spec: Spec) -> dict[str, Any]:
    """The messages that no payload is offered to."""
    reads = spec.session.reads
    apart = [Source(m.class_name) for m in sent if m.name in reads]
    return {"apart": apart} if apart else {}


def tags(spec: Spec) -> str:
    """TAGS: the number that stands first in the layout of each message of a client."""
    found = {
        Source(m.class_name): m.layout[0].value
        for m in spec.messages
        if m.sender == "client" and m.layout and isinstance(m.layout[0], Constant)
    }
    return f"TAGS: dict[type, int] = {mapping(found)}"


def _codec(message: Message, spec: Spec) -> Source:
    if message.template is None:
        return _layout(message)
    fields = {str(f.name): Source(f.type.constant) for f in message.fields}
    said: dict[str, Any] = {"encoding": encoding(spec)} if encoding(spec) else {}
    if message.also:
        said["also"] = [str(other) for other in message.also]
    head = Source(message.class_name)
    template = call("wire.Template", head, str(message.template), fields, **said)
    framing = spec.framing
    if framing.kind != "record":
        return template
    unusual: dict[str, object] = {}
    if framing.pad:
        unusual["pad"] = framing.pad
    if framing.tail != "nul":
        unusual["tail"] = framing.tail
    if message.whole:
        unusual["whole"] = True
    return call("wire.NulRecord", template, size=framing.size, **unusual)


def _layout(message: Message) -> Source:
    items = [
        (
            str(part.name),
            call("wire.Const", str(part.width), part.value)
            if isinstance(part, Constant)
            else Source(part.type.constant),
        )
        for part in message.layout
    ]
    return call("wire.Layout", Source(message.class_name), items)


_FRAMINGS: Mapping[str, Callable[[Framing, int], Source]] = {
    "none": lambda _, most: call("wire.Unframed", max=most),
    "line": lambda framing, most: call("wire.Lines", end=framing.end, max=most),
    "record": lambda framing, _: call("wire.Records", size=framing.size),
    "length": lambda framing, most: call(
        "wire.LengthPrefixed", size=str(framing.prefix), max=most
    ),
}
