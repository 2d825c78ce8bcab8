"""Recorded conversations with a real server, replayed against the generated room.

The servers in ``recordings/`` were written by somebody else, so what they sent is
evidence that does not come from our specs. Where one is well-behaved, our room must
send the same bytes to the same clients; where it is not, ``RECORDED`` says why the
replay leaves a step out or stops. TCP glues and cuts as it likes: what one client got
after one step is compared as one string of bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from codegen.protocol import load
from codegen.room import Ask
from tests.in_memory import Heard, InMemory

RECORDINGS = Path(__file__).parent / "recordings"


@dataclass(frozen=True)
class Replay:
    """How much of a recorded conversation is replayed.

    ``without`` are sends that are left out, ``until`` is the first that is not played
    any more (None: all are); the values say why.
    """

    without: Mapping[str, str] = field(default_factory=dict)
    until: str | None = None
    why: str = ""


CUT = "the real server took a text for ended at its first '#'"
OBEYED = "the real server obeyed whoever was not logged in"
CRASHED = "the real server dropped a client that sent this"

HASH = {
    "login_and_features": Replay(
        without={"002#alice#a#b#c": CUT, "003#alice#bob#x#y": CUT},
        until="002#bob#am I still heard?",
        why="the real server left the connection open after 102",
    ),
    "not_logged_in": Replay(
        without={
            "002#x#spoof-free broadcast": OBEYED,
            "003#x#alice#whisper": OBEYED,
            "002#alice#I am alice": OBEYED,
            "005#alice": OBEYED,
        },
        until="004#alice",
        why="the real server let anybody log anybody out",
    ),
    "two_names_one_socket": Replay(
        until="001#two", why="the real server let one connection have two names"
    ),
    "exit_then_close_cpu": Replay(),
    "fin_without_exit": Replay(
        until="close", why="the real server kept who left without 004 as a ghost"
    ),
    "rst_idle": Replay(),
    "split": Replay(until="002#ali", why=CRASHED),
    "coalesced": Replay(
        without={
            "002#alice#A002#alice#B": CUT,
            "002#alice#A\n002#alice#B\n": CUT,
            "003#alice#bob#w005#alice": CUT,
        },
        until="001#zed001#yyy",
        why="the real server let a logged-in user log in again, under a cut name",
    ),
    "bad": Replay(
        without={"002##": "the real server did not ask whose name FROM is"},
        until="001#",
        why="the real server took an empty name",
    ),
    "missing_fields": Replay(until="002#alice", why=CRASHED),
    "bad_utf8": Replay(until="002#alice#\\xff\\xfe\\xb0", why=CRASHED),
    "overlong": Replay(
        without={
            f"002#alice#{'y' * 2000}": "the real server cut it at 1024 bytes",
            f"002#alice#{'가' * 500}": "the real server cut it inside a character",
        }
    ),
    "blast": Replay(until="recv", why="what the blast was made of is not recorded"),
    "restart_same_port": Replay(until="server-exit", why="it is about the process"),
}


ALONE = "the real server served one client at a time"
AT_THE_CUT = "the real server took what fits 1024 bytes for the whole message"

ECHO = {
    "basic": Replay(),
    "opt4": Replay(),
    "second_client": Replay(until="bob: 1: waiting", why=ALONE),
    "empty_message": Replay(),
    "separators": Replay(
        without={"alice: 1: a: b: c": "the real server cut a message at ': '"}
    ),
    "split": Replay(without={"b: 1: hi": "the connection was closed already"}),
    "coalesced": Replay(
        without={
            "alice: 1: Aalice: 2: b": "the real server cut a message at ': '",
            "alice: 1: A\nalice: 1: B\n": "the real server cut a message at ': '",
        }
    ),
    "bad": Replay(),
    "overlong": Replay(
        without={f"a: 1: {'x' * 2000}": AT_THE_CUT, f"b: 1: {'가' * 500}": AT_THE_CUT}
    ),
    "abrupt": Replay(without={"b: 1: x": "it was reset before the answer was read"}),
}


NAMELESS = "the real server relayed what had nobody's name"
UNNAMED = "the real server let in whoever had no name"
PARTIAL = "the real server took what one recv brought for a record"
ORDER = "the real server put its last user into the place of the one who left"
TWICE = "the real server gave one name twice"
ENDLESS = "the real server took a record without a NUL for a text"
CRASHED_ON_IT = "the real server crashed"

SLASH = {
    "login_list_broadcast": Replay(
        without={
            "dave: /login alice": TWICE,
            "[bob] /list\n": TWICE,
            "alice plain style\n": NAMELESS,
        }
    ),
    "to_sleep_wakeup": Replay(),
    "exits": Replay(without={"[alice] /list\n": ORDER, "[carol] /list\n": ORDER}),
    "exit_first_with_pending": Replay(without={"[bob] /list\n": ORDER}),
    "with_refuse_accept": Replay(),
    "with_missing_user": Replay(),
    "blast": Replay(until="recv", why="what the blast was made of is not recorded"),
    "with_both_leave": Replay(),
    "two_leave_at_once": Replay(without={"[alice] /list\n": ORDER}),
    "end_without_with": Replay(),
    "file_refuse": Replay(),
    "file_accept_multiple_of_128": Replay(),
    "file_missing_user": Replay(),
    "framing": Replay(
        without={
            "[alice] split record\n" + "\0" * 39: PARTIAL,
            "\0" * 68: PARTIAL,
            "[alice] sp": PARTIAL,
            "lit record\n" + "\0" * 107: PARTIAL,
        },
        until="[alice] short\n",
        why=PARTIAL,
    ),
    "bad": Replay(
        without={
            "[alice] \\xff\\xfe\\xb0\\xa1\n": "it is no UTF-8",
            "": NAMELESS,
            " " * 127: NAMELESS,
            "hello\n": NAMELESS,
            "/list\n": NAMELESS,
            "/exit\n": NAMELESS,
            "/login": TWICE,
            "/loginx yyy": TWICE,
            "[bob] /list\n": TWICE,
        }
    ),
    "overlong128": Replay(without={f"[alice] {'x' * 120}": ENDLESS}),
    "overlong_word": Replay(until="w" * 128, why=CRASHED_ON_IT),
    "overlong_1100": Replay(until="[alice] " + "y" * 1092, why=CRASHED_ON_IT),
    "overlong_name": Replay(until="/login " + "N" * 121, why=ENDLESS),
    "not_logged_in": Replay(until="[x] hello from nobody\n", why=UNNAMED),
    "prefix_names": Replay(),
    "clients65": Replay(until="/login u64", why=CRASHED_ON_IT),
}


GHOST = "the real server kept who vanished, and relayed nothing for it for ever"
IN_TWO = "the real server made two texts of one that did not fit"
HEARD = "the real server relayed texts to one without a name"

WINDOW = {
    "login_and_features": Replay(),
    "silent_connect": Replay(until="does ghost hear me?", why=HEARD),
    "fin_close": Replay(until="close", why=GHOST),
    "fin_close_last": Replay(until="close", why=GHOST),
    "half_close": Replay(until="close", why=GHOST),
    "rst": Replay(until="close", why=GHOST),
    "split": Replay(until="\\xea\\xb0", why=CRASHED_ON_IT),
    "coalesced": Replay(),
    "bad": Replay(until="\\xff\\xfe\\xb0\\xa1", why=CRASHED_ON_IT),
    "overlong": Replay(until="y" * 2000, why=IN_TWO),
    "blast": Replay(until="recv", why="what the blast was made of is not recorded"),
}


LATE = "the prompt was read later than it came"
NAMESAKE = "the real server gave one nickname twice"
SPUN = "the real server went on relaying nothing for one who had left"
DROPPED = "the real server dropped a client that sent what is no UTF-8"

LOUNGE = {
    "login_and_features": Replay(until="dave: alice", why=NAMESAKE),
    "silent_connect": Replay(until="ghost: connect", why=LATE),
    "half_close": Replay(until="close", why=SPUN),
    "fin_flood": Replay(until="close", why=SPUN),
    "rst": Replay(until="close", why="the real server told one member only"),
    "split": Replay(until="\\xea\\xb0", why=DROPPED),
    "coalesced": Replay(),
    "bad": Replay(until="\\xff\\xfe\\xb0\\xa1", why=DROPPED),
    "overlong": Replay(until="y" * 2000, why=IN_TWO),
    "search_ok": Replay(until="/search slow", why="it was answered later"),
    "search_openai1": Replay(
        until="/search x", why="the real server told everybody that it had failed"
    ),
    "join_leave_iter": Replay(
        until="n: nick\n",
        why="the real server took a name of two lines",
    ),
    "blast": Replay(until="recv", why="what the blast was made of is not recorded"),
}


@dataclass(frozen=True)
class Recorded:
    """The recording of one server: the profile of its spec, how it is replayed.

    ``share`` is how much of it is replayed at least.
    """

    protocol: str
    file: str
    sections: Mapping[str, Replay]
    profile: str = ""
    share: float = 0.6


RECORDED = (
    Recorded("hash", "hash_server.jsonl", HASH),
    Recorded("echo", "echo_server.jsonl", ECHO, "plain"),
    Recorded("slash", "slash_stage3_server.jsonl", SLASH, "stage3"),
    Recorded("window", "window_server.jsonl", WINDOW, "real", 0.5),
    Recorded("lounge", "lounge_server.jsonl", LOUNGE, "real", 0.4),
)
SECTIONS = [
    pytest.param(recorded, section, id=f"{recorded.protocol}-{section}")
    for recorded in RECORDED
    for section in recorded.sections
]
each_recording = pytest.mark.parametrize(
    "recorded", RECORDED, ids=lambda recorded: recorded.protocol
)
each_section = pytest.mark.parametrize(("recorded", "section"), SECTIONS)


@dataclass
class Step:
    """One thing that a client did, and what everybody then got."""

    what: str
    who: str
    action: str
    data: bytes
    got: dict[str, bytes] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        """What it may be called: what was done, or who did it too."""
        return {self.what, f"{self.who}: {self.what}"}


@cache
def records(file: str) -> tuple[dict[str, Any], ...]:
    lines = (RECORDINGS / file).read_text().splitlines()
    return tuple(json.loads(line) for line in lines)


def steps(recorded: Recorded, section: str) -> Iterator[Step]:
    """The steps of a recorded conversation. What a blast brought is one of its own."""
    current: Step | None = None
    for record in records(recorded.file):
        if record["sec"] != section:
            continue
        who, data = record.get("conn") or "", bytes.fromhex(record.get("hex", ""))
        if current is not None and is_answer_of_the_server(record):
            current.closed.add(who)
            continue
        if record["t"] == "recv" and "blast_bytes" not in record:
            assert current is not None
            current.got[who] = current.got.get(who, b"") + data
            continue
        if current is not None:
            yield current
        what = record["text"] if record["t"] == "send" else record["t"]
        current = Step(what, who, record["t"], data)
    if current is not None:
        yield current


def is_answer_of_the_server(record: Mapping[str, Any]) -> bool:
    """Whether it is the end of a connection that the server closed: no step."""
    return bool(record["t"] == "close" and record["text"] == "EOF from server")


def played(recorded: Recorded, section: str) -> Iterator[Step]:
    replay = recorded.sections[section]
    for step in steps(recorded, section):
        if replay.until in step.names:
            return
        if not replay.without.keys() & step.names:
            yield step


def server_of(recorded: Recorded) -> InMemory:
    protocol = load(recorded.protocol)
    features = protocol.profiles.get(recorded.profile)
    return InMemory(protocol, features, found)


def found(question: Ask) -> Mapping[str, Any]:
    """What the search answered that the recorded server asked."""
    query = question.arguments["query"]
    return {"text": f"stub answer to: {query}\nsecond line", "cached": False}


def happens(server: InMemory, step: Step) -> Heard:
    if step.action == "connect":
        return server.connects(step.who)
    if step.action == "send":
        return server.sends(step.who, step.data)
    assert step.action == "close"
    return server.leaves(step.who)


@each_section
def test_the_room_sends_the_bytes_that_the_real_server_sent(
    recorded: Recorded, section: str
) -> None:
    server = server_of(recorded)
    closed = set[str]()

    for step in played(recorded, section):
        heard = happens(server, step)

        got = {
            who: b"".join(server.protocol.encode(m) for m in messages)
            for who, messages in heard.messages.items()
        }
        assert without_times(got) == without_times(step.got), step.what
        closed |= heard.closed
        assert step.closed <= closed, step.what


def without_times(got: Mapping[str, bytes]) -> dict[str, bytes]:
    """The clock is not replayed: every [HH:MM:SS] is made the same."""
    clock = rb"\[\d\d:\d\d:\d\d\]"
    return {who: re.sub(clock, b"[HH:MM:SS]", said) for who, said in got.items()}


@each_recording
def test_every_recorded_conversation_is_accounted_for(recorded: Recorded) -> None:
    found = {record["sec"] for record in records(recorded.file)}

    assert found == set(recorded.sections)


@each_section
def test_what_is_left_out_is_in_the_recording(recorded: Recorded, section: str) -> None:
    replay = recorded.sections[section]

    whats = {name for step in steps(recorded, section) for name in step.names}

    assert replay.without.keys() <= whats
    assert replay.until is None or replay.until in whats


@each_recording
def test_most_of_what_was_recorded_is_replayed(recorded: Recorded) -> None:
    sections = recorded.sections

    share = sum(len(list(played(recorded, s))) for s in sections) / sum(
        len(list(steps(recorded, s))) for s in sections
    )

    assert share > recorded.share
