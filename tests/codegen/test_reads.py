"""States that read all as one message: tests/specs/gate.yaml, made and run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen import codec
from codegen.build import protocol_from_file, spec_from_file
from codegen.protocol import Protocol
from codegen.wire import WireError
from tests.in_memory import InMemory
from tests.test_scenarios import happens

SPEC = Path(__file__).parents[1] / "specs/gate.yaml"
GATE = protocol_from_file(SPEC)
CLASSES = {info.name: info.cls for info in GATE.messages}


@pytest.fixture
def server() -> InMemory:
    """A server with ann, who has said her name, and ben, who has not."""
    server = InMemory(GATE)
    for who in ("ann", "ben"):
        server.connects(who)
    server.sends("ann", b"ann")
    return server


def heard(server: InMemory, who: str, data: bytes) -> list[Any]:
    return server.sends(who, data).messages.get(who, [])


def test_a_room_says_what_a_session_reads(server: InMemory) -> None:
    room = server.room

    assert room.reads(1) is CLASSES["text"]
    assert room.reads(2) is CLASSES["nickname"]
    assert room.reads(3) is None
    assert room.copy().reads(1) is CLASSES["text"]


def test_the_same_bytes_are_what_the_state_reads(server: InMemory) -> None:
    text, welcome = CLASSES["said"], CLASSES["welcome"]

    assert heard(server, "ann", b"ben") == [text(nick="ann", text="ben")]
    assert heard(server, "ben", b"ben") == [welcome(nick="ben")]


def test_what_is_malformed_is_so_by_the_message_that_is_read(server: InMemory) -> None:
    wrong = CLASSES["wrong"]

    assert heard(server, "ben", b"a b") == [wrong(code="bad-value")]
    assert heard(server, "ben", b"a" * 13) == [wrong(code="too-long")]
    assert heard(server, "ann", b"a\nb") == [wrong(code="bad-value")]


def test_what_is_read_in_certain_states_is_read_nowhere_else() -> None:
    messages = GATE.client_messages

    assert messages.apart == {CLASSES["nickname"], CLASSES["text"]}
    with pytest.raises(WireError) as caught:
        messages.decode(b"ann")
    assert caught.value.code == "unknown-message"
    assert messages.encode(CLASSES["nickname"](nick="ann")) == b"ann"


@given(payload=st.binary(max_size=40))
def test_the_direct_path_reads_what_the_generated_codecs_read(payload: bytes) -> None:
    direct = codec.messages(spec_from_file(SPEC), "client")
    by_name = {cls.__name__: cls for cls in direct.codecs}

    for cls in GATE.client_messages.apart:
        assert outcome(direct, payload, by_name[cls.__name__]) == outcome(
            GATE.client_messages, payload, cls
        )
    assert outcome(direct, payload, None)[0] == "unknown-message"


def outcome(messages: Any, payload: bytes, reads: type | None) -> tuple[Any, ...]:
    try:
        message = messages.decode(payload, reads)
    except WireError as error:
        return error.code, error.offset
    assert messages.encode(message) == payload
    return type(message).__name__, str(message)


def test_a_profile_keeps_apart_what_is_apart() -> None:
    kept: Protocol = GATE.in_profile(frozenset())

    assert kept.client_messages.apart == GATE.client_messages.apart


@pytest.mark.parametrize("scenario", GATE.scenarios, ids=lambda it: it.id)
def test_its_scenarios_hold(scenario: Any) -> None:
    server = InMemory(GATE)

    for step in scenario.steps:
        heard = happens(server, step)

        assert {w: tuple(m) for w, m in heard.messages.items()} == step.expected
        assert heard.closed == set(step.closed)
