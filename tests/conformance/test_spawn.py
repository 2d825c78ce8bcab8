"""--spawn: the judge starts the C server, and starts it again after what ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import cli
from tests.conformance.c_server import compiled, needs_gcc, spoilt

pytestmark = needs_gcc

WHISPERS = "must/entry/whisper*"
AFTER = "must/scenario/*"


def judged(
    program: Path, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str]:
    """The exit code and the report."""
    spawn = f"{program} {{port}}"
    options = ("--depth", "quick", "--timeout", "0.6", *arguments)
    code = cli.main(("run", "--spec", "hash", "--spawn", spawn, *options))
    return code, capsys.readouterr().out


def test_a_server_in_c_conforms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = judged(compiled(tmp_path), capsys)

    assert code == 0
    assert "conforms (exit code 0)" in report


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "if (may_speak_as(c, from) && !find_receiver(to))"
            ' { puts("whom?"); fflush(stdout); abort(); }',
            [
                "CRASHED must/entry/whisper-to-nobody/online-sender-self-to-offline",
                "after this the server is killed by SIGABRT",
                "its last output\n    listening on 127.0.0.1:",
                "    whom?\n",
            ],
        ),
        (
            "while (may_speak_as(c, from) && find_receiver(to) == c) pause();",
            [
                "HUNG must/entry/whisper/online-sender-self-to-self",
                "after this nobody can come in any more",
            ],
        ),
    ],
    ids=["crash", "hang"],
)
def test_what_ends_a_server_ends_a_case_and_not_the_run(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    statement: str,
    said: list[str],
) -> None:
    program = compiled(tmp_path, source=spoilt("on_whisper", statement))

    code, report = judged(program, capsys, WHISPERS, AFTER)

    assert code == 1
    for text in said:
        assert text in report
    assert "scenarios         4 cases   4 PASS" in report
    assert "deviates: 1 finding (exit code 1)" in report
