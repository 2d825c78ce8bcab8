"""The page as a whole. Style and script are in it, and nothing else may be loaded."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from conformance.report import summary
from conformance.report.html import cases
from conformance.report.html.finding import finding, verdict
from conformance.report.html.markup import tag, text
from conformance.report.page import Page
from conformance.report.written import FileReport
from conformance.results import CaseResult, Event, Finding, Verdict

_WORDS = {0: "good", 1: "bad", 3: "bad"}


class HtmlReport(FileReport):
    """Summary, findings, cases. Each finding and each case is made once, when new."""

    def __init__(self, *arguments: Any, lang: str = "en", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._page = Page(whole=True, lang=lang)
        self._cases = {case.id: case for case in self.facts.cases}
        self._rows = {id: self._row(id) for id in self._cases}
        self._findings: list[str] = []

    def take(self, event: Event) -> None:
        """Make the HTML of what is new."""
        if isinstance(event, CaseResult):
            self._rows[event.id] = self._row(event.id)
        elif isinstance(event, Finding):
            number = len(self._findings) + 1
            made = finding(event, number, self.facts.source, self._page)
            self._findings.append(made)

    def _row(self, id: str) -> str:
        result = self.tally.results.get(id)
        return cases.row(id, self._cases.get(id), result, self.facts, self._page)

    def text(self) -> str:
        """The document."""
        body = "".join([self._head(), self._main()])
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{self._page.lang}">',
                tag("head", "\n".join(self._meta())),
                tag("body", body + tag("script", _part("script.js"))),
                "</html>\n",
            ]
        )

    def _meta(self) -> list[str]:
        run = self.run
        assert run is not None
        policy = (
            f"default-src 'none'; style-src {_hash('style.css')}; "
            f"script-src {_hash('script.js')}; base-uri 'none'; form-action 'none'"
        )
        return [
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            tag("title", text(f"{run.title}: {run.target}")),
            tag("style", _part("style.css")),
        ]

    # The summary.

    def _head(self) -> str:
        run, page = self.run, self._page
        assert run is not None
        parts = [
            tag("p", text(page.say("report of the judge")), class_="kind"),
            tag("h1", text(run.title)),
            self._outcome(),
            self._counts(),
            tag("dl", "".join(self._facts()), class_="facts"),
        ]
        return tag("header", "".join(parts))

    def _outcome(self) -> str:
        page, end = self._page, self.tally.finished
        if end is None:
            said, style = page.say("The run has not come to its end."), "doubtful"
        else:
            said = summary.outcome(end, self.tally, page)
            style = _WORDS.get(end.exit_code, "doubtful")
        parts = [tag("p", text(said), class_=f"outcome {style}")]
        if end is not None and end.stopped:
            why = page.say("stopped: ") + page.told(end.stopped)
            parts.append(tag("p", text(why), class_="stopped"))
        return "".join(parts)

    def _counts(self) -> str:
        given = self.tally.counts()
        items = "".join(
            tag("li", f"{tag('b', f'{given[it]:,}')} {verdict(it.value)}")
            for it in reversed(Verdict)
            if given.get(it)
        )
        return tag("ul", items, class_="counts") if items else ""

    def _facts(self) -> list[str]:
        run, end, page = self.run, self.tally.finished, self._page
        assert run is not None
        known = {
            "target": run.target,
            "spec": f"{self.facts.source} ({self.facts.digest})",
            "profile": run.profile,
            "depth": run.depth,
            "seed": run.seed,
            "suite": run.fingerprint,
            "started": f"{self.started:%Y-%m-%d %H:%M:%S} UTC" if self.started else "",
            "figures": " · ".join(summary.parts(end, page)) if end else "",
            "tool": f"conformance {self.facts.tool}".strip(),
        }
        return [
            tag("div", tag("dt", text(page.say(name))) + tag("dd", text(value)))
            for name, value in known.items()
            if str(value)
        ]

    # What is below it.

    def _main(self) -> str:
        page = self._page
        parts = []
        if self._findings:
            heading = page.say("Findings")
            parts.append(tag("h2", text(heading), id="findings"))
            parts += self._findings
        if self.notices:
            items = "".join(tag("li", text(page.told(it))) for it in self.notices)
            parts.append(tag("h2", text(page.say("Notices"))))
            parts.append(tag("ul", items, class_="notices"))
        if self.tally.stale:
            lines = (f"{it.place}: {it.id}: " + it.why for it in self.tally.stale)
            items = "".join(tag("li", text(page.clean(line))) for line in lines)
            parts.append(tag("h2", text(page.say("Stale lines of the baseline"))))
            parts.append(tag("ul", items, class_="notices"))
        parts += [tag("h2", text(page.say("Cases")), id="cases"), self._table()]
        return tag("main", "\n".join(parts))

    def _table(self) -> str:
        page = self._page
        verdicts = [it.verdict for it in self.tally.results.values()]
        head = "".join(
            tag("th", text(page.say(name)), scope="col")
            for name in ("Verdict", "Case", "Requirement")
        )
        body = tag("tbody", "\n".join(self._rows.values()))
        table = tag("table", tag("thead", tag("tr", head)) + body, id="table")
        return cases.filters(self._rows, self._cases, verdicts, page) + table


@cache
def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


@cache
def _hash(name: str) -> str:
    """What a browser must find in the page before it takes a style or a script."""
    digest = sha256(_part(name).encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
