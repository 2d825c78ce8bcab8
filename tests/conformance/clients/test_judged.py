from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conformance.cli import main
from conformance.report import words
from conformance.results import PhaseStarted, Verdict
from tests.conformance.c_server import Judgement, needs_gcc
from tests.conformance.clients.program import (
    compiled,
    importable,
    judged,
    reference,
)
from tests.conformance.report.test_words import HANGUL

SHORT = 2.0  # seconds, where something is going to be missing
LONG = 40.0  # seconds, where it shows by what comes that something else does not


class Fault(NamedTuple):
    """Where a fault of the C client must be found, and how."""

    case: str
    verdict: Verdict
    summary: str
    timeout: float = LONG


FAULTS: Mapping[str, Fault] = {
    "code": Fault(
        "client/command/wake",
        Verdict.FAIL,
        "the client sends say and not wake",
    ),
    "twice": Fault(
        "client/command/say",
        Verdict.FAIL,
        "the client sends something that nobody has asked for",
    ),
    "deaf": Fault(
        "client/answer/with_asked/yes",
        Verdict.FAIL,
        "the client does not send with_yes",
    ),
    "hang": Fault(
        "client/command/whisper",
        Verdict.HUNG,
        "the client does not send whisper, nor anything else any more",
        SHORT,
    ),
    "mute": Fault("client/display/said", Verdict.FAIL, "the client does not show said"),
    "raw": Fault(
        "client/controls/said",
        Verdict.FAIL,
        "control characters in said reach the terminal",
    ),
    "glue": Fault(
        "client/segments/2-in-one",
        Verdict.CRASHED,
        "the client is killed by SIGABRT (aborted)",
    ),
    "split": Fault(
        "client/segments/byte-by-byte",
        Verdict.FAIL,
        "the client does not show whispered",
    ),
    "path": Fault(
        "client/files/climbing-name",
        Verdict.FAIL,
        "the client writes a file outside its folder",
    ),
    "stays": Fault(
        "client/robust/server-closes",
        Verdict.FAIL,
        "the client does not end when the server closes the connection",
        SHORT,
    ),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("clients"))


@pytest.fixture
def own_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference client is started in a folder of its own."""
    monkeypatch.setenv("PYTHONPATH", importable())


def command(program: Path, *fault: str) -> str:
    return " ".join([shlex.quote(str(program)), "{host}", "{port}", *fault])


def wrong(judgement: Judgement) -> dict[str, Verdict]:
    return {id: v for id, v in judgement.results.items() if v is not Verdict.PASS}


@needs_gcc
@pytest.mark.parametrize("io", ["pty", "pipe"])
def test_a_client_of_somebody_else_passes_every_case(program: Path, io: str) -> None:
    select = () if io == "pty" else ("client/command/*", "client/files/*")

    judgement = judged(command(program), "slash", *select, io=io)

    assert (wrong(judgement), judgement.findings) == ({}, [])
    assert judgement.end.exit_code == 0


@needs_gcc
@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_found_where_it_is(program: Path, name: str) -> None:
    fault = FAULTS[name]

    judgement = judged(
        command(program, name), "slash", fault.case, timeout=fault.timeout
    )

    (finding,) = judgement.findings
    assert (finding.id, finding.verdict) == (fault.case, fault.verdict)
    assert finding.summary == fault.summary
    assert finding.confirmed == finding.tries == 3
    assert finding.rule is not None
    assert judgement.end.exit_code == 1
    assert HANGUL.search(words.told(finding.rule.text.en, "ko"))
    for said in (finding.summary, *finding.hints):
        assert HANGUL.search(words.told(said, "ko"))


@needs_gcc
def test_a_conversation_tells_keyboard_wire_and_screen(program: Path) -> None:
    judgement = judged(command(program, "code"), "slash", "client/command/wake")

    lines = [
        f"{it.who} {it.arrow} {it.what}" for it in judgement.findings[0].conversation
    ]
    assert lines == [
        "carol -> connects",
        "carol -> login {name: carol}",
        "user -> starts the client",
        "server <- connects",
        'user -> types "alice"',
        "server <- login {name: alice}",
        'user -> types "/sleep"',
        "server <- sleep {name: alice}",
        'user -> types "/wakeup"',
        "server <- say {name: alice, text: '/wake\\n'}",
    ]


@pytest.mark.usefixtures("own_paths")
@pytest.mark.parametrize(
    ("spec", "io", "select"),
    [
        ("hash", "pty", ["client/leaves", "client/*/whisper*"]),
        ("echo", "pty", ["client/command/upper*", "client/display/echoed"]),
        ("slash", "pty", ["client/answer/*/yes", "client/files/receive"]),
        ("hash", "pipe", ["client/login/*", "client/command/who"]),
        ("duet", "pipe", ["client/segments/5*", "client/controls/*"]),
    ],
)
def test_the_reference_client_passes(spec: str, io: str, select: list[str]) -> None:
    judgement = judged(reference(spec), spec, *select, io=io)

    assert (wrong(judgement), judgement.findings) == ({}, [])
    assert len(judgement.results) >= 2


def test_a_client_that_lets_nobody_in_is_one_finding_and_the_rest_is_blocked() -> None:
    quits = f"{sys.executable} -S -c pass {{port}}"

    judgement = judged(quits, "hash")

    assert [it.id for it in judgement.findings] == ["client/connects"]
    assert judgement.findings[0].summary == "the client ends with exit status 0"
    assert set(judgement.results.values()) == {Verdict.FAIL, Verdict.BLOCKED}


def test_what_a_run_says_is_in_both_languages() -> None:
    judgement = judged(f"{sys.executable} -S -c pass {{port}}", "slash")

    said = [it.about for it in judgement.events if isinstance(it, PhaseStarted)]
    said += [it.summary for it in judgement.findings]
    assert [it for it in said if not HANGUL.search(words.told(it, "ko"))] == []


# The command line.


@needs_gcc
def test_a_report_of_a_client_can_be_replayed(
    program: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, case = str(tmp_path / "report.json"), "client/command/wake"
    run = ["run", "--spec", "slash", "--timeout", "40", "--json", report, case]

    status = main([*run, "--client", command(program, "code")])

    assert status == 1
    assert 'user   -> types "/wakeup"' in capsys.readouterr().out
    content: dict[str, Any] = json.loads(Path(report).read_text(encoding="utf-8"))
    assert content["target"]["client"] == command(program, "code")
    assert main(["replay", report]) == 1
    assert main(["replay", report, "--client", command(program)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].startswith(f"STILL FAILS  {case}")
    assert out.splitlines()[1].startswith(f"FIXED        {case}")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--client", "./client"], "does not say where the port goes"),
        (["--client", ""], "an empty command"),
        (["--client", "x {port}", "--target", "127.0.0.1:5000"], "by itself"),
        (["--client", "x {port}", "nothing/like/it"], "no case matches"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--spec", "hash", *arguments]) == 4
    assert complaint in capsys.readouterr().err


def test_a_client_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["run", "--spec", "hash", "--client", "./no-client {port}"])

    assert status == 3
    assert "there is no program './no-client'" in capsys.readouterr().out


def test_the_cases_are_listed_without_a_client_being_started() -> None:
    run = [sys.executable, "-m", "conformance", "run", "--spec", "hash", "--list"]

    out = subprocess.run(
        [*run, "--client", "./no-client {port}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    ids = [line.partition("\t")[0] for line in out.splitlines()]
    assert ids[:2] == ["client/connects", "client/login"]
    assert {"client/command/whisper", "client/display/joined"} < set(ids)
    assert len(ids) == len(set(ids))
