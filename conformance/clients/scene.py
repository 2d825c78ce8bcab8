"""One conversation with one client: the judge plays the server, and everybody else.

The protocol's own ``Room`` is the server. What the client sends goes into it at once,
and what comes out of it goes to the client; the other members of the cast are only
told to the room. Nothing is waited for but what is due.
"""

from __future__ import annotations

import os
import select
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from codegen.room import Ask, Close, Effect, Room, Send
from codegen.wire import FramingError, WireError
from conformance.clients.connection import HOST, Connection, Door
from conformance.clients.display import Look
from conformance.clients.faults import Blocked, Fault, OutOfCase, quoted
from conformance.clients.program import Program, Stuck
from conformance.clients.routes import Line as Typed
from conformance.clients.studio import Studio
from conformance.model.answers import Answers, Said
from conformance.model.cast import ALICE, CAROL, LABELS
from conformance.model.explore import Edge
from conformance.model.inputs import CONNECTS, SENDS
from conformance.results import Line
from conformance.talk import describe
from conformance.targets.ending import Ending

USER, SERVER = "user", "server"
_GLANCE = 0.05  # seconds between two looks at what tells nobody, such as a file
_SOON = 0.5  # seconds in which the end of a process follows that of its connection
_DEEP = "one/two/home"  # the client's folder, with room above it for what climbs out


@dataclass(frozen=True, slots=True)
class Heard:
    """What the client has sent: a message, or bytes that are none."""

    data: bytes
    message: Any = None
    why: str = ""


class Told(NamedTuple):
    """What was sent to the client, and where on its screen that was."""

    message: Any
    mark: int


class Scene:
    """A client, its connection, and the room that it is in.

    ``heard`` is what it has sent and nobody has asked for yet; ``told`` what it was
    sent. ``holds``: the server closes no connection. ``inbox`` is what others got.
    ``swaps`` are bytes that the client gets in place of others, as many: what no server
    may send by the spec.
    """

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.room: Room[Any] = studio.protocol.room(studio.graph.features)
        self.room.now = float(int(time.time()))
        self.naming = studio.graph.naming
        self.lines: list[Line] = []
        self.heard: deque[Heard] = deque()
        self.told: list[Told] = []
        self.inbox: dict[int, list[Any]] = {}
        self.holds = False
        self.swaps: list[tuple[bytes, bytes]] = []
        self.connection: Connection | None = None
        self.program: Program | None = None
        self.mark = 0
        self._end = time.monotonic() + studio.case_timeout
        self.root = Path(tempfile.mkdtemp(prefix="conformance-"))
        self.folder = self.root / _DEEP
        self.folder.mkdir(parents=True)
        self._door = Door()
        self._splitter = studio.protocol.client_framing.splitter()
        self._planned: tuple[Any, ...] = ()
        self._settled = 0
        self._answers = Answers(studio.protocol.services)

    def __enter__(self) -> Scene:
        """Nothing is started before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happens, nothing of it is left."""
        if self.program is not None:
            self.program.end()
        if self.connection is not None:
            self.connection.close()
        self._door.close()
        shutil.rmtree(self.root, ignore_errors=True)

    # Waiting.

    def until(
        self, condition: Callable[[], bool], seconds: float | None = None
    ) -> bool:
        """Let things happen until something is so; False if it is not in time."""
        end = time.monotonic() + (
            self.studio.timeout if seconds is None else max(0.0, seconds)
        )
        while not condition():
            now = time.monotonic()
            if now > self._end:
                raise OutOfCase
            if now >= end:
                return False
            self._turn(min(end, self._end, now + _GLANCE) - now)
            if self._is_all_over() and not condition():
                return False
        return True

    def look(self) -> None:
        """Take what is there already."""
        self._turn(0)

    def _is_all_over(self) -> bool:
        """Whether nothing can happen any more."""
        program, connection = self.program, self.connection
        if program is None or program.is_open or program.ending() is None:
            return False
        return connection is None or bool(connection.ended)

    def _turn(self, seconds: float) -> None:
        sources: list[Any] = []
        if self.program is not None and self.program.is_open:
            sources.append(self.program)
        if self.program is not None and self.program.ending() is None:
            sources += filter(None, [self.program.pulse])
        if self.connection is None:
            sources.append(self._door)
        elif not self.connection.ended:
            sources.append(self.connection)
        ready, _, _ = select.select(sources, [], [], max(0.0, seconds))
        for source in ready:
            if source is self.program:
                self.program.read()
            elif source is self._door:
                self._let_in()
            elif source is self.connection:
                self._hear()

    # The client's side of the wire.

    def _let_in(self) -> None:
        self.connection = self._door.accept()
        if self.connection is not None:
            self.lines.append(Line(SERVER, "<-", "connects"))
            self._carry_out(self.room.connected(ALICE))

    def _hear(self) -> None:
        assert self.connection is not None
        data = self.connection.read()
        if data:
            for plain, evil in self.swaps:
                data = data.replace(evil, plain)
            self._splitter.feed(data)
            self._split()
        elif self.connection.ended:
            self.lines.append(Line(SERVER, "<-", self.connection.ended))
            self._carry_out(self.room.disconnected(ALICE))

    def _split(self) -> None:
        protocol = self.studio.protocol
        while True:
            reads = self.room.reads(ALICE)
            try:
                payload = self._splitter.next()
            except FramingError as error:
                self._take(Heard(b"", None, error.reason), error.code, error.fatal)
                return
            if payload is None:
                return
            try:
                message = protocol.client_messages.decode(payload, reads)
            except WireError as error:
                data = self._framed(payload)
                self._take(Heard(data, None, str(error)), error.code)
            else:
                self._take(Heard(self._framed(payload), message))

    def _framed(self, payload: bytes) -> bytes:
        try:
            return self.studio.protocol.client_framing.wrap(payload)
        except WireError:
            return payload

    def _take(self, heard: Heard, code: str = "", fatal: bool = False) -> None:
        self.heard.append(heard)
        self.lines.append(Line(SERVER, "<-", self.words(heard), heard.data))
        if heard.message is not None:
            self._carry_out(self.room.received(ALICE, heard.message))
        else:
            self._carry_out(self.room.malformed(ALICE, code, heard.why, fatal=fatal))

    def words(self, heard: Heard) -> str:
        """What the client has sent, for people."""
        if heard.message is not None:
            return describe.message(self.studio.wire, heard.message)
        count = len(heard.data)
        return (
            f"{count} bytes that are no message"
            if count != 1
            else ("1 byte that is no message")
        )

    # The room.

    def _carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in list(effects):
            match effect:
                case Send(to, message):
                    for who in to:
                        self._deliver(who, message)
                case Close(sid) if sid == ALICE:
                    self.lines.append(Line(SERVER, "->", "closes the connection"))
                    if self.connection is not None and not self.holds:
                        self.connection.end()
                case Ask():
                    self._answer(effect)

    def _deliver(self, who: int, message: Any) -> None:
        if who != ALICE:
            self.inbox.setdefault(who, []).append(message)
            return
        self.sends(message)

    def sends(self, message: Any, data: bytes | None = None, note: str = "") -> None:
        """Send the client a message; perhaps as other bytes than its own."""
        payload = self.studio.wire.encode(message) if data is None else data
        text = self.said(message) + note
        for plain, evil in self.swaps:
            payload = payload.replace(plain, evil)
            text = text.replace(plain.decode(), evil.decode())
        self.sends_bytes(payload, text, message)

    def sends_bytes(
        self, data: bytes, text: str, message: Any = None, *, apart: bool = False
    ) -> None:
        """Send the client bytes; ``apart`` one by one, each when the last was read."""
        self.look_at_screen()
        mark = self.program.written if self.program is not None else 0
        self.lines.append(Line(SERVER, "->", text, data))
        connection = self.connection
        if connection is None or connection.ended:
            return
        # Unframed, what arrives in one piece is one message. Framed, what is glued is a
        # matter of its own: who cannot bear it must not fail at everything else.
        connection.is_read(self.studio.timeout)
        write = connection.write_apart if apart else connection.write
        write(data, self.studio.timeout)
        self.told.append(Told(message, mark))
        self.mark = mark

    def look_at_screen(self) -> None:
        """Take what was written so far, so that the next is known to be new."""
        program = self.program
        while program is not None and program.is_open:
            if not select.select([program], [], [], 0)[0]:
                return
            program.read()

    def _answer(self, ask: Ask) -> None:
        """Be the service: what was planned, else that it is not there."""
        possible = self._answers._possible[ask.service]
        planned, self._planned = self._planned[:1], self._planned[1:]
        said: Said = next((it for it in possible if it.answer in planned), possible[0])
        if said.known is None:
            effects = self.room.answered(ask.call, None, said.blanks["reason"])
        else:
            effects = self.room.answered(ask.call, {**said.known, **said.blanks})
        self._carry_out(effects)

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
        self.lines.append(Line(LABELS[who], "->", describe.action(action)))
        if action == CONNECTS:
            self._carry_out(self.room.connected(who))
        else:
            self._carry_out(self.room.disconnected(who))

    def says(self, who: int, message: Any) -> None:
        """Another member of the cast sends a message."""
        text = describe.message(self.studio.wire, message)
        self.lines.append(Line(LABELS[who], "->", text))
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
        words = studio.command.arguments(HOST, self._door.port, name)
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
        came = self.until(lambda: bool(self.heard))
        if not came:
            self.fails_if_over()
            raise self._missing(due)
        heard = self.heard.popleft()
        if self._is(due, heard):
            return heard
        raise self._other(due, heard)

    def _is(self, due: Typed, heard: Heard) -> bool:
        message = heard.message
        if type(message) is not type(due.message):
            return False
        free = {name: getattr(due.message, name) for name in due.free}
        return bool(replace(message, **free) == due.message)

    def _missing(self, due: Typed) -> Fault:
        from conformance.clients.explain import missing

        name = self.studio.wire.name(due.message)
        differences = (missing(self.studio.wire, due.message),)
        what = f"the client does not send {name}"
        return Fault(what, differences, is_silence=True)

    def _other(self, due: Typed, heard: Heard) -> Fault:
        from conformance.clients.explain import other

        name = self.studio.wire.name(due.message)
        difference = other(self.studio.wire, due.message, heard, self.words(heard))
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
            from conformance.clients.explain import extra

            heard = self.heard.popleft()
            raise Fault(
                "the client sends something that nobody has asked for",
                (extra(self.studio.wire, heard, self.words(heard)),),
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

    def ending(self) -> Ending | None:
        """How the client has ended by itself; None if it runs."""
        program = self.program
        if program is None:
            return None
        if self.has_left() or not program.is_open:
            self.until(lambda: program.ending() is not None, _SOON)
        return program.ending()

    def has_left(self) -> bool:
        """Whether the client has ended its connection."""
        return self.connection is not None and bool(self.connection.ended)

    # What a server does that is no message.

    def closes(self) -> None:
        """End the connection as a server does that is stopped."""
        assert self.connection is not None
        self.lines.append(Line(SERVER, "->", "closes the connection"))
        self.connection.end()

    def resets(self) -> None:
        """Break the connection."""
        assert self.connection is not None
        self.lines.append(Line(SERVER, "->", "resets the connection"))
        self.connection.reset()

    def awaits_reading(self) -> None:
        """Wait until the client has read all that was sent."""
        if self.connection is not None:
            self.connection.is_read(self.studio.timeout)

    def said(self, message: Any) -> str:
        """A message in words."""
        return describe.message(self.studio.wire, message)

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

    # Files.

    def strays(self) -> list[Path]:
        """Files that were written outside the client's folder, where it can be seen."""
        return [
            path
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_relative_to(self.folder)
        ]

    def files(self) -> list[Path]:
        """Files in the client's folder."""
        return [path for path in self.folder.rglob("*") if path.is_file()]


_QUIET = 0.2


def exchanged(value: Any, values: Mapping[Any, Any]) -> Any:
    """A message with some of its values exchanged for others."""
    if isinstance(value, tuple):
        return tuple(exchanged(item, values) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            f.name: exchanged(getattr(value, f.name), values) for f in fields(value)
        }
        return type(value)(**parts)
    with suppress(TypeError):
        return values.get(value, value)
    return value


def climbs(folder: Path, other: Path) -> str:
    """The way from a folder to a place elsewhere."""
    return os.path.relpath(other, folder)
