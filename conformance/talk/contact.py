"""What is known of the target of a run, shared by all sessions with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.talk.ghosts import Ghosts
from conformance.talk.peer import Clock, Unreachable
from conformance.talk.questions import Questions
from conformance.targets.target import StartError, Target

if TYPE_CHECKING:
    from conformance.talk.acts import Act
    from conformance.talk.deviation import Deviation


@dataclass(slots=True)
class Contact:
    """The target, how it has shown itself to be, and what was done to it.

    ``fresh``: each session gets it freshly started. ``is_hung``: nobody comes in any
    more before it is started again. ``connections`` are those since its start.
    ``glue``: an act and its fence may share a segment. ``closes``: it ends its side of
    a connection when the client has ended its own. ``unfenced`` are states in which no
    fence is answered, ``endings`` the ways in which it ended connections, ``wordings``
    what it says in other words than the spec, each as a deviation with its acts.
    """

    target: Target
    fresh: bool = False
    glue: bool = False
    closes: bool = True
    steps: int = 0
    connections: int = 0
    is_hung: bool = False
    unfenced: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    wordings: dict[str, tuple[Deviation, list[Act]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # messages and their templates
    clock: Clock = field(default_factory=Clock)
    ghosts: Ghosts = field(default_factory=Ghosts)
    questions: Questions = field(default_factory=Questions)

    def ready(self) -> None:
        """Start the target again if that is needed. Raises Unreachable."""
        is_used = self.fresh and self.connections > 0
        if is_used or self.is_hung or self.target.has_ended():
            self.restart()

    def restart(self) -> None:
        """Start the target again, where that is possible. Raises Unreachable."""
        force, self.is_hung, self.connections = self.is_hung, False, 0
        try:
            self.target.renew(force)
        except StartError as error:
            raise Unreachable(str(error)) from None
