"""The reports that a run writes besides the console: which, where, and how it went."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.report.destination import STDOUT, Destination, Unwritable
from conformance.report.facts import Facts
from conformance.report.written import FileReport


@dataclass(frozen=True, slots=True)
class Wanted:
    """Destinations by format, in the order in which they were checked."""

    to: Mapping[str, Destination] = field(default_factory=dict)

    @property
    def takes_stdout(self) -> bool:
        """Whether a report goes to stdout, so that nothing else may."""
        return any(it.name == STDOUT for it in self.to.values())


def wanted(paths: Mapping[str, str | None]) -> Wanted:
    """What was asked for, all of it writable. Raises Unwritable, naming the option."""
    found: dict[str, Destination] = {}
    for name, path in paths.items():
        if path is None:
            continue
        try:
            destination = Destination(path)
        except Unwritable as error:
            raise Unwritable(f"--{name}: {error}") from None
        for other, taken in found.items():
            if destination.same_as(taken):
                raise Unwritable(f"--{name} and --{other} both write {path}")
        found[name] = destination
    return Wanted(found)


def opened(them: Wanted, facts: Facts, lang: str) -> list[FileReport]:
    """The reports, none of which has written anything yet."""
    return [_report(name, to, facts, lang) for name, to in them.to.items()]


def _report(name: str, to: Destination, facts: Facts, lang: str) -> FileReport:
    match name:
        case "json":
            from conformance.report.json_file import JsonReport

            return JsonReport(to, facts, complain)
        case "junit":
            from conformance.report.junit import JunitReport

            return JunitReport(to, facts, complain)
        case _:
            from conformance.report.html import HtmlReport

            return HtmlReport(to, facts, complain, lang=lang)


def complain(text: str) -> None:
    """Tell in one line what could not be written."""
    print(f"conformance: {text}; the run goes on", file=sys.stderr, flush=True)
