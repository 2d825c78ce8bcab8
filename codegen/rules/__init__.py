"""What a valid spec is: one small function per rule, its docstring the rule itself.

``lint`` gives every problem of a spec's text and the place it was written at. The rules
go from names to meaning, and only the first to speak about a place is heard: one
mistake is one problem. ``python -m codegen lint`` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codegen.load import read
from codegen.model import Mark, Problem, Spec, SpecError
from codegen.rules import (
    client,
    declared,
    effects,
    examples,
    expressions,
    features,
    formats,
    frames,
    names,
    reads,
    scenarios,
    states,
    templates,
    transitions,
    types,
)
from codegen.rules.facts import Facts

Rule = Callable[[Facts], Iterator[Problem]]

PARTS: tuple[Rule, ...] = (
    *declared.RULES,
    *names.RULES,
    *reads.RULES,
    *client.RULES,
    *formats.RULES,
    *effects.RULES,
    *expressions.RULES,
    *states.RULES,
    *transitions.RULES,
)
"""Rules about parts of a spec, which hold for what could be read of a broken one."""

WHOLE: tuple[Rule, ...] = (
    *features.RULES,
    *scenarios.RULES,
    *states.WHOLE_RULES,
    *effects.WHOLE_RULES,
    *declared.WHOLE_RULES,
)
"""Rules that only a whole spec can keep or break."""

WIRE: tuple[Rule, ...] = (
    *types.RULES,
    *formats.WIRE_RULES,
    *templates.RULES,
    *frames.RULES,
)
"""Rules that a wire must keep before there can be a codec."""

EXAMPLES: tuple[Rule, ...] = examples.RULES
"""Rules that are tried out: they need codecs."""


def check(spec: Spec) -> list[Problem]:
    """All problems of a well-shaped spec, in the order of its text."""
    found: Found = {}
    facts = Facts(spec)
    misnamed = _ask(declared.RULES, facts, found)
    _ask(PARTS, facts, found)
    if not _ask(WIRE, facts, found) and not misnamed:
        _ask(EXAMPLES, facts, found)
    _ask(WHOLE, facts, found)
    return sorted(found.values())


def lint(text: str, path: str) -> list[Problem]:
    """All problems of a spec's text: of its YAML, of its shape, and of its meaning.

    While there are problems of shape, only the rules about parts are asked: what is
    never used or reached cannot be told of half a spec.
    """
    return _examined(text, path)[1]


def valid(text: str, path: str) -> Spec:
    """The spec in ``text``. Raises SpecError with all problems unless it is valid."""
    spec, problems = _examined(text, path)
    if spec is None or problems:
        raise SpecError(path, problems)
    return spec


def _examined(text: str, path: str) -> tuple[Spec | None, list[Problem]]:
    """All problems of a text, and its spec if it is YAML at all: read once for both."""
    try:
        spec, problems = read(text, path)
    except SpecError as error:
        return None, error.problems
    if not problems:
        return spec, check(spec)
    found: Found = {}
    for problem in problems:
        found.setdefault(problem.mark, problem)
    if spec.messages and spec.session.regions:
        _ask(PARTS, Facts(spec, problems), found)
    return spec, sorted(found.values())


Found = dict[Mark, Problem]


def _ask(rules: tuple[Rule, ...], facts: Facts, found: Found) -> bool:
    """Add the problems of the places that have none yet; whether there were any."""
    problems = [problem for rule in rules for problem in rule(facts)]
    for problem in problems:
        found.setdefault(problem.mark, problem)
    return bool(problems)
