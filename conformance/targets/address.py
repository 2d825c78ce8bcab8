"""Where a target listens: HOST:PORT, on this machine unless said otherwise."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import ip_address

_EXAMPLE = "such as 127.0.0.1:5000"


class AddressError(ValueError):
    """An address that cannot be used; its text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host as the user wrote it, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        """As it is written on a command line."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse(text: str) -> Address:
    """``HOST:PORT``; an IPv6 address stands in brackets."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port:
        raise AddressError(f"{text!r} is no HOST:PORT, {_EXAMPLE}")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise AddressError(f"{text!r}: an IPv6 address needs brackets: [::1]:5000")
    return Address(host, _port(port, text))


def _port(port: str, text: str) -> int:
    if not (port.isascii() and port.isdigit()):
        raise AddressError(f"{text!r}: {port!r} is no port number, {_EXAMPLE}")
    number = int(port)
    if not 1 <= number <= 65535:
        raise AddressError(f"{text!r}: a port is a number from 1 to 65535")
    return number


def check_local(address: Address) -> None:
    """Raise AddressError unless every address of the host is this machine's own."""
    for resolved in resolve(address):
        if not ip_address(resolved.partition("%")[0]).is_loopback:
            raise AddressError(
                f"{address} is another machine: the judge sends floods and garbage, so "
                "it stays on this one (127.0.0.1) unless you say --allow-remote"
            )


def resolve(address: Address) -> list[str]:
    """The numeric addresses of a host. Raises AddressError when there are none."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = (getattr(error, "strerror", None) or "not a host's name").lower()
        raise AddressError(f"{address.host!r} is no known host: {why}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def reach(address: Address, seconds: float = 5.0) -> str:
    """The numeric address at which something accepts. Raises OSError when nothing does.

    A name may have several (``localhost`` has two), of which a server takes one.
    """
    with socket.create_connection((address.host, address.port), seconds) as connection:
        return str(connection.getpeername()[0])
