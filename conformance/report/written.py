"""What all reports that are files share: when they are written, and what if not."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime

from codegen.reason import reason
from conformance.report.destination import STDOUT, Destination
from conformance.report.facts import Facts
from conformance.report.tally import Tally
from conformance.results import (
    Event,
    Finding,
    Notice,
    PhaseStarted,
    RunFinished,
    RunStarted,
)

_SHARE = 0.02  # of a run's time may go into writing before its end


class FileReport(ABC):
    """A file that is whole at any moment: written anew as the run goes on.

    ``complain`` is told in one line when it cannot be written; the run goes on, and
    ``is_lost`` says whether what stands there now is not what it should be.
    """

    def __init__(
        self,
        destination: Destination,
        facts: Facts,
        complain: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.destination = destination
        self.facts = facts
        self.tally = Tally()
        self.run: RunStarted | None = None
        self.started: datetime | None = None
        self.finished: datetime | None = None
        self.phases: list[PhaseStarted] = []
        self.notices: list[str] = []
        self.is_lost = False
        self._complain = complain
        self._has_complained = False
        self._clock = clock
        self._now = now
        self._due = 0.0
        self._is_stale = False

    @abstractmethod
    def text(self) -> str:
        """The whole report as it is now."""

    def take(self, event: Event) -> None:  # noqa: B027 - most need nothing here
        """Take note of one event more than is noted here already."""

    def handle(self, event: Event) -> None:
        """Note the event, and write if it is worth it and not too soon."""
        self.tally.handle(event)
        self.take(event)
        match event:
            case RunStarted():
                self.run, self.started = event, self._now()
                self._is_stale = True
            case PhaseStarted():
                self.phases.append(event)
                self._is_stale = True
            case Notice():
                self.notices.append(event.text)
            case Finding():
                self._is_stale = True
            case RunFinished():
                self.finished = self._now()
                self._write()
                return
        if self._is_stale and not self.destination.is_stream:
            began = self._clock()
            if began >= self._due:
                self._write()
                self._due = began + (self._clock() - began) / _SHARE

    def _write(self) -> None:
        self._is_stale = False
        try:
            self.destination.write(self.text())
        except BrokenPipeError:
            if self.destination.name == STDOUT:
                raise
            self._failed("nobody reads it")
        except OSError as error:
            self._failed(reason(error))
        else:
            self.is_lost = False

    def _failed(self, why: str) -> None:
        self.is_lost = True
        if not self._has_complained:
            self._has_complained = True
            self._complain(f"cannot write {self.destination.name}: {why}")
