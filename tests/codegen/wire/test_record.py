from __future__ import annotations

import pytest

from codegen.wire import NulRecord, Template, Text
from tests.codegen.wire.expect import raises_wire_error
from tests.codegen.wire.samples import CHUNK, PADDED_NOTE, Chunk, Note, One

LINE = Template(One, "> {text}", {"text": Text(bytes=(0, 200))})
RECORD = NulRecord(LINE, size=16)
DIRTY = NulRecord(LINE, size=16, tail="any")


def test_a_record_is_a_text_and_zeros() -> None:
    note = Note("al", "bo", "hi")
    payload = b"[al] /to bo hi\n" + bytes(113)

    assert PADDED_NOTE.encode(note) == payload
    assert PADDED_NOTE.decode(payload) == note
    assert PADDED_NOTE.parse(payload) == note
    assert PADDED_NOTE.sizeof() == 128


def test_a_record_shows_what_its_text_shows() -> None:
    assert PADDED_NOTE.cls is Note
    assert list(PADDED_NOTE.fields) == ["sender", "to", "text"]
    assert (PADDED_NOTE.head, PADDED_NOTE.mark) == (b"[", b"] /to ")


def test_the_longest_text_leaves_room_for_one_nul() -> None:
    assert RECORD.encode(One("x" * 13)) == b"> " + b"x" * 13 + b"\0"
    with raises_wire_error("too-long: 16 bytes of text, at most 15"):
        RECORD.encode(One("x" * 14))


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"> hi", "truncated: at byte 4: 16 bytes needed, 4 left"),
        (b"> hi" + bytes(13), "trailing-bytes: at byte 16: 1 byte after the record"),
        (
            b"> " + b"x" * 14,
            "no-nul: at byte 16: the text is not ended within 16 bytes",
        ),
        (
            b"> hi\0\0zz".ljust(16, b"\0"),
            "bad-padding: at byte 6: 7a after the end of the text",
        ),
        (
            b"> hi\xff".ljust(16, b"\0"),
            "bad-encoding: field 'text' at byte 4: not utf-8: invalid start byte",
        ),
        (
            b"> xxxxxxxxxxx\xed\x95\0",
            "bad-encoding: field 'text' at byte 13: not utf-8: unexpected end of data",
        ),
    ],
)
def test_what_is_wrong_is_located(payload: bytes, text: str) -> None:
    with raises_wire_error(text):
        RECORD.decode(payload)


def test_what_a_buffer_held_before_can_be_tolerated() -> None:
    assert DIRTY.decode(b"> hi\0\0zz".ljust(16, b"\0")) == One("hi")
    assert DIRTY.encode(One("hi")) == b"> hi" + bytes(12)


def test_a_nul_in_a_field_is_refused_by_name() -> None:
    with raises_wire_error(
        "nul-in-text: field 'to': the byte 00 would end the text early"
    ):
        PADDED_NOTE.encode(Note("al", "b\0", "hi"))


def test_a_nul_in_a_blob_is_refused_by_name() -> None:
    with raises_wire_error(
        "nul-in-text: field 'data': the byte 00 would end the text early"
    ):
        NulRecord(CHUNK, size=64).encode(Chunk("bob", b"\xff\0"))


def test_the_pad_byte_may_be_another() -> None:
    codec = NulRecord(
        Template(One, ">{text}", {"text": Text(bytes=(0, 9))}), size=6, pad=0x20
    )

    assert codec.encode(One("hi")) == b">hi   "
    assert codec.decode(b">hi   ") == One("hi")


def test_impossible_records_are_refused() -> None:
    with pytest.raises(ValueError, match="pad byte is within"):
        NulRecord(LINE, pad=200)
    with pytest.raises(ValueError, match="contains the pad byte 20"):
        NulRecord(LINE, pad=0x20)
    with pytest.raises(ValueError, match="does not fit 2 bytes"):
        NulRecord(LINE, size=2)
    with pytest.raises(ValueError, match="a tail is"):
        NulRecord(LINE, tail="some")  # type: ignore[arg-type]


WHOLE = NulRecord(CHUNK, size=16, whole=True)


def test_a_whole_record_ends_in_any_bytes() -> None:
    payload = b"[al] /data a\0\xff\0\0"

    assert WHOLE.encode(Chunk("al", b"a\0\xff")) == payload
    assert WHOLE.decode(payload) == Chunk("al", b"a\0\xff")
    assert WHOLE.decode(b"[al] /data " + b"\xff" * 5) == Chunk("al", b"\xff" * 5)


def test_pad_bytes_at_the_end_of_a_whole_record_are_the_records() -> None:
    assert WHOLE.decode(WHOLE.encode(Chunk("al", b"a\0\0"))) == Chunk("al", b"a")


def test_a_whole_record_holds_no_more_than_its_size() -> None:
    with raises_wire_error("too-long: 17 bytes of text, at most 16"):
        WHOLE.encode(Chunk("al", b"x" * 6))


def test_only_what_ends_in_bytes_can_be_a_whole_record() -> None:
    with pytest.raises(ValueError, match="does not end in bytes"):
        NulRecord(LINE, whole=True)
