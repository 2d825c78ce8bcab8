"""What the console says of broken targets, word for word.

``python -m tests.conformance.golden_reports [NAME]...`` writes the files anew: look at
what has changed before it is committed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.report.console import ConsoleReport
from conformance.report.page import Page
from conformance.results import Event

GOLDEN = Path(__file__).parent / "golden"
_NORMAL = (
    # What depends on the machine, and on how often it was busy.
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (
        re.compile(r"[\d,]+ of ([\d,]+) transitions   .*"),
        r"N of \1 transitions, figures",
    ),
    (re.compile(r"there were \d+ connections"), "there were N connections"),
    (re.compile(r"suite [0-9a-f]{12}"), "suite DIGEST"),
    (re.compile(r"seen [\d,]+ times"), "seen N times"),
    (re.compile(r"the same \d+ times more"), "the same N times more"),
    # Each session has fresh names, and how many there were depends on it too.
    (re.compile(r"([a-z]\d*?)6[4-9][0-9a-z](?![0-9a-z])"), r"\g<1>64_"),
    (re.compile(r"(6[1-9a-f]|7[0-9a]) 36 3[4-9] [0-9a-f]{2}"), r"\1 36 34 __"),
)


def told(events: Iterable[Event], spec: str = "hash") -> str:
    """The report of a run, without what differs from one run to the next."""
    out = io.StringIO()
    report = ConsoleReport(out, Page(), f"spec/{spec}.yaml", clock=lambda: 0.0)
    for event in events:
        report.handle(event)
    text = out.getvalue()
    for pattern, word in _NORMAL:
        text = pattern.sub(word, text)
    return text


def path(name: str) -> Path:
    """The file of a report."""
    return GOLDEN / f"{name.replace(' ', '-')}.txt"


def main(names: list[str]) -> None:
    """Write the reports of these faults anew, or of all."""
    GOLDEN.mkdir(exist_ok=True)
    for name, text in _reports(names):
        path(name).write_text(text, encoding="utf-8")
        print(path(name))


def _reports(names: list[str]) -> Iterator[tuple[str, str]]:
    from tests.conformance import test_hostile as hostile
    from tests.conformance import test_liveness as liveness
    from tests.processes import running_server

    with running_server("hash") as server:
        for name in _wanted(names, hostile.FAULTS):
            yield name, told(hostile.judged(server, name).events)
    for name in _wanted(names, liveness.FAULTS):
        case, protocol, _ = liveness.FAULTS[name]
        events = liveness.judged(protocol, name, case).events
        yield name, told(events, protocol.name)


def _wanted(names: list[str], faults: Mapping[str, Any]) -> list[str]:
    return [it for it in faults if it in names or (not names and faults[it].is_golden)]


if __name__ == "__main__":
    main(sys.argv[1:])
