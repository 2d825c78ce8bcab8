"""What can be wrong with a client, as it is found."""

from __future__ import annotations

from conformance.results import Difference, Verdict
from conformance.targets.ending import Ending


class Fault(Exception):
    """A client did not do what it must; ``summary`` says so in a few words.

    ``is_silence``: what is wrong is that nothing came.
    """

    def __init__(
        self,
        summary: str,
        differences: tuple[Difference, ...] = (),
        *,
        hint: str = "",
        ending: Ending | None = None,
        verdict: Verdict = Verdict.FAIL,
        is_silence: bool = False,
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.differences = differences
        self.hint = hint
        self.ending = ending
        self.verdict = verdict
        self.is_silence = is_silence
        if ending is not None and ending.word.startswith("SIG"):
            self.verdict = Verdict.CRASHED


class Blocked(Exception):
    """The way to what is to be judged did not go: ``doing`` says at what."""

    def __init__(self, doing: str, fault: Fault) -> None:
        super().__init__(doing)
        self.doing = doing
        self.fault = fault


class Late(Exception):
    """What was due came when it was waited for no more: try again without haste."""


class OutOfCase(Exception):
    """A case has taken too long."""


def quoted(text: str) -> str:
    """A text in quotes, on one line."""
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"'
