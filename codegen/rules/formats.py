"""Formats: what stands behind the ``:`` of a field in braces."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from codegen.model import Problem
from codegen.rules.client import all_shown, all_typed
from codegen.rules.facts import Facts, place
from codegen.rules.templates import all_templates

_PLAIN = "write {{{field}}}: its type says how it looks"
_SHOWN = "write {{{field}}}, {{{field}:%H:%M}} or {{{field}:1=word|2=word}}"


def plain(facts: Facts) -> Iterator[Problem]:
    """What is sent or typed has fields without formats."""
    for owner, template, _ in all_templates(facts):
        for field, behind in _formats(template):
            if behind:
                what = _PLAIN.format(field=field)
                yield Problem(place(template, owner.mark), what)
    for typed in all_typed(facts):
        for field, behind in _formats(typed):
            if behind:
                yield Problem(typed.mark, _PLAIN.format(field=field))


def shown(facts: Facts) -> Iterator[Problem]:
    """What is shown has fields as they are, seconds as a time, or words for values."""
    for template in all_shown(facts):
        for field, behind in _formats(template):
            if behind and "%" not in behind and "=" not in behind:
                yield Problem(template.mark, _SHOWN.format(field=field))


def named(facts: Facts) -> Iterator[Problem]:
    """Braces hold the name of a field."""
    templates = [(place(t, o.mark), t) for o, t, _ in all_templates(facts)]
    templates += [(t.mark, t) for t in (*all_typed(facts), *all_shown(facts))]
    for mark, template in templates:
        if any(field == "" for field, _ in _formats(template)):
            yield Problem(mark, "braces hold the name of a field: {name}")


def _formats(template: str) -> list[tuple[str, str]]:
    """Each field of a template, and what is written behind its name."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return []  # said where the braces are
    found = []
    for _, field, behind, conversion in parts:
        if field is not None:
            found.append((field, f"!{conversion}" if conversion else behind or ""))
    return found


RULES = (shown,)
WIRE_RULES = (named, plain)
