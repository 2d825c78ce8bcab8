"""The command that runs one case again, as the user would have to type it."""

from __future__ import annotations

import shlex
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace

from conformance.results import Event, Finding


def told_with(command: Sequence[str], events: Generator[Event]) -> Generator[Event]:
    """The same events; each finding's ``rerun`` is ``command`` for its case alone."""
    with closing(events):
        for event in events:
            if isinstance(event, Finding):
                # In quotes for the sake of whoever widens it with a star.
                event = replace(event, rerun=f"{shlex.join(command)} '{event.id}'")
            yield event
