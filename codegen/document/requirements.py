"""Every requirement with its id: where links to one lead."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.document.book import Book
from codegen.document.markdown import (
    Block,
    anchor,
    code,
    joined,
    lines_in_cell,
    link,
    paragraph,
    prose,
    table,
)
from codegen.document.places import (
    feature_anchor,
    region_anchor,
    rule_anchor,
    scenario_anchor,
)
from codegen.emit.tables import Rule
from codegen.model import Sentence


def section(book: Book) -> list[Block]:
    """The tables of requirements: of the rules, then of the conversations."""
    rows = [_row(book, rule) for rule in book.rules]
    scenarios = [
        [
            link(code(f"{s.requirement.level}/scenario/{s.id}"), scenario_anchor(s.id)),
            sentence(s.requirement.sentence),
        ]
        for s in book.spec.scenarios
    ]
    example = next((f"{r.requirement.level}/{r.id}" for r in book.rules), "")
    return [
        paragraph(
            "MUST, SHOULD and MAY are meant as in RFC 2119. The judge of this project "
            "names what it finds by these ids, and checks one alone with "
            + code(f"conformance run --spec {book.spec.name} '{example}*'")
            + "."
        ),
        table(["id", "requirement", "where", "on", "feature"], rows),
        paragraph("Conversations, which are told below:") if scenarios else [],
        table(["id", "requirement"], scenarios),
    ]


def _row(book: Book, rule: Rule) -> list[str]:
    level = rule.requirement.level
    feature = rule.feature
    return [
        anchor(rule_anchor(rule.id, level)) + code(f"{level}/{rule.id}"),
        sentence(rule.requirement.sentence),
        _where(rule),
        book.event(rule.event),
        link(code(feature), feature_anchor(feature)) if feature else "",
    ]


def _where(rule: Rule) -> str:
    if not rule.states:
        return "the operator" if rule.region == "operator" else "every state"
    states = (code(f"{rule.region}.{state}") for state in rule.states)
    return link(joined(states), region_anchor(rule.region))


def sentence(sentence: Sentence) -> str:
    """A sentence in English, and in Korean below it where there is one."""
    return lines_in_cell(_languages(sentence))


def _languages(sentence: Sentence) -> Iterator[str]:
    yield prose(sentence.en)
    if sentence.ko:
        yield f"<sub>{prose(sentence.ko)}</sub>"
