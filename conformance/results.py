"""What a run has to say: the one model that every report is written from.

The runner yields these as they happen and prints nothing; reports consume them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from codegen.protocol import Rule


class Verdict(Enum):
    """What is said of a case, from best to worst: a worse one is never overwritten."""

    PASS = "PASS"
    INFO = "INFO"
    UNSUPPORTED = "UNSUPPORTED"  # what the target does not claim, or seems not to have
    NONSTRICT = "NONSTRICT"  # the right message to the right people, worded otherwise
    BLOCKED = "BLOCKED"  # could not be reached because of another finding
    INCONCLUSIVE = "INCONCLUSIVE"
    INTERMITTENT = "INTERMITTENT"  # k of n: a failure all the same
    FAIL = "FAIL"
    HUNG = "HUNG"
    CRASHED = "CRASHED"
    ERROR = "ERROR"  # our own fault, never the target's

    @property
    def rank(self) -> int:
        """Greater is worse."""
        return list(Verdict).index(self)

    @property
    def is_failure(self) -> bool:
        """Whether the target deviates from a MUST."""
        return self in _FAILURES


_FAILURES = frozenset(
    {Verdict.INTERMITTENT, Verdict.FAIL, Verdict.HUNG, Verdict.CRASHED}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow of a conversation: what ``who`` sent (``->``) or got (``<-``).

    ``what`` is text for people (``login {name: alice}``, ``connects``, ``closed``);
    ``data`` the bytes on the wire, with their framing.
    """

    who: str
    arrow: str
    what: str
    data: bytes = b""


class Span(NamedTuple):
    """Where a field lies in the bytes of a message: ``end`` is the byte behind it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message as data: its name and plain values, and its bytes with their framing.

    Values are texts, numbers, flags, bytes, tuples and mappings of such. ``volatile``
    fields cannot be predicted.
    """

    name: str
    fields: Mapping[str, Any]
    data: bytes
    spans: tuple[Span, ...] = ()
    volatile: tuple[str, ...] = ()


class Delivery(NamedTuple):
    """A message that somebody must get, and the id of the rule that wants it."""

    who: str
    rule: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One act of a conversation as data, from which it can be played again.

    ``action`` is connects, sends, leaves or resets. ``pieces`` are the bytes, cut as
    they are to be sent; ``message`` is what they are, None if that is no one message.
    ``due`` is all that must follow, and ``closes`` are the connections that must end.
    """

    who: str
    action: str
    pieces: tuple[bytes, ...] = ()
    message: Message | None = None
    note: str = ""
    due: tuple[Delivery, ...] = ()
    closes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What one member of the cast should have got and what it got instead.

    Empty ``expected`` means nothing was due; empty ``seen`` that nothing came.
    ``offset`` is the first byte of ``seen`` that differs (None: none does, or nothing
    was seen) and ``field`` the field of the expected message that it lies in. The
    spans are those of the fields in ``expected`` and, where it is a message, ``seen``.
    """

    who: str
    expected: bytes
    expected_text: str
    seen: bytes
    seen_text: str
    offset: int | None = None
    field: str = ""
    closed: str = ""  # how the connection ended, where that is what differs
    expected_spans: tuple[Span, ...] = ()
    seen_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of the target, shrunk to a minimal conversation.

    ``id`` is that of the case; ``confirmed`` of ``tries`` repetitions showed it.
    ``also`` are other cases that fail for the same reason, ``hits`` how often it
    showed during the run. ``rerun`` is the command that runs just this again.
    ``moves`` are the conversation as data; ``names`` those that each member of the cast
    went by in it.
    ``output`` are the last lines that the target has written before it ended.
    ``expected`` is the reason that the baseline gives for it, "" without one.
    """

    id: str
    verdict: Verdict
    rule: Rule | None
    summary: str
    conversation: tuple[Line, ...]
    differences: tuple[Difference, ...]
    confirmed: int
    tries: int
    hits: int = 1
    also: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    rerun: str = ""
    moves: tuple[Move, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    output: tuple[str, ...] = ()
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The verdict on one case: a cell, a boundary, a framing check or a scenario.

    ``cause`` is the id of the finding that it fails or is blocked by; ``expected`` the
    reason that the baseline gives for the verdict, "" without one.
    """

    id: str
    phase: str
    verdict: Verdict
    rule: Rule | None = None
    seconds: float = 0.0
    reason: str = ""  # why, where the verdict is not PASS
    cause: str = ""
    expected: str = ""


# Events, in the order in which a run yields them.


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """``seed`` and ``fingerprint`` (spec and tool version) identify the suite."""

    protocol: str
    title: str
    profile: str
    target: str
    depth: str
    seed: int
    fingerprint: str
    cases: int


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A phase begins: ``steps`` are planned (0: not known)."""

    name: str
    about: str
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``steps`` steps of the phase are checked. Yielded now and then."""

    phase: str
    done: int
    steps: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that is no verdict, such as a state without a fence."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """How the target words a message, where that is not how the spec does.

    ``text`` has its fields in braces, as a spec has; "" where they cannot be told.
    """

    message: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An entry of the baseline that is not true any more, and why: a failure too.

    ``place`` is its file and line, ``id`` what it is about.
    """

    place: str
    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """The figures of a run. ``waited`` are seconds spent waiting for nothing.

    ``covered`` and ``edges`` count transitions of the flat model; ``stopped`` says why
    a run ended early.
    """

    seconds: float
    waited: float
    steps: int
    covered: int
    edges: int
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    stopped: str = ""
    exit_code: int = 0


Event = (
    RunStarted
    | PhaseStarted
    | Progress
    | Notice
    | CaseResult
    | Finding
    | Worded
    | Stale
    | RunFinished
)
