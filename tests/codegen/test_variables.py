"""What a room remembers: lists, and what the sessions share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.build import protocol_from_file
from tests.in_memory import InMemory

GATE = protocol_from_file(Path(__file__).parents[1] / "specs/gate.yaml")
CLASSES = {info.name: info.cls for info in GATE.messages}
FIRST = GATE.room().shared


@pytest.fixture
def server() -> InMemory:
    """A server with ann and ben, who play: ann has said one word."""
    server = InMemory(GATE)
    for who in ("ann", "ben"):
        server.connects(who)
        server.sends(who, who.encode())
    for text in ("game", "one"):
        server.sends("ann", text.encode())
    return server


def test_what_one_sets_all_others_read(server: InMemory) -> None:
    heard = server.sends("ben", b"two")

    told = CLASSES["told"](nick="ben", words=("one", "two"))
    assert heard.messages == {"ann": [told], "ben": [told]}
    assert server.room.shared.playing


def test_it_stays_while_anybody_is_there(server: InMemory) -> None:
    server.leaves("ann")

    assert server.room.shared.used == ("one",)


@pytest.mark.parametrize("said", [b"", b"bye"], ids=["vanishes", "is closed"])
def test_it_is_as_at_first_when_the_last_one_has_left(
    server: InMemory, said: bytes
) -> None:
    for who in ("ann", "ben"):
        if said:
            assert server.sends(who, said).closed == {who}
        else:
            server.leaves(who)

    assert server.room.shared == FIRST


def test_a_copy_goes_its_own_way(server: InMemory) -> None:
    room = server.room
    twin = room.copy()

    room.received(1, CLASSES["text"](text="two"))

    assert twin.shared.used == ("one",)
    assert twin.key() != room.key()
    twin.received(1, CLASSES["text"](text="two"))
    assert twin.key() == room.key()


@given(words=st.lists(st.text("abc", min_size=1, max_size=9), unique=True))
def test_a_list_keeps_the_last_of_all_that_was_put_into_it(words: list[str]) -> None:
    room: Any = GATE.room()
    room.connected(1)
    room.received(1, CLASSES["nickname"](nick="ann"))
    room.received(1, CLASSES["text"](text="game"))

    for word in words:
        room.received(1, CLASSES["text"](text=word))

    assert room.shared.used == tuple(words[-3:])
