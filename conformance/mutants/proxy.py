"""Stands between the judge and a server that is right: with a habit it is not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from codegen.protocol import Protocol
from conformance.mutants.habits import Crashed, Habit, Pair, habit
from conformance.targets.ending import Ending
from conformance.targets.target import StartError, Target

_HOST = "127.0.0.1"
_MOST = 65536
_CRASH = Ending("crashed", "crashes")
_PATIENCE = 30.0  # seconds for a thread to begin and to end


@contextmanager
def standing_between(
    protocol: Protocol, server: tuple[str, int], name: str
) -> Iterator[Target]:
    """A server that has the habit of this name. It can be started again."""
    between = _Between(partial(_Proxy, protocol, server, name))
    try:
        between.renew()
        yield between
    finally:
        between.end()


class _Between(Target):
    """A target of which it is known when it has crashed, as of one that was started."""

    restarts = True

    def __init__(self, proxy: Callable[[], _Proxy]) -> None:
        super().__init__(_HOST, 0)
        self._make = proxy
        self._proxy: _Proxy | None = None

    def renew(self, force: bool = False) -> None:
        """Let it begin anew; the server behind it is the same. Raises StartError."""
        self.end()
        self._proxy = self._make()
        self.port = self._proxy.begin()

    def end(self) -> None:
        """Let go of everybody."""
        proxy, self._proxy = self._proxy, None
        if proxy is not None:
            proxy.stop()

    def has_ended(self) -> bool:
        """Whether it has crashed."""
        return self._proxy is None or self._proxy.has_crashed

    def ending(self) -> Ending | None:
        """How it has crashed."""
        return _CRASH if self.has_ended() else super().ending()


class _Proxy:
    """The listening side, in a thread of its own."""

    def __init__(self, protocol: Protocol, server: tuple[str, int], name: str) -> None:
        self.has_crashed = False
        self._protocol, self._server, self._name = protocol, server, name
        self._port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> int:
        """The port on which it listens from now on."""
        self._thread.start()
        if not self._ready.wait(_PATIENCE):
            raise StartError("the proxy does not start")
        return self._port

    def run(self) -> None:
        """Serve until it is stopped."""
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    def stop(self) -> None:
        """End it, from another thread."""
        with suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_PATIENCE)

    async def _serve(self) -> None:
        self._habit: Habit = habit(self._protocol, self._name)
        listener = await asyncio.start_server(self._connected, _HOST, 0)
        self._port = listener.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        listener.close()
        self._drop_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _drop_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        pair = Pair()
        try:
            # Cancelled at the end; what streams do with such a task is a complaint.
            with suppress(OSError, asyncio.CancelledError):
                await self._habit.come(pair)
                await self._join(pair, reader, writer)
        finally:
            await self._habit.go(pair)
            self._tasks.discard(task)
            self._writers.discard(writer)
            writer.close()

    async def _join(
        self, pair: Pair, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._server)
        self._writers.add(far_writer)
        pair.client = writer
        self._habit.pairs.append(pair)
        down = asyncio.create_task(self._down(pair, far_reader, writer))
        up = asyncio.create_task(self._up(pair, reader, far_writer))
        try:
            await down
        finally:
            up.cancel()
            await asyncio.gather(down, up, return_exceptions=True)
            self._habit.pairs.remove(pair)
            self._writers.discard(far_writer)
            far_writer.close()

    async def _up(
        self, pair: Pair, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while data := await source.read(_MOST):
                for piece in await self._heard(pair, data):
                    await _write(sink, piece)
        if self._habit.hears_the_end():
            with suppress(OSError):
                sink.write_eof()

    async def _heard(self, pair: Pair, data: bytes) -> list[bytes]:
        try:
            return await self._habit.up(pair, data)
        except Crashed:
            self.has_crashed = True
            self._drop_all()
            self._over.set()
            return []

    async def _down(
        self, pair: Pair, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while data := await source.read(_MOST):
                for piece in await self._habit.down(pair, data):
                    await _write(sink, piece)


async def _write(sink: asyncio.StreamWriter, data: bytes) -> None:
    sink.write(data)
    await sink.drain()
    await asyncio.sleep(0)  # so that two pieces are two segments
