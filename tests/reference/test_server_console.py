"""The person at the server's console types and sees."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

import pytest

from codegen.protocol import Command, Operator
from codegen.wire import Choice, Flag, Integer
from reference.server.console import Console
from reference.server.journal import journal_to, open_journal
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
        complaint = "no command looks like this: tell me; /help lists the commands\n"
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
    assert console.prompt == "> "
    assert console.read("/tell all of you") == Announce("all of you")
    assert console.read("  ") is None
    console.show(Notice("hello"))
    assert capsys.readouterr().out == "a notice: hello\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/tell", "type it like this: /tell TEXT"),
        ("/tel\x1b", r"no command looks like this: /tel\x1b; /help lists the commands"),
        ("/tell " + "x" * 21, "not said: text: 21 bytes, at most 20"),
        ("/tell \udcff", "not said: text: "),
    ],
)
def test_what_cannot_be_said_is_explained(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Console(PROTOCOL).read(line) is None
    assert capsys.readouterr().out.startswith(said)


def test_the_operator_can_ask_for_the_commands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert Console(PROTOCOL).read("/help ") is None

    assert capsys.readouterr().out.splitlines() == [
        "/tell TEXT      tell all",
        "/help           this help",
        "Ctrl-C, Ctrl-D  stop",
    ]


@dataclass(frozen=True)
class Order:
    number: int
    urgent: bool
    colour: str


def test_what_is_typed_becomes_values_of_the_fields() -> None:
    from dataclasses import replace

    fields: dict[str, Any] = {
        "number": Integer(range=(1, 9)),
        "urgent": Flag(),
        "colour": Choice({"red": "R"}),
    }
    command = Command(message=Order, type="/order {number} {urgent} {colour}")
    operator = Operator(prompt="! ", commands=(command,), fields={Order: fields})
    console = Console(replace(PROTOCOL, operator=operator))

    assert console.prompt == "! "
    assert console.read("/order 7 yes R") == Order(7, True, "red")
    assert console.read("/order 70 yes R") is None
    assert console.read("/order 7 yes green") is None


def test_a_command_of_a_feature_that_is_not_offered_is_none() -> None:
    command = Command(message=Announce, type="/tell {text}", feature="loud")
    operator = Operator(commands=(command,))

    assert operator.only(frozenset({"loud"})) == operator
    assert operator.only(frozenset()).commands == ()


def test_the_log_can_be_written_elsewhere_for_a_while(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logging.getLogger("reference")
    before = log.handlers[:]
    elsewhere = io.StringIO()
    journal = open_journal(logging.INFO)
    try:
        with journal_to(elsewhere):
            journal.trouble("one", 0.0)
        journal.trouble("two", 0.0)
    finally:
        log.handlers[:] = before

    assert elsewhere.getvalue().endswith(" one\n")
    assert "one" not in capsys.readouterr().err
