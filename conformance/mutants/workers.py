"""Several processes that do one thing after the other: judging uses a core fully."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

_PATIENCE = 60.0  # seconds for a process to end its server


class WorkerDied(Exception):
    """A process has ended in the middle of its work; its text says how."""


class Workers:
    """As a context: processes that begin with ``start`` and then do single things.

    ``start(argument)`` is called in each of them and returns what does one thing; all
    of it must be importable, so that the processes may be forked or spawned.
    """

    def __init__(
        self, count: int, start: Callable[[Any], Callable[[Any], Any]], argument: Any
    ) -> None:
        self._count = count
        self._start = start
        self._argument = argument
        self._links: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> Workers:
        """Start the processes."""
        for _ in range(self._count):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(
                target=_work, args=(theirs, self._start, self._argument), daemon=False
            )
            process.start()
            theirs.close()
            self._links[ours] = process
        return self

    def __exit__(self, *_: object) -> None:
        """End them, and with them whatever they have started."""
        for link, process in self._links.items():
            link.close()
            process.terminate()
        for process in self._links.values():
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()

    def each(self, things: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """What comes of each thing, with its number, as soon as it is known.

        Raises WorkerDied.
        """
        left = iter(enumerate(things))
        doing: dict[Connection, int] = {}
        for link in self._links:
            _give(link, left, doing)
        while doing:
            for link in [it for it in wait(list(doing)) if isinstance(it, Connection)]:
                number = doing.pop(link)
                try:
                    result = link.recv()
                except (EOFError, OSError):
                    raise WorkerDied(self._died(link)) from None
                if isinstance(result, Exception):
                    raise result
                _give(link, left, doing)
                yield number, result

    def _died(self, link: Connection) -> str:
        process = self._links[link]
        process.join(_PATIENCE)
        return f"a process of the judge ended (exit status {process.exitcode})"


def _give(
    link: Connection, left: Iterator[tuple[int, Any]], doing: dict[Connection, int]
) -> None:
    following = next(left, None)
    if following is not None:
        number, thing = following
        link.send(thing)
        doing[link] = number


def _work(
    link: Connection, start: Callable[[Any], Callable[[Any], Any]], argument: Any
) -> None:
    """Do things while there are any; SIGTERM ends it, and the server it has started."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # whoever gives the work hears of it
    signal.signal(signal.SIGTERM, _end)
    try:
        do = start(argument)
        while True:
            link.send(_done(do, link.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return


def _end(number: int, frame: FrameType | None) -> None:
    """Once is enough: what is being ended is not to be interrupted again."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _done(do: Callable[[Any], Any], thing: Any) -> Any:
    try:
        return do(thing)
    except Exception as error:
        return error
