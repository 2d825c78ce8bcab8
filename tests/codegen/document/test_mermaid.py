"""Diagrams keep to a small grammar, which was tried out on Mermaid itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codegen.document import mermaid
from codegen.document.mermaid import END, Arrow, Note, Said
from tests.codegen.document.pages import SPECS, diagrams

# A text: nothing that ends it or is markup within; others only by their number.
PIECE = r"(?:[^;#<>`\\*|%$&\n]|#\d{1,7};)"
TEXT = rf"{PIECE}+"
LABEL = r"(?:[^;#<>`\\*|%$&\n:{}\[\]]|#\d{1,7};|<br>)+"
TITLE = r"(?:[^;#<>`\\*|%$&\n\"]|#\d{1,7};)+"
STATE = r"s_[A-Za-z0-9_]+"
PLACE = rf"(?:{STATE}|\[\*\])"
WHO = r"p\d+"
STATES = [
    ("declared", re.compile(rf'    state "{TITLE}" as (?P<id>{STATE})')),
    ("inside", re.compile(rf"    (?P<id>{STATE}) : {LABEL}")),
    ("arrow", re.compile(rf"    (?P<a>{PLACE}) --> (?P<b>{PLACE})(?: : {LABEL})?")),
]
SEQUENCE = [
    ("declared", re.compile(rf"    participant (?P<id>{WHO}) as {TEXT}")),
    ("note", re.compile(rf"    Note over (?P<id>{WHO}): {TEXT}")),
    ("said", re.compile(rf"    (?P<a>{WHO})(?:->>|--x|-x)(?P<b>{WHO}): {TEXT}")),
]
GRAMMARS = {"stateDiagram-v2": STATES, "sequenceDiagram": SEQUENCE}


def parse(lines: list[str]) -> list[tuple[str, re.Match[str]]]:
    """The lines of a diagram with what each is; AssertionError if one is nothing."""
    kind, *rest = lines
    found = []
    for line in rest:
        matches = [
            (what, match)
            for what, pattern in GRAMMARS[kind]
            if (match := pattern.fullmatch(line))
        ]
        assert matches, f"no line of a {kind}: {line!r}"
        found.append(matches[0])
    declared = {m["id"] for what, m in found if what == "declared"} | {"[*]"}
    used = {name for _, m in found for name in m.groupdict().values()}
    assert used <= declared
    return found


def lines_of(block: list[str]) -> list[str]:
    """What stands between the fences of a block."""
    assert block[0] == "```mermaid"
    assert block[-2:] == ["```", ""]
    return block[1:-2]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_diagram_is_one(path: Path) -> None:
    found = diagrams(path)

    for lines in found:
        parse(lines)
    assert {lines[0] for lines in found} >= {"stateDiagram-v2"}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_no_two_arrows_lie_upon_each_other(path: Path) -> None:
    for lines in diagrams(path):
        if lines[0] == "stateDiagram-v2":
            arrows = [m.group("a", "b") for what, m in parse(lines) if what == "arrow"]
            assert len(arrows) == len(set(arrows))


@given(
    text=st.text(min_size=1, max_size=20)
    | st.text(';:#<>`\\*|%$&{}[]"_ \n-x', min_size=1)
)
@example(text="end")
@example(text="x --> [*] : y")
@example(text='a "b" <script> %% {c: d}; #1; $$e$$ __f__')
def test_any_text_can_stand_anywhere(text: str) -> None:
    states = mermaid.states(
        [text, "other"],
        {text: [text]},
        [Arrow(END, text, text), Arrow(text, "other", "")],
    )
    talk = mermaid.sequence(
        ["one", text + "2"], [Said("one", text + "2", text), Note("one", text)]
    )

    parse(lines_of(states))
    parse(lines_of(talk))


def test_parallel_arrows_are_one() -> None:
    arrows = [Arrow("a", "b", "x"), Arrow("b", "a", "y"), Arrow("a", "b", "z")]

    block = mermaid.states(["a", "b"], {}, [*arrows, arrows[0]])

    assert lines_of(block)[3:] == ["    s_a --> s_b : x<br>z", "    s_b --> s_a : y"]


def test_names_that_differ_only_in_odd_characters_stay_apart() -> None:
    lines = lines_of(mermaid.states(["a-b", "a_b"], {}, [Arrow("a-b", "a_b", "")]))
    found = parse(lines)

    assert len({m["id"] for what, m in found if what == "declared"}) == 2


def test_long_lists_are_broken_into_lines() -> None:
    items = ["word"] * 20

    lines = mermaid.in_lines(items)

    assert " ".join(lines) == ", ".join(items)
    assert max(map(len, lines)) <= 44
