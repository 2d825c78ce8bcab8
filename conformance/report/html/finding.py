"""One finding on the page: everything that it takes to mend a server by it."""

from __future__ import annotations

from conformance.report.conversation import conversation
from conformance.report.html.bytes import difference
from conformance.report.html.diagram import diagram
from conformance.report.html.markup import lines, tag, text
from conformance.report.page import Page
from conformance.results import Finding


def finding(it: Finding, number: int, source: str, page: Page) -> str:
    """An article; ``number`` counts the findings and makes its address."""
    parts = [
        _title(it, number),
        _requirement(it, source, page),
        tag("p", text(page.summary(it.summary)), class_="summary"),
        expected(it.expected, page),
        *(tag("p", text(page.told(hint)), class_="hint") for hint in it.hints),
        _picture(it, page),
        *(difference(one, page) for one in it.differences),
        _also(it, page),
        _rerun(it, page),
    ]
    return tag(
        "article",
        "".join(parts),
        class_="finding",
        id=f"finding-{number}",
        data_verdict=it.verdict.value,
    )


def _title(it: Finding, number: int) -> str:
    link = tag("a", text(it.id), href=f"#finding-{number}")
    return tag("h3", f"{verdict(it.verdict.value)} {link}")


def verdict(word: str) -> str:
    """A verdict's word as a badge."""
    return tag("span", text(word), class_=f"badge {word.lower()}")


def _requirement(it: Finding, source: str, page: Page) -> str:
    said = []
    if it.rule is not None:
        place = tag("cite", text(f"{source}:{it.rule.line}"))
        said.append(f"{text(page.sentence(it.rule.text))} {place}")
    quote = tag("blockquote", "".join(said)) if said else ""
    return quote + tag("p", text(page.confirmed(it)), class_="confirmed")


def expected(why: str, page: Page) -> str:
    """The reason that the baseline gives, if it does."""
    said = f"{page.say('expected: ')}{page.clean(why)}"
    return tag("p", text(said), class_="expected") if why else ""


def _picture(it: Finding, page: Page) -> str:
    if not it.conversation:
        return ""
    heading = tag("h4", text(page.say("conversation (the shortest that shows it)")))
    told = "\n".join(conversation(it.conversation, it.differences, page))
    words = tag("summary", text(page.say("in words, with every byte")))
    picture = tag("div", diagram(it, page), class_="scroll", tabindex="0")
    return heading + picture + tag("details", words + tag("pre", lines(told)))


def _also(it: Finding, page: Page) -> str:
    parts = []
    if it.hits > 1:
        parts.append(
            tag("p", text(page.say("seen {n:,} times in this run", n=it.hits)))
        )
    if it.also:
        head = page.say("fails for the same reason")
        items = "".join(tag("li", tag("code", text(id))) for id in it.also)
        named = tag("summary", f"{text(head)} ({len(it.also)})")
        parts.append(tag("details", named + tag("ul", items)))
    return "".join(parts)


def _rerun(it: Finding, page: Page) -> str:
    if not it.rerun:
        return ""
    head = tag("h4", text(page.say("run this alone")))
    copy = tag("button", text(page.say("Copy")), type="button", class_="copy")
    return head + tag("div", tag("pre", text(it.rerun)) + copy, class_="command")
