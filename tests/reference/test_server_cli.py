"""What is typed to start a server, and what is said when it cannot be."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reference.cli import main, parse_address
from reference.server.console import Console
from reference.server.serve import serve
from reference.server.server import Server
from tests.processes import DEADLINE, ROOT, reference, running
from tests.reference.relay import PROTOCOL


def run_reference(*arguments: str) -> tuple[int, str, str]:
    run = subprocess.run(
        reference(*arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
    return run.returncode, run.stdout, run.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--port", "70000"], "70000 is not in the range 0<=x<=65535"),
        (["--port", "x"], "'x' is not a valid integer"),
        (["--limits", "session=3"], "did you mean 'sessions'?"),
        (["--limits", "sessions=0"], "sessions is from 1 to 65536, not 0"),
        (["--profile", "ful"], "hash has no profile 'ful'; did you mean 'full'?"),
        (["--spec", "hsah"], "no spec 'hsah'; did you mean 'hash'?"),
        (["--spec", "no/such.yaml"], "cannot read no/such.yaml: no such file"),
        (["--prot", "1"], "No such option"),
        (["surplus"], "unexpected extra argument"),
    ],
)
def test_a_mistake_on_the_command_line_is_explained(
    options: list[str], message: str
) -> None:
    run = CliRunner().invoke(main, ["server", "--spec", "hash", *options])

    assert run.exit_code == 2
    assert message in run.output


def test_a_faulty_spec_is_listed_problem_by_problem(tmp_path: Path) -> None:
    spec = tmp_path / "faulty.yaml"
    spec.write_text("spec: 1\nname: faulty\nnonsense: 1\n", encoding="utf-8")

    run = CliRunner().invoke(main, ["server", "--spec", str(spec)])

    assert run.exit_code == 2
    assert f"{spec}:3:1: " in run.output


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        status, printed, complaint = run_reference(
            "server", "--spec", "hash", "--port", str(port)
        )

    assert (status, printed) == (3, "")
    assert complaint == (
        f"cannot listen on 127.0.0.1:{port}: "
        "the port is in use; choose another, or 0 for any free one\n"
    )


def test_an_address_of_another_machine_is_said_in_one_line() -> None:
    status, _, complaint = run_reference(
        "server", "--spec", "hash", "--host", "192.0.2.1", "--port", "0"
    )

    assert status == 2
    assert complaint == (
        "cannot listen on 192.0.2.1:0: this machine has no such address\n"
    )


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (
            PermissionError(13, "while binding"),
            3,
            "the port is privileged; choose one from 1024 on",
        ),
        (socket.gaierror(-2, "Name or service not known"), 2, "there is no such host"),
        (OSError(24, "whatever"), 3, "Too many open files"),
    ],
)
def test_what_keeps_it_from_listening_is_said_in_one_line(
    error: OSError, status: int, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    class Unlucky(Server):
        async def start(self, host: str = "", port: int = 0) -> int:
            raise error

    assert serve(Unlucky(PROTOCOL), "example", 80, Console(PROTOCOL)) == status
    assert capsys.readouterr().err == f"cannot listen on example:80: {reason}\n"


def test_it_listens_on_an_address_of_version_6() -> None:
    command = reference("server", "--spec", "hash", "--host", "::1", "--port", "0")
    with running(command) as server:
        assert server.host == "::1"
        with socket.create_connection(server.address, DEADLINE):
            pass


def test_nobody_need_read_what_it_prints() -> None:
    command = reference("server", "--spec", "hash", "--port", "0")
    with running(command) as server:
        assert server.process.stdout is not None
        server.process.stdout.close()
        server.process.stdout = None

        status, _ = server.stop()

        assert status == 0
        assert server.logged() == ""


def test_help_of_each_command_names_its_options() -> None:
    help_of_server = CliRunner().invoke(main, ["server", "--help"]).output
    help_of_client = CliRunner().invoke(main, ["client", "--help"]).output

    for option in ("--spec", "--profile", "--host", "--port", "--limits", "--quiet"):
        assert option in help_of_server
    for option in ("--spec", "--profile", "--name", "--downloads", "HOST:PORT"):
        assert option in help_of_client


@pytest.mark.parametrize(
    ("address", "message"),
    [("localhost:0", "'0' is no port"), ("localhost:99999", "'99999' is no port")],
)
def test_an_address_without_a_port_that_exists_is_refused(
    address: str, message: str
) -> None:
    run = CliRunner().invoke(main, ["client", "--spec", "hash", address])

    assert run.exit_code == 2
    assert message in run.output


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (None, ("127.0.0.1", 5000)),
        ("example", ("example", 5000)),
        ("example:7", ("example", 7)),
        (":7", ("127.0.0.1", 7)),
        ("[::1]:7", ("::1", 7)),
        ("[::1]", ("::1", 5000)),
    ],
)
def test_an_address_may_leave_out_what_is_usual(
    typed: str | None, meant: tuple[str, int]
) -> None:
    assert parse_address(typed, 5000) == meant


def test_help_loads_nothing_slow() -> None:
    code = (
        "import sys, reference.cli\n"
        "slow = {'asyncio', 'construct', 'prompt_toolkit', 'yaml', 'tkinter'}\n"
        "print(slow & set(sys.modules))"
    )

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
    )

    assert run.stdout == "set()\n"
