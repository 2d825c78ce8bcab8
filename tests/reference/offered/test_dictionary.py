"""The services that know words."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from codegen.room import Ask
from reference.server.offered.dictionary import NO_LIST, Dictionary, Draw, Shelf
from reference.server.services import Refused, Service


def ask(service: Service, **arguments: str) -> Mapping[str, Any]:
    async def put() -> Mapping[str, Any]:
        return await service(Ask(1, "", 1, arguments))

    return asyncio.run(put())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("나무\n무지개\n개울\nOak\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("word", "known", "follows"),
    [
        ("나무", True, True),
        ("\u1102\u1161\u1106\u116e", True, True),  # the same in single letters
        ("개울", True, False),
        ("바나나", False, True),
        ("바다", False, False),
        ("OAK", True, False),
        ("", False, False),
    ],
)
def test_a_word_is_looked_up(file: Path, word: str, known: bool, follows: bool) -> None:
    answer = ask(Dictionary(Shelf(file)), word=word)

    assert answer == {"known": known, "follows": follows}


def test_a_word_that_can_be_followed_is_drawn(file: Path) -> None:
    shelf = Shelf(file)

    drawn = {ask(Draw(shelf, source=Random(seed)))["word"] for seed in range(20)}

    assert drawn == {"나무", "무지개"}
    assert ask(Draw(shelf, lambda word: len(word) == 2)) == {"word": "나무"}


@pytest.mark.parametrize(
    ("words", "most", "reason"),
    [
        ("나무\n", 9, "no word of the dictionary can be followed by another"),
        (
            "나무\n무지개\n",
            1,
            "the protocol has no room for the words of the dictionary",
        ),
    ],
)
def test_there_may_be_no_word_to_draw(
    tmp_path: Path, words: str, most: int, reason: str
) -> None:
    (tmp_path / "few").write_text(words, encoding="utf-8")
    draw = Draw(Shelf(tmp_path / "few"), lambda word: len(word) <= most)

    with pytest.raises(Refused) as caught:
        ask(draw)

    assert str(caught.value) == reason


def test_the_list_is_read_once_and_when_it_is_needed(file: Path) -> None:
    shelf = Shelf(folders=[file.parent])
    with pytest.raises(Refused) as caught:
        ask(Dictionary(shelf), word="나무")
    assert str(caught.value) == NO_LIST

    late = file.rename(file.with_name("ko.dic"))
    assert ask(Dictionary(shelf), word="나무")["known"]
    late.unlink()
    assert ask(Draw(shelf))["word"]
