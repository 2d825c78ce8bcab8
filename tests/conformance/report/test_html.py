from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from shutil import which

import pytest

from conformance.report.destination import Destination
from conformance.report.facts import Facts
from conformance.report.html import HtmlReport
from conformance.results import Event, Notice
from tests.conformance.c_server import needs_gcc
from tests.conformance.report.examples import CUT, END, EVENTS, LEAK, ORDER, STARTED
from tests.conformance.report.recorded import Recording

BROWSER = which("chromium") or which("chromium-browser") or which("google-chrome")
VOID = {"meta", "input"}
PATIENCE = 500  # s: a browser takes a second to start, or minutes on a busy machine


@dataclass
class Read(HTMLParser):
    """A page as a strict reader sees it: every element is closed where it must be."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def having(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [
            it
            for name, it in self.tags
            if name == tag and attributes.items() <= it.items()
        ]


def read(path: Path) -> Read:
    page = Read()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    assert page._open == []
    return page


def written(path: Path, *events: Event, lang: str = "en") -> Read:
    report = HtmlReport(Destination(str(path)), Facts(), print, lambda: 0.0, lang=lang)
    for event in events:
        report.handle(event)
    return read(path)


@needs_gcc
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_recorded_run_is_all_there(
    recording: Recording, lang: str, tmp_path: Path
) -> None:
    recording.written("html", tmp_path / "report.html", lang)

    page = read(tmp_path / "report.html")
    assert page.having("html", lang=lang)
    assert len(page.having("article")) == len(recording.findings)
    assert len(page.having("svg", role="img")) == len(recording.findings)
    rows = [it for it in page.having("tr") if "data-verdict" in it]
    assert len(rows) == len(recording.facts.cases)
    codes = " ".join(page.texts["code"])
    assert all(case.id in codes for case in recording.facts.cases)
    for finding in recording.findings:
        assert finding.rerun in page.texts["pre"]


@needs_gcc
def test_the_picture_shows_what_is_extra_and_what_is_missing(
    recording: Recording, tmp_path: Path
) -> None:
    recording.written("html", tmp_path / "report.html")

    page = read(tmp_path / "report.html")
    assert len(page.having("g", **{"class": "extra"})) == 1
    assert len(page.having("g", **{"class": "other"})) == 1
    assert len(page.having("g", **{"class": "missing"})) == 1
    assert {"carol", "alice", "server"} <= set(page.texts["text"])


def test_the_first_wrong_byte_and_its_field_are_marked(tmp_path: Path) -> None:
    page = written(tmp_path / "report.html", STARTED, ORDER, END)

    assert len(page.having("b", **{"class": "wrong"})) == 2  # in hex and in ASCII
    assert len(page.having("b", **{"class": "due"})) == 2


def test_no_byte_is_left_out(tmp_path: Path) -> None:
    page = written(tmp_path / "report.html", STARTED, CUT, END)

    dumped = "".join("".join(page.texts[tag]) for tag in ("code", "b"))
    assert dumped.count("78 78 78 78 78 78 78 78") >= 2 * 896 // 8 - 4
    assert "0380  " in dumped


def test_nothing_is_loaded_and_only_its_own_script_may_run(tmp_path: Path) -> None:
    page = written(tmp_path / "report.html", *EVENTS)

    (policy,) = page.having("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; ")
    for part in ("script", "style"):
        (text,) = page.texts[part]
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{part}-src 'sha256-{digest}'" in policy["content"]
    assert not [it for _, it in page.tags if {"src", "style", "onclick"} & set(it)]
    links = [it["href"] for _, it in page.tags if "href" in it]
    assert all(link.startswith("#") for link in links)
    assert "url(" not in page.texts["style"][0]


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "\0\x1b[2J",
        "\u202e'\"><svg onload=x>",
        "&lt;",
    ],
)
def test_hostile_text_stays_text(text: str, tmp_path: Path) -> None:
    line = replace(LEAK.conversation[-1], what=text, who=text, data=text.encode())
    difference = replace(LEAK.differences[0], who=text, seen_text=text, closed=text)
    finding = replace(
        LEAK,
        id=text,
        summary=text,
        conversation=(line,),
        differences=(difference,),
        hints=(text,),
        rerun=text,
        also=(text,),
    )
    started = replace(STARTED, title=text, target=text, profile=text)

    page = written(tmp_path / "report.html", started, finding, Notice(text), END)

    assert len(page.having("script")) == 1
    assert len(page.having("svg")) == 1
    raw = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search("[\0\x1b\u202e]", raw)


def test_the_page_can_be_read_after_every_event(tmp_path: Path) -> None:
    for number in range(1, len(EVENTS) + 1):
        page = written(tmp_path / "report.html", *EVENTS[:number])

        ended = number == len(EVENTS)
        said = "The run has not come to its end."
        assert (said not in page.texts["p"]) is ended


@needs_gcc
@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium")
@pytest.mark.timeout(PATIENCE + 20)
def test_a_browser_narrows_the_cases_down(recording: Recording, tmp_path: Path) -> None:
    assert BROWSER is not None
    path = tmp_path / "report.html"
    recording.written("html", path)
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"file://{path}?verdict=FAIL&search=exit%20must"]

    shown = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)

    total = len(recording.facts.cases)
    failing = re.findall(r"<tr data-verdict=\"FAIL\"[^>]*>", shown.stdout)
    exits = [row for row in failing if "hidden" not in row]
    assert 1 <= len(exits) < len(failing)
    assert f">{len(exits)} / {total}</output>" in shown.stdout
    assert '<form class="filters">' in shown.stdout
