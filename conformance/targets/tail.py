"""The last lines that a program has written, however much it writes."""

from __future__ import annotations

import os
import re
import threading
from collections import deque

LINES = 64
_WIDEST = 400  # bytes of a line; what is longer is cut
_PIECE = 1 << 16
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


class Tail:
    """Reads a descriptor in a thread, so that the writer never has to wait.

    It owns the descriptor, and keeps a bounded part of what comes.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: deque[bytes] = deque(maxlen=LINES)
        self._rest = b""
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def lines(self) -> tuple[str, ...]:
        """The last lines so far, as text without colours."""
        with self._lock:
            lines = [*self._lines, self._rest]
        texts = (line.decode("utf-8", "replace").rstrip() for line in lines)
        return tuple(text for line in texts if (text := _ESCAPES.sub("", line)))

    def finish(self, seconds: float) -> None:
        """Wait for the end of what is written, but not longer than that."""
        self._thread.join(seconds)

    def _read(self) -> None:
        while data := self._piece():
            with self._lock:
                self._take(data)
        os.close(self._descriptor)

    def _piece(self) -> bytes:
        try:
            return os.read(self._descriptor, _PIECE)
        except OSError:  # how Linux tells the end of a terminal
            return b""

    def _take(self, data: bytes) -> None:
        *lines, rest = data.split(b"\n")
        if lines:
            lines[0] = self._rest + lines[0]
            self._lines.extend(line[:_WIDEST] for line in lines[-LINES:])
            self._rest = b""
        self._rest = (self._rest + rest)[:_WIDEST]
