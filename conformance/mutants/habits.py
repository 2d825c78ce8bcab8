"""What may go wrong between a server and the wire, and what only looks so.

A habit sees the bytes of all connections in both directions. It belongs to one run.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from codegen.protocol import Protocol
from codegen.wire import WireError

_SLOW = 0.01  # seconds
_GAP = 0.002
_MISTAKE = 5  # every fifth message goes astray
_SECRET = b"secret"


class Crashed(Exception):
    """The server is to die now."""


class Pair:
    """A connection of a client, and the one to the server that belongs to it."""

    def __init__(self) -> None:
        self.client: asyncio.StreamWriter | None = None
        self.held = b""


class Habit:
    """A server as it is. Others do something else at one of these places."""

    def __init__(self, protocol: Protocol, argument: str = "") -> None:
        self.protocol = protocol
        self.argument = argument
        self.pairs: list[Pair] = []

    async def come(self, pair: Pair) -> None:
        """Somebody wants to be served."""

    async def go(self, pair: Pair) -> None:
        """Somebody is gone."""

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """What the server gets of what a client has sent, in pieces."""
        return [data]

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """What a client gets of what the server has sent, in pieces."""
        return [data]

    def hears_the_end(self) -> bool:
        """Whether the server is told that a client is gone."""
        return True


class LosesLastByte(Habit):
    """The last byte of what is sent is missing."""

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """All but one."""
        return [data[:-1]] if len(data) > 1 else [data]


class SwapsBytes(Habit):
    """The first two bytes of what is sent are swapped."""

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """The same bytes."""
        return [data[1:2] + data[:1] + data[2:]]


class StaleBytes(Habit):
    """Behind the end of a record's text stands what was in memory before."""

    kept = 1  # bytes of the pad

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """Whole records, with something else in their pad."""
        size = self.protocol.server_framing.size  # type: ignore[attr-defined]
        pair.held += data
        found = []
        while len(pair.held) >= size:
            found.append(self._soiled(pair.held[:size]))
            pair.held = pair.held[size:]
        return found

    def _soiled(self, record: bytes) -> bytes:
        pad = bytes([int(self.argument)])
        end = min(len(record), record.find(pad) % len(record) + self.kept)
        stale = _SECRET[: len(record) - end]
        return record[:end] + stale + record[end + len(stale) :]


class Unterminated(StaleBytes):
    """Nothing says where the text of a record ends: its first pad byte is missing."""

    kept = 0


class OneAtATime(Habit):
    """Who comes second is served when the first one has left."""

    def __init__(self, protocol: Protocol, argument: str = "") -> None:
        super().__init__(protocol, argument)
        self._turn = asyncio.Lock()

    async def come(self, pair: Pair) -> None:
        """Wait for one's turn."""
        await self._turn.acquire()

    async def go(self, pair: Pair) -> None:
        """It is the next one's."""
        self._turn.release()


class BlocksOnOthers(Habit):
    """Once somebody was told something, all others wait for that one's answer."""

    def __init__(self, protocol: Protocol, argument: str = "") -> None:
        super().__init__(protocol, argument)
        self._last: Pair | None = None
        self._waits_for: Pair | None = None
        self._free = asyncio.Event()
        self._free.set()

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """Wait, unless one is waited for."""
        if self._waits_for is pair:
            self._release()
        await self._free.wait()
        self._last = pair
        return [data]

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """From now on this one is waited for."""
        if pair is not self._last and self._last is not None:
            self._waits_for = pair
            self._free.clear()
        return [data]

    async def go(self, pair: Pair) -> None:
        """Who is gone is not waited for."""
        if self._waits_for is pair:
            self._release()

    def _release(self) -> None:
        self._waits_for = None
        self._free.set()


class HalfMessageBlocks(Habit):
    """While a message is incomplete nobody else is heard."""

    def __init__(self, protocol: Protocol, argument: str = "") -> None:
        super().__init__(protocol, argument)
        self._turn = asyncio.Lock()
        self._reading: Pair | None = None

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """Whole messages; the rest is waited for."""
        if self._reading is not pair:
            await self._turn.acquire()
            self._reading = pair
        frames, pair.held = _frames(self.protocol, pair.held + data)
        if not pair.held:
            self._release()
        return frames

    async def go(self, pair: Pair) -> None:
        """What was begun will not be finished."""
        if self._reading is pair:
            self._release()

    def _release(self) -> None:
        self._reading = None
        self._turn.release()


class ReadIsMessage(Habit):
    """What one read returns is taken for one message: no more, and no less."""

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """The first message, if it is whole."""
        frames, _ = _frames(self.protocol, data)
        return frames[:1]


class Misroutes(Habit):
    """Now and then a message goes to another connection."""

    def __init__(self, protocol: Protocol, argument: str = "") -> None:
        super().__init__(protocol, argument)
        self._count = 0

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """Nothing, if somebody else gets it."""
        self._count += 1
        others = [it for it in self.pairs if it is not pair and it.client]
        if self._count % _MISTAKE or not others:
            return [data]
        other = others[0].client
        assert other is not None
        other.write(data)
        return []


class Ghosts(Habit):
    """Who breaks the connection stays for ever."""

    def hears_the_end(self) -> bool:
        """It does not look at what a read returns."""
        return False


class Crashes(Habit):
    """A certain message is the end of the server."""

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """Look for it."""
        for payload in _payloads(self.protocol, data):
            if _name(self.protocol, payload) == self.argument:
                raise Crashed
        return [data]


class Slow(Habit):
    """Everything takes a while, on the way there and back."""

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """Later."""
        await asyncio.sleep(_SLOW)
        return [data]

    down = up


class Splits(Habit):
    """What is sent comes in two segments."""

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """Two halves."""
        return [it for it in (data[: len(data) // 2], data[len(data) // 2 :]) if it]


class Queues(Habit):
    """A writer of its own for each connection sends what has gathered meanwhile."""

    async def down(self, pair: Pair, data: bytes) -> list[bytes]:
        """Wait: what comes until then is read with it the next time."""
        await asyncio.sleep(_GAP)
        return [data]


class Threads(Habit):
    """A thread for each connection, which has the processor now or a little later."""

    def __init__(self, protocol: Protocol, argument: str = "") -> None:
        super().__init__(protocol, argument)
        self._chance = random.Random(1)

    async def up(self, pair: Pair, data: bytes) -> list[bytes]:
        """Some time or other."""
        await asyncio.sleep(self._chance.random() * _GAP)
        return [data]


HABITS: Mapping[str, Callable[..., Habit]] = {
    "loses-last-byte": LosesLastByte,
    "swaps-bytes": SwapsBytes,
    "stale-bytes": StaleBytes,
    "unterminated": Unterminated,
    "one-at-a-time": OneAtATime,
    "blocks-on-others": BlocksOnOthers,
    "half-message-blocks": HalfMessageBlocks,
    "read-is-message": ReadIsMessage,
    "misroutes": Misroutes,
    "ghosts": Ghosts,
    "crash": Crashes,
}
CONTROLS: Mapping[str, Callable[..., Habit]] = {
    "slow": Slow,
    "split": Splits,
    "queue": Queues,
    "threads": Threads,
}


def habit(protocol: Protocol, name: str) -> Habit:
    """A new habit. ``WORD/ARGUMENT``: of a message's name, or of the pad byte."""
    word, _, argument = name.partition("/")
    return {**HABITS, **CONTROLS}[word](protocol, argument)


def _frames(protocol: Protocol, data: bytes) -> tuple[list[bytes], bytes]:
    """The whole messages in front, with their framing, and what is left."""
    framing = protocol.client_framing
    found = [framing.wrap(it) for it in _payloads(protocol, data)]
    return found, data[sum(map(len, found)) :]


def _payloads(protocol: Protocol, data: bytes) -> Iterator[bytes]:
    splitter = protocol.client_framing.splitter()
    splitter.feed(data)
    try:
        while (payload := splitter.next()) is not None:
            yield payload
    except WireError:
        return


def _name(protocol: Protocol, payload: bytes) -> str:
    """Which message of a client it is; "" if it is none."""
    try:
        message: Any = protocol.client_messages.decode(payload)
    except WireError:
        return ""
    infos = (it for it in protocol.messages if it.cls is type(message))
    return next((it.name for it in infos), "")
