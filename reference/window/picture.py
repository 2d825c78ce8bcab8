"""What a window shows beside the conversation: a value that threads may share."""

from __future__ import annotations

from dataclasses import dataclass

from reference.client.files.transfer import Progress
from reference.client.session import Session, Stage
from reference.harmless import harmless, harmless_line

STATES = {
    Stage.NAMELESS: "connected to {place}",
    Stage.ASKED: "waiting for the answer to the name…",
    Stage.IN: "{place}",
    Stage.LEAVING: "leaving…",
    Stage.OVER: "not connected",
}
CONNECTING = "connecting to {place}…"


@dataclass(frozen=True, slots=True)
class Picture:
    """A session at one moment. ``name`` and ``members`` are as the wire has them.

    ``hint`` is what was said of the name: why it was refused, or what to type.
    """

    stage: Stage = Stage.NAMELESS
    connected: bool = False
    name: str = ""
    hint: str = ""
    members: tuple[str, ...] = ()
    questions: tuple[tuple[int, str], ...] = ()
    transfers: tuple[Progress, ...] = ()

    @property
    def wants_name(self) -> bool:
        """Whether a name is to be typed now."""
        return self.connected and self.stage is Stage.NAMELESS

    @property
    def is_over(self) -> bool:
        """Whether the conversation has ended."""
        return self.stage is Stage.OVER

    def state(self, place: str) -> str:
        """One line on where one stands; ``place`` is the server's address."""
        begun = self.connected or self.is_over
        text = STATES[self.stage] if begun else CONNECTING
        name = f"{harmless_line(self.name)} · " if self.name else ""
        return name + text.format(place=place)


def picture(session: Session, *, connected: bool, hint: str = "") -> Picture:
    """The picture of a session as it is now."""
    over = session.stage is Stage.OVER
    desk = None if over else session.desk
    return Picture(
        stage=session.stage,
        connected=connected,
        name=session.name,
        hint=hint,
        members=() if over else session.roster.names,
        questions=tuple((number, harmless(q)) for number, q in session.questions),
        transfers=tuple(desk.progress()) if desk else (),
    )
