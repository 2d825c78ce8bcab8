"""A report that was written before, read back into what the runner had said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.protocol import Rule, Text
from codegen.reason import reason
from conformance.model.cast import number_of
from conformance.model.inputs import CONNECTS, LEAVES, RESETS, SENDS
from conformance.report import data
from conformance.results import (
    Delivery,
    Difference,
    Finding,
    Line,
    Message,
    Move,
    Span,
    Verdict,
)

Data = Mapping[str, Any]
_ACTIONS = CONNECTS, SENDS, LEAVES, RESETS


class StoredError(ValueError):
    """A file that is no report of this tool; its text says why."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was judged, and who; ``address`` and ``spawn`` are "" if not given.

    So are ``client`` and ``client_io`` where it was a server.
    """

    spec: str
    dialect: str
    source: str
    digest: str
    profile: str
    features: frozenset[str]
    depth: str
    address: str
    spawn: str
    findings: tuple[Finding, ...]
    client: str = ""
    client_io: str = ""

    def chosen(self, id: str | None) -> tuple[Finding, ...]:
        """The finding of that id; without one, all of them. Raises StoredError."""
        found = tuple(it for it in self.findings if id in (None, it.id))
        if not found and id is not None:
            known = "".join(f"\n  {it.id}" for it in self.findings) or " none"
            raise StoredError(f"no finding {id!r} in this report; there are:{known}")
        return found


def read(path: str) -> Stored:
    """The report in a file. Raises StoredError."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise StoredError(f"cannot read {path}: {reason(error)}") from None
    except ValueError as error:
        raise StoredError(f"{path} is no JSON: {error}") from None
    if not isinstance(found, dict) or found.get("format") != data.FORMAT:
        raise StoredError(f"{path} is no report of conformance run --json")
    if found.get("version") != data.VERSION:
        version = found.get("version")
        raise StoredError(
            f"{path} is a report of version {version}; this judge reads version "
            f"{data.VERSION}: run it again"
        )
    try:
        return _stored(found)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoredError(f"{path} is damaged: {error!r}") from None


def _stored(it: Data) -> Stored:
    suite, target = it["suite"], it["target"]
    return Stored(
        spec=_text(suite["spec"]),
        dialect=_text(suite.get("dialect") or ""),
        source=_text(suite["source"]),
        digest=_text(suite["digest"]),
        profile=_text(suite["profile"]),
        features=frozenset(map(_text, suite["features"])),
        depth=_text(suite["depth"]),
        address=_text(target["address"] or ""),
        spawn=_text(target["spawn"] or ""),
        findings=tuple(map(finding, it["findings"])),
        client=_text(target.get("client") or ""),
        client_io=_text(target.get("client_io") or ""),
    )


def _text(it: Any) -> str:
    if not isinstance(it, str):
        raise TypeError(f"{it!r} is no text")
    return it


def _one_of(known: Iterable[str], it: Any) -> str:
    if it not in (words := tuple(known)):
        raise ValueError(f"{it!r} is none of {', '.join(words)}")
    return _text(it)


def _member(it: Any) -> str:
    if number_of(_text(it)) is None:
        raise ValueError(f"{it!r} is nobody of a cast")
    return _text(it)


def finding(it: Data) -> Finding:
    """What ``data.finding`` was given."""
    return Finding(
        id=it["id"],
        verdict=Verdict(it["verdict"]),
        rule=_rule(it["rule"]) if it["rule"] else None,
        summary=_text(it["summary"]),
        conversation=tuple(map(_line, it["conversation"])),
        differences=tuple(map(_difference, it["differences"])),
        confirmed=it["confirmed"],
        tries=it["tries"],
        hits=it["hits"],
        also=tuple(it["also"]),
        hints=tuple(it["hints"]),
        rerun=it["rerun"],
        moves=tuple(map(_move, it["acts"])),
        output=tuple(it["output"]),
        expected=_text(it.get("expected") or ""),
        names={
            _member(who): tuple(map(_text, names)) for who, names in it["names"].items()
        },
    )


def _rule(it: Data) -> Rule:
    text = it["requirement"]
    return Rule(
        id=it["id"],
        level=it["level"],
        text=Text(text["en"], text["ko"] or ""),
        line=it["line"],
        region=it["region"],
        states=(),
        event=it["event"],
        feature=it["feature"],
    )


def _line(it: Data) -> Line:
    arrow = {"sends": "->", "gets": "<-"}[it["direction"]]
    return Line(it["who"], arrow, it["text"], bytes.fromhex(it["hex"]))


def _move(it: Data) -> Move:
    due = (Delivery(d["to"], d["rule"], _message(d["message"])) for d in it["due"])
    return Move(
        who=_member(it["actor"]),
        action=_one_of(_ACTIONS, it["action"]),
        pieces=tuple(map(bytes.fromhex, it["pieces"])),
        message=_message(it["message"]) if it["message"] else None,
        note=it["note"],
        due=tuple(due),
        closes=tuple(it["closes"]),
    )


def _message(it: Data) -> Message:
    return Message(
        it["name"],
        {name: _value(value) for name, value in it["fields"].items()},
        bytes.fromhex(it["hex"]),
        _spans(it["spans"]),
        tuple(it["volatile"]),
    )


def _value(it: Any) -> Any:
    if isinstance(it, dict):
        if set(it) == {"hex"}:
            return bytes.fromhex(it["hex"])
        return {name: _value(value) for name, value in it.items()}
    return tuple(map(_value, it)) if isinstance(it, list) else it


def _spans(of: list[Data]) -> tuple[Span, ...]:
    return tuple(Span(it["field"], it["start"], it["end"]) for it in of)


def _difference(it: Data) -> Difference:
    expected, seen = it["expected"], it["seen"]
    return Difference(
        it["who"],
        bytes.fromhex(expected["hex"]),
        expected["text"],
        bytes.fromhex(seen["hex"]),
        seen["text"],
        it["offset"],
        it["field"],
        it["closed"],
        _spans(expected["spans"]),
        _spans(seen["spans"]),
    )
