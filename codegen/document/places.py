"""Where things stand on the page: the anchors that links lead to."""

from __future__ import annotations


def message_anchor(name: str) -> str:
    """A message's description."""
    return f"message-{name}"


def type_anchor(name: str) -> str:
    """A type's row."""
    return f"type-{name}"


def feature_anchor(name: str) -> str:
    """A feature's row."""
    return f"feature-{name}"


def limit_anchor(name: str) -> str:
    """A limit's row."""
    return f"limit-{name}"


def region_anchor(name: str) -> str:
    """A region's section."""
    return f"region-{name}"


def variable_anchor(name: str) -> str:
    """A variable's row."""
    return f"variable-{name}"


def shared_anchor(name: str) -> str:
    """The row of a variable of the room."""
    return f"shared-{name}"


def audience_anchor(name: str) -> str:
    """An audience's row."""
    return f"audience-{name}"


def lookup_anchor(name: str) -> str:
    """A lookup's row."""
    return f"lookup-{name}"


def routine_anchor(name: str) -> str:
    """A routine's row."""
    return f"routine-{name}"


def service_anchor(name: str) -> str:
    """A service's row."""
    return f"service-{name}"


def rule_anchor(rule: str, level: str) -> str:
    """A requirement's row; ``rule`` is ``region/word``."""
    return f"{level}-{rule.replace('/', '-')}"


def scenario_anchor(name: str) -> str:
    """A conversation's section."""
    return f"scenario-{name}"
