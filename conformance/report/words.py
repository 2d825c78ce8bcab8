"""What reports say, in the language of their reader.

The English text is the key, so that code reads as what it writes; ``korean`` has the
rest. Words of verdicts and ids of cases are the same in every language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache

LANGUAGES = ("en", "ko")
_SLOT = re.compile(r"\{(\w+)[^}]*\}")


def by_locale(environment: Mapping[str, str] = os.environ) -> str:
    """The language of this user, as the variables of POSIX say it; English if not."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((environment[name] for name in names if environment.get(name)), "")
    return next((it for it in LANGUAGES if wanted.lower().startswith(it)), "en")


def say(text: str, lang: str, **values: object) -> str:
    """A text of the reports, with its values put in."""
    if lang != "en":
        text = _texts().get(text, text)
    return text.format(**values) if values else text


def told(text: str, lang: str) -> str:
    """A sentence that the judge made, such as a hint; as it is if it is not known.

    Words that were put into it are translated too, where they are known themselves.
    """
    if lang == "en" or not text:
        return text
    known = _sentences().get(text)
    if known is not None and not _SLOT.search(known):
        return known
    for pattern, korean in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            words = {name: told(it, lang) for name, it in found.groupdict().items()}
            return korean.format(**words)
    return text


def summary(text: str, lang: str) -> str:
    """What is wrong, in one line: an event, then what came of it for whom."""
    if lang == "en":
        return text
    event, colon, rest = text.partition(": ")
    parts = [told(part, lang) for part in rest.split("; ")]
    return f"{event}{colon}{'; '.join(parts)}" if colon else told(text, lang)


def _texts() -> Mapping[str, str]:
    from conformance.report.korean import TEXTS

    return TEXTS


def _sentences() -> Mapping[str, str]:
    from conformance.report.korean import SENTENCES

    return SENTENCES


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Sentences with slots, the most literal first, as expressions."""
    sentences = _sentences()
    slotted = [text for text in sentences if _SLOT.search(text)]
    slotted.sort(key=lambda text: -len(_SLOT.sub("", text)))
    return [(re.compile(_expression(t), re.DOTALL), sentences[t]) for t in slotted]


def _expression(text: str) -> str:
    parts, at = [], 0
    for slot in _SLOT.finditer(text):
        parts += [re.escape(text[at : slot.start()]), f"(?P<{slot[1]}>.+?)"]
        at = slot.end()
    return "".join([*parts, re.escape(text[at:])])
