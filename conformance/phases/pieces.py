"""The phase in which every case is tried once more, with its message in pieces.

What is read in one state byte by byte may be read at once in another: so it is tried in
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.model.cells import Cell
from conformance.model.graph import Edge
from conformance.model.inputs import SENDS
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.trials import OfTrials, Trial
from conformance.talk.acts import Act

_TITLE = "A server MUST read a message however TCP cuts it, in every state."


class Pieces(OfTrials):
    """Every message in every situation in four pieces; none without a framing."""

    name = "pieces"
    about = "every rule in every situation once more, the message in pieces"
    since = "full"

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """One for each cell that a message belongs to, if no service is needed."""
        for cell in bench.cells if bench.wire.framed else ():
            edge = next((it for it in cell.edges if _is_plain(bench, it)), None)
            level, _, rest = cell.id.partition("/")
            if edge is not None and level == "must":
                case = Case(
                    f"must/pieces/{rest}", self.name, level, _TITLE, _line(cell)
                )
                yield Trial(case, edge.source, (_in_pieces(bench, edge),))


def _is_plain(bench: Bench, edge: Edge) -> bool:
    asks = edge.answers or bench.answers_before(edge.source)
    return edge.input.action == SENDS and not asks


def _line(cell: Cell) -> int:
    return cell.rule.line if cell.rule else 0


def _in_pieces(bench: Bench, edge: Edge) -> Act:
    """The first byte, the last one, and two pieces in between."""
    size = len(bench.wire.encode(edge.message))
    return Act(edge.input, cuts=(1, size // 2, size - 1), note="in four pieces")
