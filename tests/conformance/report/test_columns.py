from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report import columns

SPACELESS = st.text(st.characters(codec="utf-8", exclude_characters=" "), min_size=1)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("non\xa0breaking\u3000wide", r"non\xa0breaking\u3000wide"),
        ("\u3164filler", r"\u3164filler"),
        ("\udcff", r"\udcff"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_is_invisible_or_harmful_is_escaped(hostile: str, shown: str) -> None:
    assert columns.clean(hostile) == shown


def test_letters_of_every_language_are_left_as_they_are() -> None:
    text = "hello 안녕하세요 ñ 漢字 😀 a#b\\n"

    assert columns.clean(text) == text


@given(st.text())
def test_nothing_that_moves_the_cursor_survives(text: str) -> None:
    shown = columns.clean(text)

    assert all(unicodedata.category(c)[0] != "C" for c in shown)
    assert columns.clean(shown) == shown


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("hello", 5),
        ("안녕", 4),
        (unicodedata.normalize("NFD", "안녕"), 4),
        ("e\u0301", 1),
        ("漢字！", 6),
        ("😀", 2),
        ("½", 1),
        ("", 0),
    ],
)
def test_columns_are_those_of_a_terminal(text: str, width: int) -> None:
    assert columns.columns(text) == width


def test_a_text_is_padded_by_columns_and_not_by_characters() -> None:
    assert columns.pad("한글", 6) == "한글  "


def test_a_syllable_that_does_not_fit_is_left_out_whole() -> None:
    assert columns.clip("한글이름", 5) == "한글"


def test_lines_are_broken_at_spaces() -> None:
    assert columns.wrap("one two three four", 9, 10) == ["one two", "three four"]


def test_runs_of_spaces_are_kept_within_a_line() -> None:
    assert columns.wrap('text: "a   b" and more', 14, 14) == [
        'text: "a   b"',
        "and more",
    ]


def test_a_word_too_long_for_a_line_fills_it_and_goes_on_in_the_next() -> None:
    assert columns.wrap("ab 한글한글한글", 7, 6) == ["ab 한글", "한글한", "글"]


@given(st.lists(SPACELESS), st.integers(4, 30))
def test_no_line_is_wider_than_its_limit_and_no_character_is_lost(
    words: list[str], width: int
) -> None:
    text = columns.clean(" ".join(words))

    lines = columns.wrap(text, width, width)

    assert all(columns.columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_text_that_is_short_enough_is_not_elided() -> None:
    assert columns.elide("x" * 30, 30) == "x" * 30


def test_an_elided_text_says_how_much_is_missing() -> None:
    shown = columns.elide("a" * 50 + "b" * 50, 30).replace(columns.GLUE, " ")

    assert shown == "a" * 10 + " [... 80 more ...] " + "b" * 10


@given(st.integers(0, 999), st.integers(30, 300))
def test_what_must_be_kept_is_never_elided(keep: int, limit: int) -> None:
    text = "-" * keep + "X" + "-" * (999 - keep)

    assert "X" in columns.elide(text, limit, keep)
