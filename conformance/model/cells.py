"""Cells: every rule in every situation that decides on it. The unit that is reported.

``must/chat/whisper-to-sleeper/to-asleep`` says that a whisper's recipient sleeps, and
nothing of what its sender is doing besides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.protocol import Protocol, Rule
from conformance.model.graph import Edge, Graph
from conformance.model.inputs import SENDS
from conformance.model.situations import Situations


@dataclass(slots=True)
class Cell:
    """A rule in a situation, and the edges of the flat model that belong to it."""

    id: str
    rule: Rule | None
    title: str
    edges: list[Edge] = field(default_factory=list)


def cells(protocol: Protocol, graph: Graph) -> list[Cell]:
    """All cells, in the order of the spec. They do not depend on the depth of a run."""
    rules = {rule.id: rule for rule in protocol.rules}
    situations = Situations(protocol, graph)
    found: dict[str, Cell] = {}
    for number, edge in enumerate(graph.edges):
        for fired in edge.outcome.fired or ("",):
            if not fired and edge.input.action != SENDS:
                continue
            rule = rules.get(fired)
            words = situations.words(edge, fired, rule)
            if not words:
                continue
            id = f"{_head(edge, fired, rule)}/{words}"
            cell = found.get(id)
            if cell is None and number >= graph.breadth:
                continue
            if cell is None:
                cell = found[id] = Cell(id, rule, _title(edge, rule))
            cell.edges.append(edge)
    return sorted(found.values(), key=lambda cell: cell.rule.line if cell.rule else 0)


def _head(edge: Edge, fired: str, rule: Rule | None) -> str:
    if not fired:
        return f"must/ignored/{edge.input.name}"
    return f"{rule.level if rule else 'must'}/{fired}"


def _title(edge: Edge, rule: Rule | None) -> str:
    if rule is not None:
        return rule.text.en
    return f"A server MUST ignore {edge.input.name} where no rule takes it."
