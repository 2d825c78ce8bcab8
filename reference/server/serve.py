"""The server as a process: ports, signals, what is printed, how it exits."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from reference.server.console import Console
from reference.server.screens import best_screen
from reference.server.server import Server

EXIT_UNAVAILABLE = 3
EXIT_USAGE = 2

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
SPARE_DESCRIPTORS = 64  # what a process needs besides its connections

REASONS = {
    errno.EADDRINUSE: "the port is in use; choose another, or 0 for any free one",
    errno.EACCES: "the port is privileged; choose one from 1024 on",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}
"""What to say where the system's own words are not enough."""


def serve(server: Server, host: str, port: int, console: Console) -> int:
    """Run ``server`` until it is stopped; return the process's exit status.

    What stops it is a signal, or the operator at a terminal.
    """
    _allow_descriptors(server.most_connections + SPARE_DESCRIPTORS)
    return asyncio.run(_serve(server, host, port, console))


async def _serve(server: Server, host: str, port: int, console: Console) -> int:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_report)
    stop = asyncio.Event()
    _on_signals(loop, stop)
    try:
        await server.start(host, port)
    except OSError as error:
        print(f"cannot listen on {host}:{port}: {_reason(error)}", file=sys.stderr)
        return EXIT_USAGE if _is_bad_address(error) else EXIT_UNAVAILABLE
    with best_screen(console):
        if not (console.screen.personal and server.tells_where):
            for address in server.addresses:
                console.say(f"listening on {address}")
        server.tell_where()
        await _until(stop, server, console)
        connections = await server.stop()
    console.say(f"goodbye ({connections} connected)")
    return 0


async def _until(stop: asyncio.Event, server: Server, console: Console) -> None:
    """Let the operator type, if there is anything to, until the server is stopped."""
    if not console.wanted:
        await stop.wait()
        return
    typing = asyncio.create_task(_operate(server, console, stop))
    await stop.wait()
    typing.cancel()
    await asyncio.gather(typing, return_exceptions=True)


async def _operate(server: Server, console: Console, stop: asyncio.Event) -> None:
    """Do what the operator types; without a keyboard the server goes on."""
    try:
        if await console.screen.run(lambda line: _do(server, console, line)):
            stop.set()
    except Exception as error:
        _report(asyncio.get_running_loop(), {"message": "console", "exception": error})


def _do(server: Server, console: Console, line: str) -> None:
    message = console.read(line)
    if message is not None:
        server.operated(message)


def _on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    for number in STOP_SIGNALS:
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # not on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def _is_bad_address(error: OSError) -> bool:
    return isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL


def _reason(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    return REASONS.get(error.errno or 0) or os.strerror(error.errno or 0)


def _report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say what went wrong inside asyncio: in a line, without a traceback."""
    import logging

    from reference.server.journal import origin

    error = context.get("exception")
    what = f"{context.get('message')} ({origin(error)})" if error else context
    logging.getLogger("reference").warning("%s", what)


def _allow_descriptors(needed: int) -> None:
    """Allow the process as many open sockets as its limits speak of, if possible."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        needed = min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < needed:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
