"""What a campaign comes to: numbers, and who is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.mutants.argued import reason_for, stale
from conformance.mutants.campaign import Campaign
from conformance.mutants.outcome import Fate, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The figures of a campaign; ``argued`` are survivors that somebody speaks for."""

    tried: list[Trial]
    killed: list[Trial]
    survivors: list[Trial]
    argued: Mapping[str, str]
    out_of_reach: list[Trial]
    errors: list[Trial]
    controls: list[Trial]
    stale: list[str]
    idle: list[str]
    phases: Counter[str] = field(default_factory=Counter)
    operators: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def before(self) -> float:
        """The share of mutants that were killed, in percent."""
        return _percent(len(self.killed), len(self.tried))

    @property
    def after(self) -> float:
        """The same without those that were argued."""
        return _percent(len(self.killed), len(self.tried) - len(self.argued))

    @property
    def named(self) -> tuple[int, int]:
        """How often the first finding names what is broken, and of how many."""
        able = [it for it in self.killed if it.mutant.has_requirement and it.first]
        return sum(it.is_named for it in able), len(able)

    @property
    def named_share(self) -> float:
        """The same in percent."""
        return _percent(*self.named)

    @property
    def false_alarms(self) -> list[Trial]:
        """Controls that something was found about."""
        return [it for it in self.controls if it.fate is not Fate.SURVIVED]

    @property
    def is_good(self) -> bool:
        """Nobody is left who is not argued, and nothing was found that is not there."""
        left = len(self.survivors) - len(self.argued)
        return not (left or self.false_alarms or self.stale or self.errors)


def score(campaign: Campaign, argued: Mapping[str, str], whole: bool) -> Score:
    """``whole``: all mutants were tried, so that an argument for none is stale."""
    controls = [it for it in campaign.trials if it.mutant.control]
    others = [it for it in campaign.trials if not it.mutant.control]
    by_fate = {fate: [it for it in others if it.fate is fate] for fate in Fate}
    killed = [it for it in others if it.fate.is_kill]
    survivors = by_fate[Fate.SURVIVED]
    tried = [*killed, *survivors]
    reasons = {it.mutant.id: reason_for(it, argued) for it in survivors}
    return Score(
        tried=tried,
        killed=killed,
        survivors=survivors,
        argued={id: why for id, why in reasons.items() if why},
        out_of_reach=by_fate[Fate.OUT_OF_REACH],
        errors=by_fate[Fate.ERROR],
        controls=controls,
        stale=stale(argued, others) if whole else [],
        idle=_idle(campaign, others),
        phases=Counter(it.first.phase for it in killed if it.first),
        operators=_by_operator(tried),
    )


def _idle(campaign: Campaign, trials: list[Trial]) -> list[str]:
    """The cases that kill nothing."""
    busy = {case for it in trials for case in it.cases}
    return [it for it in campaign.cases if it not in busy]


def _by_operator(tried: list[Trial]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for it in tried:
        killed, count = found.get(it.mutant.operator, (0, 0))
        found[it.mutant.operator] = killed + it.fate.is_kill, count + 1
    return dict(sorted(found.items()))


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0
