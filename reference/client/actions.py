"""What the client core wants done, in this order, by whoever owns socket and screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from reference.harmless import harmless


class Kind(Enum):
    """Who is speaking, so that a screen can tell it apart."""

    SAID = "from the server"
    NEWS = "from the server, about members"
    OWN = "by the user"
    NOTICE = "by the client"
    QUESTION = "question"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Show:
    """Show a text: one line or several, already harmless."""

    text: str
    kind: Kind = Kind.SAID


@dataclass(frozen=True, slots=True)
class Transmit:
    """Write the bytes of one message."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Prepare:
    """Measure a file away from the event loop, then call ``Session.measured``."""

    person: str
    path: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Put a question; what is typed decides which of the two is called."""

    text: str
    yes: Callable[[], list[Action]]
    no: Callable[[], list[Action]]
    topic: Any


@dataclass(frozen=True, slots=True)
class HalfClose:
    """Nothing more will be written: the leave of a protocol without goodbyes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The conversation is over; the process exits with this status."""

    status: int


Action = Show | Transmit | Prepare | Ask | HalfClose | Ended


def show(text: str, kind: Kind = Kind.SAID) -> Show:
    """Make a ``Show`` of a text that may hold anything."""
    return Show(harmless(text), kind)
