"""Whole conversations: real servers with their services, real clients on pipes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.processes import DEADLINE, running_server
from tests.reference.scripted import client_command
from tests.reference.test_client import Client, running

# 캰날 is followed by 날방 and 날개, 날방 by 방학; nothing follows 방학 and 날개.
WORDS = "캰날\n날방\n날개\n방학\n"


@contextmanager
def three(spec: str, port: int) -> Iterator[tuple[Client, Client, Client]]:
    with ExitStack() as stack:
        clients = []
        for name in ("alice", "bob", "carol"):
            command = client_command(spec, port, "--name", name)
            client = stack.enter_context(running(command))
            clients.append(client)
            for here in clients:
                here.shows(HERE[spec].format(name))
        alice, bob, carol = clients
        yield alice, bob, carol


HERE = {
    "window": "{}님이 입장하셨습니다",
    "lounge": "{} 님이 채팅방에 참여했습니다.",
}


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


def test_three_play_the_game_to_its_end(words: Path) -> None:
    with (
        running_server("window", "--dictionary", str(words)) as server,
        three("window", server.port) as (alice, bob, carol),
    ):
        everybody = (alice, bob, carol)
        alice.types("/그만")
        alice.shows(" [오류] 진행 중인 게임이 없습니다.")
        bob.types("/시작")
        for player in everybody:
            begun = player.shows("시작단어: 캰날", "시작단어: 날방")
        alice.types("/시작")
        alice.shows(" [오류] 게임이 이미 진행 중입니다.")
        if begun == "시작단어: 캰날":
            carol.types("날방")
            for player in everybody:
                player.shows("carol: 날방")
        alice.types("캰날")
        alice.shows(" [오류] '방' (으)로 시작하는 단어를 입력하세요.")
        alice.types("방학")
        alice.shows(" [오류] 한방단어는 사용할 수 없습니다.")
        bob.types("방구석")
        bob.shows(" [오류] 사전에 없는 단어입니다.")
        bob.types("/그만")
        for player in everybody:
            player.shows(f"{'-' * 50}게임을 종료합니다.")
            player.shows("alice: 0")
            player.shows("bob: 0")
            player.shows("carol: 1" if begun == "시작단어: 캰날" else "carol: 0")
        carol.types("다시 이야기")
        alice.shows("carol: 다시 이야기")


class Model(BaseHTTPRequestHandler):
    """Speaks just enough of the chat-completions API; answers when it is let."""

    may_answer: ClassVar = threading.Event()

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))["messages"][-1]["content"]
        message = {"role": "assistant", "content": f"all about {asked}\x1b[31m"}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        body = json.dumps(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "small",
                "choices": [choice],
            }
        ).encode()
        self.may_answer.wait(DEADLINE)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def model_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        Model.may_answer.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_lounge_searches_and_throws_out(
    model_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("openai", reason="pip install 'chatspec[search]'")
    monkeypatch.setenv("OPENAI_API_KEY", "no key at all")
    monkeypatch.setenv("CHATSPEC_ADMIN_SECRET", "open sesame")
    options = ("--search-url", model_url, "--search-cache", str(tmp_path / "cache"))
    with (
        running_server("lounge", *options) as server,
        three("lounge", server.port) as (alice, bob, carol),
    ):
        alice.types("/search TCP", "while it searches")
        bob.shows_at_the_end_of_a_line("] alice: while it searches")
        Model.may_answer.set()
        for member in (alice, bob, carol):
            member.shows("alice님의 검색 결과:")
            member.shows("all about TCP", "all about TCP[31m")
        bob.types("/kick carol too loud")
        bob.shows("권한이 없습니다.")
        alice.types("/admin open sesame")
        alice.shows("관리자가 되었습니다.")
        alice.types("/kick carol too loud")
        carol.shows("관리자가 내보냈습니다: too loud")
        bob.shows("carol 님이 채팅방을 떠났습니다.")
        assert carol.ends()[0] == 1
        alice.types("/nick queen")
        bob.shows("alice 님이 닉네임을 queen(으)로 변경했습니다.")
        bob.types("/exit")
        alice.shows("bob 님이 채팅방을 떠났습니다.")
        assert bob.ends()[0] == 0
        assert "open sesame" not in server.logged()
        assert "no key at all" not in server.logged()
