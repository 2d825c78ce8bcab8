"""Which states are the same but for who of the two active users is which."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from conformance.model.cast import ACTIVE
from conformance.model.graph import Edge, Graph, Node
from conformance.model.inputs import Input


def mirrored(graph: Graph) -> Mapping[Node, Node]:
    """For each state that has one, the state in which the two have changed places.

    Found by doing in both what is the same from the other's side: roles in messages are
    relative to the sender. A state that is found to be like two others has none.
    """
    others = _others(graph)
    found, torn = {graph.start: graph.start}, set[Node]()
    queue = deque([graph.start])
    while queue:
        node = queue.popleft()
        for edge in node.edges:
            like = _like(edge, found[node], others)
            if like is None:
                continue
            if edge.target not in found:
                found[edge.target] = like.target
                queue.append(edge.target)
            elif found[edge.target] is not like.target:
                torn.add(edge.target)
    return {node: other for node, other in found.items() if node not in torn}


def _others(graph: Graph) -> dict[Input, Input]:
    """What each of the two does, and what the other one does that is the same."""
    pairs = list(zip(*(graph.alphabet.of(who) for who in ACTIVE), strict=True))
    pairs.append(tuple(graph.alphabet.connects(who) for who in ACTIVE))
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


def _like(edge: Edge, node: Node, others: Mapping[Input, Input]) -> Edge | None:
    """The edge that leads from the mirror of a state to that of the edge's target."""
    ways = node.out.get(others.get(edge.input, edge.input), ())
    return next((it for it in ways if it.answers == edge.answers), None)
