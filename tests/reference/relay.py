"""A protocol by hand, as small as can be, for what no spec of the project has.

Frames of a 16-bit length. What one says, all others hear. Some messages bring trouble:
a room with a bug, a reply that has no bytes, a question to a service, a line for the
operator. ``python -m tests.reference.relay [LIMIT=VALUE]…`` serves it.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import ClassVar

from codegen import room
from codegen.protocol import Command, MessageInfo, Operator, Protocol, Service
from codegen.room import Answer, Failure, Region
from codegen.wire import LengthPrefixed, Messages, Template, Text


@dataclass(frozen=True, slots=True)
class Hello:
    pass


@dataclass(frozen=True, slots=True)
class Say:
    text: str


@dataclass(frozen=True, slots=True)
class Crash:
    text: str


@dataclass(frozen=True, slots=True)
class Garble:
    pass


@dataclass(frozen=True, slots=True)
class Question:
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    text: str


@dataclass(frozen=True, slots=True)
class Bye:
    pass


@dataclass(frozen=True, slots=True)
class Announce:
    """Typed by the operator."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    sid: str


TEXT = Text(bytes=(0, 1000))

CLIENT_MESSAGES = Messages(
    [
        Template(Hello, "hello", {}),
        Template(Say, "say {text}", {"text": TEXT}),
        Template(Crash, "crash {text}", {"text": TEXT}),
        Template(Garble, "garble", {}),
        Template(Question, "ask {text}", {"text": TEXT}),
        Template(Notice, "notice {text}", {"text": TEXT}),
        Template(Bye, "bye", {}),
    ]
)
SERVER_MESSAGES = Messages(
    [
        Template(Said, "said {text}", {"text": TEXT}),
        Template(Answered, "answer {text}", {"text": TEXT}),
        Template(Failed, "failed {reason}", {"reason": TEXT}),
        Template(Gone, "gone {sid}", {"sid": TEXT}),
    ]
)


@dataclass(slots=True)
class Session(room.BaseSession):
    entry: str = ""


class Room(room.Room[Session]):
    SESSION = Session
    LIMITS: ClassVar = {"sessions": 1024, "queue_bytes": 1 << 20}
    REGIONS = (Region("entry", "here"),)

    def _others(self, me: Session) -> list[Session]:
        return [s for s in self.sessions.values() if s is not me]

    def _hello(self, me: Session, message: Hello) -> bool:
        self._reply(me, Said("hello"))
        return True

    def _say(self, me: Session, message: Say) -> bool:
        self._send(self._others(me), Said(message.text))
        return True

    def _crash(self, me: Session, message: Crash) -> bool:
        raise KeyError(message.text)

    def _garble(self, me: Session, message: Garble) -> bool:
        self._send(self._others(me), Said("before"))
        self._reply(me, Said("x" * 1001))
        self._send(self._others(me), Said("after"))
        return True

    def _question(self, me: Session, message: Question) -> bool:
        self._ask(me, "oracle", text=message.text)
        return True

    def _answer(self, me: Session, answer: Answer) -> bool:
        self._reply(me, Answered(answer.result["text"]))
        return True

    def _failure(self, me: Session, failure: Failure) -> bool:
        self._reply(me, Failed(failure.result["reason"]))
        return True

    def _notice(self, me: Session, message: Notice) -> bool:
        self._show(message)
        self._reply(me, Said("shown"))
        return True

    def _bye(self, me: Session, message: Bye) -> bool:
        self._reply(me, Said("bye"))
        self._close(me)
        return True

    def _eof(self, me: Session, _: room.Eof) -> bool:
        self._send(self._others(me), Gone(str(me.sid)))
        return True

    def _announce(self, message: Announce) -> bool:
        self._send(list(self.sessions.values()), Said(message.text))
        return True

    OPERATOR: ClassVar = {Announce: _announce}
    ALWAYS: ClassVar = {
        Hello: _hello,
        Say: _say,
        Crash: _crash,
        Garble: _garble,
        Question: _question,
        (Answer, "oracle"): _answer,
        (Failure, "oracle"): _failure,
        Notice: _notice,
        Bye: _bye,
        room.Eof: _eof,
        room.Malformed: lambda *_: True,
    }


PROTOCOL = Protocol(
    name="relay",
    title="A relay",
    source="",
    digest="",
    port=1,
    client_framing=LengthPrefixed("u16", max=2000),
    server_framing=LengthPrefixed("u16", max=2000),
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=tuple(
        MessageInfo(name=cls.__name__.lower(), cls=cls, sender=sender, line=0)
        for sender, side in (("client", CLIENT_MESSAGES), ("server", SERVER_MESSAGES))
        for cls in side.codecs
    ),
    rules=(),
    limits=Room.LIMITS,
    services=(Service(name="oracle", asks={"text": TEXT}, answers={"text": TEXT}),),
    operator=Operator(
        commands=(Command(message=Announce, type="/tell {text}", help="tell all"),),
        display={Notice: "a notice: {text}"},
        fields={Announce: {"text": Text(bytes=(0, 20))}},
    ),
)


RELAY = (sys.executable, "-m", "tests.reference.relay")
"""The command that serves it."""


def frame(text: str | bytes) -> bytes:
    """The bytes that carry a payload."""
    payload = text.encode() if isinstance(text, str) else text
    return len(payload).to_bytes(2, "big") + payload


def main() -> int:
    from reference.server.console import Console
    from reference.server.journal import open_journal
    from reference.server.limits import limits_of
    from reference.server.serve import serve
    from reference.server.server import Server

    console = Console(PROTOCOL)
    server = Server(
        PROTOCOL,
        limits=limits_of(PROTOCOL.limits, sys.argv[1:]),
        journal=open_journal(logging.INFO),
        show=console.show,
    )
    return serve(server, "127.0.0.1", 0, console)


if __name__ == "__main__":
    sys.exit(main())
