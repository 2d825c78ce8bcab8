"""What goes wrong about one client is that client's trouble alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from codegen.room import Ask
from reference.server.server import MESSAGES_PER_TURN, Server
from reference.server.services import Refused, Services
from tests.processes import DEADLINE
from tests.reference.relay import PROTOCOL, Notice, frame

Peer = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Scenario = Callable[..., Awaitable[None]]


def run(
    scenario: Scenario,
    *,
    people: int,
    services: Services | None = None,
    show: Callable[[Any], None] | None = None,
) -> None:
    """Play a scenario with so many people at a server in this process."""

    async def play() -> None:
        server = Server(PROTOCOL, services=services, show=show)
        port = await server.start()
        async with asyncio.timeout(DEADLINE):
            async with connections(port, people) as peers:
                await scenario(*peers)
            await server.stop()

    asyncio.run(play())


@asynccontextmanager
async def connections(port: int, people: int) -> AsyncIterator[list[Peer]]:
    peers: list[Peer] = []
    try:
        for _ in range(people):
            peers.append(await asyncio.open_connection("127.0.0.1", port))
            # Who is answered is in the room: being connected is not enough.
            peers[-1][1].write(frame("hello"))
            await hears(peers[-1], "said hello")
        yield peers
    finally:
        for _, writer in peers:
            writer.close()


async def hears(peer: Peer, *texts: str) -> None:
    expected = b"".join(frame(text) for text in texts)
    assert await peer[0].readexactly(len(expected)) == expected


async def hears_the_end(peer: Peer) -> None:
    assert await peer[0].read() == b""


def test_a_bug_in_the_room_ends_the_connection_of_who_met_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario(alice: Peer, bob: Peer, carol: Peer) -> None:
        alice[1].write(frame("crash private words"))

        await hears_the_end(alice)
        await hears(bob, "gone 1")
        bob[1].write(frame("say still here"))
        await hears(carol, "gone 1", "said still here")

    run(scenario, people=3)
    assert "fault: KeyError at relay.py:" in caplog.text
    assert "private words" not in caplog.text


def test_a_message_without_bytes_does_not_keep_the_others_from_theirs() -> None:
    async def scenario(alice: Peer, bob: Peer) -> None:
        alice[1].write(frame("garble"))

        await hears(bob, "said before", "said after", "gone 1")
        await hears_the_end(alice)

    run(scenario, people=2)


def test_a_broken_framing_ends_the_connection() -> None:
    async def scenario(alice: Peer, bob: Peer) -> None:
        alice[1].write(frame("say first") + b"\xff\xff" + frame("say never"))

        await hears(bob, "said first", "gone 1")
        await hears_the_end(alice)

    run(scenario, people=2)


def test_what_follows_a_goodbye_does_not_destroy_it() -> None:
    async def scenario(alice: Peer) -> None:
        alice[1].write(frame("bye") + frame("say more") * 10_000)

        await hears(alice, "said bye")
        await hears_the_end(alice)

    run(scenario, people=1)


def test_much_at_once_is_heard_in_order_and_in_full() -> None:
    texts = [f"said {number}" for number in range(50 * MESSAGES_PER_TURN)]

    async def scenario(alice: Peer, bob: Peer) -> None:
        alice[1].write(b"".join(frame(text.replace("said", "say")) for text in texts))
        alice[1].write_eof()

        await hears(bob, *texts, "gone 1")

    run(scenario, people=2)


def test_messages_may_arrive_byte_by_byte() -> None:
    async def scenario(alice: Peer, bob: Peer) -> None:
        for byte in frame("say hello") + frame("say again"):
            alice[1].write(bytes([byte]))
            await asyncio.sleep(0)

        await hears(bob, "said hello", "said again")

    run(scenario, people=2)


def test_the_operator_is_shown_what_is_for_the_operator() -> None:
    shown: list[Any] = []

    async def scenario(alice: Peer) -> None:
        alice[1].write(frame("notice fire"))

        await hears(alice, "said shown")

    run(scenario, people=1, show=shown.append)
    assert shown == [Notice("fire")]


# Services.


async def answers(question: Ask) -> Mapping[str, Any]:
    await asyncio.sleep(0)
    return {"text": question.arguments["text"].upper()}


async def fails(question: Ask) -> Mapping[str, Any]:
    raise OSError(f"cannot look up {question.arguments['text']}")


async def never_answers(question: Ask) -> Mapping[str, Any]:
    await asyncio.Event().wait()
    return {}


@pytest.mark.parametrize(
    ("services", "reply"),
    [
        (Services({"oracle": answers}), "answer WHO"),
        (Services(), "failed the service is not configured"),
        (Services({"oracle": fails}), "failed the service failed: OSError"),
        (
            Services({"oracle": never_answers}, seconds=0.01),
            "failed the service did not answer within 0.01 s",
        ),
        (Services({"oracle": answers}, at_once=0), "failed the service is busy"),
    ],
    ids=["answers", "not-configured", "fails", "never-answers", "busy"],
)
def test_whoever_asks_is_told_what_came_of_it(services: Services, reply: str) -> None:
    async def scenario(alice: Peer) -> None:
        alice[1].write(frame("ask who"))

        await hears(alice, reply)

    run(scenario, people=1, services=services)


def test_one_client_cannot_take_all_the_places_for_questions() -> None:
    may_answer = asyncio.Event()

    async def oracle(question: Ask) -> Mapping[str, Any]:
        await may_answer.wait()
        return {"text": question.arguments["text"].upper()}

    async def scenario(alice: Peer, bob: Peer) -> None:
        alice[1].write(frame("ask one") + frame("ask two") + frame("ask three"))
        await hears(alice, "failed too many questions at once")

        bob[1].write(frame("ask four") + frame("notice me"))
        await hears(bob, "said shown")
        may_answer.set()
        await hears(alice, "answer ONE", "answer TWO")
        await hears(bob, "answer FOUR")
        alice[1].write(frame("ask five"))
        await hears(alice, "answer FIVE")

    services = Services({"oracle": oracle}, at_once=3, per_session=2)
    run(scenario, people=2, services=services)


def test_what_a_service_says_for_its_refusal_is_passed_on_in_short() -> None:
    async def oracle(question: Ask) -> Mapping[str, Any]:
        raise Refused(question.arguments["text"])

    async def scenario(alice: Peer) -> None:
        alice[1].write(frame("ask no") + frame("ask " + "x" * 500))
        await hears(alice, "failed no", "failed " + "x" * 120)

    run(scenario, people=1, services=Services({"oracle": oracle}))


def test_services_are_started_and_stopped_with_the_server() -> None:
    done: list[str] = []

    async def start() -> None:
        done.append("started")
        raise OSError("which is told to who asks")

    async def stop() -> None:
        done.append("stopped")

    async def scenario(alice: Peer) -> None:
        assert done == ["started"]

    run(scenario, people=1, services=Services(starts=[start], stops=[stop]))
    assert done == ["started", "stopped"]


def test_an_answer_for_somebody_who_left_is_for_nobody() -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def oracle(question: Ask) -> Mapping[str, Any]:
        asked.set()
        await answer.wait()
        return {"text": "too late"}

    async def scenario(alice: Peer, bob: Peer) -> None:
        alice[1].write(frame("ask who"))
        await asked.wait()
        alice[1].write_eof()
        await hears(bob, "gone 1")
        answer.set()

        await hears_the_end(alice)

    run(scenario, people=2, services=Services({"oracle": oracle}))


def test_a_question_in_progress_does_not_hold_up_the_end() -> None:
    async def scenario(alice: Peer) -> None:
        alice[1].write(frame("ask who") + frame("notice me"))
        await hears(alice, "said shown")

    run(scenario, people=1, services=Services({"oracle": never_answers}))
