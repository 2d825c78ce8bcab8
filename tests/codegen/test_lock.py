"""A machine whose routine looks somebody up: tests/specs/lock.yaml, made and run."""

from pathlib import Path
from typing import Any

import pytest

from codegen.build import protocol_from_file
from codegen.protocol import Protocol
from codegen.room import Send

SPEC = Path(__file__).parents[1] / "specs/lock.yaml"


@pytest.fixture(scope="module")
def lock() -> Protocol:
    return protocol_from_file(SPEC)


@pytest.fixture
def room(lock: Protocol) -> Any:
    """A room with three who came in the order 1, 2, 3; the last one holds the lock."""
    room = lock.room()
    for sid in (1, 2, 3):
        room.connected(sid)
    room.received(3, make(lock, "acquire"))
    return room


def make(lock: Protocol, name: str, **fields: int) -> Any:
    return next(info.cls for info in lock.messages if info.name == name)(**fields)


def sent(effects: list[Any]) -> list[tuple[tuple[int, ...], Any]]:
    return [(e.to, e.message) for e in effects if isinstance(e, Send)]


def test_a_routine_finds_whom_it_is_about(lock: Protocol, room: Any) -> None:
    room.received(1, make(lock, "acquire"))

    effects = room.received(3, make(lock, "release"))

    assert sent(effects) == [
        ((3,), make(lock, "released", value=0)),
        ((1,), make(lock, "granted", value=0)),
    ]
    assert [s.lock for s in room.sessions.values()] == ["free", "free", "holding"]


def test_a_routine_may_find_nobody(lock: Protocol, room: Any) -> None:
    effects = room.received(3, make(lock, "release"))

    assert sent(effects) == [((3,), make(lock, "released", value=0))]


def test_who_arrives_stands_last(lock: Protocol, room: Any) -> None:
    room.received(2, make(lock, "acquire"))
    room.received(1, make(lock, "acquire"))

    effects = room.disconnected(3)

    assert sent(effects) == [((2,), make(lock, "granted", value=0))]
