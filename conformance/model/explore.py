"""How much of the flat model is explored.

Where the product of all regions is too large, features are explored alone, then in
pairs, each up to a number of edges, nearest states first; all of them share one graph.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations

from codegen.protocol import Protocol
from conformance.model.graph import Graph
from conformance.model.inputs import Alphabet

# How many edges are explored. Few protocols need more than WHOLE for all features at
# once; else each feature is explored with all that it needs, then each pair of them.
# That is the breadth; by depth so many more follow, but for those of a SMALL protocol.
WHOLE = 1_500
SMALL = 4_000
ALONE = 7_500
PAIR = 500
BROAD = 8_000
BEYOND = {"quick": 0, "normal": 1_500, "full": 8_000, "exhaustive": 8_000}
_ROUNDS = (500, 1_000, 2_000, 4_000)
_PROMOTIONS = 3  # times that values found out to matter are tried from the start


def explore(protocol: Protocol, features: frozenset[str], beyond: int) -> Graph:
    """The flat model: its breadth, and so many edges beyond it."""
    with _without_collector():
        return _explored(protocol, features, beyond)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A graph only grows: to look through it for garbage takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _explored(protocol: Protocol, features: frozenset[str], beyond: int) -> Graph:
    graph, is_whole = _settled(Alphabet(protocol), features, _sketch)
    if not is_whole:
        graph, _ = _settled(graph.alphabet, features, _spread)
    graph.breadth = len(graph.edges)
    if beyond:
        _deepen(graph, graph.breadth + beyond)
    return graph


def _settled(
    alphabet: Alphabet, features: frozenset[str], fill: Callable[[Graph], bool]
) -> tuple[Graph, bool]:
    """A graph made anew until no more values are found to matter in it.

    And whether the limits were enough for it.
    """
    for _ in range(1 + _PROMOTIONS):
        graph = Graph(alphabet, features)
        is_whole = fill(graph)
        promoted = graph.promoted()
        if not promoted:
            break
        alphabet = alphabet.promoting(promoted)
    return graph, is_whole


def _sketch(graph: Graph) -> bool:
    """All features at once."""
    return graph.explore(frozenset(graph.names), WHOLE, all_of_it=False)


def _spread(graph: Graph) -> bool:
    """Features alone, then in pairs."""
    for limit in _ROUNDS:
        done = [
            graph.explore(alone, min(limit, ALONE - len(graph.edges)), all_of_it=False)
            for alone in _together(graph, (1,))
        ]
        if all(done):
            break
    pairs = [
        graph.explore(pair, min(PAIR, BROAD - len(graph.edges)), all_of_it=False)
        for pair in _together(graph, (2,))
    ]
    return all(done) and all(pairs)


def _deepen(graph: Graph, most: int) -> None:
    """Other states and edges, features alone and in pairs, a little at a time."""
    if graph.breadth <= SMALL:
        left = max(most, SMALL) - len(graph.edges)
        graph.explore(frozenset(graph.names), left, all_of_it=True)
        return
    for limit in _ROUNDS:
        for together in _together(graph):
            left = most - len(graph.edges)
            graph.explore(together, min(limit, left), all_of_it=True)


def _together(graph: Graph, sizes: Iterable[int] = (1, 2)) -> list[frozenset[str]]:
    """Each feature, then each pair of features, with all that they need."""
    needs = {feature.name: feature.needs for feature in graph.protocol.features}

    def whole(names: Iterable[str]) -> frozenset[str]:
        found = frozenset(names)
        more = found.union(*(needs.get(name, ()) for name in found))
        return found if more == found else whole(more)

    sets = (whole(it) for size in sizes for it in combinations(graph.names, size))
    return list(dict.fromkeys(sets))
