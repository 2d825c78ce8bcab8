from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic

import pytest

from codegen.protocol import load
from conformance.clients import screen
from conformance.clients.display import Look, Looks
from conformance.clients.program import Program
from tests.processes import DEADLINE


@pytest.mark.parametrize(
    "output",
    [
        b"alice : hello",
        b"\x1b[2K\r\x1b[31malice\x1b[0m : hello\r\n> ",
        b"\x1b]2;a title\x07> alice : hel\nlo",
        b"| alice  :  hello |\r\n",
    ],
)
def test_decoration_and_white_space_do_not_count(output: bytes) -> None:
    assert screen.has(output, "alice : hello")


def test_what_is_not_there_is_not_seen() -> None:
    assert not screen.has(b"alice : hallo", "alice : hello")
    assert not screen.says_something(b"\x1b[1m > ", "> ")


def test_other_words_must_have_the_values() -> None:
    look = Look(("*** bob is here",), ("bob",))

    assert look.is_told_by(b"BOB has come in", "")
    assert not look.is_told_by(b"somebody has come in", "")
    assert not look.is_in(b"BOB has come in")


def test_what_a_message_looks_like_is_what_the_spec_says() -> None:
    protocol = load("chat")
    looks = Looks(protocol, {it.on: it for it in protocol.client.questions})
    infos = {info.name: info for info in protocol.messages}

    joined = looks.of(infos["joined"].cls(name="bob"))
    asked = looks.of(infos["with_asked"].cls(sender="bob"))

    assert joined == Look(("*** bob is here",), ("bob",))
    assert asked is not None
    assert asked.exact == (
        "bob asks for a private talk. Talk?",
        "*** bob asks for a private talk",
    )


def test_a_message_with_nothing_to_show_has_no_look() -> None:
    protocol = load("window")
    kind = next(it.cls for it in protocol.messages if it.name == "members")

    assert Looks(protocol, {}).of(kind(names=("bob",))) is None


# A program on a terminal of its own.

ECHOES = "import sys\nfor line in sys.stdin: print('got', line.strip(), flush=True)"


def wait_for(program: Program, text: str) -> None:
    end = monotonic() + DEADLINE
    while not screen.has(program.since(0), text):
        assert monotonic() < end, program.last_lines()
        program.read()


@pytest.mark.parametrize("io", ["pty", "pipe"])
def test_what_is_typed_is_read_as_a_line(io: str, tmp_path: Path) -> None:
    program = Program([sys.executable, "-S", "-c", ECHOES], tmp_path, io)
    try:
        program.type("안녕 a", DEADLINE)
        wait_for(program, "got 안녕 a")
        assert program.ending() is None
    finally:
        program.end()


def test_it_has_a_terminal_of_its_own(tmp_path: Path) -> None:
    code = "import os; print(open('/dev/tty').isatty(), os.get_terminal_size())"
    program = Program([sys.executable, "-S", "-c", code], tmp_path)
    try:
        wait_for(program, "True os.terminal_size(columns=200, lines=50)")
    finally:
        program.end()
