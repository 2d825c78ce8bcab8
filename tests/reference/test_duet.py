"""Two people at two consoles: the host's is the server's own."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

from tests.processes import (
    DEADLINE,
    ROOT,
    RunningServer,
    read_line,
    reference,
    running_server,
)
from tests.reference.scripted import ENVIRONMENT, client_command
from tests.reference.server_clients import Client, client
from tests.reference.terminal import Terminal, terminal

CTRL_C = "\x03"
WAITING = re.compile(r"서버가 127\.0\.0\.1:(\d+)에서 대기 중입니다\.\.\.")
BUSY = "이미 대화 중입니다.\n".encode()
FINISH = "종료\n".encode()
NEXT = "다음 클라이언트를 기다립니다..."
WIDE = 76, 20


@contextmanager
def host() -> Iterator[tuple[Terminal, int]]:
    """The screen of a host who waits, and the port."""
    command = reference("server", "--spec", "duet", "--port", "0")
    with terminal(command, WIDE) as screen:
        screen.until(lambda: WAITING.fullmatch(screen.lines[0]) is not None)
        screen.until(lambda: screen.cursor == (6, "서버:"))
        found = WAITING.fullmatch(screen.lines[0])
        assert found is not None
        yield screen, int(found[1])


@contextmanager
def guest(port: int) -> Iterator[Client]:
    """A guest without a screen."""
    with client(("127.0.0.1", port)) as one:
        yield one


def shows_comer(screen: Terminal, one: Client) -> None:
    """The host sees who has come."""
    port = one.socket.getsockname()[1]
    screen.shows(f"클라이언트 (127.0.0.1:{port})와 연결되었습니다.")


def test_two_terminals_talk_at_the_same_time_until_the_guest_ends_it() -> None:
    with host() as (screen, port), terminal(client_command("duet", port), WIDE) as ann:
        screen.beside, ann.beside = [ann], [screen]
        ann.until(lambda: ann.cursor == (12, "클라이언트:"))
        ann.shows("One-to-one console chat · /help")
        screen.types("안녕")
        screen.until(lambda: screen.cursor == (10, "서버: 안녕"))
        ann.types("반가")
        ann.until(lambda: ann.cursor == (16, "클라이언트: 반가"))
        ann.types("워요\n다시\n")

        screen.shows("클라이언트: 반가워요")
        screen.shows("클라이언트: 다시")
        screen.until(lambda: screen.cursor == (10, "서버: 안녕"))
        ann.types("그리")
        screen.types("하세요\n")
        texts = ["클라이언트: 반가워요", "클라이언트: 다시", "서버: 안녕하세요"]
        screen.until(lambda: screen.lines[2:6] == [*texts, "서버:"])
        ann.until(lambda: ann.lines[:5] == [*texts, "클라이언트: 그리", ""])
        ann.until(lambda: ann.cursor == (16, "클라이언트: 그리"))

        with guest(port) as second:
            second.hears(BUSY)
            second.hears_the_end()
        ann.types("고\n종료\n")
        assert ann.ends() == 0
        screen.shows("클라이언트: 그리고")
        screen.shows(f"클라이언트가 대화를 종료했습니다. {NEXT}")


def test_a_host_has_one_guest_after_the_other() -> None:
    with host() as (screen, port):
        with guest(port) as first:
            shows_comer(screen, first)
            first.say("\x1b[2J종료?\n".encode())
            screen.shows(r"클라이언트: \x1b[2J종료?")
            screen.types("잘 가요\n종료\n")
            first.hears("잘 가요\n".encode() + FINISH)
            first.hears_the_end()
            screen.shows(f"대화를 종료했습니다. {NEXT}")

        screen.types("누구 없어요\n")
        screen.shows("연결된 클라이언트가 없습니다. (Ctrl-C로 서버를 끝냅니다.)")
        assert not [line for line in screen.lines if "누구" in line]

        with guest(port) as second:
            shows_comer(screen, second)
            second.reset()
            screen.shows(f"클라이언트와의 연결이 끊어졌습니다. {NEXT}")

        with guest(port) as third:
            shows_comer(screen, third)
            screen.types("하던 말이" + CTRL_C)
            third.hears(FINISH)
            third.hears_the_end()
            third.close()
            assert screen.ends() == 0
            # A reply of the terminal to the server may have come too late to be read.
            assert any(li.endswith("goodbye (1 connected)") for li in screen.lines)


# By pipes.


@contextmanager
def typing_client(port: int) -> Iterator[subprocess.Popen[str]]:
    """The reference client on plain lines."""
    process = subprocess.Popen(
        client_command("duet", port),
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def prints(server: RunningServer, line: str) -> None:
    """The host's next line is this one."""
    assert server.process.stdout is not None
    assert read_line(server.process.stdout, DEADLINE) == f"{line}\n"


def types(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.flush()


def comes(server: RunningServer) -> None:
    """The host's next line says that somebody has come."""
    assert server.process.stdout is not None
    line = read_line(server.process.stdout, DEADLINE)
    assert re.fullmatch(r"클라이언트 \(127\.0\.0\.1:\d+\)와 연결되었습니다\.\n", line)


def test_on_plain_lines_it_is_the_same_talk() -> None:
    with running_server("duet") as server:
        prints(server, f"서버가 127.0.0.1:{server.port}에서 대기 중입니다...")
        types(server.process, "이르다\n")
        prints(server, "연결된 클라이언트가 없습니다. (Ctrl-C로 서버를 끝냅니다.)")
        with typing_client(server.port) as ann, typing_client(server.port) as ben:
            comes(server)
            refused, one = in_order_of_ending(ann, ben)
            printed, _ = refused.communicate(timeout=DEADLINE)
            assert (refused.returncode, printed) == (1, "이미 대화 중입니다.\n")

            types(one, "안녕하세요\n")
            prints(server, "클라이언트: 안녕하세요")
            types(server.process, "네\n종료\n")
            prints(server, "서버: 네")
            prints(server, f"대화를 종료했습니다. {NEXT}")
            printed, _ = one.communicate(timeout=DEADLINE)
            assert printed == "서버: 네\n서버가 대화를 종료했습니다.\n"
            assert one.returncode == 0

        # What is piped in is said, and the end of the input is a goodbye.
        with typing_client(server.port) as carol:
            printed, complaints = carol.communicate("하나\n둘\n", timeout=DEADLINE)
        assert (carol.returncode, printed, complaints) == (0, "", "")
        comes(server)
        prints(server, "클라이언트: 하나")
        prints(server, "클라이언트: 둘")
        prints(server, f"클라이언트가 대화를 종료했습니다. {NEXT}")
        assert server.logged() == ""


def in_order_of_ending(
    *processes: subprocess.Popen[str],
) -> list[subprocess.Popen[str]]:
    """Wait until one has printed all that it will; that one first, then the others."""
    ready, _, _ = select([p.stdout for p in processes if p.stdout], [], [], DEADLINE)
    return sorted(processes, key=lambda process: process.stdout not in ready)


def test_without_a_host_the_guest_is_told() -> None:
    with socket.socket() as nobody:  # bound, so that nobody else gets the port
        nobody.bind(("127.0.0.1", 0))
        with typing_client(nobody.getsockname()[1]) as ann:
            _, complaints = ann.communicate(timeout=DEADLINE)

    assert ann.returncode == 3
    assert complaints.startswith("서버에 연결할 수 없습니다.\n(127.0.0.1:")
