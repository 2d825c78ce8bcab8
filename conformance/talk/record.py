"""A conversation as data: what a report needs to have it played again elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from conformance.model.cast import Names, label
from conformance.model.fences import Fence
from conformance.model.happening import Due
from conformance.model.inputs import SENDS
from conformance.results import Delivery, Message, Move, Span
from conformance.talk.wire import Wire

if TYPE_CHECKING:
    from conformance.talk.step import Step


def message(wire: Wire, it: Any) -> Message:
    """A message with its bytes, and where its fields are in them."""
    info = wire.infos[type(it)]
    values = {field.name: plain(getattr(it, field.name)) for field in fields(it)}
    return Message(info.name, values, wire.encode(it), spans(wire, it), info.volatile)


def spans(wire: Wire, it: Any) -> tuple[Span, ...]:
    """Where the fields of a message are, in their order."""
    found = (Span(n, *bounds) for n, bounds in wire.framed_spans(it).items())
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def plain(value: Any) -> Any:
    """A field's value without a type of the protocol's own."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value


def move(step: Step) -> Move:
    """What is done in a step, and all that must follow."""
    wire, act = step.play.wire, step.act
    said = step.message
    is_whole = said is not None and wire.encode(said) == b"".join(step.pieces)
    return Move(
        who=label(act.who),
        action=act.input.action,
        pieces=tuple(step.pieces),
        message=message(wire, said) if is_whole else None,
        note=act.note,
        due=_deliveries(wire, step.outcome.due),
        closes=tuple(label(who) for who in step.outcome.closed),
    )


def question(wire: Wire, who: int, fence: Fence) -> Move:
    """A fence, as something that is done: its answer shows what it is about."""
    return Move(
        who=label(who),
        action=SENDS,
        pieces=(fence.data,),
        message=message(wire, fence.message),
        due=_deliveries(wire, fence.due),
    )


def _deliveries(wire: Wire, dues: Iterable[Due]) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(label(due.who), due.rule, message(wire, due.message)) for due in dues
    )


def names(of: Names) -> dict[str, tuple[str, ...]]:
    """The names that each member of the cast goes by."""
    return {
        label(who): tuple(it[who] for it in (of.first, of.spare) if who in it)
        for who in of.first
    }
