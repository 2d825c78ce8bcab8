"""A text from elsewhere keeps the limits of the protocol's type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.functions import fits
from codegen.wire import Text
from reference.server.offered.shape import shaped

LINES = Text(bytes=(1, 4096), pattern=r"[^\x00-\x08\x0b-\x1f\x7f]+")
LINE = Text(bytes=(0, 20), without="\n")
NAME = Text(length=(2, 4), pattern=r"[^\s#]+")
KOREAN = Text(bytes=(1, 10), encoding="euc-kr")


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        (LINES, "one\r\n\n two\tthree\n", "one\n\n two\tthree"),
        (LINES, "bell\x07 \x1b[31mred\x9b\ud800\x7f", "bell [31mred"),
        (LINES, "a\u2028b\x85c\x0bd", "a\nb\nc\nd"),
        (LINE, "one\n\n  two\tthree", "one two three"),
        (LINE, "  \n ", ""),
        (LINE, "가나다라마바사아", "가나다라마바"),
        (NAME, "a#b c", "a?bc"),
        (KOREAN, "웃음 😀!", "웃음 ?!"),
        (KOREAN, "가나다라마바", "가나다라마"),
        (LINES, "", None),
        (LINES, "\x00\x01", None),
        (NAME, "x", None),
    ],
)
def test_what_the_type_does_not_take_is_replaced(
    type_: Text, text: str, expected: str | None
) -> None:
    assert shaped(type_, text) == expected


@pytest.mark.parametrize(
    ("most", "expected"),
    [(24, ""), (25, "👨‍👩‍👧‍👦"), (27, "👨‍👩‍👧‍👦"), (28, "👨‍👩‍👧‍👦é")],
)
def test_no_grapheme_is_cut_in_two(most: int, expected: str) -> None:
    assert shaped(Text(bytes=(0, most)), "👨‍👩‍👧‍👦e\u0301") == expected.replace(
        "é", "e\u0301"
    )


TRICKY = "가a #?\n\r\t\x00\x1b\x85\u0301\u2028\u200d👩🇰\ud800"


@given(st.text(TRICKY, max_size=60), st.sampled_from([LINES, LINE, KOREAN]))
def test_what_comes_out_can_be_sent(text: str, type_: Text) -> None:
    result = shaped(type_, text)

    assert result is None or fits(type_, result)


def test_a_text_without_end_costs_little() -> None:
    result = shaped(LINES, "가" * 5_000_000)

    assert result == "가" * (4096 // 3)
