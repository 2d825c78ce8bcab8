"""All mutants of a spec: which of them live, what the judge says of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from codegen.protocol import Protocol
from conformance import choices
from conformance.mutants import births, making
from conformance.mutants.births import Birth
from conformance.mutants.mutant import Mutant
from conformance.mutants.outcome import Fate, Trial
from conformance.mutants.sites import Sites
from conformance.mutants.trials import Ground, trial
from conformance.mutants.workers import Workers
from conformance.results import Verdict
from conformance.runner import Options, list_cases

RIGHT = Mutant(id="control/unchanged", operator="control", control=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a campaign is about. ``spec`` is a name or a file, ``path`` the file."""

    spec: str
    path: Path
    profile: str | None = None
    operators: tuple[str, ...] = ()
    depth: str
    jobs: int
    sample: int | None = None
    seed: int = 1
    first: bool = False
    timeout: float
    case_timeout: float
    time_limit: float


@dataclass(slots=True)
class Campaign:
    """What is known of all mutants so far."""

    wanted: Wanted
    protocol: Protocol
    options: Options
    mutants: list[Mutant]
    cases: list[str] = field(default_factory=list)
    stillborn: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    right: Trial | None = None
    trials: list[Trial] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all mutants that there are were tried."""
        few = self.wanted.sample is not None or bool(self.wanted.operators)
        return not few and len(self.trials) == len(self.mutants)


class NotGreen(Exception):
    """The judge finds fault with the server that is right: nothing can be said."""


def _settled(wanted: Wanted) -> tuple[Protocol, Options, Sites]:
    """What is judged, how, and where it can be changed. Raises ChoiceError."""
    protocol = choices.protocol(wanted.spec)
    profile, features = choices.profile(protocol, wanted.profile)
    options = Options(
        features=features,
        profile=profile,
        depth=wanted.depth,
        seed=wanted.seed,
        timeout=wanted.timeout,
        case_timeout=wanted.case_timeout,
        time_limit=wanted.time_limit,
    )
    return protocol, options, making.sites_of(wanted.path, features)


def prepared(wanted: Wanted) -> Campaign:
    """A campaign with its mutants, before anything is run. Raises ChoiceError."""
    protocol, options, sites = _settled(wanted)
    every = making.chosen(making.every_mutant(sites), wanted.operators)
    mutants = [it for it in every if not it.control]
    kept = making.sampled(mutants, wanted.sample, wanted.seed)
    controls = [it for it in every if it.control]
    return Campaign(wanted, protocol, options, [*kept, *controls])


Step = Callable[[str, int, int, str], None]  # what, done, of how many, remark


def run(campaign: Campaign, tell: Step) -> None:
    """Do it all, and write down in the campaign what comes of it.

    Raises NotGreen, WorkerDied and SpecError.
    """
    wanted = campaign.wanted
    campaign.cases = [it.id for it in list_cases(campaign.protocol, campaign.options)]
    with Workers(wanted.jobs, started, wanted) as workers:
        _bring_to_life(campaign, workers, tell)
        tell("right server", 0, 1, "")
        (_, campaign.right), *_ = workers.each([("trial", RIGHT)])
        if campaign.right.fate is not Fate.SURVIVED:
            raise NotGreen(_complaint(campaign.right))
        count = len(campaign.mutants)
        order = {it.id: number for number, it in enumerate(campaign.mutants)}
        for done, result in enumerate(_tried(campaign, workers), 1):
            campaign.trials.append(result)
            campaign.trials.sort(key=lambda it: order[it.mutant.id])
            killed = sum(it.fate.is_kill for it in campaign.trials)
            tell("mutants", done, count, f"{killed:,} killed")


def _bring_to_life(campaign: Campaign, workers: Workers, tell: Step) -> None:
    """Sort out what is no mutant."""
    mutants, right = campaign.mutants, _original(campaign.wanted)
    spec = [it for it in mutants if it.edits]
    found: dict[int, Birth] = {}
    for number, it in workers.each([("birth", mutant) for mutant in spec]):
        found[number] = it
        tell("compiling", len(found), len(spec), "")
    in_order = [found[number] for number in range(len(spec))]
    alive, stillborn, same = births.sorted_out(right, spec, in_order)
    campaign.mutants = [*alive, *(it for it in mutants if not it.edits)]
    campaign.stillborn, campaign.same = stillborn, same


def _original(wanted: Wanted) -> Birth:
    return births.original(making.sites_of(wanted.path, frozenset()).tree)


def _tried(campaign: Campaign, workers: Workers) -> Iterator[Trial]:
    right = campaign.right
    assert right is not None
    for _, result in workers.each([("trial", it) for it in campaign.mutants]):
        yield _in_reach(right, result)


def _in_reach(right: Trial, result: Trial) -> Trial:
    """A survivor may be in a rule that no server of ours can be brought to use.

    That is so where a service does not answer, for want of a key or a dictionary.
    """
    if result.fate is not Fate.SURVIVED or not result.mutant.requirements:
        return result
    if any(_is_tried(right, rule) for rule in result.mutant.requirements):
        return result
    return replace(result, fate=Fate.OUT_OF_REACH, why="a service does not answer so")


def _is_tried(right: Trial, rule: str) -> bool:
    """Whether a case of the rule was brought about, or there is none."""
    about = [v for id, v in right.verdicts.items() if f"/{rule}/" in id]
    return not about or any(v is not Verdict.UNSUPPORTED for v in about)


def _complaint(right: Trial) -> str:
    said = right.first.summary if right.first else right.why or right.fate.value
    case = right.first.case if right.first else ""
    return f"the reference server itself does not pass: {case}: {said}"


def started(wanted: Wanted) -> Callable[[tuple[str, Mutant]], Any]:
    """What a worker does: ``birth`` or ``trial`` of a mutant."""
    protocol, options, sites = _settled(wanted)
    ground = Ground(
        protocol=protocol, tree=sites.tree, options=options, first=wanted.first
    )

    def work(task: tuple[str, Mutant]) -> Any:
        kind, mutant = task
        if kind == "birth":
            return births.birth(sites.tree, mutant)
        return trial(ground, mutant)

    return work
