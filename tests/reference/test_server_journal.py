from __future__ import annotations

import logging
from dataclasses import dataclass, field

import pytest

from reference.server.journal import LINES_IN_ALL, Journal, Meter, origin


@dataclass
class Peer:
    sid: int
    address: str = "10.0.0.1:5"
    meter: Meter = field(default_factory=lambda: Meter(2))


def test_lines_about_a_peer_are_counted_when_they_are_too_many(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "reference")
    journal, peer = Journal(), Peer(3)

    for number in range(5):
        journal.event(peer, f"-> {number}", 100.5)
    journal.event(peer, "-> 5", 101.0)
    journal.milestone(peer, "disconnected: left", 101.5)

    assert caplog.messages == [
        "#3 10.0.0.1:5 -> 0",
        "#3 10.0.0.1:5 -> 1",
        "#3 10.0.0.1:5 … 3 more",
        "#3 10.0.0.1:5 -> 5",
        "#3 10.0.0.1:5 disconnected: left",
    ]


def test_lines_about_many_peers_are_counted_when_they_are_too_many(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "reference")
    journal = Journal()

    for sid in range(LINES_IN_ALL + 50):
        journal.milestone(Peer(sid), "connected", 100.0)
    journal.milestone(Peer(9999), "connected", 101.0)

    assert len(caplog.messages) == LINES_IN_ALL + 2
    assert caplog.messages[-2:] == ["… 50 more lines", "#9999 10.0.0.1:5 connected"]


def test_a_quiet_journal_writes_troubles_only(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "reference")
    journal = Journal(logging.WARNING)

    journal.milestone(Peer(1), "connected", 100.0)
    journal.trouble("full", 100.0)

    assert caplog.messages == ["full"]


def test_the_origin_of_an_error_does_not_quote_it() -> None:
    try:
        raise KeyError("private")
    except KeyError as error:
        where = origin(error)

    assert where.startswith("KeyError at test_server_journal.py:")
    assert "private" not in where
