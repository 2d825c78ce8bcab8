"""What the client's help says: the commands of the protocol, then the client's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from reference.typed import Keyboard, Pattern

HELP = "/help"
OTHER_HELP = "/?"
CANCEL = "/cancel"


def help_word(keyboard: Keyboard) -> str:
    """What is typed for the client's help: a command of the protocol goes first."""
    return OTHER_HELP if keyboard.word_taken(HELP) else HELP


def help_text(
    keyboard: Keyboard, file_row: tuple[Pattern, str] | None, questions: bool
) -> str:
    """All that can be typed, one line each."""
    # What needs no command comes first: it is what most people want most of the time.
    commands = sorted(keyboard.commands, key=lambda row: not row[0].takes_anything)
    rows = [(pattern.usage, command.help) for pattern, command in commands]
    if file_row is not None:
        rows.append((file_row[0].usage, file_row[1]))
        if not keyboard.word_taken(CANCEL):
            rows.append((CANCEL, "stop all transfers"))
    if questions:
        rows.append(("y, n", "answer the oldest open question"))
    rows.append((help_word(keyboard), "this help"))
    rows.append(("Ctrl-C, Ctrl-D", "leave"))
    return "\n".join(_columns(rows))


def _columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    rows = list(rows)
    wide = max(_width(usage) for usage, _ in rows)
    return [f"{usage}{' ' * (wide - _width(usage))}  {text}" for usage, text in rows]


def _width(text: str) -> int:
    """How many columns a text takes; a syllable of Hangul takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
