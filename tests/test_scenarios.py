"""The conversations written by hand, held against the generated rooms."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from codegen.protocol import Protocol, Scenario, Step, available, load
from tests.in_memory import Heard, InMemory

ALL = [
    pytest.param(protocol, scenario, id=f"{name}-{scenario.id}")
    for name in available()
    for protocol in [load(name)]
    for scenario in protocol.scenarios
]


def happens(server: InMemory, step: Step) -> Heard:
    if step.action == "connects":
        return server.connects(step.actor)
    if step.action in ("leaves", "resets"):
        return server.leaves(step.actor)
    assert step.action == "sends"
    message = step.message
    data = server.protocol.encode(message) if message is not None else step.raw
    return server.sends(step.actor, data)


def predictable(protocol: Protocol, message: Any) -> tuple[str, dict[str, Any]]:
    """A message by name, without the fields that nobody can predict."""
    info = next(m for m in protocol.messages if m.cls is type(message))
    names = (f.name for f in fields(message) if f.name not in info.volatile)
    return info.name, {name: getattr(message, name) for name in names}


@pytest.mark.parametrize(("protocol", "scenario"), ALL)
def test_everybody_gets_exactly_what_the_scenario_says(
    protocol: Protocol, scenario: Scenario
) -> None:
    server = InMemory(protocol)

    for step in scenario.steps:
        heard = happens(server, step)

        for who in {*heard.messages, *step.expected}:
            due = [predictable(protocol, m) for m in step.expected.get(who, ())]
            got = [predictable(protocol, m) for m in heard.messages.get(who, ())]
            assert got == due, f"{who}, line {step.line}"
        went = {step.actor} if step.action in ("leaves", "resets") else set()
        assert heard.closed == set(step.closed) - went, f"line {step.line}"


@pytest.mark.parametrize("name", available())
def test_every_protocol_has_scenarios(name: str) -> None:
    assert load(name).scenarios
