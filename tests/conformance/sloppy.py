"""A small server of any protocol that gets one thing wrong, in a thread.

It asks the room what to do, as every server here, and is careless with the sockets.
"""

from __future__ import annotations

import select
import selectors
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from codegen.protocol import Protocol
from codegen.room import Close, Effect, Room, Send
from codegen.wire import FramingError, Splitter, WireError
from conformance.runner import Target
from tests.processes import DEADLINE

FEW = 8  # connections at most, where there is a limit
MANY = 150  # messages, after which one that grows tired hears no more
CLOSED, BROKEN = "closed", "broken"  # ways in which connections end
TURN = 0.03  # s in which what several do counts as done at once


class Sloppy:
    """One server. ``fault`` is what it gets wrong; "" is nothing."""

    def __init__(
        self,
        protocol: Protocol,
        fault: str = "",
        features: frozenset[str] | None = None,
    ) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._protocol = protocol
        self._fault = fault
        self._room: Room[Any] = protocol.room(features)
        self._sockets: dict[int, socket.socket] = {}
        self._splitters: dict[int, Splitter] = {}
        self._last_sid = 0
        self._said = 0
        self._is_over = False
        self._full: list[int] = []  # who reads nothing
        self._broken: set[int] = set()  # of which it does not know yet
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()

    def run(self) -> None:
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._selector.register(self.listener, selectors.EVENT_READ)
        with suppress(OSError):  # as a process dies that forgot to ignore SIGPIPE
            while not self._is_over:
                self._turn()
        for it in (*self._sockets.values(), self.listener, self._wake, self._woken):
            it.close()
        self._selector.close()

    def stop(self) -> None:
        """End, even while it waits for a client that does not read."""
        self._is_over = True
        with suppress(OSError):
            self._wake.send(b".")
        for it in list(self._sockets.values()):
            with suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)

    def _turn(self) -> None:
        ready = [key.data for key, _ in self._selector.select() if key.data]
        ended = {sid: how for sid in ready if (how := self._end_of(sid)) is not None}
        if self._is_careless(ready, ended):
            self._wait_for_others(ready)
        if self._fault == "dies of a reset":
            self._broken = {sid for sid, how in ended.items() if how is BROKEN}
        before, left = self._room.copy(), 0
        keys = [key for key, _ in self._selector.select(0)]
        for key in sorted(keys, key=lambda it: it.data in self._broken):
            self._broken.discard(key.data)
            if key.fileobj is self.listener:
                self._accept()
            elif key.fileobj is not self._woken and key.data in self._sockets:
                is_gone = self._read(key.data, before)
                left += is_gone
                if is_gone:
                    self._lost(key.data, told=left == 1)

    def _is_careless(self, ready: list[int], ended: dict[int, str]) -> bool:
        """Whether it is time to be slow, so that several things come together."""
        if self._fault == "hasty":
            new = {sid for sid in self._room.sessions if not self._is_in(sid)}
            return len(new) > 1 and not new.isdisjoint(ready)
        if self._fault == "dies of a reset":
            return BROKEN in ended.values()
        return self._fault == "forgets one of two" and bool(ended)

    def _wait_for_others(self, ready: list[int]) -> None:
        """Until somebody does something too: a busy machine must not make it right."""
        others = [it for sid, it in self._sockets.items() if sid not in ready]
        select.select([*others, self._woken], [], [], TURN)

    def _end_of(self, sid: int) -> str | None:
        """How a connection ended; None if it did not, or does not matter.

        To look at a reset is to take it away.
        """
        matters = self._fault in ("dies of a reset", "forgets one of two")
        if not matters or sid not in self._sockets:
            return None
        try:
            return None if self._sockets[sid].recv(1, socket.MSG_PEEK) else CLOSED
        except OSError:
            return BROKEN

    def _accept(self) -> None:
        it, _ = self.listener.accept()
        self._last_sid += 1
        sid = self._last_sid
        it.settimeout(DEADLINE)
        it.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._fault == "has few places" and len(self._sockets) >= FEW:
            return it.close()
        if self._fault == "gives places away" and len(self._sockets) >= FEW:
            self._lost(min(self._sockets), told=True)
        self._sockets[sid] = it
        self._splitters[sid] = self._protocol.client_framing.splitter()
        self._selector.register(it, selectors.EVENT_READ, sid)
        self._do(self._room.connected(sid))

    def _read(self, sid: int, before: Room[Any]) -> bool:
        """Whether that was the end of the connection."""
        try:
            data = self._sockets[sid].recv(65536)
        except ConnectionResetError:
            if self._fault == "keeps ghosts":
                self._selector.unregister(self._sockets[sid])
                self._sockets.pop(sid).close()
                return False
            return True
        splitter = self._splitters[sid]
        splitter.feed(data)
        self._handle(sid, before)
        while self._fault == "waits for the rest" and splitter.pending and data:
            data = self._sockets[sid].recv(65536)
            splitter.feed(data)
            self._handle(sid, before)
        if self._fault == "forgets pieces" and splitter.pending and self._is_in(sid):
            self._splitters[sid] = self._protocol.client_framing.splitter()
        return not data and sid in self._sockets

    def _is_in(self, sid: int) -> bool:
        """Whether one has left the state in which every connection begins."""
        first = self._room.REGIONS[0]
        return bool(getattr(self._room.sessions[sid], first.name) != first.initial)

    def _handle(self, sid: int, before: Room[Any]) -> None:
        while sid in self._room.sessions:
            try:
                payload = self._splitters[sid].next()
                if payload is None:
                    return
                reads = self._room.reads(sid)
                message = self._protocol.client_messages.decode(payload, reads)
            except FramingError as error:
                self._do(self._room.malformed(sid, error.code, fatal=error.fatal))
            except WireError as error:
                self._do(self._room.malformed(sid, error.code, error.reason))
            else:
                self._say(sid, message, before)

    def _say(self, sid: int, message: Any, before: Room[Any]) -> None:
        self._said += 1
        if self._fault == "grows tired" and self._said > MANY:
            return
        if self._fault == "lets all wait" and self._is_to_wait(sid):
            return
        if self._fault == "hasty" and sid in before.sessions:
            # It looks at how things were before anybody spoke, and then writes.
            effects = before.copy().received(sid, message)
            self._room.received(sid, message)
            return self._do(effects)
        self._do(self._room.received(sid, message))

    def _is_to_wait(self, sid: int) -> bool:
        """Whether a question is open with which this one has nothing to do."""

        def states(sid: int) -> set[str]:
            session = self._room.sessions[sid]
            return {getattr(session, region.name) for region in self._room.REGIONS}

        asked = any("asking" in states(it) for it in self._room.sessions)
        return asked and not states(sid) & {"asking", "asked"}

    def _lost(self, sid: int, told: bool) -> None:
        it = self._sockets.pop(sid)
        with suppress(KeyError):
            self._selector.unregister(it)
        it.close()
        effects = self._room.disconnected(sid)
        if told or self._fault != "forgets one of two":
            self._do(effects)

    def _do(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Send):
                data = self._protocol.encode(effect.message)
                for sid in effect.to:
                    self._write(sid, data)
            elif isinstance(effect, Close) and effect.sid in self._sockets:
                it = self._sockets.pop(effect.sid)
                self._selector.unregister(it)
                it.close()
        while self._full:  # after the others: all hear of it at the same place
            sid = self._full.pop()
            if sid in self._sockets:
                self._lost(sid, told=True)

    def _write(self, sid: int, data: bytes) -> None:
        it = self._sockets.get(sid)
        if it is None:
            return
        if sid in self._broken:
            raise BrokenPipeError  # which kills a process that did not expect it
        if self._fault == "waits for its readers":
            it.sendall(data)
            return
        it.setblocking(False)
        try:
            it.sendall(data)
        except BlockingIOError:
            self._full.append(sid)
        except OSError:
            pass
        else:
            it.settimeout(DEADLINE)


@contextmanager
def sloppy(
    protocol: Protocol, fault: str = "", features: frozenset[str] | None = None
) -> Iterator[Target]:
    """A server with this fault, for as long as it is needed."""
    server = Sloppy(protocol, fault, features)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Target(*server.listener.getsockname())
    finally:
        server.stop()
        thread.join(DEADLINE)
