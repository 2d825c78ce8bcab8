"""Files of words."""

import unicodedata
from pathlib import Path

import pytest

from reference.server.offered.wordlist import (
    WordListError,
    installed,
    read_words,
    usual_folders,
)

# As hunspell-ko 0.7.92 writes it, in small: groups of endings by their line of AF.
AFFIXES = """\
SET UTF-8
LANG ko
FLAG num
AF 3
AF 2,541
AF 17,530
AF 2,541,630
SFX 530 Y 1
SFX 530 0 이 .
SFX 541 Y 2
SFX 541 0 을/600 [ᆨᆩᆪ]
SFX 541 0 를 .
"""
ENTRIES = "7\n나무/1\n무지개/3\n지나가다/2\n개미\n꽃/1\n3루/1\n가게/1\tpo:noun\n"


def write(path: Path, text: str) -> Path:
    path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    return path


def test_of_hunspells_words_the_nouns_are_taken(tmp_path: Path) -> None:
    write(tmp_path / "ko.aff", AFFIXES)
    words = read_words(write(tmp_path / "ko.dic", ENTRIES))

    assert len(words) == 3
    assert all(word in words for word in ("나무", "무지개", "가게"))


@pytest.mark.parametrize("affixes", [None, "SET UTF-8\n", AFFIXES.replace("541", "9")])
def test_without_knowing_nouns_all_words_of_hangul_are_taken(
    tmp_path: Path, affixes: str | None
) -> None:
    if affixes is not None:
        text = affixes.replace("SFX 9 0 을", "X").replace("SFX 9 0 를", "X")
        write(tmp_path / "ko.aff", text)
    words = read_words(write(tmp_path / "ko.dic", ENTRIES))

    assert len(words) == 5
    assert "지나가다" in words


def test_a_list_has_a_word_a_line_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_bytes(
        "\ufeff# 우리말\r\n\r\n나무\r\n  무지개  # 비 온 뒤\r\n나무\nApple\n"
        "Ünlü\na\n두 낱말\nR2D2\n".encode()
    )

    words = read_words(file)

    assert len(words) == 4
    assert all(word in words for word in ("나무", "무지개", "apple", "ünlü"))


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "{} holds no word of 2 syllables or more"),
        (b"# nothing\n1 2 3\n", "{} holds no word of 2 syllables or more"),
        ("나무\n가방\n".encode("euc-kr"), "{}:1: this is no UTF-8 text"),
        ("나무\n".encode() + b"\xff\xfe", "{}:2: this is no UTF-8 text"),
        (None, "cannot read {}: no such file or directory"),
    ],
)
def test_a_file_without_words_is_an_error(
    tmp_path: Path, data: bytes | None, complaint: str
) -> None:
    file = tmp_path / "words.txt"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(WordListError) as caught:
        read_words(file)

    assert str(caught.value) == complaint.format(file)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(WordListError, match="is no file"):
        read_words(tmp_path)
    with pytest.raises(WordListError, match="is no file"):
        read_words(Path("/dev/zero"))


def test_a_file_of_another_size_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    with file.open("wb") as opened:
        opened.truncate(65 << 20)

    with pytest.raises(WordListError, match="is larger than 64 MiB"):
        read_words(file)


def test_the_installed_dictionary_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DICPATH", f"{tmp_path / 'none'}:{tmp_path}")
    file = write(tmp_path / "ko_KR.dic", ENTRIES)

    assert installed(usual_folders()) == file
    assert installed([tmp_path / "none"]) is None
