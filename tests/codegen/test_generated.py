"""Every message of every protocol, by strategies made from its types."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen import protocol
from codegen.protocol import Protocol
from codegen.wire import FramingError, NulRecord, Unframed, WireError
from tests import strategies

PROTOCOLS = [protocol.load(name) for name in protocol.available()]
SIDES = [
    pytest.param(messages, framing, id=f"{p.name}-{side}")
    for p in PROTOCOLS
    for side, messages, framing in (
        ("client", p.client_messages, p.client_framing),
        ("server", p.server_messages, p.server_framing),
    )
]
CODECS = [
    pytest.param(messages, codec, id=f"{p.name}-{codec.cls.__name__}")
    for p in PROTOCOLS
    for messages in (p.client_messages, p.server_messages)
    for codec in messages
]


def is_forgiving(codec: Any) -> bool:
    """Whether it reads what it would not write."""
    if isinstance(codec, NulRecord):
        return codec.tail == "any" or codec.whole or bool(codec.inner.also)
    return bool(getattr(codec, "also", ()))


def assert_comes_back(messages: Any, message: Any, payload: bytes) -> None:
    """What was read is written as it was, or is the same to who reads it again."""
    written = messages.encode(message)
    if is_forgiving(messages.codecs[type(message)]):
        assert messages.decode(written) == message
    else:
        assert written == payload


@pytest.mark.parametrize(("messages", "codec"), CODECS)
@given(data=st.data())
def test_a_message_comes_back_as_it_went(
    messages: Any, codec: Any, data: st.DataObject
) -> None:
    message = data.draw(strategies.messages(codec))

    assert codec.decode(codec.encode(message)) == message


@pytest.mark.parametrize(("messages", "codec"), CODECS)
@given(data=st.data())
def test_bytes_are_refused_in_order_or_come_back_as_they_were(
    messages: Any, codec: Any, data: st.DataObject
) -> None:
    payload = data.draw(strategies.near_misses(codec))
    try:
        message = messages.decode(payload)
    except WireError:
        return

    assert_comes_back(messages, message, payload)


@pytest.mark.parametrize(("messages", "framing"), SIDES)
@given(payload=st.binary(max_size=300))
def test_nothing_but_a_wire_error_escapes_from_any_bytes(
    messages: Any, framing: Any, payload: bytes
) -> None:
    try:
        message = messages.decode(payload)
    except WireError:
        return

    assert_comes_back(messages, message, payload)


def in_pieces(stream: bytes, cuts: list[int]) -> list[bytes]:
    """The stream cut at places that wrap around its length."""
    places = sorted({cut % (len(stream) + 1) for cut in cuts} | {0, len(stream)})
    return [stream[a:b] for a, b in pairwise(places)]


def conversation(p: Protocol, pieces: list[bytes]) -> list[Any]:
    """All effects of a server that reads these pieces from one of two clients."""
    room = p.room()
    effects: list[Any] = [*room.connected(1), *room.connected(2)]
    splitter = p.client_framing.splitter()
    for piece in pieces:
        splitter.feed(piece)
        while True:
            try:
                payload = splitter.next()
                if payload is None:
                    break
                message = p.client_messages.decode(payload, room.reads(2))
            except WireError as error:
                fatal = isinstance(error, FramingError) and error.fatal
                effects += room.malformed(2, error.code, fatal=fatal)
                if fatal:
                    return effects
                continue
            effects += room.received(2, message)
    return effects


def framed(p: Protocol, payload: bytes) -> bytes:
    """A payload in its frame; as it is if none can hold it."""
    try:
        return p.client_framing.wrap(payload)
    except WireError:
        return payload


@cache
def any_payload(name: str) -> st.SearchStrategy[bytes]:
    """Whatever clients say: made once, so that every draw finds the same strategies."""
    messages = protocol.load(name).client_messages
    said = st.one_of([strategies.messages(codec) for codec in messages])
    return st.one_of(said.map(messages.encode), st.binary(max_size=20))


FRAMED = [p for p in PROTOCOLS if not isinstance(p.client_framing, Unframed)]


@pytest.mark.parametrize("p", FRAMED, ids=lambda p: p.name)
@given(data=st.data())
def test_how_tcp_cuts_the_stream_never_matters(
    p: Protocol, data: st.DataObject
) -> None:
    payloads = data.draw(st.lists(any_payload(p.name), max_size=8))
    stream = b"".join(framed(p, payload) for payload in payloads)
    cuts = data.draw(st.lists(st.integers(min_value=0), max_size=12))

    whole = conversation(p, [stream])

    assert conversation(p, in_pieces(stream, cuts)) == whole
    assert conversation(p, [bytes([b]) for b in stream]) == whole
