"""What is said of a transfer: to the server, and to the user."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from codegen.wire import WireError
from reference.client.actions import Action, Show, Transmit
from reference.client.files.roles import Roles
from reference.client.files.transfer import Transfer
from reference.client.texts import Wording
from reference.harmless import harmless_line

MOST_OPEN = 16
"""Offers that wait for an answer, each way: nobody reads more."""

Parts = Mapping[str, Any]
T = TypeVar("T", bound=Transfer)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Words transfers. ``me`` gives the own name as it is now.

    ``ended`` are those that were cancelled here: a server may tell of it once more.
    """

    roles: Roles
    wording: Wording
    me: Callable[[], str]
    ended: deque[Transfer] = field(default_factory=lambda: deque(maxlen=MOST_OPEN))

    def say(self, role: str, transfer: Transfer, reason: str = "") -> list[Action]:
        """The message in a role, if the protocol has one and it can say this."""
        if not self.roles.has(role):
            return []
        if role == "cancel":
            self.ended.append(transfer)
        try:
            parts = transfer.parts(self.me(), reason)
            return [Transmit(self.roles.bytes_of(role, parts))]
        except WireError:
            return []

    def about(self, key: str, transfer: Transfer, **values: str) -> Show:
        """A notice about a transfer."""
        return self.wording.notice(
            key,
            person=harmless_line(transfer.person),
            file=harmless_line(transfer.name),
            size=str(transfer.size or 0),
            **values,
        )


def find(transfers: Iterable[T], parts: Parts) -> T | None:
    """The oldest transfer that a message is about."""
    return next((t for t in transfers if t.is_meant(parts)), None)


def why(error: OSError) -> str:
    """What the system says is wrong."""
    return error.strerror or str(error)
