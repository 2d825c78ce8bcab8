"""Real runs against servers with faults, recorded once for all tests of reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from codegen.protocol import Protocol
from conformance.report.facts import Facts, facts
from conformance.report.files import opened, wanted
from conformance.results import Event, Finding
from conformance.runner import Options, Target, list_cases, run

SELECT = ("must/entry/whisper/*", "must/entry/who/*", "must/entry/exit/*")


@dataclass(frozen=True)
class Recording:
    """What a run said, and what its reports are told besides."""

    protocol: Protocol
    options: Options
    events: tuple[Event, ...]
    address: str = "127.0.0.1:5000"

    @cached_property
    def facts(self) -> Facts:
        cases = list_cases(self.protocol, self.options)
        name = self.protocol.name
        return facts(self.protocol, self.options, cases, name, self.address)

    @property
    def findings(self) -> list[Finding]:
        return [event for event in self.events if isinstance(event, Finding)]

    def finding(self, word: str) -> Finding:
        """The finding of a case with this word in its id."""
        return next(it for it in self.findings if word in it.id)

    def written(self, format: str, path: Path, lang: str = "en") -> str:
        """The report in a format, after all events."""
        (report,) = opened(wanted({format: str(path)}), self.facts, lang)
        for event in self.events:
            report.handle(event)
        return path.read_text(encoding="utf-8")


def record(
    protocol: Protocol, target: Target, select: tuple[str, ...] = SELECT
) -> Recording:
    """A quick run, its features all claimed."""
    features = frozenset(feature.name for feature in protocol.features)
    options = Options(
        features=features, profile="full", depth="quick", select=select, timeout=0.5
    )
    events = tuple(run(protocol, target, options))
    return Recording(protocol, options, events, f"{target.host}:{target.port}")
