"""From the conversation's thread to the window's: batches, one at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference.client.actions import Kind, Show
from reference.client.session import Session, Stage
from reference.window.board import MOST_LINES, Batch, Board
from reference.window.picture import Picture, picture
from tests.reference.parcel import PARCEL, Member, say


def begun(name: str | None = "alice") -> tuple[Session, Board, list[Batch]]:
    batches: list[Batch] = []
    board = Board(batches.append)
    session = Session(PARCEL, name=name, by_line=False)
    board.begin(session)
    return session, board, batches


def test_one_batch_is_under_way_and_the_rest_gathers() -> None:
    _, board, batches = begun()
    for text in ("one", "two"):
        board.show(text, Kind.SAID)
        board.changed()

    assert [batch.lines for batch in batches] == [()]
    board.taken()
    assert batches[1].lines == (Show("one"), Show("two"))
    board.taken()
    assert len(batches) == 2


def test_an_empty_text_is_no_line() -> None:
    _, board, batches = begun()
    for text in ("", "one"):
        board.show(text, Kind.SAID)
    board.changed()
    board.taken()

    assert batches[1].lines == (Show("one"),)


def test_a_window_that_is_slow_costs_no_memory() -> None:
    _, board, batches = begun()
    for number in range(MOST_LINES + 10):
        board.show(str(number), Kind.SAID)
        board.changed()
    board.taken()

    assert len(batches[1].lines) == MOST_LINES
    assert batches[1].lines[-1].text == str(MOST_LINES + 9)


def test_why_a_name_was_refused_is_there_until_the_next_one() -> None:
    session, board, batches = begun()
    session.begin()
    board.connected()
    session.received(say("Taken", "alice"))
    board.show("alice is taken", Kind.SAID)
    board.changed()
    board.taken()
    assert batches[-1].picture.wants_name
    assert batches[-1].picture.hint == "alice is taken"

    session.typed("bob")
    board.changed()
    board.taken()
    assert batches[-1].picture == Picture(stage=Stage.ASKED, connected=True)


def test_a_goodbye_is_remembered() -> None:
    session, board, _ = begun()
    session.begin()
    session.received(say("Welcome", "alice"))
    session.typed("/exit")
    assert not board.left
    board.changed()

    assert board.left


def logged_in(folder: Path) -> Session:
    session = Session(PARCEL, name="alice", downloads=folder, by_line=False)
    session.begin()
    session.received(say("Welcome", "alice"))
    return session


def test_a_picture_has_all_that_is_beside_the_conversation(tmp_path: Path) -> None:
    session = logged_in(tmp_path)
    session.received(say("Users", (Member("alice", False), Member("bob", True))))
    session.received(say("Asked", "b\x1bb"))
    session.received(say("Offered", "bob", 7, "a.png", 40, bytes(32)))
    (asked, offered) = session.questions
    session.answered(offered[0], True)
    session.received(say("Chunk", 7, 0, bytes(10)))

    found = picture(session, connected=True)

    assert found.members == ("alice", "bob")
    assert found.questions == ((asked[0], r"b\x1bb wants to talk. Talk?"),)
    (progress,) = found.transfers
    assert (progress.label, progress.done) == ("bob ← a.png", 10)
    assert found.state("here:1") == "alice · here:1"
    session.closed()


def test_nothing_stale_is_shown_when_it_is_over(tmp_path: Path) -> None:
    session = logged_in(tmp_path)
    session.received(say("Users", (Member("bob", True),)))
    session.received(say("Asked", "bob"))
    session.closed()

    found = picture(session, connected=True)

    assert found == Picture(stage=Stage.OVER, connected=True, name="alice")
    assert found.state("here:1") == "alice · not connected"


@pytest.mark.parametrize(
    ("picture", "state"),
    [
        (Picture(), "connecting to here:1…"),
        (Picture(connected=True), "connected to here:1"),
        (Picture(Stage.LEAVING, True, "a\x1b"), r"a\x1b · leaving…"),
        (Picture(Stage.OVER), "not connected"),
    ],
)
def test_one_line_says_where_one_stands(picture: Picture, state: str) -> None:
    assert picture.state("here:1") == state
