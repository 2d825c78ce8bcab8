"""All mutants of a protocol: those of its spec, those of its wire, and the controls."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from conformance.mutants.births import bare
from conformance.mutants.habits import CONTROLS, HABITS
from conformance.mutants.mutant import Mutant, numbered
from conformance.mutants.operators import mutants_of
from conformance.mutants.sites import Sites
from conformance.mutants.tree import at, parse

_CRASH = "crash"
_FORGIVEN = "stale-bytes"  # where what stands behind a text may be anything
_IN_RECORDS = (_FORGIVEN, "unterminated")
_OF_A_FRAMING = ("half-message-blocks", "read-is-message")


def sites_of(path: Path, features: frozenset[str]) -> Sites:
    """Where the spec in a file can be changed, without what no server needs."""
    tree, lines = parse(path.read_text(encoding="utf-8"))
    return Sites(bare(tree), lines, features)


def every_mutant(sites: Sites) -> list[Mutant]:
    """All there are, in a stable order; controls last."""
    return numbered([*mutants_of(sites), *_on_the_wire(sites), *_controls()])


def _on_the_wire(sites: Sites) -> Iterator[Mutant]:
    for name, kind in HABITS.items():
        about = (kind.__doc__ or "").partition("\n")[0]
        if name == _CRASH:
            for message in sites.sent_by("client"):
                yield replace(
                    _with_habit(f"{name}/{message}", name, about),
                    id=f"{name}/{message}",
                    requirements=sites.on(message),
                    messages=frozenset({message}),
                )
        elif _can_have(sites, name):
            argument = f"/{_pad(sites)}" if name in _IN_RECORDS else ""
            yield _with_habit(f"{name}{argument}", name, about)


def _can_have(sites: Sites, name: str) -> bool:
    """Whether a habit is a fault on this wire."""
    kind = at(sites.tree, ("framing", "kind"))
    if name in _IN_RECORDS:
        forgiven = at(sites.tree, ("framing", "tail")) == "any"
        return kind == "record" and not (forgiven and name == _FORGIVEN)
    return kind != "none" or name not in _OF_A_FRAMING


def _pad(sites: Sites) -> int:
    return int(at(sites.tree, ("framing", "pad")) or "0", 0)


def _with_habit(habit: str, name: str, about: str) -> Mutant:
    return Mutant(
        id=f"wire/{name}",
        operator=name,
        before="the server as it is",
        after=about,
        habit=habit,
    )


def _controls() -> Iterator[Mutant]:
    for name, kind in CONTROLS.items():
        about = (kind.__doc__ or "").partition("\n")[0]
        yield Mutant(
            id=f"control/{name}",
            operator="control",
            after=about,
            habit=name,
            control=True,
        )


def chosen(mutants: list[Mutant], operators: tuple[str, ...]) -> list[Mutant]:
    """Those whose operator or id matches a pattern; all without one."""
    return [
        it
        for it in mutants
        if not operators
        or any(fnmatchcase(it.operator, p) or fnmatchcase(it.id, p) for p in operators)
    ]


def sampled(mutants: list[Mutant], size: int | None, seed: int) -> list[Mutant]:
    """So many of them, in their order; of each operator about as many."""
    if size is None or size >= len(mutants):
        return mutants
    chance = random.Random(seed)
    by_operator: dict[str, list[Mutant]] = {}
    for it in mutants:
        by_operator.setdefault(it.operator, []).append(it)
    for group in by_operator.values():
        chance.shuffle(group)
    queues = list(by_operator.values())
    chance.shuffle(queues)
    taken: set[str] = set()
    while len(taken) < size:
        queues = [it for it in queues if it]
        for queue in queues[: size - len(taken)]:
            taken.add(queue.pop().id)
    return [it for it in mutants if it.id in taken]
