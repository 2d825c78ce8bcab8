"""What a ``Room`` says must follow from one thing that happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from codegen.room import Ask, Close, Effect, Room, Send


class Due(NamedTuple):
    """One message for one member of the cast, and the rule that wants it.

    ``author`` is the one on whose account it is due, where several act at once.
    """

    who: int
    message: Any
    rule: str
    author: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rules that fired, the messages due (in order) and the connections to end."""

    fired: tuple[str, ...]
    due: tuple[Due, ...] = ()
    closed: tuple[int, ...] = ()
    level: str = "must"  # should: all that is due is that something is not taken
    asks: tuple[Ask, ...] = ()  # what services are asked: more follows when they answer

    def of(self, who: int) -> tuple[Due, ...]:
        """What one member must get, in order."""
        return tuple(due for due in self.due if due.who == who)


class NoMessage(NamedTuple):
    """Bytes that the wire rejects, in place of a message."""

    code: str
    reason: str
    level: str = "must"
    fatal: bool = False


def connects(room: Room[Any], who: int) -> Outcome:
    """``who`` connects: the room is changed."""
    return _outcome(room, room.connected(who))


def is_turned_away(_: Room[Any], who: int) -> Outcome:
    """``who`` connects where nobody has a place any more: that ends at once."""
    return Outcome((), closed=(who,))


def drops(room: Room[Any], who: int) -> Outcome:
    """The connection of ``who`` is gone: the room is changed."""
    return _outcome(room, room.disconnected(who))


def says(room: Room[Any], who: int, message: Any) -> Outcome:
    """``who`` sends a message, or what is none: the room is changed."""
    if isinstance(message, NoMessage):
        code, reason, level, fatal = message
        outcome = _outcome(room, room.malformed(who, code, reason, fatal=fatal))
        return replace(outcome, level=level)
    return _outcome(room, room.received(who, message))


def answered(room: Room[Any], call: int, result: Mapping[str, Any]) -> Outcome:
    """A service answers: the room is changed."""
    return _outcome(room, room.answered(call, result))


def failed(room: Room[Any], call: int, reason: str) -> Outcome:
    """A service fails: the room is changed."""
    return _outcome(room, room.answered(call, None, reason))


def _outcome(room: Room[Any], effects: Iterable[Effect]) -> Outcome:
    effects = list(effects)
    due = tuple(
        Due(sid, effect.message, effect.rule)
        for effect in effects
        if isinstance(effect, Send)
        for sid in effect.to
    )
    closed = tuple(effect.sid for effect in effects if isinstance(effect, Close))
    asks = tuple(effect for effect in effects if isinstance(effect, Ask))
    return Outcome(tuple(room.fired), due, closed, asks=asks)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Several things that happen at once, in this order."""
    fired: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()
    closed: tuple[int, ...] = ()
    asks: tuple[Ask, ...] = ()
    level = "must"
    for outcome in outcomes:
        fired += outcome.fired
        due += outcome.due
        closed += outcome.closed
        asks += outcome.asks
        level = outcome.level
    return Outcome(fired, due, closed, level, asks)
