"""The questions that wait for yes or no. They block nothing; the oldest comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from codegen.protocol import Question
from reference.client.actions import Action, Ask, Kind, Show, show
from reference.client.files.transfer import Transfer
from reference.client.texts import Wording
from reference.show import as_mapping, render
from reference.typed import NO, YES

MOST = 32
"""Open questions: whoever floods a user with them loses the oldest."""


class Questions:
    """What was asked and not answered yet."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._open: list[Ask] = []

    def put(self, question: Ask) -> Show:
        """Keep a question, and return how it is asked."""
        self._open = [*self._open[-(MOST - 1) :], question]
        return self._asked(question)

    def drop(self, over: Callable[[Any], bool]) -> None:
        """Forget the questions whose topic is over."""
        self._open = [question for question in self._open if not over(question.topic)]

    def answer(self, line: str) -> list[Action] | None:
        """What follows from a line that answers; None if it does not."""
        word = line.strip().lower()
        if not self._open or word not in YES | NO:
            return None
        question, *self._open = self._open
        actions = question.yes() if word in YES else question.no()
        return [*actions, *map(self._asked, self._open[:1])]

    def _asked(self, question: Ask) -> Show:
        text = question.text
        if "y/n" not in text.lower():  # else it says itself what to type
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
