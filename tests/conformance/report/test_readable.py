from __future__ import annotations

import pytest

from conformance.report import readable
from conformance.report.columns import columns
from conformance.report.page import Page

PAGE = Page()


@pytest.mark.parametrize(
    ("data", "is_text"),
    [
        (b"alice : hello", True),
        ("채팅방에 입장하였습니다.".encode(), True),
        (b"a\nb\n", True),
        (b"", False),
        (b"\x00\x0b\x00\x01\x05alice", False),
        (b"alice" + bytes(123), False),
        ("한글".encode("cp949"), False),
    ],
)
def test_text_is_what_a_person_can_read(data: bytes, is_text: bool) -> None:
    assert readable.is_text(data) is is_text


def test_the_caret_is_under_the_syllable_that_differs() -> None:
    lines = readable.compare("공지 한글".encode(), "공지 한굴".encode(), 12, PAGE)

    assert lines == [
        "    expected  공지 한글",
        "    got       공지 한굴",
        "                     ^^",
    ]
    assert columns(lines[1][: lines[1].index("굴")]) == lines[2].index("^")


def test_a_difference_within_a_syllable_marks_all_of_it() -> None:
    first, second = "각".encode(), "간".encode()

    lines = readable.compare(first, second, 2, PAGE)

    assert lines[2] == "              ^^"


def test_a_caret_may_stand_behind_the_last_character() -> None:
    lines = readable.compare(b"hello", b"hell", 4, PAGE)

    assert lines[2] == "                  ^"


def test_what_is_equal_on_the_left_gives_way_to_the_difference() -> None:
    due, got = "가" * 200 + "b", "가" * 200 + "c"

    lines = readable.compare(due.encode(), got.encode(), 600, PAGE)

    assert lines[1].startswith("    got       ... 가")
    assert lines[1].endswith("가c")
    assert columns(lines[1]) - 1 == lines[2].index("^")
    assert columns(lines[1]) <= PAGE.width


def test_bytes_that_are_no_utf_8_are_shown_as_bytes() -> None:
    due, got = b"a rather long text", b"a rather long te\xfft"

    lines = readable.compare(due, got, 16, PAGE)

    assert lines[1:] == [
        r"    got       a rather long te\xfft",
        "                              ^^^^",
    ]


def test_a_binary_wire_has_no_view_as_text() -> None:
    assert readable.compare(b"\x00\x02\x00\x65", b"\x00\x02\x00\x66", 3, PAGE) == []
