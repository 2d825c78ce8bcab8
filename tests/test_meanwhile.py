"""What the flagship's rules say when a service answers late: much may have changed.

A judge that does one thing at a time cannot bring this about.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from codegen.generated import chat
from codegen.room import Ask, Effect, Send

ALICE, BOB = 1, 2
GOOD = {"known": True, "follows": True}


def questions(effects: list[Effect]) -> list[Ask]:
    return [effect for effect in effects if isinstance(effect, Ask)]


def answers(effects: list[Effect]) -> list[tuple[tuple[int, ...], Any]]:
    return [(it.to, it.message) for it in effects if isinstance(it, Send)]


class Table:
    """Alice and bob, who play."""

    def __init__(self) -> None:
        self.room = chat.Room()
        for who, name in ((ALICE, "alice"), (BOB, "bob")):
            self.room.connected(who)
            self.room.received(who, chat.Login(name=name))

    def asks(self, who: int, message: Any) -> int:
        (question,) = questions(self.room.received(who, message))
        return question.call

    def begins(self) -> None:
        call = self.asks(ALICE, chat.GameStart())
        self.room.answered(call, {"word": "가나다"})

    def is_told(self, call: int, result: dict[str, Any]) -> tuple[str, Any]:
        """The rule that an answer follows, and the only message there is, to bob."""
        ((to, message),) = answers(self.room.answered(call, result))
        assert to == (BOB,)
        (rule,) = self.room.fired
        return rule, message


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_second_game_is_not_begun(table: Table) -> None:
    late = table.asks(BOB, chat.GameStart())
    table.begins()

    assert table.is_told(late, {"word": "다라"}) == (
        "game/started-meanwhile",
        chat.GameRefused(fault="running"),
    )
    assert table.room.shared.word == "가나다"


@pytest.mark.parametrize(
    ("said", "rule", "fault"),
    [
        (chat.GameStop(), "game/too-late", "idle"),
        (chat.GameWord(word="다라"), "game/overtaken", "start"),
        (chat.GameWord(word="다다"), "game/used-meanwhile", "used"),
    ],
    ids=["the game is over", "the chain went on", "somebody else said it"],
)
def test_a_word_is_judged_by_what_is_so_now(
    table: Table, said: Any, rule: str, fault: str
) -> None:
    table.begins()
    late = table.asks(BOB, chat.GameWord(word="다다"))
    for question in questions(table.room.received(ALICE, said)):
        table.room.answered(question.call, GOOD)
    before = replace(table.room.shared)

    assert table.is_told(late, GOOD) == (rule, chat.GameRefused(fault=fault))
    assert table.room.shared == before
