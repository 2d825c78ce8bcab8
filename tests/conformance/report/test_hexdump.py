from __future__ import annotations

from conformance.report import hexdump
from conformance.report.page import Page

PAGE = Page()


def test_a_row_has_its_offset_its_bytes_and_its_text() -> None:
    assert hexdump.dump(b"\x00\x05hello\xff", "got", PAGE) == [
        "    got       0000  00 05 68 65 6c 6c 6f ff                          "
        "|..hello.|"
    ]


def test_no_bytes_are_no_rows() -> None:
    assert hexdump.dump(b"", "got", PAGE) == []


def test_the_middle_of_many_bytes_is_left_out_and_told() -> None:
    lines = hexdump.dump(bytes(160) + b"end", "got", Page(width=60))

    assert len(lines) == 10
    assert lines[8] == "              ... 96 more bytes ..."
    assert lines[9].endswith("00a0  65 6e 64                 |end|")


def test_nothing_is_left_out_of_a_whole_page() -> None:
    assert len(hexdump.dump(bytes(1600), "got", Page(whole=True))) == 100


def test_offsets_beyond_64_kib_keep_the_caret_in_place() -> None:
    expected, seen = bytes(0x10003), bytes(0x10002) + b"\x01"

    lines = hexdump.compare(expected, seen, 0x10002, "here", PAGE)

    at = next(n for n, line in enumerate(lines) if "^^" in line)
    assert lines[at - 1].index("01 ", 20) == lines[at].index("^^")


def test_the_caret_is_under_the_first_byte_that_differs() -> None:
    assert hexdump.compare(b"hello", b"helpo", 3, "here", PAGE) == [
        "    expected  0000  68 65 6c 6c 6f                                   |hello|",
        "    got       0000  68 65 6c 70 6f                                   |helpo|",
        "                             ^^ here",
    ]


def test_a_caret_may_stand_behind_the_last_byte() -> None:
    lines = hexdump.compare(b"x" * 17, b"x" * 16, 16, "ends here", PAGE)

    assert lines == [
        "    both      0000  78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78  "
        "|xxxxxxxxxxxxxxxx|",
        "    expected  0010  78                                               |x|",
        "    got       0010",
        "                    ^^ ends here",
    ]


def test_a_note_that_does_not_fit_behind_the_caret_stands_before_it() -> None:
    line = hexdump.caret(50, 2, "a note", Page(width=56))

    assert line == ["                                           a note ^^"]


def test_a_note_that_fits_nowhere_beside_the_caret_stands_below() -> None:
    lines = hexdump.caret(30, 2, "a note of some thirty characters", Page(width=56))

    assert lines == [" " * 30 + "^^", "    a note of some thirty characters"]


def test_long_equal_stretches_are_left_out_but_no_difference_is() -> None:
    expected = bytes(400)
    seen = bytes(200) + b"\x01" + bytes(199)

    lines = hexdump.compare(expected, seen, 200, "here", PAGE)

    assert [line.strip() for line in lines if "..." in line and "|" not in line] == [
        "... 160 equal bytes ...",
        "... 160 equal bytes ...",
    ]
    assert any(line.strip().startswith("got") and "01" in line for line in lines)


def test_many_rows_that_differ_are_counted_on_both_sides() -> None:
    lines = hexdump.compare(bytes(800), b"\x01" * 640, 0, "here", PAGE)

    assert "              ... 640 more bytes expected, 496 more got ..." in lines
    assert lines[-1].startswith("    expected  0310  00 00")


def test_a_whole_page_has_every_row_of_both() -> None:
    lines = hexdump.compare(bytes(800), b"\x01" * 800, 0, "", Page(whole=True))

    assert len(lines) == 101


def test_rows_get_shorter_on_a_narrow_page() -> None:
    widths = {
        width: max(map(len, hexdump.dump(bytes(64), "got", Page(width=width))))
        for width in (88, 60, 40)
    }

    assert widths == {88: 87, 60: 55, 40: 39}
