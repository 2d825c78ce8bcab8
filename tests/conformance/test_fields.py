from __future__ import annotations

import pytest

from codegen.generated import chat, echo, hash
from codegen.protocol import load
from codegen.wire import Integer, WireError
from conformance.phases.boundaries import probes
from conformance.phases.splice import alone, altering, room_for
from conformance.talk.acts import Impossible
from conformance.talk.wire import Wire

TEXT = Wire(load("hash"))
FRAMES = Wire(load("chat"))
ECHO = Wire(load("echo"))


def probe(wire: Wire, message: object, field: str, word: str) -> bytes:
    codec = wire.protocol.client_messages.codecs[type(message)]
    (found,) = (it for it in probes(codec.fields[field]) if it.word == word)
    return altering(wire, field, found.content)(message, codec.encode(message))


def words(kind: Integer) -> set[str]:
    return {it.word for it in probes(kind)}


@pytest.mark.parametrize(
    ("word", "payload"),
    [
        ("shortest", b"003#alice##hi"),
        ("hangul", "003#alice#c한글#hi".encode()),
        ("no-utf-8", b"003#alice#ca\xff#hi"),
        ("nul", b"003#alice#ca\0b#hi"),
    ],
)
def test_one_field_is_replaced_and_nothing_else(word: str, payload: bytes) -> None:
    whisper = hash.Whisper(sender="alice", to="carol", text="hi")

    assert probe(TEXT, whisper, "to", word) == payload


def test_the_number_in_front_counts_what_is_put_in() -> None:
    whisper = chat.Whisper(to="carol", text="hi")

    assert probe(FRAMES, whisper, "to", "shortest") == b"\0\x03\0\0\x02hi"
    assert probe(FRAMES, whisper, "to", "cut-utf-8") == b"\0\x03\x04ca\xea\xb0\0\x02hi"


def test_the_longest_fills_the_payload_where_that_is_less() -> None:
    say = hash.Say(sender="a" * 20, text="hello")

    assert len(probe(TEXT, say, "text", "longest")) == 1024


def test_there_is_more_room_beside_the_shortest_of_what_is_no_name() -> None:
    said = echo.NormalEcho(sender="alice", text="hello")
    whisper = hash.Whisper(sender="alice", to="carol", text="hi")
    longest = alone(ECHO, "sender", lambda plain, room: b"x" * room)
    only = alone(TEXT, "to", lambda plain, room: b"bob")

    assert longest(said, b"") == b"x" * 1019 + b": 1: "
    assert room_for(ECHO, said, "sender") == 1014
    assert only(whisper, b"") == b"003#alice#bob#"


def test_what_no_number_can_count_is_not_tried() -> None:
    with pytest.raises(Impossible):
        probe(FRAMES, chat.Whisper(to="carol", text="hi"), "to", "one-too-long")


def test_names_grow_from_fresh_ones() -> None:
    longest = probe(TEXT, hash.Login(name="alice3f2"), "name", "longest")

    assert longest == b"001#alice3f2" + b"x" * 12
    assert TEXT.protocol.client_messages.decode(longest)


def test_one_past_the_limit_is_what_the_codec_rejects() -> None:
    payload = probe(TEXT, hash.Login(name="alice3f2"), "name", "one-too-long")

    with pytest.raises(WireError, match="too-long"):
        TEXT.protocol.client_messages.decode(payload)


def test_numbers_are_tried_at_both_ends_and_beyond() -> None:
    assert words(Integer(size="u8", range=(1, 9))) == {
        "zero",
        "one",
        "largest",
        "one-too-large",
        "all-bits",
    }
