"""The client without socket, clock and screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.generated import chat
from codegen.protocol import Command, Login, Protocol, load
from reference.client.actions import Action, Ended, HalfClose, Kind, Show, Transmit
from reference.client.session import Session, Stage
from reference.harmless import harmless
from tests.reference.parcel import CLASSES, CLIENT_DATA, PARCEL, Member, say

HASH = load("hash")
CHAT = load("chat")


def logged_in(**options: Any) -> Session:
    session = Session(PARCEL, name="alice", **options)
    session.begin()
    session.received(say("Welcome", "alice"))
    return session


def shown(actions: list[Action]) -> list[str]:
    return [action.text for action in actions if isinstance(action, Show)]


def sent(actions: list[Action]) -> list[bytes]:
    return [action.data for action in actions if isinstance(action, Transmit)]


def status(actions: list[Action]) -> int | None:
    return next((a.status for a in actions if isinstance(a, Ended)), None)


# A name.


def test_a_given_name_is_sent_at_once_and_is_ones_own_when_accepted() -> None:
    session = Session(PARCEL, name="alice")

    assert sent(session.begin()) == [b"\x00\x08\x00\x01\x05alice"]
    assert session.stage is Stage.ASKED
    assert shown(session.received(say("Welcome", "alice"))) == ["welcome, alice"]
    assert session.name == "alice"


def test_a_name_is_asked_for_and_typed() -> None:
    session = Session(PARCEL)

    assert session.begin() == []
    assert session.prompt == "Name: "
    assert sent(session.typed(" 한 ")) == [say("Login", "한")]


def test_the_servers_form_of_the_name_counts() -> None:
    session = Session(PARCEL, name="Alice")
    session.begin()

    session.received(say("Welcome", "alice"))

    assert session.name == "alice"


def test_until_the_name_is_accepted_nothing_else_is_sent() -> None:
    session = Session(PARCEL, name="alice")
    session.begin()

    actions = session.typed("hello")

    assert sent(actions) == []
    assert shown(actions) == [
        "The server has not answered to the name alice yet: not sent."
    ]


def test_another_name_can_be_typed_when_one_is_refused() -> None:
    session = Session(PARCEL, name="alice")
    session.begin()

    assert shown(session.received(say("Taken", "alice"))) == ["alice is taken"]
    assert sent(session.typed("bob")) == [say("Login", "bob")]


def test_a_refused_name_is_the_end_where_nobody_can_type_another() -> None:
    session = Session(PARCEL, name="alice", retry=False)
    session.begin()

    assert status(session.received(say("Taken", "alice"))) == 1
    assert session.typed("bob") == []


def test_a_name_that_cannot_be_sent_is_asked_for_again() -> None:
    session = Session(PARCEL, name="x" * 41)

    actions = session.begin()

    assert sent(actions) == []
    assert shown(actions) == ["Not sent: name: 41 characters, at most 40"]
    assert session.stage is Stage.NAMELESS
    assert status(Session(PARCEL, name="x" * 41, retry=False).begin()) == 1


def test_leaving_without_a_name_is_honest_about_a_refusal() -> None:
    refused = Session(PARCEL, name="alice")
    refused.begin()
    refused.received(say("Taken", "alice"))

    assert status(refused.leave()) == 1
    assert status(Session(PARCEL).leave()) == 0


def test_a_refusal_that_is_about_something_else_changes_nothing() -> None:
    session = logged_in()

    session.received(say("Taken", "bob"))

    assert session.stage is Stage.IN


def test_a_rename_of_oneself_is_noticed() -> None:
    session = logged_in()

    session.received(say("Renamed", "bob", "carol"))
    assert session.name == "alice"

    session.received(say("Renamed", "alice", "al"))
    assert session.name == "al"


def test_where_nobody_logs_in_a_name_is_only_kept() -> None:
    me = Command(message=CLASSES["Whisper"], type="/me {text}", fill={"to": "me"})
    client = replace(CLIENT_DATA, login=None, commands=(me,))
    session = Session(replace(PARCEL, client=client))

    session.begin()
    assert sent(session.typed("alice")) == []
    assert sent(session.typed("/me hi")) == [say("Whisper", "alice", "hi")]


def test_where_a_name_has_no_use_none_is_asked_for() -> None:
    client = replace(CLIENT_DATA, login=None)
    session = Session(replace(PARCEL, client=client))

    session.begin()

    assert sent(session.typed("hi")) == [say("Say", "hi")]


def test_without_an_answer_to_expect_the_name_counts_until_it_is_refused() -> None:
    login = Login(
        send=CLASSES["Login"],
        field="name",
        accepted=(),
        refused=(CLASSES["Taken"],),
    )
    protocol = replace(PARCEL, client=replace(CLIENT_DATA, login=login))

    session = Session(protocol, name="alice")
    session.begin()
    stages = [session.stage]
    session.received(say("Taken", "alice"))
    stages.append(session.stage)

    session.typed("bob")
    session.typed("hello")
    session.received(say("Taken", "bob"))
    stages.append(session.stage)

    assert stages == [Stage.IN, Stage.NAMELESS, Stage.IN]


# Lines.


def test_a_line_becomes_a_message_and_an_empty_one_nothing() -> None:
    session = logged_in()

    assert sent(session.typed("hello")) == [say("Say", "hello")]
    assert session.typed("") == session.typed("  ") == []


def test_an_unknown_command_is_not_sent_and_help_is_named() -> None:
    actions = logged_in().typed("/exti")

    assert sent(actions) == []
    assert shown(actions) == [
        "No command looks like /exti: not sent. /help lists the commands."
    ]


def test_the_protocols_own_sentence_goes_first() -> None:
    session = Session(HASH, name="alice")
    session.begin()
    session.received("채팅방에 입장하였습니다.".encode())

    for line in ("hello", "/nonsense"):
        assert shown(session.typed(line)) == ["메시지를 정상적으로 입력해주세요."]
    assert shown(session.typed("/m bob")) == [
        "메시지를 정상적으로 입력해주세요: /m TO TEXT"
    ]


def test_help_is_made_of_the_commands() -> None:
    (text,) = shown(logged_in().typed("/help"))

    assert text.splitlines() == [
        "TEXT              a text to everybody",
        "/w TO TEXT        a text to one",
        "/mood MOOD LEVEL",
        "/exit             leave",
        "/file TO PATH     offer a file",
        "/cancel           stop all transfers",
        "y, n              answer the oldest open question",
        "/help             this help",
        "Ctrl-C, Ctrl-D    leave",
    ]


def test_a_help_of_the_protocol_goes_first() -> None:
    own = Command(message=CLASSES["Mood"], type="/help", fill={"mood": "calm"})
    own = replace(own, fill={"mood": "calm", "level": 1})
    client = replace(CLIENT_DATA, commands=(*CLIENT_DATA.commands, own))
    session = Session(replace(PARCEL, client=client), name="alice")
    session.begin()
    session.received(say("Welcome", "alice"))

    assert sent(session.typed("/help")) == [say("Mood", "calm", 1)]
    assert "/?" in shown(session.typed("/?"))[0]


# Messages.


def test_whatever_is_shown_is_harmless() -> None:
    session = logged_in()
    hostile = "\x1b[2J\x1b]0;pwn\x07[red]x[/red]\x9b31mX\u202eabc"

    (line,) = shown(session.received(say("Said", "[/x]", hostile, 0)))
    (listed,) = shown(session.received(say("Users", (Member(hostile, True),))))
    (question,) = shown(session.received(say("Asked", hostile)))
    (unknown,) = shown(session.typed("/" + hostile))

    for text in (line, listed, question, unknown):
        assert text.isprintable()
        assert "[red]x[/red]" in text
    assert "[/x]: " in line


def test_what_cannot_be_read_is_told_and_the_conversation_goes_on() -> None:
    session = logged_in()

    actions = session.received(b"\x00\x02\xff\xff" + say("Goodbye"))

    first, _ = shown(actions)
    assert first.startswith("The server sent bytes that are no message (")
    assert status(actions) == 0


def test_what_cannot_be_read_on_a_text_wire_is_shown_as_it_is() -> None:
    session = Session(HASH)

    assert shown(session.received(b"what\x07?")) == [r"what\x07?"]


def test_a_server_that_breaks_the_framing_is_left() -> None:
    actions = logged_in().received(b"\xff\xff\xff\xff")

    assert status(actions) == 3
    assert shown(actions)[0].startswith("The server broke the framing")


def test_the_list_of_members_follows_the_messages() -> None:
    session = logged_in()

    session.received(say("Users", (Member("bob", False), Member("alice", False))))
    session.received(say("Joined", "carol") + say("Left", "bob"))
    session.received(say("Renamed", "alice", "al") + say("Left", "nobody"))

    assert session.roster.names == ("al", "carol")


# Questions.


def test_a_question_is_answered_by_yes_or_no_and_blocks_nothing() -> None:
    session = logged_in()

    assert shown(session.received(say("Asked", "bob"))) == [
        "bob wants to talk. Talk? (y/n)"
    ]
    assert sent(session.typed("hello")) == [say("Say", "hello")]
    assert sent(session.typed("예")) == [say("Yes", "bob")]
    assert sent(session.typed("y")) == [say("Say", "y")]


def test_the_oldest_question_is_answered_first_and_the_next_one_put_again() -> None:
    session = logged_in()
    session.received(say("Asked", "bob") + say("Asked", "carol"))

    actions = session.typed("No")

    assert sent(actions) == [say("No", "bob")]
    assert shown(actions) == ["carol wants to talk. Talk? (y/n)"]
    assert sent(session.typed("y")) == [say("Yes", "carol")]


def test_the_question_of_one_who_left_is_forgotten() -> None:
    session = logged_in()
    session.received(say("Asked", "bob") + say("Left", "bob"))

    assert sent(session.typed("y")) == [say("Say", "y")]


def test_a_question_that_was_taken_back_is_forgotten_and_no_other() -> None:
    session = Session(CHAT, name="bob")
    session.begin()
    for message in (
        chat.Welcome("bob"),
        chat.WithAsked("alice"),
        chat.FileOffered("carol", 7, "a.txt", 1, bytes(32)),
        chat.WithEnded("zoe", "end"),
    ):
        session.received(CHAT.encode(message))

    session.received(CHAT.encode(chat.WithEnded("alice", "end")))

    assert sent(session.typed("n")) == [CHAT.encode(chat.FileNo(7))]


# The end.


def test_the_last_message_ends_it_with_its_status() -> None:
    session = logged_in()

    actions = session.received(say("Goodbye") + say("Said", "bob", "late", 0))

    assert shown(actions) == ["goodbye"]
    assert status(actions) == 0
    assert session.received(say("Said", "bob", "later", 0)) == []


def test_leaving_says_the_command_that_ends_and_waits_for_the_goodbye() -> None:
    session = logged_in()

    actions = session.leave()

    assert sent(actions) == [say("Exit")]
    assert status(actions) is None
    assert status(session.received(say("Goodbye"))) == 0


def test_the_command_that_leaves_is_found_in_a_text_protocol_too() -> None:
    session = Session(HASH, name="alice")
    session.begin()
    session.received("채팅방에 입장하였습니다.".encode())

    assert sent(session.leave()) == [b"004#alice"]


def test_a_close_without_a_goodbye_is_clean_when_it_was_asked_for() -> None:
    session = logged_in()
    session.typed("/exit")

    assert session.stage is Stage.LEAVING
    assert session.closed() == [Ended(0)]


def test_a_server_that_does_not_let_go_is_left_without_a_clean_status() -> None:
    session = logged_in()
    session.leave()

    actions = session.silent(3)

    assert shown(actions) == ["The server did not say goodbye within 3 s."]
    assert status(actions) == 3


def test_the_second_wish_to_leave_is_granted_at_once() -> None:
    session = logged_in()
    session.leave()

    assert session.leave() == [Ended(3)]


def test_without_a_command_that_leaves_the_stream_is_ended() -> None:
    client = replace(CLIENT_DATA, commands=CLIENT_DATA.commands[:1])
    session = Session(replace(PARCEL, client=client), name="alice")
    session.begin()
    session.received(say("Welcome", "alice"))

    assert session.leave() == [HalfClose()]
    assert session.silent(3) == [Ended(0)]


def test_a_lost_connection_is_a_failure() -> None:
    actions = logged_in().closed()

    assert actions == [Show("The connection is lost.", Kind.FAILURE), Ended(3)]


def test_no_connection_is_a_failure_with_its_reason() -> None:
    actions = Session(HASH).refused("127.0.0.1:1: Connection refused")

    assert shown(actions) == [
        "네트워크 오류가 발생하였습니다.",
        "(127.0.0.1:1: Connection refused)",
    ]
    assert status(actions) == 3


@pytest.mark.parametrize("event", ["closed", "leave"])
def test_nothing_follows_the_end(event: str) -> None:
    session = logged_in()
    session.received(say("Goodbye"))

    assert getattr(session, event)() == []
    assert session.typed("hello") == []
    assert session.silent(3) == []


# Whatever comes.

EVERYBODY = [PARCEL, HASH]
SERVER_SIDE = {
    PARCEL.name: [say("Said", "bob", "hi", 0), say("Users", ()), say("Asked", "bob")],
    HASH.name: ["[공지]b 사용자가 접속하였습니다.".encode(), b"a : b", b"101"],
}


@settings(derandomize=True, max_examples=60, deadline=None)
@given(data=st.data(), protocol=st.sampled_from(EVERYBODY))
def test_no_bytes_and_no_lines_break_it_or_the_screen(
    data: st.DataObject, protocol: Protocol
) -> None:
    session = Session(protocol, name="alice")
    session.begin()
    wire = st.sampled_from(SERVER_SIDE[protocol.name]) | st.binary(max_size=40)
    line = st.sampled_from(["/", "/w ", "/m a ", "y", "", "{"]) | st.text(max_size=8)

    for heard, typed in data.draw(st.lists(st.tuples(wire, line), max_size=12)):
        for text in shown(session.received(heard) + session.typed(typed)):
            assert text == harmless(text)
            text.encode()


# A screen that is not read line by line.


def in_a_window(protocol: Protocol = PARCEL, *answers: bytes) -> Session:
    session = Session(protocol, name="alice", by_line=False, clock=lambda: 3_600.0)
    session.begin()
    for answer in answers or (say("Welcome", "alice"),):
        session.received(answer)
    assert session.stage is Stage.IN
    return session


def kinds(actions: list[Action]) -> list[tuple[str, Kind]]:
    return [(a.text, a.kind) for a in actions if isinstance(a, Show)]


def test_questions_are_answered_by_number_and_y_is_a_text() -> None:
    session = in_a_window()
    session.received(say("Asked", "bob"))
    (asked,) = shown(session.received(say("Asked", "carol")))
    (bobs, bob), (carols, carol) = session.questions

    assert [bob, carol] == [f"{n} wants to talk. Talk?" for n in ("bob", "carol")]
    assert asked == carol
    assert sent(session.typed("y")) == [say("Say", "y")]
    assert sent(session.answered(carols, False)) == [say("No", "carol")]
    assert sent(session.answered(carols, True)) == []
    assert session.questions == ((bobs, bob),)


def test_a_flood_of_questions_drops_the_oldest() -> None:
    session = in_a_window()
    for number in range(40):
        session.received(say("Asked", f"n{number}"))

    assert len(session.questions) == 32
    assert session.questions[-1][1] == "n39 wants to talk. Talk?"


def test_a_command_is_given_by_its_fields() -> None:
    session = in_a_window()
    whisper = next(c for c in PARCEL.client.commands if c.people)

    actions = session.ordered(whisper, {"to": "bob", "text": "a b"})

    assert sent(actions) == [say("Whisper", "bob", "a b")]
    assert kinds(actions) == [("/w bob a b", Kind.OWN)]
    assert shown(session.ordered(whisper, {"to": "", "text": "a"})) == [
        "Not sent: to: 0 characters, at least 1"
    ]


def test_an_own_text_is_shown_as_the_others_see_it() -> None:
    session = in_a_window(CHAT, CHAT.encode(chat.Welcome(name="alice")))

    ((text, kind),) = kinds(session.typed("hello"))

    assert text.endswith(":00:00] alice: hello")
    assert kind is Kind.OWN


def test_a_text_that_the_server_repeats_is_shown_once() -> None:
    slash = load("slash")
    session = Session(slash, name="alice", by_line=False)
    session.begin()
    classes = {info.name: info.cls for info in slash.messages}

    assert kinds(session.typed("hello")) == []
    for name, kind in (("alice", Kind.OWN), ("bob", Kind.SAID)):
        said = slash.encode(classes["said"](name=name, text="hello\n"))
        assert kinds(session.received(said)) == [(f"[{name}] hello", kind)]


def test_who_comes_and_goes_is_news() -> None:
    session = in_a_window()

    ((_, kind),) = kinds(session.received(say("Joined", "bob")))

    assert kind is Kind.NEWS


def test_the_help_of_a_window_knows_no_keys_of_a_terminal() -> None:
    (text,) = shown(in_a_window().typed("/help"))

    assert "/w TO TEXT" in text
    assert "y, n" not in text
    assert "Ctrl-C" not in text


def test_one_transfer_is_stopped_and_the_others_go_on(tmp_path: Path) -> None:
    session = Session(PARCEL, name="alice", by_line=False, downloads=tmp_path)
    session.begin()
    session.received(say("Welcome", "alice"))
    for number in (7, 8):
        session.received(say("Offered", "bob", number, f"{number}", 40, bytes(32)))
        session.answered(session.questions[0][0], True)
    assert session.desk is not None
    first, second = session.desk.progress()

    actions = session.stopped(first.number)

    assert sent(actions) == [say("Cancel", 7, "stopped")]
    assert session.desk.progress() == [second]
    assert session.stopped(first.number) == []
    session.closed()
    assert list(tmp_path.iterdir()) == []
