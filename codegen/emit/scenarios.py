"""Conversations written by hand, as a table."""

from __future__ import annotations

from codegen.emit import values
from codegen.emit.tables import said, text
from codegen.emit.text import Source, call, literal
from codegen.model import Said, Scenario, Spec, Step


def scenarios(spec: Spec) -> str:
    """SCENARIOS"""
    found = tuple(_scenario(spec, scenario) for scenario in spec.scenarios)
    return f"SCENARIOS = {literal(found)}"


def _scenario(spec: Spec, scenario: Scenario) -> Source:
    level = scenario.requirement.level
    return call(
        "protocol.Scenario",
        id=str(scenario.id),
        text=text(scenario.requirement.sentence),
        line=scenario.requirement.mark.line,
        cast=tuple(map(str, scenario.cast)),
        steps=tuple(_step(spec, step) for step in scenario.steps),
        **said(
            level="" if level == "must" else level,
            feature=str(scenario.feature or ""),
        ),
    )


def _step(spec: Spec, step: Step) -> Source:
    expected = {
        str(who): tuple(_said(spec, item) for item in items)
        for who, items in step.expected.items()
    }
    return call(
        "protocol.Step",
        str(step.actor),
        str(step.action),
        *([_said(spec, step.said)] if step.said is not None else []),
        **said(raw=step.raw, expected=expected, closed=tuple(map(str, step.closed))),
        line=step.mark.line,
    )


def _said(spec: Spec, item: Said) -> Source:
    message = spec.message(item.message)
    assert message is not None, f"rules let an unknown message {item.message} pass"
    return values.message(message, item.values)
