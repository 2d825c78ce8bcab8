"""The server's end of a client's connection: bytes, and when they were read."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from itertools import pairwise

from conformance.clients.unread import Unread

_RST_ON_CLOSE = struct.pack("ii", 1, 0)
_PIECE = 1 << 16
_APART, _MORE = 24, 40  # bytes one by one, and then so many at a time
_PAUSE = 0.0005  # seconds between two looks at whether bytes were read
HOST = "127.0.0.1"


class Door:
    """A port on which one client is awaited."""

    def __init__(self) -> None:
        self._listener = socket.create_server((HOST, 0))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]

    def fileno(self) -> int:
        """What becomes readable when somebody connects."""
        return self._listener.fileno()

    def accept(self) -> Connection | None:
        """Who has come, if anybody."""
        try:
            found, _ = self._listener.accept()
        except (BlockingIOError, ConnectionError):
            return None
        return Connection(found)

    def close(self) -> None:
        """Let nobody in any more."""
        self._listener.close()


class Connection:
    """Somebody who has come. ``ended`` says how it left, "" while it is there."""

    def __init__(self, found: socket.socket) -> None:
        found.setblocking(False)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = found
        self._unread = Unread(found)
        self.ended = ""

    def fileno(self) -> int:
        """What becomes readable when something comes."""
        return self._socket.fileno()

    def read(self) -> bytes:
        """What has come; b"" if that is nothing, or the end."""
        try:
            data = self._socket.recv(_PIECE)
        except BlockingIOError:
            return b""
        except OSError:
            self.ended = "reset"
            return b""
        if not data:
            self.ended = "closed"
        return data

    def write(self, data: bytes, seconds: float) -> bool:
        """Send all of it; False if that is not possible in time."""
        end = time.monotonic() + seconds
        while data:
            try:
                data = data[self._socket.send(data) :]
            except BlockingIOError:
                left = end - time.monotonic()
                if left <= 0 or not select.select([], [self._socket], [], left)[1]:
                    return False
            except OSError:
                return False
        return True

    def write_apart(self, data: bytes, seconds: float) -> bool:
        """Send byte by byte, each one when the one before it was read.

        Of much only the beginning goes so, and the rest in a few pieces.
        """
        bounds = [*range(min(len(data), _APART)), *range(_APART, len(data), _MORE)]
        return all(
            self.write(data[start:end], seconds) and self.is_read(seconds)
            for start, end in pairwise([*bounds, len(data)])
        )

    def is_read(self, seconds: float) -> bool:
        """Wait until the client has read all; True too where that cannot be seen."""
        end = time.monotonic() + seconds
        while self._unread.count() > 0:
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)
        return True

    def end(self) -> None:
        """Send no more, which is how a server closes; what still comes is read."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Break the connection."""
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RST_ON_CLOSE)
        self._socket.close()
        self.ended = "reset"

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()
