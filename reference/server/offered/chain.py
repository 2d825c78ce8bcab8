"""A chain of words: each begins with the last syllable of the one before.

A syllable of Hangul is one character, and of other scripts a letter is taken for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from codegen.functions import dueum


def beginnings(syllable: str) -> tuple[str, ...]:
    """The syllables that a word may begin with which follows this one.

    Besides the syllable itself that is what the initial-sound rule (두음법칙) makes of
    it: a word that follows one ending in 력 may begin with 역, too.
    """
    changed = dueum(syllable)
    return (syllable,) if changed == syllable else (syllable, changed)


class Words:
    """A list of words, all of them in NFC and in small letters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._starts = Counter(word[0] for word in self._words)
        self.followed = tuple(sorted(w for w in self._words if self.follows(w)))
        """Those that another word can follow, in an order that is always the same."""

    def __contains__(self, word: str) -> bool:
        """Whether it is one of them."""
        return word in self._words

    def __len__(self) -> int:
        """How many there are."""
        return len(self._words)

    def follows(self, word: str) -> bool:
        """Whether another word can follow."""
        if not word:
            return False
        begin = beginnings(word[-1])
        count = sum(self._starts[syllable] for syllable in begin)
        itself = word in self._words and word[0] in begin
        return count > itself
