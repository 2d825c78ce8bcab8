"""A session on a socket: carries out what it wants, and tells it what happened.

Every screen uses the same link: it hands over lines, and is told what to show.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

from reference.client.actions import (
    Action,
    Ended,
    HalfClose,
    Kind,
    Prepare,
    Show,
    Transmit,
)
from reference.client.files.measure import Abandoned, measure
from reference.client.outlet import Outlet
from reference.client.session import Session, Stage

CONNECT_SECONDS = 10.0
LEAVE_SECONDS = 10.0
"""How long a goodbye may take. A person waits for it with the finger on Ctrl-C."""

READ_BYTES = 1 << 16


class Screen(Protocol):
    """What shows a conversation."""

    def show(self, text: str, kind: Kind) -> None:
        """Show a text that is harmless already."""

    def changed(self) -> None:
        """Something beside the conversation may have changed: name, stage, progress."""


class Link:
    """The connection of one client. ``over`` is done with the exit status."""

    def __init__(self, session: Session, screen: Screen) -> None:
        self.session = session
        self.over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._screen = screen
        self._outlet: Outlet | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._more = asyncio.Event()
        self._abandon = threading.Event()
        self._patience: asyncio.TimerHandle | None = None

    async def connect(self, host: str, port: int) -> None:
        """Connect and begin; if there is no connection, the session is over."""
        try:
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(host, port, limit=READ_BYTES), CONNECT_SECONDS
            )
        except (OSError, UnicodeError) as error:  # TimeoutError is an OSError
            self._do(self.session.refused(f"{host}:{port}: {_why(error)}"))
            return
        self._writer = writer
        self._outlet = Outlet(writer, self.session.protocol.client_framing)
        self._spawn(self._listen(reader))
        self._spawn(self._send_files())
        self._do(self.session.begin())

    def typed(self, line: str) -> None:
        """A line was typed."""
        self.told(lambda: self.session.typed(line))

    def told(self, what: Callable[[], list[Action]]) -> None:
        """The user did something: ``what`` tells the session of it."""
        stuck = self._outlet is not None and self._outlet.full
        self._do(self.session.stuck() if stuck else what())

    def leave(self) -> None:
        """The user wants to leave."""
        self._do(self.session.leave())

    def fail(self, error: BaseException) -> None:
        """Whatever else runs for this link is broken: nothing is waited for."""
        if not self.over.done():
            self.over.set_exception(error)

    async def close(self) -> None:
        """Let go of everything, whether it is over or not."""
        self._abandon.set()
        if self._patience is not None:
            self._patience.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.session.desk is not None:
            self.session.desk.close()
        if self._outlet is not None and self._writer is not None:
            self._outlet.close()
            self._writer.close()

    # Carrying out.

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            self._do_one(action)
        if self.session.stage is Stage.LEAVING and self._patience is None:
            self._be_patient()
        if self.session.sending:
            self._more.set()
        self._screen.changed()

    def _do_one(self, action: Action) -> None:
        match action:
            case Show(text, kind):
                self._screen.show(text, kind)
            case Transmit(data) if self._outlet is not None:
                self._outlet.write(data)
            case HalfClose() if self._outlet is not None:
                self._outlet.end()
            case Prepare(person, path):
                self._spawn(self._prepare(person, path))
            case Ended(status) if not self.over.done():
                self.over.set_result(status)

    def _be_patient(self) -> None:
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(LEAVE_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if self._outlet is not None and self._outlet.holding:
            self._be_patient()  # the goodbye has not had its turn yet
            return
        self._do(self.session.silent(LEAVE_SECONDS))

    # What runs beside.

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.fail(error)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while not self.over.done():
            try:
                data = await reader.read(READ_BYTES)
            except OSError:
                data = b""
            if self._outlet is not None:
                self._outlet.heard()
            self._do(self.session.received(data) if data else self.session.closed())
            await asyncio.sleep(0)  # a server that floods must not silence the user

    async def _send_files(self) -> None:
        """Send pieces whenever the connection has room, and let others in between."""
        assert self._outlet is not None
        while True:
            await self._more.wait()
            try:
                await self._outlet.drain()
            except OSError:
                return  # the listener hears of it too
            self._do(self.session.next_piece())
            if not self.session.sending:
                self._more.clear()
            await asyncio.sleep(0)

    async def _prepare(self, person: str, path: str) -> None:
        desk = self.session.desk
        assert desk is not None
        try:
            file = Path(path).expanduser()
            found = await asyncio.to_thread(measure, file, desk.hasher, self._abandon)
        except Abandoned:
            return
        except (OSError, ValueError, RuntimeError) as error:  # bad paths are all three
            self._do(self.session.unmeasured(path, _why(error)))
        else:
            self._do(self.session.measured(person, found))


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError) and not str(error):
        return f"no answer within {CONNECT_SECONDS:g} s"
    # asyncio tells of the call that failed; what people know is the errno's sentence.
    number = re.search(r"\[Errno (\d+)\] Connect call failed", str(error))
    if number is not None:
        return os.strerror(int(number[1]))
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
