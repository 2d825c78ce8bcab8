"""What is done to a target, said so that any session can do it again.

An act names roles and not names, so that a conversation can be cut down and played
again by other users in other circumstances.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.model.inputs import Input


@dataclass(frozen=True, slots=True)
class Act:
    """An input, with its ``turn`` of ordinary values.

    ``alter`` makes other bytes of the message's payload, ``frame`` other bytes of the
    whole stream, and ``cuts`` says where it is cut into several sends.
    ``note`` says so to people; ``soft`` is what a target only should do. ``beside`` are
    acts that are done at the same time, each actor's in their order. One who connects
    ``narrow`` has as little room as there can be for what it does not read.
    """

    input: Input
    turn: int = 0
    alter: Callable[[Any, bytes], bytes] | None = None
    frame: Callable[[bytes], bytes] | None = None
    cuts: tuple[int, ...] = ()
    note: str = ""
    soft: bool = False
    beside: tuple[Act, ...] = ()
    narrow: bool = False

    @property
    def who(self) -> int:
        """Who does it."""
        return self.input.who

    @property
    def all(self) -> tuple[Act, ...]:
        """It, and what is done at the same time."""
        return (self, *self.beside)

    @property
    def name(self) -> str:
        """What is done, in a word or two."""
        return " and ".join(dict.fromkeys(act.input.name for act in self.all))

    @property
    def is_plain(self) -> bool:
        """Whether it is an input of the flat model as it is."""
        return self.alter is None and self.frame is None and not self.cuts


class Impossible(Exception):
    """The wire has no room for these bytes, or no number for their length."""
