"""Judge a client: play the cases one by one, yield what they have to say."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from codegen.protocol import Protocol
from conformance import defaults
from conformance.clients import (
    answering,
    breaking,
    cutting,
    entering,
    filing,
    ordering,
    showing,
    steering,
)
from conformance.clients.faults import Blocked, Fault, Late, OutOfCase
from conformance.clients.program import KEPT
from conformance.clients.pulse import look_why
from conformance.clients.scene import Scene
from conformance.clients.screen import last_lines
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial
from conformance.model import explore
from conformance.model.graph import Graph
from conformance.phases.cases import Case, selected
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    Line,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Verdict,
)
from conformance.targets.command import Command, cannot_start

if TYPE_CHECKING:
    from conformance.runner import Options

TRIES = 3
PHASES = (
    entering,
    ordering,
    showing,
    answering,
    filing,
    cutting,
    breaking,
    steering,
)
_INCONCLUSIVE = frozenset({Verdict.INCONCLUSIVE, Verdict.ERROR, Verdict.BLOCKED})
_NOT_STARTED = 3


def list_cases(protocol: Protocol, options: Options) -> list[Case]:
    """The cases of a run, in its order. The same for every client."""
    return [trial.case for trial in _chosen(_studio(protocol, options), options)]


def _studio(protocol: Protocol, options: Options) -> Studio:
    """What cases are made with; the same object for the same options."""
    plain = replace(options, select=(), depth="")
    return _made(_Key(protocol, options.features), plain)


@dataclass(frozen=True)
class _Key:
    protocol: Protocol = field(compare=False)
    features: frozenset[str]
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.protocol.name} {self.protocol.digest}")


@cache
def _made(key: _Key, options: Options) -> Studio:
    return Studio(
        key.protocol.in_profile(key.features),
        _graph(key),
        Command(options.client),
        io=options.client_io,
        timeout=options.timeout,
        start_timeout=options.start_timeout,
        case_timeout=options.case_timeout,
    )


@cache
def _graph(key: _Key) -> Graph:
    claimed = key.protocol.in_profile(key.features)
    graph = explore.explore(claimed, key.features, explore.BEYOND["quick"])
    if len(graph.edges) >= explore.WHOLE:
        return graph
    # Of a small protocol also what others do to the client while it is not alone.
    return explore.explore(claimed, key.features, explore.BEYOND["full"])


def _chosen(studio: Studio, options: Options) -> list[Trial]:
    found = [it for it in _trials(studio) if defaults.covers(options.depth, it.since)]
    ids = {it.id for it in selected([t.case for t in found], options.select)}
    return [it for it in found if it.case.id in ids]


@cache
def _trials(studio: Studio) -> tuple[Trial, ...]:
    return tuple(trial for module in PHASES for trial in module.trials(studio))


def run(protocol: Protocol, options: Options, fingerprint: str) -> Generator[Event]:
    """Judge a client. Raises LookupError if no case is selected."""
    studio = _studio(protocol, options)
    studio.begins()
    trials = _chosen(studio, options)
    if not trials:
        raise LookupError(f"no case matches {' '.join(options.select)}")
    with TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True) as root:
        studio.root = Path(root)
        yield from _played(studio, trials, options, fingerprint)


def _played(
    studio: Studio, trials: list[Trial], options: Options, fingerprint: str
) -> Generator[Event]:
    began = time.monotonic()
    protocol = studio.protocol
    yield RunStarted(
        protocol=protocol.name,
        title=protocol.title,
        profile=options.profile,
        target=options.client,
        depth=options.depth,
        seed=options.seed,
        fingerprint=fingerprint,
        cases=len(trials),
    )
    score = Score(studio)
    end = began + options.time_limit
    phase = ""
    for trial in trials:
        if time.monotonic() > end:
            left = len(trials) - len(score.verdicts)
            score.stopped = (
                f"the time limit of {options.time_limit:g} s is over; "
                f"{left} of {len(trials)} cases have no verdict"
            )
            yield from score.rest(trials, "no time was left for it")
            break
        if trial.case.phase != phase:
            phase = trial.case.phase
            count = sum(it.case.phase == phase for it in trials)
            about = next(it.ABOUT for it in PHASES if phase == it.PHASE)
            yield PhaseStarted(phase, about, count)
        try:
            yield from score.tried(trial)
        except OSError as error:  # the command cannot be started: no case can
            score.stopped = cannot_start(studio.command.from_anywhere("", 0)[0], error)
            score.is_lost = True
            yield from score.rest(trials, "the client cannot be started")
            break
        except KeyboardInterrupt:
            yield from score.rest(trials, "interrupted")
            raise
    yield score.finished(time.monotonic() - began)


class Score:
    """Plays cases, and keeps what came of them."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.verdicts: dict[str, Verdict] = {}
        self.stopped = ""
        self.is_lost = False
        self.steps = 0

    def tried(self, trial: Trial) -> Iterator[Event]:
        """Play a case, again if something is wrong, and tell what came of it."""
        began = time.monotonic()
        failed = [id for id in trial.needs if self._has_failed(id)]
        if failed:
            yield self._result(trial, Verdict.BLOCKED, f"blocked by {failed[0]}", began)
            return
        takes = self._takes(trial)
        faults = [it for it in takes if it.fault is not None]
        blocked = [it for it in takes if it.blocked is not None]
        if faults:
            finding = _finding(trial, faults, len(takes))
            yield self._result(trial, finding.verdict, finding.summary, began)
            yield finding
        elif blocked:
            yield self._result(trial, Verdict.BLOCKED, blocked[-1].why, began)
        elif takes[-1].why:
            yield self._result(trial, Verdict.INCONCLUSIVE, takes[-1].why, began)
        else:
            yield self._result(trial, Verdict.PASS, "", began)

    def _has_failed(self, id: str) -> bool:
        verdict = self.verdicts.get(id)
        return verdict is not None and (
            verdict.is_failure or verdict is Verdict.BLOCKED
        )

    def _takes(self, trial: Trial) -> list[Take]:
        """The case once; if something is wrong, as often as it takes to be sure."""
        takes = [self._take(trial, looks=True)]
        while not takes[0].is_good and len(takes) < TRIES:
            takes.append(self._take(trial))
        return takes

    def _take(self, trial: Trial, looks: bool = False) -> Take:
        """Play a case in haste; if that was too much of it, again with patience.

        If ``looks``, what is behind a silence is looked into.
        """
        try:
            return self._played(trial, True, looks)
        except Late:
            return self._played(trial, False, looks)

    def _played(self, trial: Trial, hasty: bool, looks: bool) -> Take:
        with Scene(self.studio, hasty) as scene:
            take = Take(scene.lines)
            try:
                trial.play(scene)
            except Fault as fault:
                if looks:
                    look_why(scene, fault)
                take.fault = fault
                take.output = last_lines(scene.output(), KEPT)
            except Blocked as blocked:
                take.blocked = blocked
                take.why = (
                    f"on the way there, at {blocked.doing}: {blocked.fault.summary}"
                )
            except OutOfCase:
                take.why = f"it took more than {self.studio.case_timeout:g} s"
            self.steps += len(scene.lines)
            return take

    def _result(
        self, trial: Trial, verdict: Verdict, reason: str, began: float
    ) -> CaseResult:
        self.verdicts[trial.case.id] = verdict
        return CaseResult(
            id=trial.case.id,
            phase=trial.case.phase,
            verdict=verdict,
            rule=trial.rule,
            seconds=time.monotonic() - began,
            reason=reason,
        )

    def rest(self, trials: list[Trial], why: str) -> Iterator[Event]:
        """What is said of the cases that were not played."""
        for trial in trials:
            if trial.case.id not in self.verdicts:
                began = time.monotonic()
                yield self._result(trial, Verdict.INCONCLUSIVE, why, began)

    def finished(self, seconds: float) -> RunFinished:
        """The last event."""
        return RunFinished(
            seconds=seconds,
            waited=0.0,
            steps=self.steps,
            covered=0,
            edges=0,
            counts=Counter(self.verdicts.values()),
            stopped=self.stopped,
            exit_code=self._exit_code(),
        )

    def _exit_code(self) -> int:
        verdicts = set(self.verdicts.values())
        if self.is_lost:
            return _NOT_STARTED
        if any(verdict.is_failure for verdict in verdicts):
            return 1
        return 2 if verdicts & _INCONCLUSIVE else 0


@dataclass
class Take:
    """One time that a case was played: what went on, and what was wrong."""

    lines: list[Line]
    fault: Fault | None = None
    blocked: Blocked | None = None
    why: str = ""
    output: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """Greater is worse."""
        return self.fault.verdict.rank if self.fault is not None else -1

    @property
    def is_good(self) -> bool:
        """Whether nothing was in the way."""
        return self.fault is None and not self.why


def _finding(trial: Trial, faults: list[Take], tries: int) -> Finding:
    take = max(faults, key=lambda it: it.rank)
    fault = take.fault
    assert fault is not None
    sure = len(faults) == tries or not fault.verdict.is_failure
    return Finding(
        id=trial.case.id,
        verdict=fault.verdict if sure else Verdict.INTERMITTENT,
        rule=trial.rule,
        summary=fault.summary,
        conversation=tuple(take.lines),
        differences=fault.differences,
        confirmed=len(faults),
        tries=tries,
        hints=tuple(filter(None, [fault.hint or trial.hint])),
        output=take.output,
    )
