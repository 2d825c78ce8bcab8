"""The lines of the standard input, as an event loop gets them."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from reference.lines import MOST_LINE, Lines


async def all_lines() -> list[str]:
    lines, found = Lines(), []
    while (line := await lines.next()) is not None:
        found.append(line)
    return found


def test_lines_are_put_together_from_what_can_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe, os.fdopen(reading) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        pipe.write("하나\r\n\nt\udcffwo\n".encode("utf-8", "surrogateescape"))
        pipe.write(b"x" * 9000)
        pipe.close()

        assert asyncio.run(all_lines()) == ["하나", "", "t\udcffwo", "x" * 9000]


def test_a_line_without_end_does_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open("/dev/zero") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)

        async def held() -> int:
            lines = Lines()
            task = asyncio.create_task(lines.next())
            while len(lines._held) < MOST_LINE:
                await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
            return len(lines._held)

        assert asyncio.run(held()) == MOST_LINE


def test_a_closed_standard_input_has_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert asyncio.run(all_lines()) == []
