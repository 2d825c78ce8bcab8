"""How much of the flat model is explored.

Where the product of all regions is too large, features are explored alone, then in
pairs, each up to a number of edges, nearest states first; all of them share one graph.
"""

from __future__ import annotations

from collections.abc import Iterable
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
BEYOND = {"quick": 0, "normal": 1_500, "full": 8_000}
_ROUNDS = (500, 1_000, 2_000, 4_000)
_PROMOTIONS = 3  # times that values found out to matter are tried from the start


def explore(protocol: Protocol, features: frozenset[str], beyond: int) -> Graph:
    """The flat model: its breadth, and so many edges beyond it."""
    graph = _broad(Alphabet(protocol), features)
    for _ in range(_PROMOTIONS):
        promoted = graph.promoted()
        if not promoted:
            break
        graph = _broad(graph.alphabet.promoting(promoted), features)
    graph.breadth = len(graph.edges)
    if beyond:
        _deepen(graph, graph.breadth + beyond)
    return graph


def _broad(alphabet: Alphabet, features: frozenset[str]) -> Graph:
    """Every state that differs in more than variables, within limits."""
    graph = Graph(alphabet, features)
    names = graph.names
    if graph.explore(frozenset(names), WHOLE, all_of_it=False):
        return graph
    graph = Graph(alphabet, features)
    for limit in _ROUNDS:
        done = [
            graph.explore(alone, min(limit, ALONE - len(graph.edges)), all_of_it=False)
            for alone in _together(graph, (1,))
        ]
        if all(done):
            break
    for pair in _together(graph, (2,)):
        graph.explore(pair, min(PAIR, BROAD - len(graph.edges)), all_of_it=False)
    return graph


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
