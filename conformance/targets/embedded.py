"""The reference server as a target: a process of its own, on a free port."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from conformance.targets.address import Address

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 60.0  # seconds: a loaded machine may take long to start Python
_LISTENING = re.compile(r"listening on (.*):(\d+)\n")


class EmbeddedError(Exception):
    """The reference server does not start; its text says why."""


@contextmanager
def reference_server(
    spec: str, profile: str | None, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[Address]:
    """Where the reference server listens, for as long as it is needed.

    ``meanwhile`` is done while it starts.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        process = _start(spec, profile, log)
        try:
            meanwhile()
            yield _ready(process, log)
        finally:
            _end(process)


def _start(spec: str, profile: str | None, log: IO[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "reference", "server", "--quiet"]
    command += ["--spec", spec, "--port", "0"]
    command += ["--profile", profile] if profile else []
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        # Ctrl-C is for the judge, who then ends the server.
        process_group=0 if os.name == "posix" else None,
    )


def _ready(process: subprocess.Popen[str], log: IO[str]) -> Address:
    assert process.stdout is not None
    end = time.monotonic() + _PATIENCE
    ready, _, _ = select.select([process.stdout], [], [], end - time.monotonic())
    line = process.stdout.readline() if ready else ""
    found = _LISTENING.fullmatch(line)
    if found is None:
        log.seek(0)
        why = log.read().strip() or line.strip() or "it says nothing"
        raise EmbeddedError(f"the reference server does not start: {why}")
    return Address(found[1].strip("[]"), int(found[2]))


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
