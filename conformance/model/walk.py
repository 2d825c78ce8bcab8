"""Ways through the flat model: to the nearest edge that is still wanted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from conformance.model.answers import Answer
from conformance.model.graph import Edge, Node

Wanted = Callable[[Edge], bool]


class Agenda:
    """The edges that are to be walked, by the state in which they begin."""

    def __init__(self, edges: Iterable[Edge], wanted: Wanted) -> None:
        self._wanted = wanted
        self._open: dict[Node, list[Edge]] = {}
        # Taken from the end: what changes nothing comes first, and connections are
        # dropped last.
        late = sorted(edges, key=lambda e: (e.input.info is None, not e.stays))
        for edge in reversed(late):
            self._open.setdefault(edge.source, []).append(edge)

    def at(self, node: Node) -> Edge | None:
        """An edge that is wanted and begins here."""
        edges = self._open.get(node)
        while edges:
            if self._wanted(edges[-1]):
                return edges[-1]
            edges.pop()
        return None

    def give_up(self, edge: Edge) -> None:
        """Want an edge no more."""
        edges = self._open.get(edge.source, [])
        if edge in edges:
            edges.remove(edge)

    def left(self) -> list[Edge]:
        """All that is still wanted."""
        return [e for edges in self._open.values() for e in edges if self._wanted(e)]


class Planner:
    """Finds shortest paths, around the edges that are known to be bad."""

    def __init__(self) -> None:
        self.avoided: set[Edge] = set()
        self.barred: set[Edge] = set()
        self.closed: set[Answer] = set()
        self._steps: dict[tuple[Node, bool], list[Edge]] = {}

    def avoid(self, edges: Iterable[Edge]) -> None:
        """Take these edges only where there is no other way."""
        self.avoided.update(edges)
        self._steps.clear()

    def bar(self, edges: Iterable[Edge]) -> None:
        """Take these edges no more: nobody comes any further behind them."""
        self.barred.update(edges)
        self._steps.clear()

    def dare(self) -> None:
        """Avoid nothing any more."""
        self.avoided.clear()
        self.barred.clear()
        self._steps.clear()

    def close(self, answers: Iterable[Answer]) -> None:
        """Take no edge any more on which a service would answer one of these."""
        found = set(answers) - self.closed
        if found:
            self.closed |= found
            self._steps.clear()

    def is_closed(self, edge: Edge) -> bool:
        """Whether an edge needs an answer that is not to be had."""
        return not self.closed.isdisjoint(edge.answers)

    def path(
        self, start: Node, goal: Callable[[Node], Edge | None], anyhow: bool = False
    ) -> list[Edge] | None:
        """The shortest path whose last edge is what ``goal`` gives for its source."""
        queue = deque([start])
        came: dict[Node, Edge | None] = {start: None}
        while queue:
            node = queue.popleft()
            last = goal(node)
            if last is not None:
                return [*_back(came, node), last]
            for edge in self._onward(node, anyhow):
                if edge.target not in came:
                    came[edge.target] = edge
                    queue.append(edge.target)
        return None

    def word(self, start: Node, node: Node) -> list[Edge] | None:
        """The shortest path to a state."""
        for anyhow in (False, True):
            queue = deque([start])
            came: dict[Node, Edge | None] = {start: None}
            while queue and node not in came:
                here = queue.popleft()
                for edge in self._onward(here, anyhow):
                    if edge.target not in came:
                        came[edge.target] = edge
                        queue.append(edge.target)
            if node in came:
                return _back(came, node)
        return None

    def _onward(self, node: Node, anyhow: bool) -> list[Edge]:
        """One edge to each next state."""
        key = node, anyhow
        found = self._steps.get(key)
        if found is None:
            by_target: dict[Node, Edge] = {}
            for edge in node.edges:
                if not edge.stays and self._is_open(edge, anyhow):
                    by_target.setdefault(edge.target, edge)
            found = self._steps[key] = list(by_target.values())
        return found

    def _is_open(self, edge: Edge, anyhow: bool) -> bool:
        is_good = edge not in (self.barred if anyhow else self.avoided)
        return is_good and not self.is_closed(edge)


def _back(came: dict[Node, Edge | None], node: Node) -> list[Edge]:
    path: list[Edge] = []
    while (edge := came[node]) is not None:
        path.append(edge)
        node = edge.source
    return path[::-1]
