"""What a client should have sent or shown, and what it did instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.wire import WireError
from codegen.wire.errors import first_difference
from conformance.clients import screen
from conformance.clients.display import Look
from conformance.clients.faults import quoted
from conformance.results import Difference, Span
from conformance.talk import describe, record
from conformance.talk.wire import Wire

if TYPE_CHECKING:
    from conformance.clients.stage import Heard

USER, SERVER = "user", "server"
_MUCH = 400  # characters of a screen


def missing(wire: Wire, message: Any) -> Difference:
    """A message that did not come."""
    return Difference(
        SERVER,
        wire.encode(message),
        describe.message(wire, message),
        b"",
        "",
        expected_spans=record.spans(wire, message),
    )


def extra(wire: Wire, heard: Heard, text: str) -> Difference:
    """A message that should not have come."""
    return Difference(
        SERVER, b"", "", heard.data, text, seen_spans=_spans(wire, heard.message)
    )


def other(wire: Wire, due: Any, heard: Heard, text: str) -> Difference:
    """Another message than the one that is due."""
    expected = wire.encode(due)
    offset = first_difference(expected, heard.data)
    return Difference(
        SERVER,
        expected,
        describe.message(wire, due),
        heard.data,
        text,
        offset,
        wire.field_at(due, offset - wire.header(due)),
        expected_spans=record.spans(wire, due),
        seen_spans=_spans(wire, heard.message),
    )


def unshown(look: Look, output: bytes) -> Difference:
    """Something that cannot be read on the screen."""
    seen = screen.on_one_line(output)[-_MUCH:]
    return Difference(
        USER,
        b"",
        f"shows {quoted(look.text)}",
        b"",
        f"shows {quoted(seen)}" if seen else "",
    )


def stray(name: str, where: str) -> Difference:
    """A file that was written where it does not belong."""
    due = f"nothing outside its folder for {quoted(name)}"
    return Difference(USER, b"", due, b"", f"a file {quoted(where)}")


def _spans(wire: Wire, message: Any) -> tuple[Span, ...]:
    if message is None:
        return ()
    try:
        return record.spans(wire, message)
    except WireError:
        return ()
