"""The end of a report: counts, figures, and one plain word."""

from __future__ import annotations

from collections import Counter
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


def blocked(tally: Tally, page: Page) -> list[str]:
    """What could not be reached: how much, and why; a line or two a reason."""
    reasons = Counter(
        it.reason for it in tally.unexplained if it.verdict is Verdict.BLOCKED
    )
    lines: list[str] = []
    for reason, number in reasons.items():
        why = page.told(reason) or page.say("no reason given")
        first, *rest = page.wrap(
            f"{number:,} {Verdict.BLOCKED.value}: {why}", rest="  "
        )
        lines += [page.verdict(Verdict.BLOCKED, first), *rest]
    return lines


def _answer(id: str, answer: str, page: Page) -> list[str]:
    """What was found out, where there is no right or wrong."""
    word = Verdict.INFO.value
    text = f"{page.clean(f'{word} {id}')}: {page.told(answer)}"
    first, *rest = page.wrap(text, rest="  ")
    return [page.verdict(Verdict.INFO) + first[len(word) :], *rest]


def _group(verdict: Verdict, reason: str, ids: list[str], page: Page) -> list[str]:
    why = page.told(reason) or page.say("no reason given")
    head = f"{len(ids):,} {verdict.value}: {why}"
    first, *rest = page.wrap(head, rest="  ")
    named = ids if page.whole else ids[:_NAMED]
    more = len(ids) - len(named)
    return [
        page.verdict(verdict, first),
        *rest,
        *(f"    {page.clean(id)}" for id in named),
        *(
            [f"    {page.say('and {n:,} more (-v names them)', n=more)}"]
            if more
            else []
        ),
    ]


def expected(tally: Tally, page: Page) -> list[str]:
    """Deviations that the baseline has, each with the reason that it gives."""
    lines: list[str] = []
    for it in tally.findings:
        if it.expected:
            text = f"{it.verdict.value} {page.clean(it.id)}: {page.summary(it.summary)}"
            first, *rest = page.wrap(text, rest="  ")
            word = page.verdict(it.verdict)
            lines += [first.replace(it.verdict.value, word, 1), *rest]
            lines += page.wrap(page.clean(it.expected), f"  {page.say('expected: ')}")
    return lines


def stale(tally: Tally, page: Page) -> list[str]:
    """Entries of the baseline that are not true any more."""
    lines: list[str] = []
    for it in tally.stale:
        text = page.clean(f"{it.place}: {it.id}: ") + page.told(it.why)
        lines += page.wrap(text, page.say("stale: "), "  ")
    if lines:
        lines += page.wrap(page.say("--update-baseline takes out what is stale"), "  ")
    return lines


def figures(end: RunFinished, page: Page) -> str:
    """Coverage, work and time in one line."""
    return "   ".join(parts(end, page))


def parts(end: RunFinished, page: Page) -> list[str]:
    """Coverage, work and time."""
    parts = []
    if end.edges:
        text = "{covered:,} of {edges:,} transitions"
        parts.append(page.say(text, covered=end.covered, edges=end.edges))
    if end.steps:
        rate = end.steps / end.seconds if end.seconds else 0
        text = "{steps:,} steps, {rate:,.0f} a second"
        parts.append(page.say(text, steps=end.steps, rate=rate))
    parts.append(seconds(end.seconds, page) + _waiting(end, page))
    return parts


def _waiting(end: RunFinished, page: Page) -> str:
    if not end.seconds:
        return ""
    share = 100 * end.waited / end.seconds
    return page.say(", {share:.0f} % of it waiting", share=share)


def seconds(duration: float, page: Page) -> str:
    """A duration with as many digits as one cares for."""
    number = f"{duration:.2f}" if duration < 60 else f"{duration:,.0f}"
    return page.say("{seconds} s", seconds=number)


def verdict(end: RunFinished, tally: Tally, page: Page) -> list[str]:
    """Why the run ended early, if it did; last what came out, in one plain line."""
    lead = page.say("stopped: ")
    stopped = page.wrap(page.told(end.stopped), lead) if end.stopped else []
    style = _STYLES.get(end.exit_code, "doubtful")
    return [*stopped, page.paint(outcome(end, tally, page), style)]


def outcome(end: RunFinished, tally: Tally, page: Page) -> str:
    """What came out, in one line."""
    word = page.say(_WORDS.get(end.exit_code, "interrupted"))
    found = _found(tally, page)
    text = (
        "{word}: {found} (exit code {code})" if found else "{word} (exit code {code})"
    )
    return page.say(text, word=word, found=found, code=end.exit_code)


def _found(tally: Tally, page: Page) -> str:
    known = len(tally.findings) - len(tally.unexpected)
    numbers = {
        "finding": tally.failures,
        "remark": len(tally.unexpected) - tally.failures,
        "expected deviation": known,
        "stale baseline line": len(tally.stale),
    }
    *others, last = [page.count(n, it) for it, n in numbers.items() if n] or [""]
    one = ", ".join(others)
    return page.say("{one} and {other}", one=one, other=last) if others else last
