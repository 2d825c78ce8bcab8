"""Words that tell each state of the flat model from all others: state identifiers.

They are harmonised: two states that any word tells apart have such a one in common. A
word that cannot be said in a state tells nothing about it. That a member is connected
needs no word: whoever holds its end of it knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from typing import Any

from conformance.model.canonical import renamed, tokens_of
from conformance.model.graph import Edge, Graph, Node
from conformance.model.inputs import Input

Word = tuple[Input, ...]
Path = tuple[Edge, ...]
Ways = Mapping[Node, Mapping[Input, Edge]]

_LONGEST = 3  # inputs of a word


def identifiers(graph: Graph, ways: Ways) -> Mapping[Node, tuple[Word, ...]]:
    """The words of each state, as few as may be; ``ways`` are the edges to go by."""
    chosen = _Choice(graph, ways).chosen
    return {node: tuple(words) for node, words in chosen.items()}


def follow(ways: Ways, node: Node, word: Word) -> Path:
    """A word as a way, as far as it is known."""
    path = []
    for input in word:
        edge = ways.get(node, {}).get(input)
        if edge is None:
            break
        path.append(edge)
        node = edge.target
    return tuple(path)


class _Choice:
    """The words on their way: those ``chosen``, and the pairs that are ``open``."""

    def __init__(self, graph: Graph, ways: Ways) -> None:
        self._ways = ways
        self._nodes = list(ways)
        self._bit = {node: 1 << number for number, node in enumerate(self._nodes)}
        self._seen = _Seen(graph)
        # Sets of states are the bits of an integer: there may be millions of pairs.
        self._open = self._others()
        self.chosen: dict[Node, list[Word]] = {node: [] for node in self._nodes}
        self._by_one()
        for _ in range(_LONGEST - 1):
            if not self._by_one_more():
                break

    def _others(self) -> dict[Node, int]:
        """For each state, those others in which the same members are connected."""
        groups: dict[frozenset[int], int] = {}
        for node in self._nodes:
            who = frozenset(node.room.sessions)
            groups[who] = groups.get(who, 0) | self._bit[node]
        return {
            node: groups[frozenset(node.room.sessions)] & ~self._bit[node]
            for node in self._nodes
        }

    # Words of one input.

    def _by_one(self) -> None:
        """Take the input that tells most pairs apart, again and again."""
        left = {input: self._apart_by(input) for input in self._inputs()}
        while left:
            counts = {input: self._count(apart) for input, apart in left.items()}
            best = max(counts, key=lambda it: counts[it])
            if not counts[best]:
                return
            self._take((best,), left.pop(best))
            left = {input: apart for input, apart in left.items() if counts[input]}

    def _inputs(self) -> Iterable[Input]:
        return dict.fromkeys(it for ways in self._ways.values() for it in ways)

    def _apart_by(self, input: Input) -> dict[Node, int]:
        """For each state, those that answer an input in another way."""
        groups: dict[Any, int] = {}
        shown: dict[Node, Any] = {}
        every = 0
        for node, ways in self._ways.items():
            if input in ways:
                shown[node] = self._seen.of(ways[input])
                groups[shown[node]] = groups.get(shown[node], 0) | self._bit[node]
                every |= self._bit[node]
        return {node: every & ~groups[what] for node, what in shown.items()}

    def _count(self, apart: Mapping[Node, int]) -> int:
        return sum(
            (self._open[node] & bits).bit_count() for node, bits in apart.items()
        )

    def _take(self, word: Word, apart: Mapping[Node, int]) -> None:
        for node, bits in apart.items():
            if self._open[node] & bits:
                self._open[node] &= ~bits
                self.chosen[node].append(word)

    # Longer words, for the few pairs that are left.

    def _by_one_more(self) -> bool:
        """Tell pairs apart by what an input leads to; whether there were any."""
        known = dict(self._open)
        found = False
        for node in self._nodes:
            for other in self._of_bits(known[node] & self._open[node]):
                word = self._longer(node, other, known)
                if word is not None:
                    found = True
                    self._take_for(word, node, other)
        return found

    def _of_bits(self, bits: int) -> Iterator[Node]:
        while bits:
            lowest = bits & -bits
            yield self._nodes[lowest.bit_length() - 1]
            bits ^= lowest

    def _longer(self, node: Node, other: Node, known: dict[Node, int]) -> Word | None:
        """An input that leads to two states of which it is known what tells them."""
        for input, edge in self._ways[node].items():
            like = self._ways[other].get(input)
            if like is None:
                continue
            one, two = edge.target, like.target
            if one is two or one not in known or two not in known:
                continue
            if not known[one] & self._bit[two]:
                rest = self._telling(one, two)
                if rest is not None:
                    return (input, *rest)
        return None

    def _telling(self, one: Node, two: Node) -> Word | None:
        """A word of both that tells one from the other."""
        common = set(self.chosen[two])
        for word in self.chosen[one]:
            if word in common and self._is_telling(word, one, two):
                return word
        return None

    def _is_telling(self, word: Word, one: Node, two: Node) -> bool:
        ways = (follow(self._ways, node, word) for node in (one, two))
        return any(
            self._seen.of(a) != self._seen.of(b) for a, b in zip(*ways, strict=False)
        )

    def _take_for(self, word: Word, node: Node, other: Node) -> None:
        for one, two in ((node, other), (other, node)):
            self._open[one] &= ~self._bit[two]
            if word not in self.chosen[one]:
                self.chosen[one].append(word)


class _Seen:
    """What can be seen of an edge, whatever the users call themselves."""

    def __init__(self, graph: Graph) -> None:
        self._naming = graph.naming
        self._known: dict[Edge, Any] = {}

    def of(self, edge: Edge) -> Any:
        found = self._known.get(edge)
        if found is None:
            found = self._known[edge] = self._look(edge)
        return found

    def _look(self, edge: Edge) -> Any:
        tokens = tokens_of(edge.source.room, self._naming)
        members = sorted({due.who for due in edge.outcome.due})
        said = tuple(
            (who, tuple(_worded(due.message, tokens) for due in edge.outcome.of(who)))
            for who in members
        )
        return said, tuple(sorted(edge.outcome.closed))


def _worded(message: Any, tokens: Mapping[Any, Any]) -> Any:
    values = tuple(renamed(value, tokens) for value in astuple(message))
    return type(message).__name__, values
