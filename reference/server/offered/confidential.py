"""What must not stand on a command line, where everybody on the machine can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reference.server.offered.option import OptionError

MOST_BYTES = 4096


def read_confidential(path: Path, option: str) -> str:
    """The text of a file without its last line break; OptionError if there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise OptionError(option, f"cannot read {path}: {reason}") from None
    if len(data) > MOST_BYTES:
        raise OptionError(option, f"{path} is longer than {MOST_BYTES} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise OptionError(option, f"{path} is no UTF-8 text") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text.strip():
        raise OptionError(option, f"{path} is empty")
    return text


def exposed(path: Path) -> str:
    """A warning if everybody on the machine can read the file; else ``""``."""
    mode = path.stat().st_mode
    if os.name == "posix" and stat.S_ISREG(mode) and mode & stat.S_IROTH:
        return f"everybody on this machine can read {path}: chmod 600 {path}"
    return ""
