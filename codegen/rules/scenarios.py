"""Scenarios: conversations that can be held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen.model import Message, Problem, Said, Scenario, Step, Word
from codegen.rules.facts import Facts


def ids(facts: Facts) -> Iterator[Problem]:
    """No two scenarios have one id."""
    seen: dict[str, Scenario] = {}
    for scenario in facts.spec.scenarios:
        first = seen.setdefault(scenario.id, scenario)
        if first is not scenario:
            yield Problem(
                scenario.id.mark,
                f"scenario {scenario.id!r} is already at line {first.id.mark.line}",
            )


def casts(facts: Facts) -> Iterator[Problem]:
    """Everybody in a cast is in it once, and does something or is spoken of."""
    for scenario in facts.spec.scenarios:
        seen = {str(step.actor) for step in scenario.steps} | set(_spoken_of(scenario))
        for index, name in enumerate(scenario.cast):
            if name in scenario.cast[:index]:
                yield Problem(name.mark, f"{name!r} is in the cast twice")
            elif name not in seen:
                yield Problem(name.mark, f"{name!r} is in the cast but does nothing")


def _spoken_of(scenario: Scenario) -> Iterator[str]:
    for step in scenario.steps:
        if step.said is not None:
            yield from _texts(list(step.said.values.values()))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))


def presence(facts: Facts) -> Iterator[Problem]:
    """Only who is connected can send, get or leave."""
    for scenario in facts.spec.scenarios:
        here: set[str] = set()
        for step in scenario.steps:
            yield from _presence(step, here)


def _presence(step: Step, here: set[str]) -> Iterator[Problem]:
    who = str(step.actor)
    if step.action == "connects":
        if who in here:
            yield Problem(step.actor.mark, f"{who} is already connected")
        here.add(who)
    elif who not in here:
        yield Problem(step.actor.mark, f"{who} is not connected here")
    for word in (*step.expected, *step.closed):
        if word not in here and word != who:
            yield Problem(word.mark, f"{word!s} is not connected here")
    if step.action in ("leaves", "resets"):
        here.discard(who)
    here.difference_update(map(str, step.closed))


def sides(facts: Facts) -> Iterator[Problem]:
    """Clients send what clients send, and get what the server sends them."""
    for scenario in facts.spec.scenarios:
        for step in scenario.steps:
            if step.said is not None:
                yield from _side(facts, step.said, "client", "sends")
            for messages in step.expected.values():
                for said in messages:
                    yield from _side(facts, said, "server", "gets")


def _side(facts: Facts, said: Said, sender: str, verb: str) -> Iterator[Problem]:
    message = facts.message(said.message)
    if message is None:
        return
    if message.sender != sender or not message.on_wire:
        name = str(message.name)
        yield Problem(said.message.mark, f"{name!r} is nothing that a client {verb}")
    yield from _whole(message, said, sent=verb == "sends")


def _whole(message: Message, said: Said, *, sent: bool) -> Iterator[Problem]:
    optional: tuple[Word, ...] = () if sent else message.volatile
    needed = [f.name for f in message.fields if f.name not in optional]
    lacking = ", ".join(repr(str(n)) for n in needed if n not in said.values)
    if lacking:
        yield Problem(said.message.mark, f"{message.name!r} needs {lacking}")


RULES = (ids, casts, presence, sides)
