"""Acts of several members at the same time: a target may take them in any order.

Each member's own acts keep their order. The room is asked what follows from every order
there is; what nobody could tell apart is one way, and some way it must have been. What
comes to a member that leaves meanwhile is not looked at, and of what it said before a
reset the last part may be lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from codegen.room import Room
from codegen.wire import WireError
from conformance.model import happening
from conformance.model.answers import Way
from conformance.model.happening import Due, NoMessage, Outcome
from conformance.model.inputs import LEAVES, RESETS, SENDS
from conformance.talk.acts import Act, Impossible
from conformance.talk.forks import Fork, Seen, lacks_only
from conformance.talk.wire import Wire

MOST = 300  # ways that can be told apart
_MOST_STEPS = 3_000  # of the room, to find them


class Unknown(Impossible):
    """There are too many orders to say what must come."""


class Part(NamedTuple):
    """One of several acts: the message that it is, and its bytes."""

    act: Act
    message: Any
    data: bytes


class _Place(NamedTuple):
    """How far every actor has come, and what was due on the way."""

    room: Room[Any]
    done: tuple[int, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Orders(Fork):
    """The ways in which a step of several acts may go on."""

    def _filled(self, way: Way, seen: Seen) -> Way:
        return way  # no service is asked, so nothing is blank

    def _fits(self, way: Way, who: int, seen: Seen) -> bool:
        # While there is too little it is too early to look closer.
        due = self._due(way, who)
        return due.complete(seen[who]) and super(Orders, self)._fits(way, who, seen)

    def nearest(self, seen: Seen) -> Way:
        """The way that differs least: one that only lacks something, if there is one.

        What only lacks something may yet come; what is too much was never right.
        """
        lacking = [
            way
            for way in self.ways
            if all(lacks_only(self._compared(way, who, seen)) for who in seen)
        ]
        return min(
            lacking or self.ways,
            key=lambda way: sum(self.wrongs(way, who, seen) for who in seen),
        )

    def explaining(
        self, way: Way, seen: Seen, ended: Collection[int], dues: Iterable[Due]
    ) -> Way | None:
        """A way that accounts for all that came, other dues too: this one, if it does.

        None if none does.
        """
        others = tuple(dues)
        for it in (way, *self.ways):
            more = Outcome(it.outcome.fired, (*it.outcome.due, *others))
            both = replace(it, outcome=more)
            if (
                set(it.outcome.closed) <= set(ended)
                and not set(ended) & it.room.sessions.keys()
                and all(self._fits(both, who, seen) for who in seen)
            ):
                return it
        return None


def orders(
    wire: Wire, room: Room[Any], parts: Sequence[Part], gone: Collection[int]
) -> tuple[Way, ...]:
    """All that may follow from parts done at the same time. Raises Unknown.

    Nothing, if they cannot all be done here, or a service would have to be asked.
    """
    lines: dict[int, list[Part]] = {}
    for part in parts:
        lines.setdefault(part.act.who, []).append(part)
    ends: dict[Any, Way] = {}
    seen: set[Any] = set()
    start = _Place(room.copy(), tuple(0 for _ in lines), Outcome(()))
    open_, steps = [start], 0
    while open_:
        place = open_.pop()
        if all(
            n == len(line) for n, line in zip(place.done, lines.values(), strict=True)
        ):
            way = Way((), place.room, without(place.outcome, gone))
            ends.setdefault(_look(place.room, way.outcome), way)
        for after in _onward(wire, place, list(lines.values())):
            steps += 1
            if steps > _MOST_STEPS or len(ends) > MOST:
                raise Unknown(f"there are more than {MOST} orders")
            if after.outcome.asks:
                return ()
            key = after.done, _look(after.room, after.outcome)
            if key not in seen:
                seen.add(key)
                open_.append(after)
    return tuple(ends.values())


def _look(room: Room[Any], outcome: Outcome) -> Any:
    """What can be told of a place: the same for those that are one."""
    told: dict[Any, list[Any]] = {}
    for due in outcome.due:
        told.setdefault((due.who, due.author, due.rule), []).append(due.message)
    said = tuple((line, tuple(told[line])) for line in sorted(told))
    return room.key(), said, frozenset(outcome.closed)


def _onward(wire: Wire, place: _Place, lines: list[list[Part]]) -> Iterator[_Place]:
    """What may be taken next, by every actor that has not come to an end."""
    # Backwards: what is left for last is looked into first, and the first order to be
    # found is that in which they are written down.
    for number in reversed(range(len(lines))):
        line, done = lines[number], place.done[number]
        left = line[done:]
        if not left:
            continue
        yield _after(wire, place, number, left[0], 1)
        if left[-1].act.input.action == RESETS and len(left) > 1:
            yield _after(wire, place, number, left[-1], len(left))


def _after(wire: Wire, place: _Place, number: int, part: Part, steps: int) -> _Place:
    room = place.room.copy()
    outcome = _taken(wire, room, part)
    due = tuple(due._replace(author=part.act.who) for due in outcome.due)
    outcome = replace(outcome, due=due)
    done = list(place.done)
    done[number] += steps
    return _Place(room, tuple(done), happening.together([place.outcome, outcome]))


def _taken(wire: Wire, room: Room[Any], part: Part) -> Outcome:
    who = part.act.who
    if part.act.input.action != SENDS:
        return happening.drops(room, who)
    if who not in room.sessions:
        return Outcome(())
    if part.act.is_plain and not room.READS:
        return happening.says(room, who, part.message)
    return happening.says(room, who, _read(wire, room, who, part.data))


def _read(wire: Wire, room: Room[Any], who: int, data: bytes) -> Any:
    """What bytes are in the state that their sender is in by now."""
    splitter = wire.protocol.client_framing.splitter()
    splitter.feed(data)
    try:
        payload = splitter.next()
        return wire.protocol.client_messages.decode(payload or b"", room.reads(who))
    except WireError as error:
        return NoMessage(error.code, error.reason, error.level)


def without(outcome: Outcome, gone: Collection[int]) -> Outcome:
    """What follows for all but those who are gone."""
    due = tuple(due for due in outcome.due if due.who not in gone)
    closed = tuple(who for who in outcome.closed if who not in gone)
    return replace(outcome, due=due, closed=closed)


def gone_in(act: Act) -> set[int]:
    """Those who leave in the course of an act."""
    return {it.who for it in act.all if it.input.action in (LEAVES, RESETS)}
