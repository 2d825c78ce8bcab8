"""The first phase: is there a server of this protocol, and what is it like?"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.findings import pulse
from conformance.findings.docket import ARRIVES
from conformance.model.access import entrance
from conformance.model.cast import ALICE, CAROL
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.course import Course, OfCases
from conformance.results import CaseResult, Event, PhaseStarted, Verdict
from conformance.talk.acts import Act
from conformance.talk.deviation import Deviation, is_lost
from conformance.talk.peer import Closed, Hung, Lost
from conformance.talk.play import Play

STILL = "must/sanity/everybody-comes-in-again"
GLUED = "info/wire/two-messages-in-one-segment"
SPLIT = "info/wire/one-message-in-two-segments"
_ONE_AT_A_TIME = (
    "while one user is connected no other one is served: handle all connections at "
    "once, with select(), poll() or a thread for each"
)
_SOON = 0.03
_SESSIONS = 10
_LOOKS = 2  # a busy machine may take too long to let somebody in once


class _Closed(Exception):
    """Nobody comes in, from the start."""


class Sanity:
    """Everybody comes in; fences are calibrated, and the segments of the wire."""

    name = "sanity"
    about = "everybody comes in; which answers can be relied on"
    since = "quick"

    def cases(self, bench: Bench) -> list[Case]:
        """That one can come in and, where no framing says so, how it reads a wire."""
        title = "A user MUST be able to connect and to come in."
        cases = [Case(ARRIVES, self.name, "must", title)]
        if not bench.wire.framed:
            cases += [
                Case(GLUED, self.name, "info", "Are two messages in one segment read?"),
                Case(SPLIT, self.name, "info", "Is a message in two segments read?"),
            ]
        return cases

    def run(self, course: Course) -> Iterator[Event]:
        """Come in one after another, calibrating in each state."""
        yield PhaseStarted(self.name, self.about)
        bench = course.bench
        read: dict[str, bool] = {}
        is_in = self._is_open(course, read)
        if is_in:
            course.docket.came_in()
        else:
            self._look_closer(course)
        bench.contact.glue = bench.wire.framed and read.get(GLUED, False)
        cases = course.select(self.cases(bench))
        yield from course.results([c for c in cases if c.id == ARRIVES], {ARRIVES})
        for case in cases:
            if case.id != ARRIVES:
                is_read = read.get(case.id)
                reason = {True: "yes", False: "no", None: "not tried"}[is_read]
                yield CaseResult(
                    id=case.id, phase=self.name, verdict=Verdict.INFO, reason=reason
                )
        if not is_in:
            raise _lost(course)

    def is_due(self, course: Course, phases: set[str]) -> bool:
        """Always: the others build on what it finds out."""
        return True

    def _look_closer(self, course: Course) -> None:
        """Find out more about a target in which not everybody comes in."""
        suspect = course.docket.latest()
        if suspect is None or suspect.deviation.ending is not None:
            return
        if not course.bench.contact.clock.heard:
            suspect.hangs = True
        elif suspect.deviation.act.who != CAROL and any(
            not pulse.is_shut(course.bench) for _ in range(_LOOKS)
        ):
            wrongs = suspect.deviation.wrongs
            if all(it.how == "missing" for it in wrongs):
                suspect.hint = _ONE_AT_A_TIME

    def _is_open(self, course: Course, read: dict[str, bool]) -> bool:
        """Whether everybody comes in; again for each fence that had to be given up."""
        try:
            if not any(self._come_in(course) for _ in range(_SESSIONS)):
                return False
            course.docket.came_in()
            return any(self._come_in(course, read) for _ in range(_SESSIONS))
        except _Closed:
            return False

    def _come_in(self, course: Course, read: dict[str, bool] | None = None) -> bool:
        """Whether everybody came in, and all fences that are left were answered.

        Nobody asks for fences, nor for how the wire is ``read``, before it is known
        that everybody comes in.
        """
        bench = course.bench
        with bench.play(bench.timeout) as play:  # all the rest depends on it
            play.blind = True
            for act in [*bench.arrival, *map(Act, entrance(bench.graph))]:
                deviation = play.perform(act)
                if bench.is_haunted(deviation, play.own):
                    bench.salt_names()
                    return False
                if deviation is not None and is_lost(deviation):
                    self._charge(course, play, deviation, ARRIVES)
                    if read is None:
                        raise _Closed
                    course.docket.hung()
                    pulse.revive(bench)
                    return False
                if read is None or act.who not in play.room.sessions:
                    continue
                if not self._calibrate(course, play, act.who):
                    return False
            if read is not None:
                read.update(self._reads(play))
        return True

    def _calibrate(self, course: Course, play: Play, who: int) -> bool:
        """Try a member's fences in the present state; False if one must be given up."""
        usable = play.usable(who)
        for fence in usable.some() if usable else []:
            deviation = play.perform(Act(fence.kind.input(who)))
            if deviation is not None:
                play.fences.give_up(fence)
                case = course.bench.case_of(None, deviation.rule) or ARRIVES
                self._charge(course, play, deviation, case)
                return False
        return True

    def _charge(
        self, course: Course, play: Play, deviation: Deviation, case: str
    ) -> None:
        course.docket.charge(case, self.name, deviation, [list(play.history)])

    def _reads(self, play: Play) -> dict[str, bool]:
        """What becomes of two messages in one segment, and of one in two."""
        usable = play.usable(ALICE)
        some = usable.some() if usable else []
        fences = [fence for fence in some if fence.is_quiet(ALICE)]
        if not fences:
            return {}
        fence = fences[0]
        answer = play.wire.expected(tuple(due.message for due in fence.due))
        half = len(fence.data) // 2
        return {
            GLUED: self._is_answered(play, [fence.data * 2], answer.literal * 2),
            SPLIT: self._is_answered(
                play, [fence.data[:half], fence.data[half:]], answer.literal
            ),
        }

    def _is_answered(self, play: Play, pieces: list[bytes], answer: bytes) -> bool:
        seen = play.peers.seen[ALICE]
        for number, piece in enumerate(pieces):
            if number:
                play.peers.rest(0.005)
            play.peers.send(ALICE, piece)
        play.peers.wait(lambda: len(seen) >= len(answer), _SOON)
        answered = seen == answer
        seen.clear()
        return answered


def _lost(course: Course) -> Lost:
    """Why nothing more can be tried."""
    why = "nobody can come in, so nothing more can be tried"
    course.court.lost_by = ARRIVES
    dead = course.court.verdicts.get(ARRIVES) in (Verdict.CRASHED, Verdict.HUNG)
    return Hung(why) if dead else Closed(why)


class Farewell(OfCases):
    """The first thing once more: is everything still as it was?"""

    name = "sanity again"
    about = "everybody comes in once more: nothing is left of all that was done"
    since = "quick"

    def cases(self, bench: Bench) -> list[Case]:
        """That one can still come in."""
        title = "A user MUST be able to come in after all that was done to the server."
        return [Case(STILL, self.name, "must", title)]

    def run(self, course: Course) -> Iterator[Event]:
        """Come in once more, and be quiet for a moment."""
        yield PhaseStarted(self.name, self.about)
        course.walker.close()
        acts = [*course.bench.arrival, *map(Act, entrance(course.bench.graph))]
        with course.bench.play() as play:
            for number, act in enumerate(acts, 1):
                deviation = play.perform(act)
                if deviation is not None:
                    trial = acts[:number]
                    course.docket.charge(STILL, self.name, deviation, [trial])
                    break
        cases = course.select(self.cases(course.bench))
        yield from course.results(cases, {STILL})
