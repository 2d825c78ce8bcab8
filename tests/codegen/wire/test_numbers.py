from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from codegen.wire import Choice, Const, Field, Flag, Integer, Layout, Template
from tests.codegen.wire.expect import raises_wire_error


@dataclass(frozen=True, slots=True)
class Holder:
    value: Any


def binary(field: Field[Any]) -> Layout[Holder]:
    return Layout(Holder, [("value", field)])


def textual(field: Field[Any]) -> Template[Holder]:
    return Template(Holder, "={value}", {"value": field})


@pytest.mark.parametrize(
    ("size", "payload"),
    [
        ("u8", b"\x07"),
        ("u16", b"\x00\x07"),
        ("u16le", b"\x07\x00"),
        ("u32", b"\x00\x00\x00\x07"),
        ("u32le", b"\x07\x00\x00\x00"),
        ("u64le", b"\x07" + bytes(7)),
    ],
)
def test_an_integer_has_its_size_and_byte_order(size: str, payload: bytes) -> None:
    codec = binary(Integer(size=size))

    assert codec.encode(Holder(7)) == payload
    assert codec.decode(payload) == Holder(7)


def test_an_integer_stays_within_its_range() -> None:
    codec = binary(Integer(size="u8", range=(1, 9), level="should"))

    with raises_wire_error(
        "out-of-range: field 'value' at byte 0: 10 is not within 1..9", level="should"
    ):
        codec.decode(b"\x0a")
    with raises_wire_error(
        "out-of-range: field 'value': 0 is not within 1..9", level="should"
    ):
        codec.encode(Holder(0))


def test_an_integer_needs_all_of_its_bytes() -> None:
    with raises_wire_error(
        "truncated: field 'value' at byte 3: 4 bytes needed, 3 left"
    ):
        binary(Integer(size="u32")).decode(b"abc")


@pytest.mark.parametrize("odd", [True, 7.0, "7", None])
def test_an_integer_is_an_int_and_no_bool(odd: Any) -> None:
    expected = f"bad-type: field 'value': expected int, got {type(odd).__name__}"

    for codec in (binary(Integer(size="u8")), textual(Integer(size="u8"))):
        with raises_wire_error(expected):
            codec.encode(Holder(odd))


@pytest.mark.parametrize(
    ("payload", "value"), [(b"=0", 0), (b"=-5", -5), (b"=120", 120)]
)
def test_a_decimal_is_written_as_int_prints_it(payload: bytes, value: int) -> None:
    codec = textual(Integer(range=(-5, 120)))

    assert codec.decode(payload) == Holder(value)
    assert codec.encode(Holder(value)) == payload


@pytest.mark.parametrize(
    "spelling", ["", "-", "-0", "00", "07", "+7", " 7", "7 ", "7_0", "٧", "７", "7.0"]
)
def test_every_other_spelling_of_a_decimal_is_refused(spelling: str) -> None:
    codec = textual(Integer(range=(-9, 99)))

    with raises_wire_error(
        f"bad-value: field 'value' at byte 1: {spelling!r} is not a whole number"
    ):
        codec.decode(f"={spelling}".encode())


@pytest.mark.parametrize(
    ("payload", "value"), [(b"=00", 0), (b"=07", 7), (b"=42", 42), (b"=120", 120)]
)
def test_digits_pad_with_zeros(payload: bytes, value: int) -> None:
    codec = textual(Integer(range=(0, 120), digits=2))

    assert codec.decode(payload) == Holder(value)
    assert codec.encode(Holder(value)) == payload


@pytest.mark.parametrize("spelling", ["7", "007", "-7", ""])
def test_padding_is_exact(spelling: str) -> None:
    with raises_wire_error(
        f"bad-value: field 'value' at byte 1: {spelling!r} is not 2 digits"
    ):
        textual(Integer(range=(0, 120), digits=2)).decode(f"={spelling}".encode())


def test_a_number_of_absurd_length_is_out_of_range_without_being_converted() -> None:
    codec = textual(Integer(range=(0, 99)))

    with raises_wire_error(
        "out-of-range: field 'value' at byte 1: 10… is not within 0..99"
    ):
        codec.decode(b"=100")
    with raises_wire_error(
        "out-of-range: field 'value' at byte 1: 99… is not within 0..99"
    ):
        codec.decode(b"=" + b"9" * 30_000)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"size": "u24"},
        {"size": "u8", "range": (0, 256)},
        {"size": "u8", "range": (-1, 5)},
        {"range": (5, 1)},
        {"range": (0, 9), "digits": 0},
        {"range": (-9, 9), "digits": 2},
    ],
)
def test_impossible_integers_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Integer(**arguments)


def test_an_integer_in_a_layout_needs_a_size() -> None:
    with pytest.raises(ValueError, match="'value': an integer in a layout needs"):
        binary(Integer(range=(0, 9)))


def test_a_choice_is_a_word_for_a_number() -> None:
    codec = binary(Choice({"normal": 1, "upper": 2}, size="u16"))

    assert codec.encode(Holder("upper")) == b"\x00\x02"
    assert codec.decode(b"\x00\x01") == Holder("normal")
    with raises_wire_error("bad-value: field 'value' at byte 0: 3 is none of 1, 2"):
        codec.decode(b"\x00\x03")
    with raises_wire_error(
        "bad-value: field 'value': 'loud' is none of 'normal', 'upper'"
    ):
        codec.encode(Holder("loud"))


def test_a_choice_is_a_word_for_a_text() -> None:
    codec = textual(Choice({"open": "O", "asleep": "S"}))

    assert codec.encode(Holder("asleep")) == b"=S"
    assert codec.decode(b"=O") == Holder("open")
    with raises_wire_error(
        "bad-value: field 'value' at byte 1: 'X' is none of 'O', 'S'"
    ):
        codec.decode(b"=X")


class Word(str):
    """A str that is none of ours."""


@pytest.mark.parametrize("odd", [1, None, ["open"], True, Word("open")])
def test_a_choice_is_a_str_and_nothing_else(odd: Any) -> None:
    with raises_wire_error(
        f"bad-type: field 'value': expected str, got {type(odd).__name__}"
    ):
        textual(Choice({"open": "O"})).encode(Holder(odd))


def test_a_choice_has_options_of_the_kind_its_place_needs() -> None:
    with pytest.raises(ValueError, match="needs options"):
        Choice({})
    with pytest.raises(ValueError, match="its own wire value"):
        Choice({"a": 1, "b": 1})
    with pytest.raises(ValueError, match="256 does not fit u8"):
        Choice({"a": 256})
    with pytest.raises(ValueError, match="needs numbers"):
        binary(Choice({"a": "A"}))
    with pytest.raises(ValueError, match="needs texts"):
        textual(Choice({"a": 1}))


def test_a_flag_is_one_or_zero_and_nothing_else() -> None:
    codec = binary(Flag())

    assert [codec.encode(Holder(value)) for value in (True, False)] == [b"\1", b"\0"]
    assert [codec.decode(byte).value for byte in (b"\1", b"\0")] == [True, False]
    with raises_wire_error("bad-value: field 'value' at byte 0: 2 is none of 1, 0"):
        codec.decode(b"\2")
    with raises_wire_error("bad-type: field 'value': expected bool, got int"):
        codec.encode(Holder(1))


def test_a_flag_in_a_template_has_two_texts() -> None:
    codec = textual(Flag(true="S", false=""))

    assert [codec.encode(Holder(value)) for value in (True, False)] == [b"=S", b"="]
    assert codec.decode(b"=") == Holder(False)
    with raises_wire_error(
        "bad-value: field 'value' at byte 1: 's' is none of 'S', ''"
    ):
        codec.decode(b"=s")
    with pytest.raises(ValueError, match="two different"):
        Flag(true="S", false="S")
    with pytest.raises(ValueError, match="needs a text"):
        textual(Flag())


def test_a_constant_has_to_fit_and_has_no_place_in_a_template() -> None:
    with pytest.raises(ValueError, match="256 does not fit u8"):
        Const("u8", 256)
    with pytest.raises(ValueError, match="field 'value': this Const has no form"):
        textual(Const("u8", 1))
