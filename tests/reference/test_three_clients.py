"""A server and three clients in terminals: whole conversations, as people have them.

Nothing waits for time to pass: what is typed next follows from what is on a screen.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.processes import RunningServer, running_server
from tests.reference.scripted import client_command
from tests.reference.terminal import Terminal, terminal

WIDE = 200, 45  # a help or the path of a file is not torn apart
CTRL_C = "\x03"
MEGABYTES = 10


class Three(NamedTuple):
    """The three who talk, each at a terminal."""

    alice: Terminal
    bob: Terminal
    carol: Terminal


@contextmanager
def three_at(spec: str, folder: Path) -> Iterator[tuple[RunningServer, Three]]:
    """A server, and three clients that ask for a name; files go to a folder each."""
    with ExitStack() as stack:
        server = stack.enter_context(running_server(spec, "--quiet"))
        three = Three(
            *(
                stack.enter_context(
                    terminal(
                        client_command(
                            spec, server.port, "--downloads", str(folder / name)
                        ),
                        WIDE,
                    )
                )
                for name in Three._fields
            )
        )
        for one in three:
            one.beside = [other for other in three if other is not one]
        yield server, three


def hears(screen: Terminal, text: str) -> None:
    """Wait until a line of the screen ends with this text, whatever time it is."""
    screen.until(lambda: any(line.endswith(text) for line in screen.lines))


def types(screen: Terminal, line: str) -> None:
    """Type a line: it is taken, and stays above as one's own."""
    screen.types(f"{line}\n")
    screen.shows(f"> {line}")


def asked_for_a_name(screen: Terminal, prompt: str) -> None:
    """Wait until the cursor is behind the question for a name."""
    screen.until(lambda: screen.cursor == (len(prompt) + 1, prompt))


def never_saw(screen: Terminal, *texts: str) -> None:
    """None of these came to this terminal."""
    for text in texts:
        assert text.encode() not in screen.output


def test_a_conversation_in_numbered_messages(tmp_path: Path) -> None:
    with three_at("hash", tmp_path) as (server, (alice, bob, carol)):
        for screen, name, before in (
            (alice, "alice", ()),
            (bob, "bob", (alice,)),
            (carol, "carol", (alice, bob)),
        ):
            asked_for_a_name(screen, "Name:")
            screen.types(f"{name}\n")
            screen.shows("채팅방에 입장하였습니다.")
            screen.shows(f"{name} · Numbered '#' chat · /help")
            for other in before:
                other.shows(f"[공지]{name} 사용자가 접속하였습니다.")

        types(alice, "/b hello everyone")
        types(bob, "/b 안녕하세요 # 여러분")
        for screen in (bob, carol):
            screen.shows("alice : hello everyone")
        for screen in (alice, carol):
            screen.shows("bob : 안녕하세요 # 여러분")

        types(carol, "/m alice 우리끼리")
        alice.shows("carol님의 귓속말 : 우리끼리")
        types(carol, "/m nobody psst")
        carol.shows("해당 사용자가 존재하지 않습니다.")

        types(alice, "no command")
        alice.shows("메시지를 정상적으로 입력해주세요.")
        types(alice, "/m bob")
        alice.shows("메시지를 정상적으로 입력해주세요: /m TO TEXT")

        types(carol, "/q")
        assert carol.ends() == 0
        carol.shows("채팅방 접속이 해제되었습니다.")
        for screen in (alice, bob):
            screen.shows("[공지]carol 사용자가 퇴장하였습니다.")
        types(bob, "/who")
        members = ["=== 접속자 리스트 ===", "alice", "bob", "====================="]
        bob.until(lambda: bob.lines[bob.lines.index("> /who") + 1 :][:4] == members)
        never_saw(bob, "우리끼리", "no command")

        server.stop(signal.SIGKILL)
        for screen in (alice, bob):
            assert screen.ends() == 3
            screen.shows("접속 오류가 발생하였습니다.")


def test_a_conversation_in_the_flagship(tmp_path: Path) -> None:
    with three_at("chat", tmp_path) as (server, three):
        they_join(three)
        they_talk(three)
        what_is_mistyped_is_explained(three.alice)
        names_and_commands_are_completed(three)
        two_talk_in_private(three)
        a_request_is_taken_back(three)
        a_file_is_refused(three, tmp_path)
        a_large_file_gets_across(three, tmp_path)
        one_leaves(three)
        the_server_dies(server, three)


def they_join(three: Three) -> None:
    alice, bob, carol = three
    for screen in three:
        asked_for_a_name(screen, "Your name:")
    alice.types("alice\n")
    alice.shows("*** welcome, alice")
    carol.types("alice\n")
    carol.shows("*** the name alice is taken")
    asked_for_a_name(carol, "Your name:")
    bob.types("bob\n")
    bob.shows("*** here: alice, bob")
    carol.types("carol\n")
    carol.shows("*** here: alice, bob, carol")
    carol.shows("carol · The flagship chat · /help")
    alice.shows("*** carol is here")
    bob.shows("*** carol is here")


def they_talk(three: Three) -> None:
    alice, bob, carol = three
    types(alice, "hello everyone")
    hears(bob, "] alice: hello everyone")
    hears(carol, "] alice: hello everyone")
    types(bob, "안녕하세요 여러분")
    hears(alice, "] bob: 안녕하세요 여러분")
    hears(carol, "] bob: 안녕하세요 여러분")
    types(carol, "/w alice 귓속말")
    hears(alice, "] carol whispers: 귓속말")
    types(bob, "/who")
    bob.shows("*** here: alice, bob, carol")
    never_saw(bob, "귓속말")


def what_is_mistyped_is_explained(alice: Terminal) -> None:
    for line, answer in {
        "/hlep": "No command looks like /hlep: not sent. /help lists the commands.",
        "/w bob": "Not sent. Type it like this: /w TO TEXT",
        "/w dave hi": "*** there is no dave",
        "/echo loud hi": "Not sent: mode: 'loud' is none of plain, upper, lower",
        "/end": "*** not now: you are in no private talk",
        "/cancel": "No file is being transferred.",
    }.items():
        types(alice, line)
        alice.shows(answer)


def names_and_commands_are_completed(three: Three) -> None:
    alice, bob, _ = three
    alice.types("/w b\t")
    alice.until(lambda: alice.cursor == (8, "> /w bob"))
    alice.types(" completed\n")
    hears(bob, "] alice whispers: completed")
    bob.types("/he\t")
    bob.until(lambda: bob.cursor == (7, "> /help"))
    bob.types("\n")
    bob.shows("/w TO TEXT       a text to one user")
    bob.shows("Ctrl-C, Ctrl-D   leave")


def two_talk_in_private(three: Three) -> None:
    alice, bob, carol = three
    question = "alice asks for a private talk. Talk? (y/n)"
    types(alice, "/with bob")
    bob.shows(question)
    types(bob, "n")
    alice.shows("*** bob does not want to talk")
    types(alice, "/with bob")
    bob.until(lambda: bob.lines.count(question) == 2)
    types(bob, "y")
    alice.shows("*** private talk with bob; /end ends it")
    bob.shows("*** private talk with alice; /end ends it")
    types(alice, "for you alone")
    hears(bob, "] alice: for you alone")
    types(bob, "너에게만")
    hears(alice, "] bob: 너에게만")
    types(carol, "/with bob")
    carol.shows("*** bob is busy")
    types(bob, "/end")
    alice.shows("*** no private talk with bob any more (end)")
    types(alice, "for all again")
    hears(carol, "] alice: for all again")
    never_saw(carol, "for you alone", "너에게만")


def a_request_is_taken_back(three: Three) -> None:
    alice, _, carol = three
    types(carol, "/with alice")
    alice.shows("carol asks for a private talk. Talk? (y/n)")
    types(carol, "/end")
    alice.shows("*** no private talk with carol any more (end)")


def a_file_is_refused(three: Three, folder: Path) -> None:
    alice, _, carol = three
    (folder / "notes.txt").write_text("hi")
    types(carol, f"/file alice {folder / 'notes.txt'}")
    alice.shows("carol offers notes.txt, 2 bytes. Take it? (y/n)")
    types(alice, "n")
    carol.shows("alice does not want notes.txt.")
    assert not (folder / "alice").exists()


def a_large_file_gets_across(three: Three, folder: Path) -> None:
    alice, bob, carol = three
    content = os.urandom(MEGABYTES * 2**20)
    (folder / "big.bin").write_bytes(content)
    types(alice, f"/file bob {folder / 'big.bin'}")
    bob.shows(f"alice offers big.bin, {len(content)} bytes. Take it? (y/n)")
    bob.types("y\n")
    types(carol, "while it flows")
    hears(alice, "] carol: while it flows")
    hears(bob, "] carol: while it flows")
    alice.shows(f"Sent big.bin, {len(content)} bytes, to bob.")
    received = f"Received {len(content)} bytes from alice: "
    bob.until(lambda: any(line.startswith(received) for line in bob.lines))

    assert [path.name for path in (folder / "bob").iterdir()] == ["big.bin"]
    arrived = (folder / "bob" / "big.bin").read_bytes()
    assert hashlib.sha256(arrived).digest() == hashlib.sha256(content).digest()
    never_saw(carol, "big.bin")


def one_leaves(three: Three) -> None:
    alice, bob, carol = three
    carol.types(CTRL_C)
    assert carol.ends() == 0
    carol.shows("*** goodbye")
    for screen in (alice, bob):
        screen.shows("*** carol left (exit)")


def the_server_dies(server: RunningServer, three: Three) -> None:
    alice, bob, _ = three
    types(alice, "the last words")
    hears(bob, "] alice: the last words")
    bob.types("half an ans")
    bob.until(lambda: bob.cursor == (13, "> half an ans"))
    server.stop(signal.SIGKILL)
    for screen in (alice, bob):
        assert screen.ends() == 3
        screen.shows("The connection was lost.")


def test_nobody_to_talk_to_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with terminal(client_command("chat", port)) as screen:
        assert screen.ends() == 3

    screen.shows("There is no server there.")
    screen.shows(f"(127.0.0.1:{port}: Connection refused)")
