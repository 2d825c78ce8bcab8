"""What may follow when a server asks a service: its failure, and every answer.

Nobody can know what a service says, nor whether a server has one. So a step that asks
goes on in several ways: the failure, and one way for each combination of the flags and
choices of the answer. Its texts and numbers may be any; a *blank* stands for them until
what a target was seen to send fills it in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from codegen.protocol import Service
from codegen.room import Ask, Room
from codegen.wire import Choice, Field, Flag, Integer, Text
from conformance.model import happening, nominal
from conformance.model.happening import Outcome

FAILURE = "failure"
_CHAINED = 3  # questions that may follow from each other in one step
_MANY = 64  # ways from one step

# Letters without cases, so that they are the same in capitals. One of each kind is to
# fit any type; what two fields have in place of the unknown must differ.
_BLANKS = ("뜬금", "7351", "엉뚱", "8462", "딴청", "9573")
_SHORT = ("뜬", "7", "qz", "xv", "q")  # where nothing else fits
_NUMBER = 7351


def is_blank(value: Any) -> bool:
    """Whether a text stands for any text; a short one may well be meant as it is."""
    return value in _BLANKS


class Answer(NamedTuple):
    """What a service said, in words: ``dictionary``, ``answer known not-follows``."""

    service: str
    word: str


class Said(NamedTuple):
    """What one question came to: ``known`` and unknown fields (None: a failure).

    What nobody can know is a blank.
    """

    answer: Answer
    known: Mapping[str, Any] | None
    blanks: Mapping[str, Any]

    def filled(self, values: Mapping[Any, Any]) -> Said:
        """The same with values in place of blanks."""
        filled = {name: values.get(it, it) for name, it in self.blanks.items()}
        return self._replace(blanks=filled)


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a step that asks, down to the last question it leads to.

    ``outcome`` is that of the step and of all that was answered, ``room`` what is left.
    ``filled`` are the blanks that had stood for a target's own words, by these.
    """

    said: tuple[Said, ...]
    room: Room[Any] = field(repr=False)
    outcome: Outcome
    filled: Mapping[Any, Any] = field(default_factory=dict)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was answered, in words."""
        return tuple(it.answer for it in self.said)

    @property
    def blanks(self) -> tuple[Any, ...]:
        """All that stands for what nobody can know."""
        return tuple(blank for it in self.said for blank in it.blanks.values())


class Answers:
    """The services of a protocol, and what each of them may say."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._possible = {it.name: tuple(_possible(it)) for it in services}

    def possible(self, service: str) -> tuple[Answer, ...]:
        """All that a service may say, in words."""
        return tuple(said.answer for said in self._possible[service])

    def ways(self, room: Room[Any], outcome: Outcome) -> tuple[Way, ...]:
        """All ways on from a room in which the questions of a step are open."""
        if not outcome.asks:
            return ()
        return tuple(self._ways(room, outcome, outcome.asks, ()))[:_MANY]

    def _ways(
        self,
        room: Room[Any],
        outcome: Outcome,
        asks: tuple[Ask, ...],
        said: tuple[Said, ...],
    ) -> Iterator[Way]:
        if not asks:
            yield Way(said, room, outcome)
        elif len(said) < _CHAINED:
            for answer in self._possible[asks[0].service]:
                there = room.copy()
                after = told(there, asks[0], answer)
                both = happening.together([outcome, after])
                yield from self._ways(
                    there, both, (*asks[1:], *after.asks), (*said, answer)
                )


def again(
    room: Room[Any], outcome: Outcome, way: Way, values: Mapping[Any, Any]
) -> Way:
    """The same way with values in place of its blanks.

    ``room`` and ``outcome`` are those in which the questions were open.
    """
    room = room.copy()
    said = tuple(it.filled(values) for it in way.said)
    asks = list(outcome.asks)
    for answer in said:
        if not asks:
            break
        after = told(room, asks.pop(0), answer)
        asks += after.asks
        outcome = happening.together([outcome, after])
    return Way(said, room, outcome, {word: blank for blank, word in values.items()})


def told(room: Room[Any], ask: Ask, answer: Said) -> Outcome:
    """What follows from an answer: the room is changed."""
    if answer.known is None:
        return happening.failed(room, ask.call, answer.blanks["reason"])
    return happening.answered(room, ask.call, {**answer.known, **answer.blanks})


def _possible(service: Service) -> Iterator[Said]:
    """The failure, then every answer that can be told from the others."""
    yield Said(Answer(service.name, FAILURE), None, {"reason": _BLANKS[0]})
    closed, blanks = dict[str, tuple[Any, ...]](), dict[str, Any]()
    for name, kind in service.answers.items():
        if isinstance(kind, Choice | Flag):
            closed[name] = nominal.closed_set(kind, ())
        else:
            blanks[name] = _blank(kind, blanks.values())
    for values in product(*closed.values()):
        known = dict(zip(closed, values, strict=True))
        word = " ".join(["answer", *_words(known)])
        yield Said(Answer(service.name, word), known, blanks)


def _words(known: Mapping[str, Any]) -> Iterator[str]:
    for name, value in known.items():
        if isinstance(value, bool):
            yield name if value else f"not-{name}"
        else:
            yield f"{name}-{value}"


def _blank(kind: Field[Any], taken: Collection[Any]) -> Any:
    ordinary = nominal.values(kind, ())[0]
    if isinstance(kind, Text):
        fitting = (it for it in _BLANKS + _SHORT if nominal.allows(kind, it))
        return next((it for it in fitting if it not in taken), ordinary)
    if isinstance(kind, Integer):
        return min(max(_NUMBER, kind.range[0]), kind.range[1])
    return ordinary
