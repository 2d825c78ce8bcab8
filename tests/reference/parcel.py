"""A small binary protocol for tests of the client: names, texts, a question, files.

It forbids little, so that a server can say hostile things in it.
"""

from __future__ import annotations

from dataclasses import make_dataclass, replace
from typing import Any, ClassVar

from codegen import protocol
from codegen.protocol import Command, MessageInfo, Protocol, Role
from codegen.room import BaseSession, Region, Room
from codegen.wire import (
    Array,
    Blob,
    Choice,
    Const,
    Flag,
    Group,
    Integer,
    Layout,
    LengthPrefixed,
    Messages,
    Text,
)

NAME = Text(length=(1, 40), prefix="u8")
TEXT = Text(bytes=(0, 4096), prefix="u16")
NUMBER = Integer(size="u32", range=(1, 2**32 - 1))
SIZE = Integer(size="u64")
DIGEST = Blob(bytes=(32, 32))
DATA = Blob(bytes=(1, 16384))
TIME = Integer(size="u64")

Member: Any = make_dataclass("Member", ["name", "asleep"], frozen=True, slots=True)
MEMBERS = Array(
    Group(Member, {"name": NAME, "asleep": Flag()}), count=(0, 9), prefix="u8"
)

FILE = {"id": NUMBER, "name": TEXT, "size": SIZE, "digest": DIGEST}
PIECE = {"id": NUMBER, "offset": SIZE, "data": DATA}

CLIENT: dict[str, dict[str, Any]] = {
    "Login": {"name": NAME},
    "Say": {"text": TEXT},
    "Whisper": {"to": NAME, "text": TEXT},
    "Mood": {"mood": Choice({"calm": 1, "wild": 2}), "level": Integer(size="u8")},
    "Exit": {},
    "Yes": {"to": NAME},
    "No": {"to": NAME},
    "Offer": {"to": NAME, **FILE},
    "Accept": {"id": NUMBER},
    "Refuse": {"id": NUMBER},
    "Data": PIECE,
    "End": {"id": NUMBER},
    "Cancel": {"id": NUMBER, "reason": TEXT},
    "More": {"id": NUMBER},
}
SERVER: dict[str, dict[str, Any]] = {
    "Welcome": {"name": NAME},
    "Taken": {"name": NAME},
    "Goodbye": {},
    "Said": {"sender": NAME, "text": TEXT, "time": TIME},
    "Users": {"members": MEMBERS},
    "Joined": {"name": NAME},
    "Left": {"name": NAME},
    "Renamed": {"old": NAME, "new": NAME},
    "Asked": {"sender": NAME},
    "Offered": {"sender": NAME, **FILE},
    "Accepted": {"id": NUMBER},
    "Refused": {"id": NUMBER},
    "Chunk": PIECE,
    "Done": {"id": NUMBER},
    "Cancelled": {"id": NUMBER, "reason": TEXT},
    "GoOn": {"id": NUMBER},
    "Nobody": {"name": NAME},
    "Sorry": {},
}


def _made(table: dict[str, dict[str, Any]]) -> dict[str, type[Any]]:
    return {
        name: make_dataclass(name, list(fields), frozen=True, slots=True)
        for name, fields in table.items()
    }


CLASSES = {**_made(CLIENT), **_made(SERVER)}


def _messages(table: dict[str, dict[str, Any]], first: int) -> Messages:
    return Messages(
        Layout(CLASSES[name], [("code", Const("u16", first + i)), *fields.items()])
        for i, (name, fields) in enumerate(table.items())
    )


class OneExit(Room[BaseSession]):
    """A room that knows no more than how one leaves it."""

    SESSION = BaseSession
    REGIONS: ClassVar[tuple[Region, ...]] = ()

    def _exit(self, me: BaseSession, message: Any) -> bool:
        self._reply(me, CLASSES["Goodbye"]())
        self._close(me)
        return True

    ALWAYS: ClassVar = {CLASSES["Exit"]: _exit}


def _role(name: str, /, **parts: str) -> Role:
    return Role(message=CLASSES[name], parts=parts)


_FILE_PARTS = {"id": "id", "name": "name", "size": "size", "digest": "digest"}
_PIECE_PARTS = {"id": "id", "offset": "offset", "data": "data"}

FILES = protocol.Files(
    type="/file {to} {path}",
    help="offer a file",
    ask="{sender} offers {name}, {size} bytes. Take it?",
    digest="sha256",
    chunk_bytes=16384,
    offer=_role("Offer", person="to", **_FILE_PARTS),
    offered=_role("Offered", person="sender", **_FILE_PARTS),
    accept=_role("Accept", id="id"),
    refuse=_role("Refuse", id="id"),
    accepted=_role("Accepted", id="id"),
    refused=_role("Refused", id="id"),
    data=_role("Data", **_PIECE_PARTS),
    end=_role("End", id="id"),
    chunk=_role("Chunk", **_PIECE_PARTS),
    done=_role("Done", id="id"),
    cancel=_role("Cancel", id="id", reason="reason"),
    cancelled=_role("Cancelled", id="id", reason="reason"),
    failed=(_role("Nobody", person="name"), _role("Sorry")),
)

CLIENT_DATA = protocol.Client(
    login=protocol.Login(
        send=CLASSES["Login"],
        field="name",
        accepted=(CLASSES["Welcome"],),
        refused=(CLASSES["Taken"],),
    ),
    commands=(
        Command(message=CLASSES["Say"], type="{text}", help="a text to everybody"),
        Command(
            message=CLASSES["Whisper"],
            type="/w {to} {text}",
            help="a text to one",
            people=("to",),
        ),
        Command(message=CLASSES["Mood"], type="/mood {mood} {level}"),
        Command(message=CLASSES["Exit"], type="/exit", help="leave"),
    ),
    display={
        CLASSES["Welcome"]: "welcome, {name}",
        CLASSES["Taken"]: "{name} is taken",
        CLASSES["Goodbye"]: "goodbye",
        CLASSES["Said"]: "[{time:%H:%M:%S}] {sender}: {text}",
        CLASSES["Users"]: "here: {members}",
    },
    questions=(
        protocol.Question(
            on=CLASSES["Asked"],
            ask="{sender} wants to talk. Talk?",
            yes=CLASSES["Yes"],
            no=CLASSES["No"],
            fill={"to": "sender"},
        ),
    ),
    members=protocol.Members(
        lists={CLASSES["Users"]: "members"},
        name="name",
        joined={CLASSES["Joined"]: "name"},
        left={CLASSES["Left"]: "name"},
        renamed={CLASSES["Renamed"]: ("old", "new")},
    ),
    files=FILES,
    ends={CLASSES["Goodbye"]: 0},
)

PARCEL = Protocol(
    name="parcel",
    title="Parcels and texts",
    source="tests/reference/parcel.py",
    digest="",
    port=0,
    client_framing=LengthPrefixed("u16", 32768),
    server_framing=LengthPrefixed("u16", 32768),
    client_messages=_messages(CLIENT, 1),
    server_messages=_messages(SERVER, 101),
    room=OneExit,
    messages=tuple(
        MessageInfo(
            name=name.lower(),
            cls=CLASSES[name],
            sender="client" if name in CLIENT else "server",
            line=0,
        )
        for name in CLASSES
    ),
    rules=(),
    client=CLIENT_DATA,
)


PACED = replace(
    PARCEL,
    client=replace(
        CLIENT_DATA,
        files=replace(FILES, more=_role("More", id="id"), go_on=_role("GoOn", id="id")),
    ),
)
"""The same protocol where the receiver of a file sets the pace."""


def say(name: str, *values: Any) -> bytes:
    """The bytes of the message of this name, its fields in order."""
    return PARCEL.encode(CLASSES[name](*values))


# What the server of this protocol does with what concerns files, in a table.
RELAYED = {
    "Accept": "Accepted",
    "Refuse": "Refused",
    "Data": "Chunk",
    "End": "Done",
    "Cancel": "Cancelled",
    "More": "GoOn",
}


def relayed(sender: str, message: Any) -> Any | None:
    """What everybody else gets of a client's message; None if nothing."""
    kind = type(message).__name__
    values = [getattr(message, name) for name in type(message).__match_args__]
    if kind == "Offer":
        return CLASSES["Offered"](sender, *values[1:])
    if kind == "Say":
        return CLASSES["Said"](sender, *values, 0)
    return CLASSES[RELAYED[kind]](*values) if kind in RELAYED else None
