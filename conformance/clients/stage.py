"""What a conversation with a client takes place on: its process, its wire, a room.

The protocol's own ``Room`` is the server. What the client sends goes into it at once,
and what comes out of it goes to the client. Nothing is waited for but what is due.
"""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

from codegen.room import Ask, Close, Effect, Room, Send
from codegen.wire import FramingError, WireError
from conformance.clients.connection import Connection, Door
from conformance.clients.explain import SERVER
from conformance.clients.faults import OutOfCase
from conformance.clients.program import Program
from conformance.clients.studio import Studio
from conformance.model.answers import Answers, Said
from conformance.model.cast import ALICE
from conformance.results import Line
from conformance.talk import describe
from conformance.targets.ending import Ending

_GLANCE = 0.05  # seconds between two looks at what tells nobody, such as a file
_SOON = 0.5  # seconds in which the end of a process follows that of its connection
_DEEP = "above/home"  # the client's folder, with room above it for what climbs out


@dataclass(frozen=True, slots=True)
class Heard:
    """What the client has sent: a message, or bytes that are none; ``at`` its line."""

    data: bytes
    message: Any = None
    why: str = ""
    at: int = 0


class Told(NamedTuple):
    """What was sent to the client, and where on its screen that was."""

    message: Any
    mark: int


class Stage:
    """A client, its connection, the room that it is in, and what others get there.

    ``heard`` is what it has sent and nobody has asked for yet; ``told`` what it was
    sent. ``holds``: the server closes no connection. ``inbox`` is what others got.
    A ``hasty`` one does not wait long for what may not come; ``fenced``: it has told
    the client to leave to see that it does not. ``swaps`` are bytes that the client
    gets in place of others, as many: what no server may send by the spec.
    """

    def __init__(self, studio: Studio, hasty: bool = False) -> None:
        self.studio = studio
        self.hasty = hasty
        self.fenced = False
        self._fence = 0
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
        self.root = studio.root
        self.folder = self.root / _DEEP
        self.folder.mkdir(parents=True, exist_ok=True)
        self._door = Door()
        self._splitter = studio.protocol.client_framing.splitter()
        self._planned: tuple[Any, ...] = ()
        self._settled = 0
        self._answers = Answers(studio.protocol.services)

    def __enter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happens, nothing of it is left."""
        if self.program is not None:
            self.program.end()
        if self.connection is not None:
            self.connection.close()
        self._door.close()
        for path in (*self.strays(), *self.files()):
            with suppress(OSError):
                path.unlink()

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

    def output(self, mark: int = 0) -> bytes:
        """What was written behind a mark, before the client was told to leave."""
        if self.program is None:
            return b""
        data = self.program.since(mark)
        return (
            data[: len(data) - (self.program.written - self._fence)]
            if (self.fenced)
            else data
        )

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
        self.heard.append(replace(heard, at=len(self.lines)))
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
