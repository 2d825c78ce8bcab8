"""What the cast can do: connect, leave, be reset, and send every message.

A message is sent in every combination of whom its identity fields name and of the
values of its choices; its other fields take one ordinary value after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from codegen.protocol import MessageInfo, Protocol
from codegen.room import Room
from codegen.wire import Field, Text, WireError
from conformance.model import nominal
from conformance.model.cast import CAROL, Naming, Role

_TWO = (Role.OWN, Role.OTHER)
TEXTS = (str, "str", tuple[str, ...])  # the types of variables that hold texts

Promoted = dict[str, list[dict[str, Any]]]
"""By message: sets of values that are inputs of their own."""


class Recalled(NamedTuple):
    """A text made of one that is remembered: it, or what begins as it ends."""

    variable: str
    follows: bool

    def __str__(self) -> str:
        """In words, for the name of a case."""
        return f"{'after' if self.follows else 'same'} {self.variable}"

    def text(self, room: Room[Any], samples: tuple[Any, ...]) -> str | None:
        """What it is now; None if nobody remembers anything."""
        owners = (*room.sessions.values(), room.shared)
        held = filter(None, (getattr(it, self.variable, None) for it in owners))
        found = next(held, None)
        if found is None:
            return None
        known: str = found[-1] if isinstance(found, tuple) else found
        if not self.follows:
            return known
        fitting = (it for it in samples if it.startswith(known[-1]) and it != known)
        return next(fitting, known[-1] * 2)


CONNECTS, LEAVES, RESETS, SENDS = "connects", "leaves", "resets", "sends"
STALLS = "stalls"  # from now on it reads nothing: no input of the flat model


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """Something that ``who`` may do; there is one object of each kind.

    ``roles`` says whom the identity fields name, a role or a certain member;
    ``chosen`` are the fields with one certain value;
    ``plain`` is the like of it with the first of all values, None for that one.
    """

    who: int
    action: str
    info: MessageInfo | None = None
    roles: Mapping[str, Role | int] = field(default_factory=dict)
    chosen: Mapping[str, Any] = field(default_factory=dict)
    plain: Input | None = None

    @property
    def feature(self) -> str:
        """The feature that it belongs to; "" is the core."""
        return self.info.feature if self.info else ""

    @property
    def name(self) -> str:
        """The message's name, or the action's."""
        return self.info.name if self.info else self.action


class Alphabet:
    """All inputs of a protocol, and the messages that they stand for."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.infos = tuple(m for m in protocol.messages if m.sender == "client")
        self._inputs: dict[int, tuple[Input, ...]] = {}
        self.promoted: Promoted = {}
        self._carried: dict[Any, bool] = {}
        self._ordinary: dict[tuple[str, int], dict[str, Any]] = {}

    @cached_property
    def variable(self) -> str | None:
        """The session variable with the user's name: the one most fields name."""
        named = [v for info in self.infos for v in info.identities.values()]
        return max(named, key=named.count) if named else None

    def of(self, who: int) -> tuple[Input, ...]:
        """Everything that a connected member may do. The bystander only logs in."""
        if who not in self._inputs:
            self._inputs[who] = tuple(self._of(who))
        return self._inputs[who]

    def connects(self, who: int) -> Input:
        """The input of one who is not connected."""
        key = -who
        if key not in self._inputs:
            self._inputs[key] = (Input(who, CONNECTS),)
        return self._inputs[key][0]

    def promoting(self, promoted: Promoted) -> Alphabet:
        """The same with more inputs: values that turned out to make a difference."""
        alphabet = Alphabet(self.protocol)
        names = dict.fromkeys([*self.promoted, *promoted])
        alphabet.promoted = {
            name: [*self.promoted.get(name, ()), *promoted.get(name, ())]
            for name in names
        }
        return alphabet

    def _of(self, who: int) -> Iterator[Input]:
        if who != CAROL:
            yield Input(who, LEAVES)
            yield Input(who, RESETS)
        for info in self.infos:
            yield from self._sends(who, info)

    def _sends(self, who: int, info: MessageInfo) -> Iterator[Input]:
        named = list(info.identities)
        for combination in self._roles(who, info):
            roles = dict(zip(named, combination, strict=True))
            plain: Input | None = None
            for chosen in self._chosen(info):
                input = Input(who, SENDS, info, roles, chosen, plain)
                plain = plain or input
                yield input

    def _chosen(self, info: MessageInfo) -> Iterator[dict[str, Any]]:
        sets = self._closed_sets(info)
        for values in product(*sets.values()):
            yield dict(zip(sets, values, strict=True))
        yield from self.promoted.get(info.name, ())

    def _closed_sets(self, info: MessageInfo) -> dict[str, tuple[Any, ...]]:
        sets = {}
        for name, kind in self.fields(info).items():
            found = nominal.closed_set(kind, nominal.sampled(info.samples, name))
            if found and name not in info.identities:
                sets[name] = found
        return sets

    def _roles(self, who: int, info: MessageInfo) -> list[tuple[Role, ...]]:
        """Every combination of roles, but at most one that is neither of the two."""
        if who == CAROL:
            return [tuple(Role.OWN for _ in info.identities)]
        return [
            combination
            for combination in product(Role, repeat=len(info.identities))
            if sum(role not in _TWO for role in combination) <= 1
        ]

    def fields(self, info: MessageInfo) -> dict[str, Field[Any]]:
        """The types of a message's fields by name."""
        return self.fields_of(info.cls)

    def fields_of(self, cls: type) -> dict[str, Field[Any]]:
        """The types of the fields of a client's message by its class."""
        return self.protocol.client_messages.codecs[cls].fields

    def message(
        self, input: Input, room: Room[Any], naming: Naming, turn: int = 0
    ) -> Any | None:
        """What an input says at this moment; another ``turn``, other ordinary values.

        None if the wire cannot carry it, or if now it is not read as what it is.
        """
        message = self.spelled(input, room, naming, turn)
        return message if self._is_read(room, input.who, message) else None

    def spelled(
        self, input: Input, room: Room[Any], naming: Naming, turn: int = 0
    ) -> Any | None:
        """The same, however it is going to be read."""
        info = input.info
        if info is None:
            return None
        filled = {**self.ordinary(info, turn), **input.chosen}
        for name, role in input.roles.items():
            filled[name] = naming.name(room, input.who, role)
        for name, value in input.chosen.items():
            if isinstance(value, Recalled):
                samples = nominal.sampled(info.samples, name)
                filled[name] = value.text(room, samples)
                if filled[name] is None:
                    return None
        message = info.cls(**filled)
        carried = self._carried.get(message)
        if carried is None:
            carried = self._carried[message] = self._can_carry(message)
        return message if carried else None

    def _is_read(self, room: Room[Any], who: int, message: Any) -> bool:
        """Whether a message is read as what it is, in its sender's present state."""
        if not room.READS:
            return True
        reads = room.reads(who)
        if reads is not None:
            return type(message) is reads
        return type(message) not in self.protocol.client_messages.apart

    def _can_carry(self, message: Any) -> bool:
        try:
            self.protocol.client_messages.encode(message)
        except WireError:
            return False
        return True

    def ordinary(self, info: MessageInfo, turn: int = 0) -> dict[str, Any]:
        """Ordinary values for all fields that name nobody."""
        key = info.name, turn
        if key not in self._ordinary:
            self._ordinary[key] = {
                name: values[turn % len(values)]
                for name, values in self._values(info).items()
            }
        return self._ordinary[key]

    def _values(self, info: MessageInfo) -> dict[str, tuple[Any, ...]]:
        return {
            name: nominal.values(kind, nominal.sampled(info.samples, name))
            for name, kind in self.fields(info).items()
            if name not in info.identities
        }

    def recalling(self, input: Input) -> Iterator[dict[str, Any]]:
        """An input's texts made of what the sessions remember, one at a time."""
        if input.info is None:
            return
        for name, kind in self.fields(input.info).items():
            if isinstance(kind, Text) and name not in input.roles:
                for variable in self._remembered:
                    for follows in (False, True):
                        yield {name: Recalled(variable, follows)}

    @cached_property
    def _remembered(self) -> list[str]:
        """The texts that are remembered, but for names; of a list it is the last."""
        room = self.protocol.room
        known = {region.name for region in room.REGIONS}
        known |= {v for info in self.infos for v in info.identities.values()}
        holders = [it for it in (room.SESSION, room.SHARED) if it is not None]
        return [
            it.name
            for holder in holders
            for it in fields(holder)
            if it.type in TEXTS and it.name not in known
        ]

    def turns(self, input: Input) -> int:
        """How many different sets of ordinary values an input has."""
        if input.info is None:
            return 1
        kinds = self.fields(input.info)
        free = [n for n in kinds if n not in input.roles and n not in input.chosen]
        samples = input.info.samples
        return (
            max((len(nominal.sampled(samples, name)) for name in free), default=1) or 1
        )
