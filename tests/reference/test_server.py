"""The server as a process, talked to over real sockets."""

from __future__ import annotations

import signal
from time import monotonic

import pytest

from tests.processes import DEADLINE, running, running_server
from tests.reference.relay import RELAY, frame
from tests.reference.server_clients import (
    WELCOME,
    Client,
    client,
    guest,
    joined,
    left,
    logged_in,
    members,
)

SMALL = 4096  # bytes of a receive buffer
MUCH = frame("say " + "x" * 1000) * 64
MUCH_HEARD = frame("said " + "x" * 1000) * 64
ROUNDS = 128  # of that: more than a kernel holds for a client that does not read


def test_members_talk_and_a_leaver_is_said_goodbye_to() -> None:
    with (
        running_server("hash") as server,
        logged_in(server.address, "alice", "bob", "carol") as (alice, bob, carol),
    ):
        alice.say(b"002#alice#hello")
        bob.hears(b"alice : hello")
        carol.hears(b"alice : hello")
        bob.say(b"003#bob#alice#psst")
        alice.hears("bob님의 귓속말 : psst".encode())
        bob.say(b"004#bob")

        bob.hears(b"102")
        bob.hears_the_end()
        alice.hears(left("bob"))
        carol.hears(left("bob"))
        carol.say(b"005#carol")
        carol.hears(members("alice", "carol"))


def test_bytes_that_are_no_message_leave_the_connection_as_it_is() -> None:
    with (
        running_server("hash") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
    ):
        for nonsense in (b"\xff\xfe\x00 nonsense", b"x" * 5000, b"002#alice"):
            alice.say(nonsense)
            # A server that has answered this has read what came before it.
            bob.say(b"005#bob")
            bob.hears(members("alice", "bob"))

        alice.say(b"005#alice")
        alice.hears(members("alice", "bob"))


def test_a_client_that_sends_no_more_still_gets_the_pending_reply() -> None:
    with (
        running_server("hash") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
    ):
        bob.say(b"005#bob")
        bob.leave()

        bob.hears(members("alice", "bob"))
        bob.hears_the_end()
        alice.hears(left("bob"))


def test_a_reset_member_is_announced_and_its_name_is_free() -> None:
    with (
        running_server("hash") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
    ):
        bob.reset()
        alice.hears(left("bob"))
        with client(server.address) as again:
            again.say(b"001#bob")

            again.hears(WELCOME + members("alice", "bob"))
            alice.hears(joined("bob"))


def test_clients_beyond_the_limit_are_turned_away_until_there_is_a_place() -> None:
    with (
        running_server("hash", "--limits", "sessions=2") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
    ):
        turn_away(server.address, 5)
        bob.say(b"004#bob")
        bob.hears(b"102")
        alice.hears(left("bob"))
        with client(server.address) as late:
            late.say(b"001#late")

            late.hears(WELCOME + members("alice", "late"))
            assert server.logged().count("full: 2 sessions") == 1
            turn_away(server.address, 2)
            assert server.logged().count("full: 2 sessions") == 2


def turn_away(address: tuple[str, int], count: int) -> None:
    for _ in range(count):
        with client(address) as surplus:
            surplus.hears_the_end()


def test_a_client_that_does_not_log_in_is_closed_in_time() -> None:
    with (
        running_server("hash", "--limits", "login_seconds=1") as server,
        logged_in(server.address, "alice") as (alice,),
        client(server.address) as silent,
    ):
        begun = monotonic()

        silent.hears_the_end()

        assert monotonic() - begun > 0.5
        alice.say(b"005#alice")
        alice.hears(members("alice"))


def test_a_profile_offers_nothing_of_the_other_features() -> None:
    with (
        running_server("hash", "--profile", "basic") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
    ):
        alice.say(b"005#alice")
        bob.say(b"002#bob#hello")

        alice.hears(b"bob : hello")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_all_connections_and_the_exit_status_is_0(
    number: signal.Signals,
) -> None:
    with (
        running_server("hash") as server,
        logged_in(server.address, "alice", "bob") as (alice, bob),
        client(server.address) as newcomer,
    ):
        newcomer.say(b"001#alice")
        newcomer.hears(b"101")

        status, printed = server.stop(number)

        assert (status, printed) == (0, "goodbye (3 connected)\n")
        for one in (alice, bob, newcomer):
            one.hears_the_end()


def test_a_client_that_does_not_read_is_cut_off_and_nobody_else_notices() -> None:
    with (
        running([*RELAY, "queue_bytes=65536"]) as server,
        guest(server.address) as alice,
        guest(server.address, SMALL) as bob,
        guest(server.address) as carol,
    ):
        besides = talk_past(alice, carol)

        assert besides == frame("gone 2")
        alice.hears(frame("gone 2"))
        assert bob.drain() < ROUNDS * len(MUCH)
        assert "disconnected: does not read" in server.logged()


def test_a_client_that_does_not_read_cannot_hold_up_the_end() -> None:
    with (
        running([*RELAY, f"queue_bytes={1 << 29}"]) as server,
        guest(server.address) as alice,
        guest(server.address, SMALL),
        guest(server.address) as carol,
    ):
        assert talk_past(alice, carol) == b""
        begun = monotonic()

        status, _ = server.stop()

        assert status == 0
        assert monotonic() - begun < DEADLINE


def talk_past(talker: Client, witness: Client) -> bytes:
    """Say more than a kernel holds for somebody who does not read.

    Returns what the witness has heard besides.
    """
    heard = b""
    for _ in range(ROUNDS):
        talker.say(MUCH)
        heard += witness.read(len(MUCH_HEARD))
    talker.say(frame("say the end"))
    heard += witness.read_until(frame("said the end"))
    return heard.replace(MUCH_HEARD[: len(MUCH_HEARD) // 64], b"")
