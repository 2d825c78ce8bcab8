"""States that differ only in what the users call themselves are the same one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from codegen.room import Room
from conformance.model.cast import Naming
from conformance.model.inputs import TEXTS

Key = tuple[Any, ...]
NONE: Mapping[Any, Any] = MappingProxyType({})


class Canonical:
    """Gives rooms of a class keys that have users in place of their names."""

    def __init__(self, room: type[Room[Any]]) -> None:
        regions = [region.name for region in room.REGIONS]
        self._texts = _text_variables(room.SESSION, regions)
        self._shared_texts = _text_variables(room.SHARED)

    def key(
        self, room: Room[Any], naming: Naming, blanks: Mapping[Any, Any] = NONE
    ) -> Key:
        """The key of a room's state.

        ``blanks`` are tokens for what else has another value each time.
        """
        tokens = {**blanks, **tokens_of(room, naming)}
        parts, shared = list(room.key()), []
        if room.SHARED:
            shared.append(_renamed(parts.pop(), self._shared_texts, tokens))
        return (*(_renamed(part, self._texts, tokens) for part in parts), *shared)


def tokens_of(room: Room[Any], naming: Naming) -> dict[Any, Any]:
    """What stands for the names of users: whose they are, and who goes by them now."""
    tokens: dict[Any, Any] = {
        name: ("name", who) for name, who in naming.names.all().items()
    }
    for who in room.sessions:
        tokens[naming.current(room, who)] = ("own", who)
    return tokens


def renamed(value: Any, tokens: Mapping[Any, Any]) -> Any:
    """A value with tokens for names, or a tuple of values."""
    if isinstance(value, tuple):
        return tuple([tokens.get(item, item) for item in value])
    return tokens.get(value, value)


def _text_variables(holder: type[Any] | None, regions: Iterable[str] = ()) -> list[int]:
    """Which values of a session may be names: its texts that are no region's state."""
    variables = fields(holder) if holder is not None else ()
    return [
        index
        for index, variable in enumerate(variables)
        if variable.type in TEXTS and variable.name not in regions
    ]


def _renamed(
    part: tuple[Any, ...], texts: list[int], tokens: dict[Any, Any]
) -> tuple[Any, ...]:
    """The values of a session, or those that all share, with tokens for names."""
    values = list(part)
    for index in texts:
        if index < len(values):
            values[index] = renamed(values[index], tokens)
    return tuple(values)
