"""Reference clients on plain lines, each a process with somebody who types."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from select import select
from time import monotonic

from tests.processes import DEADLINE, ROOT
from tests.reference.scripted import ENVIRONMENT, client_command


class Typist:
    """One client. ``printed`` is all that it has said so far, troubles included."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.printed = ""
        self._raw = b""
        self._read = 0

    def types(self, *lines: str) -> None:
        """Type lines."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        self.process.stdin.flush()

    def hears(self, text: str) -> None:
        """Wait until this is said, behind what was waited for before."""
        end = monotonic() + DEADLINE
        while (at := self.printed.find(text, self._read)) < 0:
            assert self._more(end), f"{text!r} is not in {self.printed!r}"
        self._read = at + len(text)

    def leaves(self, *lines: str) -> int:
        """Type these last lines; return the exit status, when all is said."""
        self.types(*lines)
        end = monotonic() + DEADLINE
        while self._more(end):
            pass
        return self.process.wait(DEADLINE)

    def _more(self, end: float) -> bool:
        assert self.process.stdout is not None
        stream = self.process.stdout.fileno()
        ready, _, _ = select([stream], [], [], max(0, end - monotonic()))
        data = os.read(stream, 65536) if ready else b""
        self._raw += data
        self.printed = self._raw.decode(errors="replace")
        return bool(data)


@contextmanager
def typists(
    spec: str, port: int, folder: Path, *names: str, options: tuple[str, ...] = ()
) -> Iterator[list[Typist]]:
    """Clients, logged in under these names; each has a folder for its downloads."""
    with ExitStack() as stack:
        found = []
        for name in names:
            named = ["--name", name, "--downloads", str(folder / name), *options]
            one = Typist(client_command(spec, port, *named))
            stack.callback(one.process.communicate)
            stack.callback(one.process.kill)
            found.append(one)
        yield found
