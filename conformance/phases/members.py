"""How the members of the cast come in, and what they can say there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from codegen.room import Room
from conformance.model import happening
from conformance.model.access import access_word, entrance
from conformance.model.cast import ALICE, BOB, Role
from conformance.model.happening import Outcome
from conformance.model.inputs import CONNECTS, SENDS, Input
from conformance.phases.bench import Bench
from conformance.phases.boundaries import probes
from conformance.phases.splice import altering
from conformance.talk.acts import Act

DAVE, ERIN, FRANK = 4, 5, 6
GUESTS = (DAVE, ERIN, FRANK)
_FEW = 3


class Said(NamedTuple):
    """Something that can be said in a state of the room, and what follows."""

    input: Input
    message: Any
    outcome: Outcome
    stays: bool

    @property
    def heard_by(self) -> int:
        """How many hear of it."""
        return len({due.who for due in self.outcome.due})

    @property
    def is_talk(self) -> bool:
        """Whether it is answered or told on, and changes nothing."""
        outcome = self.outcome
        told = bool(outcome.due) and not outcome.asks and not outcome.closed
        return self.stays and told


def as_member(input: Input, who: int) -> Input:
    """What alice does, done by a member that the flat model does not have."""
    roles = {
        name: who if role is Role.OWN else role for name, role in input.roles.items()
    }
    return Input(who, input.action, input.info, roles, input.chosen, input.plain)


def arrival(bench: Bench, who: int, narrow: bool = False) -> tuple[Act, ...]:
    """How somebody comes in while the bystander is there."""
    word = access_word(bench.graph, bench.graph.start.room, ALICE)
    note = "with little room for what it does not read" if narrow else ""
    return tuple(
        Act(as_member(input, who), narrow=narrow, note=note)
        if input.action == CONNECTS
        else Act(as_member(input, who))
        for input in word
    )


def login(bench: Bench) -> Input | None:
    """What alice says to come in; None where it is enough to connect."""
    word = access_word(bench.graph, bench.graph.start.room, ALICE)
    return next((input for input in word if input.action == SENDS), None)


def by_name_of(
    size: str, bench: Bench, acts: Iterable[Act], who: int
) -> tuple[Act, ...] | None:
    """The same acts of one with the longest or shortest name; None if there is none."""
    config = bench.protocol.client.login
    if config is None:
        return None
    kind = bench.graph.alphabet.fields_of(config.send)[config.field]
    probe = next((it for it in probes(kind) if it.word == size), None)
    if probe is None:
        return None
    alter = altering(bench.wire, config.field, probe.content)

    def is_login(act: Act) -> bool:
        info = act.input.info
        return act.who == who and info is not None and info.cls is config.send

    return tuple(
        replace(it, alter=alter, note=f"with the {size} name") if is_login(it) else it
        for it in acts
    )


class Lobby:
    """The room in which everybody has come in, and nothing else has happened.

    ``word`` is how that comes about.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.word = [*bench.arrival, *map(Act, entrance(bench.graph))]
        self.room = room_after(bench, (act.input for act in self.word))

    def said_by(self, who: int) -> Iterator[Said]:
        """All that a member can say now."""
        return said_by(self.bench, self.room, who)

    def talk(self) -> tuple[Act, ...]:
        """A few things that alice and bob can say without changing anything.

        What others hear comes first.
        """
        return talk(self.bench, self.room)


def room_after(bench: Bench, word: Iterable[Input]) -> Room[Any]:
    """The room when all this has been done in it."""
    room = bench.protocol.room(bench.graph.features)
    for input in word:
        if input.action == CONNECTS:
            happening.connects(room, input.who)
        elif input.action == SENDS:
            message = bench.graph.alphabet.message(input, room, bench.graph.naming)
            happening.says(room, input.who, message)
        else:
            happening.drops(room, input.who)
    return room


def said_by(bench: Bench, room: Room[Any], who: int) -> Iterator[Said]:
    """All that a member can say in a room, and what follows from each."""
    alphabet, naming, key = bench.graph.alphabet, bench.graph.naming, room.key()
    inputs = alphabet.of(who) if who in room.sessions else ()
    for input in inputs:
        message = alphabet.message(input, room, naming)
        if input.action == SENDS and message is not None:
            after = room.copy()
            outcome = happening.says(after, who, message)
            yield Said(input, message, outcome, after.key() == key)


def talk(bench: Bench, room: Room[Any]) -> tuple[Act, ...]:
    """A few things that alice and bob can say in a room without changing it."""
    found: list[Act] = []
    for who in (ALICE, BOB):
        mine = [it for it in said_by(bench, room, who) if it.is_talk]
        mine.sort(key=lambda it: -it.heard_by)
        by_name: dict[str, Said] = {}
        for said in mine:
            by_name.setdefault(said.input.name, said)
        found += [Act(said.input) for said in list(by_name.values())[:_FEW]]
    return tuple(found)
