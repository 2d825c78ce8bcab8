"""Where sessions go: by what they do, and by what others do to them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from codegen.document.arrows import Arrows
from codegen.model import Region
from tests.codegen.document.pages import SPECS, book_of


@cache
def arrows_of(name: str) -> Arrows:
    return Arrows(book_of(next(p for p in SPECS if p.stem == name)))


def region(name: str, word: str) -> Region:
    regions = arrows_of(name).book.spec.session.regions
    return next(r for r in regions if r.name == word)


def drawn(name: str, word: str) -> set[str]:
    """The arrows of a region in one line each; * is no state."""
    return {
        f"{a.source or '*'} -> {a.target or '*'}: {a.label}".rstrip(": ")
        for a in arrows_of(name).of(region(name, word))
    }


def test_one_region() -> None:
    assert drawn("sampler", "manner") >= {
        "* -> loud: enters presence.inside",
        "loud -> quiet: hush, if the field hushed is set",
        "quiet -> loud: hush, if the field hushed is not set",
        "quiet -> loud: poke by another",
    }


def test_two_who_know_each_other_go_together() -> None:
    assert drawn("chat", "talk") == {
        "* -> free: enters entry.online",
        "free -> asking: with (asks)",
        "free -> asked: with by another",
        "asking -> free: end",
        "asking -> free: with_no by its partner",
        "asking -> free: its partner leaves",
        "asking -> free: kick by another",
        "asking -> talking: with_yes by its partner",
        "asked -> free: kick by another",
        "asked -> free: with_no",
        "asked -> free: end by its partner",
        "asked -> free: its partner leaves",
        "asked -> talking: with_yes",
        "talking -> free: kick by another",
        "talking -> free: end",
        "talking -> free: end by its partner",
        "talking -> free: its partner leaves",
    }


def test_a_lookup_says_where_one_comes_from() -> None:
    assert {a for a in drawn("lock", "lock") if "by another" in a} == {
        "waiting -> holding: release by another",
        "waiting -> holding: eof by another",
        "waiting -> holding: timeout by another",
    }


@pytest.mark.parametrize(
    ("name", "word", "state", "events"),
    [
        ("hash", "entry", "online", ["login", "say", "whisper", "exit", "who"]),
        ("chat", "talk", "talking", ["say"]),
        ("chat", "receiving", "asked", []),
    ],
)
def test_events_that_leave_a_state_as_it_is(
    name: str, word: str, state: str, events: list[str]
) -> None:
    assert arrows_of(name).stays(region(name, word), state) == events


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_state_can_be_entered(path: Path) -> None:
    book = book_of(path)
    arrows = Arrows(book)
    for found in book.spec.session.regions:
        entered = {arrow.target for arrow in arrows.of(found)}
        assert {str(state.name) for state in found.states} <= entered
