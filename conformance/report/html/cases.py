"""The table of all cases, with what narrows it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from conformance.report.facts import Facts
from conformance.report.html.finding import expected, verdict
from conformance.report.html.markup import tag, text
from conformance.report.page import Page
from conformance.results import CaseResult, Verdict

if TYPE_CHECKING:
    from conformance.phases.cases import Case

_UNTRIED = "-"


def region(id: str) -> str:
    """The region, or the phase, that an id names."""
    return id.split("/")[1] if id.count("/") else id


def level(id: str, case: Case | None) -> str:
    """How binding the requirement of a case is."""
    return case.level if case else id.partition("/")[0]


def row(
    id: str, case: Case | None, result: CaseResult | None, facts: Facts, page: Page
) -> str:
    """One case."""
    word = result.verdict.value if result else _UNTRIED
    rule = result.rule if result else None
    sentence = facts.requirement(case.title) if case else rule.text if rule else None
    required = page.sentence(sentence) if sentence else ""
    line = case.line if case else rule.line if rule else 0
    place = f" {tag('cite', text(f'{facts.source}:{line}'))}" if line else ""
    why = page.told(result.reason) if result and result.reason else ""
    reason = tag("p", text(why), class_="reason") if why else ""
    reason += expected(result.expected, page) if result else ""
    cells = (
        tag("td", verdict(word)),
        tag("td", tag("code", text(id))),
        tag("td", f"{text(required)}{place}{reason}"),
    )
    return tag(
        "tr",
        "".join(cells),
        data_verdict=word,
        data_level=level(id, case),
        data_region=region(id),
    )


def filters(
    ids: Iterable[str],
    cases: dict[str, Case],
    verdicts: Iterable[Verdict],
    page: Page,
) -> str:
    """A search box and three choices. Without a script there is nothing to show."""
    ids = list(ids)
    given = set(verdicts)
    words = [it.value for it in Verdict if it in given]
    levels = sorted({level(id, cases.get(id)) for id in ids})
    regions = sorted({region(id) for id in ids})
    search = tag(
        "label",
        f"{text(page.say('Search'))} "
        '<input type="search" id="search" autocomplete="off" spellcheck="false">',
    )
    choices = (
        _choice("verdict", page.say("Verdict"), words, page.say),
        _choice("level", page.say("Level"), levels, page.say),
        _choice("region", page.say("Region"), regions, page.say),
    )
    shown = tag("output", "", id="shown", aria_live="polite")
    return tag("form", search + "".join(choices) + shown, class_="filters", hidden="")


def _choice(name: str, label: str, values: list[str], say: Callable[[str], str]) -> str:
    options = [tag("option", text(say("all")), value="")]
    options += [tag("option", text(value), value=value) for value in values]
    select = tag("select", "".join(options), data_by=name)
    return tag("label", f"{text(label)} {select}")
