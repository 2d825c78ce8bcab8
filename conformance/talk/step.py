"""One act done to a target, and all that is waited for after it.

No time is spent on waiting for nothing: fences prove that nothing more comes.

1. The act is sent; then all that is due is waited for, at most ``patience`` seconds.
2. The actor's fence is sent and its answer waited for: the act was handled.
3. The others' fences: what the act caused at them has arrived.

Without framing, two messages in one segment could be read as one. So nothing is sent
after an act before there is a sign that it was read: what is due, or an answer to
somebody else's fence; and a fence that is not answered soon is sent once more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from conformance.model.answers import Way
from conformance.model.cast import CAROL
from conformance.model.fences import Fence
from conformance.model.happening import Due, Outcome
from conformance.model.inputs import CONNECTS, LEAVES, RESETS, SENDS, STALLS
from conformance.talk.acts import Act
from conformance.talk.deviation import Deviation
from conformance.talk.evidence import judge
from conformance.talk.forks import Fork
from conformance.talk.match import compare
from conformance.talk.together import Orders, Part
from conformance.talk.wire import Expected

if TYPE_CHECKING:
    from conformance.talk.play import Play

_QUIET = 0.05  # seconds without a word that count as silence where there is no fence
_SHORT = 0.004  # the same where it does not matter much
_READ = 0.003  # until a message may be taken for read, if nothing else shows it
_FEW = 8  # of a crowd
_AGAIN = 0.05  # for the answer to a fence when something was missed already
_GAPS = 0.05, 0.15, 0.45  # until a fence is sent again that may not have come alone
_SOFT = 0.1  # for what a target need not send
_MORE = 0.3  # for the rest of what has begun to come
_UNFINISHED = 1.0  # for the rest of a message, at most
_SLOWER, _LONGEST = 10, 5.0  # times as long, but no more seconds
_SILENT = 1.0  # until a service may be taken to have said what nobody is told


class Step:
    """One act on its way: what is due at each connection, and what came of it.

    ``answers`` are those of fences among the dues, ``unanswered`` the fences that got
    none. Once something is ``missed``, only answers to fences are waited for. A step
    that asks services has a ``fork``, and then the ``way`` that was taken; so has one
    of several ``parts`` at once, in which some may be ``gone``.
    """

    def __init__(self, play: Play, act: Act) -> None:
        self.play = play
        self.act = act
        self.outcome = Outcome(())
        self.pieces: tuple[bytes, ...] = ()
        self.text = ""
        self.message: Any = None
        self.changes = False
        self.dues: dict[int, list[Due]] = {}
        self.expected: dict[int, Expected] = {}
        self.fork: Fork | None = None
        self.way: Way | None = None
        self.answers: list[Due] = []
        self.unanswered: dict[int, Fence] = {}
        self.parts: list[Part] = []
        self.gone: set[int] = set()
        self.missed = False
        self._peers = play.peers
        self._covered: set[int] = set()
        self._patience = min(play.patience, _SOFT) if act.soft else play.patience
        self._was_somebody = self._is_somebody()

    def finish(self) -> Deviation | None:
        """Do it, wait, fence, compare; None if all was as it must be."""
        if self.act.input.action == CONNECTS:
            self._peers.connect(self.act.who, self.act.narrow)
            self.play.contact.connections += 1
        for who in self._peers.seen:
            self.dues[who] = []
        for due in self.outcome.due:
            self.dues.setdefault(due.who, []).append(due)
        for who in self.dues:
            self._expect(who)
        if isinstance(self.fork, Orders):
            return self._finish_together(self.fork)
        _DOES[self.act.input.action](self)
        if self.fork is not None:
            self._follow(self.fork)
        self._fence_all()
        return judge(self)

    def _fence_all(self) -> None:
        self._fence_actor()
        if not self.unanswered:
            self._fence_others()

    def _is_somebody(self) -> bool:
        """Whether the actor has left the state in which every connection begins."""
        room = self.play.room
        session = room.sessions.get(self.act.who)
        return session is not None and any(
            getattr(session, region.name) not in (region.initial, "")
            for region in room.REGIONS
        )

    # Waiting.

    def _expect(self, who: int) -> None:
        messages = tuple(due.message for due in self.dues[who])
        self.expected[who] = self.play.wire.expected(messages)

    def _wait(self, seconds: float) -> None:
        """Wait for all that is due; if it does not come it is missed."""
        if not self.missed:
            self.missed = not self._peers.wait(self._is_complete, seconds)

    def _is_complete(self) -> bool:
        seen, ended = self._peers.seen, self._peers.ended
        for who, expected in self.expected.items():
            # Nothing more comes from a connection that is gone.
            if not expected.complete(seen[who]) and who not in ended:
                return False
        return all(who in ended for who in self.outcome.closed)

    def wait_for_rest(self, who: int, has_begun: bool) -> None:
        """Something is missing that may yet come.

        ``has_begun``: a message came in part, so it was cut on its way. Else there were
        bytes enough, but not the right ones.
        """
        dues, seconds = tuple(self.dues[who]), min(_MORE, self.play.patience)
        if has_begun:
            seconds = min(_UNFINISHED, _SLOWER * self.play.patience)
        self._peers.wait(lambda: self._has_come(who, dues), seconds)

    def _has_come(self, who: int, dues: tuple[Due, ...]) -> bool:
        """Whether messages are somewhere in what came."""
        return not compare(self.play.wire, dues, bytes(self._peers.seen[who])).missing

    # Doing.

    def _connect(self) -> None:
        self._wait(self._patience)

    def _reset(self) -> None:
        self._peers.reset(self.act.who)
        self._wait(self._patience)
        self._let_it_be_noticed()

    def _stall(self) -> None:
        self._peers.stall(self.act.who)
        self.dues.pop(self.act.who, None)
        self.expected.pop(self.act.who, None)

    def _leave(self) -> None:
        who, contact = self.act.who, self.play.contact
        self._peers.finish(who)
        self._wait(self._patience)
        if contact.closes and not self.missed:
            ended = self._peers.ended
            contact.closes = self._peers.wait(lambda: who in ended, self._patience)
        self._peers.close(who)
        self._let_it_be_noticed()

    def _let_it_be_noticed(self) -> None:
        """Give a target time to forget somebody of whom it need not tell anybody."""
        if self._was_somebody and not self.outcome.due:
            self._peers.rest(_QUIET)

    def _send(self) -> None:
        who = self.act.who
        for piece in self.pieces[:-1]:
            self._peers.send(who, piece)
            if self.changes:  # until the rest has come a fence is answered as before
                self._peers.rest(_READ)
            else:
                self._pace()
        last = self.pieces[-1]
        glue = self.play.contact.glue and self.fork is None
        fence = self._fence_of(who) if glue else None
        if fence is not None:
            self._ask(who, fence, last)
            self._wait_for({who: fence}, self._patience)
            return
        self._peers.send(who, last)
        if self.fork is not None:
            return
        if self.outcome.due or self.outcome.closed:
            self._wait(self._patience)
        elif not self.play.wire.framed:
            self._pace()

    def _pace(self) -> None:
        """Wait for a sign that what was sent has been read."""
        for who in self._others():
            fence = self._fence_of(who)
            if fence is not None and fence.is_quiet(who):
                self._ask(who, fence)
                self._covered.discard(who)
                self._wait_for_sign(who, fence)
                return
        self._peers.rest(_READ)

    def _wait_for_sign(self, who: int, fence: Fence) -> None:
        seconds = self.play.patience
        if not self._peers.wait(lambda: self._has_come(who, fence.due), seconds):
            self.missed = True

    def _others(self) -> list[int]:
        """All others who may be fenced; of a crowd a few, or it would take for ever."""
        others = (who for who in self.play.room.sessions if who != self.act.who)
        return list(islice(others, _FEW))

    # Several at once.

    def _finish_together(self, fork: Orders) -> Deviation | None:
        """Do all of it, and find out in which order it was taken."""
        if self.parts:
            self._send_together()
        else:
            _DOES[self.act.input.action](self)
        seen, ended = self._peers.seen, self._peers.ended

        def shown() -> Way | None:
            return fork.shown(seen, ended)

        seconds = self._patience
        if self.play.stalled:  # so much is said that it takes a while
            seconds = min(_SLOWER * seconds, _LONGEST)
        if self._peers.wait(lambda: shown() is not None, seconds):
            way = shown()
            if self.act.beside and fork.may_go_on(seen, way):
                self._peers.rest(_QUIET)
            self._go(shown() or fork.nearest(seen))
        else:
            self.missed = True
            self._go(fork.nearest(seen))
        self._fence_all()
        if not self.unanswered:
            self._explain(fork)
        return judge(self)

    def _explain(self, fork: Orders) -> None:
        """Find the way that accounts for the answers to the fences too."""
        known, peers = self.way, self._peers
        assert known is not None

        def explaining() -> Way | None:
            return fork.explaining(known, peers.seen, peers.ended, self.answers)

        # There may be bytes enough, of which some are not those that were waited for.
        seconds = min(_MORE, self.play.patience)
        peers.wait(lambda: explaining() is not None, seconds)
        self._go(explaining() or known)

    def _send_together(self) -> None:
        for part in self.parts:
            who = part.act.who
            if part.act.input.action == SENDS:
                self._peers.send(who, part.data)
            elif part.act.input.action == RESETS:
                self._peers.reset(who)
            else:
                self._peers.finish(who)
        if self.gone - self.play.stalled and not self.outcome.due:
            self._peers.rest(_QUIET)
        for who in self.gone - self.play.stalled:
            # What comes to one who goes is nobody's concern; what is read is let go.
            self.dues.pop(who, None)
            self.expected.pop(who, None)
            self._peers.forget(who)

    def _go(self, way: Way) -> None:
        """Take a way: what is due is what is due in it, and the answers to fences."""
        self.take(way)
        for who in self.dues:
            answers = (due for due in self.answers if due.who == who)
            self.dues[who] = [*way.outcome.of(who), *answers]
            self._expect(who)

    # Services.

    def _follow(self, fork: Fork) -> None:
        """Wait until a service's answer shows, and go on from there."""
        questions, begin = self.play.contact.questions, time.monotonic()
        seen = self._peers.seen

        def shown() -> Way | None:
            return fork.shown(seen, self._peers.ended)

        def is_shown() -> bool:
            return shown() is not None

        self._peers.wait(
            lambda: is_shown() or not fork.may_go_on(seen), questions.patience
        )
        # What seems to be wrong may only be unfinished.
        if self._peers.wait(is_shown, min(_MORE, self.play.patience)):
            seconds = time.monotonic() - begin
            way = self._settled(fork, shown)
            questions.answered(way.answers, seconds)
        else:
            way = fork.nearest(seen)
            questions.missed += 1
            self.missed = True
        self.take(way)
        for who in self.dues:
            self.dues[who] = list(way.outcome.of(who))
            self._expect(who)

    def take(self, way: Way) -> None:
        """Go on in the way in which a service's answer led."""
        self.way = way
        self.play.follow(way)
        self.outcome = replace(way.outcome, level=self.outcome.level)

    def _settled(self, fork: Fork, shown: Callable[[], Way | None]) -> Way:
        """The way taken, once it is clear that it is no other one that begins so."""
        way, seen = shown(), self._peers.seen
        assert way is not None
        if not self.play.wire.framed:
            self._peers.rest(_QUIET)  # for the end of a text that has begun to come
        elif fork.may_go_on(seen, way):
            self._peers.wait(lambda: _is_other(shown(), way), _SILENT)
        return shown() or fork.nearest(seen)

    # Fences.

    def _fence_of(self, who: int) -> Fence | None:
        if who in self._peers.ended or who in self.play.stalled:
            return None
        own = (act.input.name for act in reversed(self.act.all) if act.who == who)
        return self.play.fence(who, next(own, self.act.input.name))

    def _ask(self, who: int, fence: Fence, before: bytes = b"") -> None:
        """Send a fence; what it brings is due too, and covers those who get it."""
        self.answers += fence.due
        due_to = {due.who for due in fence.due} - self.play.stalled
        for due in fence.due:
            if due.who in due_to:
                self.dues.setdefault(due.who, []).append(due)
        for reached in due_to:
            self._expect(reached)
            self._covered.add(reached)
        self._peers.send(who, before + fence.data)

    def _wait_for(self, fences: dict[int, Fence], seconds: float) -> None:
        """Wait for answers to fences; those that do not come are ``unanswered``."""
        if self.missed:
            # Of what is told, nobody shall be said to be silent who was but slow.
            is_told = self.play.transcript is not None
            seconds = min(seconds, _MORE if is_told else _AGAIN)
        elif self._peers.wait(self._is_complete, seconds):
            return
        else:
            self.missed, seconds = True, 0.0

        def silent() -> dict[int, Fence]:
            return {
                who: fence
                for who, fence in fences.items()
                if not self._has_come(who, tuple(d for d in fence.due if d.who == who))
            }

        self._peers.wait(lambda: not silent(), seconds)
        self.unanswered.update(silent())

    def _fence_actor(self) -> None:
        who = self.act.who
        if who not in self.play.room.sessions or who in self._covered:
            return
        if who in self.play.stalled:
            return
        if who in self._peers.ended:  # nothing more comes
            return
        fence = self._fence_of(who)
        if fence is None:
            self._be_quiet(who)
        else:
            self._fence(who, fence)

    def _fence(self, who: int, fence: Fence) -> None:
        self._ask(who, fence)
        if self._may_be_glued(who) and not self.missed:
            for times, gap in enumerate(_GAPS, 1):
                if gap >= self._patience:
                    break
                if self._peers.wait(self._is_complete, gap) or who in self._peers.ended:
                    return
                self._repeat(who, fence, times)
        self._wait_for({who: fence}, self._patience)

    def _repeat(self, who: int, fence: Fence, times: int) -> None:
        """Send a fence once more: so many answers too many may come, now or later.

        Each time it is waited for longer: what is slow may have read two as one.
        """
        for reached in {due.who for due in fence.due}:
            due = tuple(it for it in fence.due if it.who == reached)
            self.play.late[reached] = due * times
        self._peers.send(who, fence.data)

    def _may_be_glued(self, who: int) -> bool:
        """Whether a fence may be read with the act: no sign says that one was read."""
        return (
            not self.play.wire.framed
            and who == self.act.who
            and self.act.input.action == SENDS
            and (len(self.pieces) > 1 or not self.outcome.due)
        )

    def _be_quiet(self, who: int) -> None:
        """There is no fence in this state: silence must do.

        It need not be long where nothing that comes later depends on this act: all
        that is due has come, and what is not due is a deviation whenever it comes.
        """
        play = self.play
        silent = self.act.input.action == SENDS and not self.outcome.due
        long = self.changes and silent and not play.blind
        self._peers.rest(_QUIET if long else _SHORT)
        if not play.blind and who != CAROL and not play.is_pending(who):
            session = play.room.sessions[who]
            states = [getattr(session, region.name) for region in play.room.REGIONS]
            play.contact.unfenced.add(" ".join(filter(None, states)) or "connected")

    def _fence_others(self) -> None:
        waiting: dict[int, Fence] = {}
        for who in self._others():
            fence = None if who in self._covered else self._fence_of(who)
            if fence is None:
                continue
            if fence.is_quiet(who):
                self._ask(who, fence)
                waiting[who] = fence
            else:
                self._fence(who, fence)
        if waiting:
            self._wait_for(waiting, self._patience)


def _is_other(way: Way | None, known: Way) -> bool:
    return way is not None and way.answers != known.answers


_DOES = {
    STALLS: Step._stall,
    CONNECTS: Step._connect,
    LEAVES: Step._leave,
    RESETS: Step._reset,
    SENDS: Step._send,
}
