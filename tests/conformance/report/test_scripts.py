"""Findings as programs and as scenarios, run by those who would run them."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codegen import cli as codegen
from conformance import cli
from conformance.report import scripts
from conformance.report.scenario import scenario
from conformance.report.stored import StoredError, read
from conformance.results import Delivery, Message, Move, Span
from conformance.runner import Target
from tests.conformance.c_server import HASH, compiled, listening, needs_gcc
from tests.conformance.report.examples import LEAK
from tests.conformance.report.recorded import Recording
from tests.processes import DEADLINE, ROOT

RIGHT = "the server does what it must"
WORDS = ("whisper", "exit")


@pytest.fixture(scope="module")
def bad(faulty: Path) -> Iterator[Target]:
    """A server with the faults of the recording."""
    with listening(faulty) as target:
        yield target


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program without them."""
    return compiled(tmp_path_factory.mktemp("mended"))


@pytest.fixture(scope="module")
def good(mended: Path) -> Iterator[Target]:
    """A server without them."""
    with listening(mended) as target:
        yield target


def played(
    script: str, target: Target, patience: float
) -> subprocess.CompletedProcess[str]:
    """``patience`` is what the server has in place of the usual five seconds."""
    script, count = re.subn("QUIET = 5,", f"QUIET = {patience},", script)
    assert count == 1
    return subprocess.run(
        [sys.executable, "-IS", "-c", script, target.host, str(target.port)],
        capture_output=True,
        text=True,
        timeout=DEADLINE * 2,
    )


@needs_gcc
@pytest.mark.parametrize("word", WORDS)
def test_a_script_tells_a_server_that_deviates_from_one_that_does_not(
    recording: Recording, bad: Target, good: Target, word: str
) -> None:
    script = scripts.python(recording.finding(f"/{word}/"), "127.0.0.1", 5000)

    deviating = played(script, bad, patience=0.2)
    right = played(script, good, patience=DEADLINE)

    assert (deviating.returncode, deviating.stderr) == (1, "")
    assert "\nthe server deviates in step " in deviating.stdout
    assert (right.returncode, right.stdout.splitlines()[-1]) == (0, RIGHT)


@needs_gcc
def test_a_script_needs_nothing_but_sockets(recording: Recording) -> None:
    script = scripts.python(recording.findings[0], "127.0.0.1", 5000)

    imported = re.findall(r"^ *(?:import|from) (.*)", script, re.MULTILINE)
    assert imported == ["re, socket, sys, time"]


def test_a_field_that_nobody_can_predict_is_left_open() -> None:
    spans = (Span("text", 4, 9), Span("time", 9, 13))
    message = Message("said", {"text": "hello", "time": 7}, b"\0\0\0\x09hello\0\0\0\7")
    volatile = Message(
        message.name, message.fields, message.data, spans, volatile=("time",)
    )
    move = Move(who="bob", action="sends", due=(Delivery("bob", "", volatile),))

    step = scripts._step(move)

    assert step == r"('bob', 'sends', [], {'bob': [b'\x00\x00\x00\thello.*']}, [])"


@needs_gcc
def test_a_shell_says_the_same_bytes(recording: Recording, tmp_path: Path) -> None:
    lines = scripts.shell(recording.finding("/who/"), "127.0.0.1", 5000)

    checked = subprocess.run(["sh", "-n"], input=lines, text=True)
    quoted = re.findall(r"printf '([^']*)'", lines)
    said = [subprocess.run(["printf", it], capture_output=True).stdout for it in quoted]

    assert checked.returncode == 0
    moves = recording.finding("/who/").moves
    by_actor = {
        who: [p for m in moves if m.who == who for p in m.pieces]
        for who in dict.fromkeys(m.who for m in moves)
    }
    assert said == [piece for pieces in by_actor.values() for piece in pieces]


@needs_gcc
def test_a_finding_is_a_scenario_that_lint_accepts(
    recording: Recording, tmp_path: Path
) -> None:
    spec = (ROOT / "spec" / "hash.yaml").read_text(encoding="utf-8")
    added = "".join(scenario(it, recording.protocol) for it in recording.findings)
    path = tmp_path / "hash.yaml"
    path.write_text(spec.replace("\nscenarios:\n", f"\nscenarios:\n{added}"), "utf-8")

    assert added.count("  - id: must-entry-") == 3
    with pytest.raises(SystemExit) as end:
        codegen.main(["lint", str(path)])
    assert end.value.code == 0


def test_a_scenario_keeps_the_pieces_and_the_names_within_them() -> None:
    names = {"alice": ("alice64x", "gus64x")}
    due = Delivery("alice", "", Message("members", {"names": ("alice64x",)}, b""))
    moves = (
        Move(who="alice", action="connects"),
        Move(who="alice", action="sends", pieces=(b"001#al", b"ice64x"), due=(due,)),
    )

    written = scenario(replace(LEAK, moves=moves, names=names), HASH)

    assert written.partition("    steps:\n")[2] == (
        "      - alice connects:\n"
        "      - alice sends bytes: 30 30 31 23 61 6c\n"
        "      - alice sends bytes: 69 63 65 36 34 78\n"
        "        alice gets: [{members: {names: [alice64x]}}]\n"
    )


# Reports that are read again.


@pytest.fixture
def report(recording: Recording, tmp_path: Path) -> Path:
    recording.written("json", tmp_path / "report.json")
    return tmp_path / "report.json"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    written = capsys.readouterr()
    return code, written.out, written.err


@needs_gcc
def test_what_was_written_is_read_back_whole(
    recording: Recording, report: Path
) -> None:
    findings = read(str(report)).findings

    assert [it.moves for it in findings] == [it.moves for it in recording.findings]
    assert [it.differences for it in findings] == [
        it.differences for it in recording.findings
    ]
    assert [it.names for it in findings] == [it.names for it in recording.findings]


@needs_gcc
def test_a_finding_is_shown_as_the_console_would(
    recording: Recording, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = recording.finding("/exit/")

    code, out, _ = told(capsys, "show", str(report), finding.id)

    assert code == 0
    assert out.startswith(f"FAIL {finding.id}")
    assert "A server MUST answer 004 with 102" in out


@needs_gcc
def test_a_finding_that_is_not_there_is_told_with_those_that_are(
    recording: Recording, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "replay", str(report), "must/nothing")

    assert (code, out) == (4, "")
    assert recording.findings[0].id in err


@needs_gcc
def test_what_still_fails_and_what_is_fixed(
    report: Path, bad: Target, mended: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    still = told(capsys, "replay", str(report), "--target", f"127.0.0.1:{bad.port}")
    content = json.loads(report.read_text(encoding="utf-8"))
    content["target"] |= {"address": None, "spawn": f"{mended} {{port}}"}
    report.write_text(json.dumps(content), encoding="utf-8")
    fixed = told(capsys, "replay", str(report))  # the target of the report

    assert (still[0], still[1].count("STILL FAILS")) == (1, 3), still
    assert (fixed[0], fixed[1].count("FIXED")) == (0, 3), fixed


@needs_gcc
def test_another_fault_on_the_way_does_not_look_like_this_one(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with listening(compiled(tmp_path, "LIST_ORDER")) as target:
        address = f"127.0.0.1:{target.port}"
        id = next(it.id for it in read(str(report)).findings if "whisper" in it.id)
        code, out, _ = told(capsys, "replay", str(report), id, "--target", address)

    assert code == 2, out
    assert out.startswith(f"CANNOT RUN   {id}: something else is wrong: login: ")


@needs_gcc
def test_a_spec_that_has_changed_cannot_be_run(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = report.read_text(encoding="utf-8")
    digest = read(str(report)).digest
    report.write_text(text.replace(digest, "0" * 12), encoding="utf-8")

    code, out, err = told(capsys, "replay", str(report))

    assert (code, out) == (2, "")
    assert "spec/hash.yaml has changed since" in err


@needs_gcc
def test_a_target_that_is_gone_is_told(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{reserved.getsockname()[1]}"
        code, _, err = told(capsys, "replay", str(report), "--target", address)

    assert code == 3
    assert f"nothing listens on {address}" in err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no JSON"),
        ("[]", "is no report"),
        ('{"format": "conformance-report", "version": 9}', "is a report of version 9"),
        ('{"format": "conformance-report", "version": 1}', "is damaged"),
    ],
)
def test_what_is_no_report_is_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(text)

    with pytest.raises(StoredError, match=why):
        read(str(path))


@needs_gcc
def test_a_report_that_was_edited_is_not_half_played(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace('"action": "sends"', '"action": "sings"'), "utf-8")

    code, out, err = told(capsys, "replay", str(report))

    assert (code, out) == (4, "")
    assert "is damaged" in err
    assert "'sings' is none of connects, sends, leaves, resets" in err


def test_a_title_cannot_break_out_of_its_quotes() -> None:
    finding = replace(LEAK, summary='""" \\ \n import os', rule=None)

    compile(scripts.python(finding, "127.0.0.1", 5000), "script", "exec")
