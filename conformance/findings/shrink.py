"""From a deviation to the shortest conversation that shows it.

Any part of a conversation is a valid test, because the room predicts for itself what
must follow: acts that cannot be done are left out. What must stay is the deviation.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conformance.findings.docket import Key
from conformance.phases.bench import SHRINKING, Bench
from conformance.talk.acts import Act
from conformance.talk.deviation import Deviation
from conformance.talk.questions import TooMany
from conformance.talk.transcript import Transcript

MOST_RUNS = 200
DEAR = 2  # the same where each costs questions to a service, and long waiting

Shows = Callable[[list[Act]], "list[Act] | None"]
"""Play a conversation: what of it was done until the deviation showed, or None."""


@dataclass(slots=True)
class Replayed:
    """What came of playing a conversation again: how far it went, what it showed."""

    acts: list[Act]
    deviation: Deviation | None
    earlier: list[Deviation]
    fired: tuple[str, ...]  # by what it did last
    transcript: Transcript | None


def replay(
    bench: Bench,
    acts: Sequence[Act],
    key: Key,
    patience: float = SHRINKING,
    tell: bool = False,
    blind: bool = False,
) -> Replayed:
    """Play a conversation in a session of its own, up to a certain deviation.

    If one wants to ``tell`` of it, a transcript is made. A ``blind`` one relies on no
    fence, as the first sessions with a target.
    """
    earlier: list[Deviation] = []
    fired: tuple[str, ...] = ()
    transcript = Transcript(bench.wire) if tell else None
    with bench.play(patience) as play:
        play.transcript, play.again, play.blind = transcript, True, blind
        for act in acts:
            try:
                step = play.begin(act)
            except TooMany:
                break
            found = step.finish() if step is not None else None
            fired = step.outcome.fired if step is not None else fired
            if found is not None and (found.key == key or _is_chance(found, acts)):
                return Replayed(play.history, found, earlier, fired, transcript)
            if found is not None:
                earlier.append(found)
                if found.is_final:
                    break
        return Replayed(play.history, None, earlier, fired, transcript)


def _is_chance(found: Deviation, acts: Sequence[Act]) -> bool:
    """Whether it is about what was done at once: that goes wrong now so, now so."""
    return bool(acts[-1].beside) and found.act == acts[-1]


def minimal(
    trials: Sequence[list[Act]],
    shows: Shows,
    runs: int = MOST_RUNS,
    seconds: float = math.inf,
) -> list[Act] | None:
    """The first trial that shows it, made as short as it can be; None if none does.

    After so many runs or seconds it is as short as it has become.
    """
    budget = _Budget(shows, runs, seconds)
    for trial in trials:
        found = budget(trial)
        if found is not None:
            return _ddmin(found, budget)
    return None


class _Budget:
    """Counts the runs, and shows nothing any more when there were enough."""

    def __init__(self, shows: Shows, runs: int, seconds: float) -> None:
        self._shows = shows
        self._end = time.monotonic() + seconds
        self.left = runs

    def __call__(self, acts: list[Act]) -> list[Act] | None:
        if self.left <= 0 or time.monotonic() > self._end:
            return None
        self.left -= 1
        return self._shows(acts)


def _ddmin(acts: list[Act], shows: Shows) -> list[Act]:
    """Leave out ever smaller parts for as long as the deviation stays."""
    size = max(1, len(acts) // 2)
    while True:
        shorter = _without_some(acts, size, shows)
        if shorter is not None:
            acts = shorter
            size = min(size, max(1, len(acts) // 2))
        elif size > 1:
            size //= 2
        else:
            return acts


def _without_some(acts: list[Act], size: int, shows: Shows) -> list[Act] | None:
    """A shorter conversation without one part of this size; None if there is none."""
    for start in range(0, len(acts), size):
        rest = acts[:start] + acts[start + size :]
        found = shows(rest) if rest else None
        if found is not None:
            return found
    return None
