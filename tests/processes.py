"""Real processes for tests: started, waited for until they are ready, ended by pid."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import select
from time import monotonic
from typing import IO

ROOT = Path(__file__).parent.parent
DEADLINE = 100.0  # s; a loaded machine may take long to start Python
LISTENING = re.compile(r"listening on (.*):(\d+)\n")


@dataclass
class RunningServer:
    """A server that listens; unpacks as ``host, port, process``."""

    host: str
    port: int
    process: subprocess.Popen[str]
    log: IO[str]

    def __iter__(self) -> Iterator[object]:
        return iter((self.host, self.port, self.process))

    @property
    def address(self) -> tuple[str, int]:
        return self.host, self.port

    def logged(self) -> str:
        """All that it has written to stderr so far."""
        return _all_of(self.log)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End it; return its exit status and what else it has printed."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=DEADLINE)
        return self.process.returncode, printed

    def memory(self) -> int:
        """The bytes of memory it has resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024

    def processor_seconds(self) -> float:
        """The time that it has kept a processor busy."""
        text = Path(f"/proc/{self.process.pid}/schedstat").read_text()
        return int(text.split()[0]) / 1e9


def reference(*arguments: str) -> list[str]:
    """The command line of ``python -m reference``."""
    return [sys.executable, "-m", "reference", *arguments]


@contextmanager
def running_server(spec: str, *options: str) -> Iterator[RunningServer]:
    """The reference server of ``spec`` on a free port; exits 0 on SIGTERM."""
    command = reference("server", "--spec", spec, "--port", "0", *options)
    with running(command) as server:
        yield server


@contextmanager
def running(command: Sequence[str], root: Path = ROOT) -> Iterator[RunningServer]:
    """Any server that prints "listening on HOST:PORT" and exits 0 on SIGTERM.

    ``root`` is the folder of the project that it is run from.
    """
    # A file, so that no reader is needed to keep a chatty server from blocking.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            server = _when_listening(process, log)
            yield server
            if process.returncode is None:
                status, _ = server.stop()
                assert status == 0, f"exit status {status}; {_all_of(log)}"
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def _when_listening(process: subprocess.Popen[str], log: IO[str]) -> RunningServer:
    assert process.stdout is not None
    line = read_line(process.stdout, DEADLINE)
    found = LISTENING.fullmatch(line)
    assert found is not None, f"printed {line!r}; {_all_of(log)}"
    return RunningServer(found[1].strip("[]"), int(found[2]), process, log)


def read_line(stream: IO[str], seconds: float) -> str:
    """The next line of a pipe, or as much of it as comes within ``seconds``.

    Byte by byte, past the stream's own buffer: what is in that nobody can wait for.
    """
    end = monotonic() + seconds
    line = bytearray()
    while not line.endswith(b"\n"):
        ready, _, _ = select([stream], [], [], max(0, end - monotonic()))
        piece = os.read(stream.fileno(), 1) if ready else b""
        if not piece:
            break
        line += piece
    return line.decode(errors="replace")


def _all_of(log: IO[str]) -> str:
    log.seek(0)
    return log.read()
