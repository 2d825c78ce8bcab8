"""From typed lines to messages."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.protocol import Command
from codegen.typed import (
    Keyboard,
    Order,
    Pattern,
    Refusal,
    fresh_number,
    value_of,
)
from codegen.wire import Flag, Integer
from tests.reference.parcel import CLASSES, CLIENT_DATA, PARCEL


def keyboard(*commands: Command) -> Keyboard:
    return Keyboard(commands or CLIENT_DATA.commands, PARCEL.client_messages)


def read(line: str, *commands: Command) -> Any:
    order = keyboard(*commands).read(line, "alice")
    return order.message if isinstance(order, Order) else order


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("/m bob hi", {"to": "bob", "text": "hi"}),
        ("/m bob hi there, bob ", {"to": "bob", "text": "hi there, bob "}),
        ("/m  hi", {"to": "", "text": "hi"}),
        ("/m bob ", {"to": "bob", "text": ""}),
        ("/m bob", None),
        ("/mbob hi", None),
        ("/M bob hi", None),
        ("", None),
    ],
)
def test_a_field_ends_at_the_next_literal_and_the_last_takes_the_rest(
    line: str, fields: dict[str, str] | None
) -> None:
    assert Pattern("/m {to} {text}").match(line) == fields


def test_a_literal_behind_the_last_field_must_end_the_line() -> None:
    pattern = Pattern("[{name}]")

    assert pattern.match("[a]") == {"name": "a"}
    assert pattern.match("[a] b") is None


def test_a_space_behind_a_bare_command_does_not_matter() -> None:
    assert Pattern("/who").match("/who ") == {}


def test_a_command_goes_before_what_takes_any_line() -> None:
    assert read("/w bob psst") == CLASSES["Whisper"]("bob", "psst")
    assert read("w bob psst") == CLASSES["Say"]("w bob psst")


def test_a_misspelt_command_is_never_told_to_everybody() -> None:
    assert read("/exti") == Refusal("unknown", {"line": "/exti"})


def test_a_word_without_a_slash_can_be_a_command_too() -> None:
    stop = Command(message=CLASSES["Exit"], type="종료")

    assert read("종료", *CLIENT_DATA.commands, stop) == CLASSES["Exit"]()


def test_half_a_command_gets_its_usage() -> None:
    refusal = read("/w bob")

    assert refusal == Refusal("usage", {"usage": "/w TO TEXT", "line": "/w bob"})


def test_values_are_those_of_the_wire_types() -> None:
    assert read("/mood wild 7") == CLASSES["Mood"]("wild", 7)
    assert read("/mood 2 7") == CLASSES["Mood"]("wild", 7)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/mood odd 7", "mood: 'odd' is none of calm, wild"),
        ("/mood calm much", "level: 'much' is not a whole number"),
        ("/mood calm 256", "level: 256 is not within 0..255"),
        ("/mood calm ٣x", "level: '٣x' is not a whole number"),
        ("/w  hi", "to: 0 characters, at least 1"),
        ("/w " + "b" * 41 + " hi", "to: 41 characters, at most 40"),
        ("a\udcffb", "text: '\\udcff' cannot be written in utf-8"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_field_and_the_reason(
    line: str, reason: str
) -> None:
    assert read(line) == Refusal("invalid", {"reason": reason})


def test_fields_that_are_not_typed_are_filled_in() -> None:
    mine = Command(message=CLASSES["Say"], type="/me", fill={"text": "me"})
    fixed = Command(
        message=CLASSES["Mood"], type="/calm", fill={"mood": "calm", "level": "9"}
    )
    numbered = Command(message=CLASSES["Accept"], type="/take", fill={"id": "id"})

    assert read("/me", mine) == CLASSES["Say"]("alice")
    assert read("/calm", fixed) == CLASSES["Mood"]("calm", 9)
    assert 1 <= read("/take", numbered).id <= 9999


def test_names_are_sent_composed_and_texts_as_typed() -> None:
    apart = "\u1112\u1161\u11ab"  # 한, as a Mac types it into a file name

    assert read(f"/w {apart} {apart}") == CLASSES["Whisper"]("한", apart)


def test_commands_whose_message_is_not_in_use_do_not_exist() -> None:
    messages = PARCEL.client_messages.only({CLASSES["Say"]})
    small = Keyboard(CLIENT_DATA.commands, messages)

    assert small.read("/exit", "alice") == Refusal("unknown", {"line": "/exit"})
    assert [pattern.template for pattern, _ in small.commands] == ["{text}"]


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("네", True), ("off", False), ("0", False)]
)
def test_a_flag_is_typed_as_a_word(text: str, value: bool) -> None:
    assert value_of(text, Flag()) is value


def test_fresh_numbers_keep_to_the_field() -> None:
    assert {fresh_number(Integer(size="u8", range=(3, 4))) for _ in range(64)} == {3, 4}
    assert fresh_number(Integer(size="u32", range=(20_000, 30_000))) == 20_000


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("/w ", ("to", "")),
        ("/w al", ("to", "al")),
        ("/w alice ", ("text", "")),
        ("/w", None),
        ("/x", None),
    ],
)
def test_the_field_under_the_cursor_is_known(
    line: str, field: tuple[str, str] | None
) -> None:
    assert Pattern("/w {to} {text}").field_at_end(line) == field


def test_a_field_may_be_made_of_what_was_typed_for_it() -> None:
    fill = {"text": "{text}, says {me}\n"}
    whisper = Command(message=CLASSES["Whisper"], type="/m {to} {text}", fill=fill)

    assert read("/m bob {hi}", whisper) == CLASSES["Whisper"](
        to="bob", text="{hi}, says alice\n"
    )
