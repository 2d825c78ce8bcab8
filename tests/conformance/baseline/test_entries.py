from __future__ import annotations

from pathlib import Path

import pytest

from conformance.baseline.entries import Baseline, BaselineError, Entry, parse, read
from conformance.results import Verdict

ID = "must/entry/say/online"


def parsed(text: str) -> Baseline:
    return parse("b.txt", text.encode())


def entry(text: str) -> Entry:
    ((_, it),) = parsed(text).entries()
    return it


def test_an_entry_is_what_the_console_says_and_why() -> None:
    it = entry(f"FAIL {ID}: say: said does not reach another user  # sheet 2, #7\n")

    assert it == Entry(
        Verdict.FAIL, ID, "said does not reach another user", "sheet 2, #7"
    )


def test_ids_may_have_colons() -> None:
    id = "must/fields/say::text/longest"

    assert entry(f"FAIL {id} # why").id == id
    assert entry(f"FAIL {id}: cut # why") == Entry(Verdict.FAIL, id, "cut", "why")


def test_comments_and_empty_lines_are_no_entries() -> None:
    lines = parsed(f"\ufeff# of group 3\r\n\r\n  # more\nFAIL {ID} # why\n\n\n").lines

    assert [line.text for line in lines] == [
        "# of group 3",
        "",
        "  # more",
        f"FAIL {ID} # why",
    ]


@pytest.mark.parametrize(
    ("pattern", "id", "is_about"),
    [
        (ID, ID, True),
        ("must/entry/say/*", ID, True),
        ("must/*/say/online", ID, True),
        ("must/entry/say/on*", ID, True),
        ("must/entry/*", ID, False),  # a star stays within its part
        ("must/entry/say/onlin", ID, False),
        ("must/entry/s.y/*", ID, False),
    ],
)
def test_a_star_stands_for_one_part_of_an_id(
    pattern: str, id: str, is_about: bool
) -> None:
    assert entry(f"FAIL {pattern} # why").is_about(id) is is_about


@pytest.mark.parametrize(
    ("verdict", "summary", "covers"),
    [
        (Verdict.FAIL, "say: said does not reach another user", True),
        (Verdict.FAIL, "login: said does not reach another user", True),
        (Verdict.FAIL, "say: the sender gets said, which is not for it", False),
        (Verdict.CRASHED, "say: said does not reach another user", False),
    ],
)
def test_another_deviation_is_not_covered(
    verdict: Verdict, summary: str, covers: bool
) -> None:
    it = entry(f"FAIL {ID}: said does not reach another user # why")

    assert it.covers(ID, verdict, summary) is covers


def test_how_many_connections_there_were_does_not_matter() -> None:
    said = "say: after this nobody can come in any more"
    it = entry(f"HUNG {ID}: {said}: there were 37 connections so far # why")

    again = f"{said}: there were 41 connections so far"
    assert it.covers(ID, Verdict.HUNG, again)


def test_what_comes_now_and_then_may_come_always() -> None:
    it = entry(f"INTERMITTENT {ID} # a race")

    assert it.covers(ID, Verdict.FAIL, "anything")
    assert not it.covers(ID, Verdict.CRASHED, "anything")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"FAIL {ID}", "no reason is given; write VERDICT ID: SUMMARY # WHY"),
        (f"FAIL {ID} #", "no reason is given"),
        (f"{ID} # why", "this is no entry; write VERDICT ID"),
        (f"FAIL {ID} said # why", "this is no entry; write VERDICT ID"),
        (f"FIAL {ID} # why", "no verdict named 'FIAL'; did you mean 'FAIL'?"),
        (f"PASS {ID} # why", "PASS needs no entry: it does not fail a run"),
        ("FAIL * # why", "'*' is no id of a case"),
        ("FAIL must/*/*/x # why", "covers too much: one star at most"),
        ("FAIL must/a*b*/x # why", "covers too much"),
        (f"FAIL {ID} # why\nFAIL {ID} # again", "b.txt:3: the same as line 2"),
        ("FAIL must/\0 # why", "a control character"),
        ("FAIL must/\x1b[31m/x # why", "a control character"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, message: str) -> None:
    with pytest.raises(BaselineError) as caught:
        parsed(f"# a comment\n{line}\n")

    assert message in str(caught.value)
    assert str(caught.value).startswith("b.txt:")
    assert "\n" not in str(caught.value)


def test_what_is_no_text_is_told_with_its_line() -> None:
    with pytest.raises(BaselineError, match=r"b\.txt:2: this is no text in UTF-8"):
        parse("b.txt", b"# fine\n\xff\xfe\n")


def test_what_is_no_baseline_at_all(tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    huge.write_bytes(b"#" * 1_000_001)

    with pytest.raises(BaselineError, match="longer than a megabyte"):
        read(str(huge))
    with pytest.raises(BaselineError, match=r"cannot read .*: is a directory"):
        read(str(tmp_path))
