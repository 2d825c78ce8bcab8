"""From messages to text."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from codegen.protocol import load
from codegen.show import Display, render, value_text
from tests.reference.parcel import CLASSES, PARCEL, Member


@pytest.fixture(autouse=True)
def korean_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "KST-9")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def display() -> Display:
    return Display(PARCEL)


def test_a_template_is_filled_and_times_are_local(display: Display) -> None:
    said = CLASSES["Said"]("bob", "hi {name} %s", 1_700_000_000)

    assert display.text(said) == "[07:13:20] bob: hi {name} %s"


def test_a_moment_that_does_not_exist_is_a_number(display: Display) -> None:
    said = CLASSES["Said"]("bob", "hi", 2**64 - 1)

    assert display.text(said) == "[18446744073709551615] bob: hi"


def test_a_text_of_several_lines_cannot_pass_for_another_message(
    display: Display,
) -> None:
    said = CLASSES["Said"]("bob", "hi\n[00:00:00] alice: yes", 0)

    assert display.text(said) == "[09:00:00] bob: hi\n    [00:00:00] alice: yes"


def test_values_can_have_words() -> None:
    template = "{who} {asleep:yes=sleeps|no=is awake}, {mood:1=merry|2=at odds: =|}"

    said = render(template, {"who": "bob", "asleep": True, "mood": 1})
    other = render(template, {"who": "bob", "asleep": False, "mood": 2})
    unlisted = render(template, {"who": "bob", "asleep": False, "mood": 3})

    assert said == "bob sleeps, merry"
    assert other == "bob is awake, at odds: ="
    assert unlisted == "bob is awake, 3"


def test_items_of_a_list_are_shown_by_their_fields(display: Display) -> None:
    users = CLASSES["Users"]((Member("alice", False), Member("bob", True)))

    assert display.text(users) == "here: alice, bob (asleep)"


def test_a_list_on_a_line_of_its_own_has_a_line_for_each_item() -> None:
    assert render("here:\n{names}", {"names": ("a", "b")}) == "here:\na\nb"
    assert render("here: {names}", {"names": ("a", "b")}) == "here: a, b"


def test_without_a_template_a_binary_message_is_shown_field_by_field(
    display: Display,
) -> None:
    chunk = CLASSES["Chunk"](7, 0, bytes(20))

    assert display.text(chunk) == f"chunk: id=7  offset=0  data={'00' * 16}…"
    assert display.text(CLASSES["Exit"]()) == "exit"


def test_without_a_template_a_text_message_is_shown_as_its_wire() -> None:
    protocol = load("hash")
    messages = protocol.server_messages
    display = Display(protocol)

    for wire in (
        "alice : hello",
        "=== 접속자 리스트 ===\nalice\nbob\n=====================",
    ):
        assert display.text(messages.decode(wire.encode())) == wire


def test_a_line_forged_within_a_text_of_the_wire_is_indented() -> None:
    protocol = load("hash")
    said = protocol.server_messages.decode("eve : x\n[공지]bob 사용자가".encode())

    assert Display(protocol).text(said) == "eve : x\n    [공지]bob 사용자가"


def test_an_unknown_field_stays_visible() -> None:
    assert render("{there} {missing}", {"there": True}) == "yes {missing}"


def test_an_empty_list_is_empty() -> None:
    assert value_text(()) == ""
