"""What came after an act against what was due: all that arrived is evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.talk.deviation import Deviation, Wrong, deviation, died, leaked
from conformance.talk.match import Mismatch, Surplus, compare
from conformance.talk.transcript import Transcript
from conformance.talk.wording import explained
from conformance.targets.ending import Ending

if TYPE_CHECKING:
    from conformance.talk.step import Step

_MUCH, _FLOOD = 1 << 12, 1 << 16  # bytes more than are due
_BEGINNING = 256  # of them are enough to see what they are
_QUIET = 0.02  # seconds
_WHOLE = 0.05  # seconds for the rest of a text in other words


def judge(step: Step) -> Deviation | None:
    """Compare, write down, and forget: the next step begins with nothing seen."""
    _cut_floods(step)
    wrong = _mismatches(step)
    endings = _endings(step)
    ending = _ending_of_target(step, bool(wrong or endings))
    leaks = _leaks(step)
    if step.play.transcript is not None:
        step.play.transcript.acted(step)
        _write(step, step.play.transcript)
    _forget(step)
    if ending is not None:
        found = died(step.act, step.outcome, endings, ending)
    elif wrong or endings:
        found = _deviation(step, wrong, endings)
    elif leaks:
        found = leaked(step.act, step.outcome, leaks)
    else:
        return None
    return replace(found, names=step.play.names)


def _leaks(step: Step) -> dict[int, Mismatch]:
    """What came behind a text and was another's."""
    play = step.play
    play.remains.said(step.act.who, b"".join(step.pieces))
    return play.remains.leaks(step.dues, play.peers.seen)


def _cut_floods(step: Step) -> None:
    """Of what has no end the beginning is enough."""
    peers = step.play.peers
    for who, expected in step.expected.items():
        due = len(expected.literal)
        if len(peers.seen[who]) > due + _MUCH:
            peers.rest(_QUIET)  # does it go on and on?
        if len(peers.seen[who]) > due + _FLOOD:
            peers.cut_off(who)
            del peers.seen[who][due + _BEGINNING :]


def _ending_of_target(step: Step, is_wrong: bool) -> Ending | None:
    """How the target itself ended, if that is why connections did.

    To know it costs a connection where the target is not the judge's own, so nobody
    asks while a member is still there, or while all is as it must be: whoever comes
    next will know, and a guest more may be one too many.
    """
    peers, target = step.play.peers, step.play.contact.target
    if not peers.ended:
        return None
    is_empty = all(who in peers.ended for who in peers.seen)
    if target.has_ended() or (is_wrong and is_empty):
        return target.ending()
    return None


def _mismatches(step: Step) -> dict[int, Mismatch]:
    wrong = {}
    for who, expected in step.expected.items():
        if expected.matches(step.play.peers.seen[who]):
            continue
        mismatch = _explain(step, who)
        has_begun = step.missed and _has_begun(step, mismatch)
        if has_begun or (mismatch.missing and not step.missed):
            step.wait_for_rest(who, has_begun)
            mismatch = _explain(step, who)
        if who in step.play.peers.ended:
            mismatch = _without_answers(step, mismatch)
        if mismatch and _is_wording(step, who, mismatch):
            continue
        if mismatch:
            wrong[who] = mismatch
    return wrong


def _has_begun(step: Step, it: Mismatch) -> bool:
    """Whether something that is missing has come in part, and is no other message."""
    wire = step.play.wire
    begun = tuple(extra.data for extra in it.extra)
    return any(wire.encode(due.message).startswith(begun) for due in it.missing)


def _is_wording(step: Step, who: int, mismatch: Mismatch) -> bool:
    """Whether all that was due came, in other words: those are learned, and noted."""
    if mismatch.out_of_order:
        return False
    play, dues = step.play, step.dues[who]
    if not explained(play.wire, dues, bytes(play.peers.seen[who])):
        return False
    play.peers.rest(_WHOLE)  # it may have come in part
    seen = bytes(play.peers.seen[who])
    found = explained(play.wire, dues, seen)
    for it in found:
        name = play.wire.name(it.due.message)
        pair = it.due, Surplus(it.data, None)
        wrong = {who: Mismatch((), (), (pair,))}
        known = play.contact.wordings
        if name not in known:
            wrongs = frozenset({Wrong(play.role(step.act, who), "wording", name)})
            noted = replace(_deviation(step, wrong, {}), wrongs=wrongs, strict=False)
            noted = replace(noted, names=play.names, unanswered={})
            known[name] = noted, list(play.history)
        if it.template:
            play.wire.learn(it.due.message, it.template)
            play.contact.words[name] = it.template
    return bool(found)


def _explain(step: Step, who: int) -> Mismatch:
    """How a connection deviates, once all is set aside that is no fault."""
    play, dues = step.play, tuple(step.dues[who])
    seen = bytes(play.peers.seen[who])
    mismatch = compare(play.wire, dues, seen)
    if mismatch.extra and who in play.late:
        # A fence was sent twice: its answer may come twice, now or later.
        late = play.late[who]
        mismatch = compare(play.wire, (*dues, *late), seen)
        if not any(due in mismatch.missing for due in late):
            del play.late[who]
        missing = tuple(due for due in mismatch.missing if due not in late)
        mismatch = replace(mismatch, missing=missing)
    return play.contact.ghosts.explain(mismatch, play.own)


def _without_answers(step: Step, it: Mismatch) -> Mismatch:
    """Nobody can answer a question on a connection that has ended."""
    missing = tuple(d for d in it.missing if not any(d is a for a in step.answers))
    return replace(it, missing=missing)


def _endings(step: Step) -> dict[int, str]:
    """Connections that ended and should not have, or the other way round ("")."""
    ended = step.play.peers.ended
    found = {who: "" for who in step.outcome.closed if who not in ended}
    for who, how in ended.items():
        if who in step.play.room.sessions:
            found[who] = how
        elif who in step.outcome.closed:
            step.play.contact.endings.add(how)
    return found


def _forget(step: Step) -> None:
    peers, here = step.play.peers, step.play.room.sessions
    for data in peers.seen.values():
        data.clear()
    for who in [who for who in peers.seen if who not in here]:
        peers.close(who)
        del peers.seen[who]
        peers.ended.pop(who, None)


def _deviation(
    step: Step, wrong: Mapping[int, Mismatch], endings: Mapping[int, str]
) -> Deviation:
    play, act = step.play, step.act
    concerned = {*wrong, *endings, *step.unanswered}
    roles = {who: play.role(act, who) for who in concerned}
    return deviation(
        play.wire, act, step.outcome, roles, wrong, endings, step.unanswered
    )


# Writing it down.


def _write(step: Step, transcript: Transcript) -> None:
    for who, fence in step.unanswered.items():
        transcript.asked(who, fence)
    for who, dues in step.dues.items():
        seen = bytes(step.play.peers.seen[who])
        transcript.got(who, tuple(dues), seen, step.answers)
    for who, how in step.play.peers.ended.items():
        transcript.ended(who, how)
