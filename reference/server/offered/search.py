"""The service ``search``: a question to a language model, and its answer to the room.

A question that is being asked already is not asked twice: all wait for one answer. One
that has been answered lately is answered from the cache.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Protocol

from codegen.room import Ask
from codegen.wire import Text
from reference.server.offered.rate import Rate, Rates
from reference.server.offered.shape import shaped
from reference.server.services import Refused

QUESTION_MOST = 500  # characters
ANSWER_MOST = 600  # characters that the model is asked to keep to
BYTES_EACH = 3  # of a syllable of Hangul in UTF-8
EACH_A_MINUTE = 6  # searches of one client, answered from the cache or not
ALL_A_MINUTE = 60  # questions to the provider, which cost money

INSTRUCTION = (
    "You answer a question that somebody asked in a chat room. Answer in the language "
    "of the question, in plain text without markup, in at most {most} characters."
)


class Asked(Protocol):
    """Whoever answers."""

    def about(self) -> tuple[str, ...]:
        """What an answer depends on besides the question."""

    async def start(self) -> None:
        """Do beforehand what takes long."""

    async def ask(self, instruction: str, question: str) -> str:
        """The answer; Refused."""

    async def stop(self) -> None:
        """Close the connections."""


class Kept(Protocol):
    """Where answers are kept. It never fails."""

    async def get(self, key: str) -> str | None:
        """The answer that was kept under a key."""

    async def put(self, key: str, text: str) -> None:
        """Keep an answer."""

    async def stop(self) -> None:
        """Close the files."""


class Search:
    """Asks ``provider`` and keeps the answers in ``cache``; they fit ``answer``."""

    def __init__(
        self,
        provider: Asked,
        cache: Kept,
        answer: Text,
        *,
        now: Callable[[], float] = monotonic,
        each_a_minute: int = EACH_A_MINUTE,
        all_a_minute: int = ALL_A_MINUTE,
    ) -> None:
        self._provider = provider
        self._cache = cache
        self._answer = answer
        self._now = now
        self._each = Rates(each_a_minute, 60)
        self._all = Rate(all_a_minute, 60)
        self._instruction = INSTRUCTION.format(most=_most(answer))
        self._asked: dict[str, asyncio.Task[tuple[str, bool]]] = {}

    async def __call__(self, question: Ask) -> Mapping[str, Any]:
        """``{query}`` → ``{text, cached}``; Refused."""
        query = " ".join(
            unicodedata.normalize("NFC", question.arguments["query"]).split()
        )
        if not query:
            raise Refused("there is nothing to search for")
        if len(query) > QUESTION_MOST:
            raise Refused(f"a search is at most {QUESTION_MOST} characters long")
        self._count(question.sid)
        # Shielded: the others who wait for it still want it if this one is given up.
        found, cached = await asyncio.shield(self._lookup(query))
        text = shaped(self._answer, found)
        if text is None:
            raise Refused("nothing of the answer may stand in this chat")
        return {"text": text, "cached": cached}

    async def start(self) -> None:
        """Do beforehand what takes long; say now if the cache does not work."""
        await self._cache.get("")
        await self._provider.start()

    async def stop(self) -> None:
        """Give up what is being asked, and close all."""
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._provider.stop()
        await self._cache.stop()

    def _count(self, sid: int) -> None:
        now = self._now()
        _hold_back(self._each.wait(sid, now))
        self._each.count(sid, now)

    def _lookup(self, query: str) -> asyncio.Task[tuple[str, bool]]:
        """The one task that looks for the answer."""
        task = self._asked.get(query)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._find(query))
            self._asked[query] = task
            task.add_done_callback(lambda done: self._forget(query, done))
        return task

    def _forget(self, query: str, task: asyncio.Task[tuple[str, bool]]) -> None:
        del self._asked[query]
        if not task.cancelled():
            task.exception()  # all who wanted to know may be gone: it is no surprise

    async def _find(self, query: str) -> tuple[str, bool]:
        """The answer, and whether it was kept."""
        key = self._key(query)
        kept = await self._cache.get(key)
        if kept is not None:
            return kept, True
        now = self._now()
        _hold_back(self._all.wait(now))
        self._all.count(now)
        found = await self._provider.ask(self._instruction, query)
        await self._cache.put(key, found)
        return found, False

    def _key(self, query: str) -> str:
        """A digest: what people search for is not to be read in the cache's index."""
        whole = json.dumps([*self._provider.about(), self._instruction, query])
        return hashlib.sha256(whole.encode()).hexdigest()


def _hold_back(seconds: int) -> None:
    if seconds:
        raise Refused(f"too many searches, try again in {seconds} s")


def _most(answer: Text) -> int:
    """The characters to ask the model for: what certainly fits, or is sensible."""
    return max(1, min(ANSWER_MOST, answer.length[1], answer.bytes[1] // BYTES_EACH))
