"""One finding, for a person who has to mend a server by it."""

from __future__ import annotations

from conformance.report.compare import difference
from conformance.report.conversation import conversation
from conformance.report.page import Page
from conformance.results import Finding

_ALSO = 5  # ids of other cases that are named
_OUTPUT = 8  # lines of a server's output


def finding(it: Finding, source: str, page: Page) -> list[str]:
    """All that is known of it: requirement, conversation, difference, hint, command."""
    sections = (
        [*_title(it, page), *_requirement(it, source, page), *_expected(it, page)],
        _conversation(it, page),
        *(difference(one, page) for one in it.differences),
        _output(it, page),
        [*_hints(it, page), *_also(it, page), *_rerun(it, page)],
    )
    return [line for section in sections if section for line in ("", *section)][1:]


def _title(it: Finding, page: Page) -> list[str]:
    word, id = it.verdict.value, page.clean(it.id)
    first, *rest = page.beside([f"{word} {id}"], page.confirmed(it))
    return [page.verdict(it.verdict, word) + first[len(word) :], *rest]


def _requirement(it: Finding, source: str, page: Page) -> list[str]:
    if it.rule is None:
        return []
    sentence = page.wrap(page.sentence(it.rule.text), "  ")
    return page.beside(sentence, f"{page.clean(source)}:{it.rule.line}")


def _expected(it: Finding, page: Page) -> list[str]:
    if not it.expected:
        return []
    return page.wrap(page.clean(it.expected), f"  {page.say('expected: ')}")


def _conversation(it: Finding, page: Page) -> list[str]:
    summary = page.wrap(page.summary(it.summary), "  ") if it.summary else []
    lines = conversation(it.conversation, it.differences, page)
    head = page.say("conversation (the shortest that shows it)")
    heading = [f"  {head}"] if lines else []
    return [*summary, *heading, *lines]


def _output(it: Finding, page: Page) -> list[str]:
    """What the server itself has said before its end."""
    lines = it.output if page.whole else it.output[-_OUTPUT:]
    more = len(it.output) - len(lines)
    text = [line for said in lines for line in page.wrap(page.clean(said), "    ")]
    if not text:
        return []
    said = page.say("({n:,} more before them; -v shows them)", n=more)
    left_out = [f"    {said}"] if more else []
    return [f"  {page.say('its last output')}", *left_out, *text]


def _hints(it: Finding, page: Page) -> list[str]:
    lead = f"  {page.say('hint: ')}"
    hints = (page.wrap(page.told(hint), lead) for hint in it.hints)
    return [line for hint in hints for line in hint]


def _also(it: Finding, page: Page) -> list[str]:
    lines = []
    if it.hits > 1:
        lines.append(f"  {page.say('seen {n:,} times in this run', n=it.hits)}")
    if it.also:
        named = it.also if page.whole else it.also[:_ALSO]
        more = len(it.also) - len(named)
        lines.append(f"  {page.say('fails for the same reason')}")
        lines += [f"    {page.clean(id)}" for id in named]
        rest = page.say("and {n:,} more (-v names them)", n=more)
        lines += [f"    {rest}"] if more else []
    return lines


def _rerun(it: Finding, page: Page) -> list[str]:
    """On a line of its own, however long: it is there to be copied."""
    if not it.rerun:
        return []
    return [f"  {page.say('run this alone')}", f"    {page.clean(it.rerun)}"]
