from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from codegen.wire import Const, Integer, Layout, Messages, Template, Text
from tests.codegen.wire.expect import raises_wire_error

ANY = Text(bytes=(0, 99))


@dataclass(frozen=True, slots=True)
class Bye:
    pass


@dataclass(frozen=True, slots=True)
class Byte:
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Size:
    size: int


SAID = Template(Said, "{name}: {text}", {"name": ANY, "text": ANY})
BYE = Template(Bye, "10", {})
BYTE = Template(Byte, "101{text}", {"text": Text(length=(2, 9))})
NOTICE = Template(Notice, "[note]{text}!", {"text": ANY})
TEXTS = Messages([SAID, BYE, BYTE, NOTICE])
NUMBERS = Messages(
    [
        Layout(Bye, [("code", Const("u16", 1))]),
        Layout(Size, [("code", Const("u16", 2)), ("size", Integer(size="u8"))]),
    ]
)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"10", Bye()),
        (b"101ab", Byte("ab")),
        (b"[note]hi!", Notice("hi")),
        (b"al: hi", Said("al", "hi")),
    ],
)
def test_a_payload_goes_to_the_codec_of_its_head(payload: bytes, message: Any) -> None:
    assert TEXTS.decode(payload) == message
    assert TEXTS.encode(message) == payload


def test_the_longest_head_is_tried_first_and_those_without_one_last() -> None:
    assert TEXTS.decode(b"101: hi") == Byte(": hi")
    assert TEXTS.decode(b"[note]al: hi!") == Notice("al: hi")
    assert TEXTS.decode(b"10: 0") == Said("10", "0")


def test_equal_heads_are_tried_in_the_order_given() -> None:
    told = Template(Told, "{name}: {text}", {"name": ANY, "text": ANY})

    assert Messages([SAID, told]).decode(b"al: hi") == Said("al", "hi")
    assert Messages([told, SAID]).decode(b"al: hi") == Told("al", "hi")


def test_a_failed_attempt_does_not_keep_the_next_codec_from_trying() -> None:
    strict = Template(
        Told, "[{name}] {text}", {"name": Text(length=(1, 2)), "text": ANY}
    )
    loose = Template(Notice, "[{text}", {"text": ANY})

    messages = Messages([strict, loose])

    assert messages.decode(b"[al] hi") == Told("al", "hi")
    assert messages.decode(b"[alice] hi") == Notice("alice] hi")


def test_a_payload_that_starts_like_no_message_is_unknown() -> None:
    for payload in (b"\x00\x09", b"\x00", b""):
        with raises_wire_error(
            f"unknown-message: at byte 0: no message starts with {payload!r}"
        ):
            NUMBERS.decode(payload)


def test_the_only_candidate_says_what_is_wrong() -> None:
    with raises_wire_error("truncated: field 'size' at byte 2: 1 byte needed, 0 left"):
        NUMBERS.decode(b"\x00\x02")


def test_of_several_candidates_the_one_that_got_furthest_says_what_is_wrong() -> None:
    near = Template(Told, "/{name} {text}!", {"name": ANY, "text": Text(length=(3, 9))})
    far = Template(Said, "/{name}?{text}", {"name": ANY, "text": ANY})

    for messages in (Messages([near, far]), Messages([far, near])):
        with raises_wire_error(
            "too-short: field 'text' at byte 4: 1 character, at least 3"
        ):
            messages.decode(b"/al x!")


def test_of_equally_far_candidates_the_first_says_what_is_wrong() -> None:
    near = Template(Told, "/{name} {text}", {"name": Text(length=(3, 9)), "text": ANY})
    also = Template(Said, "/{name}?{text}", {"name": ANY, "text": ANY})

    with raises_wire_error(
        "too-short: field 'name' at byte 1: 2 characters, at least 3"
    ):
        Messages([near, also]).decode(b"/al x")
    with raises_wire_error("no-match: field 'name' at byte 1: no '?' follows it"):
        Messages([also, near]).decode(b"/al x")


def test_messages_of_the_other_side_are_not_encoded() -> None:
    with raises_wire_error("bad-type: expected a message of this side, got Size"):
        TEXTS.encode(Size(1))
    with raises_wire_error("bad-type: expected a message of this side, got type"):
        TEXTS.encode(Bye)


def test_codecs_are_found_by_class_and_in_order() -> None:
    assert TEXTS.codecs[Said] is SAID
    assert list(TEXTS) == [SAID, BYE, BYTE, NOTICE]


def test_a_profile_knows_only_its_own_messages() -> None:
    few = TEXTS.only({Bye, Notice})

    assert list(few) == [BYE, NOTICE]
    assert few.decode(b"10") == Bye()
    with raises_wire_error(
        "unknown-message: at byte 0: no message starts with b'al: hi'"
    ):
        few.decode(b"al: hi")


def test_messages_apart_are_read_where_that_is_known_and_nowhere_else() -> None:
    some = Messages([SAID, BYE, NOTICE], apart=[Said])

    assert some.decode(b"al: hi", Said) == Said("al", "hi")
    assert some.encode(Said("al", "hi")) == b"al: hi"
    assert list(some) == [SAID, BYE, NOTICE]
    with raises_wire_error(
        "unknown-message: at byte 0: no message starts with b'al: hi'"
    ):
        some.only({Said, Bye}).decode(b"al: hi")


def test_what_is_read_as_one_message_has_the_errors_of_that_message() -> None:
    with raises_wire_error("no-match: at byte 0: expected '10', found 'al'"):
        TEXTS.decode(b"al: hi", Bye)


def test_no_messages_at_all_are_possible() -> None:
    with raises_wire_error("unknown-message: at byte 0: no message starts with b'x'"):
        Messages([]).decode(b"x")


def test_a_class_has_one_codec() -> None:
    with pytest.raises(ValueError, match="Bye has two codecs"):
        Messages([BYE, Template(Bye, "x", {})])
