from __future__ import annotations

import os
import re
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from conformance.targets import spawned
from conformance.targets.command import Command
from conformance.targets.ports import free_port, listening
from conformance.targets.process import Process
from conformance.targets.spawned import Spawned
from conformance.targets.target import StartError, accepts
from tests.processes import DEADLINE

# Listens on its argument; the next arguments say what it does after that.
SERVER = """
import os, socket, subprocess, sys, time
port, *words = sys.argv[1:]
if "ignores-term" in words:
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "child" in words:
    child = subprocess.Popen(["sleep", "600"])
    print("child", child.pid)
server = socket.create_server(("127.0.0.1", 0 if "elsewhere" in words else int(port)))
print("ready", flush=True)
while True:
    client, _ = server.accept()
    said = client.recv(100)
    if said == b"die":
        print("last words")
        sys.stdout.flush()
        os.abort()
    if said == b"exit":
        sys.exit(7)
    if said == b"close":
        server.close()
        time.sleep(600)
    client.close()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("server") / "server.py"
    path.write_text(SERVER)
    return f"{sys.executable} -S {path} {{port}}"


def told(target: Spawned, word: bytes) -> None:
    """Say something, and wait until the server has ended the connection."""
    with socket.create_connection((target.host, target.port), DEADLINE) as connection:
        connection.sendall(word)
        if word != b"close":
            connection.recv(1)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_a_free_port_is_none_that_connections_get_by_chance() -> None:
    port = free_port("127.0.0.1")

    lowest = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]
    assert 1024 <= port < int(lowest)
    assert not accepts("127.0.0.1", port)


def test_a_program_is_there_as_long_as_it_is_needed(server: str) -> None:
    with Spawned(Command(server), DEADLINE) as target:
        assert accepts(target.host, target.port)
        assert (target.has_ended(), target.ending()) == (False, None)

    assert not accepts(target.host, target.port)


@pytest.mark.parametrize(
    ("word", "said", "lives"),
    [
        (b"die", "is killed by SIGABRT (aborted)", False),
        (b"exit", "ends with exit status 7", False),
        (b"close", "accepts no more connections, although it still runs", True),
    ],
)
def test_how_it_ended_is_known_and_it_can_be_started_again(
    server: str,
    word: bytes,
    said: str,
    lives: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if lives:  # else that is how long it may take to die
        monkeypatch.setattr(spawned, "_DYING", 0.01)
    with Spawned(Command(server), DEADLINE) as target:
        told(target, word)
        end = time.monotonic() + DEADLINE
        while (ending := target.ending()) is None and time.monotonic() < end:
            pass

        assert ending is not None
        assert (ending.said, ending.lives) == (said, lives)
        if word == b"die":
            assert ending.output == ("ready", "last words")
        target.renew(force=True)
        assert target.ending() is None


@pytest.mark.parametrize("words", ["child", "child ignores-term"])
def test_what_it_has_started_ends_with_it(server: str, words: str) -> None:
    with Spawned(Command(f"{server} {words}"), DEADLINE) as target:
        pid = int(target.output()[0].split()[1])
        assert is_running(pid)

    end = time.monotonic() + DEADLINE
    while is_running(pid) and time.monotonic() < end:
        pass
    assert not is_running(pid)


def test_it_ends_whatever_happens(server: str) -> None:
    target = Spawned(Command(server), DEADLINE)

    with pytest.raises(KeyboardInterrupt), target:
        signal.raise_signal(signal.SIGINT)

    assert not accepts(target.host, target.port)


def why_not(command: str, seconds: float = DEADLINE) -> str:
    with pytest.raises(StartError) as error, Spawned(Command(command), seconds):
        pass
    return str(error.value)


def test_a_program_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("server").touch()
    Path("script").write_text("#!/no/such/shell\n")
    Path("script").chmod(0o755)

    assert why_not("./none {port}").startswith("there is no program './none' (from /")
    assert why_not("server {port}") == (
        "no program named 'server' is installed; did you mean './server'?"
    )
    assert why_not("./server {port}") == (
        "'./server' is not executable: chmod +x ./server"
    )
    assert why_not(f"{tmp_path} {{port}}").endswith("is a folder, not a program")
    assert "names an interpreter that does not exist" in why_not("./script {port}")


def test_a_program_that_ends_before_it_listens_is_told_with_its_output() -> None:
    why = why_not("sh -c 'echo bind: in use >&2; exit 3' {port}")

    assert re.fullmatch(
        r"sh -c 'echo bind: in use >&2; exit 3' \d+: it ends with exit status 3 before "
        r"it listens\nits last output:\n  bind: in use",
        why,
    )


def test_a_program_that_never_listens_is_told() -> None:
    why = why_not("sh -c 'exec sleep 600' {port}", 0.05)

    assert re.search(
        r": after 0\.05 s it does not listen on port \d+ \(--start-timeout gives", why
    )


def test_where_a_program_listens_is_known(server: str) -> None:
    process = Process([*Command(f"{server} elsewhere").arguments("127.0.0.1", 1)])
    try:
        end = time.monotonic() + DEADLINE
        while not (found := listening(process.group)) and time.monotonic() < end:
            pass
        (address,) = found

        assert accepts("127.0.0.1", int(address.removeprefix("127.0.0.1:")))
    finally:
        process.end(force=True)


def test_a_program_that_listens_elsewhere_is_told_where(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spawned, "listening", lambda group: ["127.0.0.1:5000"])

    assert why_not("sh -c 'exec sleep 600' {port}", 0.05).endswith(
        ", which it was given, but on 127.0.0.1:5000: does it use the port of its "
        "command line?"
    )
