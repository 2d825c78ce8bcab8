"""The client in a terminal: what is on the screen, and where the cursor is."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import running_server
from tests.reference.parcel import Member, say
from tests.reference.scripted import (
    Peer,
    client_command,
    parcel_command,
    scripted_server,
)
from tests.reference.terminal import Terminal, terminal

CTRL_C, CTRL_D, CTRL_U, BACKSPACE, LEFT, UP = (
    "\x03",
    "\x04",
    "\x15",
    "\x7f",
    "\x1b[D",
    "\x1b[A",
)
HOSTILE = "\x1b[2J\x1b]0;pwn\x07[red]x[/red]\x9b31mX\u202eabc"


@contextmanager
def logged_in(folder: Path | str = "downloads") -> Iterator[tuple[Terminal, Peer]]:
    """Alice's screen, and the server's end of her connection."""
    with (
        scripted_server() as server,
        terminal(parcel_command(server.port, "alice", folder)) as screen,
    ):
        peer = server.accepts()
        peer.expects(say("Login", "alice"))
        peer.says(say("Welcome", "alice"))
        screen.shows("alice · Parcels and texts · /help")
        yield screen, peer


def test_a_name_is_asked_for_until_one_is_accepted() -> None:
    with scripted_server() as server, terminal(parcel_command(server.port)) as screen:
        peer = server.accepts()
        screen.until(lambda: screen.cursor == (6, "Name:"))
        screen.types("한글\n")
        peer.expects(say("Login", "한글"))
        peer.says(say("Taken", "한글"))
        screen.shows("한글 is taken")
        screen.until(lambda: screen.cursor == (6, "Name:"))
        screen.types("bob\n")
        peer.expects(say("Login", "bob"))
        peer.says(say("Welcome", "bob"))

        screen.until(lambda: screen.cursor == (2, ">"))
        screen.shows("bob · Parcels and texts · /help")


def test_the_line_being_typed_stays_whole_while_messages_arrive() -> None:
    with logged_in() as (screen, peer):
        screen.types("안녕하세요")
        screen.until(lambda: screen.cursor == (12, "> 안녕하세요"))
        screen.types(BACKSPACE + LEFT + LEFT + "X가")
        screen.until(lambda: screen.cursor == (9, "> 안녕X가하세"))

        for text in ("하나", "👍 둘", "日本"):
            peer.says(say("Said", "bob", text, 0))
            screen.shows(f"[09:00:00] bob: {text}")

        screen.until(lambda: screen.cursor == (9, "> 안녕X가하세"))
        screen.types("\n")
        peer.expects(say("Say", "안녕X가하세"))
        screen.until(lambda: screen.cursor == (2, ">"))
        assert screen.lines.count("> 안녕X가하세") == 1


def test_nothing_that_others_say_steers_the_terminal() -> None:
    with logged_in() as (screen, peer):
        peer.says(say("Said", "[/x]", HOSTILE, 0))
        peer.says(say("Asked", "\x9b2J<b>eve</b>"))

        screen.shows(r"[09:00:00] [/x]: \x1b[2J\x1b]0;pwn\x07[red]x[/red]\x9b31mX\u")
        screen.shows("202eabc")
        screen.shows(r"\x9b2J<b>eve</b> wants to talk. Talk? (y/n)")
        assert "welcome, alice" in screen.lines


def test_members_are_completed_whatever_their_names_look_like() -> None:
    names = ["[/x]", "<b>", "bob", "b\x1b[2J"]
    with logged_in() as (screen, peer):
        peer.says(say("Users", tuple(Member(name, False) for name in names)))
        screen.shows(r"here: [/x], <b>, bob, b\x1b[2J")

        for start, name in (("[", "[/x]"), ("<", "<b>"), ("b", "bob")):
            screen.types(f"/w {start}\t")
            screen.shows(f"> /w {name}")
            screen.types(CTRL_U)


def test_commands_are_completed_with_what_they_are_for() -> None:
    with logged_in() as (screen, _):
        screen.types("/ex\t")
        screen.until(lambda: screen.cursor == (7, "> /exit"))
        screen.types(CTRL_U + "/\t")
        screen.until(lambda: any("offer a file" in line for line in screen.lines))

        menu = [line.split() for line in screen.lines if line.startswith("    /")]
        assert [row[0] for row in menu] == ["/exit", "/file", "/help", "/mood", "/w"]


def test_earlier_lines_can_be_called_back() -> None:
    with logged_in() as (screen, peer):
        screen.types("hello\n")
        peer.expects(say("Say", "hello"))
        screen.until(lambda: screen.cursor == (2, ">"))
        screen.types(UP)

        screen.until(lambda: screen.cursor == (7, "> hello"))


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_leaving_says_goodbye_and_is_clean(key: str) -> None:
    with logged_in() as (screen, peer):
        screen.types(key)
        peer.expects(say("Exit"))
        peer.says(say("Goodbye"))

        assert screen.ends() == 0
        assert "goodbye" in screen.lines


def test_the_second_interrupt_does_not_wait() -> None:
    with logged_in() as (screen, peer):
        screen.types(CTRL_C)
        peer.expects(say("Exit"))
        screen.types(CTRL_C)

        assert screen.ends() == 3
        assert not [line for line in screen.lines if "did not say goodbye" in line]


def test_a_signal_while_a_line_is_typed_is_a_leave_too() -> None:
    with logged_in() as (screen, peer):
        screen.process.send_signal(signal.SIGTERM)
        peer.expects(say("Exit"))
        peer.says(say("Goodbye"))

        assert screen.ends() == 0


def test_leaving_before_there_is_a_name_needs_no_goodbye() -> None:
    with scripted_server() as server, terminal(parcel_command(server.port)) as screen:
        peer = server.accepts()
        screen.until(lambda: screen.cursor == (6, "Name:"))
        screen.types(CTRL_C)

        peer.sees_the_end()
        assert screen.ends() == 0


def test_a_lost_connection_ends_the_prompt() -> None:
    with logged_in() as (screen, peer):
        screen.types("half a li")
        screen.until(lambda: screen.cursor == (11, "> half a li"))
        peer.ends()

        assert screen.ends() == 3
        assert "The connection is lost." in screen.lines


def test_progress_is_drawn_below(tmp_path: Path) -> None:
    with logged_in(tmp_path) as (screen, peer):
        peer.says(say("Offered", "bob", 7, "a\x1b.png", 40, bytes(32)))
        screen.shows(r"bob offers a\x1b.png, 40 bytes. Take it? (y/n)")
        screen.types("y\n")
        peer.expects(say("Accept", 7))
        peer.says(say("Chunk", 7, 0, bytes(10)))

        screen.shows("█████" + "░" * 15 + r"  25% bob ← a\x1b.png")
        peer.says(say("Cancelled", 7, "enough"))
        screen.shows("alice · Parcels and texts · /help")
        screen.shows(r"The transfer of a\x1b.png was cancelled: enough")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_works_on_plain_lines() -> None:
    missing = "sys.modules['prompt_toolkit'] = None"
    with scripted_server() as server:
        command = parcel_command(server.port, "alice", before=missing)
        with terminal(command) as screen:
            peer = server.accepts()
            hint = "pip install 'chatspec[chat]'"
            screen.until(lambda: hint in "".join(screen.lines))
            peer.says(say("Welcome", "alice"))
            screen.shows("welcome, alice")
            screen.types("안녕\n")
            peer.expects(say("Login", "alice") + say("Say", "안녕"))
            screen.types(CTRL_C)
            peer.expects(say("Exit"))
            peer.says(say("Goodbye"))

            assert screen.ends() == 0


def test_a_conversation_with_the_reference_server() -> None:
    with (
        running_server("hash") as server,
        terminal(client_command("hash", server.port)) as screen,
    ):
        screen.until(lambda: screen.cursor == (6, "Name:"))
        screen.types("앨리스\n")
        screen.shows("앨리스")
        screen.until(lambda: screen.cursor == (2, ">"))
        screen.types("/m 앨\t")
        screen.until(lambda: screen.cursor == (11, "> /m 앨리스"))
        screen.types(" 나에게\n")
        screen.shows("앨리스님의 귓속말 : 나에게")
        screen.types("/q\n")

        assert screen.ends() == 0
        assert "채팅방 접속이 해제되었습니다." in screen.lines
