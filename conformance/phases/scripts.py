"""The phase of the scenarios: conversations written by hand into the spec.

What must follow each step is in the scenario itself, not predicted by the rules. Where
the two disagree the spec contradicts itself: that is an error, and not the target's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from codegen.protocol import Scenario
from codegen.protocol import Step as Line
from conformance.findings import pulse
from conformance.model.answers import Answer
from conformance.model.cast import LABELS
from conformance.model.happening import Outcome
from conformance.model.inputs import CONNECTS, SENDS, Input
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.results import CaseResult, Event, PhaseStarted, Verdict
from conformance.talk.acts import Act
from conformance.talk.blanks import fits
from conformance.talk.play import Play
from conformance.talk.questions import TooMany
from conformance.talk.step import Step


class Scenarios(OfCases):
    """Every scenario, in a session of its own."""

    name = "scenarios"
    about = "the conversations that the spec spells out"
    since = "quick"

    def cases(self, bench: Bench) -> list[Case]:
        """One for each."""
        return [
            Case(_id(it), self.name, it.level, it.text.en, it.line)
            for it in bench.protocol.scenarios
        ]

    def run(self, course: Course) -> Iterator[Event]:
        """Play each with fresh names."""
        chosen = [
            it for it in course.bench.protocol.scenarios if _id(it) in course.chosen
        ]
        yield PhaseStarted(self.name, self.about, len(chosen))
        course.walker.close()
        troubles: dict[str, str] = {}
        unfenced = set(course.bench.contact.unfenced)
        for scenario in chosen:
            began = time.monotonic()
            trouble = _play(course, scenario)
            course.bench.took[_id(scenario)] += time.monotonic() - began
            pulse.check(course.bench, course.docket)
            if trouble:
                troubles[_id(scenario)] = trouble
        # The first of a scenario has nobody whose name is taken: no news of the target.
        course.bench.contact.unfenced = unfenced
        cases = course.select(self.cases(course.bench))
        good = [case for case in cases if case.id not in troubles]
        yield from course.results(good, {case.id for case in good})
        for id, why in troubles.items():
            yield CaseResult(id=id, phase=self.name, verdict=Verdict.ERROR, reason=why)


def _id(scenario: Scenario) -> str:
    return f"{scenario.level}/scenario/{scenario.id}"


def _play(course: Course, scenario: Scenario) -> str:
    """Play a scenario; what is wrong with it itself, or ""."""
    if len(scenario.cast) > len(LABELS):
        return f"line {scenario.line}: a cast of more than {len(LABELS)} cannot play"
    members = dict(zip(scenario.cast, LABELS, strict=False))
    acts = [_act(course.bench, line, members) for line in scenario.steps]
    with course.bench.play() as play:
        for number, (line, act) in enumerate(zip(scenario.steps, acts, strict=True), 1):
            try:
                step = play.begin(act)
            except TooMany:
                return ""
            wrong, answers = _contradiction(play, line, step, members)
            if wrong or step is None:
                return f"line {line.line}: {wrong}"
            deviation = step.finish()
            if deviation is not None:
                trial = acts[:number]
                course.docket.charge(_id(scenario), "scenarios", deviation, [trial])
                break
            if step.way is not None and step.way.answers not in answers:
                break  # a service answers as it likes, and not as in this scenario
    return ""


def _act(bench: Bench, line: Line, members: Mapping[str, int]) -> Act:
    who = members[line.actor]
    if line.action != SENDS:
        return Act(Input(who, line.action))
    if line.message is None:
        return Act(Input(who, SENDS), frame=_always(line.raw), note="bytes")
    info = bench.wire.infos[type(line.message)]
    values = {f.name: getattr(line.message, f.name) for f in fields(line.message)}
    named = {n: members[values[n]] for n in info.identities if values[n] in members}
    others = {name: value for name, value in values.items() if name not in named}
    return Act(Input(who, SENDS, info, named, others))


def _always(raw: bytes) -> Callable[[bytes], bytes]:
    return lambda data: raw


def _contradiction(
    play: Play, line: Line, step: Step | None, members: Mapping[str, int]
) -> tuple[str, list[tuple[Answer, ...]]]:
    """How the rules predict something else than a step of a scenario says.

    Where services are asked, also with which of their answers they predict just that.
    """
    if step is None:
        return f"{line.actor} cannot do this here", []
    if step.fork is None:
        return _contradicted(play, line, step.outcome, members), []
    wrongs = {
        way.answers: _contradicted(play, line, way.outcome, members, way.blanks)
        for way in step.fork.ways
    }
    agreed = [answers for answers, wrong in wrongs.items() if not wrong]
    return "" if agreed else next(iter(wrongs.values())), agreed


def _contradicted(
    play: Play,
    line: Line,
    outcome: Outcome,
    members: Mapping[str, int],
    blanks: tuple[Any, ...] = (),
) -> str:
    names = {name: play.names.first[who] for name, who in members.items()}
    for name, who in members.items():
        said = [renamed(it, names) for it in line.expected.get(name, ())]
        ruled = [due.message for due in outcome.of(who)]
        pairs = zip(said, ruled, strict=False)
        if len(said) != len(ruled) or not all(
            play.wire.alike(one, other) or fits(play.wire, other, one, blanks)
            for one, other in pairs
        ):
            return f"the rules do not give {name} what this step gives it"
    left = {members[line.actor]} if line.action not in (SENDS, CONNECTS) else set()
    if {members[name] for name in line.closed} - left != set(outcome.closed):
        return "the rules do not close what this step closes"
    return ""


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A message of a scenario with the names of a session."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(item, names) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: renamed(getattr(value, f.name), names) for f in fields(value)}
        return type(value)(**parts)
    return value
