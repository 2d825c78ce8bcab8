"""What is known of the target of a run, shared by all sessions with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.talk.ghosts import Ghosts
from conformance.talk.peer import Clock
from conformance.talk.questions import Questions


@dataclass(slots=True)
class Contact:
    """Where the target is, how it has shown itself to be, and what was done to it.

    ``glue``: an act and its fence may share a segment. ``closes``: it ends its side of
    a connection when the client has ended its own. ``unfenced`` are states in which no
    fence is answered, ``endings`` the ways in which it ended connections.
    """

    host: str
    port: int
    glue: bool = False
    closes: bool = True
    steps: int = 0
    unfenced: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    clock: Clock = field(default_factory=Clock)
    ghosts: Ghosts = field(default_factory=Ghosts)
    questions: Questions = field(default_factory=Questions)
