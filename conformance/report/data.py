"""What a run says as plain data, ready for JSON: conformance/report/result.schema.json
says the same for whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from codegen.protocol import Rule, Text
from conformance.report.facts import Facts
from conformance.results import (
    CaseResult,
    Delivery,
    Difference,
    Finding,
    Line,
    Message,
    Move,
    RunFinished,
    RunStarted,
    Span,
    Stale,
    Verdict,
)

if TYPE_CHECKING:
    from conformance.phases.cases import Case

Data = dict[str, Any]

FORMAT = "conformance-report"
VERSION = 1


def suite(run: RunStarted, facts: Facts) -> Data:
    """What was run: together with the target it can be run again by this."""
    return {
        "spec": facts.spec or run.protocol,
        "dialect": facts.dialect or None,
        "source": facts.source,
        "digest": facts.digest,
        "protocol": run.protocol,
        "title": run.title,
        "profile": run.profile,
        "features": list(facts.features),
        "depth": run.depth,
        "seed": run.seed,
        "select": list(facts.select),
        "fingerprint": run.fingerprint,
        "cases": run.cases,
    }


def target(run: RunStarted, facts: Facts) -> Data:
    """Who was judged; without either it was the reference server."""
    return {
        "name": run.target,
        "address": facts.target or None,
        "spawn": facts.spawn or None,
        "client": facts.client or None,
        "client_io": facts.client_io or None,
        "allow_remote": facts.allow_remote,
    }


def figures(end: RunFinished) -> Data:
    """The figures of a run that is over."""
    return {
        "seconds": round(end.seconds, 6),
        "waited": round(end.waited, 6),
        "steps": end.steps,
        "transitions": {"covered": end.covered, "of": end.edges},
        "stopped": end.stopped,
        "exit_code": end.exit_code,
    }


def counts(verdicts: Mapping[Verdict, int]) -> Data:
    """How often each verdict was given."""
    return {v.value: verdicts[v] for v in Verdict if verdicts.get(v)}


def case(it: Case | None, result: CaseResult | None, facts: Facts) -> Data:
    """A case of the suite and its verdict, of which one may not be known yet."""
    assert it is not None or result is not None
    rule = result.rule if result else None
    id = it.id if it else result.id if result else ""
    text = facts.requirement(it.title) if it else rule.text if rule else Text("")
    return {
        "id": id,
        "phase": it.phase if it else result.phase if result else "",
        "verdict": result.verdict.value if result else None,
        "level": it.level if it else id.partition("/")[0],
        "requirement": sentence(text),
        "line": (it.line if it else rule.line if rule else 0) or None,
        "rule": rule.id if rule else None,
        "seconds": round(result.seconds, 6) if result else None,
        "reason": result.reason if result else "",
        "cause": result.cause or None if result else None,
        "expected": result.expected or None if result else None,
    }


def sentence(text: Text) -> Data:
    """A requirement in both languages; null where there is none in Korean."""
    return {"en": text.en, "ko": text.ko or None}


# Findings.


def finding(it: Finding) -> Data:
    """All of a finding: nothing is left out or shortened."""
    return {
        "id": it.id,
        "verdict": it.verdict.value,
        "rule": rule(it.rule) if it.rule else None,
        "summary": it.summary,
        "confirmed": it.confirmed,
        "tries": it.tries,
        "hits": it.hits,
        "also": list(it.also),
        "hints": list(it.hints),
        "output": list(it.output),
        "rerun": it.rerun,
        "expected": it.expected or None,
        "names": {who: list(names) for who, names in it.names.items()},
        "conversation": [line(one) for one in it.conversation],
        "acts": [act(one) for one in it.moves],
        "differences": [difference(one) for one in it.differences],
    }


def rule(it: Rule) -> Data:
    """The requirement that a finding is about."""
    return {
        "id": it.id,
        "level": it.level,
        "requirement": sentence(it.text),
        "line": it.line,
        "region": it.region,
        "event": it.event,
        "feature": it.feature,
    }


def stale(it: Stale) -> Data:
    """An entry of the baseline that is not true any more."""
    return {"where": it.place, "id": it.id, "why": it.why}


def line(it: Line) -> Data:
    """One arrow of the conversation as it went."""
    direction = "sends" if it.arrow == "->" else "gets"
    return {
        "who": it.who,
        "direction": direction,
        "text": it.what,
        "hex": it.data.hex(),
    }


def act(it: Move) -> Data:
    """One act, from which it can be done again, and all that must follow."""
    return {
        "actor": it.who,
        "action": it.action,
        "pieces": [piece.hex() for piece in it.pieces],
        "message": message(it.message) if it.message else None,
        "note": it.note,
        "due": [delivery(one) for one in it.due],
        "closes": list(it.closes),
    }


def delivery(it: Delivery) -> Data:
    """A message that somebody must get."""
    return {"to": it.who, "rule": it.rule, "message": message(it.message)}


def message(it: Message) -> Data:
    """A message: its name, its fields, its bytes and where the fields are in them."""
    return {
        "name": it.name,
        "fields": {name: value(one) for name, one in it.fields.items()},
        "hex": it.data.hex(),
        "spans": spans(it.spans),
        "volatile": list(it.volatile),
    }


def value(it: Any) -> Any:
    """A field's value; bytes become an object with their hex."""
    if isinstance(it, (bytes, bytearray)):
        return {"hex": it.hex()}
    if isinstance(it, Mapping):
        return {name: value(one) for name, one in it.items()}
    if isinstance(it, (tuple, list)):
        return [value(one) for one in it]
    return it


def spans(of: Iterable[Span]) -> list[Data]:
    """Where fields lie."""
    return [{"field": it.name, "start": it.start, "end": it.end} for it in of]


def difference(it: Difference) -> Data:
    """What one member should have got, and what it got instead."""
    return {
        "who": it.who,
        "expected": _side(it.expected, it.expected_text, it.expected_spans),
        "seen": _side(it.seen, it.seen_text, it.seen_spans),
        "offset": it.offset,
        "field": it.field,
        "closed": it.closed,
    }


def _side(data: bytes, text: str, of: tuple[Span, ...]) -> Data:
    return {"text": text, "hex": data.hex(), "spans": spans(of)}
