"""The person at the server's console types and sees."""

from __future__ import annotations

import os

import pytest

from reference.server.console import Console, lines_of
from tests.processes import DEADLINE, read_line, running
from tests.reference.relay import PROTOCOL, RELAY, Announce, Notice, frame
from tests.reference.server_clients import guest


def test_what_the_operator_types_reaches_the_room() -> None:
    with running(RELAY) as server, guest(server.address) as alice:
        stdin, stdout = server.process.stdin, server.process.stdout
        assert stdin is not None
        assert stdout is not None
        alice.say(frame("notice fire \x1b[2J"))
        alice.hears(frame("said shown"))
        assert read_line(stdout, DEADLINE) == "a notice: fire \\x1b[2J\n"

        stdin.write("tell me\n/tell stay calm\n")
        stdin.flush()

        alice.hears(frame("said stay calm"))
        complaint = "no command looks like this; there are: /tell TEXT\n"
        assert read_line(stdout, DEADLINE) == complaint


def test_the_operator_may_leave_and_the_server_stays() -> None:
    with running(RELAY) as server, guest(server.address) as alice:
        assert server.process.stdin is not None
        server.process.stdin.close()
        server.process.stdin = None
        alice.say(frame("notice me"))

        alice.hears(frame("said shown"))


def test_a_line_stands_for_a_message_of_the_operator(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console = Console(PROTOCOL)

    assert console.wanted
    assert console.read("/tell all of you") == Announce("all of you")
    console.show(Notice("hello"))
    assert capsys.readouterr().out == "a notice: hello\n"


def test_lines_are_put_together_from_what_can_be_read() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write("하나\r\n\xfftwo\n".encode("utf-8", "surrogateescape") + b"x" * 9000)
    try:
        lines = list(lines_of(reading))
    finally:
        os.close(reading)

    assert lines[0] == "하나"
    assert lines[2] == "x" * 9000
