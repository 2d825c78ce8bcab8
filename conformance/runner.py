"""Judge a target: run the phases, yield what they have to say. Prints nothing."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Generator, Iterator, Set
from dataclasses import dataclass
from hashlib import sha256

from codegen.protocol import Protocol
from conformance import defaults
from conformance.findings.docket import Docket
from conformance.findings.settle import Court
from conformance.model import cells, explore
from conformance.model.graph import Graph
from conformance.phases.bench import Bench
from conformance.phases.bursts import Bursts
from conformance.phases.cases import Case, selected
from conformance.phases.course import Course, Phase
from conformance.phases.exhaustive import Exhaustive
from conformance.phases.fields import Fields
from conformance.phases.framing import Framing
from conformance.phases.leaks import Leaks
from conformance.phases.liveness import Liveness
from conformance.phases.pieces import Pieces
from conformance.phases.sanity import Farewell, Sanity
from conformance.phases.scripts import Scenarios
from conformance.phases.security import Security
from conformance.phases.walker import Walker
from conformance.phases.walking import Cells, Tour
from conformance.phases.walks import Walks
from conformance.results import (
    CaseResult,
    Event,
    Finding,
    RunFinished,
    RunStarted,
    Verdict,
)
from conformance.talk.peer import Closed, Lost, OutOfTime
from conformance.talk.questions import Questions
from conformance.targets.target import Target

VERSION = "2"  # of the suite: another one, other cases from the same spec
_SHALLOW = "quick"
_INCONCLUSIVE = frozenset({Verdict.INCONCLUSIVE, Verdict.ERROR, Verdict.BLOCKED})


__all__ = ["Case", "Options", "Target", "list_cases", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is run: the features claimed, how much, which cases, with which names.

    ``timeout`` are the seconds that a message may take when it counts, and
    ``service_timeout`` those of a service's answer; after ``case_timeout`` a case, and
    after ``time_limit`` the run is given up. Each service is asked at most so many
    ``questions``. ``fresh``: a target that the judge has started is started again for
    each phase or case. A command that starts a ``client`` has that judged, and no
    target, on a terminal (pty) or pipes.
    """

    features: frozenset[str] = frozenset()
    profile: str = ""
    depth: str = defaults.DEPTH
    select: tuple[str, ...] = ()
    seed: int = defaults.SEED
    timeout: float = defaults.TIMEOUT
    questions: int = defaults.QUESTIONS
    service_timeout: float = defaults.SERVICE_TIMEOUT
    case_timeout: float = defaults.CASE_TIMEOUT
    time_limit: float = math.inf
    fresh: str = "never"
    client: str = ""
    client_io: str = "pty"
    start_timeout: float = defaults.START_TIMEOUT


def list_cases(protocol: Protocol, options: Options) -> list[Case]:
    """The cases of a run, in its order. The same for every target."""
    if options.client:
        from conformance.clients import runner as clients

        return clients.list_cases(protocol, options)
    return selected(_every_case(protocol, options), options.select)


def run(protocol: Protocol, target: Target, options: Options) -> Generator[Event]:
    """Judge a target. Raises LookupError if no case is selected."""
    if options.client:
        from conformance.clients import runner as clients

        yield from clients.run(protocol, options, _fingerprint(protocol, options))
        return
    began = time.monotonic()
    bench = bench_for(protocol, options)
    cases = list_cases(protocol, options)
    if not cases:
        raise LookupError(f"no case matches {' '.join(options.select)}")
    yield RunStarted(
        protocol=protocol.name,
        title=protocol.title,
        profile=options.profile,
        target=str(target),
        depth=options.depth,
        seed=options.seed,
        fingerprint=_fingerprint(protocol, options),
        cases=len(cases),
    )
    bench.meet(target, options.fresh == "case")
    bench.contact.clock.end = began + options.time_limit
    bench.contact.questions = Questions(options.questions, options.service_timeout)
    docket = Docket()
    course = Course(
        bench,
        docket,
        Walker(bench, docket),
        Court(bench, docket, _rerun(protocol, target, options)),
        frozenset(case.id for case in cases),
        selective=bool(options.select),
    )
    score = Score()
    try:
        for number, phase in enumerate(_phases(options)):
            if phase.is_due(course, {case.phase for case in cases}):
                if number and options.fresh == "phase":
                    course.walker.close()
                    bench.contact.restart()
                yield from score.over(phase.run(course))
        yield from course.closing()
    except OutOfTime:
        left = score.left(cases)
        score.stopped = (
            f"the time limit of {options.time_limit:g} s is over; "
            f"{len(left)} of {len(cases)} cases have no verdict"
        )
        yield from score.over(course.cut_short("no time was left for it", left))
    except Lost as error:
        score.stopped, score.is_lost = str(error), not isinstance(error, Closed)
        yield from score.over(course.last_words(error, score.left(cases)))
    except KeyboardInterrupt:
        yield from course.cut_short("interrupted", score.left(cases))
        raise
    finally:
        course.walker.close()
    yield score.finished(course, time.monotonic() - began)


class Score:
    """Counts verdicts as they pass; of several on one case the worst counts."""

    def __init__(self) -> None:
        self.stopped = ""
        self.is_lost = False
        self.verdicts: dict[str, Verdict] = {}
        self.found: set[Verdict] = set()

    def over(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events."""
        for event in events:
            if isinstance(event, CaseResult):
                known = self.verdicts.get(event.id, event.verdict)
                self.verdicts[event.id] = max(
                    known, event.verdict, key=lambda v: v.rank
                )
            elif isinstance(event, Finding):
                self.found.add(event.verdict)
            yield event

    def left(self, cases: list[Case]) -> list[Case]:
        """Those that have no verdict yet."""
        return [case for case in cases if case.id not in self.verdicts]

    def finished(self, course: Course, seconds: float) -> RunFinished:
        """The last event."""
        contact, walker = course.bench.contact, course.walker
        return RunFinished(
            seconds=seconds,
            waited=contact.clock.waited,
            steps=contact.steps,
            covered=len(walker.visited),
            edges=len(course.bench.graph.edges),
            counts=Counter(self.verdicts.values()),
            stopped=self.stopped,
            exit_code=self._exit_code(),
        )

    def _exit_code(self) -> int:
        if self.is_lost:
            return 3
        # A finding need not be about a case that was selected.
        verdicts = self.found | set(self.verdicts.values())
        return exit_code(verdicts)


def exit_code(verdicts: Set[Verdict]) -> int:
    """What a run of these verdicts ends with, unless its target was lost."""
    if any(verdict.is_failure for verdict in verdicts):
        return 1
    return 2 if verdicts & _INCONCLUSIVE else 0


_Model = tuple[Graph, list[cells.Cell]]
_models: dict[tuple[int, frozenset[str], int], tuple[Protocol, _Model]] = {}


def _model(protocol: Protocol, options: Options) -> _Model:
    """The flat model and its cells, made once: a list of cases is followed by a run."""
    features, beyond = options.features, explore.BEYOND[options.depth]
    key = id(protocol), features, beyond
    if key not in _models:
        claimed = protocol.in_profile(features)
        graph = explore.explore(claimed, features, beyond)
        _models[key] = protocol, (graph, cells.cells(claimed, graph))
    return _models[key][1]


_cases: dict[tuple[int, frozenset[str], str, int], tuple[Protocol, list[Case]]] = {}


def _every_case(protocol: Protocol, options: Options) -> list[Case]:
    """All cases of a depth, made once as the model is."""
    key = id(protocol), options.features, options.depth, options.seed
    if key not in _cases:
        bench = bench_for(protocol, options)
        made = [case for phase in _phases(options) for case in phase.cases(bench)]
        _cases[key] = protocol, made
    return _cases[key][1]


def bench_for(protocol: Protocol, options: Options) -> Bench:
    """All that is needed to talk to a target, which is met later."""
    graph, found = _model(protocol, options)
    return Bench(graph, found, options.seed, options.timeout, options.case_timeout)


def _phases(options: Options) -> list[Phase]:
    quick = options.depth == _SHALLOW
    phases: list[Phase] = [
        Sanity(),
        Cells(),
        Scenarios(),
        Fields(quick),
        Framing(),
        Pieces(),
        Tour(),
        Security(),
        Liveness(),
        Bursts(),
        Walks(),
        Exhaustive(),
        Leaks(),
        Farewell(),
    ]
    return [phase for phase in phases if defaults.covers(options.depth, phase.since)]


def _fingerprint(protocol: Protocol, options: Options) -> str:
    features = ",".join(sorted(options.features))
    text = f"{protocol.digest} {VERSION} {options.depth} {features}"
    return sha256(text.encode()).hexdigest()[:12]


def _rerun(protocol: Protocol, target: Target, options: Options) -> str:
    parts = ["conformance run --spec", protocol.name]
    parts += (
        ["--profile", options.profile] if options.profile in protocol.profiles else []
    )
    return " ".join([*parts, "--target", str(target)])
