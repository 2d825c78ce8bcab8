"""The files that go out and come in: one desk for all of a client's transfers.

The desk is told of messages and answers, and gives back what is to be done. Sockets and
clocks are not its business.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from codegen.typed import Pattern, Refusal, normal
from reference.client.actions import Action, Prepare
from reference.client.files.clerk import Clerk, Parts, find
from reference.client.files.inbox import Inbox
from reference.client.files.measure import Measured
from reference.client.files.outbox import Outbox
from reference.client.files.transfer import Outgoing, Progress, Receiving, Transfer
from reference.harmless import harmless_line


class Desk:
    """All transfers of one connection."""

    def __init__(self, clerk: Clerk, folder: Path) -> None:
        self._clerk = clerk
        self._outbox = Outbox(clerk)
        self._inbox = Inbox(clerk, folder)
        self.hasher = clerk.roles.hasher
        self.pattern = Pattern(clerk.roles.files.type)
        self.help = clerk.roles.files.help or "send a file"
        # The other field of the pattern is the path.
        self._person_field = clerk.roles.files.offer.parts.get("person", "")
        self._steps: dict[str, Callable[[Parts], list[Action] | None]] = {
            "accepted": self._outbox.accepted,
            "refused": self._outbox.refused,
            "begun": self._inbox.begun,
            "chunk": self._inbox.chunk,
            "done": self._inbox.done,
            "cancelled": self._cancelled,
            "go_on": self._outbox.go_on,
        }

    @property
    def sending(self) -> bool:
        """Whether there is a piece to send."""
        return self._outbox.sending

    def offer(self, person: str, file: Measured) -> list[Action]:
        """Offer a measured file to somebody."""
        return self._outbox.offer(person, file)

    def order(self, line: str) -> Prepare | Refusal | None:
        """What a line is about files; None if it is not about them."""
        found = self.pattern.match(line)
        if found is not None:
            person = normal(found.pop(self._person_field, ""))
            return Prepare(person, "".join(found.values()).strip().strip("'\""))
        if line.split(" ", 1)[0] == self.pattern.word:
            return Refusal("usage", {"usage": self.pattern.usage})
        return None

    def typing(self, line: str) -> tuple[bool, str] | None:
        """What an unfinished line ends with: is it a person's name?, and its text."""
        field = self.pattern.field_at_end(line)
        return None if field is None else (field[0] == self._person_field, field[1])

    def heard(self, message: Any) -> list[Action] | None:
        """Take a message; None if it is not about a file that is known here."""
        found = self._clerk.roles.heard(message)
        if found is None:
            return None
        role, parts = found
        if role == "offered":
            return self._inbox.offered(parts, message)
        return self._steps[role](parts)

    def failed(self, message: Any) -> list[Action]:
        """What follows where a message says that an offer came to nothing."""
        parts = self._clerk.roles.failed(message)
        return [] if parts is None else self._outbox.failed(parts)

    def spoke(self) -> None:
        """Something that is not about files was sent."""
        self._outbox.spoke()

    def next_piece(self) -> list[Action]:
        """The next piece to send, of the file whose turn it is."""
        return self._outbox.next_piece()

    def stop(self) -> list[Action]:
        """Stop every transfer, at the wish of the user."""
        actions = [a for transfer in self._all() for a in self._stop(transfer)]
        return actions or [self._clerk.wording.notice("idle")]

    def stop_one(self, number: int) -> list[Action]:
        """Stop the transfer of this number; nothing follows if it is over already."""
        found = [transfer for transfer in self._all() if transfer.number == number]
        return [a for transfer in found for a in self._stop(transfer)]

    def close(self) -> None:
        """Forget all transfers; nothing partial stays on the disk."""
        for transfer in self._all():
            self._drop(transfer)

    def is_over(self, topic: Any) -> bool:
        """Whether a question is about a file that is not on offer any more."""
        return isinstance(topic, Transfer) and topic not in self._inbox.transfers

    def progress(self) -> list[Progress]:
        """The transfers that are under way."""
        out = [("→", t) for t in self._outbox.transfers if t.file is not None]
        come = [("←", t) for t in self._inbox.under_way]
        return [_progress(sign, transfer) for sign, transfer in [*out, *come]]

    def _cancelled(self, parts: Parts) -> list[Action] | None:
        transfer = self._outbox.cancelled(parts) or self._inbox.cancelled(parts)
        if transfer is None:
            return None if find(self._clerk.ended, parts) is None else []
        reason = parts.get("reason", "")
        return [self._clerk.about("cancelled", transfer, reason=reason)]

    def _stop(self, transfer: Outgoing | Receiving) -> list[Action]:
        waits = isinstance(transfer, Receiving) and transfer.partial is None
        role = "refuse" if waits else "cancel"
        said = self._clerk.say(role, transfer, "stopped")
        self._drop(transfer)
        return [*said, self._clerk.about("stopped", transfer)]

    def _drop(self, transfer: Outgoing | Receiving) -> None:
        if isinstance(transfer, Outgoing):
            self._outbox.drop(transfer)
        else:
            self._inbox.drop(transfer)

    def _all(self) -> list[Outgoing | Receiving]:
        return [*self._outbox.transfers, *self._inbox.transfers]


def _progress(sign: str, transfer: Transfer) -> Progress:
    label = harmless_line(f"{transfer.person} {sign} {transfer.name}")
    return Progress(label, transfer.offset, transfer.size or 0, transfer.number)
