"""The right message in other words is told from a wrong one."""

from __future__ import annotations

import pytest

from codegen.generated import chat, hash, lounge
from codegen.protocol import load
from conformance.model.happening import Due
from conformance.talk.wire import Wire
from conformance.talk.wording import explained

WELCOME, JOINED = hash.Welcome(), hash.Joined(name="alice7")
SAID = hash.Said(sender="alice7", text="hello everyone")
MEMBERS = hash.Members(names=("alice7", "bob7"))


def heard(protocol: str, messages: list[object], seen: str | bytes) -> list[str]:
    """The templates by which a stream is just these messages; [] if it is not."""
    data = seen.encode() if isinstance(seen, str) else seen
    dues = [Due(1, message, "a/rule") for message in messages]
    return [it.template for it in explained(Wire(load(protocol)), dues, data)]


@pytest.mark.parametrize(
    ("message", "seen", "template"),
    [
        (WELCOME, "Welcome to the chat!", "Welcome to the chat!"),
        (JOINED, "*** alice7 has come in", "*** {name} has come in"),
        (SAID, "alice7> hello everyone", "{sender}> {text}"),
        (SAID, "hello everyone (alice7)", "{text} ({sender})"),
        (SAID, "{alice7} hello everyone", "{{{sender}}} {text}"),
        (SAID, "alice7:  hello everyone", "{sender}:  {text}"),
        (MEMBERS, "Members:\nalice7\nbob7\n", "Members:\n{names}"),
        (JOINED, "[공지]alice7 사용자가 접속하였습니다.\n", None),
    ],
)
def test_values_are_found_in_other_words(
    message: object, seen: str, template: str | None
) -> None:
    wanted = "[공지]{name} 사용자가 접속하였습니다.\n" if template is None else template

    assert heard("hash", [message], seen) == [wanted]


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        (WELCOME, ""),
        (WELCOME, "채팅방에 입장"),  # has only begun to come
        (WELCOME, "[공지]alice7 사용자가 퇴장하였습니다."),  # another message
        (WELCOME, "001#alice7"),  # what clients say
        (WELCOME, b"\x80\x81\x82"),
        (WELCOME, "Welcome\0\1\2"),
        (WELCOME, "Welcome " * 100),
        (WELCOME, "102"),
        (hash.Taken(), "999"),  # a number is no wording
        (hash.Taken(), "This name is taken."),
        (JOINED, "*** bob7 has come in"),  # a value is wrong
        (JOINED, "*** somebody has come in"),  # a value is lost
        (MEMBERS, "Members:\nbob7\nalice7\n"),  # the order is another
    ],
)
def test_what_is_more_than_other_words_is_none(
    message: object, seen: str | bytes
) -> None:
    assert heard("hash", [message], seen) == []


def test_who_gets_it_is_no_matter_of_wording() -> None:
    assert heard("hash", [], "Welcome to the chat!") == []
    assert heard("hash", [WELCOME], "Welcome!101") == []


def test_messages_in_one_piece_are_cut_apart() -> None:
    seen = "Welcome!\nMembers:\nalice7\nbob7\n"

    assert heard("hash", [WELCOME, MEMBERS], seen) == [
        "Welcome!\n",
        "Members:\n{names}",
    ]


def test_what_nobody_can_predict_is_found_by_its_form() -> None:
    said = lounge.Said(time="12:30:05", sender="alice7", text="hello everyone")

    assert heard("lounge", [said], "alice7 (09:15:59): hello everyone") == [
        "{sender} ({time}): {text}"
    ]


def test_where_values_are_in_two_places_the_template_is_not_known() -> None:
    assert heard("hash", [JOINED], "alice7: welcome, alice7") == [""]


def test_a_binary_wire_has_no_words() -> None:
    assert heard("chat", [chat.LoginFirst()], b"\0\2\0\x65") == []


def test_what_was_learned_is_expected_from_then_on() -> None:
    wire = Wire(load("hash"))
    assert wire.encode(JOINED) == "[공지]alice7 사용자가 접속하였습니다.".encode()

    wire.learn(JOINED, "*** {name} has come in")

    bob = hash.Joined(name="bob")
    assert wire.encode(JOINED) == b"*** alice7 has come in"
    assert wire.is_due(bob, b"*** bob has come in")
    assert wire.spans(bob) == {"name": (4, 7)}
    assert wire.spelt_text(bob) == "[공지]bob 사용자가 접속하였습니다."
