"""Answers that are kept on disk for a while.

With diskcache, which has what a few lines of one's own would not: expiry, a limit of
size, writes that a crash cannot tear, and several servers at one folder. It would also
unpickle what it finds; that is refused here, since answers are texts and a pickle could
only have been put there by somebody else.

A cache that cannot be opened, is broken or full is no reason not to search: it is
complained about once, and does without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

EXPIRES = 24 * 3600.0  # s
MOST_BYTES = 64 << 20  # of all answers
LOCKED_SECONDS = 1.0  # while another server writes

R = TypeVar("R")


class Cache:
    """Texts by key in a folder, each for ``expires`` seconds."""

    def __init__(
        self,
        folder: Path,
        *,
        expires: float = EXPIRES,
        complain: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._expires = expires
        self._complain = complain
        self._complained = False
        self._store: Any = None
        # One thread: a connection to the database belongs to the thread that made it.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="search-cache")

    async def get(self, key: str) -> str | None:
        """The text that was put last, if it has not expired."""
        text = await self._do(lambda: self._opened().get(key))
        return text if isinstance(text, str) else None

    async def put(self, key: str, text: str) -> None:
        """Keep a text."""
        await self._do(lambda: self._opened().set(key, text, expire=self._expires))

    async def stop(self) -> None:
        """Close the files."""
        if self._store is not None:
            await self._do(self._store.close)
        self._thread.shutdown()

    async def _do(self, work: Callable[[], R]) -> R | None:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, work)
        except Exception as error:  # of SQLite, of the file system, of the library
            if not self._complained:
                self._complained = True
                what = type(error).__name__
                self._complain(f"the cache {self._folder} does not work ({what})")
            return None

    def _opened(self) -> Any:
        if self._store is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            library = import_module("diskcache")
            self._store = library.Cache(
                str(self._folder),
                timeout=LOCKED_SECONDS,
                disk=_texts_only(library),
                size_limit=MOST_BYTES,
            )
        return self._store


def _texts_only(library: Any) -> type[Any]:
    """The way in which the library reads and writes values, without pickles."""
    texts = (library.core.MODE_RAW, library.core.MODE_TEXT)

    class TextsOnly(library.Disk):  # type: ignore[misc]  # the library has no types
        """Reads texts and numbers."""

        def fetch(self, mode: int, filename: str, value: Any, read: bool) -> Any:
            if mode not in texts:
                raise ValueError("this is no text")
            return super().fetch(mode, filename, value, read)

    return TextsOnly
