"""Expressions in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codegen.document.words import Words, functions_used
from codegen.expression import FUNCTIONS
from codegen.model import Expression, Mark
from tests.codegen.document.pages import SPECS, book_of

SPEC = book_of(next(p for p in SPECS if p.stem == "sampler")).spec


def expression(source: str) -> Expression:
    return Expression(source, Mark())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("target is none", "there is no *target*"),
        ("target is not none", "there is a *target*"),
        ("self.poker is none", "this session has no `poker`"),
        ("$nick == self.nick", "the field `nick` is this session's `nick`"),
        ("$nick != ''", "the field `nick` is not empty"),
        ("not $hushed", "the field `hushed` is not set"),
        ("self.hushed", "this session's `hushed` is set"),
        ("target is self", "*target* is this session"),
        ("self.manner == 'quiet'", "this session's `manner` is `quiet`"),
        ("$mood == 'sad'", 'the field `mood` is `"sad"`'),
        ("$mood in ['sad', 'happy']", 'the field `mood` is `"sad"` or `"happy"`'),
        (
            "$nick in [s.nick for s in inside]",
            "the field `nick` is the `nick` of somebody in *inside*",
        ),
        (
            "nfc($nick) not in [s.nick for s in inside]",
            "the field `nick` in NFC is not the `nick` of somebody in *inside*",
        ),
        (
            "not (target is none or target is self)",
            "there is a *target* and *target* is not this session",
        ),
        (
            "$hushed and (self.pokes > 3 or self.pokes == 0)",
            "the field `hushed` is set and "
            "(this session's `pokes` is more than `3` or "
            "this session's `pokes` is `0`)",
        ),
        ("not self.pokes >= 3", "this session's `pokes` is less than `3`"),
        ("1 <= len($text) <= 9", "the length of the field `text` is from `1` to `9`"),
        ("fits('nick', $text)", "the field `text` is a valid `nick`"),
        ("not fits('nick', $text)", "the field `text` is no valid `nick`"),
        ("feature('roll')", "the server offers the feature `roll`"),
        ("not feature('roll')", "the server does not offer the feature `roll`"),
        (
            "count(inside) < limit('sessions')",
            "the number of *inside* is less than the limit `sessions`",
        ),
        (
            "any(s.hushed for s in others)",
            "for at least one `s` of *others*: `s`'s `hushed` is set",
        ),
        (
            "not any(s.hushed for s in others)",
            "for no `s` of *others*: `s`'s `hushed` is set",
        ),
        ("$text[:1] == '/'", 'the first letter of the field `text` is `"/"`'),
        ("$text[-2:] == 'ab'", 'the last 2 letters of the field `text` is `"ab"`'),
    ],
)
def test_guards(source: str, words: str) -> None:
    said = Words(SPEC).guard(expression(source))

    assert re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", said) == words


@pytest.mark.parametrize(
    "source",
    ["$text[1:2] == 'x'", "$a == 1 < 2", "x +", "(1, 2)", "lambda: 0"],
)
def test_what_has_no_words_is_code(source: str) -> None:
    assert Words(SPEC).guard(expression(source)) == f"`{source}`"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("true", "every session"),
        ("s.presence == 'inside'", "every session in `presence.inside`"),
        (
            "s in inside and s is not self",
            "every session of *inside*, but not this one",
        ),
        ("s is not self", "every session but not this one"),
        (
            "s in others and not s.hushed",
            "every session of *others* and whose `hushed` is not set",
        ),
        (
            "first(s for s in inside if s.nick == $to)",
            "the first of *inside* whose `nick` is the field `to`",
        ),
    ],
)
def test_whom_a_condition_means(source: str, words: str) -> None:
    said = Words(SPEC).those(expression(source))

    assert re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", said) == words


def test_plain_words_have_no_markup() -> None:
    said = Words(SPEC, plain=True).guard(
        expression("$nick in [s.nick for s in inside]")
    )

    assert said == "the field nick is the nick of somebody in inside"


def test_the_opposite_is_said_without_not() -> None:
    said = Words(SPEC, plain=True).inverted(expression("$hushed or target is none"))

    assert said == "the field hushed is not set and there is a target"


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_most_guards_have_words(path: Path) -> None:
    book = book_of(path)
    guards = [
        s.transition.condition
        for s in book.facts.transitions
        if s.transition and s.transition.condition
    ]

    unsaid = [g for g in guards if book.words.guard(g) == book.words.source(g)]

    assert len(unsaid) * 5 <= len(guards)


def test_every_function_of_the_language_is_explained() -> None:
    from codegen.document.session import _FUNCTIONS

    assert set(_FUNCTIONS) == set(FUNCTIONS)
    assert functions_used([expression("upper($x) == cut('a', 1)")]) == {"upper", "cut"}
