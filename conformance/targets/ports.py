"""Ports: one that is free, and those on which a group of processes listens."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

_LOWEST = 1024  # below it are those of the system
_TRIES = 100
_CHANCE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LISTENS = "0A"  # a state in /proc/net/tcp


def free_port(host: str) -> int:
    """A port that is free.

    It is none that connections get by chance, where the system says which those are: a
    connection to such a port may, while nobody listens there, be one to itself.
    """
    with suppress(OSError, ValueError):
        lowest = int(_CHANCE.read_text().split()[0])
        for _ in range(_TRIES):
            port = random.randrange(_LOWEST, lowest)
            if _is_free(host, port):
                return port
    with socket.create_server((host, 0)) as server:
        return int(server.getsockname()[1])


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as it:  # without SO_REUSEADDR, as a plain server has it
        try:
            it.bind((host, port))
        except OSError:
            return False
    return True


def listening(group: int) -> list[str]:
    """Where a process group listens, as HOST:PORT; nothing if the system cannot say."""
    with suppress(OSError, ValueError, IndexError):
        sockets = set(_sockets(group))
        return sorted({at for at, inode in _listeners() if inode in sockets})
    return []


def _sockets(group: int) -> Iterator[str]:
    """The inodes of all sockets that the processes of a group have open."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if _group(process) != group:
                continue
            for descriptor in (process / "fd").iterdir():
                name = str(descriptor.readlink())
                if name.startswith("socket:["):
                    yield name[8:-1]


def _group(process: Path) -> int:
    # The command's name comes second, in parentheses, and may have spaces.
    return int((process / "stat").read_text().rpartition(")")[2].split()[2])


def _listeners() -> Iterator[tuple[str, str]]:
    """All addresses of this machine that somebody listens on, with their inodes."""
    for name in ("tcp", "tcp6"):
        table = Path("/proc/net", name)
        for line in table.read_text().splitlines()[1:] if table.exists() else []:
            fields = line.split()
            if fields[3] == _LISTENS:
                yield _address(fields[1]), fields[9]


def _address(text: str) -> str:
    """``0100007F:1F90`` is 127.0.0.1:8080: words of 32 bits in the machine's order."""
    host, _, port = text.partition(":")
    words = [host[i : i + 8] for i in range(0, len(host), 8)]
    packed = b"".join(bytes.fromhex(word)[::-1] for word in words)
    number = int(port, 16)
    if len(packed) == 4:
        return f"{IPv4Address(packed)}:{number}"
    return f"[{IPv6Address(packed)}]:{number}"
