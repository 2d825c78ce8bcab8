"""``python -m reference window`` as a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from codegen.protocol import load
from reference.cli import main
from reference.client.session import Stage
from reference.statuses import LEFT, USAGE
from reference.window.run import run
from tests.processes import DEADLINE, ROOT, RunningServer, reference

HASH = load("hash")
NOWHERE = ("127.0.0.1", 1)


def test_the_help_lists_it() -> None:
    assert "  window  " in CliRunner().invoke(main, ["--help"]).output


def test_without_tk_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tkinter", None)

    assert run(HASH, NOWHERE, None, Path()) == USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert "apt install python3-tk" in line


def test_without_a_display_it_says_what_to_set() -> None:
    pytest.importorskip("tkinter", reason="this Python has no tkinter")
    # A process of its own: Tk keeps the display of an earlier window in this one.
    environment = {name: v for name, v in os.environ.items() if name != "DISPLAY"}
    ended = subprocess.run(
        [sys.executable, "-m", "reference", "window", "--spec", "hash", "127.0.0.1:1"],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )

    assert ended.returncode == USAGE
    (line,) = ended.stderr.splitlines()
    assert "no display" in line
    assert "set DISPLAY" in line


def test_an_interrupt_in_the_terminal_is_a_leave(
    display_name: str, hash_server: RunningServer, tmp_path: Path
) -> None:
    from tests.reference.window.display import Screen

    screen = Screen(display_name, tmp_path)
    watching = screen.opens(HASH, hash_server.port, "watching")
    screen.until(lambda: watching.picture.stage is Stage.IN)
    place = f"127.0.0.1:{hash_server.port}"
    with subprocess.Popen(
        reference("window", "--spec", "hash", "--name", "leaving", place),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": display_name},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            screen.until(lambda: "leaving" in watching.picture.members)
            process.send_signal(signal.SIGINT)
            screen.shows(watching, "[공지]leaving 사용자가 퇴장하였습니다.")
            _, errors = process.communicate(timeout=DEADLINE)
        finally:
            process.kill()
    screen.close()

    assert (process.returncode, errors) == (LEFT, "")
