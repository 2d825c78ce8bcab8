"""Reports: each hears the events of a run and writes them down in its own way.

Only reports and the command line write. A report must be able to end at any event: a
run that is interrupted says ``RunFinished`` all the same, with ``stopped`` set.
"""

from __future__ import annotations

from typing import Protocol

from conformance.results import Event


class Report(Protocol):
    """What the command line feeds: a console, or a file in some format."""

    def handle(self, event: Event) -> None:
        """Take note of one event, in the order in which a run yields them."""
