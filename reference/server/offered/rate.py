"""So many in so much time, and how long to wait for the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from math import ceil


class Rate:
    """At most ``most`` in any ``seconds``. Times are those of one steady clock."""

    __slots__ = ("_most", "_seconds", "_times")

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> int:
        """The whole seconds until there may be one more; 0 if there may be one now."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._most:
            return 0
        return max(1, ceil(self._times[0] + self._seconds - now))

    def count(self, now: float) -> None:
        """There has been one more."""
        self._times.append(now)


class Rates:
    """A ``Rate`` for each of many; those that have been idle are forgotten."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._rates: dict[Hashable, tuple[float, Rate]] = {}

    def wait(self, who: Hashable, now: float) -> int:
        """As ``Rate.wait``, for ``who``."""
        _, rate = self._rates.get(who, (now, None))
        return 0 if rate is None else rate.wait(now)

    def count(self, who: Hashable, now: float) -> None:
        """As ``Rate.count``, for ``who``."""
        _, rate = self._rates.pop(who, (now, Rate(self._most, self._seconds)))
        rate.count(now)
        self._rates[who] = (now, rate)  # last: they stand in the order of their use
        self._forget(now - self._seconds)

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._rates)

    def _forget(self, before: float) -> None:
        while self._rates:
            who = next(iter(self._rates))
            if self._rates[who][0] > before:
                return
            del self._rates[who]
