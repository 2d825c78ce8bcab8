"""What the server writes about its doings: who did what, never what was said.

Everything goes to stderr, one line an event, and is metered: a client that floods, or
many that come and go, cannot fill a disk or slow the server down with lines. What was
held back is counted and the count is written.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

LINES_PER_PEER = 20  # a second: more than anybody reads
LINES_IN_ALL = 200  # a second

_log = logging.getLogger("reference")


class Meter:
    """Lets through so many a second, and counts the rest in ``skipped``."""

    __slots__ = ("_left", "_most", "_second", "skipped")

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = most
        self._second = 0
        self.skipped = 0

    def passes(self, now: float) -> bool:
        """Whether one more is let through at ``now`` (in seconds)."""
        second = int(now)
        if second != self._second:
            self._second = second
            self._left = self._most
        if self._left <= 0:
            self.skipped += 1
            return False
        self._left -= 1
        return True

    def take_skipped(self) -> int:
        """How many were held back since the last time this was asked."""
        skipped, self.skipped = self.skipped, 0
        return skipped


class Peer(Protocol):
    """Whoever a line is about."""

    sid: int
    address: str
    meter: Meter


class Journal:
    """Writes the lines. ``chatty`` (-v) has those for messages sent, too."""

    def __init__(self, level: int | None = None) -> None:
        level = _log.getEffectiveLevel() if level is None else level
        self._level = level
        self.lively = level <= logging.INFO
        self.chatty = level <= logging.DEBUG
        self._meter = Meter(LINES_IN_ALL)

    def event(self, peer: Peer, what: str, now: float) -> None:
        """Something that a peer can bring about again and again."""
        if self.lively and peer.meter.passes(now):
            self._report_skipped(peer, now)
            self._line(f"#{peer.sid} {peer.address} {what}", now)

    def milestone(self, peer: Peer, what: str, now: float) -> None:
        """Something that happens once to a peer."""
        self._report_skipped(peer, now)
        self._line(f"#{peer.sid} {peer.address} {what}", now)

    def trouble(self, what: str, now: float) -> None:
        """Something the owner of the server should know."""
        self._line(what, now, logging.WARNING)

    def _report_skipped(self, peer: Peer, now: float) -> None:
        if skipped := peer.meter.take_skipped():
            self._line(f"#{peer.sid} {peer.address} … {skipped} more", now)

    def _line(self, line: str, now: float, level: int = logging.INFO) -> None:
        if level < self._level or not self._meter.passes(now):
            return
        if skipped := self._meter.take_skipped():
            _log.log(level, "… %d more lines", skipped)
        _log.log(level, "%s", line)


def origin(error: BaseException) -> str:
    """What failed and where, without its text, which may hold what somebody said."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
        where = f" at {file}:{trace.tb_lineno}"
    return f"{type(error).__name__}{where}"


def open_journal(level: int) -> Journal:
    """Let the lines of ``level`` and above reach stderr."""
    logging.raiseExceptions = False  # a closed stderr is no reason to fail
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    _log.addHandler(handler)
    _log.propagate = False
    _log.setLevel(level)
    return Journal(level)


@contextmanager
def journal_to(stream: TextIO) -> Iterator[None]:
    """Write the lines to another stream than stderr for the time being."""
    handlers = [h for h in _log.handlers if isinstance(h, logging.StreamHandler)]
    before = [handler.setStream(stream) for handler in handlers]
    try:
        yield
    finally:
        for handler, old in zip(handlers, before, strict=True):
            if old is not None:
                handler.setStream(old)
