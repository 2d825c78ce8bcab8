"""Conversations, drawn: who says what, and what everybody gets."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.document import requirements
from codegen.document.anatomy import brief
from codegen.document.book import Book
from codegen.document.markdown import (
    Block,
    anchor,
    code,
    heading,
    link,
    paragraph,
)
from codegen.document.mermaid import Note, Said, sequence
from codegen.document.places import feature_anchor, scenario_anchor
from codegen.model import Said as SpecSaid
from codegen.model import Scenario, Step

_SERVER = "the server"
_LONG = 72  # characters of what is said


def section(book: Book) -> list[Block]:
    """Every conversation of the spec."""
    blocks = [
        paragraph(
            "Everybody gets just what is drawn, and nobody anything else: a silent "
            "bystander is a requirement, too. Messages to different receivers may "
            "arrive in any order. A value … is one that nobody can predict."
        )
    ]
    for scenario in book.spec.scenarios:
        blocks += _conversation(book, scenario)
    return blocks


def _conversation(book: Book, scenario: Scenario) -> Iterator[Block]:
    level = scenario.requirement.level
    name = code(f"{level}/scenario/{scenario.id}")
    yield heading(3, anchor(scenario_anchor(scenario.id)) + name)
    feature = str(scenario.feature or "")
    needs = (
        f"(feature {link(code(feature), feature_anchor(feature))})" if feature else ""
    )
    yield paragraph(requirements.sentence(scenario.requirement.sentence), needs)
    cast = [*map(str, scenario.cast), _SERVER]
    steps = [drawn for step in scenario.steps for drawn in _step(book, step)]
    yield sequence(cast, steps)


def _step(book: Book, step: Step) -> Iterator[Said | Note]:
    actor = str(step.actor)
    yield _stimulus(book, step, actor)
    for who, items in step.expected.items():
        for item in items:
            yield Said(_SERVER, str(who), _said(book, item))
    for who in step.closed:
        yield Said(_SERVER, str(who), "closes the connection", "--x")
    if step.action == "sends" and not step.expected and not step.closed:
        yield Note(_SERVER, "nobody gets anything")


def _stimulus(book: Book, step: Step, actor: str) -> Said | Note:
    if step.said is not None:
        return Said(actor, _SERVER, _said(book, step.said))
    if step.action == "sends":
        return Said(actor, _SERVER, f"the bytes {_short(step.raw.hex(' '))}")
    label, how = _ACTIONS[step.action]
    return Said(actor, _SERVER, label, how)


_ACTIONS = {
    "connects": ("connects", "->>"),
    "leaves": ("closes its side", "--x"),
    "resets": ("resets the connection", "-x"),
}


def _said(book: Book, item: SpecSaid) -> str:
    message = book.spec.message(item.message)
    fields = message.fields if message is not None else ()
    parts = []
    for field in fields:
        given = item.values.get(field.name)
        is_free = message is not None and field.name in message.volatile
        unknown = field.name not in item.values or given is None or is_free
        value = "…" if unknown else brief(field.type, given)
        parts.append(f"{field.name}: {value}")
    return _short(f"{item.message} {{{', '.join(parts)}}}" if parts else item.message)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
