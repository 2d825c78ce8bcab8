"""Literals, comments and docstrings."""

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.emit.text import (
    Source,
    call,
    comment,
    docstring,
    literal,
    mapping,
    visible,
    width,
    wrap,
)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "hi"', "'say \"hi\"'"),
        ('it\'s "both"', "'it\\'s \"both\"'"),
        ("it's \"", '"it\'s \\""'),
        (r"[^\s#]+", r'r"[^\s#]+"'),
        ('[\\s"]', "r'[\\s\"]'"),
        ("end\\", '"end\\\\"'),
        ("two\nlines", '"two\\nlines"'),
        ("\\ and \n", '"\\\\ and \\n"'),
        ("\0\x1b\x7f", '"\\x00\\x1b\\x7f"'),
        ("\u200b\u2028\ud800", '"\\u200b\\u2028\\ud800"'),
        ("한글 😀", '"한글 😀"'),
        (b"bytes", 'b"bytes"'),
        (b'"', "b'\"'"),
        (b"\0\n\xff\\", 'b"\\x00\\n\\xff\\\\"'),
        ("한글".encode(), '"한글".encode()'),
        ("한\n글".encode(), '"한\\n글".encode()'),
        ("한\0글".encode(), 'b"\\xed\\x95\\x9c\\x00\\xea\\xb8\\x80"'),
        (7, "7"),
        (True, "True"),
        (None, "None"),
        ((), "()"),
        ((1,), "(1,)"),
        ((1, "a"), '(1, "a")'),
        ([1], "[1]"),
        ({"a": (1, 2)}, '{"a": (1, 2)}'),
        (frozenset(), "frozenset()"),
        (frozenset({"b", "a"}), 'frozenset({"a", "b"})'),
    ],
)
def test_a_value_is_written_as_the_formatter_would(value: Any, source: str) -> None:
    assert literal(value) == source


@given(st.text() | st.binary() | st.integers() | st.lists(st.text() | st.binary()))
def test_a_literal_means_its_value(value: Any) -> None:
    assert eval(literal(value)) == value


def test_source_stands_as_it_is() -> None:
    assert literal({"a": Source("A")}) == '{"a": A}'
    assert mapping({Source("A"): 1}) == "{A: 1}"


def test_a_call_has_positional_and_named_arguments() -> None:
    assert call("f", Source("x"), "y", z=(1,)) == 'f(x, "y", z=(1,))'


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("한글", 4), ("e\u0301", 1), ("ｗ", 2), ("😀", 2), ("…", 1)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_text_is_wrapped_by_columns() -> None:
    assert wrap("한글 한글 ab", 9) == ["한글 한글", "ab"]


def test_a_word_that_is_too_long_has_a_line_of_its_own() -> None:
    assert wrap("a bbbbbb c", 4) == ["a", "bbbbbb", "c"]


def test_a_comment_is_wrapped_within_its_indentation() -> None:
    lines = comment("word " * 40, 8)

    assert all(line.startswith("        # word") for line in lines)
    assert max(map(len, lines)) in range(84, 89)


def test_what_cannot_be_seen_is_shown_as_an_escape() -> None:
    assert visible("a\n\\ 한\0") == "a\\n\\\\ 한\\x00"


@pytest.mark.parametrize(
    "text", ["one", 'a "quoted"', 'end"', "back\\slash", 'three """ quotes', "a\n\nb"]
)
def test_a_docstring_says_its_text(text: str) -> None:
    source = "\n".join(docstring(text))

    assert ast.get_docstring(ast.parse(source)) == text
