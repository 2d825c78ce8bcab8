"""Functions that specs may call and that Python has no short word for."""

from __future__ import annotations

import unicodedata

from codegen.wire import Text, WireError


def nfc(text: str) -> str:
    """Unicode Normalization Form C: the same syllables, one way to write them."""
    return unicodedata.normalize("NFC", text)


def cut(text: str, most: int) -> str:
    """As much of a text as fits in so many bytes of UTF-8, in whole characters."""
    return text.encode()[: max(most, 0)].decode(errors="ignore")


def fits(type_: Text, text: str) -> bool:
    """Whether ``text`` keeps every limit of a text type."""
    try:
        type_.checker()(text, len(text.encode(type_.encoding)))
    except (WireError, UnicodeEncodeError):
        return False
    return True
