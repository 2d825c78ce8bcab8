"""One client's socket: bytes in, batched bytes out, and an end that comes for certain.

Rules kept here:

1. What one turn of the event loop has for a client is written at its end, at once.
2. A client that does not read is cut off when more than ``queue_bytes`` wait for it.
   Half of that makes it ``congested``: whoever sends to it alone is then held until it
   has caught up, so that a file flows as fast as its receiver reads. A client that
   others wait for and that takes nothing for ``STALL_SECONDS`` is cut off, too.
3. A connection ends in one of two ways: ``finish`` writes what is pending and closes
   without destroying it; ``cut`` does not wait for anything. Both are final.
4. The owner hears ``arrived`` once and then ``lost`` once, whatever happens.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from codegen.wire import Splitter
from reference.server.journal import LINES_PER_PEER, Meter

STALL_SECONDS = 10.0  # without taking a byte, while others wait for it
LINGER_SECONDS = 2.0  # for the peer to read its last message and to close
FLUSH_BYTES = 65536  # what may gather within a turn before it is written early
READ_BYTES = 16384  # of a single recv; the memory is reserved for each connection


class Owner(Protocol):
    """Whoever the connections belong to."""

    queue_bytes: int
    read_bytes: int
    apart: bool

    def arrived(self, connection: Connection) -> None:
        """A client is here."""

    def work(self, connection: Connection) -> None:
        """The splitter has been fed."""

    def leaving(self, connection: Connection) -> None:
        """The client sends nothing more, but may still read."""

    def lost(self, connection: Connection) -> None:
        """The connection is gone."""

    def flush_soon(self, connection: Connection) -> None:
        """Call ``flush`` at the end of this turn."""


class Connection(asyncio.BufferedProtocol):
    """The socket of one client. ``ending``: nothing more is handled or accepted;
    ``waits``: nothing is handled until another client has caught up.

    Buffered, since asyncio would reserve 256 KiB anew for each small message, which can
    take longer than everything else there is to do about one.
    """

    __slots__ = (
        "_buffer",
        "_held",
        "_held_up",
        "_out",
        "_owner",
        "_stall",
        "_timer",
        "_transport",
        "_waiting",
        "_written",
        "address",
        "congested",
        "ending",
        "meter",
        "reason",
        "sid",
        "splitter",
        "waits",
    )

    _transport: asyncio.Transport

    def __init__(self, owner: Owner, splitter: Splitter) -> None:
        self._owner = owner
        self._buffer = memoryview(bytearray(owner.read_bytes))
        self._out: list[bytes] = []
        self._waiting = 0
        self._written = 0
        self._held = False
        self._held_up: list[Connection] = []
        self._stall: asyncio.TimerHandle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.congested = False
        self.splitter = splitter
        self.sid = 0
        self.address = "?"
        self.ending = False
        self.waits = False
        self.reason = ""
        self.meter = Meter(LINES_PER_PEER)

    # What asyncio says. (It has set TCP_NODELAY on the socket.)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accepted."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.set_write_buffer_limits(high=self._owner.queue_bytes // 2)
        self.address = printed(transport.get_extra_info("peername"))
        self._owner.arrived(self)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where to put the next bytes."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes arrived, however many there were."""
        if not self.ending:
            self.splitter.feed(bytes(self._buffer[:nbytes]))
            self._owner.work(self)

    def eof_received(self) -> bool:
        """The peer has closed its side: write what it may still read, then close."""
        if not self.ending:
            self._owner.leaving(self)
            self.flush()
            self._end("left")
        return False

    def pause_writing(self) -> None:
        """More than half of ``queue_bytes`` could not be written."""
        self.congested = True

    def resume_writing(self) -> None:
        """Nearly all of it has been written."""
        self.congested = False
        self._let_go()

    def connection_lost(self, exc: Exception | None) -> None:
        """Closed, whoever did it."""
        self.ending = True
        self.reason = self.reason or ("reset" if exc else "left")
        if self._timer is not None:
            self._timer.cancel()
        self._owner.lost(self)
        self.congested = False
        self._let_go()

    # What the owner says.

    def send(self, data: bytes) -> None:
        """Write ``data``, at the end of this turn at the latest."""
        if self.ending:
            return
        if not self._out:
            self._owner.flush_soon(self)
        self._out.append(data)
        self._waiting += len(data)
        if self._waiting > FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what has gathered.

        Where nothing frames the messages, each gets a write of its own: readers that
        take a recv for a message are then right most of the time.
        """
        out = self._out
        if not out:
            return
        self._out = []
        self._written += self._waiting
        self._waiting = 0
        if len(out) == 1:
            self._transport.write(out[0])
        elif self._owner.apart:
            for data in out:
                self._transport.write(data)
        else:
            self._transport.write(b"".join(out))
        if self._transport.get_write_buffer_size() > self._owner.queue_bytes:
            self.cut("does not read")

    def hold_up(self, sender: Connection) -> None:
        """Have ``sender`` wait until this one is no longer congested."""
        if sender.waits:
            return
        sender.waits = True
        sender.hold()
        self._held_up.append(sender)
        if self._stall is None:
            self._watch()

    def _watch(self) -> None:
        """See to it that nobody waits for a client that takes nothing any more."""
        loop = asyncio.get_running_loop()
        self._stall = loop.call_later(STALL_SECONDS, self._check, self._taken)

    def _check(self, before: int) -> None:
        if self._taken > before:
            self._watch()
        else:
            self.cut("does not read")

    @property
    def _taken(self) -> int:
        """The bytes that the peer's side has taken so far."""
        return self._written - self._transport.get_write_buffer_size()

    def _let_go(self) -> None:
        """Let those go on who waited for this one."""
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
        loop = asyncio.get_running_loop()
        for sender in self._held_up:
            sender.waits = False
            loop.call_soon(self._owner.work, sender)
        self._held_up.clear()

    def hold(self) -> None:
        """Read nothing for the time being."""
        self._held = True
        self._transport.pause_reading()

    def release(self) -> None:
        """Read again."""
        if self._held:
            self._held = False
            self._transport.resume_reading()

    def finish(self, reason: str) -> None:
        """Write what is pending and close when the peer has, or soon anyway.

        What it still sends is read and thrown away: closing with unread input resets
        the connection, which would destroy what the peer has not read yet.
        """
        if self.ending:
            return
        self.flush()
        self._end(reason)
        self.release()
        try:
            self._transport.write_eof()
        except OSError:  # the peer was faster
            self._transport.abort()

    def linger(self, seconds: float) -> None:
        """Let the connection live for so long and no longer."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(seconds, self._transport.abort)

    def cut(self, reason: str) -> None:
        """Close at once; what is pending is lost."""
        self.ending = True
        self.reason = self.reason or reason
        self._out.clear()
        self._transport.abort()

    @property
    def unsent(self) -> int:
        """The bytes that the peer's side has not taken yet."""
        return self._waiting + self._transport.get_write_buffer_size()

    def _end(self, reason: str) -> None:
        """From now on only what is pending is written."""
        self.ending = True
        self.reason = self.reason or reason
        self.linger(LINGER_SECONDS)


def printed(address: Any) -> str:
    """``host:port``; a peer that is gone already has no address any more."""
    if not address:
        return "?"
    host, port, *_ = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
