"""How the time of some work grows with its size: a ratio, so that it holds anywhere."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import Any

FACTOR = 8
TIMES = 5
TRIES = 3


def assert_linear(prepare: Callable[[int], Callable[[], Any]], size: int) -> None:
    """Work on ``size`` takes in proportion no longer than on an eighth of it.

    ``prepare`` makes the work for a size; only the work itself is timed, several times,
    and the shortest counts. What is quadratic would take 64 times as long, every time
    that it is tried; a machine that is busy with other things may once seem to.
    """
    ratios = []
    for _ in range(TRIES):
        ratios.append(_ratio(prepare, size))
        if ratios[-1] < FACTOR * 3:
            return
    took = ", ".join(f"{ratio:.0f}" for ratio in ratios)
    raise AssertionError(f"{FACTOR} times as much took {took} times as long")


def _ratio(prepare: Callable[[int], Callable[[], Any]], size: int) -> float:
    return _shortest(prepare, size) / _shortest(prepare, size // FACTOR)


def _shortest(prepare: Callable[[int], Callable[[], Any]], size: int) -> float:
    return min(_seconds(prepare(size)) for _ in range(TIMES))


def _seconds(work: Callable[[], Any]) -> float:
    started = thread_time()
    work()
    return thread_time() - started
