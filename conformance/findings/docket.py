"""Deviations as they come in, before anything is made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from conformance.talk.acts import Act
from conformance.talk.deviation import LEAK, Deviation, Wrong, is_lost

ARRIVES = "must/sanity/everybody-comes-in"
LEAKS = "must/security/nothing-behind-a-text"
ENOUGH = 3  # hits after which a rule is left alone

Key = tuple[str, frozenset[Wrong]]


@dataclass(slots=True, kw_only=True)
class Suspect:
    """A deviation seen for the first time, with all that is needed to see it again.

    ``trials`` are conversations that may show it, the most promising first. If it
    ``hangs`` the target, nobody comes in after it. ``hint`` is what else was found out.
    """

    case: str
    phase: str
    deviation: Deviation
    trials: list[list[Act]]
    hits: int = 1
    hangs: bool = False
    hint: str = ""
    also: set[str] = field(default_factory=set)


class Docket:
    """Counts deviations, and keeps one suspect of each kind.

    ``last`` is what was wrong last since somebody came in; ``was_open``: somebody did.
    """

    def __init__(self) -> None:
        self.suspects: dict[Key, Suspect] = {}
        self.last: tuple[str, Deviation, list[Act]] | None = None
        self.was_open = False
        self.proven: set[Key] = set()  # they are faults, and were not late
        self._hits: Counter[tuple[str, str]] = Counter()

    def knows(self, deviation: Deviation) -> bool:
        """Whether the same was seen before."""
        return deviation.key in self.suspects

    def charge(
        self, case: str, phase: str, deviation: Deviation, trials: list[list[Act]]
    ) -> None:
        """Take note of a deviation. A leak has a case of its own, wherever it shows."""
        if LEAK in deviation.wrongs:
            case = LEAKS
        # What a service fails to bring costs long waiting: once is enough.
        hits = ENOUGH if deviation.outcome.asks else 1
        self._hits[deviation.rule, deviation.act.input.name] += hits
        if case != ARRIVES or self.last is None:
            self.last = case, deviation, trials[0]
        known = self.suspects.get(deviation.key)
        if known is None:
            self.suspects[deviation.key] = Suspect(
                case=case, phase=phase, deviation=deviation, trials=trials
            )
            return
        known.hits += 1
        if case != known.case:
            known.also.add(case)

    def is_charged(self, case: str) -> bool:
        """Whether something is wrong about a case, or seems to be."""
        suspects = self.suspects.values()
        return any(case == it.case or case in it.also for it in suspects)

    def forgive(self, suspect: Suspect) -> None:
        """Forget it: nothing was wrong, only late."""
        deviation = suspect.deviation
        del self.suspects[deviation.key]
        del self._hits[deviation.rule, deviation.act.input.name]

    def came_in(self) -> None:
        """All is well for the moment: what was wrong before has not hung the target."""
        self.was_open = True
        self.last = None

    def hung(self) -> None:
        """Nobody comes in any more: that is due to what was wrong last."""
        suspect = self.latest()
        if suspect is not None:
            suspect.hangs = True

    def latest(self) -> Suspect | None:
        """The suspect of what was wrong last."""
        return self.suspects.get(self.last[1].key) if self.last is not None else None

    def is_known_to_hang(self, deviation: Deviation) -> bool:
        """Whether such an input has hung the target before, and now it is lost again.

        Then nobody needs to find out whether somebody still comes in.
        """
        name = deviation.act.input.name
        return is_lost(deviation) and any(
            it.hangs and it.deviation.act.input.name == name
            for it in self.suspects.values()
        )

    def is_left_alone(self, rules: tuple[str, ...], name: str) -> bool:
        """Whether enough is known of what an input does by these rules."""
        return any(self._hits[rule, name] >= ENOUGH for rule in rules or ("",))
