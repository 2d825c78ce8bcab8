"""The reference server: asyncio around the ``Room`` of a protocol.

The room decides, the connections read and write, and this tells one of the other.

Rules kept here:

1. Effects are carried out in order, and a message is encoded once for its audience.
2. Work is bounded: after so many messages of one client it is the turn of the others.
3. A file flows as fast as its receiver reads; a receiver that does not is cut off.
4. What goes wrong about one client ends that client's connection, nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from time import time
from typing import Any

from codegen.protocol import Protocol
from codegen.room import Ask, Close, Effect, Listening, Send, Show
from codegen.wire import Framing, Unframed, WireError
from reference.server.alarm import Alarm
from reference.server.connection import READ_BYTES, Connection, printed
from reference.server.journal import Journal, origin
from reference.server.limits import limits_of
from reference.server.services import Services

MESSAGES_PER_TURN = 32  # of one client, before the others have their turn
STOP_SECONDS = 2.0  # for what is pending to be written when the server stops
GRACE_SECONDS = 0.2  # for a peer to close when nothing is left to be written
BACKLOG = 1024  # connections that may wait to be accepted: a class arrives at once


class Server:
    """A server of one protocol, for one ``start`` and one ``stop`` in an event loop.

    ``limits`` replace those of the spec by name; ``show`` is given what the room has
    for the operator at the console.
    """

    def __init__(
        self,
        protocol: Protocol,
        *,
        features: Iterable[str] | None = None,
        limits: Mapping[str, int] | None = None,
        services: Services | None = None,
        journal: Journal | None = None,
        show: Callable[[Any], None] | None = None,
    ) -> None:
        limits = {**limits_of(protocol.limits), **(limits or {})}
        self.room = protocol.room(features, limits)
        self.queue_bytes = limits["queue_bytes"]
        self.apart = isinstance(protocol.server_framing, Unframed)
        self.read_bytes = _read_bytes(protocol.client_framing)
        self._most = limits["sessions"]
        # Connections that are being closed are no sessions any more.
        self.most_connections = 2 * self._most
        self._splitter = protocol.client_framing.splitter
        self._decode = protocol.client_messages.decode
        self._encode = protocol.server_messages.encode
        self._wrap = protocol.server_framing.wrap
        # As they stand in the log: a line must cost next to nothing to leave out.
        self._told = {info.cls: f"-> {info.name}" for info in protocol.messages}
        self._tells = {info.cls: f"<- {info.name}" for info in protocol.messages}
        self._services = services or Services()
        self._journal = journal or Journal()
        self._operator = show
        self._alarm = Alarm(self.room, self._ring)
        self._connections: dict[int, Connection] = {}
        self._unflushed: list[Connection] = []
        self._last_sid = 0
        self._full = False
        self._stopping = False
        self._empty = asyncio.Event()
        self._performers: dict[type[Any], Callable[[Any], None]] = {
            Send: self._send,
            Close: self._close,
            Ask: self._ask,
            Show: self._show,
        }

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listen, and return the port; OSError if that cannot be done."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(
            lambda: Connection(self, self._splitter()),
            host,
            port,
            backlog=BACKLOG,
            start_serving=False,
        )
        await self._services.start()
        await self._listener.start_serving()
        bound: int = self._listener.sockets[0].getsockname()[1]
        return bound

    @property
    def addresses(self) -> list[str]:
        """Where it listens; a host name may stand for several addresses."""
        return [printed(sock.getsockname()) for sock in self._listener.sockets]

    @property
    def tells_where(self) -> bool:
        """Whether the protocol has words of its own for where the server listens."""
        return Listening in self.room.OPERATOR

    def tell_where(self) -> None:
        """Tell the operator where the server listens, in the protocol's words."""
        self._tick()
        for address in self.addresses:
            self._follow(None, self.room.listening, address)

    async def stop(self) -> int:
        """Stop listening, write what is pending, close; return how many were here."""
        self._listener.close()
        were_here = len(self._connections)
        self._tick()
        self._follow(None, self.room.stopping)
        self._stopping = True
        self._alarm.stop()
        await self._services.stop()
        for connection in list(self._connections.values()):
            connection.finish("the server stops")
            connection.linger(STOP_SECONDS if connection.unsent else GRACE_SECONDS)
        if self._connections:
            await self._empty.wait()  # each lingers for so long and no longer
        return were_here

    # What the connections say.

    def arrived(self, connection: Connection) -> None:
        """Give a client its place in the room, if there is one."""
        if self._stopping or self._is_full():
            connection.cut("no place")
            return
        self._full = False
        self._last_sid += 1
        connection.sid = self._last_sid
        self._connections[connection.sid] = connection
        self._journal.milestone(connection, "connected", self._tick())
        self._follow(
            connection, self.room.connected, connection.sid, connection.address
        )
        self._alarm.set()

    def work(self, connection: Connection) -> None:
        """Handle what a client has said; go on in the next turn if it is much."""
        self._tick()
        try:
            for _ in range(MESSAGES_PER_TURN):
                if connection.waits and not connection.ending:
                    return  # and nothing is read until it need not wait any more
                if connection.ending or not self._handle_next(connection):
                    connection.release()
                    return
        except Exception as error:
            self._fail(connection, error)
            return
        connection.hold()
        asyncio.get_running_loop().call_soon(self.work, connection)

    def leaving(self, connection: Connection) -> None:
        """Take a client out of the room; its connection is seen to by itself."""
        self._tick()
        self._follow(None, self.room.disconnected, connection.sid)
        self.room.sessions.pop(connection.sid, None)  # whatever came of that

    def lost(self, connection: Connection) -> None:
        """Forget a connection."""
        if self._connections.pop(connection.sid, None) is None:
            return  # there was no place for it
        now = self._tick()
        what = f"disconnected: {connection.reason}"
        self._journal.milestone(connection, what, now)
        if not self._stopping:  # the others are going, too
            self.leaving(connection)
        elif not self._connections:
            self._empty.set()

    def flush_soon(self, connection: Connection) -> None:
        """Flush a connection before the next turn: all that this one has for it."""
        if not self._unflushed:
            asyncio.get_running_loop().call_soon(self._flush)
        self._unflushed.append(connection)

    # What else happens.

    def operated(self, message: Any) -> None:
        """The operator said something."""
        self._tick()
        self._follow(None, self.room.operated, message)

    def _ring(self) -> None:
        self._follow(None, self.room.elapsed, time())

    def _answered(
        self, question: Ask, result: Mapping[str, Any] | None, reason: str
    ) -> None:
        self._tick()
        actor = self._connections.get(question.sid)
        self._follow(actor, self.room.answered, question.call, result, reason)

    def _tick(self) -> float:
        """Tell the room the time; its timers are left to the alarm."""
        self.room.now = now = time()
        return now

    def _is_full(self) -> bool:
        """Whether there is no place for one more; said once, until there is again."""
        sessions, connections = len(self.room.sessions), len(self._connections)
        full = sessions >= self._most or connections >= self.most_connections
        if full and not self._full:
            self._full = True
            what = f"full: {sessions} sessions; more are turned away"
            self._journal.trouble(what, self._tick())
        return full

    def _flush(self) -> None:
        unflushed, self._unflushed = self._unflushed, []
        for connection in unflushed:
            connection.flush()

    def _handle_next(self, connection: Connection) -> bool:
        """Handle one message of a client; False if there is no whole one."""
        room = self.room
        try:
            payload = connection.splitter.next()
            if payload is None:
                return False
            reads = room.reads(connection.sid) if room.READS else None
            message = self._decode(payload, reads)
        except WireError as error:
            # Only the code is written: the reason quotes what was sent.
            what = f"-> malformed: {error.code}"
            self._journal.event(connection, what, room.now)
            fatal = getattr(error, "fatal", False)
            effects = room.malformed(
                connection.sid, error.code, error.reason, fatal=fatal
            )
        else:
            self._journal.event(connection, self._told[type(message)], room.now)
            effects = room.received(connection.sid, message)
        self._perform(effects, connection)
        return True

    # Effects.

    def _follow(
        self,
        actor: Connection | None,
        happened: Callable[..., list[Effect]],
        *arguments: Any,
    ) -> None:
        """Tell the room what happened, and carry out what follows from it."""
        try:
            effects = happened(*arguments)
        except Exception as error:
            self._fail(actor, error)
        else:
            self._perform(effects, actor)

    def _perform(self, effects: Iterable[Effect], actor: Connection | None) -> None:
        """Carry out effects. A fault is put down to ``actor``, who caused them."""
        fault: Exception | None = None
        for effect in effects:
            try:
                self._performers[type(effect)](effect)
            except Exception as error:
                fault = error
        if fault is not None:
            self._fail(actor, fault)
        elif actor is not None:
            self._pace(effects, actor)

    def _pace(self, effects: Iterable[Effect], actor: Connection) -> None:
        """Have ``actor`` wait for the one it sends to, if that one cannot keep up.

        What goes to several waits for nobody: one of them may not read at all.
        """
        for effect in effects:
            if isinstance(effect, Send) and len(effect.to) == 1:
                receiver = self._connections.get(effect.to[0], actor)
                if receiver.congested and receiver is not actor:
                    receiver.hold_up(actor)

    def _send(self, effect: Send) -> None:
        data = self._wrap(self._encode(effect.message))
        connections = self._connections
        for sid in effect.to:
            connections[sid].send(data)
        if self._journal.chatty:
            what = self._tells[type(effect.message)]
            for sid in effect.to:
                self._journal.event(connections[sid], what, self.room.now)

    def _close(self, effect: Close) -> None:
        self._connections[effect.sid].finish("closed by the server")

    def _ask(self, effect: Ask) -> None:
        self._services.ask(effect, self._answered)

    def _show(self, effect: Show) -> None:
        if self._operator is not None:
            self._operator(effect.message)

    def _fail(self, actor: Connection | None, error: Exception) -> None:
        """A fault of ours: end the connection of the client that met it, if any."""
        who = "" if actor is None else f"#{actor.sid} {actor.address} "
        self._journal.trouble(f"{who}fault: {origin(error)}", self.room.now)
        if actor is not None:
            self.leaving(actor)
            actor.finish("a fault of the server")


def _read_bytes(framing: Framing) -> int:
    """How much to read at once; without a framing, enough to tell what is too long."""
    if isinstance(framing, Unframed):
        return max(READ_BYTES, framing.max + 1)
    return READ_BYTES
