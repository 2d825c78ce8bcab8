"""The list of members as a client knows it, from what the server says."""

from __future__ import annotations

from typing import Any

from codegen.protocol import Members

MOST = 10_000
"""More members than anybody completes; a server that lists more is not believed."""


class Roster:
    """The names of those who are there, in the order in which they were told."""

    def __init__(self, rules: Members) -> None:
        self._rules = rules
        self._names: dict[str, None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names, each once."""
        return tuple(self._names)

    def is_told_by(self, message: Any) -> bool:
        """Whether a message is about who is there."""
        rules, kind = self._rules, type(message)
        return any(
            kind in told
            for told in (rules.lists, rules.joined, rules.left, rules.renamed)
        )

    def note(self, message: Any) -> None:
        """Take what a message says of members; most say nothing."""
        rules, kind = self._rules, type(message)
        if kind in rules.lists:
            items = getattr(message, rules.lists[kind])
            self._names = dict.fromkeys(map(self._name_of, items[:MOST]))
        if kind in rules.joined and len(self._names) < MOST:
            self._names[getattr(message, rules.joined[kind])] = None
        if kind in rules.left:
            self._names.pop(getattr(message, rules.left[kind]), None)
        if kind in rules.renamed:
            self._rename(*self.renaming(message) or ("", ""))

    def renaming(self, message: Any) -> tuple[str, str] | None:
        """The old and the new name, if a message says that somebody has another."""
        pair = self._rules.renamed.get(type(message))
        if pair is None:
            return None
        return getattr(message, pair[0]), getattr(message, pair[1])

    def leaver(self, message: Any) -> str | None:
        """The name of the one who left, if a message says so."""
        name: str | None = None
        if type(message) in self._rules.left:
            name = getattr(message, self._rules.left[type(message)])
        return name

    def _rename(self, old: str, new: str) -> None:
        renamed = [new if name == old else name for name in self._names]
        self._names = dict.fromkeys(renamed)

    def _name_of(self, item: Any) -> str:
        name = item if isinstance(item, str) else getattr(item, self._rules.name)
        return str(name)
