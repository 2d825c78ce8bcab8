"""What the console says of hostile targets, word for word.

``python -m tests.conformance.golden_reports [NAME]...`` writes the files anew: look at
what has changed before it is committed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from conformance.report.console import ConsoleReport
from conformance.report.page import Page
from conformance.results import Event

GOLDEN = Path(__file__).parent / "golden"
SOURCE = "spec/hash.yaml"
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
    # Each session has fresh names, and how many there were depends on it too.
    (re.compile(r"([a-z])6[4-9][0-9a-z](?![0-9a-z])"), r"\g<1>64_"),
    (re.compile(r"(6c|65|62|73) 36 3[4-9] [0-9a-f]{2}"), r"\1 36 34 __"),
)


def told(events: Iterable[Event]) -> str:
    """The report of a run, without what differs from one run to the next."""
    out = io.StringIO()
    report = ConsoleReport(out, Page(), SOURCE, clock=lambda: 0.0)
    for event in events:
        report.handle(event)
    text = out.getvalue()
    for pattern, word in _NORMAL:
        text = pattern.sub(word, text)
    return text


def path(name: str) -> Path:
    """The file of a report."""
    return GOLDEN / f"{name}.txt"


def main(names: list[str]) -> None:
    """Write the reports of these faults anew, or of all."""
    from tests.conformance.test_hostile import FAULTS, judged
    from tests.processes import running_server

    GOLDEN.mkdir(exist_ok=True)
    with running_server("hash") as server:
        for name in names or (it for it in FAULTS if FAULTS[it].is_golden):
            path(name).write_text(told(judged(server, name).events), encoding="utf-8")
            print(path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
