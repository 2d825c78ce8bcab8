"""The formatter whose layout generated code is in."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def ruff(*arguments: str, source: str) -> str:
    """What ruff answers to a module on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "-"],
        input=source,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
    )
    assert done.stderr == "", source
    return done.stdout


def formatted(source: str) -> str:
    """A module as ruff lays it out."""
    return ruff("format", "--isolated", "--line-length", "88", source=source)


def findings(source: str) -> str:
    """What ruff's rules of this project say about a generated module."""
    name = "codegen/generated/anything.py"
    found = ruff("check", "--quiet", "--stdin-filename", name, source=source)
    return found
