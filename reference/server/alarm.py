"""When a room must next be told the time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import time
from typing import Any

from codegen.room import Room

SOONEST = 0.001  # s: the two clocks may disagree by less


class Alarm:
    """Calls ``ring`` when a deadline of the room has come, and now and then besides.

    Asking for the next deadline takes time in proportion to the sessions, so it is not
    done at each event. It need not: a deadline that comes into being later lies at
    least ``_shortest`` ahead, and no sleep is longer than that.
    """

    def __init__(self, room: Room[Any], ring: Callable[[], None]) -> None:
        self._room = room
        self._ring = ring
        self._shortest = _shortest(room)
        self._timer: asyncio.TimerHandle | None = None

    def set(self) -> None:
        """Ring in time, for as long as there are sessions."""
        if self._timer is not None or not self._shortest or not self._room.sessions:
            return
        delay = self._shortest
        if (deadline := self._room.deadline) is not None:
            delay = min(delay, max(deadline - time(), SOONEST))
        self._timer = asyncio.get_running_loop().call_later(delay, self._wake)

    def stop(self) -> None:
        """Never ring again, until ``set``."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wake(self) -> None:
        self._timer = None
        self._ring()
        self.set()


def _shortest(room: Room[Any]) -> float:
    """The shortest time limit of all states, in seconds; 0 if there is none."""
    limits = room.limits
    after = [t.after for region in room.REGIONS for t in region.timers.values()]
    seconds = [limits[a] if isinstance(a, str) else a for a in after]
    return min((s for s in seconds if s > 0), default=0)
