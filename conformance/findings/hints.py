"""Usual causes, told by what a deviation looks like. A hint is a guess, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.model.cast import Role
from conformance.model.inputs import RESETS
from conformance.talk.deviation import Deviation, Wrong
from conformance.talk.wire import Wire

Sign = Callable[[Deviation, Wire], bool]


def hints(deviation: Deviation, wire: Wire) -> tuple[str, ...]:
    """All hints whose sign is there, the most telling first."""
    if deviation.ending is not None:
        return tuple(filter(_is_telling, deviation.ending.output))
    services = dict.fromkeys(ask.service for ask in deviation.outcome.asks)
    return (
        *(_SERVICE.format(service=service) for service in services),
        *(text for sign, text in _TABLE if sign(deviation, wire)),
    )


def _is_telling(line: str) -> bool:
    """Whether a line of a program's output sums up why it ended, as sanitizers do."""
    return line.startswith("SUMMARY: ")


def _of(deviation: Deviation, how: str) -> set[Wrong]:
    return {wrong for wrong in deviation.wrongs if wrong.how == how}


def _ghost(deviation: Deviation, wire: Wire) -> bool:
    return deviation.act.input.action == RESETS and bool(_of(deviation, "missing"))


def _echo(deviation: Deviation, wire: Wire) -> bool:
    due = {
        wire.name(it.message)
        for it in deviation.outcome.due
        if it.who != deviation.act.who
    }
    return any(it.role == "self" and it.what in due for it in _of(deviation, "extra"))


def _wrong_socket(deviation: Deviation, wire: Wire) -> bool:
    missing = {it.what for it in _of(deviation, "missing")}
    return any(it.what in missing for it in _of(deviation, "extra"))


def _too_many(deviation: Deviation, wire: Wire) -> bool:
    due = {wire.name(it.message) for it in deviation.outcome.due}
    extra = {
        it for it in _of(deviation, "extra") if it.what in due and it.role != "self"
    }
    return bool(extra) and not _wrong_socket(deviation, wire)


def _forged(deviation: Deviation, wire: Wire) -> bool:
    roles = deviation.act.input.roles.values()
    foreign = any(role is not Role.OWN for role in roles)
    return foreign and bool(_of(deviation, "extra")) and not deviation.outcome.due


def _pairs(deviation: Deviation, wire: Wire) -> Iterator[tuple[bytes, bytes]]:
    for mismatch in deviation.mismatches.values():
        for due, surplus in mismatch.paired:
            payload = wire.payload(due.message)
            yield payload, surplus.data


def _nul(deviation: Deviation, wire: Wire) -> bool:
    return any(
        seen.rstrip(b"\0") == due.rstrip(b"\0") and seen != due
        for due, seen in _pairs(deviation, wire)
    )


def _garbage(deviation: Deviation, wire: Wire) -> bool:
    return any(
        b"\0" in due and seen.partition(b"\0")[0] == due.partition(b"\0")[0]
        for due, seen in _pairs(deviation, wire)
    ) and not _nul(deviation, wire)


def _short(deviation: Deviation, wire: Wire) -> bool:
    return any(
        len(seen) == len(due) - 1 for due, seen in _pairs(deviation, wire)
    ) and not _nul(deviation, wire)


def _byte_order(deviation: Deviation, wire: Wire) -> bool:
    return any(_swapped(due, seen) for due, seen in _pairs(deviation, wire))


def _swapped(due: bytes, seen: bytes) -> bool:
    if len(due) != len(seen) or due == seen:
        return False
    wrong = [i for i, (a, b) in enumerate(zip(due, seen, strict=True)) if a != b]
    start, end = wrong[0], wrong[-1] + 1
    return end - start in (2, 4, 8) and due[start:end] == seen[start:end][::-1]


def _other_order(deviation: Deviation, wire: Wire) -> bool:
    return any(
        sorted(due) == sorted(seen) and not _swapped(due, seen)
        for due, seen in _pairs(deviation, wire)
    )


def _cut(deviation: Deviation, wire: Wire) -> bool:
    return bool(deviation.act.cuts) and bool(_of(deviation, "missing"))


def _begun(deviation: Deviation, wire: Wire) -> bool:
    return any(
        wire.encode(due.message).startswith(surplus.data)
        for mismatch in deviation.mismatches.values()
        for due in mismatch.missing
        for surplus in mismatch.extra
    )


def _open(deviation: Deviation, wire: Wire) -> bool:
    return bool(_of(deviation, "open"))


def _silent(deviation: Deviation, wire: Wire) -> bool:
    return bool(_of(deviation, "unanswered"))


_SERVICE = (
    "service {service} may say what it likes, or not be there at all: shown is what "
    "comes nearest to one of its answers, or to its failure"
)
_TABLE: tuple[tuple[Sign, str], ...] = (
    (
        _ghost,
        "a reset makes recv() fail (-1, ECONNRESET) instead of returning 0: both mean "
        "that the user is gone",
    ),
    (_cut, "one recv() is not one message: keep what is incomplete and read on"),
    (
        _begun,
        "the message has begun to come: it is not sent as a whole, or too slowly",
    ),
    (_wrong_socket, "the right message went to the wrong connection"),
    (_echo, "the sender is among the recipients: leave its own connection out"),
    (_forged, "take the sender's name from the connection, not from the message"),
    (_too_many, "the message went to more connections than those it is for"),
    (_nul, "only NUL bytes differ: strlen() and sizeof give different sizes"),
    (_garbage, "the bytes after the NUL are old ones: clear the buffer first"),
    (_byte_order, "the bytes of a number are in the other order: htons(), htonl()"),
    (_other_order, "the same bytes in another order: is the order that of joining?"),
    (_short, "exactly one byte is missing: a limit or an index that is off by one"),
    (_open, "the connection stays open: close() it once the last message is written"),
    (
        _silent,
        "after this the next message was not answered as it must be: something "
        "changed that should not have, or the server no longer reads this connection",
    ),
)
