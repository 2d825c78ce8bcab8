"""From the bytes of a server to its messages."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.protocol import load
from codegen.wire import Messages
from reference.client.incoming import MOST_BYTES_TRIED, Incoming, Unread
from tests.reference.parcel import CLASSES, PARCEL, say

HASH = load("hash")


def names(items: list[Any]) -> list[str]:
    return [type(item).__name__ for item in items]


def unframed(text: str | bytes) -> list[Any]:
    data = text if isinstance(text, bytes) else text.encode()
    incoming = Incoming(HASH.server_framing, HASH.server_messages)
    return list(incoming.read(data))


def test_frames_are_read_however_the_stream_is_cut() -> None:
    data = say("Joined", "bob") + say("Said", "bob", "hi", 1)
    incoming = Incoming(PARCEL.server_framing, PARCEL.server_messages)

    found = [m for i in range(len(data)) for m in incoming.read(data[i : i + 1])]

    assert found == [CLASSES["Joined"]("bob"), CLASSES["Said"]("bob", "hi", 1)]


def test_a_frame_that_is_no_message_is_handed_on_and_the_next_one_read() -> None:
    incoming = Incoming(PARCEL.server_framing, PARCEL.server_messages)

    unread, left = incoming.read(b"\x00\x02\xff\xff" + say("Left", "bob"))

    assert isinstance(unread, Unread)
    assert unread.data == b"\xff\xff"
    assert not unread.fatal
    assert left == CLASSES["Left"]("bob")


def test_a_broken_framing_is_the_end() -> None:
    incoming = Incoming(PARCEL.server_framing, PARCEL.server_messages)

    (unread,) = incoming.read(b"\xff\xff" + say("Left", "bob"))

    assert isinstance(unread, Unread)
    assert unread.fatal


LIST = "=== 접속자 리스트 ===\nalice\nbob\n====================="


@pytest.mark.parametrize(
    ("glued", "kinds"),
    [
        ("101", ["Taken"]),
        ("채팅방에 입장하였습니다." + LIST, ["Welcome", "Members"]),
        ("102[공지]bob 사용자가 퇴장하였습니다.", ["Goodbye", "Left"]),
        ("[공지]a 사용자가 접속하였습니다.b : hi", ["Joined", "Said"]),
        (
            "[공지]a 사용자가 접속하였습니다.[공지]b 사용자가 접속하였습니다." + LIST,
            ["Joined", "Joined", "Members"],
        ),
        (LIST + "해당 사용자가 존재하지 않습니다.", ["Members", "Nobody"]),
    ],
)
def test_messages_that_arrived_as_one_are_told_apart(
    glued: str, kinds: list[str]
) -> None:
    assert names(unframed(glued)) == kinds


def test_a_text_that_looks_like_two_messages_is_one() -> None:
    assert names(unframed("alice : 101bob : hi")) == ["Said"]


def test_what_is_no_message_is_handed_on_as_it_is() -> None:
    (unread,) = unframed("?!")
    taken, rest = unframed("101?!")

    assert isinstance(unread, Unread)
    assert unread.data == b"?!"
    assert names([taken]) == ["Taken"]
    assert rest.data == b"?!"


def test_a_cut_character_is_no_message() -> None:
    (unread,) = unframed("채팅방에".encode()[:-1])

    assert isinstance(unread, Unread)


def test_the_work_of_telling_apart_is_bounded() -> None:
    class Counting(Messages):
        tried = 0

        def decode(self, payload: bytes, reads: type | None = None) -> Any:
            self.tried += len(payload)
            return super().decode(payload, reads)

    messages = Counting(HASH.server_messages)
    incoming = Incoming(HASH.server_framing, messages)

    (unread,) = incoming.read("[공지]".encode() * 16_000)

    assert isinstance(unread, Unread)
    assert messages.tried <= MOST_BYTES_TRIED


def test_hundreds_of_glued_messages_are_all_found() -> None:
    found = unframed(
        "".join(f"[공지]u{i} 사용자가 접속하였습니다." for i in range(300))
    )

    assert names(found) == ["Joined"] * 300
