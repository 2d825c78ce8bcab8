"""A session on a real socket, within the process of the test."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from codegen.protocol import Protocol, load
from codegen.wire import Unframed
from reference.client import link as link_module
from reference.client import outlet as outlet_module
from reference.client.actions import Kind
from reference.client.link import Link
from reference.client.outlet import MOST_WAITING, Outlet
from reference.client.session import Session
from tests.processes import DEADLINE
from tests.reference.parcel import CLASSES, PARCEL, say
from tests.reference.scripted import payloads

BIG = bytes(range(256)) * 40_000  # 10 MB


class Heard:
    """A screen that keeps what it is shown."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._changed = asyncio.Event()

    def show(self, text: str, kind: Kind) -> None:
        self.texts.append(text)

    def changed(self) -> None:
        self._changed.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()


class Talk:
    """A link, its screen, and the server's end of it."""

    def __init__(
        self, session: Session, reader: asyncio.StreamReader, writer: Any
    ) -> None:
        self.screen = Heard()
        self.link = Link(session, self.screen)
        self.reader = reader
        self.writer = writer

    async def expects(self, data: bytes) -> None:
        assert await self.reader.readexactly(len(data)) == data

    def says(self, *messages: bytes) -> None:
        self.writer.write(b"".join(messages))


Script = Callable[[Talk], Coroutine[Any, Any, None]]


def play(script: Script, protocol: Protocol = PARCEL, **options: Any) -> list[str]:
    """Run a script with alice connected; return what she was shown."""

    async def main() -> list[str]:
        ends: asyncio.Queue[Any] = asyncio.Queue()

        async def serve(*end: Any) -> None:
            await ends.put(end)

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        session = Session(protocol, name="alice", **options)
        talk = Talk(session, asyncio.StreamReader(), None)
        await talk.link.connect(*server.sockets[0].getsockname())
        talk.reader, talk.writer = await ends.get()
        try:
            await script(talk)
        finally:
            await talk.link.close()
            talk.writer.close()
            server.close()
        return talk.screen.texts

    return asyncio.run(asyncio.wait_for(main(), DEADLINE))


async def log_in(talk: Talk) -> None:
    await talk.expects(say("Login", "alice"))
    talk.says(say("Welcome", "alice"))
    await talk.screen.until(lambda: talk.link.session.name == "alice")


def test_messages_go_both_ways_and_the_goodbye_is_the_status() -> None:
    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.link.typed("hello")
        await talk.expects(say("Say", "hello"))
        talk.says(say("Said", "bob", "hi", 0), say("Goodbye"))
        assert await talk.link.over == 0

    assert play(script)[-1] == "goodbye"


def test_a_leave_that_nobody_grants_ends_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link_module, "LEAVE_SECONDS", 0.05)

    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.link.leave()
        await talk.expects(say("Exit"))
        assert await talk.link.over == 3

    assert play(script)[-1] == "The server did not say goodbye within 0.05 s."


def test_a_reset_is_a_lost_connection() -> None:
    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.writer.transport.abort()
        assert await talk.link.over == 3

    assert play(script)[-1] == "The connection is lost."


def test_the_end_of_the_stream_is_told_where_there_is_no_goodbye() -> None:
    from dataclasses import replace

    client = replace(PARCEL.client, commands=PARCEL.client.commands[:1])

    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.link.leave()
        assert await talk.reader.read() == b""
        talk.writer.close()
        assert await talk.link.over == 0

    play(script, replace(PARCEL, client=client))


def test_nobody_listening_is_a_failure_with_a_reason() -> None:
    async def main() -> None:
        screen = Heard()
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        server.close()
        await server.wait_closed()
        for address, reason in (
            ((host, port), f"({host}:{port}: Connection refused)"),
            (("x" * 70, port), f"({'x' * 70}:{port}: "),
        ):
            link = Link(Session(PARCEL), screen)
            await link.connect(*address)
            assert await link.over == 3
            assert screen.texts[-1].startswith(reason)
            await link.close()

    asyncio.run(asyncio.wait_for(main(), DEADLINE))


def big_file(tmp_path: Path) -> Path:
    path = tmp_path / "big.bin"
    path.write_bytes(BIG)
    return path


async def offered(talk: Talk, path: Path) -> int:
    """Offer a file and have it accepted; return its number."""
    talk.link.typed(f"/file bob {path}")
    head = await talk.reader.readexactly(2)
    (message,) = payloads(
        head + await talk.reader.readexactly(int.from_bytes(head, "big"))
    )
    assert message.digest == hashlib.sha256(path.read_bytes()).digest()
    talk.says(say("Accepted", message.id))
    number: int = message.id
    return number


def test_a_big_file_neither_fills_the_memory_nor_holds_up_the_chat(
    tmp_path: Path,
) -> None:
    async def script(talk: Talk) -> None:
        await log_in(talk)
        await offered(talk, big_file(tmp_path))
        transport = talk.link._writer.transport  # type: ignore[union-attr]
        # The server does not read: the client fills what the kernel takes, and stops.
        talk.reader._transport.pause_reading()  # type: ignore[attr-defined]
        await talk.screen.until(lambda: transport.get_write_buffer_size() > 2**16)
        for _ in range(100):
            await asyncio.sleep(0)
        assert transport.get_write_buffer_size() < 2**18

        talk.link.typed("still here")
        talk.says(say("Said", "bob", "me too", 0))
        await talk.screen.until(lambda: "bob: me too" in talk.screen.texts[-1])
        talk.reader._transport.resume_reading()  # type: ignore[attr-defined]
        data = b""
        while not data.endswith(say("End", talk_id(data))):
            data += await talk.reader.read(2**20)
        messages = payloads(data)

        text = messages.index(CLASSES["Say"]("still here"))
        pieces = [m for m in messages if isinstance(m, CLASSES["Data"])]
        assert b"".join(piece.data for piece in pieces) == BIG
        assert 0 < text < len(messages) - 2
        await talk.screen.until(lambda: talk.screen.texts[-1].startswith("Sent "))

    play(script)


def talk_id(data: bytes) -> int:
    """The number of the transfer whose first piece a stream begins with."""
    return int.from_bytes(data[4:8], "big") or 1


def test_a_connection_lost_while_receiving_leaves_no_partial_file(
    tmp_path: Path,
) -> None:
    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.says(say("Offered", "bob", 7, "a.bin", 100, bytes(32)))
        await talk.screen.until(lambda: "Take it?" in talk.screen.texts[-1])
        talk.link.typed("y")
        await talk.expects(say("Accept", 7))
        talk.says(say("Chunk", 7, 0, b"x" * 50), say("Said", "bob", "there", 0))
        await talk.screen.until(lambda: "there" in talk.screen.texts[-1])
        assert len(list(tmp_path.iterdir())) == 1
        talk.writer.transport.abort()
        await talk.link.over

    play(script, downloads=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_measuring_that_nobody_waits_for_stops(tmp_path: Path) -> None:
    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.link.typed(f"/file bob {big_file(tmp_path)}")
        await talk.link.close()

    assert not any("Offered" in text for text in play(script))


# Writing.


class Writer:
    """What an outlet needs of a stream's writer."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.transport = self
        self.held = 0

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def write_eof(self) -> None:
        self.written.append(b"")

    def can_write_eof(self) -> bool:
        return True

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return self.held


def written_apart(writer: Any, scene: Callable[[Outlet], Awaitable[None]]) -> None:
    async def main() -> None:
        outlet = Outlet(writer, Unframed())
        for data in (b"a", b"b", b"c"):
            outlet.write(data)
        outlet.end()
        assert writer.written == [b"a"]
        await scene(outlet)
        outlet.close()

    asyncio.run(asyncio.wait_for(main(), DEADLINE))


async def until_written(writer: Any, count: int) -> None:
    while len(writer.written) < count:
        await asyncio.sleep(0.001)


def test_without_a_framing_each_message_waits_for_an_answer_to_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlet_module, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(outlet_module, "SILENCE_SECONDS", 2 * DEADLINE)
    writer: Any = Writer()

    async def scene(outlet: Outlet) -> None:
        outlet.heard()  # within the pause: it counts when that is over
        await until_written(writer, 2)
        await asyncio.sleep(0.05)  # long after the pause
        assert writer.written == [b"a", b"b"]
        outlet.heard()
        assert writer.written == [b"a", b"b", b"c"]
        outlet.heard()
        await until_written(writer, 4)

    written_apart(writer, scene)
    assert writer.written == [b"a", b"b", b"c", b""]


def test_a_server_that_says_nothing_is_given_time_and_then_the_next_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlet_module, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(outlet_module, "SILENCE_SECONDS", 0.02)
    writer: Any = Writer()

    written_apart(writer, lambda outlet: until_written(writer, 4))

    assert writer.written == [b"a", b"b", b"c", b""]


def test_a_server_that_does_not_read_is_noticed() -> None:
    writer: Any = Writer()
    outlet = Outlet(writer, PARCEL.client_framing)

    assert not outlet.full
    writer.held = MOST_WAITING + 1
    assert outlet.full


def test_a_line_for_a_server_that_does_not_read_is_not_kept() -> None:
    async def script(talk: Talk) -> None:
        await log_in(talk)
        talk.reader._transport.pause_reading()  # type: ignore[attr-defined]
        for _ in range(2_000):
            talk.link.typed("x" * 4096)

    texts = play(script)

    assert texts[-1] == "Not sent: the server does not read what it is sent."


def test_a_protocol_of_text_works_just_so() -> None:
    async def script(talk: Talk) -> None:
        await talk.expects(b"001#alice")
        talk.says("채팅방에 입장하였습니다.".encode())
        await talk.screen.until(lambda: talk.link.session.name == "alice")
        talk.link.typed("/b a#b ")
        await talk.expects(b"002#alice#a#b ")
        talk.link.leave()
        await talk.expects(b"004#alice")
        talk.says(b"102")
        assert await talk.link.over == 0

    assert play(script, load("hash"))[-1] == "채팅방 접속이 해제되었습니다."


def test_a_goodbye_is_waited_for_only_after_it_had_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link_module, "LEAVE_SECONDS", 0.01)
    monkeypatch.setattr(outlet_module, "SILENCE_SECONDS", 2 * DEADLINE)

    async def script(talk: Talk) -> None:
        await talk.expects(b"001#alice")
        talk.says("채팅방에 입장하였습니다.".encode())
        await talk.screen.until(lambda: talk.link.session.name == "alice")
        talk.link.typed("/b hello")
        talk.link.leave()
        await talk.expects(b"002#alice#hello")
        await asyncio.sleep(0.05)  # many times as long as a goodbye may take
        assert not talk.link.over.done()
        monkeypatch.setattr(link_module, "LEAVE_SECONDS", DEADLINE)
        await asyncio.sleep(0.05)
        talk.says(b"alice : hello")
        await talk.expects(b"004#alice")
        talk.says(b"102")
        assert await talk.link.over == 0

    assert play(script, load("hash"))[-1] == "채팅방 접속이 해제되었습니다."
