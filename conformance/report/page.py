"""The page that a report is written on: its width, its encoding and its colours.

Marks of our own are ASCII throughout: dots, arrows and blocks beyond it take one
column on some terminals and two on Korean ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, repeat

from codegen.protocol import Text
from conformance.report import columns, words
from conformance.results import Finding, Verdict

_NARROWEST, _WIDEST = 40, 88

_STYLES = {
    "good": "32",
    "bad": "31;1",
    "doubtful": "33",
    "faint": "2",
    "strong": "1",
}
_PAINT = re.compile(r"\x1b\[[\d;]*m")  # ours alone: clean text has no escapes
_GOOD = frozenset({Verdict.PASS, Verdict.INFO, Verdict.UNSUPPORTED})


def _style_of(verdict: Verdict) -> str:
    if verdict in _GOOD:
        return "good"
    bad = verdict.is_failure or verdict is Verdict.ERROR
    return "bad" if bad else "doubtful"


@dataclass(frozen=True, slots=True)
class Page:
    """``whole``: long equal stretches and long texts are written in full.

    ``lang`` is the language of what the judge itself says.
    """

    width: int = _WIDEST
    encoding: str = "utf-8"
    colour: bool = False
    whole: bool = False
    lang: str = "en"

    def __post_init__(self) -> None:
        """Keep the width between what fits a dump and what reads well."""
        fitting = min(max(self.width, _NARROWEST), _WIDEST)
        object.__setattr__(self, "width", fitting)

    def say(self, text: str, **values: object) -> str:
        """A text of the reports in the language of this page."""
        return words.say(text, self.lang, **values)

    def told(self, text: str) -> str:
        """A sentence of the judge in the language of this page, clean."""
        return self.clean(words.told(text, self.lang))

    def summary(self, text: str) -> str:
        """A finding's one line in the language of this page, clean."""
        return self.clean(words.summary(text, self.lang))

    def confirmed(self, it: Finding) -> str:
        """How often a finding could be shown again; "" where nobody tried."""
        if not it.tries:
            return ""
        if it.verdict is Verdict.INTERMITTENT:
            text = "again in {n} of {tries} tries"
        else:
            text = "confirmed {n} of {tries}"
        return self.say(text, n=it.confirmed, tries=it.tries)

    def sentence(self, text: Text) -> str:
        """A requirement in the language of this page, if there is one; clean."""
        return self.clean((text.ko if self.lang == "ko" else "") or text.en)

    def count(self, number: int, noun: str) -> str:
        """``1 case``, ``2 cases``."""
        return self.say(f"{{n:,}} {noun}{'s' if number != 1 else ''}", n=number)

    def clean(self, text: str) -> str:
        """Text from anywhere as this page can show it."""
        shown = columns.clean(text)
        return shown.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def paint(self, text: str, style: str) -> str:
        """The text in a colour, where there are colours; they never carry meaning."""
        if not (self.colour and text):
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    def verdict(self, verdict: Verdict, text: str = "") -> str:
        """A verdict's word, or a text about it, in its colour."""
        return self.paint(text or verdict.value, _style_of(verdict))

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """Lines of clean text: the first begins with ``first``, others with ``rest``.

        ``rest`` is by default as many spaces as ``first`` has columns.
        """
        start = columns.columns(first)
        rest = " " * start if rest is None else rest
        room = max(16, self.width - columns.columns(rest))
        lines = columns.wrap(text, max(16, self.width - start), room)
        text = "\n".join(lines).replace(columns.GLUE, " ")
        leads = chain([first], repeat(rest))
        return [
            lead + line for lead, line in zip(leads, text.split("\n"), strict=False)
        ]

    def beside(self, lines: list[str], right: str) -> list[str]:
        """Put a remark at the right edge of the last line, or below it if need be."""
        if not right:
            return lines
        *before, last = lines
        written = columns.columns(_PAINT.sub("", last))
        gap = self.width - written - columns.columns(right)
        if gap >= 2:
            return [*before, last + " " * gap + self.paint(right, "faint")]
        below = " " * max(0, self.width - columns.columns(right))
        return [*lines, below + self.paint(right, "faint")]
