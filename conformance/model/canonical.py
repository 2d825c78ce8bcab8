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
        tokens: dict[Any, Any] = {
            **blanks,
            **{name: ("name", who) for name, who in naming.names.all().items()},
        }
        for who in room.sessions:
            tokens[naming.current(room, who)] = ("own", who)
        parts, shared = list(room.key()), []
        if room.SHARED:
            shared.append(_renamed(parts.pop(), self._shared_texts, tokens))
        return (*(_renamed(part, self._texts, tokens) for part in parts), *shared)


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
            value = values[index]
            values[index] = (
                tuple([tokens.get(item, item) for item in value])
                if isinstance(value, tuple)
                else tokens.get(value, value)
            )
    return tuple(values)
