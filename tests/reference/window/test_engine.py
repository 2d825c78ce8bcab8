"""The conversation's thread with a scripted server: no window is needed for it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from reference.client.session import Stage
from reference.statuses import LEFT, LOST, REFUSED
from reference.window.board import Batch
from reference.window.engine import Engine, Finished
from reference.window.picture import Picture
from tests.processes import DEADLINE
from tests.reference.parcel import PARCEL, say
from tests.reference.scripted import Peer, Scripted, scripted_server


class Talk:
    """An engine, and what it delivers, taken as a window does."""

    def __init__(self, port: int, name: str | None, downloads: Path) -> None:
        self._items: SimpleQueue[Batch | Finished] = SimpleQueue()
        self.texts: list[str] = []
        self.picture = Picture()
        self.finished = False
        self.engine = Engine(
            PARCEL, ("127.0.0.1", port), name, downloads, self._items.put
        )
        self.engine.start()

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            assert not self.finished, self.texts
            item = self._items.get(timeout=DEADLINE)
            if isinstance(item, Finished):
                self.finished = True
            else:
                self.texts += [line.text for line in item.lines]
                self.picture = item.picture
                self.engine.taken()

    def ends(self) -> int:
        self.until(lambda: self.finished)
        return self.engine.join()


@contextmanager
def talking(port: int, name: str | None, downloads: Path = Path()) -> Iterator[Talk]:
    talk = Talk(port, name, downloads)
    try:
        yield talk
    finally:
        talk.engine.leave()
        talk.engine.leave()


@contextmanager
def logged_in() -> Iterator[tuple[Talk, Peer, Scripted]]:
    with scripted_server() as server, talking(server.port, "alice") as talk:
        peer = server.accepts()
        peer.expects(say("Login", "alice"))
        peer.says(say("Welcome", "alice"))
        talk.until(lambda: talk.picture.stage is Stage.IN)
        yield talk, peer, server


def test_what_is_done_in_the_window_is_sent() -> None:
    with logged_in() as (talk, peer, _):
        command = next(c for c in PARCEL.client.commands if c.people)
        talk.engine.typed("hello")
        talk.engine.ordered(command, {"to": "bob", "text": "psst"})
        peer.expects(say("Say", "hello") + say("Whisper", "bob", "psst"))
        peer.says(say("Asked", "bob"))
        talk.until(lambda: bool(talk.picture.questions))
        ((number, text),) = talk.picture.questions
        talk.engine.answered(number, True)
        peer.expects(say("Yes", "bob"))
        talk.until(lambda: not talk.picture.questions)

        assert text == "bob wants to talk. Talk?"


def test_leaving_says_goodbye() -> None:
    with logged_in() as (talk, peer, _):
        talk.engine.leave()
        peer.expects(say("Exit"))
        peer.says(say("Goodbye"))

        assert talk.ends() == LEFT


def test_a_goodbye_that_is_typed_ends_it_too() -> None:
    with logged_in() as (talk, peer, _):
        talk.engine.typed("/exit")
        peer.expects(say("Exit"))
        peer.says(say("Goodbye"))

        assert talk.ends() == LEFT


def test_a_lost_connection_can_be_made_again_with_the_same_name() -> None:
    with logged_in() as (talk, peer, server):
        peer.ends()
        talk.until(lambda: talk.picture.is_over)
        assert talk.texts[-1] == "The connection is lost."

        talk.engine.reconnect()
        again = server.accepts()
        again.expects(say("Login", "alice"))
        again.says(say("Welcome", "alice"))
        talk.until(lambda: talk.picture.stage is Stage.IN)
        again.ends()
        talk.until(lambda: talk.picture.is_over)
        talk.engine.leave()

        assert talk.ends() == LOST


def test_a_goodbye_that_nobody_asked_for_is_left_to_be_read() -> None:
    with logged_in() as (talk, peer, _):
        peer.says(say("Goodbye"))
        talk.until(lambda: talk.picture.is_over)
        assert talk.texts[-1] == "goodbye"
        talk.engine.leave()

        assert talk.ends() == LEFT


def test_leaving_after_a_refusal_is_status_1() -> None:
    with scripted_server() as server, talking(server.port, "alice") as talk:
        peer = server.accepts()
        peer.expects(say("Login", "alice"))
        peer.says(say("Taken", "alice"))
        talk.until(lambda: talk.picture.wants_name)
        assert talk.picture.hint == "alice is taken"
        talk.engine.leave()

        assert talk.ends() == REFUSED


def test_nobody_listening_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with talking(port, None) as talk:
        talk.until(lambda: talk.picture.is_over)
        assert talk.texts == [
            "There is no connection.",
            f"(127.0.0.1:{port}: Connection refused)",
        ]
        talk.engine.leave()

        assert talk.ends() == LOST


def test_a_fault_of_the_window_ends_the_conversation_and_is_told() -> None:
    with logged_in() as (talk, _, _):
        talk.engine.abandon(ZeroDivisionError("of the window"))

        with pytest.raises(ZeroDivisionError, match="of the window"):
            talk.ends()
