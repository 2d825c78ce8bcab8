"""Functions that specs may call and that Python has no short word for."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from codegen.wire import Text, WireError

# Unicode has the syllables of Hangul by initial, vowel and final (chapter 3.12).
_FIRST_SYLLABLE = 0xAC00
_PER_VOWEL = 28
_PER_INITIAL = 21 * _PER_VOWEL
_SYLLABLES = 19 * _PER_INITIAL
_NIEUN, _RIEUL, _IEUNG = 2, 5, 11
_Y_VOWELS = (2, 3, 6, 7, 12, 17, 20)  # ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ


def nfc(text: str) -> str:
    """Unicode Normalization Form C: the same syllables, one way to write them."""
    return unicodedata.normalize("NFC", text)


def cut(text: str, most: int) -> str:
    """As much of a text as fits in so many bytes of UTF-8, in whole characters."""
    return text.encode()[: max(most, 0)].decode(errors="ignore")


def clock(seconds: int) -> str:
    """``HH:MM:SS`` in local time, of seconds since 1970."""
    return f"{datetime.fromtimestamp(seconds):%H:%M:%S}"


def dueum(text: str) -> str:
    """A text as the initial-sound rule (두음법칙) has it: 녀자 is 여자, 래일 is 내일.

    Follows the Standard Korean Orthography, articles 10 to 12. What is no syllable
    that the rule is about stays as it is.
    """
    number = ord(text[0]) - _FIRST_SYLLABLE if text else -1
    if not 0 <= number < _SYLLABLES:
        return text
    initial, rest = divmod(number, _PER_INITIAL)
    vowel = rest // _PER_VOWEL
    if initial in (_NIEUN, _RIEUL) and vowel in _Y_VOWELS:
        initial = _IEUNG
    elif initial == _RIEUL:
        initial = _NIEUN
    return chr(_FIRST_SYLLABLE + initial * _PER_INITIAL + rest) + text[1:]


def fits(type_: Text, text: str) -> bool:
    """Whether ``text`` keeps every limit of a text type."""
    try:
        type_.checker()(text, len(text.encode(type_.encoding)))
    except (WireError, UnicodeEncodeError):
        return False
    return True
