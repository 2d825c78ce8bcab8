"""What the server writes and when, seen from the side of the transport."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from codegen.protocol import Protocol
from codegen.wire import Unframed
from reference.server.connection import FLUSH_BYTES, LINGER_SECONDS, Connection
from reference.server.server import (
    GRACE_SECONDS,
    MESSAGES_PER_TURN,
    STOP_SECONDS,
    Server,
)
from tests.reference.relay import PROTOCOL, frame

SAID = frame("said hello")


class Transport(asyncio.Transport):
    """Remembers what is asked of it; the event loop has no part in it."""

    def __init__(self) -> None:
        super().__init__()
        self.connection: asyncio.BaseProtocol
        self.written: list[bytes] = []
        self.done: list[str] = []
        self.unsent = 0

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))

    def write_eof(self) -> None:
        self.done.append("write_eof")

    def abort(self) -> None:
        self.done.append("abort")
        asyncio.get_running_loop().call_soon(self.connection.connection_lost, None)

    def pause_reading(self) -> None:
        self.done.append("pause_reading")

    def resume_reading(self) -> None:
        self.done.append("resume_reading")

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def set_write_buffer_limits(
        self, high: int | None = None, low: int | None = None
    ) -> None:
        self.high = high


class Place:
    """A connection to a server, with the transport that it is made of."""

    def __init__(self, server: Server) -> None:
        self.transport = Transport()
        self.connection = Connection(server, PROTOCOL.client_framing.splitter())
        self.transport.connection = self.connection
        self.connection.connection_made(self.transport)

    def sends(self, data: bytes) -> None:
        buffer = self.connection.get_buffer(-1)
        buffer[: len(data)] = data
        self.connection.buffer_updated(len(data))


def run(
    scenario: Callable[..., Awaitable[None]],
    people: int,
    protocol: Protocol = PROTOCOL,
    **limits: int,
) -> None:
    async def play() -> None:
        server = Server(protocol, limits=limits)
        await scenario(*(Place(server) for _ in range(people)))

    asyncio.run(play())


async def next_turn() -> None:
    await asyncio.sleep(0)


def test_what_one_turn_has_for_a_client_is_one_write() -> None:
    async def scenario(alice: Place, bob: Place, carol: Place) -> None:
        alice.sends(frame("say hello") * 3)
        bob.sends(frame("say hello") * 2)
        assert carol.transport.written == []

        await next_turn()
        assert carol.transport.written == [SAID * 5]
        assert alice.transport.written == [SAID * 2]

    run(scenario, people=3)


def test_what_gathers_within_a_turn_has_a_limit() -> None:
    long = frame("said " + "x" * 990)
    rounds = 100

    async def scenario(alice: Place, bob: Place) -> None:
        for _ in range(rounds):
            alice.sends(frame("say " + "x" * 990))
        assert bob.transport.written
        assert all(len(w) < FLUSH_BYTES + 1000 for w in bob.transport.written)

        await next_turn()
        assert b"".join(bob.transport.written) == long * rounds

    run(scenario, people=2)


def test_without_framing_each_message_is_a_write() -> None:
    unframed = replace(PROTOCOL, server_framing=Unframed())

    async def scenario(alice: Place, bob: Place) -> None:
        alice.sends(frame("say hello") * 3)

        await next_turn()
        assert bob.transport.written == [b"said hello"] * 3

    run(scenario, people=2, protocol=unframed)


def test_after_so_many_messages_it_is_the_turn_of_the_others() -> None:
    async def scenario(alice: Place, bob: Place) -> None:
        alice.sends(frame("say hello") * (2 * MESSAGES_PER_TURN + 1))
        assert alice.transport.done == ["pause_reading"]

        for turns in (1, 2):
            await next_turn()
            heard = b"".join(bob.transport.written)
            assert heard == SAID * (turns * MESSAGES_PER_TURN)
        await next_turn()
        assert alice.transport.done[-1] == "resume_reading"
        assert b"".join(bob.transport.written) == SAID * (2 * MESSAGES_PER_TURN + 1)

    run(scenario, people=2)


def test_nothing_is_handled_after_the_connection_is_lost() -> None:
    async def scenario(alice: Place, bob: Place) -> None:
        alice.sends(frame("say hello") * (3 * MESSAGES_PER_TURN))
        alice.connection.connection_lost(ConnectionResetError())

        for _ in range(3):
            await next_turn()
        heard = b"".join(bob.transport.written)
        assert heard == SAID * MESSAGES_PER_TURN + frame("gone 1")

    run(scenario, people=2)


def test_a_client_with_more_than_the_queue_limit_unread_is_cut_off() -> None:
    async def scenario(alice: Place, bob: Place, carol: Place) -> None:
        bob.transport.unsent = 5000
        alice.sends(frame("say hello"))
        await next_turn()
        assert bob.transport.done == []

        bob.transport.unsent = 5001
        alice.sends(frame("say hello"))
        await next_turn()
        assert bob.transport.done == ["abort"]
        assert bob.connection.reason == "does not read"

    run(scenario, people=3, queue_bytes=5000)


def test_who_sends_to_one_alone_goes_at_the_pace_of_that_one() -> None:
    async def scenario(alice: Place, bob: Place) -> None:
        assert bob.transport.high == 2500
        bob.connection.pause_writing()
        alice.sends(frame("say hello") * 3)

        await next_turn()
        assert alice.transport.done == ["pause_reading"]
        assert bob.transport.written == [SAID]

        bob.connection.resume_writing()
        for _ in range(2):
            await next_turn()
        assert alice.transport.done == ["pause_reading", "resume_reading"]
        assert b"".join(bob.transport.written) == SAID * 3

    run(scenario, people=2, queue_bytes=5000)


def test_nobody_waits_for_a_client_among_others() -> None:
    async def scenario(alice: Place, bob: Place, carol: Place) -> None:
        bob.connection.pause_writing()
        alice.sends(frame("say hello") * 3)

        await next_turn()
        assert alice.transport.done == []
        assert carol.transport.written == [SAID * 3]

    run(scenario, people=3)


@pytest.mark.parametrize("reads_on", [True, False])
def test_who_keeps_another_waiting_and_takes_nothing_is_cut_off(
    reads_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reference.server.connection.STALL_SECONDS", 0.01)
    checked = asyncio.Event()
    check = Connection._check

    def seen(connection: Connection, before: int) -> None:
        check(connection, before)
        checked.set()

    monkeypatch.setattr(Connection, "_check", seen)

    async def scenario(alice: Place, bob: Place) -> None:
        bob.transport.unsent = 1000
        bob.connection.pause_writing()
        alice.sends(frame("say hello") * 2)
        await next_turn()  # the first is written, the second waits
        bob.transport.unsent = 500 if reads_on else 1000 + len(SAID)

        async with asyncio.timeout(20):
            await checked.wait()
            assert bob.transport.done == ([] if reads_on else ["abort"])
            bob.connection.resume_writing()
            while alice.transport.done[-1] != "resume_reading":
                await next_turn()
        await next_turn()
        assert b"".join(bob.transport.written) == SAID * (2 if reads_on else 1)

    run(scenario, people=2)


def test_a_goodbye_is_written_before_the_end_and_input_is_still_read() -> None:
    async def scenario(alice: Place) -> None:
        alice.sends(frame("bye"))
        alice.sends(frame("say hello"))

        assert alice.transport.written == [frame("said bye")]
        assert alice.transport.done == ["write_eof"]

    run(scenario, people=1)


def test_an_end_comes_even_if_the_peer_never_closes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reference.server.connection.LINGER_SECONDS", 0.001)
    assert LINGER_SECONDS >= 1

    async def scenario(alice: Place) -> None:
        alice.sends(frame("bye"))

        async with asyncio.timeout(10):
            while "abort" not in alice.transport.done:
                await next_turn()

    run(scenario, people=1)


def test_who_sends_no_more_has_left_even_if_much_is_unread() -> None:
    async def scenario(alice: Place, bob: Place) -> None:
        alice.transport.unsent = 1000

        assert not alice.connection.eof_received()  # asyncio closes when it can

        await next_turn()
        assert bob.transport.written == [frame("gone 1")]

    run(scenario, people=2)


def test_who_meets_a_fault_has_left_before_the_connection_is_closed() -> None:
    async def scenario(alice: Place, bob: Place) -> None:
        alice.sends(frame("crash me"))

        await next_turn()
        assert bob.transport.written == [frame("gone 1")]
        assert alice.transport.done == ["write_eof"]

    run(scenario, people=2)


@pytest.mark.parametrize(("unsent", "wait"), [(0, GRACE_SECONDS), (1, STOP_SECONDS)])
def test_a_server_that_stops_waits_for_those_who_have_yet_to_read(
    unsent: int, wait: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def linger(connection: Connection, seconds: float) -> None:
        waits.append(seconds)
        connection.cut("")

    monkeypatch.setattr(Connection, "linger", linger)

    async def play() -> None:
        server = Server(PROTOCOL)
        await server.start()
        Place(server).transport.unsent = unsent

        assert await server.stop() == 1

    asyncio.run(play())
    assert waits[-1] == wait


def test_a_peer_that_is_gone_has_no_address_and_no_eof_to_be_sent() -> None:
    async def scenario(alice: Place) -> None:
        def fail() -> None:
            raise OSError("not connected")

        alice.transport.write_eof = fail  # type: ignore[method-assign]
        alice.sends(frame("bye"))

        assert alice.connection.address == "?"
        assert alice.transport.done == ["abort"]

    run(scenario, people=1)
