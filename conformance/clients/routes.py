"""Ways through the flat model that a person at a client's keyboard can take.

The first member of the cast is the client; the others are the judge's own, who can do
whatever the protocol lets them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from codegen.protocol import Command, Question
from codegen.typed import NO, YES, Keyboard, Order
from codegen.wire import WireError
from conformance.model.cast import ALICE
from conformance.model.graph import Edge, Graph, Node
from conformance.model.inputs import CONNECTS, SENDS

_LONGEST = 1000  # bytes of a line that every terminal takes
Wanted = Callable[[Edge], bool]


class Line(NamedTuple):
    """A typed line and the message that it stands for.

    ``free`` are the fields that the client chooses, such as a fresh number.
    """

    text: str
    message: Any
    command: Command | None = None
    free: frozenset[str] = frozenset()


class Routes:
    """Ways from the beginning, in which the client's part can be typed."""

    def __init__(
        self,
        graph: Graph,
        keyboard: Keyboard,
        questions: Mapping[type[Any], Question],
    ) -> None:
        self.graph = graph
        self._keyboard = keyboard
        self._login = graph.protocol.client.login
        self._answers = {q.yes: "y" for q in questions.values()}
        self._answers |= {q.no: "n" for q in questions.values()}
        self._lines: dict[Edge, Line | None] = {}
        self._sorted: dict[Node, list[Edge]] = {}

    def way(self, *wishes: Wanted) -> list[Edge] | None:
        """The shortest way to an edge that fulfils the first wish that can be.

        The last edge is the one that was wanted.
        """
        for wanted in wishes:
            found = self._way(wanted)
            if found is not None:
                return found
        return None

    def _way(self, wanted: Wanted) -> list[Edge] | None:
        queue = deque([self.graph.start])
        came: dict[Node, Edge | None] = {self.graph.start: None}
        while queue:
            node = queue.popleft()
            edges = self._edges(node)
            for edge in edges:
                if wanted(edge) and self.is_passable(edge):
                    return [*_back(came, node), edge]
            for edge in edges:
                if edge.target not in came and self.is_passable(edge):
                    came[edge.target] = edge
                    queue.append(edge.target)
        return None

    def _edges(self, node: Node) -> list[Edge]:
        if node not in self._sorted:
            self._sorted[node] = sorted(node.edges, key=_unlikely)
        return self._sorted[node]

    def is_passable(self, edge: Edge) -> bool:
        """Whether it can be done: the client's part must be something to type."""
        if edge.input.who != ALICE or edge.input.action == CONNECTS:
            return True
        return edge.input.action == SENDS and self.line(edge) is not None

    def is_login(self, edge: Edge) -> bool:
        """Whether it is the client saying who it is."""
        login = self._login
        mine = edge.input.who == ALICE and edge.message is not None
        return mine and login is not None and isinstance(edge.message, login.send)

    def line(self, edge: Edge) -> Line | None:
        """What is typed for an edge of the client; None if nothing can be."""
        if edge not in self._lines:
            self._lines[edge] = self._line(edge)
        return self._lines[edge]

    def _line(self, edge: Edge) -> Line | None:
        message = edge.message
        if self.is_login(edge) and self._login is not None:
            name = getattr(message, self._login.field)
            is_wanted = is_typable(name) and not self._has_name(edge)
            return Line(name, message) if is_wanted else None
        if self._login is not None and not self._has_name(edge):
            return None  # all that is typed is a name
        if type(message) in self._answers:
            return Line(self._answers[type(message)], message)
        for _, command in self._keyboard.commands:
            found = self.types(edge, command)
            if found is not None:
                return found
        return None

    def _has_name(self, edge: Edge) -> bool:
        """Whether the client has logged in before an edge."""
        variable = self.graph.naming.variable
        session = edge.source.room.sessions.get(ALICE)
        return bool(variable and session and getattr(session, variable))

    def types(
        self, edge: Edge, command: Command, values: Mapping[str, Any] | None = None
    ) -> Line | None:
        """The line with which a command does what an edge does, if it can.

        ``values`` stand in place of those of the edge, where these do not matter.
        """
        if edge.input.who != ALICE or type(edge.message) is not command.message:
            return None
        if self._login is not None and not self._has_name(edge):
            return None
        me = self.graph.naming.current(edge.source.room, ALICE)
        shown = {name: getattr(edge.message, name) for name in _fields(edge.message)}
        kept = {*edge.input.roles, *edge.input.chosen}
        wished = {n: v for n, v in (values or {}).items() if n not in kept}
        found = self.typed(command, {**shown, **wished}, me)
        if found is None:
            return None
        same = (getattr(found.message, n) == shown[n] for n in kept - found.free)
        return found if all(same) else None

    def typed(
        self, command: Command, values: Mapping[str, Any], me: str
    ) -> Line | None:
        """The line of a command with these values, if it is read as that command."""
        pattern = next(p for p, it in self._keyboard.commands if it is command)
        texts = {name: _text(values.get(name, "")) for name in pattern.fields}
        for name, source in command.fill.items():
            if isinstance(source, str) and "{" in source and name in texts:
                texts[name] = texts[name].strip()
        line = pattern.line(texts)
        if not is_typable(line) or line.lower() in YES | NO:
            return None
        try:
            order = self._keyboard.read(line, me)
        except (WireError, KeyError, ValueError):
            return None
        if not isinstance(order, Order) or order.command is not command:
            return None
        free = (name for name, source in command.fill.items() if source == "id")
        return Line(line, order.message, command, frozenset(free))


def is_typable(line: str) -> bool:
    """Whether a line comes out of every keyboard and terminal as it is."""
    plain = bool(line) and line.isprintable() and line == line.strip()
    return plain and len(line.encode("utf-8", "replace")) <= _LONGEST


def _unlikely(edge: Edge) -> tuple[bool, bool, bool]:
    """What comes last: what needs a service, and what only ends something."""
    is_end = edge.input.action not in (SENDS, CONNECTS)
    return bool(edge.answers), is_end, edge.input.who == ALICE


def _fields(message: Any) -> tuple[str, ...]:
    return tuple(message.__dataclass_fields__)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    return str(value)


def _back(came: Mapping[Node, Edge | None], node: Node) -> list[Edge]:
    path: list[Edge] = []
    while (edge := came[node]) is not None:
        path.append(edge)
        node = edge.source
    return path[::-1]
