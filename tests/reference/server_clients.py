"""Sockets that talk to a server under test, with a deadline on everything."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from tests.processes import DEADLINE
from tests.reference.relay import frame

RESET_ON_CLOSE = struct.pack("ii", 1, 0)

WELCOME = "채팅방에 입장하였습니다.".encode()


class Client:
    """A connection; it knows bytes only."""

    def __init__(self, address: tuple[str, int], buffer: int = 0) -> None:
        self.socket = socket.socket()
        self.socket.settimeout(DEADLINE)
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""

    def say(self, data: bytes) -> None:
        self.socket.sendall(data)

    def hears(self, expected: bytes) -> None:
        """The next bytes are these."""
        assert self.read(len(expected)) == expected

    def read(self, length: int) -> bytes:
        """As many bytes, fewer if the stream ends."""
        end = monotonic() + DEADLINE
        while len(self._held) < length and monotonic() < end:
            data = self.socket.recv(65536)
            if not data:
                break
            self._held += data
        found, self._held = self._held[:length], self._held[length:]
        return found

    def read_until(self, last: bytes) -> bytes:
        """What comes before these bytes, which must come."""
        end = monotonic() + DEADLINE
        while last not in self._held and monotonic() < end:
            data = self.socket.recv(65536)
            assert data, f"the end after {self._held!r}"
            self._held += data
        before, found, self._held = self._held.partition(last)
        assert found, before
        return before

    def hears_the_end(self) -> None:
        """The server has closed, and said nothing before that."""
        assert self.read(1) == b""

    def drain(self) -> int:
        """Read to the end, in whatever way it comes; return how much there was."""
        length = len(self._held)
        try:
            while data := self.socket.recv(65536):
                length += len(data)
        except ConnectionResetError:
            pass
        return length

    def leave(self) -> None:
        """Send no more, but go on reading."""
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.socket.close()

    def close(self) -> None:
        self.socket.close()


@contextmanager
def client(address: tuple[str, int], buffer: int = 0) -> Iterator[Client]:
    one = Client(address, buffer)
    try:
        yield one
    finally:
        one.close()


@contextmanager
def guest(address: tuple[str, int], buffer: int = 0) -> Iterator[Client]:
    """Somebody in a relay's room: connected is not enough for being there."""
    with client(address, buffer) as one:
        one.say(frame("hello"))
        one.hears(frame("said hello"))
        yield one


def members(*names: str) -> bytes:
    """The list of members on the hash wire."""
    lines = "".join(f"{name}\n" for name in names)
    return f"=== 접속자 리스트 ===\n{lines}=====================".encode()


def joined(name: str) -> bytes:
    return f"[공지]{name} 사용자가 접속하였습니다.".encode()


def left(name: str) -> bytes:
    return f"[공지]{name} 사용자가 퇴장하였습니다.".encode()


@contextmanager
def logged_in(address: tuple[str, int], *names: str) -> Iterator[list[Client]]:
    """Members of a hash room in their order, all greetings read."""
    clients: list[Client] = []
    try:
        for name in names:
            newcomer = Client(address)
            newcomer.say(f"001#{name}".encode())
            present = names[: len(clients) + 1]
            newcomer.hears(WELCOME + members(*present))
            for other in clients:
                other.hears(joined(name))
            clients.append(newcomer)
        yield clients
    finally:
        for one in clients:
            one.close()
