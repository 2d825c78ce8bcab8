from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from codegen.wire import Blob, Layout, Template, Text
from tests.codegen.wire.expect import raises_wire_error


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    data: bytes


def said(**limits: Any) -> Template[Said]:
    return Template(Said, "say {text}", {"text": Text(**limits)})


def framed(**limits: Any) -> Layout[Said]:
    return Layout(Said, [("text", Text(**limits))])


def test_length_counts_characters_and_bytes_counts_bytes() -> None:
    four = Said("한글한글")

    assert said(length=(4, 4)).encode(four) == "say 한글한글".encode()
    with raises_wire_error("too-long: field 'text': 12 bytes, at most 11"):
        said(length=(4, 4), bytes=(0, 11)).encode(four)
    with raises_wire_error("too-long: field 'text' at byte 4: 12 bytes, at most 11"):
        said(length=(4, 4), bytes=(0, 11)).decode("say 한글한글".encode())
    with raises_wire_error(
        "too-short: field 'text' at byte 4: 1 character, at least 2"
    ):
        said(length=(2, 4)).decode("say 한".encode())


def test_a_text_without_a_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a limit"):
        Text(pattern=".*")


@pytest.mark.parametrize("limits", [(2, 1), (-1, 5)])
def test_limits_have_to_be_possible(limits: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no range of lengths"):
        Text(length=limits)


def test_the_whole_text_must_match_the_pattern_with_a_newline_being_no_end() -> None:
    name = said(length=(1, 20), pattern="[a-z]+$", level="should")

    assert name.decode(b"say bob") == Said("bob")
    with raises_wire_error(
        r"bad-value: field 'text' at byte 4: 'bob\n' does not match [a-z]+$",
        level="should",
    ):
        name.decode(b"say bob\n")


def test_a_forbidden_character_is_pointed_at() -> None:
    line = said(bytes=(0, 99), without="\n\t")

    with raises_wire_error(
        r"bad-value: field 'text' at byte 7: '\t' must not occur in it"
    ):
        line.decode("say 한\t\n".encode())
    with raises_wire_error(r"bad-value: field 'text': '\n' must not occur in it"):
        line.encode(Said("a\n"))


def test_a_long_text_is_quoted_in_part() -> None:
    with raises_wire_error(
        "bad-value: field 'text': 'aaaaaaaaaaaaaaaaaaaaaaaa'… does not match b*"
    ):
        said(length=(0, 99), pattern="b*").encode(Said("a" * 30))


@pytest.mark.parametrize(
    ("prefix", "payload"),
    [
        ("u8", b"\x02hi"),
        ("u16", b"\x00\x02hi"),
        ("u32", b"\x00\x00\x00\x02hi"),
        ("u64", b"\x00\x00\x00\x00\x00\x00\x00\x02hi"),
        ("u16le", b"\x02\x00hi"),
        (None, b"hi"),
    ],
)
def test_a_prefix_counts_the_bytes_and_none_means_the_rest(
    prefix: str | None, payload: bytes
) -> None:
    codec = framed(length=(1, 9), prefix=prefix)

    assert codec.encode(Said("hi")) == payload
    assert codec.decode(payload) == Said("hi")


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"", "truncated: field 'text' at byte 0: 2 bytes needed, 0 left"),
        (b"\x00", "truncated: field 'text' at byte 1: 2 bytes needed, 1 left"),
        (b"\x00\x05hi", "truncated: field 'text' at byte 4: 5 bytes needed, 2 left"),
        (b"\x00\x02hi!", "trailing-bytes: at byte 4: 1 byte after the end"),
        (b"\x00\x00", "too-short: field 'text' at byte 0: 0 characters, at least 1"),
        (
            b"\x00\x03h\xff!",
            "bad-encoding: field 'text' at byte 3: not utf-8: invalid start byte",
        ),
        (
            b"\x00\x05\xed\x95\x9c\n!",
            r"bad-value: field 'text' at byte 5: '\n' must not occur in it",
        ),
    ],
)
def test_a_prefixed_text_that_is_wrong_says_at_which_byte(
    payload: bytes, text: str
) -> None:
    codec = framed(length=(1, 9), without="\n", prefix="u16")

    with raises_wire_error(text):
        codec.decode(payload)


def test_a_text_that_its_prefix_cannot_count_is_structurally_too_long() -> None:
    codec = framed(length=(0, 900), prefix="u8", level="should")

    with raises_wire_error("too-long: field 'text': 300 bytes, at most 255"):
        codec.encode(Said("x" * 300))


def test_a_lone_surrogate_is_a_bad_encoding_wherever_it_stands() -> None:
    reason = r"'\udc80' cannot be written in utf-8"

    for codec in (said(length=(0, 9)), framed(length=(0, 9), prefix="u8")):
        with raises_wire_error(f"bad-encoding: field 'text': {reason}"):
            codec.encode(Said("a\udc80"))


class Shout(str):
    """A str that is none of ours: it could write other bytes than it compares to."""


@pytest.mark.parametrize("odd", [None, b"hi", 7, Shout("hi"), ["h"]])
def test_a_text_is_a_str_and_nothing_else(odd: Any) -> None:
    expected = f"bad-type: field 'text': expected str, got {type(odd).__name__}"

    for codec in (said(length=(0, 9)), framed(length=(0, 9), prefix="u8")):
        with raises_wire_error(expected):
            codec.encode(Said(odd))


@pytest.mark.parametrize("encoding", ["hex", "nonsense"])
def test_an_encoding_has_to_be_one_of_text(encoding: str) -> None:
    with pytest.raises(ValueError, match="no text encoding"):
        Text(length=(0, 1), encoding=encoding)


def test_bytes_that_a_codec_would_write_otherwise_are_refused() -> None:
    codec = framed(length=(0, 9), encoding="utf-16")

    assert codec.decode(b"\xff\xfeh\x00") == Said("h")
    with raises_wire_error(
        "bad-encoding: field 'text' at byte 0: utf-16 writes 'h' otherwise"
    ):
        codec.decode(b"\xfe\xff\x00h")


def test_bytes_whose_text_a_codec_cannot_write_are_refused() -> None:
    codec = framed(length=(0, 9), encoding="iso2022_jp")

    with raises_wire_error(
        "bad-encoding: field 'text' at byte 2: "
        r"iso2022_jp writes 'A\x1b\x80' otherwise"
    ):
        codec.decode(b"A\x1b\x80")


def test_a_text_that_a_codec_would_read_otherwise_is_refused() -> None:
    codec = framed(length=(0, 9), encoding="raw_unicode_escape")

    with raises_wire_error(
        r"bad-encoding: field 'text': raw-unicode-escape does not give "
        r"'\\u0041' back"
    ):
        codec.encode(Said("\\u0041"))


def test_a_text_that_a_codec_would_not_read_at_all_is_refused() -> None:
    codec = framed(length=(0, 9), encoding="iso2022_jp")

    with raises_wire_error(
        r"bad-encoding: field 'text': iso2022_jp does not give '\x1b$' back"
    ):
        codec.encode(Said("\x1b$"))


def test_a_blob_is_counted_fixed_or_the_rest() -> None:
    counted = Layout(Sent, [("data", Blob(bytes=(0, 9), prefix="u8"))])
    fixed = Layout(Sent, [("data", Blob(bytes=(2, 2)))])
    rest = Layout(Sent, [("data", Blob(bytes=(1, 3)))])

    assert counted.encode(Sent(b"\xff\x00")) == b"\x02\xff\x00"
    assert fixed.decode(b"\xff\x00") == Sent(b"\xff\x00")
    assert rest.decode(b"\xff\x00") == Sent(b"\xff\x00")
    with raises_wire_error("truncated: field 'data' at byte 1: 2 bytes needed, 1 left"):
        fixed.decode(b"a")
    with raises_wire_error("too-long: field 'data' at byte 0: 4 bytes, at most 3"):
        rest.decode(b"abcd")
    with raises_wire_error("too-short: field 'data': 0 bytes, at least 1"):
        rest.encode(Sent(b""))


@pytest.mark.parametrize("odd", [None, "hi", bytearray(b"hi")])
def test_a_blob_is_bytes_and_nothing_else(odd: Any) -> None:
    codec = Layout(Sent, [("data", Blob(bytes=(0, 9)))])

    with raises_wire_error(
        f"bad-type: field 'data': expected bytes, got {type(odd).__name__}"
    ):
        codec.encode(Sent(odd))
