from __future__ import annotations

import io
from typing import Any

import construct
import pytest

from codegen.wire import Const, Integer, Layout, Text, WireError
from tests.codegen.wire.expect import raises_wire_error
from tests.codegen.wire.samples import (
    BINARY_MIXED,
    BINARY_NOTE,
    CODECS,
    NAME,
    Bare,
    Mixed,
    Note,
    One,
)

NOTE_BYTES = bytes.fromhex("0003 05616c696365 03626f62 0002 6869")
MIXED = Mixed("upper", 513, True, b"\xde\xad\xbe\xef", (1, 2), "한")
MIXED_BYTES = bytes.fromhex(
    "0200 0000000000000201 09 0100 0001 deadbeef 01000000 02000000 ed959c"
)


def test_a_message_is_its_constants_and_fields_in_order() -> None:
    note = Note("alice", "bob", "hi")

    assert BINARY_NOTE.encode(note) == NOTE_BYTES
    assert BINARY_NOTE.decode(NOTE_BYTES) == note
    assert BINARY_NOTE.head == b"\x00\x03"
    assert list(BINARY_NOTE.fields) == ["sender", "to", "text"]


def test_constants_may_stand_anywhere() -> None:
    assert BINARY_MIXED.encode(MIXED) == MIXED_BYTES
    assert BINARY_MIXED.decode(MIXED_BYTES) == MIXED
    assert BINARY_MIXED.head == b""


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ("", "truncated: field 'code' at byte 0: 2 bytes needed, 0 left"),
        ("00", "truncated: field 'code' at byte 1: 2 bytes needed, 1 left"),
        ("0004", "bad-constant: field 'code' at byte 1: expected 00 03, found 00 04"),
        ("0003", "truncated: field 'sender' at byte 2: 1 byte needed, 0 left"),
        ("000305616c", "truncated: field 'sender' at byte 5: 5 bytes needed, 2 left"),
        (
            "0003 0161 01ff 0000",
            "bad-encoding: field 'to' at byte 5: not utf-8: invalid start byte",
        ),
        ("0003 0161 0162 0000 00", "trailing-bytes: at byte 8: 1 byte after the end"),
    ],
)
def test_what_is_wrong_is_named_and_located(payload: str, text: str) -> None:
    with raises_wire_error(text):
        BINARY_NOTE.decode(bytes.fromhex(payload))


@pytest.mark.parametrize(
    ("at", "byte", "text"),
    [
        (10, 8, "bad-constant: field 'version' at byte 10: expected 09, found 08"),
        (11, 7, "bad-constant: field 'minor' at byte 11: expected 01 00, found 07 00"),
        (12, 7, "bad-constant: field 'minor' at byte 12: expected 01 00, found 01 07"),
    ],
)
def test_a_wrong_constant_in_the_middle_is_located(
    at: int, byte: int, text: str
) -> None:
    payload = bytearray(MIXED_BYTES)
    payload[at] = byte

    with raises_wire_error(text):
        BINARY_MIXED.decode(bytes(payload))


def test_every_beginning_of_a_message_is_refused_at_its_end() -> None:
    for end in range(len(NOTE_BYTES)):
        with pytest.raises(WireError) as caught:
            BINARY_NOTE.decode(NOTE_BYTES[:end])
        assert (caught.value.code, caught.value.offset) == ("truncated", end)


def test_a_message_without_fields_is_its_constant() -> None:
    assert CODECS["binary bare"].encode(Bare()) == b"\x00\x01"
    assert CODECS["binary bare"].decode(b"\x00\x01") == Bare()


def test_only_the_last_field_can_take_the_rest() -> None:
    rest = Text(length=(0, 9))

    with pytest.raises(ValueError, match="'code' follows one that takes the rest"):
        Layout(One, [("text", rest), ("code", Const("u8", 1))])


def test_a_field_that_cannot_be_written_is_named() -> None:
    with raises_wire_error("bad-type: field 'to': expected str, got NoneType"):
        BINARY_NOTE.encode(Note("a", None, "x"))  # type: ignore[arg-type]


def test_the_fields_can_be_used_among_stock_constructs() -> None:
    pair: Any = construct.Struct("name" / NAME, "size" / Integer(size="u16"))

    assert pair.parse(b"\x03bob\x00\x07rest") == {"name": "bob", "size": 7}
    assert pair.build({"name": "bob", "size": 7}) == b"\x03bob\x00\x07"
    with pytest.raises(WireError) as parsing:
        pair.parse(b"\x03bob\x00")
    assert (parsing.value.code, parsing.value.path) == (
        "truncated",
        "(parsing) -> size",
    )
    with pytest.raises(WireError) as building:
        pair.build({"name": "b b", "size": 7})
    assert building.value.path == "(building) -> name"


def test_constants_can_be_used_among_stock_constructs() -> None:
    both: Any = construct.Struct("one" / Const("u8", 1), "two" / Const("u16", 2))

    assert both.parse(b"\x01\x00\x02") == {"one": 1, "two": 2}
    assert both.build({"one": None, "two": None}) == b"\x01\x00\x02"


def test_the_codecs_are_constructs_whose_errors_have_a_path() -> None:
    stream = io.BytesIO(NOTE_BYTES)

    assert BINARY_NOTE.parse_stream(stream) == BINARY_NOTE.decode(NOTE_BYTES)
    with pytest.raises(WireError) as parsing:
        BINARY_NOTE.parse(b"")
    assert parsing.value.path == "(parsing)"
    with pytest.raises(WireError) as building:
        BINARY_NOTE.build(Note("", "", ""))
    assert building.value.path == "(building)"
