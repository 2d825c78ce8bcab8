"""What specs may call."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from codegen.build import protocol_from_file
from codegen.functions import clock, cut, dueum
from codegen.room import Send
from codegen.rules import lint

TINY = """
spec: 1
name: tiny
title: Tiny
port: 7000
framing: {kind: line, max: 80}
limits: {sessions: 4, queue_bytes: 1000}
types: {word: {is: text, bytes: 0..60, without: "\\n"}}
messages:
  hi: {from: client, wire: "hi {word}", fields: {word: word}}
  ho: {from: server, wire: "ho {word}", fields: {word: word}}
session:
  regions:
    only:
      initial: open
      states:
        open:
          - {on: hi, must: A server MUST ho., do: [{reply: ho, with: {word: VALUE}}]}
          - {on: eof, must: A server MUST forget.}
"""


@pytest.mark.parametrize(
    ("most", "left"),
    [(9, "a한글"), (7, "a한글"), (6, "a한"), (4, "a한"), (3, "a"), (0, ""), (-1, "")],
)
def test_a_text_is_cut_to_whole_characters(most: int, left: str) -> None:
    assert cut("a한글", most) == left


@pytest.mark.parametrize(
    ("word", "written"),
    [
        *[(old, new) for old, new in zip("녀뇨뉴니", "여요유이", strict=True)],
        *[(old, new) for old, new in zip("랴려례료류리", "야여예요유이", strict=True)],
        *[(old, new) for old, new in zip("라래로뢰루르", "나내노뇌누느", strict=True)],
        ("력사", "역사"),
        ("락원", "낙원"),
        ("림", "임"),
        ("나라", "나라"),
        ("가", "가"),
        ("river", "river"),
        ("ㄹ", "ㄹ"),
        ("", ""),
    ],
)
def test_the_first_syllable_is_written_as_the_initial_sound_rule_has_it(
    word: str, written: str
) -> None:
    assert dueum(word) == written


def test_a_clock_shows_local_time() -> None:
    seconds = int(datetime(2026, 3, 1, 9, 5, 7).timestamp())

    assert clock(seconds) == "09:05:07"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$word[:1]", "가"),
        ("$word[-1:]", "다"),
        ("$word[1:9]", "나다"),
        ("$word[5:]", ""),
    ],
)
def test_a_slice_of_a_text_is_never_an_error(
    written: str, value: str, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY.replace("VALUE", f'"{written}"'), encoding="utf-8")
    protocol = protocol_from_file(path)
    ask, answer = (m.cls for m in protocol.messages)
    room = protocol.room()
    room.connected(1)

    [send] = room.received(1, ask("가나다"))

    assert isinstance(send, Send)
    assert send.message == answer(value)


@pytest.mark.parametrize("written", ["$word[0]", "$word[::2]", "$word[:len($word)]"])
def test_a_slice_has_two_numbers_at_most(written: str) -> None:
    problems = lint(TINY.replace("VALUE", f'"{written}"'), "tiny.yaml")

    assert [p.message for p in problems] == [
        "write a slice with numbers: x[:1], x[-1:] or x[2:5]"
    ]
