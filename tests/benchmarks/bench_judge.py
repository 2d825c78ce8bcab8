"""Checked steps a second, beside bare round trips to an echo server: ratios only.

    python -m tests.benchmarks.bench_judge

A step is a stimulus, what follows on every connection, and the fences that make sure
that nothing else does: at best two round trips one after the other.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from statistics import median

from codegen import protocol
from conformance.results import RunFinished
from conformance.runner import Options, Target, run
from conformance.targets.embedded import reference_server

ROUNDS = 3
TRIPS = 5_000
ECHO = """
import asyncio
class Echo(asyncio.Protocol):
    def connection_made(self, transport): self.transport = transport
    def data_received(self, data): self.transport.write(data)
async def main():
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def round_trips_a_second() -> float:
    """How often sixteen bytes go to another process and come back."""
    command = [sys.executable, "-c", ECHO]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = ("127.0.0.1", int(server.stdout.readline()))
            with socket.create_connection(address, timeout=10) as peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                started = time.perf_counter()
                for _ in range(TRIPS):
                    peer.sendall(b"sixteen bytes ok")
                    peer.recv(64)
                return TRIPS / (time.perf_counter() - started)
        finally:
            server.kill()


def judged(name: str) -> RunFinished:
    """One whole run against the embedded reference server."""
    spoken = protocol.load(name)
    options = Options(features=spoken.room.FEATURES)
    with reference_server(name, None) as own:
        target = Target(own.host, own.port, "the reference server")
        *_, last = run(spoken, target, options)
    assert isinstance(last, RunFinished)
    assert last.exit_code == 0
    return last


def main() -> None:
    """Interleave the rounds, so that both see the same machine."""
    for name in protocol.available():
        ratios, shares = [], []
        for _ in range(ROUNDS):
            trips = round_trips_a_second()
            finished = judged(name)
            ratios.append(finished.steps / finished.seconds / trips)
            shares.append(finished.waited / finished.seconds)
        share = f"{median(shares):.0%} of the time waiting for nothing"
        ratio = f"{median(ratios):.2f} of an echo server's round trips"
        print(f"{name:8} {finished.steps:6} steps, {ratio}; {share}")


if __name__ == "__main__":
    main()
