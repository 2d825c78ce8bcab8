"""Inputs that prove that all before them was handled, derived from the flat model.

A fence changes nothing and is answered for certain. A connection's messages are handled
in their order: once the actor's fence is answered, all that its input caused is on its
way; once another's fence is answered, all of that which was for this one has arrived.

A quiet fence is answered to its sender alone; a loud one tells others too, and is taken
only where there is no quiet one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from codegen.protocol import MessageInfo
from codegen.room import Room
from codegen.wire import Array
from conformance.model import happening
from conformance.model.cast import Naming, Role
from conformance.model.graph import Edge, Graph
from conformance.model.happening import Due
from conformance.model.inputs import SENDS, Alphabet, Input
from conformance.talk.wire import Wire

_ENOUGH = 3  # fences of a state with different answers


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A way to make a fence: a message, whom it names, its choices."""

    info: MessageInfo
    roles: Mapping[str, Role | int]
    chosen: Mapping[str, Any]

    def input(self, who: int) -> Input:
        """The fence of one member."""
        return Input(who, SENDS, self.info, self.roles, self.chosen)


class Fence(NamedTuple):
    """A fence in one state of one session: what to send, and what must come."""

    kind: Kind
    message: Any
    data: bytes
    due: tuple[Due, ...]
    answers: frozenset[type]

    def is_quiet(self, who: int) -> bool:
        """Whether nobody but the sender gets an answer."""
        return all(due.who == who for due in self.due)


class Fences:
    """The kinds of fences of a protocol, the best first.

    ``chosen`` are those taken before, by what was alike: they are tried first.
    """

    def __init__(self, graph: Graph, wire: Wire) -> None:
        self._alphabet: Alphabet = graph.alphabet
        self._wire = wire
        self.answers = _answers(graph)
        self.kinds = _kinds(graph, wire)
        self.chosen: dict[tuple[Any, ...], Kind] = {}
        self._broken: set[tuple[str, frozenset[type]]] = set()

    def in_state(self, room: Room[Any], naming: Naming, who: int) -> Usable:
        """The fences of one member in the present state of a room."""
        return Usable(self, room.copy(), naming, who)

    def give_up(self, fence: Fence) -> None:
        """Use no fence any more that asks and answers like this one."""
        self._broken.add((fence.kind.info.name, fence.answers))

    def distrust(self, names: Collection[str]) -> None:
        """Use no fence that says one of these messages: the answers are not right."""
        self.kinds = [kind for kind in self.kinds if kind.info.name not in names]
        self.chosen.clear()

    def made(
        self, room: Room[Any], naming: Naming, who: int, kind: Kind
    ) -> Fence | None:
        """A fence of this kind in this state; None if it is none here."""
        message = self._alphabet.message(kind.input(who), room, naming)
        if message is None:
            return None
        after = room.copy()
        outcome = happening.says(after, who, message)
        mine = outcome.of(who)
        if not mine or outcome.closed or after.key() != room.key():
            return None
        answers = frozenset(type(due.message) for due in mine)
        return Fence(kind, message, self._wire.encode(message), outcome.due, answers)

    def is_broken(self, fence: Fence) -> bool:
        """Whether such a fence was not answered when it was tried."""
        return (fence.kind.info.name, fence.answers) in self._broken


class Usable:
    """The fences of one member in one state, looked for as far as they are needed."""

    def __init__(
        self, fences: Fences, room: Room[Any], naming: Naming, who: int
    ) -> None:
        self._fences = fences
        self._room = room
        self._naming = naming
        self._who = who
        self._found: list[Fence] = []
        self._loud: list[Fence] = []
        self._left = iter(fences.kinds)
        self._best: dict[str, Fence | None] = {}
        self._shape = _shape(room, who)

    def best(self, name: str) -> Fence | None:
        """The best fence after an input: one that answers like nothing it may cause.

        A loud one only if there is no quiet one at all.
        """
        if name not in self._best:
            self._best[name] = self._as_before(name) or self._searched(name)
        return self._best[name]

    def _as_before(self, name: str) -> Fence | None:
        """A fence of the kind that was the best where everybody's states were these.

        To look through all kinds in each state of each session takes long.
        """
        kind = self._fences.chosen.get((name, *self._shape))
        fence = kind and self._fences.made(self._room, self._naming, self._who, kind)
        return fence if fence and self._is_good(fence) else None

    def _searched(self, name: str) -> Fence | None:
        possible = self._fences.answers.get(name, frozenset())
        distinct = (it for it in self._quiet() if not it.answers & possible)
        found = next(distinct, None)
        found = found or next(iter(self._found or self._loud), None)
        if found and found.is_quiet(self._who):
            self._fences.chosen[name, *self._shape] = found.kind
        return found

    def _is_good(self, fence: Fence) -> bool:
        return fence.is_quiet(self._who) and not self._fences.is_broken(fence)

    def some(self) -> list[Fence]:
        """A few of them, with different answers."""
        return list(islice(self._quiet(), _ENOUGH)) or self._loud[:1]

    def _quiet(self) -> Iterator[Fence]:
        """Quiet fences with different answers, the best first."""
        yield from list(self._found)
        for kind in self._left:
            fence = self._fences.made(self._room, self._naming, self._who, kind)
            if fence is None or self._fences.is_broken(fence):
                continue
            if not fence.is_quiet(self._who):
                self._loud.append(fence)
            elif all(it.answers != fence.answers for it in self._found):
                self._found.append(fence)
                yield fence


def _shape(room: Room[Any], who: int) -> tuple[Any, ...]:
    """Whose fence it is, who is there, and the states of all their regions."""
    regions = [region.name for region in room.REGIONS]
    states = [getattr(it, name) for it in room.sessions.values() for name in regions]
    return who, *room.sessions, *states


def _answers(graph: Graph) -> dict[str, frozenset[type]]:
    """All that an input may cause anywhere, by its name."""
    found: dict[str, set[type]] = defaultdict(set)
    for edge in graph.edges:
        found[edge.input.name].update(type(due.message) for due in edge.outcome.due)
    return {name: frozenset(types) for name, types in found.items()}


def _kinds(graph: Graph, wire: Wire) -> list[Kind]:
    counts: Counter[tuple[Any, ...]] = Counter()
    examples: dict[tuple[Any, ...], Edge] = {}
    for edge in graph.edges:
        if _is_fence(edge):
            input = edge.input
            key = (input.name, *input.roles.items(), *map(repr, input.chosen.items()))
            counts[key] += 1
            examples.setdefault(key, edge)

    def rank(key: tuple[Any, ...]) -> tuple[Any, ...]:
        edge = examples[key]
        messages = [due.message for due in edge.outcome.due]
        return (
            any(due.who != edge.input.who for due in edge.outcome.due),
            any(map(wire.is_volatile, messages)),
            any(_has_list(wire, message) for message in messages),
            -counts[key],
            key[0],
        )

    inputs = (examples[key].input for key in sorted(examples, key=rank))
    return [Kind(i.info, i.roles, i.chosen) for i in inputs if i.info]


def _is_fence(edge: Edge) -> bool:
    outcome = edge.outcome
    told = any(due.who == edge.input.who for due in outcome.due)
    return edge.stays and edge.input.action == SENDS and told and not outcome.closed


def _has_list(wire: Wire, message: Any) -> bool:
    """Whether an answer lists what others, strangers too, have a part in."""
    fields = wire.protocol.server_messages.codecs[type(message)].fields
    return any(isinstance(kind, Array) for kind in fields.values())
