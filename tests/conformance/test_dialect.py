"""A server that words its messages otherwise: judged, listened to, judged again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.build import protocol_from_file
from codegen.paths import find_spec
from conformance import cli
from tests.conformance.served import fickle, serving

SELECT = ("must/entry/say/*", "must/entry/whisper-to-nobody/*-odd")
SOON = ("--timeout", "1")
WORDS = {
    "채팅방에 입장하였습니다.": "Welcome to the chat!",
    "[공지]{name} 사용자가 접속하였습니다.": "*** {name} has come in",
    "[공지]alice 사용자가 접속하였습니다.": "*** alice has come in",
    '"{sender} : {text}"': '"{sender}> {text}"',
    '"alice : hello"': '"alice> hello"',
    "해당 사용자가 존재하지 않습니다.": "There is no such user.",
}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server by a copy of the spec with other texts."""
    text = find_spec("hash").read_text(encoding="utf-8")
    for korean, words in WORDS.items():
        assert korean in text
        text = text.replace(korean, words)
    path = tmp_path_factory.mktemp("spec") / "english.yaml"
    path.write_text(text, encoding="utf-8")
    protocol = protocol_from_file(path)
    with serving(protocol, fickle(protocol)) as target:
        yield f"{target.host}:{target.port}"


def run(address: str, *more: str) -> int:
    quick = ("--spec", "hash", "--depth", "quick", "--target", address, *SOON)
    return cli.main(["run", *quick, *more])


def test_words_are_heard_written_down_and_expected(
    english: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.yaml"

    # Judged by the words of the spec it conforms, with remarks that show both texts.
    assert run(english, *SELECT) == 0
    out = capsys.readouterr().out
    assert "NONSTRICT must/entry/joins/greeting-name-self" in out
    assert "FAIL" not in out
    assert "login: a bystander gets joined in other words" in out
    assert "    got       Welcome to the chat!\n" in out
    assert "    expected  채팅방에 입장하였습니다.\n" in out
    assert "`conformance dialect`" in out
    assert "conforms: 4 remarks (exit code 0)\n" in out

    where = ("--spec", "hash", "--target", english, "--output", str(path), *SOON)
    assert cli.main(["dialect", *where, *SELECT]) == 0
    err = capsys.readouterr().err
    assert err == ("conformance: 4 texts that it words otherwise; look over them\n")
    assert path.read_text(encoding="utf-8").splitlines() == [
        "# How one server words the messages of spec/hash.yaml.",
        "dialect: hash",
        "texts:",
        '  # in the spec: "채팅방에 입장하였습니다."',
        '  welcome: "Welcome to the chat!"',
        '  # in the spec: "[공지]{name} 사용자가 접속하였습니다."',
        '  joined: "*** {name} has come in"',
        '  # in the spec: "해당 사용자가 존재하지 않습니다."',
        '  nobody: "There is no such user."',
        '  # in the spec: "{sender} : {text}"',
        '  said: "{sender}> {text}"',
    ]

    # By its own words there is nothing to remark.
    report = tmp_path / "report.json"
    own = ("--dialect", str(path), "--json", str(report))
    assert run(english, *SELECT, *own) == 0
    assert "remark" not in capsys.readouterr().out
    said = json.loads(report.read_text(encoding="utf-8"))
    assert said["findings"] == []
    assert said["suite"]["dialect"] == str(path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "--dialect", "x.yaml"], "--dialect is for a server of yours"),
        (
            ["run", "--target", "127.0.0.1:1", "--dialect", "x.yaml"],
            "no file 'x.yaml'",
        ),
        (["dialect"], "give --target HOST:PORT or --spawn COMMAND"),
        (
            ["dialect", "--target", "127.0.0.1:1", "--output", "/no/where"],
            "--output: there is no folder /no",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_one_sentence(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_a_wrong_dialect_is_told_with_file_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("dialect: hash\ntexts: {joined: hello}\n", encoding="utf-8")

    assert run("127.0.0.1:1", "--dialect", str(path)) == 4
    assert f"{path}:2:17: {{name}} is missing" in capsys.readouterr().err
