"""``python -m reference client``: which screen, and what becomes the exit status."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from codegen.protocol import Protocol
from reference.client.link import Link
from reference.client.plain import PlainScreen
from reference.client.session import Session
from reference.standard import HINT, is_terminal
from reference.statuses import EXIT_STATUSES, LEFT

if TYPE_CHECKING:
    from reference.client.terminal import TerminalScreen

__all__ = ["EXIT_STATUSES", "run"]

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def run(
    protocol: Protocol, address: tuple[str, int], name: str | None, downloads: Path
) -> int:
    """Talk to the server at ``address`` until either side ends it."""
    try:
        return asyncio.run(_converse(protocol, address, name, downloads))
    except KeyboardInterrupt:  # before there was anything to leave
        return LEFT


async def _converse(
    protocol: Protocol, address: tuple[str, int], name: str | None, downloads: Path
) -> int:
    typist = is_terminal(sys.stdin)
    session = Session(
        protocol, name=name, downloads=downloads, retry=typist or name is None
    )
    with contextlib.ExitStack() as stack:
        screen = _screen(session, stack)
        link = screen.link = Link(session, screen)
        stack.enter_context(_signals_leave(link))
        try:
            await link.connect(*address)
            return await _until_over(link, screen)
        finally:
            await link.close()


async def _until_over(link: Link, screen: TerminalScreen | PlainScreen) -> int:
    """Let lines be typed until the link is over; return the exit status."""
    if link.over.done():
        return link.over.result()
    typing = asyncio.create_task(screen.run(link))
    typing.add_done_callback(lambda task: _report(task, link))
    try:
        return await link.over
    finally:
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)


def _report(task: asyncio.Task[None], link: Link) -> None:
    """Without a keyboard nobody could leave: its failure is the link's."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        link.fail(error)


def _screen(
    session: Session, stack: contextlib.ExitStack
) -> TerminalScreen | PlainScreen:
    """A terminal's screen if there is a terminal and all that it takes."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return PlainScreen()
    try:
        from reference.client.terminal import TerminalScreen
    except ImportError:
        print(HINT, file=sys.stderr)
        return PlainScreen()
    return stack.enter_context(TerminalScreen(session))


@contextlib.contextmanager
def _signals_leave(link: Link) -> Iterator[None]:
    """Leave when interrupted or told to end; what is partial must not stay behind."""
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        # Windows has neither all of them nor handlers in a loop.
        with contextlib.suppress(AttributeError, NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), link.leave)
    yield
