"""Why a client cannot be started, and what to do about it."""

from __future__ import annotations

import shutil
from pathlib import Path

from codegen.reason import reason
from conformance.clients.command import Command


def cannot_start(command: Command, error: OSError) -> str:
    """A sentence about a program that the system does not start."""
    program = command.arguments("", 0, "")[0]
    if "/" not in program and shutil.which(program) is None:
        near = f"; did you mean './{program}'?" if Path(program).is_file() else ""
        return f"no program named {program!r} is installed{near}"
    if not Path(program).exists() and "/" in program:
        return f"there is no program {program!r} (from {Path.cwd()}); is it compiled?"
    return f"{program!r} cannot be started: {reason(error)}"
