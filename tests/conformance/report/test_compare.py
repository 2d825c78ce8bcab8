from __future__ import annotations

import pytest

from conformance.report.compare import difference, what_differs
from conformance.report.page import Page
from conformance.results import Difference

PAGE = Page()


@pytest.mark.parametrize(
    ("expected", "seen", "offset", "words"),
    [
        (b"hello", b"hellx", 4, "78 'x' in place of 6f 'o'"),
        (b"hello", b"hell", 4, "1 byte missing"),
        (b"hello", b"hello\r\n", 5, "2 bytes too many"),
        (b"hello", b"hxello", 1, "1 byte too many (78)"),
        (b"hello", b"hlo", 1, "2 bytes missing (65 6c)"),
        (b"a", b"123456789a", 0, "9 bytes too many (31 32 33 34 35 36 37 38 ...)"),
    ],
)
def test_a_difference_is_told_in_a_few_words(
    expected: bytes, seen: bytes, offset: int, words: str
) -> None:
    assert what_differs(expected, seen, offset, Page()) == words


def test_nothing_due_and_something_got() -> None:
    assert difference(Difference("carol", b"", "", b"102", "goodbye"), PAGE) == [
        "  carol should have got  nothing",
        "  carol got              goodbye",
        "    got       102",
        "    got       0000  31 30 32                                         |102|",
    ]


def test_something_due_and_nothing_got() -> None:
    assert difference(Difference("bob", b"102", "goodbye", b"", ""), PAGE) == [
        "  bob should have got  goodbye",
        "  bob got              nothing",
        "    expected  102",
        "    expected  0000  31 30 32                                         |102|",
    ]


def test_the_first_wrong_byte_is_found_if_nobody_says_where_it_is() -> None:
    lines = difference(Difference("bob", b"102", "goodbye", b"101", "taken"), PAGE)

    assert "  the difference       31 '1' in place of 32 '2' at byte 2" in lines
    assert lines[-1].endswith(" ^^ first wrong byte")


def test_the_field_is_named() -> None:
    it = Difference("bob", b"1#a", "x", b"1#b", "y", offset=2, field="name")

    assert (
        "  the difference       62 'b' in place of 61 'a' at byte 2 (field 'name')"
        in (difference(it, PAGE))
    )


def test_only_the_end_of_a_connection_may_differ() -> None:
    it = Difference("bob", b"", "", b"", "", closed="still open")

    assert difference(it, PAGE) == [
        "  bob should have got  nothing",
        "  bob got              nothing",
        "  bob's connection     still open",
    ]


def test_bytes_that_agree_are_not_dumped() -> None:
    it = Difference("bob", b"102", "goodbye", b"102", "goodbye", closed="reset")

    assert difference(it, PAGE) == [
        "  bob should have got  goodbye",
        "  bob got              goodbye",
        "  bob's connection     reset",
    ]


def test_a_hostile_text_cannot_touch_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\u202e"
    it = Difference("\x1bbob", b"", evil, evil.encode(), evil, 0, evil, closed=evil)

    lines = difference(it, PAGE)

    assert all(line.isprintable() for line in lines)
    assert "  \\x1bbob got              \\x1b]0;owned\\x07\\u202e" in lines


def test_where_long_texts_differ_is_never_left_out() -> None:
    due, got = "x" * 700 + "A" + "x" * 300, "x" * 700 + "B" + "x" * 300
    it = Difference("bob", due.encode(), due, got.encode(), got)

    lines = difference(it, PAGE)

    assert sum("A" in line for line in lines) == 4  # twice in words, as text, as bytes
    assert sum("B" in line for line in lines) == 4
    assert any("... 656 equal bytes ..." in line for line in lines)
