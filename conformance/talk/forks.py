"""A step that asks a service, until what a target shows says how it was answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from codegen.room import Room
from conformance.model.answers import Way, again
from conformance.model.happening import Outcome
from conformance.talk.blanks import Values, filling
from conformance.talk.match import Mismatch, compare
from conformance.talk.wire import Expected, Wire

_ALIKE = 500  # bytes by which likeness is told

Seen = Mapping[int, bytes | bytearray]
Explain = Callable[[Mismatch], Mismatch]
"""What is left of a mismatch without what strangers on the target have to do with."""


@dataclass(frozen=True, slots=True)
class Fork:
    """The ways on from a step: ``room`` and ``outcome`` are those before any answer."""

    wire: Wire
    room: Room[Any]
    outcome: Outcome
    ways: tuple[Way, ...]
    explain: Explain

    def shown(self, seen: Seen, ended: Collection[int]) -> Way | None:
        """The way that fits all that came so far, the one that says most; or None.

        Among equals it is one that fits even where anything would.
        """
        fitting = [
            way
            for way in (self._filled(way, seen) for way in self.ways)
            if set(way.outcome.closed) <= set(ended)
            and not set(ended) & way.room.sessions.keys()
            and all(self._fits(way, who, seen) for who in seen)
        ]

        def fitness(way: Way) -> tuple[int, int]:
            as_due = sum(self._due(way, who).literal == seen[who] for who in seen)
            return len(way.outcome.due), as_due

        return max(fitting, key=fitness, default=None)

    def may_go_on(self, seen: Seen, way: Way | None = None) -> bool:
        """Whether what came so far is the beginning of a way, one that says more."""
        least = len(way.outcome.due) if way is not None else -1
        longer = (it for it in self.ways if len(it.outcome.due) > least)
        return any(
            all(lacks_only(self._compared(other, who, seen)) for who in seen)
            for other in (self._filled(it, seen) for it in longer)
        )

    def nearest(self, seen: Seen) -> Way:
        """The way that differs least from what came."""

        def distance(way: Way) -> tuple[int, float]:
            wrongs = sum(self.wrongs(way, who, seen) for who in seen)
            return wrongs, -sum(self._likeness(way, who, seen) for who in seen)

        return min((self._filled(way, seen) for way in self.ways), key=distance)

    def wrongs(self, way: Way, who: int, seen: Seen) -> int:
        """How much is wrong with what one member got, if it was this way."""
        return _wrongs(self._compared(way, who, seen))

    def _filled(self, way: Way, seen: Seen) -> Way:
        """A way with the target's own words in its blanks, as far as they came."""
        values: Values = {}
        for who, data in seen.items():
            messages = [due.message for due in way.outcome.of(who)]
            found = filling(self.wire, messages, way.blanks, bytes(data))
            values = {**found, **values}
        return again(self.room, self.outcome, way, values) if values else way

    def _fits(self, way: Way, who: int, seen: Seen) -> bool:
        as_due = self._due(way, who).matches(seen[who])
        return as_due or not self._compared(way, who, seen)

    def _due(self, way: Way, who: int) -> Expected:
        return self.wire.expected(tuple(due.message for due in way.outcome.of(who)))

    def _compared(self, way: Way, who: int, seen: Seen) -> Mismatch:
        found = compare(self.wire, way.outcome.of(who), bytes(seen[who]))
        return self.explain(found)

    def _likeness(self, way: Way, who: int, seen: Seen) -> float:
        due = self._due(way, who).literal[:_ALIKE]
        return SequenceMatcher(None, due, bytes(seen[who][:_ALIKE])).ratio()


def lacks_only(it: Mismatch) -> bool:
    """Whether nothing is wrong but that there is no more."""
    return not (it.extra or it.paired or it.out_of_order)


def _wrongs(it: Mismatch) -> int:
    """What came in place of something else counts once."""
    others = max(len(it.missing), len(it.extra))
    return others + len(it.paired) + len(it.out_of_order)
