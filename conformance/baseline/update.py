"""A baseline written anew: what still holds stays as it was, what is new is added."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from conformance.baseline.entries import TODO, Entry, Line, lasting
from conformance.baseline.expected import Expectations

_HEAD = "# Deviations that are known: VERDICT ID: SUMMARY # WHY"


def updated(run: Expectations) -> tuple[str, int, int]:
    """The text of the file after a run, and how many entries are new and are gone."""
    lines = run.baseline.lines
    entries = run.baseline.entries()
    gone = {line.number for line, entry in entries if run.why_stale(line, entry)}
    kept = [line for block in _blocks(lines) for line in _left(block, gone)]
    fresh = list(_fresh(run))
    text = [line.text for line in kept] or [_HEAD]
    text += [str(entry) for entry in fresh]
    return "".join(f"{line}\n" for line in text), len(fresh), len(gone)


def _blocks(lines: tuple[Line, ...]) -> Iterator[list[Line]]:
    """Comments with the entries right below them; and what stands between."""
    block: list[Line] = []
    for is_entry, same in groupby(lines, key=lambda line: line.entry is not None):
        for line in same:
            if not is_entry and (not line.text or (block and block[-1].entry)):
                yield block
                block = []
            block.append(line)
    yield block


def _left(block: list[Line], gone: set[int]) -> list[Line]:
    """A block without what is gone; a comment on nothing goes with it."""
    entries = [line for line in block if line.entry]
    if entries and all(line.number in gone for line in entries):
        return [line for line in block if not line.text]
    return [line for line in block if line.number not in gone]


def _fresh(run: Expectations) -> Iterator[Entry]:
    known = [entry for _, entry in run.baseline.entries()]
    for id, (verdict, summary) in run.seen.items():
        covered = any(entry.covers(id, verdict, summary) for entry in known)
        if verdict.is_failure and not covered:
            yield Entry(verdict, id, lasting(summary), TODO)
