"""The conversation's thread: an event loop with one session after the other.

The window's thread calls the methods, none of which waits; what they lead to comes back
through ``deliver``, called in this thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.protocol import Command, Protocol
from reference.client.actions import Action
from reference.client.link import Link
from reference.client.session import Session
from reference.window.board import Batch, Board


@dataclass(frozen=True, slots=True)
class Finished:
    """The thread ends: nothing more will be delivered."""


class Engine:
    """Converses with the server at ``address`` until the user leaves."""

    def __init__(
        self,
        protocol: Protocol,
        address: tuple[str, int],
        name: str | None,
        downloads: Path,
        deliver: Callable[[Batch | Finished], None],
    ) -> None:
        self._protocol = protocol
        self._address = address
        self._name = name
        self._downloads = downloads
        self._deliver = deliver
        self._board = Board(deliver)
        self._link: Link | None = None
        self._left = False
        self._status = 0
        self._error: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._wish = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="conversation")

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def join(self) -> int:
        """Wait for the end; the exit status. Raises what went wrong in the thread."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._status

    # What the user does.

    def typed(self, line: str) -> None:
        """A line was typed."""
        self._tell(lambda session: session.typed(line))

    def ordered(self, command: Command, typed: Mapping[str, str]) -> None:
        """A command was chosen, and its fields were filled in."""
        self._tell(lambda session: session.ordered(command, typed))

    def offered(self, person: str, path: str) -> None:
        """A file was chosen to be offered."""
        self._tell(lambda session: session.offered(person, path))

    def answered(self, number: int, yes: bool) -> None:
        """A question was answered."""
        self._tell(lambda session: session.answered(number, yes))

    def stopped(self, number: int) -> None:
        """A transfer is to be stopped."""
        self._tell(lambda session: session.stopped(number))

    def taken(self) -> None:
        """The last batch is shown."""
        self._post(self._board.taken)

    def leave(self) -> None:
        """The user wants to leave; the second time, at once."""
        self._post(self._leave)

    def reconnect(self) -> None:
        """Try again, if it is over."""
        self._post(self._wish.set)

    def abandon(self, error: BaseException) -> None:
        """The window is broken: there is nothing to wait for."""
        self._post(lambda: self._abandon(error))

    # In the thread.

    def _post(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(call)

    def _tell(self, what: Callable[[Session], list[Action]]) -> None:
        def tell() -> None:
            if self._link is not None:
                session = self._link.session
                self._link.told(lambda: what(session))

        self._post(tell)

    def _leave(self) -> None:
        self._left = True
        self._wish.set()
        if self._link is not None:
            self._link.leave()

    def _abandon(self, error: BaseException) -> None:
        self._leave()
        if self._link is not None:
            self._link.fail(error)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                self._status = runner.run(self._converse())
        except BaseException as error:
            self._error = error
        finally:
            self._deliver(Finished())

    async def _converse(self) -> int:
        while True:
            self._wish.clear()
            status = await self._one_session()
            if self._left or self._board.left:
                return status
            await self._wish.wait()
            if self._left:
                return status

    async def _one_session(self) -> int:
        """One connection, from its making to its end."""
        session = Session(
            self._protocol, name=self._name, downloads=self._downloads, by_line=False
        )
        link = self._link = Link(session, self._board)
        self._board.begin(session)
        connecting = asyncio.create_task(self._connect(link))
        try:
            if self._left:  # before there was anything to leave
                link.leave()
            return await link.over
        finally:
            self._name = session.name or self._name
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await link.close()
            self._board.changed()

    async def _connect(self, link: Link) -> None:
        try:
            await link.connect(*self._address)
        except Exception as error:
            link.fail(error)
        else:
            self._board.connected()
