"""What servers do wrong on the wire, byte by byte and without a connection."""

from __future__ import annotations

import asyncio

import pytest

from codegen.build import protocol_from_file
from codegen.protocol import Protocol, load
from conformance.mutants.habits import CONTROLS, HABITS, Crashed, Pair, habit

RECORDS = """
spec: 1
name: records
title: Records
port: 7001
framing: {kind: record, size: 12}
limits: {sessions: 4, queue_bytes: 1000}
messages:
  ping: {from: client, wire: PING}
  pong: {from: server, wire: PONG}
session:
  regions:
    only:
      initial: open
      states:
        open:
          - {on: ping, must: A server MUST answer., do: [{reply: pong}]}
          - {on: eof, must: A server MUST forget.}
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    path = tmp_path_factory.mktemp("spec") / "records.yaml"
    path.write_text(RECORDS)
    return protocol_from_file(path)


def up(protocol: Protocol, name: str, *data: bytes) -> list[bytes]:
    it, pair = habit(protocol, name), Pair()

    async def heard() -> list[bytes]:
        return [piece for part in data for piece in await it.up(pair, part)]

    return asyncio.run(heard())


def down(protocol: Protocol, name: str, *data: bytes) -> list[bytes]:
    it, pair = habit(protocol, name), Pair()

    async def said() -> list[bytes]:
        return [piece for part in data for piece in await it.down(pair, part)]

    return asyncio.run(said())


@pytest.mark.parametrize("name", [*CONTROLS, *(n for n in HABITS if n != "crash")])
def test_every_habit_says_what_it_is(name: str) -> None:
    about = ({**HABITS, **CONTROLS}[name].__doc__ or "").splitlines()

    assert len(about) == 1
    assert about[0].endswith(".")


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_changes_no_byte(records: Protocol, name: str) -> None:
    data = b"PONG".ljust(12, b"\0")

    assert b"".join(down(records, name, data)) == data
    assert b"".join(up(records, name, data)) == data


def test_the_pad_of_a_record_is_soiled_however_it_is_cut(records: Protocol) -> None:
    data = b"PONG".ljust(12, b"\0") * 2

    found = down(records, "stale-bytes/0", data[:5], data[5:])

    assert found == [b"PONG\0secret\0"] * 2


def test_a_record_without_its_pad_runs_on(records: Protocol) -> None:
    data = b"PONG".ljust(12, b"\0")

    assert down(records, "unterminated/0", data) == [b"PONGsecret\0\0"]


def test_the_last_byte_is_lost() -> None:
    assert down(load("duet"), "loses-last-byte", b"hello\n", b"x") == [b"hello", b"x"]


def test_bytes_are_swapped() -> None:
    assert down(load("duet"), "swaps-bytes", b"hello\n") == [b"ehllo\n"]


def test_one_read_is_one_message() -> None:
    duet = load("duet")

    assert up(duet, "read-is-message", b"one\ntwo\n", b"ha", b"lf\n") == [
        b"one\n",
        b"lf\n",
    ]


def test_what_is_incomplete_keeps_all_others_waiting() -> None:
    it = habit(load("duet"), "half-message-blocks")
    first, second = Pair(), Pair()

    async def talk() -> list[bytes]:
        assert await it.up(first, b"one\nha") == [b"one\n"]
        waiting = asyncio.create_task(it.up(second, b"two\n"))
        await asyncio.sleep(0)
        assert not waiting.done()
        return [*await it.up(first, b"lf\n"), *await waiting]

    assert asyncio.run(talk()) == [b"half\n", b"two\n"]


def test_who_was_told_something_keeps_all_others_waiting() -> None:
    it = habit(load("duet"), "blocks-on-others")
    asker, asked = Pair(), Pair()

    async def talk() -> list[bytes]:
        await it.up(asker, b"may I?\n")
        await it.down(asked, b"may one?\n")
        waiting = asyncio.create_task(it.up(asker, b"well?\n"))
        await asyncio.sleep(0)
        assert not waiting.done()
        return [*await it.up(asked, b"yes\n"), *await waiting]

    assert asyncio.run(talk()) == [b"yes\n", b"well?\n"]


def test_one_message_crashes_it_and_no_other() -> None:
    duet = load("duet")

    assert up(duet, "crash/finish", b"hello\n") == [b"hello\n"]
    with pytest.raises(Crashed):
        up(duet, "crash/finish", "hello\n종료\n".encode())


def test_who_is_gone_stays() -> None:
    assert not habit(load("duet"), "ghosts").hears_the_end()
    assert habit(load("duet"), "slow").hears_the_end()
