"""The end of a report: counts, figures, and one plain word."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.report.page import Page
from conformance.report.tally import Tally
from conformance.results import RunFinished, Verdict

_NAMED = 3  # ids of cases that share a reason

_WORDS = {0: "conforms", 1: "deviates", 2: "inconclusive", 3: "target lost"}
_STYLES = {0: "good", 1: "bad", 3: "bad"}


def counts(verdicts: Mapping[Verdict, int], page: Page) -> str:
    """How often each verdict was given, from best to worst."""
    given = [v for v in Verdict if verdicts.get(v)]
    return "  ".join(page.verdict(v, f"{verdicts[v]:,} {v.value}") for v in given)


def unexplained(tally: Tally, page: Page) -> list[str]:
    """Cases without a finding that did not pass, grouped by the reason; worst first."""
    groups: dict[tuple[Verdict, str], list[str]] = {}
    for it in sorted(tally.unexplained, key=lambda it: -it.verdict.rank):
        groups.setdefault((it.verdict, it.reason), []).append(it.id)
    lines: list[str] = []
    for (verdict, reason), ids in groups.items():
        if verdict is Verdict.INFO:
            lines += [line for id in ids for line in _answer(id, reason, page)]
        else:
            lines += _group(verdict, reason, ids, page)
    return lines


def _answer(id: str, answer: str, page: Page) -> list[str]:
    """What was found out, where there is no right or wrong."""
    word = Verdict.INFO.value
    first, *rest = page.wrap(page.clean(f"{word} {id}: {answer}"), rest="  ")
    return [page.verdict(Verdict.INFO) + first[len(word) :], *rest]


def _group(verdict: Verdict, reason: str, ids: list[str], page: Page) -> list[str]:
    head = f"{len(ids):,} {verdict.value}: {page.clean(reason) or 'no reason given'}"
    first, *rest = page.wrap(head, rest="  ")
    named = ids if page.whole else ids[:_NAMED]
    more = len(ids) - len(named)
    return [
        page.verdict(verdict, first),
        *rest,
        *(f"    {page.clean(id)}" for id in named),
        *([f"    and {more:,} more (-v names them)"] if more else []),
    ]


def figures(end: RunFinished) -> str:
    """Coverage, work and time in one line."""
    parts = []
    if end.edges:
        parts.append(f"{end.covered:,} of {end.edges:,} transitions")
    if end.steps:
        rate = end.steps / end.seconds if end.seconds else 0
        parts.append(f"{end.steps:,} steps, {rate:,.0f} a second")
    parts.append(seconds(end.seconds) + _waiting(end))
    return "   ".join(parts)


def _waiting(end: RunFinished) -> str:
    if not end.seconds:
        return ""
    return f", {100 * end.waited / end.seconds:.0f} % of it waiting"


def seconds(duration: float) -> str:
    """A duration with as many digits as one cares for."""
    return f"{duration:.2f} s" if duration < 60 else f"{duration:,.0f} s"


def verdict(end: RunFinished, tally: Tally, page: Page) -> list[str]:
    """Why the run ended early, if it did; last what came out, in one plain line."""
    word = _WORDS.get(end.exit_code, "interrupted")
    found = _found(tally)
    text = f"{word}{f': {found}' if found else ''} (exit code {end.exit_code})"
    stopped = page.wrap(page.clean(end.stopped), "stopped: ") if end.stopped else []
    return [*stopped, page.paint(text, _STYLES.get(end.exit_code, "doubtful"))]


def _found(tally: Tally) -> str:
    remarks = len(tally.findings) - tally.failures
    said = [
        count(tally.failures, "finding") if tally.failures else "",
        count(remarks, "remark") if remarks else "",
    ]
    return " and ".join(filter(None, said))


def count(number: int, noun: str) -> str:
    """``1 case``, ``2 cases``."""
    return f"{number:,} {noun}{'s' if number != 1 else ''}"
