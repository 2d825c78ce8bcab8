"""``python -m reference window``: what must be there, and the exit status."""

from __future__ import annotations

import sys
from pathlib import Path

from codegen.protocol import Protocol
from reference.statuses import USAGE

NO_TK = "No window: this Python has no tkinter. On Debian: apt install python3-tk"
NO_DISPLAY = "No window: {reason}. To have one, set DISPLAY to a screen, such as :0"


def run(
    protocol: Protocol, address: tuple[str, int], name: str | None, downloads: Path
) -> int:
    """Talk to the server at ``address`` in a window, until the user leaves."""
    try:
        import tkinter
    except ImportError:
        print(NO_TK, file=sys.stderr)
        return USAGE
    try:
        root = tkinter.Tk(className="Chatspec")
    except tkinter.TclError as error:
        print(NO_DISPLAY.format(reason=error), file=sys.stderr)
        return USAGE

    from reference.window.window import Window

    return Window(root, protocol, address, name, downloads).run()
