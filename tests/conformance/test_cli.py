from __future__ import annotations

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from codegen.protocol import available
from conformance import cli
from conformance.report.columns import columns
from tests.conformance.proxy import replacing
from tests.processes import DEADLINE, read_line, running_server

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "conformance"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
QUICK = ("run", "--spec", "hash", "--depth", "quick")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, and what is written to stdout and to stderr."""
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def program(
    *arguments: str, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=ROOT,
        env={**ENVIRONMENT, **environment},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )


# Help.


def test_help_teaches_by_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, "run", "--help")

    assert (code, err) == (0, "")
    assert "conformance run --target 127.0.0.1:5000\n" in out
    assert "  4  the command line or the spec is wrong" in out
    assert "[default: chat]" in out
    assert max(map(len, out.splitlines())) <= 88


@pytest.mark.parametrize("arguments", [[], ["run"], ["specs"]])
def test_help_loads_nothing_that_is_slow(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from conformance import cli\n"
        f"assert cli.main([*{arguments!r}, '--help']) == 0\n"
        "slow = 'construct yaml asyncio socket hypothesis codegen.generated'.split()\n"
        "print('loaded:', [name for name in slow if name in sys.modules])"
    )

    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )

    assert run.stdout.splitlines()[-1] == "loaded: []", run.stderr


def test_a_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "--version")

    assert code == 0
    assert out.startswith("conformance ")


def test_specs_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "specs")

    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines() if line[0] != " "] == (
        available()
    )
    assert "  profile basic: no features\n" in out
    assert "  feature whisper: A text for one member alone.\n" in out


# Mistakes.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rum"], "No such command 'rum'"),
        (["run", "--sepc", "x"], "No such option '--sepc'"),
        (["run", "--spec", "hsah"], "no spec named 'hsah'; did you mean 'hash'?"),
        (["run", "--spec", "none.yaml"], "no spec file 'none.yaml'"),
        (
            ["run", "--spec", "hash", "--profile", "ful"],
            "no profile named 'ful'; did you mean 'full'?",
        ),
        (["run", "--target", "5000"], "--target: '5000' is no HOST:PORT"),
        (["run", "--target", "localhost:0"], "a port is a number from 1 to 65535"),
        (["run", "--target", "localhost:70000"], "a port is a number from 1 to 65535"),
        (["run", "--target", "192.0.2.1:5000"], "unless you say --allow-remote"),
        (["run", "--depth", "deep"], "'deep' is not one of"),
        (["run", "-q", "-v"], "-q and -v exclude each other"),
        ([*QUICK, "whisper"], "no case matches 'whisper'; did you mean one of these?"),
        ([*QUICK, "zzz"], "no case matches 'zzz'; --list shows the "),
    ],
)
def test_a_wrong_command_line_is_told_in_one_sentence(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, *arguments)

    assert (code, out) == (4, "")
    assert err.startswith("conformance: ")
    assert message in err
    assert "Traceback" not in err
    assert re.search(r"\ntry: conformance( run)? --help\n$", err)


def test_a_wrong_spec_is_told_with_file_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "wrong.yaml"
    spec.write_text("spec: 1\nname: wrong\nnmae: twice\n", encoding="utf-8")

    code, out, err = told(capsys, "run", "--spec", str(spec))

    assert (code, out) == (4, "")
    assert re.match(rf"{re.escape(str(spec))}:\d+:\d+: ", err)


def test_nothing_that_listens_is_not_a_fault_of_the_target(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{reserved.getsockname()[1]}"

        code, out, err = told(capsys, *QUICK, "--target", address)

    assert (code, out) == (3, "")
    assert err.startswith(f"conformance: nothing listens on {address} (connection ref")
    assert "start your server" in err


# The list.


def test_a_list_in_a_pipe_has_one_case_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = told(capsys, *QUICK, "--list", "must/entry/*")

    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert len(rows) > 10
    assert all(len(row) == 5 for row in rows)
    assert all(row[0].startswith("must/entry/") for row in rows)
    assert {row[1] for row in rows} == {"must"}


def test_every_listed_case_can_be_selected_by_its_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ids = [
        line.split("\t")[0] for line in told(capsys, *QUICK, "--list")[1].splitlines()
    ]

    for id in ids[:: len(ids) // 5]:
        assert told(capsys, *QUICK, "--list", id)[1].split("\t")[0] == id


# Whole runs.


def test_the_reference_server_conforms(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, *QUICK)

    assert (code, err) == (0, "")
    assert out.startswith("Numbered '#' chat (hash, profile full)\n")
    assert out.endswith("\nconforms (exit code 0)\n")
    assert "\r" not in out
    assert "\x1b" not in out


def test_a_server_is_judged_where_it_listens(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with running_server("hash") as server:
        address = f"localhost:{server.port}"

        code, out, _ = told(capsys, *QUICK, "--target", address, "must/entry/*")

    assert code == 0, out
    assert f"\n  target  {address}\n" in out


def test_a_verbose_run_names_every_case(capsys: pytest.CaptureFixture[str]) -> None:
    ids = told(capsys, *QUICK, "--list", "must/entry/who*")[1].splitlines()

    _, out, _ = told(capsys, *QUICK, "-v", "must/entry/who*")

    for id in ids:
        assert f"    PASS {id.split()[0]} " in out


def test_a_quiet_run_that_conforms_is_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(capsys, *QUICK, "-q", "must/entry/who*") == (
        0,
        "conforms (exit code 0)\n",
        "",
    )


def test_a_server_that_deviates_is_told_what_it_did(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (
        running_server("hash") as server,
        replacing(server.address, b"102", b"1O2") as port,
    ):
        address = f"127.0.0.1:{port}"

        code, out, _ = told(capsys, *QUICK, "--target", address, "must/entry/exit/*")

    assert code == 1, out
    assert "\n  A server MUST answer 004 with 102, announce the leaving" in out
    assert "|102|" in out
    assert "|1O2|" in out
    command = f"conformance run --spec hash --target {address} --depth quick 'must/"
    assert f"\n    {command}" in out
    assert out.endswith("\ndeviates: 1 finding (exit code 1)\n")


@contextmanager
def deaf_target() -> Iterator[str]:
    """A target whose system accepts connections that no program ever reads."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_an_interrupted_run_ends_with_what_was_seen() -> None:
    with deaf_target() as address, program(*QUICK, "--target", address) as process:
        assert process.stdout is not None
        seen = read_line(process.stdout, DEADLINE)
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=DEADLINE)

    assert seen.startswith("Numbered '#' chat")
    assert process.returncode == 130
    assert rest.splitlines()[-2:] == [
        "stopped: interrupted",
        "interrupted (exit code 130)",
    ]
    assert err == ""


@pytest.mark.parametrize("arguments", [QUICK, (*QUICK, "--list"), ("specs",)])
def test_a_reader_that_has_gone_away_is_no_trouble(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with closing_fd(writer):
        process = program(*arguments, stdout=writer)

    _, err = process.communicate(timeout=DEADLINE)

    assert (process.returncode, err) == (141, "")


def test_a_terminal_that_knows_ascii_alone_gets_escapes() -> None:
    with program(
        *("run", "--spec", "hash", "--list"),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    ) as process:
        out, err = process.communicate(timeout=DEADLINE)

    assert (process.returncode, err) == (0, "")
    assert out.isascii()


# On a terminal.


def on_a_terminal(*arguments: str, width: int = 100, **environment: str) -> str:
    """All that the command writes to a terminal of that width."""
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        set_width(theirs, width)
        environment = {"TERM": "xterm", "COLUMNS": "", **environment}
        with closing_fd(theirs):
            process = program(*arguments, stdout=theirs, **environment)
        try:
            written = read_all(screen.fileno())
            assert process.wait(DEADLINE) == 0, written
        finally:
            process.kill()
            process.communicate()
    return written.decode()


def set_width(terminal: int, width: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))


@contextmanager
def closing_fd(descriptor: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(descriptor)


def read_all(descriptor: int) -> bytes:
    """What comes until the other side closes the terminal."""
    end, written = time.monotonic() + DEADLINE, b""
    while select.select([descriptor], [], [], max(0, end - time.monotonic()))[0]:
        try:
            written += os.read(descriptor, 65536)
        except OSError:  # how Linux tells the end of a terminal
            break
    return written


def test_a_terminal_gets_colours_and_a_bar_that_leaves_no_trace() -> None:
    text = on_a_terminal(*QUICK, NO_COLOR="")

    assert "\x1b[32m" in text
    assert "\r  sanity      " in text
    last = text.split("\r\n")[-2]
    assert last == "\x1b[32mconforms (exit code 0)\x1b[0m"


def test_no_color_is_respected() -> None:
    assert "\x1b" not in on_a_terminal(*QUICK, NO_COLOR="1")


def test_no_line_is_wider_than_the_terminal() -> None:
    text = on_a_terminal(*QUICK, "-v", "must/entry/who*", width=60, NO_COLOR="1")

    lines = [part for line in text.split("\n") for part in line.split("\r")]
    assert max(map(columns, lines)) <= 60


def test_a_list_on_a_terminal_stands_under_its_requirements() -> None:
    text = on_a_terminal("run", "--spec", "hash", "--list", "-v", NO_COLOR="1")

    assert "\r\ncells: " in text
    assert re.search(r"\n  MUST   A server MUST .*", text)
    assert re.search(r" spec/hash\.yaml:\d+\r\n", text)
    assert "\r\ndepth quick: " in text
