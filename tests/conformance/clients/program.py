"""The C client of slash, right or with a fault, and what is said of a client."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from codegen.protocol import load
from conformance.runner import Options, Target, run
from tests.conformance.c_server import Judgement
from tests.processes import DEADLINE, ROOT

SOURCE = ROOT / "tests" / "clients" / "slash_client.c"


def compiled(folder: Path) -> Path:
    """The program; which fault it has is said on its command line."""
    program = folder / "slash_client"
    command = ["gcc", "-std=c11", "-Wall", "-O0", "-o", str(program), str(SOURCE)]
    subprocess.run(command, check=True)
    return program


def reference(spec: str) -> str:
    """The command of the reference client."""
    return f"{sys.executable} -m reference client --spec {spec} {{host}}:{{port}}"


def importable() -> str:
    """A PYTHONPATH with which the project is found from any folder."""
    return os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(":")


def judged(
    command: str, spec: str, *select: str, io: str = "pty", timeout: float = DEADLINE
) -> Judgement:
    """What the judge says of a client. It waits long where something is missing."""
    protocol = load(spec)
    options = Options(
        features=frozenset(feature.name for feature in protocol.features),
        select=select,
        timeout=timeout,
        start_timeout=DEADLINE,
        case_timeout=4 * DEADLINE,
        client=command,
        client_io=io,
    )
    return Judgement(list(run(protocol, Target("", 0), options)))
