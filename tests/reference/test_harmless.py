"""What others say, made safe to print."""

from __future__ import annotations

import pytest

from reference.harmless import harmless, harmless_line

HOSTILE = "\x1b[2J\x1b]0;pwn\x07[red]x[/red]\x9b31mX\u202eabc"


def test_what_steers_a_terminal_is_spelled_out() -> None:
    shown = harmless(HOSTILE)

    assert shown == r"\x1b[2J\x1b]0;pwn\x07[red]x[/red]\x9b31mX\u202eabc"
    assert shown.isprintable()


@pytest.mark.parametrize(
    "text", ["안녕하세요", "👨‍👩‍👧 ok", "a\tb\nc", "[/x] {y} %s \\x1b"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_every_control_and_direction_mark_is_spelled_out() -> None:
    codes = [*range(32), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, 0x2028, 0x2029]
    codes += [*range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xD800, 0xDFFF]

    for code in codes:
        assert harmless_line(chr(code)).isprintable(), hex(code)


def test_a_line_end_of_another_system_is_a_line_end() -> None:
    assert harmless("a\r\nb\rc") == "a\nb\\x0dc"


def test_a_name_stays_on_its_line() -> None:
    assert harmless_line("a\nb\tc") == r"a\x0ab\x09c"
