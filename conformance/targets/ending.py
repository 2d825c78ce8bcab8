"""How a server came to its end, in words."""

from __future__ import annotations

import signal
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ending:
    """How a server ended; ``word`` is the same for endings that look alike.

    ``said`` follows "the server" in a sentence. ``lives``: the program still runs, but
    does not serve. ``output`` are the last lines that it has written.
    """

    word: str
    said: str
    lives: bool = False
    output: tuple[str, ...] = ()


REFUSES = Ending("refuses", "accepts no more connections")
DEAF = Ending("deaf", "accepts no more connections, although it still runs", lives=True)


def of_status(status: int, output: tuple[str, ...]) -> Ending:
    """The end of a process by its exit status; a negative one is a signal's number."""
    if status < 0:
        name = _name(-status)
        about = signal.strsignal(-status)
        said = f"is killed by {name}" + (f" ({about.lower()})" if about else "")
        return Ending(name, said, output=output)
    return Ending(f"status {status}", f"ends with exit status {status}", output=output)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"
