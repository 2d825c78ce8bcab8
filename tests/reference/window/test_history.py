"""The lines typed before."""

from __future__ import annotations

from reference.window.history import MOST, History


def history(*lines: str) -> History:
    made = History()
    for line in lines:
        made.add(line)
    return made


def test_older_lines_come_back_one_by_one_and_newer_ones_too() -> None:
    lines = history("one", "two")

    assert lines.older("") == "two"
    assert lines.older("two") == "one"
    assert lines.older("one") == "one"
    assert lines.newer("one") == "two"


def test_what_was_not_entered_is_not_lost() -> None:
    lines = history("one")
    lines.older("half a li")

    assert lines.newer("one") == "half a li"
    assert lines.newer("half a li") == "half a li"


def test_a_line_entered_again_is_kept_once() -> None:
    lines = history("one", "two", "two", " ")

    assert [lines.older(""), lines.older("")] == ["two", "one"]


def test_old_lines_are_forgotten() -> None:
    lines = history(*(str(n) for n in range(MOST + 5)))

    found = [lines.older("") for _ in range(MOST)]

    assert found[-1] == "5"
    assert lines.older("5") == "5"
