"""Text from elsewhere, made to keep the limits of a text type of the protocol.

Such a text may hold anything and be of any length, and a message that cannot be
encoded would cost whoever asked for it the connection.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from codegen.functions import fits
from codegen.wire import Text

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\n]+")
MOST = 65_536  # characters that are looked at


def shaped(type_: Text, text: str) -> str | None:
    """As much of ``text`` as the type allows, in whole graphemes; None if nothing fits.

    Control characters are left out. Line breaks stay where the type takes them, and are
    blanks otherwise. What else it does not take is left out or, where it would leave a
    hole, a ``?``.
    """
    text = _BREAKS.sub("\n", text[:MOST])
    allowed = _allowed(type_)
    replaced = {c: _instead(c, allowed) for c in set(text)}
    text = "".join(replaced[c] for c in text)
    if not allowed("\n"):
        text = _BLANKS.sub(" ", text)
    text = _cut(type_, text.strip()).strip()
    return text if fits(type_, text) else None


def _allowed(type_: Text) -> Callable[[str], bool]:
    """Whether a character may stand in a text of this type, as far as one can tell."""
    single = Text(
        length=(1, 1),
        pattern=type_.pattern,
        without=type_.without,
        encoding=type_.encoding,
    )
    return lambda character: fits(single, character)


def _instead(character: str, allowed: Callable[[str], bool]) -> str:
    """What stands in place of a character: itself if it may."""
    blank = character in "\n\t" or unicodedata.category(character) == "Zs"
    if unicodedata.category(character) in ("Cc", "Cs") and not blank:
        return ""
    if allowed(character):
        return character
    if blank:
        return " " if allowed(" ") else ""
    return "?" if allowed("?") and unicodedata.category(character)[0] != "M" else ""


def _cut(type_: Text, text: str) -> str:
    """The graphemes of ``text`` that the type has room for."""
    from wcwidth import iter_graphemes

    most, bytes_most = type_.length[1], type_.bytes[1]
    if len(text) <= most and len(text.encode(type_.encoding)) <= bytes_most:
        return text
    length = size = 0
    for grapheme in iter_graphemes(text):
        size += len(grapheme.encode(type_.encoding))
        if length + len(grapheme) > most or size > bytes_most:
            break
        length += len(grapheme)
    return text[:length]
