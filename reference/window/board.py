"""What the conversation's thread hands to the window's: texts and pictures, in batches.

At most one batch is under way. While the window is busy with it, texts gather, and of
pictures only the newest counts: a server that floods costs the window no memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from reference.client.actions import Kind, Show
from reference.client.session import Session, Stage
from reference.window.picture import Picture, picture

MOST_LINES = 5_000
"""Texts that a window keeps; older ones go."""


@dataclass(frozen=True, slots=True)
class Batch:
    """New texts, and how things stand after them."""

    lines: tuple[Show, ...]
    picture: Picture


class Board:
    """The screen of one session after the other; ``deliver`` gets the batches."""

    def __init__(self, deliver: Callable[[Batch], None]) -> None:
        self.left = False  # the user has said goodbye
        self._deliver = deliver
        self._session: Session | None = None
        self._connected = False
        self._hint = ""
        self._lines: deque[Show] = deque(maxlen=MOST_LINES)
        self._under_way = False
        self._news = False

    def begin(self, session: Session) -> None:
        """From now on this session is shown."""
        self._session = session
        self._connected = False
        self._hint = ""
        self.changed()

    def connected(self) -> None:
        """The session has a connection."""
        self._connected = True
        self.changed()

    def show(self, text: str, kind: Kind) -> None:
        """Keep a text for the window; an empty one says that there is none."""
        if not text:
            return
        self._lines.append(Show(text, kind))
        self._news = True
        if self._session is not None and self._session.stage is Stage.NAMELESS:
            self._hint = text.strip()

    def changed(self) -> None:
        """Something may be new: tell the window, now or when it has time."""
        assert self._session is not None
        stage = self._session.stage
        self.left = self.left or stage is Stage.LEAVING
        if stage in (Stage.ASKED, Stage.IN):
            self._hint = ""
        self._news = True
        self._offer()

    def taken(self) -> None:
        """The window is done with the last batch."""
        self._under_way = False
        if self._news:
            self._offer()

    def _offer(self) -> None:
        if self._under_way or self._session is None:
            return
        self._under_way, self._news = True, False
        lines = tuple(self._lines)
        self._lines.clear()
        now = picture(self._session, connected=self._connected, hint=self._hint)
        self._deliver(Batch(lines, now))
