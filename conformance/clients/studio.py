"""What the cases of a run share: the protocol, its model, how a client is started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from codegen.protocol import Command as Typed
from codegen.protocol import MessageInfo, Protocol, Question
from codegen.typed import Keyboard, Pattern
from conformance.clients.display import Looks
from conformance.clients.routes import Routes
from conformance.model.cast import ALICE
from conformance.model.graph import Edge, Graph
from conformance.talk.wire import Wire
from conformance.targets.command import Command


@dataclass(eq=False)
class Studio:
    """``protocol`` is that of the profile; ``timeout`` are seconds that count.

    Below ``root`` a client may write: it is the judge's own, and gone after the run.

    ``unshown`` are messages that the client does not show as the spec has them: it is
    no use to wait for them. ``prompts`` says whether it asks for a name as it should.
    """

    protocol: Protocol
    graph: Graph
    command: Command
    root: Path = Path()
    io: str = "pty"
    timeout: float = 2.0
    start_timeout: float = 10.0
    case_timeout: float = 30.0
    unshown: set[type[Any]] = field(default_factory=set)
    prompts: bool = True
    leaves: bool = True  # so far it always did, when it was told to

    def __post_init__(self) -> None:
        """Make what follows from the protocol."""
        client = self.protocol.client
        self.wire = Wire(self.protocol)
        self.keyboard = Keyboard(client.commands, self.protocol.client_messages)
        self.questions = self._questions()
        self.looks = Looks(self.protocol, self.questions)
        self.routes = Routes(self.graph, self.keyboard, self.questions)
        self.infos = {info.cls: info for info in self.protocol.messages}

    def begins(self) -> None:
        """Forget what is known of a client."""
        self.unshown.clear()
        self.prompts = self.leaves = True

    def _questions(self) -> dict[type[Any], Question]:
        """The questions that can be answered, by the message that asks them."""
        known = self.protocol.client_messages.codecs
        asked = self.protocol.server_messages.codecs
        return {
            it.on: it
            for it in self.protocol.client.questions
            if it.yes in known and it.no in known and it.on in asked
        }

    @cached_property
    def needs_name(self) -> bool:
        """Whether one has to say who one is: to log in, or in each message."""
        fills = [str(v) for _, it in self.commands for v in it.fill.values()]
        in_each = any(fill == "me" or "{me}" in fill for fill in fills)
        return self.protocol.client.login is not None or in_each

    @property
    def commands(self) -> list[tuple[Pattern, Typed]]:
        """What can be typed."""
        return self.keyboard.commands

    @property
    def prompt(self) -> str:
        """What is said to ask for a name; "" if the spec leaves it open."""
        return self.protocol.client.texts.get("name", "")

    def info(self, kind: type[Any]) -> MessageInfo:
        """What is known of a message."""
        return self.infos[kind]

    @cached_property
    def farewell(self) -> tuple[str, Edge] | None:
        """The line that leaves, and where; None if there is no such command."""
        for pattern, command in self.commands:
            if pattern.fields:
                continue
            way = self.routes.way(partial(self._leaves, command))
            if way is not None:
                return pattern.line({}), way[-1]
        return None

    def _leaves(self, command: Typed, edge: Edge) -> bool:
        """Whether a command does what an edge does, and that ends the conversation."""
        if self.routes.types(edge, command) is None:
            return False
        ends = tuple(self.protocol.client.ends)
        due = (it.message for it in edge.outcome.of(ALICE))
        over = ALICE in edge.outcome.closed
        return over or any(isinstance(it, ends) for it in due)

    @property
    def server_messages(self) -> Iterator[MessageInfo]:
        """The messages that a client may get."""
        known = self.protocol.server_messages.codecs
        return (it for it in self.protocol.messages if it.cls in known)
