"""The report for programs: one JSON document with all that a run has to say."""

from __future__ import annotations

import json
from typing import Any

from conformance.report import data
from conformance.report.written import FileReport
from conformance.results import CaseResult, Event, Finding


class JsonReport(FileReport):
    """See conformance/report/result.schema.json. Each part is made once, when new."""

    _cases: dict[str, str] | None = None
    _findings: list[str] | None = None

    def take(self, event: Event) -> None:
        """Make the text of what is new."""
        if isinstance(event, CaseResult):
            self._case_texts()[event.id] = self._case_text(event.id)
        elif isinstance(event, Finding):
            if self._findings is None:
                self._findings = []
            self._findings.append(_text(data.finding(event)))

    def _case_texts(self) -> dict[str, str]:
        """The cases in their order: all of them, whether judged or not."""
        if self._cases is None:
            self._of = {case.id: case for case in self.facts.cases}
            self._cases = dict.fromkeys(self._of, "")
            for id in self._of:
                self._cases[id] = self._case_text(id)
        return self._cases

    def _case_text(self, id: str) -> str:
        result = self.tally.results.get(id)
        return _text(data.case(self._of.get(id), result, self.facts))

    def text(self) -> str:
        """The document: some lines of head, then a line a finding and a line a case."""
        parts = {name: _text(value) for name, value in self._head().items()}
        parts["findings"] = _list(self._findings or [])
        parts["cases"] = _list(list(self._case_texts().values()))
        lines = ",\n".join(f'  "{name}": {text}' for name, text in parts.items())
        return f"{{\n{lines}\n}}\n"

    def _head(self) -> data.Data:
        run, end = self.run, self.tally.finished
        assert run is not None
        return {
            "format": data.FORMAT,
            "version": data.VERSION,
            "complete": end is not None,
            "tool": {"name": "conformance", "version": self.facts.tool},
            "suite": data.suite(run, self.facts),
            "target": data.target(run, self.facts),
            "started": self.started.isoformat() if self.started else None,
            "finished": self.finished.isoformat() if self.finished else None,
            "run": data.figures(end) if end else None,
            "counts": data.counts(self.tally.counts()),
            "phases": [{"name": it.name, "about": it.about} for it in self.phases],
            "notices": self.notices,
            "stale": [data.stale(it) for it in self.tally.stale],
        }


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(texts: list[str]) -> str:
    if not texts:
        return "[]"
    return "[\n    " + ",\n    ".join(texts) + "\n  ]"
