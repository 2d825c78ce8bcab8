"""From a run's events to its reports, whatever becomes of the run."""

from __future__ import annotations

import signal
import threading
import time
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from conformance.report import Report
from conformance.report.tally import Tally
from conformance.results import Event

INTERRUPTED = 128 + signal.SIGINT
NOBODY_READS = 128 + signal.SIGPIPE
_INCONCLUSIVE = 2
_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class OutputClosed(Exception):
    """Nobody reads the report any more, as after ``| head``."""


class Terminated(KeyboardInterrupt):
    """The process was asked to end, as by the time limit of a test service.

    ``code`` is the exit code that says so.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


def judge(events: Generator[Event], reports: Sequence[Report]) -> int:
    """Feed every report to its end, and return the exit code of the run.

    A run that is interrupted, or that a fault of ours ends, still gets its summary.
    Raises OutputClosed.
    """
    tally, began = Tally(), time.monotonic()
    why, code = "the run ended without a word", _INCONCLUSIVE
    try:
        with terminable():
            _feed(events, [tally, *reports])
    except KeyboardInterrupt as reason:
        why = "interrupted"
        code = reason.code if isinstance(reason, Terminated) else INTERRUPTED
    except OutputClosed:
        # Whoever reads the output has enough; files still get their end.
        why, seconds = "nobody reads the output", time.monotonic() - began
        for report in reports:
            with suppress(BrokenPipeError):
                report.handle(tally.cut_short(why, seconds, NOBODY_READS))
        raise
    except Exception as error:  # a fault of ours must not look like the target's
        why = _our_fault(error)
    finally:
        events.close()
    if tally.finished is None:
        _feed([tally.cut_short(why, time.monotonic() - began, code)], [tally, *reports])
    return tally.finished.exit_code if tally.finished else code


def _feed(events: Iterable[Event], reports: Sequence[Report]) -> None:
    for event in events:
        try:
            for report in reports:
                report.handle(event)
        except BrokenPipeError:
            raise OutputClosed from None


def _our_fault(error: Exception) -> str:
    """Enough to mend it by, without a traceback."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return (
        f"the judge itself failed ({type(error).__name__}: {error}, {where}), which "
        "says nothing about the target; please report it with the command you ran"
    )


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM, and the end of the terminal, end a run as Ctrl-C does.

    So nothing of it is left behind. Outside the main thread nothing is changed.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise Terminated(number)

    main = threading.current_thread() is threading.main_thread()
    heard = [it for it in _SIGNALS if signal.getsignal(it) is not signal.SIG_IGN]
    previous = {it: signal.signal(it, stop) for it in (heard if main else ())}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
