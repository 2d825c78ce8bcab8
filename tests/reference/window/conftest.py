"""One display and one server of each protocol for all tests of windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference.client import link
from tests.processes import DEADLINE, RunningServer, running_server

if TYPE_CHECKING:
    from tests.reference.window.display import Screen


@pytest.fixture(scope="session")
def display_name() -> Iterator[str]:
    from tests.reference.window.display import display

    with display() as name:
        yield name


@pytest.fixture
def screen(
    display_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    from tests.reference.window.display import Screen

    # However slow the machine is, a server that was told goodbye answers.
    monkeypatch.setattr(link, "LEAVE_SECONDS", DEADLINE)

    screen = Screen(display_name, tmp_path)
    yield screen
    screen.close()


@pytest.fixture(scope="session")
def chat_server() -> Iterator[RunningServer]:
    with running_server("chat", "--quiet") as server:
        yield server


@pytest.fixture(scope="session")
def hash_server() -> Iterator[RunningServer]:
    with running_server("hash", "--quiet") as server:
        yield server
