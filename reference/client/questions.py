"""The questions that wait for yes or no. They block nothing; the oldest comes first.

They are answered by a typed line, or by number where each is shown by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from codegen.protocol import Question
from codegen.show import as_mapping, render
from codegen.typed import NO, YES
from reference.client.actions import Action, Ask, Kind, Show, show
from reference.client.files.transfer import Transfer
from reference.client.texts import Wording

MOST = 32
"""Open questions: whoever floods a user with them loses the oldest."""


_numbers = count(1)  # of all sessions: an answer that comes late hits no other question


class Questions:
    """What was asked and not answered yet. ``by_line``: typed lines answer."""

    def __init__(self, wording: Wording, *, by_line: bool = True) -> None:
        self._wording = wording
        self._by_line = by_line
        self._open: dict[int, Ask] = {}

    @property
    def open(self) -> tuple[tuple[int, str], ...]:
        """Number and text of each open question, the oldest first."""
        return tuple((number, ask.text) for number, ask in self._open.items())

    def put(self, question: Ask) -> Show:
        """Keep a question, and return how it is asked."""
        while len(self._open) >= MOST:
            del self._open[min(self._open)]
        self._open[next(_numbers)] = question
        return self._asked(question)

    def drop(self, over: Callable[[Any], bool]) -> None:
        """Forget the questions whose topic is over."""
        self._open = {n: ask for n, ask in self._open.items() if not over(ask.topic)}

    def answer(self, line: str) -> list[Action] | None:
        """What follows from a line that answers; None if it does not."""
        word = line.strip().lower()
        if not self._by_line or not self._open or word not in YES | NO:
            return None
        actions = self.decide(min(self._open), word in YES)
        return [*actions, *map(self._asked, list(self._open.values())[:1])]

    def decide(self, number: int, yes: bool) -> list[Action]:
        """What follows from an answer to one question; nothing if it is not open."""
        question = self._open.pop(number, None)
        if question is None:
            return []
        return question.yes() if yes else question.no()

    def _asked(self, question: Ask) -> Show:
        text = question.text
        # Some texts say themselves what to type.
        if self._by_line and "y/n" not in text.lower():
            text = self._wording.text("answer", ask=text)
        return show(text, Kind.QUESTION)


def ask_about(
    message: Any, question: Question, me: str, send: Callable[[Any], list[Action]]
) -> Ask:
    """What a message asks; the replies are filled from it, or with the own name."""
    values = {"me": me, **as_mapping(message)}
    fill = question.fill

    def reply(kind: type[Any]) -> list[Action]:
        return send(kind(**{field: values[source] for field, source in fill.items()}))

    text = render(question.ask, values)
    return Ask(text, lambda: reply(question.yes), lambda: reply(question.no), message)


def is_by(topic: Any, name: str) -> bool:
    """Whether a question came from somebody of this name."""
    if isinstance(topic, Transfer):
        return False  # the server says what becomes of it
    return name in as_mapping(topic).values()


def is_taken_back(topic: Any, message: Any, questions: Iterable[Question]) -> bool:
    """Whether a message takes back what the topic is about."""
    kind = type(message)
    return any(
        type(topic) is question.on and is_by(topic, getattr(message, field))
        for question in questions
        if (field := question.over.get(kind)) is not None
    )
