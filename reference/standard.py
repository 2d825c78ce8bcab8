"""The standard streams: is it a terminal, and what to do when nobody reads any more."""

from __future__ import annotations

import os
from typing import TextIO

HINT = "For an input line that stays whole: pip install 'chatspec[chat]'"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is one; None: it was closed."""
    return stream is not None and stream.isatty()


def silence(stream: TextIO) -> None:
    """What is left in the buffer is tried again at the exit: let that succeed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
