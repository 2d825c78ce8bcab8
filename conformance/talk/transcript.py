"""A conversation as it went, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from conformance.model.cast import LABELS
from conformance.model.happening import Due
from conformance.results import Line
from conformance.talk import describe
from conformance.talk.match import pieces
from conformance.talk.wire import Wire

if TYPE_CHECKING:
    from conformance.phases.bench import Bench
    from conformance.talk.acts import Act


class Transcript:
    """Collects the lines of one session."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.lines: list[Line] = []

    def did(self, who: int, action: str) -> None:
        """Somebody did something that is no message."""
        self.lines.append(Line(LABELS[who], "->", describe.action(action)))

    def sent(self, who: int, what: str, data: bytes) -> None:
        """Somebody sent bytes."""
        self.lines.append(Line(LABELS[who], "->", what, data))

    def got(
        self, who: int, dues: tuple[Due, ...], seen: bytes, hidden: Iterable[Due]
    ) -> None:
        """What a connection brought, but for the answers of fences."""
        unseen = list(hidden)
        for due, data in pieces(self._wire, dues, seen):
            if any(due is it for it in unseen):
                continue
            text = describe.payload(self._wire, data)
            self.lines.append(Line(LABELS[who], "<-", text, self._wire.wrapped(data)))

    def ended(self, who: int, how: str) -> None:
        """The target ended a connection."""
        self.lines.append(Line(LABELS[who], "<-", how))


def script(bench: Bench, acts: Iterable[Act]) -> tuple[Line, ...]:
    """A conversation as it would be begun, without a target."""
    from conformance.talk.evidence import write_act

    transcript = Transcript(bench.wire)
    play = bench.play()
    play.transcript = transcript
    for act in acts:
        step = play.begin(act)
        if step is not None:
            write_act(step)
    return tuple(transcript.lines)
