from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conformance.report import data
from conformance.report.destination import Destination
from conformance.report.facts import Facts
from conformance.report.json_file import JsonReport
from conformance.results import Event, Finding, RunFinished
from tests.conformance.c_server import needs_gcc
from tests.conformance.report.examples import CUT, EVENTS, LEAK, STARTED
from tests.conformance.report.recorded import Recording

SCHEMA = Path(data.__file__).with_name("result.schema.json")


@cache
def validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def read(path: Path) -> dict[str, Any]:
    """A report that is valid by its schema."""
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    validator().validate(report)
    return report


def report_at(path: Path, complaints: list[str] | None = None) -> JsonReport:
    told = complaints if complaints is not None else []
    return JsonReport(Destination(str(path)), Facts(), told.append, clock=lambda: 0.0)


@needs_gcc
def test_a_recorded_run_is_valid_and_whole(
    recording: Recording, tmp_path: Path
) -> None:
    recording.written("json", tmp_path / "report.json")

    report = read(tmp_path / "report.json")
    assert report["complete"]
    assert report["run"]["exit_code"] == 1
    assert [it["id"] for it in report["cases"]] == [c.id for c in recording.facts.cases]
    assert len(report["findings"]) == len(recording.findings) == 3
    assert sum(report["counts"].values()) == len(report["cases"])


@needs_gcc
def test_a_finding_can_be_played_from_its_data(
    recording: Recording, tmp_path: Path
) -> None:
    recording.written("json", tmp_path / "report.json")

    found = next(
        it for it in read(tmp_path / "report.json")["findings"] if "whisper" in it["id"]
    )

    last = found["acts"][-1]
    sender = found["names"][last["actor"]][0]
    assert last["action"] == "sends"
    assert last["message"]["name"] == "whisper"
    assert last["message"]["fields"]["sender"] == sender
    assert bytes.fromhex("".join(last["pieces"])) == bytes.fromhex(
        last["message"]["hex"]
    )
    due = last["due"][0]["message"]
    (span,) = [it for it in due["spans"] if it["field"] == "sender"]
    assert bytes.fromhex(due["hex"])[span["start"] : span["end"]] == sender.encode()
    (difference,) = found["differences"]
    assert (difference["expected"]["hex"], difference["seen"]["hex"] != "") == (
        "",
        True,
    )


def test_the_file_is_valid_after_every_event(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report = report_at(path)

    seen = []
    for event in EVENTS:
        report.handle(event)
        seen.append(read(path))

    assert [it["complete"] for it in seen] == [False] * (len(EVENTS) - 1) + [True]
    assert seen[0]["findings"] == []
    assert [it["id"] for it in seen[-1]["findings"]] == [LEAK.id]
    assert seen[-1]["notices"] == [
        "no fence is known for 'greeting': silence is waited for instead"
    ]


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    report = report_at(tmp_path / "report.json")

    for event in EVENTS:
        report.handle(event)

    assert [it.name for it in tmp_path.iterdir()] == ["report.json"]


def test_no_byte_is_left_out(tmp_path: Path) -> None:
    report = report_at(tmp_path / "report.json")

    report.handle(STARTED)
    report.handle(CUT)

    first, second = read(tmp_path / "report.json")["findings"][0]["differences"]
    assert bytes.fromhex(first["seen"]["hex"]) == CUT.differences[0].seen
    assert second["closed"] == "reset"


def hostile(text: str) -> Finding:
    line = replace(LEAK.conversation[0], what=text, data=bytes(range(256)))
    return replace(LEAK, summary=text, conversation=(line,), hints=(text,))


@pytest.mark.parametrize(
    "text", ["\x00\x1b[2J", "\udcff\ud800", '"},]', "\u202e\ufffe"]
)
def test_hostile_text_comes_back_as_it_was(text: str, tmp_path: Path) -> None:
    report = report_at(tmp_path / "report.json")

    report.handle(STARTED)
    report.handle(hostile(text))

    (found,) = read(tmp_path / "report.json")["findings"]
    assert found["summary"] == text
    assert bytes.fromhex(found["conversation"][0]["hex"]) == bytes(range(256))


def test_writing_takes_a_small_share_of_the_time(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    now = iter([0.0, 1.0, 49.0, 50.0, 51.0])  # the first write takes one second
    report = JsonReport(Destination(str(path)), Facts(), print, lambda: next(now))
    report.handle(STARTED)

    report.handle(LEAK)  # at 49
    early = read(path)["findings"]
    report.handle(EVENTS[-2])  # at 50

    assert early == []
    assert len(read(path)["findings"]) == 1


def test_a_disk_that_is_full_is_told_once_and_the_last_state_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[str] = []
    path = tmp_path / "report.json"
    report = report_at(path, complaints)
    report.handle(STARTED)

    def full(self: Destination, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Destination, "write", full)
        for event in EVENTS[1:]:
            report.handle(event)

    assert complaints == [f"cannot write {path}: no space left on device"]
    assert report.is_lost
    assert not read(path)["complete"]


def test_a_disk_that_was_full_for_a_while_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    report = report_at(path)

    def full(self: Destination, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Destination, "write", full)
        report.handle(STARTED)
    end: Event = RunFinished(seconds=1, waited=0, steps=0, covered=0, edges=0)
    report.handle(end)

    assert not report.is_lost
    assert read(path)["complete"]


def test_the_schema_is_in_the_package() -> None:
    assert SCHEMA.is_file()
    assert validator() is not None
