"""The cast's connections: raw bytes, non-blocking, one poll for all of them."""

from __future__ import annotations

import contextlib
import math
import os
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass

FIN, RESET, FLOOD = "closed", "reset", "cut off, for it brings more and more"
_RST_ON_CLOSE = struct.pack("ii", 1, 0)
_CHUNK = 1 << 18
_MOST = 1 << 20  # bytes of one connection in one step; no spec makes it so many
_REST = 1.0  # seconds after which somebody who goes on talking is left to it
_STUCK = 0.2  # seconds to send what need not be taken
_NARROW, _SEGMENT = 2048, 536  # bytes
_AWAKE = 0.0003 if (os.cpu_count() or 1) > 1 else 0.0  # seconds: an answer takes less


class Lost(Exception):
    """The target cannot be judged any further."""


class Unreachable(Lost):
    """The target does not accept, or no longer."""


class Hung(Lost):
    """The target accepts, but nobody can come in any more."""


class Closed(Lost):
    """The target answers, but nobody can come in, from the start."""


class OutOfTime(Lost):
    """The time limit of the run is over: no fault of the target."""


@dataclass(slots=True)
class Clock:
    """Where the time of a run goes. ``waited`` is what was spent in vain.

    ``heard`` are the bytes that came; ``end`` is when the run must be over.
    """

    waited: float = 0.0
    heard: int = 0
    end: float = math.inf

    def left(self) -> float:
        """The seconds that are left. Raises OutOfTime if there are none."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise OutOfTime
        return seconds


class Peers:
    """The connections of one session. What arrives is kept in ``seen``, by member.

    ``ended`` says how the target ended a connection: ``closed`` or ``reset``; or that
    it was cut off, because what it brought had no end.
    """

    def __init__(self, host: str, port: int, clock: Clock) -> None:
        self.seen: dict[int, bytearray] = {}
        self.ended: dict[int, str] = {}
        self._address = host, port
        self._clock = clock
        self._sockets: dict[int, socket.socket] = {}
        self._owners: dict[int, int] = {}
        self._poll = select.poll()
        self._stuck: set[int] = set()  # they read nothing, and are not read from
        self._leaving: list[socket.socket] = []  # half closed, and not read any more

    def connect(self, who: int, narrow: bool = False) -> None:
        """Connect; Unreachable if the target does not accept.

        If ``narrow``, the system keeps as little as it can of what is not read.
        """
        try:
            timeout = min(5.0, self._clock.left())
            it = self._connected(timeout, narrow)
        except OSError as error:
            host, port = self._address
            reason = error.strerror or error
            raise Unreachable(f"{host}:{port} does not accept: {reason}") from None
        it.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        it.setblocking(False)
        self._sockets[who] = it
        self._owners[it.fileno()] = who
        self._poll.register(it, select.POLLIN)
        self.seen[who] = bytearray()
        self._stuck.discard(who)
        self.ended.pop(who, None)

    def _connected(self, timeout: float, narrow: bool) -> socket.socket:
        if not narrow:
            return socket.create_connection(self._address, timeout)
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        it = socket.socket(family, socket.SOCK_STREAM)
        try:
            # Of small segments the sender's side keeps less, too.
            it.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _NARROW)
            it.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT)
            it.settimeout(timeout)
            it.connect(self._address)
        except OSError:
            it.close()
            raise
        return it

    def send(self, who: int, data: bytes) -> None:
        """Send all of it. If the target hung up, ``ended`` says so in time."""
        view = memoryview(data)
        # Whoever reads nothing may well be read from no more.
        longest = 5.0 if who in self.seen else _STUCK
        deadline = time.monotonic() + min(longest, self._clock.left())
        while view and who in self._sockets and who not in self._stuck:
            try:
                view = view[self._sockets[who].send(view) :]
            except BlockingIOError:
                if time.monotonic() > deadline:
                    if who not in self.seen:
                        self._stuck.add(who)
                    return
                self._receive(0.01)
            except OSError:
                return

    def finish(self, who: int) -> None:
        """Say that nothing more will be sent, and go on reading."""
        with contextlib.suppress(OSError, KeyError):
            self._sockets[who].shutdown(socket.SHUT_WR)

    def reset(self, who: int) -> None:
        """Break the connection with a reset."""
        with contextlib.suppress(OSError, KeyError):
            option = socket.SOL_SOCKET, socket.SO_LINGER
            self._sockets[who].setsockopt(*option, _RST_ON_CLOSE)
        self.close(who)

    def close(self, who: int) -> None:
        """Close a connection, if it is open; what was seen remains."""
        it = self._sockets.pop(who, None)
        if it is not None:
            if self._owners.pop(it.fileno(), None) and who not in self.ended:
                self._poll.unregister(it)
            it.close()

    def leave(self, seconds: float) -> None:
        """Let the target see that all leave: it closes its side, or takes this long."""
        for who in self._sockets:
            self.finish(who)
        with contextlib.suppress(OutOfTime):  # then nobody waits for them
            self.wait(lambda: all(it in self.ended for it in self._sockets), seconds)

    def close_all(self) -> None:
        """Close every connection."""
        for who in list(self._sockets):
            self.close(who)
        while self._leaving:
            self._leaving.pop().close()

    def wait(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Receive until something holds; False if it does not within the time.

        Nor if there is nobody left from whom something could come.
        """
        if ready():
            return True
        last = begin = time.monotonic()
        seconds = min(seconds, self._clock.left())
        while (left := begin + seconds - time.monotonic()) > 0:
            if not self._is_open():
                return False
            if self._receive(left):
                last = time.monotonic()
                if ready():
                    return True
        self._clock.waited += time.monotonic() - last
        return False

    def rest(self, seconds: float) -> None:
        """Receive whatever comes, until nothing came for this time."""
        longest = time.monotonic() + min(_REST, self._clock.left())
        while self._receive(seconds) and time.monotonic() < longest:
            pass
        self._clock.waited += seconds

    def _is_open(self) -> bool:
        """Whether a connection is left that the target has not ended."""
        return any(who not in self.ended for who in self._sockets)

    def _receive(self, seconds: float) -> bool:
        """Take what is there, waiting for it at most so long."""
        ready = self._look(seconds)
        for number, _ in ready:
            who = self._owners[number]
            try:
                data = self._sockets[who].recv(_CHUNK)
            except BlockingIOError:
                continue
            except OSError:
                self._end(who, RESET)
                continue
            if data:
                self.seen[who] += data
                self._clock.heard += len(data)
                if len(self.seen[who]) > _MOST:
                    self._end(who, FLOOD)
            else:
                self._end(who, FIN)
        return bool(ready)

    def _look(self, seconds: float) -> list[tuple[int, int]]:
        """What is there. It looks a moment before it sleeps: waking takes long.

        Meanwhile it gives way to the target, which may need this processor.
        """
        end = time.monotonic() + min(seconds, _AWAKE)
        while not (ready := self._poll.poll(0)) and time.monotonic() < end:
            os.sched_yield()
        return ready or self._poll.poll(seconds * 1000)

    def stall(self, who: int) -> None:
        """Read nothing more from a connection, which stays open."""
        it = self._sockets.get(who)
        if it is not None and who not in self.ended:
            self._owners.pop(it.fileno(), None)
            self._poll.unregister(it)
        self.seen.pop(who, None)
        self.ended.pop(who, None)

    def forget(self, who: int) -> None:
        """Take no more notice of a connection; one that is open drains, then closes."""
        it = self._sockets.pop(who, None)
        if it is not None:
            if self._owners.pop(it.fileno(), None) and who not in self.ended:
                self._poll.unregister(it)
            self._leaving.append(it)
        self.seen.pop(who, None)
        self.ended.pop(who, None)

    def cut_off(self, who: int) -> None:
        """Read no more of a connection: what it brings has no end."""
        if who in self._sockets and who not in self.ended:
            self._end(who, FLOOD)
        else:
            self.ended[who] = FLOOD

    def _end(self, who: int, how: str) -> None:
        self.ended[who] = how
        self._poll.unregister(self._sockets[who])
