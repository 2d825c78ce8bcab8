from __future__ import annotations

import os

from conformance.targets.tail import LINES, Tail
from tests.processes import DEADLINE


def kept(data: bytes) -> tuple[str, ...]:
    reader, writer = os.pipe()
    tail = Tail(reader)
    with os.fdopen(writer, "wb") as out:
        out.write(data)
    tail.finish(DEADLINE)
    return tail.lines()


def test_a_line_without_an_end_is_a_line_too() -> None:
    assert kept(b"one\ntwo") == ("one", "two")


def test_of_much_output_the_last_lines_are_kept() -> None:
    lines = kept(b"".join(b"%d\n" % n for n in range(50_000)))

    assert lines == tuple(str(n) for n in range(50_000 - LINES, 50_000))


def test_a_line_that_does_not_end_takes_no_memory() -> None:
    assert sum(map(len, kept(b"x" * 5_000_000))) == 400


def test_colours_and_what_is_no_text_do_no_harm() -> None:
    assert kept(b"\x1b[31;1mred\x1b[0m \xff\r\n") == ("red \ufffd",)
