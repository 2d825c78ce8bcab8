"""Time limits are kept, whenever they begin."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic, time
from typing import ClassVar

import pytest

from codegen.room import Region, Timeout, Timer
from reference.server.alarm import Alarm
from reference.server.server import Server
from tests.processes import DEADLINE
from tests.reference import relay

LIMIT = 0.05


class TimedRoom(relay.Room):
    """Whoever says nothing for so long is sent away."""

    REGIONS = (Region("entry", "here", timers={"here": Timer(LIMIT, "message")}),)

    def _out(self, me: relay.Session, _: Timeout) -> bool:
        self._close(me)
        return True

    HANDLERS: ClassVar = {Timeout: (("entry", {"here": _out}),)}


def test_each_session_has_its_own_time_from_when_it_began() -> None:
    async def stay(port: int, after: float) -> float:
        """How long one may stay who comes so much later."""
        await asyncio.sleep(after)
        begun = monotonic()  # before the server can take its own time
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        writer.close()
        return monotonic() - begun

    async def play() -> list[float]:
        server = Server(replace(relay.PROTOCOL, room=TimedRoom))
        port = await server.start()
        async with asyncio.timeout(DEADLINE):
            stays = await asyncio.gather(*(stay(port, n * LIMIT / 3) for n in range(5)))
            await server.stop()
        return stays

    for seconds in asyncio.run(play()):
        assert LIMIT * 0.9 <= seconds < DEADLINE


def test_an_alarm_is_set_only_for_somebody_with_a_time_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def delays(one: relay.Room, present: bool) -> list[float]:
        """For how long the alarm would sleep."""
        found: list[float] = []
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "call_later", lambda delay, _: found.append(delay))
        one.elapsed(time() - LIMIT / 2)
        one.connected(1)
        if not present:
            one.disconnected(1)
        Alarm(one, lambda: None).set()
        return found

    (delay,) = asyncio.run(delays(TimedRoom(), present=True))
    assert 0 < delay <= LIMIT / 2
    assert asyncio.run(delays(TimedRoom(), present=False)) == []
    assert asyncio.run(delays(relay.Room(), present=True)) == []
