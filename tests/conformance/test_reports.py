"""Reports that are files, as a user asks for them on the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance import cli
from tests.conformance.test_cli import deaf_target, program
from tests.processes import DEADLINE, read_line, running_server

FEW = ("run", "--spec", "hash", "--depth", "quick", "must/entry/who/*")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a server that conforms listens."""
    with running_server("hash") as server:
        yield f"127.0.0.1:{server.port}"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    written = capsys.readouterr()
    return code, written.out, written.err


def test_several_reports_at_once(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {format: tmp_path / f"report.{format}" for format in ("json", "junit")}
    options = [
        word for name, path in files.items() for word in (f"--{name}", str(path))
    ]

    code, out, err = told(capsys, *FEW, "--target", address, *options)

    assert err == ""
    assert out.endswith(f"(exit code {code})\n")
    report = json.loads(files["json"].read_text())
    assert report["complete"]
    assert report["target"]["address"] == address
    assert report["suite"]["select"] == [FEW[-1]]
    assert ElementTree.parse(files["junit"]).getroot().attrib["failures"] == "0"


def test_a_report_on_stdout_has_it_to_itself(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, *FEW, "--target", address, "--json", "-")

    assert json.loads(out)["complete"]
    assert err.endswith(f"(exit code {code})\n")


def test_what_cannot_be_written_is_refused_before_anything_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none" / "report.json"

    code, out, err = told(capsys, *FEW, "--json", str(path))

    assert (code, out) == (4, "")
    assert err.startswith(f"conformance: --json: there is no folder {path.parent}\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_disk_that_is_full_does_not_look_like_success(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, *FEW, "--target", address, "--json", "/dev/full")

    assert code == 4 if out.endswith("conforms (exit code 0)\n") else code in (1, 2)
    why = "no space left on device"
    assert err == f"conformance: cannot write /dev/full: {why}; the run goes on\n"


@contextmanager
def begun(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A run that goes on for as long as nobody ends it."""
    with deaf_target() as address:
        command = ("run", "--spec", "hash", "--target", address, *arguments)
        with program(*command) as process:
            assert process.stdout is not None
            read_line(process.stdout, DEADLINE)
            yield process


def test_a_run_that_is_killed_leaves_files_that_can_be_read(tmp_path: Path) -> None:
    path, junit = tmp_path / "report.json", tmp_path / "junit.xml"
    with begun("--json", str(path), "--junit", str(junit)) as process:
        process.kill()
        process.communicate(timeout=DEADLINE)

    report = json.loads(path.read_text())
    assert not report["complete"]
    assert {case["verdict"] for case in report["cases"]} == {None}
    assert ElementTree.parse(junit).getroot().attrib["errors"] == "1"


def test_a_run_that_is_stopped_says_so_in_its_report(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with begun("--json", str(path)) as process:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=DEADLINE)

    report = json.loads(path.read_text())
    assert report["complete"]
    assert report["run"]["stopped"] == "interrupted"
    assert report["run"]["exit_code"] == process.returncode == 143


def test_a_reader_that_goes_away_does_not_take_the_file_with_it(
    address: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.json"
    reader, writer = os.pipe()
    os.close(reader)
    try:
        process = program(*FEW, "--target", address, "--json", str(path), stdout=writer)
    finally:
        os.close(writer)

    _, err = process.communicate(timeout=DEADLINE)

    assert (process.returncode, err) == (141, "")
    report = json.loads(path.read_text())
    assert report["run"]["stopped"] == "nobody reads the output"
