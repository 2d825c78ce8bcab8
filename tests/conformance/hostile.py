"""A proxy that makes any server a bad one: it does what no server should, on a cue.

It runs in a thread, one loop for all connections. What it does wrong does not depend on
the protocol; the cue is a piece of what clients send.
"""

from __future__ import annotations

import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

ACCEPTS = 3  # connections, after which one that refuses does so
DRIP = 30.0  # s between two bytes: more than a test takes, so that one byte comes
LATE = 0.6  # s: more than the judge waits while it walks, less than counts
TIMES = 3
_RESET = struct.pack("ii", 1, 0)
_FLOOD = b"more and more\n" * 4096
_GARBAGE = bytes(range(0x80, 0xC0))


@dataclass(eq=False)
class Pair:
    """A client, and the connection that is made for it."""

    client: socket.socket
    server: socket.socket
    dripping: bytes | None = None  # None: it does not
    is_deaf: bool = False
    is_ghost: bool = False


class Hostile:
    """One fault, and the connections; ``fault`` is a method's name."""

    def __init__(self, target: tuple[str, int], fault: str, cue: bytes) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.pairs: list[Pair] = []
        self.accepted = 0
        self._target = target
        self._act: Callable[[Pair], None] = getattr(self, fault.replace("-", "_"))
        self.fault = fault
        self._cue = cue
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._is_over = False
        self._next_drip = 0.0
        self._astray: Pair | None = None
        self._late = 0

    # What it does wrong, when the cue comes from a client.

    def crash(self, pair: Pair) -> None:
        """All sockets close, as when a process dies."""
        self._drop(self.listener)
        for it in list(self.pairs):
            self._end(it)

    def hang(self, pair: Pair) -> None:
        """Nothing is read any more; the system goes on accepting."""
        for key in list(self._selector.get_map().values()):
            if key.fileobj is not self._woken:
                self._selector.unregister(key.fileobj)

    def refuse(self, pair: Pair) -> None:
        """Nothing: it comes with the number of connections."""

    def reset(self, pair: Pair) -> None:
        """The connection is reset."""
        pair.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._end(pair)

    def flood(self, pair: Pair) -> None:
        """The sender gets more and more."""
        self._selector.modify(
            pair.client, selectors.EVENT_READ | selectors.EVENT_WRITE, pair
        )

    def drip(self, pair: Pair) -> None:
        """From now on all who are here get a byte now and then."""
        self._next_drip = time.monotonic()
        for it in self.pairs:
            it.dripping = it.dripping or b""

    def half_close(self, pair: Pair) -> None:
        """The connection is ended in one direction, and goes on in the other."""
        pair.client.shutdown(socket.SHUT_WR)

    def garbage(self, pair: Pair) -> None:
        """The sender gets bytes that are nothing."""
        pair.client.sendall(_GARBAGE)

    def wrong_connection(self, pair: Pair) -> None:
        """What the server says next to somebody else comes back to the sender."""
        self._astray = pair

    def ghosts(self, pair: Pair) -> None:
        """Nothing: it comes with the end of connections."""

    def one_at_a_time(self, pair: Pair) -> None:
        """Nothing: it comes with the second connection."""

    def late(self, pair: Pair) -> None:
        """Everybody waits, a few times."""
        self._late += 1
        if self._late <= TIMES:
            time.sleep(LATE)

    def deaf(self, pair: Pair) -> None:
        """Nothing is ever said."""

    # The loop.

    def run(self) -> None:
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._selector.register(self.listener, selectors.EVENT_READ)
        while not self._is_over:
            pause = max(0.0, self._next_drip - time.monotonic())
            ready = self._selector.select(pause if self._next_drip else None)
            if self._next_drip and time.monotonic() >= self._next_drip:
                self._drip_all()
            for key, events in ready:
                if key.fileobj is self._woken:
                    continue
                if key.fileobj is self.listener:
                    self._accept()
                elif key.data in self.pairs:
                    self._serve(key.data, key.fileobj, events)
        for pair in list(self.pairs):
            self._end(pair)
        for it in (self.listener, self._wake, self._woken):
            it.close()
        self._selector.close()

    def stop(self) -> None:
        self._is_over = True
        with suppress(OSError):  # it has ended
            self._wake.send(b".")

    def _accept(self) -> None:
        client, _ = self.listener.accept()
        self.accepted += 1
        pair = Pair(client, socket.create_connection(self._target))
        pair.is_deaf = self.fault == "deaf"
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pair.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pairs.append(pair)
        for it in (pair.client, pair.server):
            self._selector.register(it, selectors.EVENT_READ, pair)
        if self.fault == "refuse" and self.accepted == ACCEPTS:
            self._drop(self.listener)
        if self.fault == "one-at-a-time":
            self._selector.unregister(self.listener)

    def _serve(self, pair: Pair, ready: object, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            with suppress(OSError):
                pair.client.send(_FLOOD)
        if events & selectors.EVENT_READ:
            (self._heard if ready is pair.client else self._said)(pair)

    def _heard(self, pair: Pair) -> None:
        """Something from a client."""
        try:
            data = pair.client.recv(65536)
        except OSError:
            data = b""
        if data and self._cue in data:
            self._act(pair)
        if pair not in self.pairs or pair.client not in self._selector.get_map():
            return
        if data and not pair.is_deaf:
            pair.server.sendall(data)
        elif self.fault == "ghosts":
            pair.is_ghost = True
            self._drop(pair.client)
        elif not data:
            self._end(pair)

    def _said(self, pair: Pair) -> None:
        """Something from the server."""
        try:
            data = pair.server.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._end(pair)
        elif pair.dripping is not None:
            pair.dripping += data
            self._next_drip = min(self._next_drip, time.monotonic())
        elif not pair.is_ghost:
            with suppress(OSError):
                self._recipient(pair).sendall(data)

    def _recipient(self, pair: Pair) -> socket.socket:
        astray = self._astray
        if astray in self.pairs and astray is not pair:
            self._astray, pair = None, astray
        return pair.client

    def _drip_all(self) -> None:
        self._next_drip = time.monotonic() + DRIP
        for pair in self.pairs:
            if pair.dripping:
                with suppress(OSError):
                    pair.client.send(pair.dripping[:1])
                pair.dripping = pair.dripping[1:]

    def _end(self, pair: Pair) -> None:
        self.pairs.remove(pair)
        self._drop(pair.client)
        self._drop(pair.server)
        if self.fault == "one-at-a-time":
            self._selector.register(self.listener, selectors.EVENT_READ)

    def _drop(self, it: socket.socket) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(it)
        it.close()


@contextmanager
def hostile(target: tuple[str, int], fault: str, cue: bytes) -> Iterator[Hostile]:
    """The server at ``target`` as it would be with a fault."""
    proxy = Hostile(target, fault, cue)
    thread = threading.Thread(target=proxy.run)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
