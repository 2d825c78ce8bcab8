"""Text of others made safe to print: what would steer a terminal is spelled out.

A chat partner can send anything that fits the wire: escape sequences that clear the
screen or retitle the window, the 8-bit controls that mean the same, marks that turn the
direction of writing. Everything a client shows goes through here once.
"""

from __future__ import annotations

import re

_CONTROL = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # direction of writing
    "\u2028\u2029\ufff9-\ufffb"  # line and paragraph separators, annotations
    "\ud800-\udfff"  # halves of characters: no encoding has bytes for them
)
_HOSTILE = re.compile(f"[{_CONTROL}]")
_HOSTILE_IN_LINE = re.compile(f"[{_CONTROL}\t\n]")


def harmless(text: str) -> str:
    r"""Return the text with controls spelled out (``\x1b``); lines and tabs stay."""
    return _HOSTILE.sub(_spelled, text.replace("\r\n", "\n"))


def harmless_line(text: str) -> str:
    """Return the text as one harmless line, for names, prompts and file names."""
    return _HOSTILE_IN_LINE.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
