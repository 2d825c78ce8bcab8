"""Run a mutant as a server, and judge it by the spec as it should be."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from codegen.protocol import Protocol
from conformance.mutants.mutant import Mutant
from conformance.mutants.outcome import Fate, First, Trial
from conformance.mutants.proxy import standing_between
from conformance.mutants.tree import Tree, write
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    PhaseStarted,
    RunFinished,
    Verdict,
)
from conformance.runner import Options, run
from conformance.targets.embedded import EmbeddedError, reference_server
from conformance.targets.target import Target

_KILLED = "the time limit"
_PATIENT = 5  # times the limit for what is right, and has to be judged to its end
_LOST = 3  # the exit code of a run whose target was lost on the way


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all mutants of a run have in common.

    ``protocol`` is the right one, ``tree`` its spec. With ``first`` a run is over as
    soon as something was found.
    """

    protocol: Protocol
    tree: Tree
    options: Options
    first: bool = False


def trial(ground: Ground, mutant: Mutant) -> Trial:
    """Judge a mutant. What does not start, or breaks the judge, is an ERROR."""
    began = time.monotonic()
    try:
        with _server(ground, mutant) as target:
            found = _judged(ground, mutant, target)
    except EmbeddedError as error:
        found = Trial(mutant=mutant, fate=Fate.ERROR, why=str(error))
    except Exception as error:  # a fault of ours, which must not hide all the others
        why = f"the judge itself failed: {type(error).__name__} {error}".strip()
        found = Trial(mutant=mutant, fate=Fate.ERROR, why=why)
    return replace(found, seconds=time.monotonic() - began)


@contextmanager
def _server(ground: Ground, mutant: Mutant) -> Iterator[Target]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mutant-")))
        path = folder / f"{ground.protocol.name}.yaml"
        path.write_text(write(mutant.applied(ground.tree)), encoding="utf-8")
        profile = ground.options.profile or None
        server = stack.enter_context(reference_server(str(path), profile))
        at = server.host, server.port
        if mutant.habit:
            between = standing_between(ground.protocol, at, mutant.habit)
            yield stack.enter_context(between)
        else:
            yield Target(*at)


def _judged(ground: Ground, mutant: Mutant, target: Target) -> Trial:
    notes, options = _Notes(), ground.options
    if mutant.control:
        options = replace(options, time_limit=_PATIENT * options.time_limit)
    with closing(run(ground.protocol, target, options)) as events:
        notes.take(events, ground.first)
    return Trial(
        mutant=mutant,
        fate=notes.fate(),
        first=notes.first,
        cases=notes.failed,
        verdicts=notes.verdicts,
        why=notes.stopped,
    )


class _Notes:
    """What is kept of a run."""

    def __init__(self) -> None:
        self.first: First | None = None
        self.failed: dict[str, str] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.stopped = ""
        self._found: set[Verdict] = set()
        self._phase = ""
        self._is_lost = False

    def take(self, events: Generator[Event], only_first: bool) -> None:
        """Listen to a run, to its end or to its first finding."""
        for event in events:
            match event:
                case PhaseStarted():
                    self._phase = event.name
                case Finding() if _counts(event.verdict):
                    self._finding(event)
                    if only_first and event.verdict.is_failure:
                        return
                case CaseResult():
                    self._result(event)
                case RunFinished():
                    self.stopped = event.stopped
                    self._is_lost = event.exit_code == _LOST

    def _finding(self, event: Finding) -> None:
        self._found.add(event.verdict)
        for case in (event.id, *event.also):
            self.failed.setdefault(case, self._phase)
        first = First(
            case=event.id,
            phase=self._phase,
            rule=event.rule.id if event.rule else "",
            summary=event.summary,
        )
        # What is no fault for sure names nothing for sure.
        if self.first is None:
            self.first = first

    def _result(self, event: CaseResult) -> None:
        known = self.verdicts.get(event.id, event.verdict)
        self.verdicts[event.id] = max(known, event.verdict, key=lambda it: it.rank)
        if _counts(event.verdict):
            self.failed.setdefault(event.id, event.phase)
            self._found.add(event.verdict)

    def fate(self) -> Fate:
        """How it ended."""
        if self._is_lost or any(it.is_failure for it in self._found):
            return Fate.KILLED
        if self._found:
            return Fate.NONSTRICT
        return Fate.TIMEOUT if _KILLED in self.stopped else Fate.SURVIVED


def _counts(verdict: Verdict) -> bool:
    """Whether a server that is right never gets it."""
    return verdict.is_failure or verdict is Verdict.NONSTRICT
