"""What another thread says to Tk's. Nothing polls where Tk can watch a pipe."""

from __future__ import annotations

import contextlib
import os
import signal
import tkinter
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Generic, TypeVar

POLL_MS = 50
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Items put in by any thread are taken out in Tk's, in their order."""

    def __init__(self, root: tkinter.Misc, take: Callable[[T], None]) -> None:
        self._root = root
        self._take = take
        self._items: SimpleQueue[T] = SimpleQueue()
        self._out, self._in = os.pipe()
        os.set_blocking(self._out, False)
        os.set_blocking(self._in, False)
        self._watched = hasattr(root.tk, "createfilehandler")  # not on Windows
        if self._watched:
            root.tk.createfilehandler(self._out, tkinter.READABLE, self._rung)
        else:
            self._poll()

    def put(self, item: T) -> None:
        """Hand over an item, from any thread."""
        self._items.put(item)
        with contextlib.suppress(BlockingIOError):  # full: Tk will look anyway
            os.write(self._in, b"\0")

    def close(self) -> None:
        """Let go. Nobody may put anything in any more."""
        if self._watched:
            self._root.tk.deletefilehandler(self._out)
        os.close(self._out)
        os.close(self._in)

    @contextlib.contextmanager
    def signals(self, call: Callable[[], None]) -> Iterator[None]:
        """While this lasts, a signal to end makes Tk call this, however idle it is."""

        def handle(number: int, frame: FrameType | None) -> None:
            call()

        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        before = {number: signal.signal(number, handle) for number in numbers}
        woken = signal.set_wakeup_fd(self._in, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(woken)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _rung(self, file: object, mask: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._out, 4096)
        self._take_all()

    def _poll(self) -> None:
        self._take_all()
        self._root.after(POLL_MS, self._poll)

    def _take_all(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._take(self._items.get_nowait())
