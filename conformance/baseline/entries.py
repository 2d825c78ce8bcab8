"""The file of expected deviations: one a line, as the console tells it, and why.

``VERDICT ID: SUMMARY # WHY``. The summary may be left out; a star stands for anything
within one part of an id. Lines that begin with # are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen.reason import reason
from conformance.choices import unknown
from conformance.results import Verdict

EXPECTABLE = (
    Verdict.FAIL,
    Verdict.INTERMITTENT,
    Verdict.CRASHED,
    Verdict.HUNG,
    Verdict.INCONCLUSIVE,
)
TODO = "TODO why"
_MOST_BYTES = 1_000_000
_FORM = "write VERDICT ID: SUMMARY # WHY"
_COUNTED = re.compile(r": there were \d+ connections so far")
_EVENT = re.compile(r"[\w.-]+: ")  # at the beginning


class BaselineError(ValueError):
    """A file that is no baseline; its text says where, what, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One expected deviation; without a ``summary`` any of that verdict is meant."""

    verdict: Verdict
    id: str
    summary: str
    why: str

    def covers(self, id: str, verdict: Verdict, summary: str) -> bool:
        """Whether a case deviates as this says.

        What comes now and then may come each time.
        """
        flaky = self.verdict is Verdict.INTERMITTENT and verdict is Verdict.FAIL
        same = verdict is self.verdict or flaky
        return same and self.summary in ("", lasting(summary)) and self.is_about(id)

    def is_about(self, id: str) -> bool:
        """Whether a case is meant, whatever its verdict."""
        if "*" not in self.id:
            return id == self.id
        parts = map(re.escape, self.id.split("*"))
        return re.fullmatch("[^/]*".join(parts), id) is not None

    def __str__(self) -> str:
        """The line of the file."""
        said = f": {self.summary}" if self.summary else ""
        return f"{self.verdict.value} {self.id}{said}  # {self.why}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, with its entry if it has one."""

    number: int
    text: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The file ``name``, line by line."""

    name: str
    lines: tuple[Line, ...] = ()

    def entries(self) -> Iterator[tuple[Line, Entry]]:
        """The entries and where they are."""
        for line in self.lines:
            if line.entry is not None:
                yield line, line.entry

    def place(self, line: Line) -> str:
        """Where a line is."""
        return f"{self.name}:{line.number}"


def lasting(summary: str) -> str:
    """What is wrong, without what another way to the same fault would change."""
    said = _COUNTED.sub("", summary)
    event = _EVENT.match(said)
    return said[event.end() :] if event else said


def read(path: str) -> Baseline:
    """The baseline in a file. Raises BaselineError, or FileNotFoundError."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BaselineError(f"cannot read {path}: {reason(error)}") from None
    if len(data) > _MOST_BYTES:
        raise BaselineError(f"{path} is no baseline: it is longer than a megabyte")
    return parse(path, data)


def parse(name: str, data: bytes) -> Baseline:
    """The baseline in bytes of a file. Raises BaselineError for the first mistake."""
    lines: list[Line] = []
    known: dict[tuple[Verdict, str, str], int] = {}
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        place = f"{name}:{number}"
        try:
            text = raw.decode().rstrip()
        except UnicodeDecodeError:
            raise BaselineError(f"{place}: this is no text in UTF-8") from None
        try:
            entry = _entry(text)
        except ValueError as error:
            raise BaselineError(f"{place}: {error}") from None
        if entry is not None:
            key = entry.verdict, entry.id, entry.summary
            if key in known:
                raise BaselineError(f"{place}: the same as line {known[key]}")
            known[key] = number
        lines.append(Line(number, text, entry))
    while lines and not lines[-1].text:
        lines.pop()
    return Baseline(name, tuple(lines))


def _entry(text: str) -> Entry | None:
    """What a line says; None for a comment and an empty one. Raises ValueError."""
    if not text.strip() or text.lstrip().startswith("#"):
        return None
    if not text.isprintable() and not text.replace("\t", " ").isprintable():
        raise ValueError(f"a control character; {_FORM}")
    said, _, why = text.partition(" #")
    word, id, summary = [*said.split(None, 2), "", "", ""][:3]
    if not id or (summary and not id.endswith(":")):
        raise ValueError(f"this is no entry; {_FORM}")
    if not why.strip():
        raise ValueError(f"no reason is given; {_FORM}")
    return Entry(
        _verdict(word),
        _checked(id.removesuffix(":")),
        lasting(summary.strip()),
        why.strip(),
    )


def _verdict(word: str) -> Verdict:
    known = {it.value: it for it in EXPECTABLE}
    if word in known:
        return known[word]
    if word in (it.value for it in Verdict):
        raise ValueError(f"{word} needs no entry: it does not fail a run")
    raise ValueError(f"{unknown('verdict', word, known)}; {_FORM}")


def _checked(id: str) -> str:
    """An id, or a pattern that does not cover too much. Raises ValueError."""
    if "/" not in id:
        raise ValueError(f"{id!r} is no id of a case; --list shows them")
    starred = [part for part in id.split("/") if "*" in part]
    if len(starred) > 1 or any(part.count("*") > 1 for part in starred):
        raise ValueError(f"{id!r} covers too much: one star at most")
    return id
