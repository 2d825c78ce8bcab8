from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.report.destination import Destination
from conformance.report.facts import Facts
from conformance.report.junit import JunitReport
from conformance.results import CaseResult, Event, RunFinished, Verdict
from tests.conformance.c_server import needs_gcc
from tests.conformance.report.examples import END, EVENTS, LEAK, STARTED
from tests.conformance.report.recorded import Recording

COUNTS = ("tests", "failures", "errors", "skipped")
KINDS = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def parsed(path: Path) -> ElementTree.Element:
    """The document, which keeps the rules that readers of JUnit's XML rely on."""
    root = ElementTree.parse(path).getroot()
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        assert {"name", "timestamp", "time", *COUNTS} <= set(suite.attrib)
        assert [it.tag for it in suite][:1] == ["properties"]
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        for kind, attribute in KINDS.items():
            assert int(suite.attrib[attribute]) == len(suite.findall(f"*/{kind}"))
        for case in cases:
            assert {"name", "classname", "time"} <= set(case.attrib)
            assert float(case.attrib["time"]) >= 0
            assert len(case) <= 1
            for inner in case:
                assert inner.tag in (*KINDS, "system-out")
                assert inner.tag in ("system-out", "skipped") or inner.attrib["type"]
    for attribute in COUNTS:
        each = [int(suite.attrib[attribute]) for suite in root]
        assert int(root.attrib[attribute]) == sum(each)
    ids = [
        (s.attrib["name"], c.attrib["name"]) for s in root for c in s.iter("testcase")
    ]
    assert len(ids) == len(set(ids))
    return root


def written(path: Path, *events: Event) -> ElementTree.Element:
    report = JunitReport(Destination(str(path)), Facts(), print)
    for event in events:
        report.handle(event)
    return parsed(path)


def case(root: ElementTree.Element, id: str) -> ElementTree.Element:
    return next(it for it in root.iter("testcase") if it.attrib["name"] == id)


@needs_gcc
def test_a_recorded_run_keeps_the_rules(recording: Recording, tmp_path: Path) -> None:
    recording.written("junit", tmp_path / "junit.xml")

    root = parsed(tmp_path / "junit.xml")
    chosen = {case.id for case in recording.facts.cases}
    assert chosen <= {it.attrib["name"] for it in root.iter("testcase")}
    for finding in recording.findings:
        (failure,) = case(root, finding.id)
        assert (failure.tag, failure.attrib["type"]) == ("failure", "FAIL")
        assert failure.attrib["message"] == finding.summary
        assert finding.rerun in (failure.text or "")


@pytest.mark.parametrize(
    ("verdict", "tag"),
    [
        (Verdict.PASS, None),
        (Verdict.INFO, "system-out"),
        (Verdict.NONSTRICT, "system-out"),
        (Verdict.UNSUPPORTED, "skipped"),
        (Verdict.BLOCKED, "skipped"),
        (Verdict.INCONCLUSIVE, "skipped"),
        (Verdict.FAIL, "failure"),
        (Verdict.INTERMITTENT, "failure"),
        (Verdict.CRASHED, "error"),
        (Verdict.HUNG, "error"),
        (Verdict.ERROR, "error"),
    ],
)
def test_every_verdict_has_its_element(
    verdict: Verdict, tag: str | None, tmp_path: Path
) -> None:
    result = CaseResult(id="must/a/b", phase="cells", verdict=verdict, reason="why")

    root = written(tmp_path / "junit.xml", STARTED, result, END)

    assert [it.tag for it in case(root, "must/a/b")] == ([tag] if tag else [])


def test_a_finding_that_no_case_stands_for_is_told_all_the_same(tmp_path: Path) -> None:
    root = written(tmp_path / "junit.xml", STARTED, LEAK, END)

    assert case(root, LEAK.id)[0].tag == "failure"


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x08\x1b[2J",
        "\ud800\udcff",
        "\ufffe\uffff",
        "]]></failure>&<!--",
        "\x85\u2028",
    ],
)
def test_hostile_text_is_visible_and_harmless(text: str, tmp_path: Path) -> None:
    line = replace(LEAK.conversation[0], what=text)
    finding = replace(LEAK, summary=text, conversation=(line,))
    result = CaseResult(
        id=f"must/{text}", phase=text, verdict=Verdict.FAIL, reason=text
    )

    root = written(
        tmp_path / "junit.xml", replace(STARTED, target=text), finding, result, END
    )

    message = case(root, LEAK.id)[0].attrib["message"]
    assert message.isprintable()
    assert message == text or "\\" in message


def test_a_run_that_was_killed_does_not_look_like_one_without_a_fault(
    tmp_path: Path,
) -> None:
    root = written(tmp_path / "junit.xml", STARTED)

    assert root.attrib["errors"] == "1"
    assert case(root, "must/run/comes-to-its-end")[0].tag == "error"


def test_a_run_that_was_stopped_says_why(tmp_path: Path) -> None:
    end = RunFinished(
        seconds=1, waited=0, steps=1, covered=0, edges=0, stopped="interrupted"
    )

    root = written(tmp_path / "junit.xml", STARTED, end)

    error = case(root, "must/run/comes-to-its-end")[0]
    assert error.attrib["message"] == "interrupted"


def test_the_file_can_be_read_after_every_event(tmp_path: Path) -> None:
    for number in range(1, len(EVENTS) + 1):
        written(tmp_path / "junit.xml", *EVENTS[:number])
