from __future__ import annotations

from pathlib import Path

import pytest

from codegen.protocol import available, load
from conformance import choices
from conformance.choices import ChoiceError


@pytest.mark.parametrize("name", available())
def test_a_protocol_is_chosen_by_its_name(name: str) -> None:
    assert choices.protocol(name) is load(name)


def test_a_misspelt_protocol_gets_a_suggestion() -> None:
    with pytest.raises(ChoiceError, match="'hsah'; did you mean 'hash'"):
        choices.protocol("hsah")


def test_a_protocol_like_no_other_gets_the_list() -> None:
    with pytest.raises(ChoiceError, match=r"there are: .*hash"):
        choices.protocol("zzz")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ChoiceError, match=r"no spec file '.*none.yaml'"):
        choices.protocol(str(tmp_path / "none.yaml"))


def test_a_profile_claims_its_features() -> None:
    assert choices.profile(load("hash"), "basic") == ("basic", frozenset())


def test_without_a_profile_all_features_are_claimed() -> None:
    assert choices.profile(load("hash"), None) == (
        "full",
        frozenset({"whisper", "who"}),
    )


def test_a_misspelt_profile_gets_a_suggestion() -> None:
    with pytest.raises(ChoiceError, match="'basics'; did you mean 'basic'"):
        choices.profile(load("hash"), "basics")


IDS = [
    "must/entry/joins/greeting",
    "must/entry/whisper/online",
    "must/entry/whisper-to-nobody/online",
    "must/text/most-bytes",
]


@pytest.mark.parametrize(
    ("pattern", "near"),
    [
        ("whisper", IDS[1:3]),
        ("entry/joins", IDS[:1]),
        ("must/*/wisper", IDS[1:2]),
        ("must/text/most-byte", IDS[3:]),
        ("zzzz", []),
        ("*", []),
    ],
)
def test_a_pattern_that_matches_nothing_gets_similar_ids(
    pattern: str, near: list[str]
) -> None:
    ids = [] if pattern == "*" else IDS

    assert choices.near([pattern], ids) == near
