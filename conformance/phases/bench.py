"""All that the phases of a run share, and where they get their sessions from."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Sequence

from codegen.protocol import Protocol
from conformance.model import cast, nominal
from conformance.model.answers import Answer
from conformance.model.cast import ALICE, Names
from conformance.model.cells import Cell
from conformance.model.fences import Fences
from conformance.model.graph import Edge, Graph, Node
from conformance.model.walk import Planner
from conformance.talk.acts import Act
from conformance.talk.contact import Contact
from conformance.talk.deviation import Deviation
from conformance.talk.ghosts import texts
from conformance.talk.match import Mismatch
from conformance.talk.play import Play
from conformance.talk.wire import Wire
from conformance.targets.target import Target

WALKING = 0.3  # seconds for a message while exploring: a doubt is looked into later
SHRINKING = 0.02


class Bench:
    """The protocol, its flat model, its cells, the target, and fresh names.

    ``walking`` are the seconds that a message may take while exploring, and ``took``
    those that cases took so far: a cell, since the one before it was met.
    """

    def __init__(
        self,
        graph: Graph,
        found: list[Cell],
        seed: int,
        timeout: float,
        case_timeout: float = math.inf,
    ) -> None:
        self.protocol: Protocol = graph.protocol
        self.graph = graph
        self.cells = found
        self.wire = Wire(self.protocol)
        self.fences = Fences(graph, self.wire)
        self.contact = Contact(Target("", 0))
        self.timeout = timeout
        self.walking = WALKING
        self.case_timeout = case_timeout
        self.cells_of: dict[Edge, list[Cell]] = {}
        for cell in found:
            for edge in cell.edges:
                self.cells_of.setdefault(edge, []).append(cell)
        self.took: defaultdict[str, float] = defaultdict(float)
        self._words: dict[Node, list[Act]] = {}
        self._answers: dict[Node, set[Answer]] = {}
        self._is_salted = False
        self.seed = seed
        self._session = seed * 7919
        self._name_type = self._find_name_type()

    def meet(self, target: Target, fresh: bool = False) -> None:
        """Get to know a target; each session gets a ``fresh`` one started."""
        self.contact = Contact(target, fresh)

    def _find_name_type(self) -> object:
        login = self.protocol.client.login
        if login is None:
            return None
        return self.protocol.client_messages.codecs[login.send].fields[login.field]

    def _fits(self, name: str) -> bool:
        kind = self._name_type
        return kind is None or nominal.allows(kind, name)  # type: ignore[arg-type]

    def play(self, patience: float | None = None) -> Play:
        """A session that has not begun, with names that none before it had.

        It waits for a message as long as its ``patience``, or that of walking.

        Raises Unreachable if the target had ended and does not start again.
        """
        self.contact.ready()
        return self.rehearsal(self.walking if patience is None else patience)

    def rehearsal(self, patience: float = WALKING, names: Names | None = None) -> Play:
        """A session with a target that need not be there, or one under known names."""
        self._session += 1
        return Play(
            self.contact,
            self.wire,
            self.graph.alphabet,
            self.fences,
            self.graph.features,
            names or cast.fresh(self._session, self._fits),
            min(patience, self.timeout),
        )

    def edges_of(self, name: str) -> list[Edge]:
        """What alice may do with one message, in the states found first."""
        edges = self.graph.edges[: self.graph.breadth]
        return [e for e in edges if e.input.name == name and e.input.who == ALICE]

    def case_of(self, edge: Edge | None, rule: str) -> str:
        """The cell to which a deviation from a rule belongs, best one of this edge."""
        cells = self.cells_of.get(edge, []) if edge else []
        for cell in (*cells, *self.cells):
            if cell.rule is not None and cell.rule.id == rule:
                return cell.id
        return cells[0].id if cells else ""

    def edges_in(self, case: str) -> list[Edge]:
        """The edges of a cell; none for any other case."""
        return next((cell.edges for cell in self.cells if cell.id == case), [])

    def answers_before(self, node: Node) -> set[Answer]:
        """What services have to answer on the shortest way to a state."""
        if node not in self._answers:
            path = Planner().word(self.graph.start, node) or []
            self._answers[node] = {it for edge in path for it in edge.answers}
        return self._answers[node]

    def word(self, node: Node) -> list[Act]:
        """The shortest conversation that leads to a state."""
        if node not in self._words:
            self._words[node] = self.acts(Planner().word(self.graph.start, node) or [])
        return self._words[node]

    def is_haunted(self, deviation: Deviation | None, own: set[str]) -> bool:
        """Whether users of an earlier run with the same seed are still on the target.

        Then names that are to be fresh are somebody's already. Asked until it was true
        once: the names are others from then on.
        """
        if self._is_salted:
            return False
        met = self.contact.ghosts.strangers
        if any(name.startswith(cast.PLAIN) for name in met):
            return True
        mismatches = deviation.mismatches.values() if deviation else ()
        return any(self._takes(own, it) for it in mismatches)

    def _takes(self, own: set[str], it: Mismatch) -> bool:
        login = self.protocol.client.login
        refused = login.refused if login else ()
        others = [texts(seen.message) - texts(due.message) for due, seen in it.paired]
        return any(names & own for names in others) or any(
            isinstance(surplus.message, refused) for surplus in it.extra
        )

    def salt_names(self) -> None:
        """Take names that no run with this seed had."""
        self._is_salted = True
        self._session += int(time.time() * 1000)

    @property
    def arrival(self) -> list[Act]:
        """How the bystander comes in, with which every session begins."""
        return [Act(input) for input in self.graph.arrival]

    def acts(self, edges: Sequence[Edge]) -> list[Act]:
        """The arrival, then what these edges do."""
        return [*self.arrival, *(Act(edge.input) for edge in edges)]
