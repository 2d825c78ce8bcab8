"""Every check of the project, in order: ``python -m tests``.

Stops at the first check that fails. Arguments go to pytest, and then only it runs.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "generated code": ["codegen", "check"],
    "tests": ["pytest", "-n", "auto", "--dist", "worksteal", "--cov"],
}


def main(arguments: list[str]) -> int:
    """Run the checks; returns the first exit status that is not 0."""
    if arguments:
        return _run(["pytest", *arguments])
    started = time.monotonic()
    for name, command in CHECKS.items():
        print(f"== {name}: python -m {' '.join(command)}", flush=True)
        status = _run(command)
        if status != 0:
            print(f"== {name} failed ({status})", flush=True)
            return status
    print(f"== all passed in {time.monotonic() - started:.0f} s", flush=True)
    return 0


def _run(command: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
