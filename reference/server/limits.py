"""What a server allows: the limits of the spec, changed by name where one wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reference.selection import no_such

DEFAULTS: Mapping[str, int] = {"sessions": 1024, "queue_bytes": 1 << 20}
"""Limits that every server needs, for specs that do not state them."""

Range = tuple[int, int]

SENSIBLE: Mapping[str, Range] = {
    "sessions": (1, 65_536),
    "queue_bytes": (1024, 1 << 30),
}
"""The least and the most that makes sense, of limits by name."""

SENSIBLE_SECONDS: Range = (0, 30 * 24 * 3600)
SENSIBLE_OTHERS: Range = (0, 1 << 31)


class LimitError(ValueError):
    """A limit that does not exist, or a value that makes no sense."""


def limits_of(spec: Mapping[str, int], changes: Iterable[str] = ()) -> dict[str, int]:
    """The limits of a spec with ``name=value`` changes; LimitError."""
    limits = {**DEFAULTS, **spec}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise LimitError(f"{change!r} is not of the form name=value")
        if name not in limits:
            raise LimitError(no_such("limit", name, limits))
        limits[name] = _number(name, value)
    return limits


def sensible(name: str) -> Range:
    """The least and the most that the limit ``name`` may be."""
    usual = SENSIBLE_SECONDS if name.endswith("_seconds") else SENSIBLE_OTHERS
    return SENSIBLE.get(name, usual)


def _number(name: str, text: str) -> int:
    least, most = sensible(name)
    if not (text.isascii() and text.isdigit()):
        raise LimitError(f"{name} is a whole number from {least} to {most}: {text!r}")
    # int() refuses thousands of digits with an error of its own.
    number = int(text) if len(text) <= len(str(most)) else most + 1
    if not least <= number <= most:
        raise LimitError(f"{name} is from {least} to {most}, not {text[:20]}")
    return number
