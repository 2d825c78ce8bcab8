"""A conversation as it went, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from conformance.model.cast import Names, label
from conformance.model.fences import Fence
from conformance.model.happening import Due
from conformance.model.inputs import STALLS
from conformance.results import Line, Move
from conformance.talk import describe, record
from conformance.talk.match import pieces
from conformance.talk.wire import Wire

if TYPE_CHECKING:
    from conformance.phases.bench import Bench
    from conformance.talk.acts import Act
    from conformance.talk.step import Step
    from conformance.talk.together import Part


class Transcript:
    """Collects the lines of one session.

    A ``linear`` one is one act after another, and can be played again from its moves.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.lines: list[Line] = []
        self.moves: list[Move] = []
        self.names: Mapping[str, tuple[str, ...]] = {}
        self.is_linear = True

    def acted(self, step: Step) -> None:
        """Somebody does something: kept as data besides its line."""
        self.names = record.names(step.play.names)
        self.moves.append(record.move(step))
        who, act = step.act.who, step.act
        if step.parts or act.input.action == STALLS or act.narrow:
            self.is_linear = False
        if step.parts:
            for part in step.parts:
                self._does(part, describe.at_once if act.beside else str)
        elif step.pieces:
            self.sent(who, step.text, b"".join(step.pieces))
        else:
            self.did(who, act.input.action)

    def _does(self, part: Part, told: Callable[[str], str]) -> None:
        act, what = part.act, describe.action(part.act.input.action)
        if part.message is not None:
            what = describe.message(self._wire, part.message)
        self.sent(act.who, told(f"{what} {act.note}".strip()), part.data)

    def asked(self, who: int, fence: Fence) -> None:
        """A fence was sent that got no right answer, which is what is to be told."""
        self.moves.append(record.question(self._wire, who, fence))
        self.sent(who, describe.message(self._wire, fence.message), fence.data)

    def did(self, who: int, action: str) -> None:
        """Somebody did something that is no message."""
        self.lines.append(Line(label(who), "->", describe.action(action)))

    def sent(self, who: int, what: str, data: bytes) -> None:
        """Somebody sent bytes."""
        self.lines.append(Line(label(who), "->", what, data))

    def got(
        self, who: int, dues: tuple[Due, ...], seen: bytes, hidden: Iterable[Due]
    ) -> None:
        """What a connection brought, but for the answers of fences."""
        unseen = list(hidden)
        for due, data in pieces(self._wire, dues, seen):
            if any(due is it for it in unseen):
                continue
            text = describe.payload(self._wire, data)
            self.lines.append(Line(label(who), "<-", text, self._wire.wrapped(data)))

    def ended(self, who: int, how: str) -> None:
        """The target ended a connection."""
        self.lines.append(Line(label(who), "<-", how))


def script(bench: Bench, acts: Iterable[Act], names: Names | None = None) -> Transcript:
    """A conversation as it would be begun, without a target; under known names."""
    transcript = Transcript(bench.wire)
    play = bench.rehearsal(names=names)
    play.transcript = transcript
    for act in acts:
        step = play.begin(act)
        if step is None:
            continue
        if step.fork is not None:
            step.take(step.fork.ways[0])
        transcript.acted(step)
    return transcript
