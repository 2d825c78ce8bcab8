"""Whether somebody can still come in after something was wrong."""

from __future__ import annotations

from conformance.findings.docket import Docket
from conformance.phases.bench import Bench
from conformance.talk.deviation import is_lost
from conformance.talk.peer import Hung

_LONGER = 3  # times the time-out: a run may be over by it


def check(bench: Bench, docket: Docket) -> None:
    """Blame what was wrong last, if nobody comes in any more since then.

    A target that can be started again is; for another one that is the end: Hung.
    """
    if docket.last is None or not docket.was_open:
        return
    if not is_shut(bench):
        docket.came_in()
        return
    docket.hung()
    revive(bench)


def revive(bench: Bench) -> None:
    """Start a target again in which nobody comes in. Raises Hung, Unreachable."""
    if not bench.contact.target.restarts:
        raise Hung("the target accepts connections but lets nobody in any more")
    bench.contact.is_hung = True
    bench.contact.restart()


def is_shut(bench: Bench) -> bool:
    """Whether nobody comes in, however long one waits."""
    with bench.play() as play:
        play.patience = _LONGER * bench.timeout
        for act in bench.arrival:
            deviation = play.perform(act)
            if deviation is not None and is_lost(deviation):
                return True
    return False
