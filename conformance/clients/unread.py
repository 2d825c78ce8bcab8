"""How much of what was sent waits to be read at the other end of a connection.

Linux tells it of every socket of this machine: by a question about just that one, or
else in the table of all. Elsewhere nobody knows.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_NETLINK_SOCK_DIAG, _BY_FAMILY, _REQUEST = 4, 20, 1
_ANY = b"\xff" * 8  # whichever socket has these addresses
_HEADER, _ADDRESSES = 16, 48  # bytes
_QUEUE_AT = _HEADER + 4 + _ADDRESSES + 4  # behind the state and a timer


class Unread:
    """The unread bytes at the other end of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._ours, self._theirs = b"", b""
        with suppress(OSError):
            self._ours = _packed(connection.getsockname())
            self._theirs = _packed(connection.getpeername())

    def count(self) -> int:
        """How many there are; 0 too if nobody knows."""
        if not self._theirs:
            return 0
        with suppress(OSError, struct.error, AttributeError):
            return self._asked()
        with suppress(OSError, ValueError, IndexError):
            return self._looked_up()
        return 0

    def _asked(self) -> int:
        size = _HEADER + 8 + _ADDRESSES
        question = struct.pack("=IHHII", size, _BY_FAMILY, _REQUEST, 1, 0)
        question += struct.pack(
            "=BBBBI", socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF
        )
        question += self._theirs[4:] + self._ours[4:]  # the ports
        question += self._theirs[:4].ljust(16, b"\0") + self._ours[:4].ljust(16, b"\0")
        question += bytes(4) + _ANY
        with socket.socket(
            socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_SOCK_DIAG
        ) as kernel:
            kernel.settimeout(1)
            kernel.send(question)
            answer = kernel.recv(1 << 12)
        (kind,) = struct.unpack_from("=H", answer, 4)
        if kind != _BY_FAMILY:
            return 0  # there is no such socket any more
        queue: int = struct.unpack_from("=I", answer, _QUEUE_AT)[0]
        return queue

    def _looked_up(self) -> int:
        row = f"{_row(self._theirs)} {_row(self._ours)} "
        table = _TABLE.read_text()
        at = table.find(row)
        queues = table[at + len(row) :].split(maxsplit=2)[1] if at >= 0 else ":0"
        return int(queues.partition(":")[2], 16)


def _packed(name: tuple[str, int]) -> bytes:
    return socket.inet_aton(name[0]) + struct.pack("!H", name[1])


def _row(packed: bytes) -> str:
    return f"{packed[:4][::-1].hex().upper()}:{packed[4:].hex().upper()}"
