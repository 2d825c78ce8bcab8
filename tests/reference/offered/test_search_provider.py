"""A search from its options to the wire, with the real library and a server beside it.

All in one test, since the library takes seconds to import.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from codegen.protocol import Protocol
from codegen.room import Ask
from reference.server.offered.catalogue import services_for
from reference.server.offered.option import Options
from reference.server.offered.provider import (
    EMPTY,
    SENSELESS,
    STATUSES,
    UNREACHABLE,
    Provider,
)
from reference.server.services import REASON_MOST, Refused, Services
from tests.reference.offered.test_catalogue import quiz

__all__ = ["quiz"]  # a fixture

KEY = "sk-very-private-0123456789"


def said(content: Any) -> bytes:
    """What the API says when the model said something."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def refused(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "code": None}}).encode()


ANSWERS = {
    "greet": (200, said(" one\x1b[2J\r\n\ttwo\x00 \ud83d\ude00 " + "가" * 60)),
    "wrong key": (401, refused(f"Incorrect API key provided: {KEY}")),
    "no right": (403, refused(f"The key {KEY} may not do that")),
    "no model": (404, refused("The model does not exist")),
    "too much": (429, refused("Rate limit reached")),
    "bad": (400, refused("Unknown parameter")),
    "fault": (500, refused("The server had an error")),
    "gateway": (502, b"<html>Bad gateway</html>"),
    "broken": (200, b'{"choices": [{"mess'),
    "page": (200, b"<html>Welcome to the hotel's wireless network</html>"),
    "list": (200, b"[]"),
    "no choice": (200, b'{"choices": []}'),
    "null": (200, b'{"choices": null}'),
    "parts": (200, said([{"type": "text"}])),
    "nothing": (200, said(None)),
    "blank": (200, said(" \n ")),
}
REASONS = {
    "wrong key": STATUSES[401],
    "no right": STATUSES[403],
    "no model": STATUSES[404],
    "too much": STATUSES[429],
    "bad": "the search provider refuses the question (status 400)",
    "fault": "the search provider has a fault of its own (status 500)",
    "gateway": "the search provider has a fault of its own (status 502)",
    "broken": SENSELESS,
    "page": SENSELESS,
    "list": SENSELESS,
    "no choice": SENSELESS,
    "null": SENSELESS,
    "parts": SENSELESS,
    "nothing": EMPTY,
    "blank": EMPTY,
    "hang up": UNREACHABLE,
}


class Api(ThreadingHTTPServer):
    """Speaks as much of the API as is needed; the question says what is answered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, str, str, str]] = []
        self.over = Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        """Clients that do not wait are none."""


class Handler(BaseHTTPRequestHandler):
    server: Api
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        question = body["messages"][-1]["content"]
        key = self.headers["Authorization"]
        self.server.requests.append((self.path, key, body["model"], question))
        if question == "hang up":
            self.close_connection = True
        elif question == "silence":
            self.server.over.wait()
        else:
            self.answer(*ANSWERS[question])

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def api() -> Iterator[Api]:
    server = Api()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


async def search(services: Services, query: str, sid: int) -> Any:
    """The result of a search, or the reason for which there is none."""
    told = asyncio.get_running_loop().create_future()
    services.ask(
        Ask(1, "search", sid, {"query": query}),
        lambda _, result, reason: told.set_result(reason or result),
    )
    return await asyncio.wait_for(told, 100)


async def refusal(provider: Provider, query: str) -> str:
    with pytest.raises(Refused) as caught:
        await provider.ask("Answer.", query)
    return str(caught.value)


@pytest.mark.usefixtures("_direct")
def test_a_search_tells_what_came_of_it(
    quiz: Protocol, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    environ = {"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "a-model"}

    async def scenario(server: Api) -> None:
        options = Options(search_url=server.url, search_cache=tmp_path / "cache")
        services, warnings = services_for(quiz, options, environ)
        assert not any("search" in warning for warning in warnings)
        await services.start()

        found = "one[2J two 😀 " + "가" * 28
        assert await search(services, "greet", 0) == {"text": found, "cached": False}
        assert await search(services, "greet", 1) == {"text": found, "cached": True}
        expected = ("/v1/chat/completions", f"Bearer {KEY}", "a-model", "greet")
        assert server.requests == [expected]

        for sid, (query, reason) in enumerate(REASONS.items(), 2):
            assert (query, await search(services, query, sid)) == (query, reason)
            assert len(reason) <= REASON_MOST
        assert len(server.requests) == 1 + len(REASONS)  # each was asked once
        await services.stop()

        slow = Provider(KEY, "a-model", server.url, seconds=0.05)
        assert await refusal(slow, "silence") == (
            "the search provider did not answer within 0.05 s"
        )
        await slow.stop()
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        nobody = Provider(KEY, "a-model", f"http://127.0.0.1:{port}/v1")
        assert await refusal(nobody, "greet") == UNREACHABLE
        await nobody.stop()

    with api() as server:
        asyncio.run(scenario(server))

    assert KEY not in caplog.text


@pytest.fixture
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, whatever this machine uses."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
