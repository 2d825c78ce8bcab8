"""In which situation something happens, as far as it decides on what follows.

A situation is made of circumstances: the states of the actor's regions, whom the
message's fields name and what states that one is in, the values of choices; and, where
a message names nobody, the states of the other active user. A circumstance counts only
if it decides: if some rule, or some recipient of what it sends, comes about with one
value and not with another while all the rest is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from codegen.protocol import Protocol, Rule
from conformance.model.cast import CAROL, Role, meant
from conformance.model.graph import Edge, Graph, Node
from conformance.model.inputs import Input

OFFLINE = "offline"
WHILE = "while other"  # in place of a field: the other active user
_PSEUDO = frozenset({"unexpected", "malformed", "eof"})

_MOST = 2  # circumstances that come together in one cell, besides the own region's

Values = tuple[str | None, ...]


class Slot(NamedTuple):
    """A circumstance: a field ("" for the actor), and a region ("" for who it is)."""

    field: str
    region: str


Case = dict[Slot, str | None]

Token = tuple[str, frozenset[tuple[str, str]]]
"""A rule, and the messages that it wants with those they are for."""

_FIRED = frozenset({("", "fired")})


class Situations:
    """Says in words in which situation an edge begins."""

    def __init__(self, protocol: Protocol, graph: Graph) -> None:
        regions = protocol.room.REGIONS
        self._regions = tuple(region.name for region in regions)
        self.initial = {region.name: region.initial for region in regions}
        self.single = {r for r in self._regions if len(_states(graph, r)) == 1}
        self.within = {region.name: region.within for region in regions}
        self._states: dict[tuple[Node, int], Values] = {}
        self.state_words = _words(graph, self._regions)
        self.decides: set[tuple[str, str, Slot]] = set()
        self._said: dict[tuple[Any, ...], str] = {}
        by_name: dict[str, list[Edge]] = defaultdict(list)
        for edge in graph.edges[: graph.breadth]:
            by_name[edge.input.name].append(edge)
        for edges in by_name.values():
            self._compare(edges)

    # Circumstances.

    def slots(self, edge: Edge) -> list[Slot]:
        """The circumstances of an input, in the order of their values."""
        fields = list(edge.input.roles) or [WHILE]
        slots = [Slot("", region) for region in self._regions]
        for name in fields:
            slots += [Slot(name, region) for region in ("", *self._regions)]
        return slots + [Slot(name, "") for name in edge.input.chosen]

    def _values(self, edge: Edge) -> Values:
        input, node = edge.input, edge.source
        values = self._states_of(node, input.who)[1:]
        if not input.roles:
            values += self._states_of(node, meant(input.who, Role.OTHER))
        for role in input.roles.values():
            who = meant(input.who, role)
            if who not in (0, input.who):
                values += self._states_of(node, who)
            elif isinstance(role, Role):
                values += (role.value, *(None for _ in self._regions))
        return values + tuple(self._chosen(input))

    def _chosen(self, input: Input) -> Iterator[str]:
        """The values that are chosen; of numbers, the ordinary one needs no word."""
        plain = input.plain.chosen if input.plain else input.chosen
        for name, value in input.chosen.items():
            ordinary = type(value) is int and plain.get(name) == value
            yield "" if ordinary else _word(value)

    def _states_of(self, node: Node, who: int) -> Values:
        """Whether a member is there, then the states of its regions."""
        found = self._states.get((node, who))
        if found is None:
            session = node.room.sessions.get(who)
            if session is None:
                found = (OFFLINE, *(None for _ in self._regions))
            else:
                found = ("other", *(getattr(session, r) for r in self._regions))
            self._states[node, who] = found
        return found

    # What decides.

    def _compare(self, edges: list[Edge]) -> None:
        by_slots: dict[tuple[Slot, ...], list[Edge]] = defaultdict(list)
        for edge in edges:
            by_slots[tuple(self.slots(edge))].append(edge)
        for slots, same in by_slots.items():
            cases: dict[Values, set[frozenset[Token]]] = defaultdict(set)
            for edge in same:
                cases[self._values(edge)].add(_tokens(edge))
            for slot in slots:
                rest = [i for i, it in enumerate(slots) if not self._is_part(it, slot)]
                for rule in _decided(cases, rest):
                    self.decides.add((same[0].input.name, rule, slot))

    def _is_part(self, slot: Slot, of: Slot) -> bool:
        """Whether a circumstance cannot stay as it is when another one changes."""
        if slot.field != of.field:
            return False
        if slot == of or (of.field and not of.region):
            return True
        outer = self.within.get(slot.region)
        return outer is not None and self._is_part(Slot(slot.field, outer[0]), of)

    # Words.

    def words(self, edge: Edge, fired: str, rule: Rule | None) -> str:
        """The situation in which a rule fired, in the fewest words that tell it.

        "" if so much comes together that it is no case of its own.
        """
        key = edge.input.name, fired, tuple(edge.input.chosen), self._values(edge)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = self._say(edge, fired, rule)
        return found

    def _say(self, edge: Edge, fired: str, rule: Rule | None) -> str:
        telling = _Telling(
            self,
            dict(zip(self.slots(edge), self._values(edge), strict=True)),
            rule.region if rule else "",
            edge.input.name,
            fired,
        )
        if telling.weight > _MOST:
            return ""
        words = [edge.input.name] if rule is None or rule.event in _PSEUDO else []
        words += telling.of_actor()
        for field in dict.fromkeys(slot.field for slot in telling.case if slot.field):
            said = telling.of_field(field)
            words += [*field.split(), *said] if said else []
        return "-".join(words) or telling.fallback


class _Telling:
    """What of a case is told, for one message and one rule."""

    def __init__(
        self, situations: Situations, case: Case, own: str, name: str, fired: str
    ) -> None:
        self.case = case
        self._known = situations
        self._own = Slot("", own)
        self._decided = {
            slot for slot in case if (name, fired, slot) in situations.decides
        }
        self._shown = [slot for slot in case if self._is_shown(slot)]

    @property
    def weight(self) -> int:
        """How much comes together, on top of the ordinary."""
        inner = (s for s in self._shown if self._known.within.get(s.region))
        return sum(slot != self._own for slot in inner)

    @property
    def fallback(self) -> str:
        """The words for a case in which nothing tells anything."""
        states = (self.case[slot] for slot in self.case if not slot.field)
        return self.case.get(self._own) or next(filter(None, states), "always")

    def of_actor(self) -> list[str]:
        """The states of the actor that tell something, or the first of all."""
        return self._states("") or ([] if self._decided else [self.fallback])

    def of_field(self, field: str) -> list[str]:
        """Whom a field names, or the states of that one that tell something."""
        if not any(slot.field == field for slot in self._decided):
            return []
        return self._states(field) or list(filter(None, [self.case[Slot(field, "")]]))

    def _states(self, field: str) -> list[str]:
        known = self._known
        shown = [s for s in self._shown if s.field == field and not self._is_implied(s)]
        pairs = ((slot.region, self.case[slot] or "") for slot in shown)
        return [known.state_words.get(pair, pair[1]) for pair in pairs]

    def _is_shown(self, slot: Slot) -> bool:
        state = self.case[slot]
        if not state or not slot.region or slot.region in self._known.single:
            return False
        if slot == self._own:
            return True
        # Where a region starts and rests tells nothing, if something else does.
        inner = self._known.within[slot.region] is not None
        resting = inner and state == self._known.initial[slot.region]
        return slot in self._decided and not resting

    def _is_implied(self, slot: Slot) -> bool:
        """Whether a region within this one is told: then this one's state is clear."""
        inside = (slot.region, self.case[slot])
        return any(
            self._known.within[other.region] == inside
            for other in self._shown
            if other.field == slot.field
        )


def _decided(cases: dict[Values, set[frozenset[Token]]], rest: list[int]) -> set[str]:
    """Rules that come about differently while the rest of the values is the same."""
    groups: dict[Values, list[set[frozenset[Token]]]] = defaultdict(list)
    for values, outcomes in cases.items():
        groups[tuple([values[i] for i in rest])].append(outcomes)
    found: set[str] = set()
    for group in groups.values():
        if len(group) > 1:
            found |= _told_apart(group)
    return found


def _told_apart(group: list[set[frozenset[Token]]]) -> set[str]:
    """The rules of what is always so with one value and never with another."""
    always = [frozenset.intersection(*outcomes) for outcomes in group]
    ever = [frozenset.union(*outcomes) for outcomes in group]
    if all(one == ever[0] for one in always) and all(one == ever[0] for one in ever):
        return set()
    return {
        token[0]
        for sure in always
        for token in sure
        if any(token not in possible for possible in ever)
    }


def _tokens(edge: Edge) -> frozenset[Token]:
    """The rules that fired; and each with what it brought, and whom."""
    outcome = edge.outcome
    fired = outcome.fired or ("",)
    told = (
        frozenset(
            (_role(edge, due.who), type(due.message).__name__)
            for due in outcome.due
            if due.rule == rule
        )
        for rule in fired
    )
    # A rule may fire for sure, and reach whoever happens to be there.
    return frozenset((*zip(fired, told, strict=True), *((r, _FIRED) for r in fired)))


def _role(edge: Edge, who: int) -> str:
    me = edge.input.who
    if who == me:
        return "self"
    if any(meant(me, role) == who for role in edge.input.roles.values()):
        return "named"
    return "bystander" if who == CAROL else "other"


def _word(value: Any) -> str:
    text = value.hex() if isinstance(value, bytes) else str(value).lower()
    kept = "".join(c if c.isalnum() else "-" for c in text)
    return kept.strip("-")[:20] or "empty"


def _states(graph: Graph, region: str) -> set[str]:
    """The states that a region is in somewhere in the flat model."""
    sessions = (s for node in graph.nodes for s in node.room.sessions.values())
    return {getattr(session, region) for session in sessions} - {""}


def _words(graph: Graph, regions: Iterable[str]) -> dict[tuple[str, str], str]:
    """What to call the states that several regions have: ``sending-flowing``."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in graph.nodes:
        for session in node.room.sessions.values():
            for region in regions:
                found[getattr(session, region)].add(region)
    return {
        (region, state): f"{region}-{state}"
        for state, having in found.items()
        if len(having) > 1
        for region in having
    }
