"""A finding of an earlier run, played again: is it mended?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from codegen.wire import WireError
from conformance.findings import explain, pulse
from conformance.model.cast import Role, number_of
from conformance.model.inputs import SENDS, Input
from conformance.phases.bench import Bench
from conformance.phases.scripts import renamed
from conformance.results import Finding, Move, Verdict
from conformance.talk.acts import Act, Impossible
from conformance.talk.peer import Lost
from conformance.talk.play import Play

FIXED, FAILS, CANNOT = "FIXED", "STILL FAILS", "CANNOT RUN"
_TRIES = 3  # without a deviation, until it counts as mended
_MANY = 10  # the same for what did not always show
_LEAST = 4  # letters of a name that is looked for in bytes


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
    is_rare = finding.verdict is Verdict.INTERMITTENT
    try:
        for _ in range(_MANY if is_rare else _TRIES):
            result = _played(bench, finding)
            if result.outcome is not FIXED:
                hangs = finding.verdict is Verdict.HUNG
                bench.contact.is_hung = hangs and bench.contact.target.restarts
                return result
    except (Lost, Impossible) as error:
        return Replayed(finding, CANNOT, str(error))
    why = f"not seen in {_MANY} tries, but it did not always show" if is_rare else ""
    return Replayed(finding, FIXED, why)


def answered_wrongly(findings: Iterable[Finding]) -> set[str]:
    """The messages that findings are about: nothing else can be proved by them."""
    last = (finding.moves[-1].message for finding in findings if finding.moves)
    return {message.name for message in last if message is not None}


def _played(bench: Bench, finding: Finding) -> Replayed:
    other = ""
    with bench.play(bench.timeout) as play:
        for act in _acts(play, finding):
            found = play.perform(act)
            if found is None:
                continue
            why = explain.summary(found)
            if finding.rule is None or found.rule == finding.rule.id:
                return Replayed(finding, FAILS, why)
            other = other or f"something else is wrong: {why}"
            if found.is_final:
                break
    if finding.verdict is Verdict.HUNG and pulse.is_shut(bench):
        return Replayed(finding, FAILS, finding.summary)
    return Replayed(finding, CANNOT if other else FIXED, other)


def _acts(play: Play, finding: Finding) -> Iterator[Act]:
    """The conversation with the names of this session in place of the old ones."""
    names: dict[str, str] = {}
    for label, old in finding.names.items():
        fresh = play.names.first, play.names.spare
        for before, now in zip(old, fresh, strict=False):
            names[before] = now[_member(label)]
    for move in finding.moves:
        who = _member(move.who)
        if move.action != SENDS:
            yield Act(Input(who, move.action))
            continue
        pieces = _pieces(play, move, names)
        cuts = tuple(accumulate(map(len, pieces)))[:-1]
        frame = _always(b"".join(pieces))
        yield Act(_input(play, move, who), frame=frame, cuts=cuts)


def _member(label: str) -> int:
    who = number_of(label)
    assert who is not None, label  # a report with others is not read
    return who


def _input(play: Play, move: Move, who: int) -> Input:
    """What is done, by the name on which it depends what can be asked after it."""
    name = move.message.name if move.message else ""
    info = next((it for it in play.alphabet.infos if it.name == name), None)
    roles = dict.fromkeys(info.identities, Role.OWN) if info else {}
    return Input(who, SENDS, info, roles)


def _always(raw: bytes) -> Callable[[bytes], bytes]:
    return lambda _: raw


def _pieces(play: Play, move: Move, names: Mapping[str, str]) -> tuple[bytes, ...]:
    """The bytes of a move under other names, which may stand anywhere in a text.

    Names that could be there by chance, or are of another size, are exchanged only
    where they are the value of a field.
    """
    if all(len(old) == len(new) >= _LEAST for old, new in names.items()):
        return tuple(_with_names(piece, names) for piece in move.pieces)
    if move.message is not None and len(move.pieces) == 1:
        message = _decoded(play, move.pieces[0])
        if message is not None:
            return (play.wire.encode(renamed(message, names)),)
    return move.pieces


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
    for before, now in names.items():
        data = data.replace(before.encode(), now.encode())
    return data
