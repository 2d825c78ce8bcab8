"""How much slower the codecs are than Python written by hand for one message.

``python -m tests.benchmarks.bench_codec`` prints one line for each form of message: the
time of codec and baseline in microseconds of CPU, interleaved in many rounds, medians,
and their ratio. The baselines are as strict as the codecs and make the same dataclass.
To reach: encode and decode together within 3 times for text and records, 4 times for
binary. The ratios hold on any machine, the times on none but this one.
"""

from __future__ import annotations

import re
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from codegen.wire import (
    Array,
    Codec,
    Const,
    Flag,
    Group,
    Layout,
    Messages,
    NulRecord,
    Template,
    Text,
)

ROUNDS = 41
REPEATS = 1000


@dataclass(frozen=True, slots=True)
class Note:
    """A message of three texts."""

    sender: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class User:
    """An item of a list."""

    name: str
    asleep: bool


@dataclass(frozen=True, slots=True)
class Users:
    """A message with a list."""

    users: tuple[User, ...]


NAME = Text(length=(1, 20), pattern=r"[^\s#]+", prefix="u8")
LINE = Text(bytes=(0, 900), without="\n", prefix="u16")
FIELDS = {"sender": NAME, "to": NAME, "text": LINE}
TEXT = Template(Note, "003#{sender}#{to}#{text}", FIELDS)
RECORD = NulRecord(TEXT, size=128)
BINARY = Layout(Note, [("code", Const("u16", 3)), *FIELDS.items()])
USERS = Layout(
    Users,
    [
        ("code", Const("u16", 5)),
        (
            "users",
            Array(
                Group(User, {"name": NAME, "asleep": Flag()}),
                count=(0, 255),
                prefix="u8",
            ),
        ),
    ],
)
ALL = Messages([TEXT])

is_name = re.compile(r"[^\s#]+").fullmatch


def check_note(sender: str, to: str, text: str, size: int) -> None:
    """The limits of a note."""
    if not (1 <= len(sender) <= 20 and is_name(sender)):
        raise ValueError("sender")
    if not (1 <= len(to) <= 20 and is_name(to)):
        raise ValueError("to")
    if size > 900 or "\n" in text:
        raise ValueError("text")


def decode_text(payload: bytes) -> Note:
    """By hand: ``003#{sender}#{to}#{text}``."""
    parts = payload.decode().split("#", 3)
    if len(parts) != 4 or parts[0] != "003":
        raise ValueError("no note")
    _, sender, to, text = parts
    check_note(sender, to, text, len(text.encode()))
    return Note(sender, to, text)


def encode_text(note: Note) -> bytes:
    """By hand: ``003#{sender}#{to}#{text}``."""
    sender, to, text = note.sender, note.to, note.text
    raw = text.encode()
    check_note(sender, to, text, len(raw))
    return f"003#{sender}#{to}#".encode() + raw


def decode_record(payload: bytes) -> Note:
    """By hand: the same in 128 bytes."""
    text, nul, rest = payload.partition(b"\0")
    if len(payload) != 128 or not nul or rest.strip(b"\0"):
        raise ValueError("no record")
    return decode_text(text)


def encode_record(note: Note) -> bytes:
    """By hand: the same in 128 bytes."""
    text = encode_text(note)
    if len(text) > 127 or b"\0" in text:
        raise ValueError("too long")
    return text.ljust(128, b"\0")


def decode_binary(payload: bytes) -> Note:
    """By hand: code, two texts behind a byte, one behind two."""
    if not payload.startswith(b"\0\3"):
        raise ValueError("no note")
    start = 3
    end = start + payload[2]
    sender = payload[start:end].decode()
    start = end + 1
    end = start + payload[end]
    to = payload[start:end].decode()
    (size,) = struct.unpack_from(">H", payload, end)
    start = end + 2
    end = start + size
    text = payload[start:end].decode()
    if end != len(payload):
        raise ValueError("length")
    check_note(sender, to, text, size)
    return Note(sender, to, text)


def encode_binary(note: Note) -> bytes:
    """By hand: code, two texts behind a byte, one behind two."""
    sender, to, text = note.sender.encode(), note.to.encode(), note.text.encode()
    check_note(note.sender, note.to, note.text, len(text))
    return b"\0\3%c%b%c%b%b%b" % (
        len(sender),
        sender,
        len(to),
        to,
        struct.pack(">H", len(text)),
        text,
    )


def decode_users(payload: bytes) -> Users:
    """By hand: code, count, then a text behind a byte and a flag for each."""
    if not payload.startswith(b"\0\5"):
        raise ValueError("no users")
    at = 3
    users = []
    for _ in range(payload[2]):
        end = at + 1 + payload[at]
        name = payload[at + 1 : end].decode()
        asleep = payload[end]
        at = end + 1
        if asleep > 1 or not (1 <= len(name) <= 20 and is_name(name)):
            raise ValueError("user")
        users.append(User(name, asleep == 1))
    if at != len(payload):
        raise ValueError("length")
    return Users(tuple(users))


def encode_users(message: Users) -> bytes:
    """By hand: code, count, then a text behind a byte and a flag for each."""
    if len(message.users) > 255:
        raise ValueError("users")
    parts = [b"\0\5%c" % len(message.users)]
    for user in message.users:
        if not (1 <= len(user.name) <= 20 and is_name(user.name)):
            raise ValueError("user")
        name = user.name.encode()
        parts.append(b"%c%b%c" % (len(name), name, user.asleep))
    return b"".join(parts)


class Case(NamedTuple):
    """A message, its codec and the functions to compare with, and what to reach."""

    title: str
    message: Any
    codec: Codec[Any] | Messages
    decode: Callable[[bytes], Any]
    encode: Callable[[Any], bytes]
    goal: int


NOTE = Note("alice", "bob", "forty characters of text, more or less ok")
KOREAN = Note("앨리스", "밥", "안녕하세요 여러분, 반갑습니다")
MEMBERS = Users(tuple(User(f"user{i}", i % 2 == 0) for i in range(20)))
CASES = [
    Case("text", NOTE, TEXT, decode_text, encode_text, 3),
    Case("text, dispatched", NOTE, ALL, decode_text, encode_text, 3),
    Case("text, Korean", KOREAN, TEXT, decode_text, encode_text, 3),
    Case("record", NOTE, RECORD, decode_record, encode_record, 3),
    Case("binary", NOTE, BINARY, decode_binary, encode_binary, 4),
    Case("binary, 20 items", MEMBERS, USERS, decode_users, encode_users, 4),
]


def seconds(function: Callable[[Any], Any], argument: Any) -> float:
    """The CPU time of one call, from many."""
    started = time.process_time()
    for _ in range(REPEATS):
        function(argument)
    return (time.process_time() - started) / REPEATS


def measured(case: Case) -> list[float]:
    """Microseconds of codec decode, hand decode, codec encode, hand encode."""
    payload = case.encode(case.message)
    if case.codec.encode(case.message) != payload:
        raise AssertionError(f"{case.title}: the codec encodes otherwise")
    if case.codec.decode(payload) != case.decode(payload):
        raise AssertionError(f"{case.title}: the codec decodes otherwise")
    calls: list[tuple[Callable[[Any], Any], Any]] = [
        (case.codec.decode, payload),
        (case.decode, payload),
        (case.codec.encode, case.message),
        (case.encode, case.message),
    ]
    rounds = [[seconds(*call) for call in calls] for _ in range(ROUNDS)]
    return [median(column) * 1e6 for column in zip(*rounds, strict=True)]


def main() -> int:
    """Print the table; returns 1 if a ratio is above its goal."""
    print(f"{'':18}{'decode':>9}{'hand':>8}{'encode':>9}{'hand':>8}   ratio  goal")
    missed = 0
    for case in CASES:
        decode, by_hand, encode, encode_by_hand = measured(case)
        ratio = (decode + encode) / (by_hand + encode_by_hand)
        missed += ratio > case.goal
        print(
            f"{case.title:18}{decode:9.2f}{by_hand:8.2f}"
            f"{encode:9.2f}{encode_by_hand:8.2f}{ratio:8.2f}{case.goal:6}"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
