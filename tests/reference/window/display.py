"""Real windows on a display of their own, each in the process of the test.

Events of all windows are handled by whoever waits: nothing sleeps, nothing polls.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from select import select
from time import monotonic

import pytest

from codegen.protocol import Protocol
from tests.processes import DEADLINE

tkinter = pytest.importorskip("tkinter", reason="this Python has no tkinter")

from reference.window.window import Window  # noqa: E402 (it needs tkinter)

KEPT: list[object] = []
"""Interpreters of Tcl. They must not be collected in the thread of a conversation."""

NO_XVFB = "there is no Xvfb (Debian: apt install xvfb)"


@contextmanager
def display() -> Iterator[str]:
    """A display that nobody sees, on a free number; skips where there can be none."""
    if shutil.which("Xvfb") is None:
        pytest.skip(NO_XVFB)
    ready, told = os.pipe()
    command = ["Xvfb", "-displayfd", str(told), "-screen", "0", "1024x768x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=(told,), stderr=subprocess.DEVNULL
    ) as process:
        os.close(told)
        try:
            number = b""
            while not number.endswith(b"\n"):
                assert select([ready], [], [], DEADLINE)[0], "Xvfb does not start"
                piece = os.read(ready, 16)
                assert piece, "Xvfb has ended"
                number += piece
            yield f":{number.decode().strip()}"
        finally:
            os.close(ready)
            process.terminate()


class Screen:
    """Opens windows on a display and handles their events."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        self._stack = ExitStack()
        self._windows: list[Window] = []

    def opens(self, protocol: Protocol, port: int, name: str | None = None) -> Window:
        """A window of the client of a protocol; its files land in ``downloads``."""
        root = tkinter.Tk(screenName=self.name)
        KEPT.append(root.tk)
        folder = self.downloads(len(self._windows))
        window = Window(root, protocol, ("127.0.0.1", port), name, folder)
        self._windows.append(window)
        return window

    def downloads(self, number: int) -> Path:
        """Where the files of a window land."""
        return self._folder / f"downloads-{number}"

    def until(self, condition: Callable[[], object]) -> None:
        """Handle events until this holds."""
        end = monotonic() + DEADLINE
        root = self._windows[0].root
        alarm = root.after(int(DEADLINE * 1000) + 1, lambda: None)
        while not condition():
            assert monotonic() < end, [lines(window) for window in self._open]
            root.tk.dooneevent(0)
        root.after_cancel(alarm)

    def shows(self, window: Window, text: str) -> None:
        """Wait until a line of the conversation is this one."""
        self.until(lambda: text in lines(window))

    def ends(self, window: Window) -> int:
        """Wait until a window has left; its exit status."""
        self.until(lambda: window.closed)
        self._windows.remove(window)
        return window.close()

    @property
    def _open(self) -> list[Window]:
        return [window for window in self._windows if not window.closed]

    def close(self) -> None:
        """Leave everywhere, at once."""
        for window in self._open:
            window.leave()
            window.leave()
        for window in list(self._windows):
            self.ends(window)


def lines(window: Window) -> list[str]:
    """The lines of the conversation."""
    return window.pane.text.get("1.0", "end-1c").splitlines()


def tag(window: Window, line: str) -> str:
    """Whose line this is."""
    at = lines(window).index(line) + 1
    (name,) = window.pane.text.tag_names(f"{at}.0")
    return name


def enters(window: Window, line: str) -> None:
    """Type a line, and press the button."""
    window.entry.insert("end", line)
    window.send.invoke()
