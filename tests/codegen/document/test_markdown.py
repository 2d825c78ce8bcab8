"""Whatever a text is, it is seen as it is, in the one cell where it was put."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.token import Token

from codegen.document import markdown
from tests.codegen.document.pages import MARKDOWN

TEXTS = st.text(max_size=30) | st.text("|`\\<>&*_[]()#~$!-+.1 \n\t\"'{}", max_size=20)
NASTY = [
    "|",
    "`",
    "``|",
    "\\|",
    "</script>",
    "<!--",
    "a\nb",
    "\\",
    "` |` ",
    "&lt;",
    "|`",
]


def cells(inline: str) -> list[list[Token]]:
    """The cells of a table's second row, which is the text and a neighbour."""
    lines = markdown.table(["one", "two"], [[inline, "end"]])
    tokens = MARKDOWN.parse("\n".join(lines))
    rows = [t for t in tokens if t.type == "inline"]
    assert [t.content for t in rows[:2]] == ["one", "two"]
    return [t.children or [] for t in rows[2:]]


def seen(tokens: list[Token]) -> str:
    """What a reader sees of a cell."""
    return "".join(t.content for t in tokens if t.type != "html_inline")


@given(text=TEXTS)
@example(text="_a_ __b__ *c* ~~d~~ [e](f) `g` &amp; 1. - # $h$ <i>")
def test_prose_is_seen_as_it_is(text: str) -> None:
    inline = markdown.prose(text)
    if not inline:
        return
    found, neighbour = cells(inline)

    assert seen(found) == shown_in_prose(text)
    assert {t.type for t in found} == {"text"}
    assert seen(neighbour) == "end"


def shown_in_prose(text: str) -> str:
    line = " ".join(text.split())
    return "".join(markdown._seen(c) for c in line)


@pytest.mark.parametrize(
    "text", ["1. one", "- one", "+ one", "# one", "> one", "=", "2)"]
)
def test_prose_that_looks_like_a_block_is_none(text: str) -> None:
    tokens = MARKDOWN.parse(markdown.prose(text))

    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert seen(tokens[1].children or []) == text


@given(text=TEXTS)
@example(text="a|b")
@example(text="` `` |")
def test_code_is_seen_as_it_is_and_stays_in_its_cell(text: str) -> None:
    found, neighbour = cells(markdown.code(text))

    assert seen(found) == (markdown._kept_apart(markdown.visible(text)) or "nothing")
    assert seen(neighbour) == "end"


@given(text=TEXTS)
def test_a_literal_can_be_read_back(text: str) -> None:
    found, _ = cells(markdown.literal(text))
    literal = seen(found)

    assert literal[0] == literal[-1] == '"'
    assert literal.isprintable()
    if text.isascii():
        assert literal[1:-1].encode().decode("unicode_escape") == text


@pytest.mark.parametrize("text", NASTY)
def test_nothing_breaks_a_table(text: str) -> None:
    for make in (markdown.prose, markdown.code, markdown.literal, markdown.template):
        assert len(cells(f"before {make(text)} after")) == 2


def test_a_table_of_bare_pipes_is_refused() -> None:
    with pytest.raises(AssertionError, match="a bare pipe"):
        markdown.table(["one"], [["a|b"]])


def test_columns_that_say_nothing_are_left_out() -> None:
    lines = markdown.table(["one", "two", "three"], [["a", "", "b"], ["c", "", ""]])

    assert lines == ["| one | three |", "| --- | --- |", "| a | b |", "| c |  |", ""]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", '`""`'),
        ("a\n", '`"a\\n"`'),
        ("a\\n", '`"a\\\\n"`'),
        ('say "hi"', '`"say \\"hi\\""`'),
        ("a  b", '`"a \\x20b"`'),
        ("Zoe\u0308", '`"Zoe\\u0308"`'),
        ("Zo\u00eb 한글 😀", '`"Zo\u00eb 한글 😀"`'),
        ("\u202e\u200b\0", '`"\\u202e\\u200b\\x00"`'),
        ("a|b", "<code>&#34;a&#124;b&#34;</code>"),
    ],
)
def test_literals(text: str, shown: str) -> None:
    assert markdown.literal(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("001#{name}", "`001#{name}`"),
        ("{a} ", '`"{a} "`'),
        ("a\\n", '`"a\\\\n"`'),
        ("a\n", '`"a\\n"`'),
    ],
)
def test_templates_are_in_quotes_where_they_must_be(text: str, shown: str) -> None:
    assert markdown.template(text) == shown


def test_many_bytes_are_shown_by_both_ends() -> None:
    assert markdown.hexadecimal(b"") == "no bytes"
    assert markdown.hexadecimal(bytes(3)) == "`00 00 00`"
    assert markdown.hexadecimal(bytes(range(99)), most=8) == "`00 01 02 03 … 61 62`"
