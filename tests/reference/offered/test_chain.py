"""Which words can follow which."""

import pytest

from reference.server.offered.chain import Words, beginnings


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("사", "사"),
        ("력", "력역"),
        ("니", "니이"),
        ("녀", "녀여"),
        ("로", "로노"),
        ("래", "래내"),
        ("릉", "릉능"),
        ("률", "률율"),
        ("나", "나"),
        ("뀨", "뀨"),
        ("힣", "힣"),
        ("z", "z"),
    ],
)
def test_the_initial_sound_law_adds_a_beginning(last: str, first: str) -> None:
    assert "".join(beginnings(last)) == first


def test_a_word_is_followed_by_another_word_only() -> None:
    words = Words(["기기", "나무", "능력", "역사", "사과", "무기"])

    # 기기 begins with its own last syllable, but 무기 can be followed by it.
    assert words.followed == ("나무", "능력", "무기", "역사")
    assert not words.follows("기기")
    assert words.follows("아기")
    assert not words.follows("")


def test_two_that_begin_alike_follow_each_other() -> None:
    assert Words(["기기", "기차"]).followed == ("기기",)
