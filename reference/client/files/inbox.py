"""The files that come in: offered, then stored piece by piece once they are wanted."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from codegen.show import as_mapping, render
from reference.client.actions import Action, Ask, Show
from reference.client.files.clerk import MOST_OPEN, Clerk, Parts, find, why
from reference.client.files.transfer import Broken, Receiving


class Inbox:
    """The files of others, on offer and on their way to a folder."""

    def __init__(self, clerk: Clerk, folder: Path) -> None:
        self._clerk = clerk
        self._folder = folder
        self.transfers: list[Receiving] = []

    @property
    def under_way(self) -> list[Receiving]:
        """Those that were accepted."""
        return [t for t in self.transfers if t.partial is not None]

    def offered(self, parts: Parts, message: Any) -> list[Action]:
        """Somebody offers a file: the user is asked."""
        transfer = Receiving(
            parts.get("person", ""),
            parts.get("name", ""),
            parts.get("id"),
            parts.get("size"),
            self._clerk.roles.digest_of(parts),
        )
        known = any(other.is_meant(parts) for other in self.transfers)
        if known or len(self.transfers) >= MOST_OPEN:
            # A second offer under the same number could not be told apart.
            refusal = [] if known else self._clerk.say("refuse", transfer)
            return [*refusal, self._clerk.about("crowded", transfer)]
        self.transfers.append(transfer)
        question = render(self._clerk.roles.files.ask, as_mapping(message))
        return [
            Ask(
                question,
                lambda: self._accept(transfer),
                lambda: self._refuse(transfer),
                transfer,
            )
        ]

    def begun(self, parts: Parts) -> list[Action]:
        """The size of an accepted file is told."""
        transfer = find(self.under_way, parts)
        if transfer is not None and transfer.size is None:
            transfer.size = parts.get("size")
        return []

    def chunk(self, parts: Parts) -> list[Action]:
        """A piece of a file is here."""
        transfer = find(self.under_way, parts)
        if transfer is None:
            return []
        try:
            piece = self._clerk.roles.piece(parts, transfer.parts(transfer.person))
            transfer.take(piece, parts.get("offset"))
        except OSError as error:
            notice = self._unwritable(transfer, error)
            return [*self._cancel(transfer, "it cannot be stored"), notice]
        except Broken as error:
            notice = self._clerk.about("cancelled", transfer, reason=str(error))
            return [*self._cancel(transfer, str(error)), notice]
        return self._clerk.say("more", transfer)

    def done(self, parts: Parts) -> list[Action]:
        """A file was sent to its end: it gets its name, if it is what was announced."""
        transfer = find(self.under_way, parts)
        if transfer is None:
            return []
        try:
            path = transfer.finish(self._clerk.roles.digest_of(parts))
        except OSError as error:
            notice = self._unwritable(transfer, error)
        except Broken as error:
            notice = self._clerk.about("cancelled", transfer, reason=str(error))
        else:
            notice = self._clerk.about("received", transfer, path=str(path))
        self.drop(transfer)
        return [notice]

    def cancelled(self, parts: Parts) -> Receiving | None:
        """Return the transfer that was stopped from outside, if it is known here."""
        transfer = find(self.transfers, parts)
        if transfer is not None:
            self.drop(transfer)
        return transfer

    def drop(self, transfer: Receiving) -> None:
        """Forget a transfer; nothing partial of it stays on the disk."""
        transfer.close()
        with contextlib.suppress(ValueError):
            self.transfers.remove(transfer)

    def _accept(self, transfer: Receiving) -> list[Action]:
        try:
            transfer.open(self._folder, self._clerk.roles.hasher())
        except OSError as error:
            return [*self._refuse(transfer), self._unwritable(transfer, error)]
        accept = self._clerk.say("accept", transfer)
        return [*accept, self._clerk.about("receiving", transfer)]

    def _refuse(self, transfer: Receiving) -> list[Action]:
        self.drop(transfer)
        return self._clerk.say("refuse", transfer)

    def _cancel(self, transfer: Receiving, reason: str) -> list[Action]:
        self.drop(transfer)
        return self._clerk.say("cancel", transfer, reason)

    def _unwritable(self, transfer: Receiving, error: OSError) -> Show:
        return self._clerk.about("unwritable", transfer, reason=why(error))
