"""The files that go out: offered, then sent piece by piece."""

from __future__ import annotations

import contextlib
from collections import deque

from codegen.typed import complaint
from codegen.wire import WireError
from reference.client.actions import Action, Transmit
from reference.client.files.clerk import MOST_OPEN, Clerk, Parts, find, why
from reference.client.files.measure import Measured
from reference.client.files.transfer import Broken, Outgoing, Transfer


class Outbox:
    """The own files on offer and on their way; those being sent take turns."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._open: deque[Outgoing] = deque()
        self._sent: deque[Outgoing] = deque(maxlen=MOST_OPEN)
        self._paced = clerk.roles.has("go_on")
        self._just_offered: Outgoing | None = None

    @property
    def transfers(self) -> list[Outgoing]:
        """All that is not sent to its end."""
        return list(self._open)

    @property
    def sending(self) -> bool:
        """Whether there is a piece to send."""
        return any(transfer.due for transfer in self._open)

    def offer(self, person: str, file: Measured) -> list[Action]:
        """Offer a measured file to somebody."""
        number = self._clerk.roles.fresh_id()
        transfer = Outgoing(
            person, file.path.name, number, file.size, file.digest, path=file.path
        )
        try:
            parts = transfer.parts(self._clerk.me())
            data = self._clerk.roles.bytes_of("offer", parts)
        except WireError as error:
            return [self._clerk.wording.notice("invalid", reason=complaint(error))]
        self._forget_an_old_offer()
        self._open.append(transfer)
        self._just_offered = transfer
        return [Transmit(data), self._clerk.about("offering", transfer)]

    def accepted(self, parts: Parts) -> list[Action]:
        """Somebody wants a file: its turn comes."""
        transfer = find(self._open, parts)
        if transfer is None:
            # Long forgotten: say so, or the other one waits for ever.
            stale = Transfer(parts.get("person", ""), "", parts.get("id"))
            return self._clerk.say("cancel", stale, "the offer is gone")
        if transfer.file is not None:
            return []
        try:
            me = self._clerk.me()
            transfer.open(self._clerk.roles.chunk_bytes(transfer.parts(me)))
        except OSError as error:
            return self._unreadable(transfer, error)
        begun = self._clerk.say("begin", transfer)
        return [*begun, self._clerk.about("sending", transfer)]

    def go_on(self, parts: Parts) -> list[Action]:
        """The receiver has stored a piece and wants what follows."""
        transfer = find((t for t in self._open if t.waits), parts)
        if transfer is not None:
            transfer.waits = False
        return []

    def failed(self, parts: Parts) -> list[Action]:
        """An offer came to nothing, says an answer that may be to something else.

        It is taken for that to the last offer to the one whom it names. If it names
        nobody it counts only while nothing else was sent since.
        """
        waiting = [t for t in self._open if t.file is None]
        if "person" not in parts:
            waiting = [t for t in waiting if t is self._just_offered]
        transfer = find(reversed(waiting), parts)
        if transfer is None:
            return []
        self.drop(transfer)
        return [self._clerk.about("failed", transfer)]

    def spoke(self) -> None:
        """Something else was sent."""
        self._just_offered = None

    def refused(self, parts: Parts) -> list[Action] | None:
        """Somebody does not want a file; None if it is not known here."""
        transfer = find(self._open, parts)
        if transfer is None:
            return None
        self.drop(transfer)
        return [self._clerk.about("declined", transfer)]

    def cancelled(self, parts: Parts) -> Outgoing | None:
        """Return the transfer that was stopped from outside, if it is known here."""
        # One that was sent to its end may still be cancelled by the server.
        transfer = find([*self._open, *self._sent], parts)
        if transfer is not None:
            self.drop(transfer)
        return transfer

    def next_piece(self) -> list[Action]:
        """The next piece of the file whose turn it is."""
        for _ in range(len(self._open)):
            transfer = self._open[0]
            self._open.rotate(-1)
            if transfer.due:
                return self._piece(transfer)
        return []

    def drop(self, transfer: Outgoing) -> None:
        """Forget a transfer."""
        transfer.close()
        for kept in (self._open, self._sent):
            with contextlib.suppress(ValueError):
                kept.remove(transfer)

    def _piece(self, transfer: Outgoing) -> list[Action]:
        try:
            data = transfer.read()
        except OSError as error:
            return self._unreadable(transfer, error)
        except Broken as error:
            self.drop(transfer)
            cancel = self._clerk.say("cancel", transfer, str(error))
            notice = self._clerk.about("cancelled", transfer, reason=str(error))
            return [*cancel, notice]
        actions: list[Action] = []
        if data:
            parts = {**transfer.parts(self._clerk.me()), "data": data}
            actions.append(Transmit(self._clerk.roles.data(parts, transfer.full)))
            transfer.offset += len(data)
            transfer.waits = self._paced
        if transfer.complete and not transfer.waits:
            actions += self._ended(transfer)
        return actions

    def _ended(self, transfer: Outgoing) -> list[Action]:
        self.drop(transfer)
        self._sent.append(transfer)
        notice = self._clerk.about("sent", transfer)
        return [*self._clerk.say("end", transfer), notice]

    def _unreadable(self, transfer: Outgoing, error: OSError) -> list[Action]:
        self.drop(transfer)
        path = str(transfer.path)
        notice = self._clerk.wording.notice("unreadable", path=path, reason=why(error))
        return [*self._clerk.say("cancel", transfer, "it cannot be read"), notice]

    def _forget_an_old_offer(self) -> None:
        """Drop the oldest offer that nobody answers, if there are many."""
        waiting = [transfer for transfer in self._open if transfer.file is None]
        if len(waiting) >= MOST_OPEN:
            self.drop(waiting[0])
