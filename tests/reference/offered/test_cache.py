"""Answers on disk: they expire, and no trouble with them is anybody's trouble."""

import asyncio
import errno
import os
import pickle
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import diskcache  # type: ignore[import-untyped]
import pytest

from reference.server.offered.cache import EXPIRES, Cache

Scenario = Callable[[Cache], Awaitable[None]]


def play(folder: Path, scenario: Scenario) -> list[str]:
    """What was complained about while a scenario was played with one cache."""
    complaints: list[str] = []

    async def run() -> None:
        cache = Cache(folder, complain=complaints.append)
        await scenario(cache)
        await cache.stop()

    asyncio.run(run())
    return complaints


async def keep_and_find(cache: Cache) -> None:
    assert await cache.get("key") is None
    await cache.put("key", "가 text\n")
    assert await cache.get("key") == "가 text\n"
    assert await cache.get("other") is None


async def keep_and_lose(cache: Cache) -> None:
    await cache.put("key", "text")
    assert await cache.get("key") is None


def test_a_text_is_there_for_the_next_server_until_it_expires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deep" / "cache"
    now = 1_700_000_000.0
    clock = SimpleNamespace(time=lambda: now)
    monkeypatch.setattr(diskcache.core, "time", clock)

    async def is_there(cache: Cache) -> None:
        assert await cache.get("key") == "가 text\n"

    async def is_gone(cache: Cache) -> None:
        assert await cache.get("key") is None

    assert play(folder, keep_and_find) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    now += EXPIRES - 1
    assert play(folder, is_there) == []
    now += 2
    assert play(folder, is_gone) == []


def test_a_file_in_place_of_the_folder_is_complained_about_once(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")

    complaints = play(tmp_path / "cache", keep_and_lose)

    folder = tmp_path / "cache"
    assert complaints == [f"the cache {folder} does not work (FileExistsError)"]


def test_a_broken_database_is_complained_about_once(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"no database " * 1000)

    complaints = play(tmp_path, keep_and_lose)

    assert complaints == [f"the cache {tmp_path} does not work (DatabaseError)"]


def test_a_full_disk_is_complained_about_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(diskcache.Cache, "set", fail)

    complaints = play(tmp_path, keep_and_lose)

    assert complaints == [f"the cache {tmp_path} does not work (OSError)"]


class Trap:
    """What runs when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("sprung",)


def test_nothing_that_was_put_there_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "cache"
    play(folder, keep_and_find)
    database = sqlite3.connect(folder / "cache.db")
    with database:
        trap = (diskcache.core.MODE_PICKLE, pickle.dumps(Trap()))
        database.execute("UPDATE Cache SET mode = ?, value = ?", trap)
    database.close()

    async def finds_nothing(cache: Cache) -> None:
        assert await cache.get("key") is None

    assert len(play(folder, finds_nothing)) == 1
    assert not (tmp_path / "sprung").exists()
