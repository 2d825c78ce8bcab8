"""Servers in C, right or with one of their faults, as processes to be judged."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from codegen.protocol import load
from conformance.results import CaseResult, Event, Finding, RunFinished, Verdict
from conformance.runner import Options, Target, run
from tests.processes import DEADLINE, ROOT, read_line

SERVERS = ROOT / "tests" / "servers"
SOURCE = SERVERS / "hash_server.c"
HASH = load("hash")
FEATURES = frozenset(feature.name for feature in HASH.features)

needs_gcc = pytest.mark.skipif(which("gcc") is None, reason="there is no gcc")


@dataclass
class Judgement:
    """What a run said."""

    events: list[Event]

    @property
    def findings(self) -> list[Finding]:
        return [event for event in self.events if isinstance(event, Finding)]

    @property
    def results(self) -> dict[str, Verdict]:
        cases = (event for event in self.events if isinstance(event, CaseResult))
        return {case.id: case.verdict for case in cases}

    @property
    def end(self) -> RunFinished:
        last = self.events[-1]
        assert isinstance(last, RunFinished)
        return last


def compiled(
    folder: Path, *faults: str, source: str | None = None, name: str = "hash_server"
) -> Path:
    """The program with these faults."""
    program = folder / (name + "".join(faults))
    text = source if source is not None else (SERVERS / f"{name}.c").read_text()
    command = ["gcc", "-std=c11", "-O0", "-x", "c", "-o", str(program), "-"]
    command += [f"-DBUG_{fault}" for fault in faults]
    subprocess.run(command, input=text, text=True, check=True)
    return program


def spoilt(function: str, statement: str) -> str:
    """The source with a statement at the beginning of a function."""
    source = SOURCE.read_text()
    start = source.index("{", source.index(f"static void {function}(")) + 1
    return f"{source[:start]} {statement} {source[start:]}"


@contextmanager
def listening(program: Path, *arguments: str) -> Iterator[Target]:
    """The program, as a process of its own."""
    command = [str(program), "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = read_line(process.stdout, DEADLINE)
        yield Target("127.0.0.1", int(line.rpartition(":")[2]))
    finally:
        process.kill()
        process.communicate(timeout=DEADLINE)


def judged(
    program: Path, depth: str = "quick", select: tuple[str, ...] = ()
) -> Judgement:
    """What the judge says of it."""
    options = Options(features=FEATURES, depth=depth, select=select, timeout=0.6)
    with listening(program) as target:
        return Judgement(list(run(HASH, target, options)))
