"""The phase in which several do something at once: some order must explain it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from random import Random
from typing import NamedTuple

from conformance.model.cast import ALICE, BOB
from conformance.model.graph import Edge, Graph, Node
from conformance.model.inputs import LEAVES, SENDS
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.members import Lobby, talk
from conformance.phases.trials import OfTrials, Trial
from conformance.talk.acts import Act

_NODES = 40  # states that are searched for what may clash
_MIXED = 6
_LONG = 3  # things that each of two says in a mixed one
_TITLE = "What several do at once MUST come out as if they had done it in some order."


class Clash(NamedTuple):
    """Two inputs in a state of which it matters which one comes first."""

    node: Node
    one: Edge
    other: Edge

    @property
    def word(self) -> str:
        """What to call it."""
        return f"{self.one.input.name}-beside-{self.other.input.name}"


class Bursts(OfTrials):
    """Whatever may clash at the same time, and a few things mixed."""

    name = "bursts"
    about = "what several do at once comes out as in some order"
    since = "full"

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """A trial for each pair of messages of which the order matters."""
        return _trials(bench)


def _trials(bench: Bench) -> Iterator[Trial]:
    for clash in clashes(bench.graph):
        if bench.answers_before(clash.node):
            continue
        both = Act(clash.one.input, beside=(Act(clash.other.input),))
        afterwards = talk(bench, clash.one.target.room)
        yield _trial(clash.word, clash.node, (both, *afterwards))
    if bench.wire.framed:
        yield from _mixed(bench)


def _trial(
    word: str, node: Node, acts: tuple[Act, ...], way: tuple[Act, ...] = ()
) -> Trial:
    return Trial(
        Case(f"must/burst/{word}", Bursts.name, "must", _TITLE), node, acts, way
    )


# What may clash.


@lru_cache(maxsize=4)
def clashes(graph: Graph) -> tuple[Clash, ...]:
    """One for each pair of names, in the first state in which the two clash."""
    found: dict[frozenset[str], Clash] = {}
    explored = (node for node in graph.nodes if node.out)
    for node in islice(explored, _NODES):
        edges = [edge for edge in node.edges if _is_open(edge)]
        mine = [edge for edge in edges if edge.input.who == ALICE]
        theirs = [edge for edge in edges if edge.input.who == BOB]
        for one in mine:
            for other in theirs:
                pair = frozenset((one.input.name, other.input.name))
                if pair not in found and _matters(one, other):
                    found[pair] = Clash(node, one, other)
    return tuple(found.values())


def _is_open(edge: Edge) -> bool:
    """Whether it can be seen that it was done, and asks nobody else."""
    action = edge.input.action
    return (
        action in (SENDS, LEAVES) and bool(edge.outcome.due) and not edge.outcome.asks
    )


def _matters(one: Edge, other: Edge) -> bool:
    """Whether the end, or what is said on the way, depends on who is first."""
    second, first = _after(one, other), _after(other, one)
    if first is None or second is None:
        return False
    same = second.outcome.due == other.outcome.due and first.outcome.due == (
        one.outcome.due
    )
    return not (same and first.target is second.target)


def _after(one: Edge, other: Edge) -> Edge | None:
    """What another edge has become once one was walked; None if that is unknown."""
    edges = one.target.out.get(other.input)
    return edges[0] if edges and not edges[0].answers else None


# Mixed.


def _mixed(bench: Bench) -> Iterator[Trial]:
    """Both say several things at once, whatever it is."""
    lobby = Lobby(bench)
    choices = {
        who: [
            said.input
            for said in lobby.said_by(who)
            if said.outcome.due and not said.outcome.asks and not said.outcome.closed
        ]
        for who in (ALICE, BOB)
    }
    if not all(choices.values()):
        return
    for number in range(1, _MIXED + 1):
        dice = Random(f"{bench.seed} {number}")
        first, *others = (
            Act(dice.choice(choices[who])) for _ in range(_LONG) for who in (ALICE, BOB)
        )
        at_once = Act(first.input, beside=tuple(others))
        acts = (at_once, *lobby.talk())
        yield _trial(f"mixed-{number}", bench.graph.start, acts, tuple(lobby.word))
