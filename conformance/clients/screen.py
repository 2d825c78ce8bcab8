"""What a program has written, as somebody would read it: lenient about decoration.

Escape sequences and white space do not count: clients draw frames, wrap lines and
repeat their prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-Za-z]|.)",
    re.DOTALL,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WIDEST = 400


def plain(output: bytes) -> str:
    """The text without escape sequences and controls; lines stay."""
    text = _ESCAPES.sub("", output.decode("utf-8", "replace"))
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def has(output: bytes, text: str) -> bool:
    """Whether a text can be read in the output."""
    return squeezed(text) in squeezed(plain(output))


def has_all(output: bytes, parts: Iterable[str]) -> bool:
    """Whether all parts can be read in the output, in whatever order."""
    there = squeezed(plain(output)).casefold()
    return all(squeezed(part).casefold() in there for part in parts)


def says_something(output: bytes, but: str = "") -> bool:
    """Whether there is a letter or digit beside a prompt in the output."""
    text = squeezed(plain(output))
    if but:
        text = text.replace(squeezed(but), "")
    return any(letter.isalnum() for letter in text)


def last_lines(output: bytes, count: int) -> tuple[str, ...]:
    """The last lines that are not empty."""
    lines = [line.rstrip()[:_WIDEST] for line in plain(output).split("\n")]
    return tuple([line for line in lines if line][-count:])


def on_one_line(output: bytes) -> str:
    """What can be read, as a piece of a sentence; lines are parted by a bar."""
    return " | ".join(line.strip() for line in last_lines(output, 8))
