"""What the client's help says: the commands of the protocol, then the client's own."""

from __future__ import annotations

from codegen.typed import HELP, Keyboard, Pattern
from reference.columns import columns

OTHER_HELP = "/?"
CANCEL = "/cancel"


def help_word(keyboard: Keyboard) -> str:
    """What is typed for the client's help: a command of the protocol goes first."""
    return OTHER_HELP if keyboard.word_taken(HELP) else HELP


def help_text(
    keyboard: Keyboard,
    file_row: tuple[Pattern, str] | None,
    questions: bool,
    *,
    by_line: bool = True,
) -> str:
    """All that can be typed, one line each; ``by_line``: answers and leaving too."""
    # What needs no command comes first: it is what most people want most of the time.
    commands = sorted(keyboard.commands, key=lambda row: not row[0].takes_anything)
    rows = [(pattern.usage, command.help) for pattern, command in commands]
    if file_row is not None:
        rows.append((file_row[0].usage, file_row[1]))
        if not keyboard.word_taken(CANCEL):
            rows.append((CANCEL, "stop all transfers"))
    if questions and by_line:
        rows.append(("y, n", "answer the oldest open question"))
    rows.append((help_word(keyboard), "this help"))
    if by_line:
        rows.append(("Ctrl-C, Ctrl-D", "leave"))
    return columns(rows)
