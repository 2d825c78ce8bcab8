"""Between the judge and a server that is right: makes one that is wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def replacing(target: tuple[str, int], old: bytes, new: bytes) -> Iterator[int]:
    """A port of ``target`` as it were if it said ``new`` in place of ``old``."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, target, old, new)).start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)  # ends accept()


def _serve(
    server: socket.socket, target: tuple[str, int], old: bytes, new: bytes
) -> None:
    threads = []
    with suppress(OSError):
        while True:
            client, _ = server.accept()
            way = client, socket.create_connection(target), old, new
            threads.append(threading.Thread(target=_connect, args=way))
            threads[-1].start()
    for thread in threads:
        thread.join()


def _connect(
    client: socket.socket, upstream: socket.socket, old: bytes, new: bytes
) -> None:
    with client, upstream:
        up = threading.Thread(target=_pump, args=(client, upstream, b"", b""))
        up.start()
        _pump(upstream, client, old, new)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        up.join()


def _pump(source: socket.socket, sink: socket.socket, old: bytes, new: bytes) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data.replace(old, new) if old else data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
