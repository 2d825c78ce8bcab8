"""One step at which a target did not do what the spec says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from conformance.model.cast import Names
from conformance.model.fences import Fence
from conformance.model.happening import Due, Outcome
from conformance.talk.acts import Act
from conformance.talk.match import Mismatch, Surplus, is_only_spacing
from conformance.talk.wire import Wire
from conformance.targets.ending import Ending


class Wrong(NamedTuple):
    """One thing that is wrong for one member: who that is, and which message."""

    role: str  # self, target, other, bystander
    how: str  # missing, extra, content, wording, order, ended, open, unanswered, died
    what: str  # a message's name, or what ended, or what the target died of


LEAK = Wrong("other", "leak", "record")


@dataclass(frozen=True, slots=True)
class Deviation:
    """What was wrong after an act, by member, and the rule that is to blame.

    ``ending``: the target itself came to its end, beside which nothing else counts.
    ``names`` are those of the session in which it was seen.
    """

    act: Act
    outcome: Outcome
    rule: str
    wrongs: frozenset[Wrong]
    mismatches: Mapping[int, Mismatch]
    endings: Mapping[int, str]  # how it ended, or "" where it should have
    unanswered: Mapping[int, Fence]  # the fences that got no answer
    strict: bool  # False: the right message to the right people, spaced otherwise
    level: str
    ending: Ending | None = None
    names: Names | None = None

    @property
    def key(self) -> tuple[str, frozenset[Wrong]]:
        """Equal for deviations that are taken for the same."""
        return self.rule, self.wrongs

    @property
    def is_final(self) -> bool:
        """Whether a conversation cannot go on after it."""
        return bool(self.endings or self.unanswered or self.ending)


def is_lost(deviation: Deviation) -> bool:
    """Whether the actor is not where it should be now, and not just badly answered."""
    lost = ("missing", "ended", "unanswered", "died")
    return any(it.how in lost and it.role == "self" for it in deviation.wrongs)


def deviation(
    wire: Wire,
    act: Act,
    outcome: Outcome,
    roles: Mapping[int, str],
    mismatches: Mapping[int, Mismatch],
    endings: Mapping[int, str],
    unanswered: Mapping[int, Fence],
) -> Deviation:
    """Say what is wrong, and with which rule."""
    answers = [due for fence in unanswered.values() for due in fence.due]
    own = {who: _without(it, answers) for who, it in mismatches.items()}
    own = {who: it for who, it in own.items() if it}
    found = _wrongs(wire, roles, own)
    for who, how in endings.items():
        found.add(Wrong(roles[who], "ended" if how else "open", "connection"))
    if not found:
        found = {Wrong(roles[who], "unanswered", "fence") for who in unanswered}
    return Deviation(
        act,
        outcome,
        _blamed(outcome, own),
        frozenset(found),
        own,
        endings,
        unanswered,
        _is_strict(wire, found, own),
        outcome.level,
    )


def died(
    act: Act, outcome: Outcome, endings: Mapping[int, str], ending: Ending
) -> Deviation:
    """Say that the target came to its end, whatever else was right or wrong."""
    wrongs = frozenset({Wrong("self", "died", ending.word)})
    rule = _blamed(outcome, {})
    return Deviation(act, outcome, rule, wrongs, {}, endings, {}, True, "must", ending)


def leaked(act: Act, outcome: Outcome, leaks: Mapping[int, Mismatch]) -> Deviation:
    """Say that a record holds what was for others; it is one fault, whatever it is."""
    wrongs = frozenset({LEAK})
    return Deviation(act, outcome, "", wrongs, leaks, {}, {}, True, "must")


def _without(it: Mismatch, answers: list[Due]) -> Mismatch:
    """A mismatch without the answers of fences: their absence is told apart."""
    missing = tuple(due for due in it.missing if not any(due is a for a in answers))
    return replace(it, missing=missing)


def _wrongs(
    wire: Wire, roles: Mapping[int, str], mismatches: Mapping[int, Mismatch]
) -> set[Wrong]:
    """Mismatches in words that do not depend on names or values."""
    found = set()
    for who, it in mismatches.items():
        role = roles[who]
        found |= {Wrong(role, "missing", wire.name(due.message)) for due in it.missing}
        found |= {Wrong(role, "extra", _named(wire, surplus)) for surplus in it.extra}
        found |= {
            Wrong(role, "content", wire.name(due.message)) for due, _ in it.paired
        }
        found |= {Wrong(role, "order", wire.name(d.message)) for d in it.out_of_order}
    return found


def _named(wire: Wire, surplus: Surplus) -> str:
    return "bytes" if surplus.message is None else wire.name(surplus.message)


def _blamed(outcome: Outcome, mismatches: Mapping[int, Mismatch]) -> str:
    """The rule of the first message that is not right; else the first that fired."""
    for it in mismatches.values():
        for due in (*it.missing, *(due for due, _ in it.paired), *it.out_of_order):
            if due.rule:
                return due.rule
    return outcome.fired[0] if outcome.fired else ""


def _is_strict(
    wire: Wire, found: set[Wrong], mismatches: Mapping[int, Mismatch]
) -> bool:
    """Whether it is more than a matter of spacing."""
    return any(it.how != "content" for it in found) or not all(
        is_only_spacing(wire.encode(due.message), surplus.data)
        for it in mismatches.values()
        for due, surplus in it.paired
    )
