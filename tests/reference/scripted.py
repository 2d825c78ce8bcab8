"""A server that does what the test says, and clients as real processes."""

from __future__ import annotations

import os
import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from codegen.protocol import Protocol
from tests.processes import DEADLINE, ROOT
from tests.reference.parcel import CLASSES, PARCEL, relayed

PARCEL_CLIENT = """\
import sys
from pathlib import Path
{before}
from reference.client.run import run
from tests.reference.parcel import PARCEL
port, name, folder = sys.argv[1:]
sys.exit(run(PARCEL, ("127.0.0.1", int(port)), name or None, Path(folder)))
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "KST-9"}


def client_command(spec: str, port: int, *options: str) -> list[str]:
    """The command of the reference client of a generated protocol."""
    command = [sys.executable, "-m", "reference", "client", "--spec", spec]
    return [*command, *options, f"127.0.0.1:{port}"]


def parcel_command(
    port: int, name: str = "", folder: Path | str = "downloads", before: str = ""
) -> list[str]:
    """The command of the client of the tests' own protocol; runs ``before`` first."""
    code = PARCEL_CLIENT.format(before=before)
    return [sys.executable, "-c", code, str(port), name, str(folder)]


class Peer:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(DEADLINE)
        self.connection = connection

    def expects(self, data: bytes) -> None:
        """Read exactly this."""
        found = b""
        while len(found) < len(data):
            piece = self.connection.recv(len(data) - len(found))
            assert piece, f"the client closed; sent {found!r}, not {data!r}"
            found += piece
        assert found == data

    def says(self, data: bytes) -> None:
        """Write this."""
        self.connection.sendall(data)

    def ends(self) -> None:
        """Close."""
        self.connection.close()

    def sees_the_end(self) -> None:
        """Read the end of the stream."""
        assert self.connection.recv(1) == b""


class Scripted:
    """Listens; each connection is the test's to play."""

    def __init__(self, listener: socket.socket) -> None:
        listener.settimeout(DEADLINE)
        self._listener = listener
        self.port: int = listener.getsockname()[1]
        self.peers: list[Peer] = []

    def accepts(self) -> Peer:
        """The next connection."""
        self.peers.append(Peer(self._listener.accept()[0]))
        return self.peers[-1]


@contextmanager
def scripted_server() -> Iterator[Scripted]:
    """A scripted server on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Scripted(listener)
        try:
            yield server
        finally:
            for peer in server.peers:
                peer.ends()


class _Relaying(socketserver.BaseRequestHandler):
    """One client of a relay."""

    server: Relay

    def handle(self) -> None:
        splitter = PARCEL.client_framing.splitter()
        name = ""
        while data := self.request.recv(65536):
            splitter.feed(data)
            while (payload := splitter.next()) is not None:
                message = PARCEL.client_messages.decode(payload)
                if isinstance(message, CLASSES["Login"]):
                    name = message.name
                    self.server.joins(name, self.request)
                elif isinstance(message, CLASSES["Exit"]):
                    self.request.sendall(PARCEL.encode(CLASSES["Goodbye"]()))
                else:
                    self.server.relays(name, message)


class Relay(socketserver.ThreadingTCPServer):
    """A server of the tests' own protocol: what one says, all the others get."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Relaying)
        self.port: int = self.server_address[1]
        self._clients: dict[str, socket.socket] = {}
        self._lock = threading.Lock()

    def joins(self, name: str, connection: socket.socket) -> None:
        with self._lock:
            self._clients[name] = connection
            connection.sendall(PARCEL.encode(CLASSES["Welcome"](name)))

    def relays(self, sender: str, message: Any) -> None:
        heard = relayed(sender, message)
        others = [c for name, c in self._clients.items() if name != sender]
        for other in others if heard is not None else ():
            other.sendall(PARCEL.encode(heard))


@contextmanager
def relay() -> Iterator[Relay]:
    """A relay on a free port."""
    with Relay() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def payloads(data: bytes, protocol: Protocol = PARCEL) -> list[Any]:
    """The messages of clients in a stream."""
    splitter = protocol.client_framing.splitter()
    splitter.feed(data)
    found = []
    while (payload := splitter.next()) is not None:
        found.append(protocol.client_messages.decode(payload))
    return found
