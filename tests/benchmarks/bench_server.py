"""The server, side by side with a C program that does next to nothing.

``python -m tests.benchmarks.bench_server``. Twenty clients talk at once, and each of
them hears the other nineteen. The C server relays each record with one send for each
listener; ours takes as many bytes as a frame, decodes and checks them, asks the room,
encodes the reply once, and writes once a turn. Both are driven in turns by the same
client: only the ratio means anything.
"""

from __future__ import annotations

import selectors
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.processes import ROOT, RunningServer, running, running_server
from tests.reference.relay import RELAY, frame

PEOPLE = 20
RECORD = 128
BURSTS = {1: 100, 40: 5}  # records said by each before it has heard all: rounds
TURNS = 5
IDLE = 1000

SAY = frame("say " + "x" * (RECORD - 6))  # the length, the word, the text: a record
HEARD = len(SAY) + 1  # "said" for "say"


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        fanout = compiled(ROOT / "tests/servers/fanout.c", Path(folder))
        for burst, rounds in BURSTS.items():
            ratios = [compare(fanout, burst, rounds) for _ in range(TURNS)]
            wall, busy = (median(values) for values in zip(*ratios, strict=True))
            print(f"{PEOPLE} x {PEOPLE - 1}, {burst} at a time: ", end="")
            print(f"{wall:.1f} x the C server's messages a second, ", end="")
            print(f"{busy:.1f} x those a second of processor")
    print(f"{IDLE} idle connections: {memory_of_idle():.2f} x the 100 MB allowed")


def compiled(source: Path, folder: Path) -> str:
    """Compile a C program; return the path of it."""
    program = str(folder / source.stem)
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O2"]
    subprocess.run(["gcc", *flags, "-o", program, str(source)], check=True)
    return program


def compare(fanout: str, burst: int, rounds: int) -> tuple[float, float]:
    """Ours / theirs, in messages per second and per second of a processor."""
    theirs = measure([fanout], b"r" * RECORD, RECORD, burst, rounds)
    ours = measure(RELAY, SAY, HEARD, burst, rounds)
    return ours[0] / theirs[0], ours[1] / theirs[1]


def measure(
    command: Sequence[str], say: bytes, heard: int, burst: int, rounds: int
) -> tuple[float, float]:
    """Messages delivered a second, of the clock and of the server's processor."""
    with running(command) as server, ExitStack() as stack:
        people: list[socket.socket] = []
        for _ in range(PEOPLE):
            newcomer = stack.enter_context(connected(server))
            if people:
                newcomer.sendall(say)  # who is heard by the others is accepted
            for other in people:
                other.recv(heard, socket.MSG_WAITALL)
            people.append(newcomer)
        expected = burst * heard * (PEOPLE - 1)
        busy, begun = server.processor_seconds(), perf_counter()
        for _ in range(rounds):
            talk(people, say * burst, expected)
        seconds = perf_counter() - begun
        busy = server.processor_seconds() - busy
    messages = rounds * PEOPLE * (PEOPLE - 1) * burst
    return messages / seconds, messages / busy


@contextmanager
def connected(server: RunningServer) -> Iterator[socket.socket]:
    """A client."""
    with socket.create_connection(server.address, 10) as one:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield one


def talk(people: Sequence[socket.socket], say: bytes, expected: int) -> None:
    """Let each say a burst, and read until each has heard everybody else's."""
    with selectors.DefaultSelector() as selector:
        for one in people:
            one.sendall(say)
            selector.register(one, selectors.EVENT_READ, one)
        left = dict.fromkeys(people, expected)
        while left:
            ready = selector.select(10)
            assert ready, f"{sum(left.values())} bytes did not arrive"
            for key, _ in ready:
                one = key.data
                left[one] -= len(one.recv(262144))
                if not left[one]:
                    selector.unregister(one)
                    del left[one]


def memory_of_idle() -> float:
    """The memory of a server with idle connections, as a part of what is allowed."""
    with running_server("hash", "--quiet") as server, ExitStack() as stack:
        people = [stack.enter_context(connected(server)) for _ in range(IDLE)]
        people[-1].sendall(b"001#last")
        people[-1].recv(1)  # so all before it are accepted
        return server.memory() / 100e6


if __name__ == "__main__":
    main()
