"""The services ``dictionary`` and ``draw``: words, and which of them chain."""

from __future__ import annotations

import asyncio
import random
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from codegen.room import Ask
from reference.server.offered.chain import Words
from reference.server.offered.wordlist import (
    WordListError,
    installed,
    read_words,
    usual_folders,
)
from reference.server.services import Refused

NO_LIST = (
    "no dictionary: install hunspell-ko (apt install hunspell-ko) "
    "or give --dictionary FILE"
)
DRAWS = 100  # before it is taken that the protocol allows none of the words


class Shelf:
    """The list of words, read when it is first asked for, and in a thread.

    Without ``file`` it is hunspell's, from the first of ``folders`` that has it.
    """

    def __init__(
        self, file: Path | None = None, folders: Iterable[Path] | None = None
    ) -> None:
        self._file = file
        self._folders = usual_folders() if folders is None else list(folders)
        self._words: Words | None = None
        self._reading = asyncio.Lock()

    def find(self) -> Path | None:
        """The file, if there is one."""
        return self._file or installed(self._folders)

    def read(self) -> Words:
        """The words; WordListError. Takes its time, once."""
        if self._words is None:
            file = self.find()
            if file is None:
                raise WordListError(NO_LIST)
            self._words = read_words(file)
        return self._words

    async def words(self) -> Words:
        """The words; Refused if there are none."""
        if self._words is not None:
            return self._words
        async with self._reading:
            try:
                return await asyncio.to_thread(self.read)
            except WordListError:
                raise Refused(NO_LIST) from None


class Dictionary:
    """Looks words up."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def __call__(self, question: Ask) -> Mapping[str, Any]:
        """``{word}`` → ``{known, follows}``; Refused without a list."""
        words = await self._shelf.words()
        word = unicodedata.normalize("NFC", question.arguments["word"]).casefold()
        return {"known": word in words, "follows": words.follows(word)}


class Draw:
    """Draws words with ``source``, of those that ``fits`` lets pass."""

    def __init__(
        self,
        shelf: Shelf,
        fits: Callable[[str], bool] = lambda _: True,
        source: random.Random | None = None,
    ) -> None:
        self._shelf = shelf
        self._fits = fits
        self._source = source or random.Random()

    async def __call__(self, question: Ask) -> Mapping[str, Any]:
        """``{}`` → ``{word}``; Refused if there is none to begin with."""
        words = (await self._shelf.words()).followed
        if not words:
            raise Refused("no word of the dictionary can be followed by another")
        drawn = (self._source.choice(words) for _ in range(DRAWS))
        word = next(filter(self._fits, drawn), None)
        if word is None:
            raise Refused("the protocol has no room for the words of the dictionary")
        return {"word": word}
