"""One conversation with one client: the judge plays its user, and everybody else.

The others are only told to the room. A person reads before typing: what was sent is
waited for on the screen before a line is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from typing import Any

from conformance.clients import explain
from conformance.clients.connection import HOST
from conformance.clients.display import Look
from conformance.clients.explain import USER
from conformance.clients.faults import Blocked, Fault, Late, quoted
from conformance.clients.program import Program, Stuck
from conformance.clients.routes import Line as Typed
from conformance.clients.stage import Heard, Stage, Told
from conformance.model.cast import ALICE, CAROL, label
from conformance.model.graph import Edge
from conformance.model.inputs import CONNECTS, SENDS
from conformance.results import Line
from conformance.talk import describe
from conformance.targets.ending import Ending

__all__ = ["Heard", "Scene", "Told", "exchanged"]

_HASTE = 0.5  # seconds for what is due, until the client is told to leave
_QUIET = 0.2  # seconds, where nothing else proves that nothing more comes


class Scene(Stage):
    """A stage with people: the client's user, and the other members of the cast."""

    # The others.

    def arrives(self) -> None:
        """The bystander comes in."""
        for input in self.studio.graph.arrival:
            alphabet = self.studio.graph.alphabet
            message = alphabet.message(input, self.room, self.naming)
            self._does(CAROL, input.action, message)

    def _does(self, who: int, action: str, message: Any) -> None:
        """Another member of the cast acts."""
        if action == SENDS:
            self.says(who, message)
            return
        self.lines.append(Line(label(who), "->", describe.action(action)))
        if action == CONNECTS:
            self._carry_out(self.room.connected(who))
        else:
            self._carry_out(self.room.disconnected(who))

    def says(self, who: int, message: Any) -> None:
        """Another member of the cast sends a message."""
        text = describe.message(self.studio.wire, message)
        self.lines.append(Line(label(who), "->", text))
        self._carry_out(self.room.received(who, message))

    # The client's user.

    def begins(self) -> None:
        """Start the client, and give it a name if it wants one."""
        self.starts()
        if self.studio.needs_name and self.studio.protocol.client.login is None:
            self.gives(self.naming.names.first[ALICE])

    def starts(self) -> None:
        """Start the client and wait until it is there."""
        studio = self.studio
        name = self.naming.names.first[ALICE]
        words = studio.command.from_anywhere(HOST, self._door.port, name)
        program = self.program = Program(words, self.folder, studio.io)
        self.lines.append(Line(USER, "->", "starts the client"))

        def is_there() -> bool:
            asks = self._is_asking and program.written > 0
            return self.connection is not None or asks

        if not self.until(is_there, studio.start_timeout):
            self.fails_if_over()
            raise Fault(
                "the client does not connect",
                hint=("it was given the address on its command line: does it use it?"),
            )
        if self._is_asking and studio.prompt and studio.prompts:
            asked = self.until(self._is_asked)
            studio.prompts = asked

    @property
    def _is_asking(self) -> bool:
        """Whether a name is to be typed."""
        return self.studio.needs_name and not self.studio.command.takes_name

    def _is_asked(self) -> bool:
        look = Look((self.studio.prompt,), ())
        return self.program is not None and look.is_in(self.program.since(0))

    def gives(self, name: str) -> None:
        """Give the client a name, unless it has it from its command line."""
        if not self.studio.command.takes_name:
            self.types(name)

    def types(self, line: str) -> None:
        """Type a line, once all is shown that was sent."""
        self.settles()
        assert self.program is not None
        self.lines.append(Line(USER, "->", f"types {quoted(line)}"))
        self.look()
        self.expects_nothing()
        self.mark = self.program.written
        try:
            self.program.type(line, self.studio.timeout)
        except Stuck:
            raise Fault("the client reads nothing of what is typed") from None

    def settles(self) -> None:
        """Wait until what was sent is shown: a person reads before typing.

        What a client shows otherwise than the spec has it is waited for only once.
        """
        for told in self.told[self._settled :]:
            look = self.look_of(told.message)
            kind = type(told.message)
            if look is None or kind in self.studio.unshown:
                continue
            if not self.until(lambda: self.is_shown(look, told.mark)):  # noqa: B023
                self.studio.unshown.add(kind)
        self._settled = len(self.told)

    def look_of(self, message: Any) -> Look | None:
        """How a message is to be shown; None if it need not be."""
        return None if message is None else self.studio.looks.of(message)

    def is_shown(self, look: Look, mark: int) -> bool:
        """Whether something can be read behind a mark."""
        return self.program is not None and look.is_in(self.program.since(mark))

    def shows(self, text: str) -> None:
        """Write down what was to be read on the screen."""
        self.lines.append(Line(USER, "<-", f"shows {quoted(text)}"))

    def ended(self, ending: Ending) -> Line:
        """That the client has ended, in a conversation."""
        return Line(USER, "<-", f"the client {ending.said}")

    # What is due.

    def expects(self, due: Typed) -> Heard:
        """Wait for a message of the client; whatever else comes is a fault."""
        if not self.comes(lambda: bool(self.heard), type(due.message)):
            if not self.fenced:
                self.fails_if_over()
            raise self._missing(due)
        heard = self.heard.popleft()
        if self._is(due, heard):
            return heard
        raise self._other(due, heard)

    def comes(
        self, condition: Callable[[], bool], kind: type[Any] | None = None
    ) -> bool:
        """Wait for something that is due; in haste, only until the next line is obeyed.

        The client is told to leave then: lines are read in their order, so what did not
        come before the end of that does not come any more. Raises Late if it does.
        """
        farewell = self.studio.farewell
        leaves = type(farewell[1].message) if farewell is not None else None
        if not self.hasty or farewell is None or kind is leaves or self.fenced:
            return self.until(condition)
        if self.until(condition, min(_HASTE, self.studio.timeout)):
            return True
        assert self.program is not None
        self.fenced, self.holds, self._fence = True, False, self.program.written
        known = len(self.lines)
        with suppress(Stuck):
            self.program.type(farewell[0], self.studio.timeout)
        left = self.until(lambda: condition() or self.has_left())
        said = [it for it in self.heard if type(it.message) is not leaves]
        # Nothing was heard but that it leaves: that is no part of the conversation.
        if left and (condition() if kind is None else bool(said)):
            raise Late
        del self.lines[known:]
        return False

    def _is(self, due: Typed, heard: Heard) -> bool:
        message = heard.message
        if type(message) is not type(due.message):
            return False
        free = {name: getattr(due.message, name) for name in due.free}
        return bool(replace(message, **free) == due.message)

    def _missing(self, due: Typed) -> Fault:
        name = self.studio.wire.name(due.message)
        differences = (explain.missing(self.studio.wire, due.message),)
        what = f"the client does not send {name}"
        return Fault(what, differences, is_silence=True)

    def _other(self, due: Typed, heard: Heard) -> Fault:
        del self.lines[heard.at + 1 :]  # what followed from it explains nothing
        name = self.studio.wire.name(due.message)
        difference = explain.other(
            self.studio.wire, due.message, heard, self.words(heard)
        )
        if heard.message is not None and type(heard.message) is not type(due.message):
            said = self.studio.wire.name(heard.message)
            what = f"the client sends {said} and not {name}"
        elif heard.message is None:
            what = f"the client sends what is no message, and not {name}"
        else:
            what = f"the client sends another {name} than the right one"
        return Fault(what, (difference,), hint=heard.why and f"the bytes: {heard.why}")

    def expects_nothing(self) -> None:
        """Nothing may have come that was not asked for."""
        if self.heard:
            heard = self.heard.popleft()
            del self.lines[heard.at + 1 :]
            raise Fault(
                "the client sends something that nobody has asked for",
                (explain.extra(self.studio.wire, heard, self.words(heard)),),
            )

    def fails_if_over(self) -> None:
        """Raise a fault if the client has ended, or has dropped its connection."""
        ending = self.ending()
        if ending is not None:
            raise Fault(f"the client {ending.said}", ending=ending)
        if self.connection is not None and self.connection.ended:
            if self.connection.ended == "reset":
                raise Fault("the client resets its connection")
            raise Fault("the client ends its connection")

    # Ways.

    def follows(self, edges: Iterable[Edge]) -> None:
        """Go a way that should be no trouble: it is not what is judged."""
        for edge in edges:
            try:
                self.does(edge)
            except Fault as fault:
                raise Blocked(self._doing(edge), fault) from None

    def _doing(self, edge: Edge) -> str:
        return edge.input.name

    def does(self, edge: Edge, line: Typed | None = None) -> None:
        """Do what an edge does; what the client must send for it is checked."""
        self._planned = edge.answers
        who = edge.input.who
        if who != ALICE:
            self._does(who, edge.input.action, edge.message)
            return
        if edge.input.action == CONNECTS:
            self.begins()
            return
        line = line or self.studio.routes.line(edge)
        assert line is not None
        if self.studio.routes.is_login(edge):
            self.settles()
            self.gives(line.text)
        else:
            self.types(line.text)
        self.expects(line)

    def leaves(self) -> bool:
        """Tell the client to leave, and see that nothing else comes before that.

        False if it was not seen to: then only a moment was waited for something else.
        """
        studio = self.studio
        if studio.farewell is None or not studio.leaves:
            self.until(lambda: bool(self.heard), _QUIET)
            self.expects_nothing()
            return False
        line, edge = studio.farewell
        kind = type(edge.message)
        self.types(line)
        came = self.until(lambda: bool(self.heard))
        studio.leaves = came
        if self.heard and type(self.heard[0].message) is kind:
            self.heard.popleft()
            return True
        self.expects_nothing()
        return False


def exchanged(value: Any, values: Mapping[Any, Any]) -> Any:
    """A message with some of its texts exchanged for others."""
    if isinstance(value, tuple):
        return tuple(exchanged(item, values) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value))
        parts = {name: exchanged(getattr(value, name), values) for name in names}
        return type(value)(**parts)
    return values.get(value, value) if isinstance(value, str) else value
