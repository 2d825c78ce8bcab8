from __future__ import annotations

from conformance.report.conversation import conversation
from conformance.report.page import Page
from conformance.results import Difference, Line

PAGE = Page(width=60)


def test_steps_are_numbered_and_answers_are_not() -> None:
    lines = (
        Line("alice", "->", "connects"),
        Line("bob", "->", "connects"),
        Line("alice", "<-", "hello"),
    )

    assert conversation(lines, (), PAGE) == [
        "    1 alice -> connects",
        "    2 bob   -> connects",
        "          alice <- hello",
    ]


def test_numbers_stay_in_line_beyond_nine() -> None:
    lines = tuple(Line("a", "->", f"{n}") for n in range(10))

    text = conversation(lines, (), PAGE)

    assert (text[0], text[9]) == ("     1 a -> 0", "    10 a -> 9")


def test_arrows_stay_in_line_behind_hangul() -> None:
    lines = (Line("한글", "->", "connects"), Line("bob", "->", "connects"))

    assert conversation(lines, (), PAGE) == [
        "    1 한글 -> connects",
        "    2 bob  -> connects",
    ]


def test_what_nobody_asked_for_is_marked_after_the_last_step_only() -> None:
    lines = (
        Line("a", "->", "x"),
        Line("b", "<-", "y"),
        Line("a", "->", "x"),
        Line("b", "<-", "y"),
    )

    text = conversation(lines, (Difference("b", b"", "", b"y", "y"),), PAGE)

    assert text[1] == "          b <- y"
    assert text[3] == "          b <- y                                not expected"


def test_only_the_answer_that_differs_is_marked() -> None:
    lines = (
        Line("a", "->", "x"),
        Line("b", "<-", "fine", b"fine"),
        Line("b", "<-", "wrong", b"wrong"),
    )

    text = conversation(lines, (Difference("b", b"good", "", b"wrong", ""),), PAGE)

    assert [line.endswith("differs") for line in text] == [False, False, True]


def test_every_difference_of_a_member_is_marked() -> None:
    lines = (
        Line("a", "->", "x"),
        Line("b", "<-", "one", b"1"),
        Line("b", "<-", "two", b"2"),
        Line("b", "<-", "closed"),
    )
    wrong = (
        Difference("b", b"", "", b"1", "one"),
        Difference("b", b"3", "three", b"2", "two"),
        Difference("b", b"", "", b"", "", closed="closed"),
    )

    text = conversation(lines, wrong, PAGE)

    assert [line.split()[3:] for line in text[1:]] == [
        ["not", "expected"],
        ["differs"],
        ["not", "expected"],
    ]


def test_a_long_message_is_shortened_unless_all_is_wanted() -> None:
    lines = (Line("a", "->", "x" * 500),)

    short = conversation(lines, (), PAGE)
    whole = conversation(lines, (), Page(width=60, whole=True))

    assert any("more ...]" in line for line in short)
    assert sum(line.count("x") for line in whole) == 500


def test_every_byte_of_a_conversation_is_there_when_all_is_wanted() -> None:
    lines = (Line("a", "->", "bye", b"102"), Line("a", "<-", "ok", b"101"))

    text = conversation(lines, (), Page(whole=True))

    assert [line.split()[:5] for line in text if "0000" in line] == [
        ["sent", "0000", "31", "30", "32"],
        ["got", "0000", "31", "30", "31"],
    ]


def test_what_is_done_over_and_over_is_shown_once_but_counted() -> None:
    lines = (Line("a", "->", "x"), *[Line("b", "->", "y")] * 9, Line("a", "->", "x"))

    assert conversation(lines, (), PAGE) == [
        "     1 a -> x",
        "     2 b -> y",
        "       the same 8 times more",
        "    11 a -> x",
    ]
    assert len(conversation(lines, (), Page(width=60, whole=True))) == 11


def test_what_comes_again_and_again_is_not_folded() -> None:
    lines = (Line("a", "->", "x"), *[Line("b", "<-", "y")] * 5)

    assert len(conversation(lines, (), PAGE)) == 6
