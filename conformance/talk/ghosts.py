"""Users of a shared target that are not of this session: they are nobody's fault.

They are strangers, or users of an earlier session that the target has not yet let go.
A list that has them besides all that it must have is as it must be, and what is told
about users of earlier sessions is no concern of this one.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from conformance.talk.match import Mismatch


class Ghosts:
    """Knows the names of earlier sessions, and collects those of strangers."""

    def __init__(self) -> None:
        self.former: set[str] = set()
        self.strangers: set[str] = set()

    def explain(self, it: Mismatch, own: set[str]) -> Mismatch:
        """What is left of a mismatch when the ghosts in it are set aside."""
        paired = tuple(
            (due, surplus)
            for due, surplus in it.paired
            if not self._only_longer(due.message, surplus.message, own)
        )
        extra = tuple(s for s in it.extra if not self._is_about_ghosts(s.message, own))
        return Mismatch(it.missing, extra, paired, it.out_of_order)

    def _only_longer(self, due: Any, seen: Any, own: set[str]) -> bool:
        """Whether a message has nothing but more items in its lists."""
        if type(due) is not type(seen):
            return False
        more: list[Any] = []
        for field in fields(due):
            wanted, got = getattr(due, field.name), getattr(seen, field.name)
            if wanted == got:
                continue
            if not isinstance(wanted, tuple):
                return False
            added = _added(wanted, got)
            if added is None:
                return False
            more += added
        names = {text for item in more for text in texts(item)}
        if not more or names & own:  # the same message is wrong in another way
            return False
        self.strangers |= names - self.former
        return True

    def _is_about_ghosts(self, message: Any, own: set[str]) -> bool:
        names = texts(message)
        return bool(names & self.former) and not names & own


def _added(wanted: tuple[Any, ...], got: tuple[Any, ...]) -> list[Any] | None:
    """The items that ``got`` has besides those wanted, in their order; None if not."""
    added = []
    left = iter(wanted)
    due = next(left, None)
    for item in got:
        if due is not None and item == due:
            due = next(left, None)
        else:
            added.append(item)
    return added if due is None else None


def texts(value: Any) -> set[str]:
    """All texts in a message or in a part of one."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return {text for item in value for text in texts(item)}
    if is_dataclass(value) and not isinstance(value, type):
        return {text for f in fields(value) for text in texts(getattr(value, f.name))}
    return set()
