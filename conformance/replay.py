"""A finding of an earlier run, played again: is it mended?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from codegen.wire import WireError
from conformance.findings import explain, pulse
from conformance.model.cast import LABELS
from conformance.model.inputs import SENDS, Input
from conformance.phases.bench import Bench
from conformance.phases.scripts import renamed
from conformance.results import Finding, Move, Verdict
from conformance.talk.acts import Act, Impossible
from conformance.talk.peer import Lost
from conformance.talk.play import Play

FIXED, FAILS, CANNOT = "FIXED", "STILL FAILS", "CANNOT RUN"
_TRIES = 3  # without a deviation, until it counts as mended
_LEAST = 4  # bytes of a name that is looked for in raw bytes: shorter is chance


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a finding: ``why`` is what is still wrong, or what is in the way."""

    finding: Finding
    outcome: str
    why: str = ""


def replayed(bench: Bench, finding: Finding) -> Replayed:
    """Play a finding's conversation again, under fresh names.

    It still fails if its rule is still broken, however that shows. Where only another
    rule is, nothing can be said of this one.
    """
    if not finding.moves:
        return Replayed(finding, CANNOT, "the report has no acts of it")
    try:
        for _ in range(_TRIES):
            result = _played(bench, finding)
            if result.outcome is not FIXED:
                break
        return result
    except (Lost, Impossible) as error:
        return Replayed(finding, CANNOT, str(error))


def _played(bench: Bench, finding: Finding) -> Replayed:
    other = ""
    with bench.play(bench.timeout) as play:
        for move, act in _acts(play, finding):
            found = play.perform(act)
            if found is None:
                continue
            name = move.message.name if move.message else move.action
            why = f"{name}: {explain.wrongs(found)}"
            if finding.rule is None or found.rule == finding.rule.id:
                return Replayed(finding, FAILS, why)
            other = other or f"something else is wrong: {why}"
            if found.endings or found.unanswered or found.ending:
                break
    if finding.verdict is Verdict.HUNG and pulse.is_shut(bench):
        return Replayed(finding, FAILS, finding.summary)
    return Replayed(finding, CANNOT if other else FIXED, other)


def _acts(play: Play, finding: Finding) -> Iterator[tuple[Move, Act]]:
    """The conversation with the names of this session in place of the old ones."""
    numbers = {label: who for who, label in LABELS.items()}
    names: dict[str, str] = {}
    for label, old in finding.names.items():
        fresh = play.names.first, play.names.spare
        for before, now in zip(old, fresh, strict=False):
            names[before] = now.get(numbers[label], before)
    for move in finding.moves:
        who = numbers[move.who]
        if move.action != SENDS:
            yield move, Act(Input(who, move.action))
            continue
        pieces = _pieces(play, move, names)
        cuts = tuple(accumulate(map(len, pieces)))[:-1]
        frame = _always(b"".join(pieces))
        yield move, Act(Input(who, SENDS), frame=frame, cuts=cuts)


def _always(raw: bytes) -> Callable[[bytes], bytes]:
    return lambda _: raw


def _pieces(play: Play, move: Move, names: Mapping[str, str]) -> tuple[bytes, ...]:
    if move.message is not None and len(move.pieces) == 1:
        message = _decoded(play, move.pieces[0])
        if message is not None:
            return (play.wire.encode(renamed(message, names)),)
    return tuple(_with_names(piece, names) for piece in move.pieces)


def _decoded(play: Play, data: bytes) -> object | None:
    protocol = play.wire.protocol
    splitter = protocol.client_framing.splitter()
    splitter.feed(data)
    try:
        payload = splitter.next()
        if payload is None:
            return None
        message: object = protocol.client_messages.decode(payload)
    except WireError:
        return None
    return message


def _with_names(data: bytes, names: Mapping[str, str]) -> bytes:
    """Bytes that are no message: names of the same length may be exchanged in them."""
    for before, now in names.items():
        old, new = before.encode(), now.encode()
        if len(old) == len(new) >= _LEAST:
            data = data.replace(old, new)
    return data
