"""From a minimal conversation that deviates to a finding that explains itself."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.wire.errors import WireError, first_difference
from conformance.model.cast import label
from conformance.model.happening import Due
from conformance.results import Difference, Span
from conformance.talk import describe, record
from conformance.talk.deviation import Deviation, Wrong
from conformance.talk.match import Mismatch, Surplus
from conformance.talk.wire import Wire


def differences(wire: Wire, deviation: Deviation) -> tuple[Difference, ...]:
    """What each member should have got and got instead.

    Nothing, where the target came to its end: that says it all.
    """
    if deviation.ending is not None:
        return ()
    found: list[Difference] = []
    for who, mismatch in sorted(deviation.mismatches.items()):
        found += _of(wire, label(who), mismatch)
    for who, how in sorted(deviation.endings.items()):
        found.append(_ending(label(who), how))
    if not found:
        for who, fence in sorted(deviation.unanswered.items()):
            found += [_missing(wire, label(who), due) for due in fence.due]
    return tuple(found)


def _of(wire: Wire, who: str, it: Mismatch) -> Iterator[Difference]:
    for due, surplus in it.paired:
        yield _other(wire, who, due, surplus)
    for due in it.missing:
        yield _missing(wire, who, due)
    for surplus in it.extra:
        seen = describe.payload(wire, surplus.data)
        yield Difference(
            who,
            b"",
            "",
            wire.wrapped(surplus.data),
            seen,
            seen_spans=_spans(wire, surplus),
        )
    for due in it.out_of_order:
        text = describe.message(wire, due.message)
        yield Difference(who, b"", f"{text} after the others", b"", f"{text} too early")


def _missing(wire: Wire, who: str, due: Due) -> Difference:
    text = describe.message(wire, due.message)
    return Difference(
        who,
        wire.encode(due.message),
        text,
        b"",
        "",
        expected_spans=record.spans(wire, due.message),
    )


def _other(wire: Wire, who: str, due: Due, surplus: Surplus) -> Difference:
    expected, seen = wire.encode(due.message), wire.wrapped(surplus.data)
    offset = first_difference(expected, seen)
    return Difference(
        who,
        expected,
        describe.message(wire, due.message),
        seen,
        describe.payload(wire, surplus.data),
        offset,
        wire.field_at(due.message, offset - wire.header(due.message)),
        expected_spans=record.spans(wire, due.message),
        seen_spans=_spans(wire, surplus),
    )


def _spans(wire: Wire, surplus: Surplus) -> tuple[Span, ...]:
    """Where the fields are in what came, if that is a message."""
    if surplus.message is None:
        return ()
    try:
        return record.spans(wire, surplus.message)
    except WireError:  # it is read, but nobody may write it so
        return ()


def _ending(who: str, how: str) -> Difference:
    wanted = "the connection goes on" if how else "the end of the connection"
    return Difference(who, b"", wanted, b"", "", closed=how or "still open")


_HOW = {
    "missing": "{what} does not reach {role}",
    "extra": "{role} gets {what}, which is not for it",
    "content": "{role} gets another {what} than the right one",
    "leak": "{role} gets, behind the end of a text, bytes of what was not for it",
    "wording": "{role} gets {what} in other words",
    "order": "{role} gets {what} too early",
    "ended": "the connection of {role} is ended",
    "open": "the connection of {role} is not ended",
    "unanswered": "after it {role} gets no right answer to a further message",
}
_WHO = {
    "self": "the sender",
    "target": "the one it is for",
    "other": "another user",
    "bystander": "a bystander",
}


def summary(deviation: Deviation) -> str:
    """One line about what is wrong."""
    return f"{deviation.act.name}: {wrongs(deviation)}"


def wrongs(deviation: Deviation) -> str:
    """All that is wrong, in words."""
    if deviation.ending is not None:
        return f"after this the server {deviation.ending.said}"

    def said(wrong: Wrong) -> str:
        role = _WHO[wrong.role]
        return _HOW[wrong.how].format(what=wrong.what, role=role)

    return "; ".join(sorted(map(said, deviation.wrongs)))
