"""The questions that a target put to its services in one run, and what came of them.

A service may cost money with every question, so they are counted, and there is a limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from conformance.defaults import QUESTIONS, SERVICE_TIMEOUT
from conformance.model.answers import Answer
from conformance.talk.acts import Impossible

_ENOUGH = 3  # questions for each answer heard, until no other one is hoped for
_SLACK = 10  # times the slowest answer so far: what comes later does not come
_LEAST = 5.0  # seconds that a service has at least


class TooMany(Impossible):
    """A service was asked as often as it may be."""


@dataclass(slots=True)
class Questions:
    """``limit`` is for each service; ``seconds`` is how long an answer may take."""

    limit: int = QUESTIONS
    seconds: float = SERVICE_TIMEOUT
    asked: Counter[str] = field(default_factory=Counter)
    heard: set[Answer] = field(default_factory=set)
    slowest: float = 0.0
    missed: int = 0

    def put(self, services: Iterable[str], again: bool = False) -> None:
        """Count questions. TooMany if one is over the limit.

        To see something ``again`` there are as many questions once more.
        """
        wanted = Counter(services)
        most = self.limit * (2 if again else 1)
        for service, count in wanted.items():
            if self.asked[service] + count > most:
                raise TooMany(f"{service} was asked {most} times")
        self.asked += wanted

    def answered(self, answers: Iterable[Answer], seconds: float) -> None:
        """Take note of what was answered, and after which time."""
        self.heard.update(answers)
        self.slowest = max(self.slowest, seconds)

    @property
    def patience(self) -> float:
        """How long to wait for an answer, less once one failed to come."""
        if not self.missed:
            return self.seconds
        return min(self.seconds, max(_LEAST, _SLACK * self.slowest))

    def told(self, service: str) -> str:
        """What was heard of a service, in words."""
        if self.is_exhausted(service):
            return f"service {service}: asked {self.asked[service]} times, and no more"
        words = sorted(it.word for it in self._heard_of(service))
        seen = " and ".join(words) or "nothing"
        return f"service {service}: only {seen} was seen"

    def is_exhausted(self, service: str) -> bool:
        """Whether a service was asked as often as it may be."""
        return self.asked[service] >= self.limit

    def is_unheard(self, answer: Answer) -> bool:
        """Whether a service has spoken, but never so."""
        return bool(self._heard_of(answer.service)) and answer not in self.heard

    def is_hopeless(self, answer: Answer) -> bool:
        """Whether a service seems never to answer so: the less so, the more it says."""
        enough = _ENOUGH * max(1, len(self._heard_of(answer.service)))
        return self.asked[answer.service] >= enough and answer not in self.heard

    def _heard_of(self, service: str) -> set[Answer]:
        return {it for it in self.heard if it.service == service}
