from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from codegen.wire import Array, Blob, Template, Text, WireError
from tests.codegen.wire.expect import raises_wire_error
from tests.codegen.wire.samples import (
    CHUNK,
    CODECS,
    NAME,
    NOTE,
    Bare,
    Chunk,
    Names,
    Note,
    One,
    Pair,
)
from tests.growth import assert_linear

ANY = Text(bytes=(0, 40_000))


def test_a_message_is_its_literals_and_its_fields() -> None:
    note = Note("alice", "bob", "1#2 한글")
    payload = "003#alice#bob#1#2 한글".encode()

    assert NOTE.encode(note) == payload
    assert NOTE.decode(payload) == note
    assert NOTE.parse(payload) == note
    assert NOTE.build(note) == payload


def test_a_codec_shows_its_class_its_fields_and_what_is_constant() -> None:
    assert NOTE.cls is Note
    assert list(NOTE.fields) == ["sender", "to", "text"]
    assert NOTE.fields["to"] is NAME
    assert (NOTE.head, NOTE.mark) == (b"003#", b"#")
    assert (CODECS["bare"].head, CODECS["bare"].mark) == (b"101", b"")


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"", "no-match: at byte 0: expected '003#', found ''"),
        (b"00", "no-match: at byte 2: expected '003#', found '00'"),
        (b"004#a#b#c", "no-match: at byte 2: expected '003#', found '004#'"),
        (b"003#al", "no-match: field 'sender' at byte 4: no '#' follows it"),
        (b"003#al#bo", "no-match: field 'to' at byte 7: no '#' follows it"),
        (
            b"003##bo#x",
            "too-short: field 'sender' at byte 4: 0 characters, at least 1",
        ),
        (
            b"003#al#\xff#x",
            "bad-encoding: field 'to' at byte 7: not utf-8: invalid start byte",
        ),
        (
            b"003#al#bo#x\xed\x95",
            "bad-encoding: field 'text' at byte 11: not utf-8: unexpected end of data",
        ),
        (b"00\xff", "bad-encoding: at byte 2: not utf-8: invalid start byte"),
    ],
)
def test_what_is_wrong_is_named_and_located(payload: bytes, text: str) -> None:
    with raises_wire_error(text, level="should" if "too-short" in text else "must"):
        NOTE.decode(payload)


def test_offsets_count_bytes_and_not_characters() -> None:
    codec = CODECS["korean"]

    with raises_wire_error("no-match: field 'to' at byte 10: no '님에게: ' follows it"):
        codec.decode("한님이 글".encode())


def test_bytes_after_the_last_literal_are_trailing() -> None:
    with raises_wire_error("trailing-bytes: at byte 3: '102' after the end"):
        CODECS["bare"].decode(b"101102")
    with raises_wire_error("trailing-bytes: at byte 6: '}]' after the end"):
        CODECS["ended"].decode(b"[{hi}]}]")


def test_bytes_that_are_bad_after_the_last_field_belong_to_none() -> None:
    with raises_wire_error("bad-encoding: at byte 6: not utf-8: invalid start byte"):
        CODECS["ended"].decode(b"[{hi}]\xff")


def test_doubled_braces_are_braces() -> None:
    assert CODECS["ended"].encode(One("hi")) == b"[{hi}]"


def test_a_value_that_would_end_early_is_refused() -> None:
    with raises_wire_error(
        "separator-in-field: field 'sender': '#' would end it early in 'al#ice'"
    ):
        Template(Pair, "{sender}#{to}", {"sender": ANY, "to": ANY}).encode(
            Pair("al#ice", "bob")
        )


@pytest.mark.parametrize("text", ["ab", "xab", "abab", "aab"])
def test_a_value_in_which_the_literal_begins_is_refused_too(text: str) -> None:
    with raises_wire_error(
        f"separator-in-field: field 'text': 'abab' would end it early in {text!r}"
    ):
        CODECS["overlapping"].encode(One(text))


def test_a_part_of_a_literal_that_begins_nothing_is_allowed() -> None:
    assert CODECS["overlapping"].encode(One("aba")) == b"<abaabab"
    assert CODECS["overlapping"].decode(b"<abaabab") == One("aba")


def test_a_blob_at_the_end_may_be_any_bytes() -> None:
    chunk = Chunk("bob", b"\xff] /data \x00")

    assert CHUNK.encode(chunk) == b"[bob] /data \xff] /data \x00"
    assert CHUNK.decode(b"[bob] /data \xff] /data \x00") == chunk


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (
            b"[b\xff] /data \xff",
            "bad-encoding: field 'to' at byte 2: not utf-8: invalid start byte",
        ),
        (b"[bob] /date x", "no-match: field 'to' at byte 1: no '] /data ' follows it"),
        (
            b"[b\xff",
            "bad-encoding: field 'to' at byte 2: not utf-8: invalid start byte",
        ),
        (b"", "no-match: at byte 0: expected '[', found ''"),
        (
            b"[bob] /data " + bytes(51),
            "too-long: field 'data' at byte 12: 51 bytes, at most 50",
        ),
    ],
)
def test_what_is_wrong_around_a_blob(payload: bytes, text: str) -> None:
    with raises_wire_error(text):
        CHUNK.decode(payload)


def test_the_literal_before_a_blob_is_looked_for_behind_the_head() -> None:
    codec = Template(Chunk, "[] {to}] {data}", {"to": NAME, "data": Blob(bytes=(0, 9))})

    assert codec.decode(b"[] bob] \xff") == Chunk("bob", b"\xff")


def test_a_blob_that_cannot_be_sent_is_named() -> None:
    with raises_wire_error("bad-type: field 'data': expected bytes, got str"):
        CHUNK.encode(Chunk("bob", "data"))  # type: ignore[arg-type]


def test_a_blob_stands_at_the_very_end_of_an_encoding_that_can_be_split() -> None:
    blob = Blob(bytes=(0, 9))

    with pytest.raises(ValueError, match="only be the last thing"):
        Template(One, "{text}\n", {"text": blob})
    with pytest.raises(ValueError, match="cannot be told in cp949"):
        Template(One, "{text}", {"text": blob}, encoding="cp949")


def test_another_encoding_holds_for_the_literals_too() -> None:
    codec = CODECS["cp949"]

    assert codec.encode(One("가")) == "[공지]가|끝".encode("cp949")
    assert codec.head == "[공지]".encode("cp949")
    with raises_wire_error(
        "bad-encoding: field 'text': '😀' cannot be written in cp949"
    ):
        codec.encode(One("😀"))


@pytest.mark.parametrize(
    "encoding",
    ["utf-16", "utf-7", "utf-8-sig", "iso2022_kr", "big5hkscs", "shift_jis_2004"],
)
def test_encodings_in_which_literals_cannot_be_found_are_refused(encoding: str) -> None:
    with pytest.raises(ValueError, match=f"cannot be written in {encoding}"):
        Template(One, "{text}", {"text": ANY}, encoding=encoding)


def test_a_literal_that_cannot_be_encoded_is_refused() -> None:
    with pytest.raises(ValueError, match="'😀' cannot be written in cp949"):
        Template(One, "{text}😀", {"text": ANY}, encoding="cp949")


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{sender}{to}", "'sender' and 'to' need a literal between them"),
        ("{sender}#{to!r}", "'to' is no plain field name"),
        ("{sender}#{to:>9}", "'to' is no plain field name"),
        ("{sender}#{to.x}", "'to.x' is no plain field name"),
        ("{sender}#{}", "'' is no plain field name"),
        ("{sender}#{to", "expected '}'"),
        ("{sender}#to}", "Single '}'"),
        ("{sender}", "Pair has the fields sender, to, its wire has sender"),
        ("{sender}#{to}#{to}", "its wire has sender, to, to"),
        ("plain", "its wire has none"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused(template: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Template(Pair, template, {"sender": ANY, "to": ANY})


@pytest.mark.parametrize("names", [["sender"], ["sender", "to", "text"]])
def test_there_is_a_type_for_each_field_and_no_more(names: list[str]) -> None:
    with pytest.raises(ValueError, match="types are given for"):
        Template(Pair, "{sender}#{to}", dict.fromkeys(names, ANY))


def test_fields_may_stand_in_another_order_than_in_the_class() -> None:
    codec = Template(Pair, "{to} from {sender}", {"sender": ANY, "to": ANY})

    assert codec.encode(Pair(sender="alice", to="bob")) == b"bob from alice"
    assert codec.decode(b"bob from alice") == Pair(sender="alice", to="bob")
    assert list(codec.fields) == ["to", "sender"]


def test_a_class_may_take_keywords_only() -> None:
    @dataclass(frozen=True, slots=True)
    class Keywords:
        text: str = field(kw_only=True)

    codec = Template(Keywords, "{text}", {"text": ANY})

    assert codec.decode(b"hi") == Keywords(text="hi")


def test_only_instances_of_exactly_the_class_are_encoded() -> None:
    @dataclass(frozen=True, slots=True)
    class Special(One):
        pass

    with raises_wire_error("bad-type: expected One, got Special"):
        CODECS["one"].encode(Special("hi"))
    with raises_wire_error("bad-type: expected One, got NoneType"):
        CODECS["one"].encode(None)


def test_an_instance_that_was_never_completed_misses_a_field() -> None:
    hollow = object.__new__(One)

    with raises_wire_error("missing-field: field 'text': this One has no value for it"):
        CODECS["one"].encode(hollow)


def test_a_message_without_fields_is_its_literal() -> None:
    assert CODECS["bare"].encode(Bare()) == b"101"
    assert CODECS["bare"].decode(b"101") == Bare()


# A codec, and what a hostile payload of so many bytes is.
HOSTILE: list[tuple[Template[Any], Callable[[int], bytes]]] = [
    (NOTE, lambda size: b"003" + b"#" * size),
    (NOTE, lambda size: b"003#" + b"a" * size),
    (Template(One, "{text}aab", {"text": ANY}), lambda size: b"a" * size),
    (Template(One, "<{text}ab", {"text": ANY}), lambda size: b"<" + b"a" * size),
    (
        Template(Names, "{names}.", {"names": Array(NAME, count=(0, 9), ends="\n")}),
        lambda size: b"\n" * size,
    ),
    (
        Template(
            Names, "{names}", {"names": Array(ANY, count=(0, 40_000), between="##")}
        ),
        lambda size: b"#" * size,
    ),
]


@pytest.mark.parametrize(("codec", "payload_of"), HOSTILE)
def test_a_hostile_payload_takes_time_in_proportion_to_its_length(
    codec: Template[Any], payload_of: Callable[[int], bytes]
) -> None:
    def prepare(size: int) -> Callable[[], None]:
        payload = payload_of(size)

        def work() -> None:
            with suppress(WireError):
                assert codec.encode(codec.decode(payload)) == payload

        return work

    assert_linear(prepare, 32_000)


EITHER = Template(
    One, "say {text}\n", {"text": NAME}, also=["say {text}", "tell {text}"]
)


def test_a_message_may_be_written_in_several_ways_and_is_written_in_the_first() -> None:
    payloads = (b"say hi\n", b"say hi", b"tell hi")

    assert {EITHER.decode(payload) for payload in payloads} == {One("hi")}
    assert EITHER.encode(One("hi")) == b"say hi\n"


def test_what_none_of_several_ways_fits_has_the_error_of_the_first() -> None:
    with raises_wire_error("no-match: at byte 0: expected 'say ', found 'ask '"):
        EITHER.decode(b"ask hi")


def test_several_ways_share_the_head_that_messages_are_told_apart_by() -> None:
    codec = Template(One, "say {text}\n", {"text": NAME}, also=["say {text}!"])

    assert (codec.head, codec.mark) == (b"say ", b"")
    assert EITHER.head == b""


def test_what_the_first_way_cannot_hold_is_written_in_the_next_that_can() -> None:
    codec = Template(One, "say {text}\n", {"text": ANY}, also=["say {text}"])

    assert codec.encode(One("a\nb")) == b"say a\nb"
    assert codec.decode(b"say a\nb") == One("a\nb")
