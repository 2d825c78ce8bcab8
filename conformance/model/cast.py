"""Who plays: two active users and a silent bystander, under fresh names.

Scenarios may bring more, and a crowd has numbers. A member is known by its number,
which is also the ``sid`` of its connection in the ``Room`` that predicts. What a
message calls a user is a ``Role``, as seen by the one who sends it; only when it is
sent does a role become a name, that of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from string import ascii_lowercase
from typing import Any

from codegen.room import Room

ALICE, BOB, CAROL = 1, 2, 3
ACTIVE = (ALICE, BOB)
_CAST = "alice", "bob", "carol", "dave", "erin", "frank"
_CROWD = "user"  # and a number


class _Called(dict[int, str]):
    """Names by number, of all that there may be."""

    def __init__(self, known: Mapping[int, str], other: Callable[[int], str]) -> None:
        super().__init__(known)
        self._other = other

    def __missing__(self, who: int) -> str:
        return self.setdefault(who, self._other(who))


LABELS: Mapping[int, str] = dict(enumerate(_CAST, 1))
_PARTNER = {ALICE: BOB}  # of all others it is alice
_SPARE = dict(zip(LABELS, ("gus", "hal", "ivy", "jim", "kim", "lou"), strict=True))
PLAIN = (*LABELS.values(), *_SPARE.values())
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Role(Enum):
    """Whom a field names, as seen by the sender of the message."""

    OWN = "self"
    OTHER = "other"
    BYSTANDER = "bystander"
    UNKNOWN = "nobody"  # a good name that is nobody's now
    ODD = "odd"  # a name that the wire carries and that nobody may have


@dataclass(frozen=True, slots=True)
class Names:
    """The two names of each member: the one it logs in with and a spare one."""

    first: Mapping[int, str]
    spare: Mapping[int, str]

    def all(self) -> dict[str, int]:
        """Whose each name is."""
        return {
            name: who for it in (self.first, self.spare) for who, name in it.items()
        }


def label(who: int) -> str:
    """What a member is called in a report."""
    return LABELS.get(who) or f"{_CROWD}{who}"


def number_of(label: str) -> int | None:
    """The member that is called so; None if nobody is."""
    number = label.removeprefix(_CROWD)
    if number != label and number.isdecimal():
        return int(number)
    return next((who for who, it in LABELS.items() if it == label), None)


def _names(called: Callable[[str], str]) -> Names:
    def many(known: Mapping[int, str], letter: str) -> Mapping[int, str]:
        cast = {who: called(name) for who, name in known.items()}
        return _Called(cast, lambda who: called(f"{letter}{who}"))

    return Names(many(LABELS, "u"), many(_SPARE, "v"))


READABLE = _names(str)


def fresh(number: int, fits: Callable[[str], bool]) -> Names:
    """Names that no session before had, the ``number``-th of their kind.

    They are as readable as the protocol lets them be: ``alice3f2``, else ``a3f2``.
    """
    nonce = "".join(_DIGITS[number // 36**n % 36] for n in (2, 1, 0))
    letters = "".join(ascii_lowercase[number // 26**n % 26] for n in (2, 1, 0))

    def called(plain: str) -> str:
        tries = [
            stem + tail
            for stem in (plain, plain[0])
            for tail in (nonce, letters, nonce[-1], letters[-1])
        ]
        return next((name for name in tries if fits(name)), tries[0])

    return _names(called)


class Naming:
    """From roles to names, in one room and for one set of names.

    ``variable`` is the session variable that holds a user's name; None in a protocol
    without names.
    """

    def __init__(self, names: Names, variable: str | None) -> None:
        self.names = names
        self.variable = variable

    def current(self, room: Room[Any], who: int) -> str:
        """The name that a member has, or is going to log in with."""
        if self.variable is None:
            return self.names.first[who]
        session = room.sessions.get(who)
        name = getattr(session, self.variable) if session is not None else ""
        if name:
            return str(name)
        taken = [getattr(it, self.variable) for it in room.sessions.values()]
        first, spare = self.names.first[who], self.names.spare[who]
        return spare if first in taken else first

    def unused(self, room: Room[Any], who: int) -> str:
        """The one of its two names that a member does not have: once it was its own."""
        first, spare = self.names.first[who], self.names.spare[who]
        return spare if self.current(room, who) == first else first

    def name(self, room: Room[Any], sender: int, role: Role | int) -> str:
        """The name that a role stands for now, or that a certain member came with."""
        if isinstance(role, int):
            return self.names.first[role]
        if role is Role.UNKNOWN:
            return self.unused(room, sender)
        if role is Role.ODD:
            return "no name"
        return self.current(room, meant(sender, role))


def meant(sender: int, role: Role | int) -> int:
    """The member that a role stands for, or that is meant itself; 0 for nobody."""
    if isinstance(role, int):
        return role
    if role is Role.OWN:
        return sender
    if role is Role.OTHER:
        return _PARTNER.get(sender, ALICE)
    return CAROL if role is Role.BYSTANDER else 0
