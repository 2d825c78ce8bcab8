"""A suite that no target passes which has a fault, and at most one state too many.

Harmonised state identifiers (Luo, Petrenko and v. Bochmann, 1994): from each state
every input is tried, then every two; what follows tells in which state that has ended.
Two states have a word in common that tells them apart, or nothing does. Each test is a
conversation of its own. States that are the mirror of others are left out: a server
knows its users by name only.

That a member is connected needs no word: whoever holds its end of it knows. What a
service has to answer is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from conformance.model.cast import ALICE
from conformance.model.graph import Edge, Graph, Node
from conformance.model.identifiers import Path, Word, follow, identifiers
from conformance.model.inputs import Input
from conformance.model.mirror import mirrored


class Conversation(NamedTuple):
    """A conversation: how to get to a state, one or two inputs, and who it is then."""

    access: Path
    tried: Path
    asked: Path

    @property
    def path(self) -> Path:
        """All of it."""
        return self.access + self.tried + self.asked


class Size(NamedTuple):
    """How much something is."""

    conversations: int
    steps: int


class Suite:
    """The conversations about a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._ways = {node: _certain(node) for node in graph.nodes if node.out}
        self._access = self._reached(graph.start)
        self._sizes: dict[int, dict[Node, Size]] = {}

    @cached_property
    def words(self) -> Mapping[Node, tuple[Word, ...]]:
        """Those by which each state is told from all others."""
        return identifiers(self._graph, self._ways)

    @cached_property
    def _mirror(self) -> Mapping[Node, Node]:
        return mirrored(self._graph)

    @property
    def names(self) -> list[str]:
        """What is tried: the names of inputs."""
        inputs = (input for node in self._access for input in self._ways[node])
        return sorted({input.name for input in inputs})

    @property
    def states(self) -> int:
        """How many states there are, of those that are mirrors one each."""
        return sum(1 for _ in self._representatives())

    def size(self, inputs: int) -> Size:
        """How much it is with exactly so many inputs after a state."""
        conversations = steps = 0
        for node in self._representatives():
            here = self._size(node, inputs, self._first(node))
            conversations += here.conversations
            steps += here.steps + here.conversations * len(self._access[node])
        return Size(conversations, steps)

    def _size(self, node: Node, inputs: int, edges: Iterable[Edge]) -> Size:
        if not inputs:
            asked = list(self._asked(node))
            return Size(len(asked), sum(map(len, asked)))
        known = self._sizes.setdefault(inputs - 1, {})
        conversations = steps = 0
        for edge in edges:
            there = edge.target
            if there not in known:
                known[there] = self._size(there, inputs - 1, self._edges(there))
            conversations += known[there].conversations
            steps += known[there].steps + known[there].conversations
        return Size(conversations, steps)

    def conversations(self, inputs: int) -> Iterator[Conversation]:
        """Those with exactly so many inputs after a state, nearest states first."""
        for node in self._representatives():
            for tried in _paths(inputs, self._first(node), self._edges):
                for asked in self._asked(tried[-1].target if tried else node):
                    yield Conversation(self._access[node], tried, asked)

    def _representatives(self) -> Iterator[Node]:
        for node in self._access:
            other = self._mirror.get(node, node)
            if other not in self._access or node.number <= other.number:
                yield node

    def _first(self, node: Node) -> Iterable[Edge]:
        """What is tried in a state; in one that is its own mirror, alice does it."""
        edges = self._edges(node)
        if self._mirror.get(node) is not node:
            return edges
        return [edge for edge in edges if edge.input.who == ALICE]

    def _edges(self, node: Node) -> Iterable[Edge]:
        return self._ways.get(node, {}).values()

    def _asked(self, node: Node) -> Iterator[Path]:
        """What tells that this is the state; one empty way if there is nothing."""
        words = self.words.get(node) or ((),)
        for word in words:
            yield follow(self._ways, node, word)

    def _reached(self, start: Node) -> dict[Node, Path]:
        """The shortest way to each state, nearest states first."""
        found: dict[Node, Path] = {start: ()}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for edge in self._ways[node].values():
                if edge.target not in found and edge.target in self._ways:
                    found[edge.target] = (*found[node], edge)
                    queue.append(edge.target)
        return found


def _certain(node: Node) -> dict[Input, Edge]:
    """What may be done in a state and has but one outcome."""
    return {
        input: ways[0]
        for input, ways in node.out.items()
        if len(ways) == 1 and not ways[0].answers
    }


def _paths(
    inputs: int, edges: Iterable[Edge], onward: Callable[[Node], Iterable[Edge]]
) -> Iterator[Path]:
    """All ways of so many edges that begin with one of these."""
    if not inputs:
        yield ()
        return
    for edge in edges:
        for path in _paths(inputs - 1, onward(edge.target), onward):
            yield (edge, *path)
