"""The phase that tries every field at its limits and just beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    depths = frozenset({"quick", "normal", "full"})
    about = "every field at its limits and just beyond, and what is no message"

    def __init__(self, quick: bool) -> None:
        self._quick = quick

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """One for each value of each field, and for each malformed payload."""
        for info in bench.graph.alphabet.infos:
            edge = best_edge(bench, info)
            if edge is not None:
                yield from self._of_fields(bench, info, edge)
                yield from self._of_malformed(info, edge)

    def _of_fields(
        self, bench: Bench, info: MessageInfo, edge: Edge
    ) -> Iterator[Trial]:
        for name, kind in bench.graph.alphabet.fields(info).items():
            every = [
                *probes(kind),
                *(names() if _is_reference(bench, info, name) else ()),
            ]
            for probe in every:
                if self._quick and not probe.quick:
                    continue
                act = Act(
                    edge.input,
                    alter=altering(bench.wire, name, probe.content),
                    note=f"with {name}: {probe.word}",
                    soft=probe.soft,
                )
                level = "should" if probe.soft else "must"
                case = self._case(info, f"{info.name}.{name}", probe, level)
                yield Trial(case, edge.source, (act,))
                if probe.word == "longest" and isinstance(kind, Text):
                    if not _fits(bench, edge.message, name, kind):
                        alter = alone(bench.wire, name, probe.content)
                        only = replace(case, id=f"{case.id}-beside-the-shortest")
                        yield Trial(only, edge.source, (replace(act, alter=alter),))
                    yield from self._by_longest_name(bench, edge, act, case)

    def _by_longest_name(
        self, bench: Bench, edge: Edge, act: Act, case: Case
    ) -> Iterator[Trial]:
        """The same from one whose name is as long as it can be."""
        login, info = bench.protocol.client.login, edge.input.info
        is_login = login is None or info is None or info.cls is login.send
        if is_login or Role.OWN not in edge.input.roles.values():
            return
        word = members.by_longest_name(bench, bench.word(edge.source), ALICE)
        if word is None:
            return
        case = replace(case, id=f"{case.id}-by-the-longest-name")
        yield Trial(case, edge.source, (act,), word)

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


def _always(payload: bytes) -> Callable[[Any, bytes], bytes]:
    return lambda message, plain: payload


def _fits(bench: Bench, message: Any, name: str, kind: Text) -> bool:
    """Whether the longest text has room, or would have no more without the others."""
    short = beside_the_shortest(bench.wire, message, name)
    room, most = (room_for(bench.wire, it, name) for it in (message, short))
    return fits(kind, room) or most == room


def _is_reference(bench: Bench, info: MessageInfo, name: str) -> bool:
    """Whether a field names somebody who is known already, by that name."""
    login = bench.protocol.client.login
    return name in info.identities and (login is None or info.cls is not login.send)


def best_edge(bench: Bench, info: MessageInfo) -> Edge | None:
    """Where a message of alice's does most: it is told on, or changes something."""
    edges = bench.edges_of(info.name)
    return max(edges, key=lambda edge: _weight(bench, edge), default=None)


def _weight(bench: Bench, edge: Edge) -> tuple[bool, bool, int, int, int]:
    rules = {rule.id: rule for rule in bench.protocol.rules}
    fired = [rules[id] for id in edge.outcome.fired if id in rules]
    taken = any(rule.event == edge.input.name for rule in fired)
    others = sum(due.who != edge.input.who for due in edge.outcome.due)
    asks = len(bench.answers_before(edge.source))
    return taken, bool(edge.outcome.due), -asks, others, -edge.source.number
