"""The client as a process on pipes: lines in, lines out, and an exit status."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from time import monotonic

import pytest

from tests.processes import DEADLINE, ROOT, running_server
from tests.reference.parcel import say
from tests.reference.scripted import (
    ENVIRONMENT,
    client_command,
    parcel_command,
    relay,
    scripted_server,
)


class Client:
    """A running client, its streams pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._held = b""

    def types(self, *lines: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())

    def shows(self, *lines: str) -> str:
        """Read lines until one of these comes, and return it."""
        return self._until(lambda heard: heard in lines)

    def shows_at_the_end_of_a_line(self, text: str) -> None:
        """Read lines until one ends so."""
        self._until(lambda heard: heard.endswith(text))

    def _until(self, is_it: Callable[[str], bool]) -> str:
        found: list[str] = []
        end = monotonic() + DEADLINE
        while (heard := self._line(end)) is None or not is_it(heard):
            assert heard is not None, found
            found.append(heard)
        return heard

    def _line(self, end: float) -> str | None:
        assert self.process.stdout is not None
        while b"\n" not in self._held:
            ready, _, _ = select(
                [self.process.stdout], [], [], max(0, end - monotonic())
            )
            piece = self.process.stdout.read(65536) if ready else b""
            if not piece:
                return None
            self._held += piece
        line, _, self._held = self._held.partition(b"\n")
        return line.decode()

    def ends(self) -> tuple[int, str]:
        """Wait for the end; the exit status and the standard error."""
        status = self.process.wait(DEADLINE)
        assert self.process.stderr is not None
        return status, self.process.stderr.read().decode()


@contextmanager
def running(command: list[str]) -> Iterator[Client]:
    """A client with pipes for its streams; whatever happens, it is ended."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        bufsize=0,
    ) as process:
        try:
            yield Client(process)
        finally:
            process.kill()


def run(command: list[str], text: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=ENVIRONMENT,
        input=text,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
    return done.returncode, done.stdout, done.stderr


LIST = "=== 접속자 리스트 ===\nalice\n====================="


def test_a_whole_conversation_on_a_pipe() -> None:
    lines = "/who\nhello\n/m alice psst\n"
    with running_server("hash") as server:
        command = client_command("hash", server.port, "--name", "alice")

        status, out, err = run(command, lines)

    assert (status, err) == (0, "")
    # The answer to a line that is not sent need not wait for the server's.
    unsent = "메시지를 정상적으로 입력해주세요.\n"
    assert out.count(unsent) == 1
    assert out.replace(unsent, "") == (
        f"채팅방에 입장하였습니다.\n{LIST}\n{LIST}\n"
        "alice님의 귓속말 : psst\n채팅방 접속이 해제되었습니다.\n"
    )


def test_a_refused_name_is_asked_for_again() -> None:
    with (
        running_server("hash") as server,
        running(client_command("hash", server.port, "--name", "alice")) as alice,
    ):
        alice.shows("=====================")

        status, out, err = run(client_command("hash", server.port), "alice\nbob\n/q\n")

        alice.shows("[공지]bob 사용자가 퇴장하였습니다.")
    assert (status, err) == (0, "")
    assert out.splitlines()[:4] == [
        "Name: ",
        "이미 사용 중인 ID입니다.",
        "Name: ",
        "채팅방에 입장하였습니다.",
    ]


def test_a_refused_name_that_nobody_can_correct_is_status_1() -> None:
    with scripted_server() as server:
        command = client_command("hash", server.port, "--name", "alice")
        with running(command) as client:
            peer = server.accepts()
            peer.expects(b"001#alice")
            peer.says(b"101")

            assert client.ends()[0] == 1


def test_the_end_of_the_input_after_a_refusal_is_status_1() -> None:
    with (
        scripted_server() as server,
        running(client_command("hash", server.port)) as client,
    ):
        client.types("alice")
        peer = server.accepts()
        peer.expects(b"001#alice")
        peer.says(b"101")
        assert client.process.stdin is not None
        client.process.stdin.close()

        assert client.ends()[0] == 1


def test_nobody_listening_is_status_3_with_a_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    status, out, err = run(client_command("hash", port, "--name", "alice"))

    assert (status, out) == (3, "")
    assert err == (
        f"네트워크 오류가 발생하였습니다.\n(127.0.0.1:{port}: Connection refused)\n"
    )


def test_a_lost_connection_is_status_3() -> None:
    with scripted_server() as server:
        command = client_command("hash", server.port, "--name", "alice")
        with running(command) as client:
            server.accepts().ends()

            assert client.ends() == (3, "접속 오류가 발생하였습니다.\n")


def test_a_server_that_speaks_something_else_is_status_3() -> None:
    with (
        scripted_server() as server,
        running(parcel_command(server.port, "alice")) as client,
    ):
        server.accepts().says(b"\xff\xff\x00 what is this?")

        status, err = client.ends()
        assert status == 3
        assert err.startswith("The server broke the framing")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_a_leave_with_a_goodbye(number: signal.Signals) -> None:
    with (
        scripted_server() as server,
        running(parcel_command(server.port, "alice")) as client,
    ):
        peer = server.accepts()
        peer.expects(say("Login", "alice"))
        peer.says(say("Welcome", "alice"))
        client.shows("welcome, alice")

        client.process.send_signal(number)
        peer.expects(say("Exit"))
        peer.says(say("Goodbye"))

        assert client.ends() == (0, "")


def test_lines_typed_ahead_wait_for_the_name() -> None:
    with scripted_server() as server, running(parcel_command(server.port)) as client:
        client.types("alice", "hello")
        peer = server.accepts()
        peer.expects(say("Login", "alice"))
        peer.says(say("Taken", "alice"))
        peer.expects(say("Login", "hello"))
        peer.says(say("Welcome", "hello"))
        client.types("to all")

        peer.expects(say("Say", "to all"))


def test_a_reader_that_has_gone_is_no_traceback() -> None:
    with (
        scripted_server() as server,
        running(parcel_command(server.port, "alice")) as client,
    ):
        peer = server.accepts()
        assert client.process.stdout is not None
        client.process.stdout.close()
        peer.says(say("Welcome", "alice"))
        peer.expects(say("Login", "alice") + say("Exit"))
        peer.says(say("Goodbye"))

        assert client.ends() == (0, "")


def test_a_stream_that_lacks_a_character_gets_it_spelled_out() -> None:
    with running_server("hash") as server:
        command = client_command("hash", server.port, "--name", "alice")

        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"},
            input=b"/q\n",
            capture_output=True,
            timeout=DEADLINE,
        )

    assert done.returncode == 0
    assert done.stdout.startswith(rb"\ucc44\ud305")


def test_ten_megabytes_get_across_while_people_talk(tmp_path: Path) -> None:
    content = os.urandom(10 * 2**20)
    (tmp_path / "big.bin").write_bytes(content)
    folder = tmp_path / "bob"
    with (
        relay() as server,
        running(parcel_command(server.port, "bob", folder)) as bob,
        running(parcel_command(server.port, "alice", tmp_path / "alice")) as alice,
    ):
        alice.shows("welcome, alice")
        bob.shows("welcome, bob")
        alice.types(f"/file bob {tmp_path / 'big.bin'}")
        bob.shows("alice offers big.bin, 10485760 bytes. Take it? (y/n)")
        bob.types("y", "it comes")
        alice.shows("[09:00:00] bob: it comes")
        alice.types("it goes")
        bob.shows("[09:00:00] alice: it goes")
        bob.shows(f"Received 10485760 bytes from alice: {folder / 'big.bin'}")

    assert [path.name for path in folder.iterdir()] == ["big.bin"]
    got = hashlib.sha256((folder / "big.bin").read_bytes()).hexdigest()
    assert got == hashlib.sha256(content).hexdigest()
