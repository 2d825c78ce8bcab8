from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import report
from conformance.findings import hints
from conformance.report import words
from conformance.report.korean import SENTENCES, TEXTS
from conformance.results import Notice, PhaseStarted
from tests.conformance.c_server import needs_gcc
from tests.conformance.report.examples import EVENTS, written
from tests.conformance.report.recorded import Recording

FOLDER = Path(report.__file__).parent
SLOT = re.compile(r"\{(\w+)")
HANGUL = re.compile("[가-힣]")


def literals(node: ast.AST) -> list[str]:
    """The texts in an expression, but for parts of f-strings and subscripts."""
    parts = {
        id(inner)
        for outer in ast.walk(node)
        if isinstance(outer, ast.JoinedStr)
        for inner in ast.walk(outer)
    }
    return [
        it.value
        for it in ast.walk(node)
        if isinstance(it, ast.Constant) and isinstance(it.value, str)
        if it.value and id(it) not in parts
    ]


def texts(path: Path) -> Iterator[str]:
    """What a file lets be said: the literals that it gives to ``say`` and ``count``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value)):
                named.setdefault(name, []).append(str(value))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "say" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Name):
                yield from (it for it in named.get(first.id, []) if first.id == "text")
            else:
                yield from literals(first)
        elif node.func.attr == "count" and len(node.args) == 2:
            for noun in literals(node.args[1]):
                yield from (f"{{n:,}} {noun}", f"{{n:,}} {noun}s")


SAID = sorted({text for path in FOLDER.rglob("*.py") for text in texts(path)})


def test_texts_were_found() -> None:
    assert {"{n:,} cases", "hint: ", "Findings"} <= set(SAID)


@pytest.mark.parametrize("text", SAID)
def test_every_text_of_the_reports_is_in_both_languages(text: str) -> None:
    assert text in TEXTS


@pytest.mark.parametrize("text", [*TEXTS, *SENTENCES])
def test_both_languages_have_the_same_slots(text: str) -> None:
    korean = TEXTS.get(text) or SENTENCES[text]

    assert sorted(SLOT.findall(text)) == sorted(SLOT.findall(korean))
    assert HANGUL.search(SLOT.sub("", korean)) or SLOT.search(korean)


@pytest.mark.parametrize("hint", [text for _, text in hints._TABLE])
def test_every_hint_is_in_both_languages(hint: str) -> None:
    assert HANGUL.search(words.told(hint, "ko"))


@needs_gcc
def test_all_that_a_run_says_is_in_both_languages(recording: Recording) -> None:
    said = [it.about for it in recording.events if isinstance(it, PhaseStarted)]
    said += [it.text for it in recording.events if isinstance(it, Notice)]
    said += [hint for it in recording.findings for hint in it.hints]

    korean = [words.told(text, "ko") for text in said]
    korean += [words.summary(it.summary, "ko") for it in recording.findings]

    assert [text for text in korean if not HANGUL.search(text)] == []


def test_a_sentence_keeps_what_was_put_into_it() -> None:
    told = words.told("the same fault as must/entry/who/online", "ko")

    assert told == "같은 결함: must/entry/who/online"


def test_a_sentence_that_nobody_knows_stays_as_it_is() -> None:
    assert words.told("{odd} words, 100 %", "ko") == "{odd} words, 100 %"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
    ],
)
def test_the_language_is_that_of_the_locale(
    environment: dict[str, str], lang: str
) -> None:
    assert words.by_locale(environment) == lang


def test_a_run_in_korean() -> None:
    from conformance.report.page import Page

    text = written(EVENTS, Page(lang="ko"))

    assert text.endswith("어긋남: 결함 1건 (종료 코드 1)\n")
    assert "  대상    127.0.0.1:5000\n" in text
    assert "힌트: " in text
    assert "이것만 다시 실행" in text
