from __future__ import annotations

import socket

import pytest

from conformance.targets.address import Address, AddressError, check_local, parse, reach


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:5000", Address("127.0.0.1", 5000)),
        ("localhost:1", Address("localhost", 1)),
        ("[::1]:65535", Address("::1", 65535)),
    ],
)
def test_an_address_is_read_and_written_alike(text: str, address: Address) -> None:
    assert parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no HOST:PORT"),
        ("5000", "is no HOST:PORT"),
        (":5000", "is no HOST:PORT"),
        ("localhost:", "is no HOST:PORT"),
        ("localhost:http", "'http' is no port number"),
        ("localhost:-1", "'-1' is no port number"),
        ("localhost:５０００", "is no port number"),
        ("localhost:0", "from 1 to 65535"),
        ("localhost:70000", "from 1 to 65535"),
        ("::1:5000", r"brackets: \[::1\]:5000"),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(AddressError, match=why):
        parse(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.200.1.3", "::1", "localhost"])
def test_this_machine_may_be_judged(host: str) -> None:
    check_local(Address(host, 5000))


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0", "::", "2001:db8::1"])
def test_another_machine_needs_a_word(host: str) -> None:
    with pytest.raises(AddressError, match="--allow-remote"):
        check_local(Address(host, 5000))


def test_a_host_that_cannot_be_a_name_is_refused() -> None:
    with pytest.raises(AddressError, match="is no known host"):
        check_local(Address("a" * 70 + ".invalid", 5000))


def test_a_name_with_two_addresses_leads_to_the_one_that_accepts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert reach(Address("localhost", port)) == "127.0.0.1"
