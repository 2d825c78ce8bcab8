from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.report.columns import columns
from conformance.report.console import ConsoleReport
from conformance.report.finding import finding
from conformance.report.page import Page
from conformance.results import (
    CaseResult,
    Finding,
    Notice,
    PhaseStarted,
    RunFinished,
    Verdict,
)
from tests.conformance.report.examples import (
    CUT,
    END,
    EVENTS,
    LEAK,
    ORDER,
    STARTED,
    written,
)

GOLDEN = Path(__file__).parent / "golden"
SOURCE = "spec/hash.yaml"


def golden(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_a_run_word_for_word() -> None:
    assert written() == golden("run")


def test_a_quiet_run_has_findings_and_a_last_line() -> None:
    assert written(quiet=True) == golden("run-quiet")


def test_a_verbose_run_has_every_case_and_every_byte() -> None:
    assert written(verbose=True) == golden("run-verbose")


def test_what_is_worth_knowing_is_said_in_the_readers_language() -> None:
    notice = Notice("others are on this target: dan")
    events = (STARTED, PhaseStarted("tour", "", 1), notice, END)

    text = written(events, page=Page(lang="ko"))

    assert "    알림: 다른 사용자가 접속해 있습니다: dan\n" in text


def test_a_run_on_a_narrow_page() -> None:
    text = written(page=Page(width=56))

    assert text == golden("run-narrow")
    copied = LEAK.rerun
    assert all(columns(i) <= 56 for i in text.splitlines() if i.strip() != copied)


@pytest.mark.parametrize(
    ("name", "it", "page"),
    [
        ("order", ORDER, Page()),
        ("order-ascii", ORDER, Page(encoding="ascii")),
        ("cut", CUT, Page()),
        ("cut-narrow", CUT, Page(width=48)),
    ],
)
def test_a_finding_word_for_word(name: str, it: Finding, page: Page) -> None:
    assert "\n".join(finding(it, SOURCE, page)) + "\n" == golden(name)


def test_no_line_is_wider_than_88_columns() -> None:
    text = written(page=Page(width=300)) + "\n".join(finding(CUT, SOURCE, Page(300)))

    assert max(map(columns, text.splitlines())) <= 88


def test_colours_add_nothing_that_is_needed() -> None:
    coloured = written(page=Page(colour=True))

    assert "\x1b[31;1mFAIL\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == written()


def test_a_run_without_a_fault_ends_in_one_word() -> None:
    end = RunFinished(
        seconds=1, waited=0, steps=0, covered=0, edges=0, counts={Verdict.PASS: 2}
    )

    assert written([STARTED, end]).endswith(
        "\n2 PASS\n1.00 s, 0 % of it waiting\nconforms (exit code 0)\n"
    )


@pytest.mark.parametrize(
    ("exit_code", "stopped", "last"),
    [
        (0, "", ["conforms: 1 remark (exit code 0)"]),
        (2, "", ["inconclusive: 1 remark (exit code 2)"]),
        (
            3,
            "it crashed",
            ["stopped: it crashed", "target lost: 1 remark (exit code 3)"],
        ),
        (130, "", ["interrupted: 1 remark (exit code 130)"]),
    ],
)
def test_the_last_line_says_what_came_out(
    exit_code: int, stopped: str, last: list[str]
) -> None:
    remark = replace(LEAK, verdict=Verdict.NONSTRICT)
    end = RunFinished(
        seconds=0,
        waited=0,
        steps=0,
        covered=0,
        edges=0,
        stopped=stopped,
        exit_code=exit_code,
    )

    lines = written([STARTED, remark, end]).splitlines()

    assert lines[-len(last) :] == last


def test_findings_stand_in_the_order_in_which_they_appeared() -> None:
    text = written([STARTED, ORDER, LEAK, END], quiet=True)

    assert text.index(ORDER.id) < text.index(LEAK.id)


def test_cases_that_share_a_reason_are_named_in_part() -> None:
    results = [
        CaseResult(
            id=f"must/{n}", phase="p", verdict=Verdict.INCONCLUSIVE, reason="why"
        )
        for n in range(5)
    ]

    text = written([PhaseStarted("p", ""), *results, END])

    assert (
        "\n5 INCONCLUSIVE: why\n    must/0\n    must/1\n    must/2\n"
        "    and 2 more (-v names them)\n"
    ) in text


def test_what_was_found_out_stands_beside_its_case() -> None:
    result = CaseResult(id="info/x", phase="p", verdict=Verdict.INFO, reason="yes")

    text = written([PhaseStarted("p", ""), result, END])

    assert "\nINFO info/x: yes\n" in text


def test_the_worst_of_several_verdicts_on_a_case_counts() -> None:
    verdicts = (Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.PASS)
    results = [CaseResult(id="must/a", phase="p", verdict=v) for v in verdicts]

    text = written([PhaseStarted("p", ""), *results, END])

    assert "  p                  1 case   1 INCONCLUSIVE" in text


def test_what_a_target_says_cannot_touch_the_terminal() -> None:
    evil = "\x1b[2J\r\u202e\x07"
    it = replace(LEAK, id=evil, summary=evil, hints=(evil,), also=(evil,), rerun=evil)
    result = CaseResult(id=evil, phase="p", verdict=Verdict.ERROR, reason=evil)
    end = replace(END, stopped=evil)
    started = replace(STARTED, title=evil, target=evil, profile=evil)

    text = written([started, PhaseStarted("p", ""), result, it, end], verbose=True)

    assert all(line.isprintable() for line in text.splitlines())
    assert "\r" not in text


def test_a_page_for_ascii_can_be_written_in_ascii() -> None:
    text = written([STARTED, ORDER, END], Page(encoding="ascii"))

    assert text.isascii()
    assert r"\ud55c\uae00\uc774" in text


def test_each_event_is_on_its_way_before_the_next_comes() -> None:
    class Unread(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed = len(self.getvalue())

    out = Unread()
    report = ConsoleReport(out, Page())
    for event in EVENTS:
        report.handle(event)

        assert out.flushed == len(out.getvalue())
