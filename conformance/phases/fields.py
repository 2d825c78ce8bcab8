"""The phase that tries every field at its limits and just beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from codegen.protocol import MessageInfo
from codegen.wire import Text
from conformance.model.cast import ALICE, Role
from conformance.model.graph import Edge
from conformance.phases import members
from conformance.phases.bench import Bench
from conformance.phases.boundaries import Probe, fits, names, probes
from conformance.phases.cases import Case
from conformance.phases.splice import (
    alone,
    altering,
    beside_the_shortest,
    room_for,
)
from conformance.phases.trials import OfTrials, Trial
from conformance.talk.acts import Act


class Fields(OfTrials):
    """Every field of every message at its limits, one at a time."""

    name = "fields"
    since = "quick"
    about = "every field at its limits and just beyond, and what is no message"

    def __init__(self, quick: bool) -> None:
        self._quick = quick

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """One for each value of each field, and for each malformed payload."""
        for info in bench.graph.alphabet.infos:
            edge = best_edge(bench, info)
            if edge is not None:
                yield from self._of_fields(bench, info, edge)
                yield from self._of_own_name(bench, info)
                yield from self._of_malformed(info, edge)

    def _of_fields(
        self, bench: Bench, info: MessageInfo, edge: Edge
    ) -> Iterator[Trial]:
        for name, kind in bench.graph.alphabet.fields(info).items():
            references = names() if _is_reference(bench, info, name) else ()
            for probe in (*probes(kind), *references):
                if self._quick and not probe.quick:
                    continue
                trial = self._of_field(bench, info, edge, name, probe)
                yield trial
                if probe.word == "longest" and isinstance(kind, Text):
                    if not _fits(bench, edge, name, kind):
                        yield _beside_the_shortest(bench, edge, trial, name, probe)
                    yield from _by_the_longest_name(bench, edge, trial)

    def _of_own_name(self, bench: Bench, info: MessageInfo) -> Iterator[Trial]:
        """Names that are almost one's own, from somebody who has come in by that."""
        login, variable = bench.protocol.client.login, bench.graph.naming.variable
        if login is None or info.cls is not login.send or variable is None:
            return
        edges = [
            edge
            for edge in bench.edges_of(info.name)
            if getattr(edge.source.room.sessions[ALICE], variable)
            == getattr(edge.message, login.field)
        ]
        edge = _best(bench, edges)
        if edge is None:
            return
        for probe in names():
            trial = self._of_field(bench, info, edge, login.field, probe)
            yield _another(trial, "by-its-owner")

    def _of_field(
        self, bench: Bench, info: MessageInfo, edge: Edge, name: str, probe: Probe
    ) -> Trial:
        act = Act(
            edge.input,
            alter=altering(bench.wire, name, probe.content),
            note=f"with {name}: {probe.word}",
            soft=probe.soft,
        )
        level = "should" if probe.soft else "must"
        case = self._case(info, f"{info.name}.{name}", probe, level)
        return Trial(case, edge.source, (act,))

    def _of_malformed(self, info: MessageInfo, edge: Edge) -> Iterator[Trial]:
        count: dict[str, int] = {}
        for payload, code in info.malformed if not self._quick else info.malformed[:1]:
            count[code] = count.get(code, 0) + 1
            number = f"-{count[code]}" if count[code] > 1 else ""
            act = Act(edge.input, alter=_always(payload), note=f"malformed: {code}")
            probe = Probe(f"{code}{number}", lambda _, __: b"")
            case = self._case(info, f"{info.name}/malformed", probe, "must")
            yield Trial(case, edge.source, (act,))

    def _case(self, info: MessageInfo, where: str, probe: Probe, level: str) -> Case:
        words = probe.word.replace("-", " ")
        return Case(
            f"{level}/fields/{where}/{probe.word}",
            self.name,
            level,
            f"A server {level.upper()} treat {where.replace('/', ', ')} ({words}) "
            "as the spec says.",
            info.line,
        )


def _another(trial: Trial, how: str, **changes: Any) -> Trial:
    """The same in another way, as a case of its own."""
    case = replace(trial.case, id=f"{trial.case.id}-{how}")
    return replace(trial, case=case, **changes)


def _beside_the_shortest(
    bench: Bench, edge: Edge, trial: Trial, name: str, probe: Probe
) -> Trial:
    """The same with all else as short as it can be, the sender's name too."""
    (act,) = trial.acts
    act = replace(act, alter=alone(bench.wire, name, probe.content))
    word = _by_name_of(bench, edge, "shortest")
    return _another(trial, "beside-the-shortest", acts=(act,), word=word)


def _by_the_longest_name(bench: Bench, edge: Edge, trial: Trial) -> Iterator[Trial]:
    """The same from one whose name is as long as it can be."""
    word = _by_name_of(bench, edge, "longest")
    if word:
        yield _another(trial, "by-the-longest-name", word=word)


def _by_name_of(bench: Bench, edge: Edge, size: str) -> tuple[Act, ...]:
    """How one of such a name comes to where a message is said; empty if without."""
    if not _own_names(bench, edge):
        return ()
    return members.by_name_of(size, bench, bench.word(edge.source), ALICE) or ()


def _own_names(bench: Bench, edge: Edge) -> set[str]:
    """The fields in which those who are somebody already say who they are."""
    login, info = bench.protocol.client.login, edge.input.info
    if login is None or info is None or info.cls is login.send:
        return set()
    return {name for name, role in edge.input.roles.items() if role is Role.OWN}


def _always(payload: bytes) -> Callable[[Any, bytes], bytes]:
    return lambda message, plain: payload


def _fits(bench: Bench, edge: Edge, name: str, kind: Text) -> bool:
    """Whether the longest text has room, or would have no more beside the shortest."""
    message, own = edge.message, _own_names(bench, edge)
    short = beside_the_shortest(bench.wire, message, name, own)
    room, most = (room_for(bench.wire, it, name) for it in (message, short))
    return fits(kind, room) or most == room


def _is_reference(bench: Bench, info: MessageInfo, name: str) -> bool:
    """Whether a field names somebody who is known already, by that name."""
    login = bench.protocol.client.login
    return name in info.identities and (login is None or info.cls is not login.send)


def best_edge(bench: Bench, info: MessageInfo) -> Edge | None:
    """Where a message of alice's does most: it is told on, or changes something."""
    return _best(bench, bench.edges_of(info.name))


def _best(bench: Bench, edges: Iterable[Edge]) -> Edge | None:
    return max(edges, key=lambda edge: _weight(bench, edge), default=None)


def _weight(bench: Bench, edge: Edge) -> tuple[bool, bool, int, int, int]:
    rules = {rule.id: rule for rule in bench.protocol.rules}
    fired = [rules[id] for id in edge.outcome.fired if id in rules]
    taken = any(rule.event == edge.input.name for rule in fired)
    others = sum(due.who != edge.input.who for due in edge.outcome.due)
    asks = len(bench.answers_before(edge.source))
    return taken, bool(edge.outcome.due), -asks, others, -edge.source.number
