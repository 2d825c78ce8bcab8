"""Frames: what a message is made of fits what carries it."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.model import (
    Constant,
    Framing,
    Message,
    Problem,
    Type,
)
from codegen.rules.facts import (
    Facts,
    place,
)
from codegen.rules.templates import all_templates, face_mark, readable_parts
from codegen.rules.types import LONGEST_CHARACTER, width_of
from codegen.wire.encodings import require_ascii_superset


def literals_keep_the_frame(facts: Facts) -> Iterator[Problem]:
    """No literal holds what ends a line or pads a record."""
    framing = facts.spec.framing
    stop = {"line": framing.end, "record": bytes([framing.pad])}.get(framing.kind, b"")
    for owner, template, _ in all_templates(facts) if stop else ():
        literals = "".join(p.text for p in readable_parts(template) if not p.is_field)
        if stop in literals.encode(facts.spec.encoding, "replace"):
            yield Problem(
                place(template, owner.mark),
                f"the template holds {stop!r}, which ends a {framing.kind}",
            )


def encoding(facts: Facts) -> Iterator[Problem]:
    """The encoding is one in which literals can be found."""
    spec = facts.spec
    try:
        if any(m.template is not None for m in spec.messages):
            require_ascii_superset(spec.encoding)
    except ValueError as error:
        yield Problem(place(spec.encoding, spec.name.mark), str(error))


def payloads_fit(facts: Facts) -> Iterator[Problem]:
    """The shortest payload fits the framing; the longest does, if a server sends it.

    Not in records: there a text that is relayed came in a record of the same size, and
    what a server puts before it is made to fit by ``cut``.
    """
    framing = facts.spec.framing
    for message in facts.spec.messages:
        most = framing.max if message.sender == "client" else framing.server_max
        if framing.kind == "record":
            most -= 1  # the byte that ends the text
        binary = bool(message.layout)
        frame = _literals(message, facts.spec.encoding)
        least = frame + sum(least_size(f.type, binary=binary) for f in message.fields)
        longest = frame + sum(
            longest_size(f.type, binary=binary)
            for f in message.fields
            if message.sender == "server" and framing.kind != "record"
        )
        if message.on_wire and max(least, longest) > most:
            how = f"at least {least}" if least > most else f"up to {longest}"
            yield Problem(
                face_mark(message),
                f"{message.name!r} takes {how} bytes; the framing allows {most}",
            )


def _literals(message: Message, encoding: str) -> int:
    """The bytes of a message that are no field's."""
    size = 0
    for part in readable_parts(message.template or ""):
        if not part.is_field:
            size += len(part.text.encode(encoding, "replace"))
    for piece in message.layout:
        if isinstance(piece, Constant):
            size += width_of(piece.width)
    return size


def least_size(type_: Type, *, binary: bool) -> int:
    """The fewest bytes that a value of the type takes."""
    prefix = width_of(type_.prefix) if binary and type_.prefix else 0
    if type_.kind in ("text", "bytes"):
        return prefix + max((type_.length or (0,))[0], (type_.size or (0,))[0])
    if type_.kind == "list" and type_.of is not None:
        count = (type_.count or (0,))[0]
        return prefix + count * least_size(type_.of, binary=binary)
    if type_.kind == "group":
        return sum(least_size(f.type, binary=binary) for f in type_.fields)
    if binary:
        return width_of(type_.width or "u8")
    return type_.digits or 1


def longest_size(type_: Type, *, binary: bool) -> int:
    """Bytes that a value of the type can take, and none that only might."""
    prefix = width_of(type_.prefix) if binary and type_.prefix else 0
    if type_.kind in ("text", "bytes"):
        return prefix + _longest_text(type_)
    if type_.kind == "list" and type_.of is not None:
        count = (type_.count or (0, 0))[1]
        return prefix + count * longest_size(type_.of, binary=binary)
    if type_.kind == "group":
        return sum(longest_size(f.type, binary=binary) for f in type_.fields)
    return least_size(type_, binary=binary)


def _longest_text(type_: Type) -> int:
    """What a pattern allows is not known: it is believed to be ASCII."""
    if type_.length is None:
        return (type_.size or (0, 0))[1]
    most = type_.length[1] * (1 if type_.pattern else LONGEST_CHARACTER)
    return min(most, type_.size[1]) if type_.size else most


def queue(facts: Facts) -> Iterator[Problem]:
    """What may wait for a client is at least one message."""
    framing, limits = facts.spec.framing, facts.spec.limits
    for name in limits:
        if name == "queue_bytes" and 0 < limits[name] < framing.server_max:
            yield Problem(
                place(name, facts.spec.name.mark),
                f"{name} {limits[name]} is less than one message, "
                f"which takes up to {framing.server_max}",
            )


def framing_size(facts: Facts) -> Iterator[Problem]:
    """The longest payload can be counted by the prefix of the framing."""
    framing: Framing = facts.spec.framing
    if framing.kind != "length":
        return
    most = 256 ** width_of(framing.prefix) - 1
    if max(framing.max, framing.server_max) > most:
        yield Problem(
            framing.mark, f"the prefix {framing.prefix} counts only to {most}"
        )


RULES = (literals_keep_the_frame, payloads_fit, framing_size, queue, encoding)
