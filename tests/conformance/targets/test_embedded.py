from __future__ import annotations

import socket

import pytest

from conformance.targets.address import check_local
from conformance.targets.embedded import EmbeddedError, reference_server


def test_the_reference_server_is_there_as_long_as_it_is_needed() -> None:
    with reference_server("hash", "basic") as address:
        check_local(address)
        with socket.create_connection((address.host, address.port), 5) as connection:
            connection.sendall(b"001#alice")

            assert connection.recv(1024)

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.host, address.port), 5)


def test_a_server_that_does_not_start_says_why() -> None:
    with (
        pytest.raises(EmbeddedError, match=r"does not start: .*zzz"),
        reference_server("zzz", None),
    ):
        pass
