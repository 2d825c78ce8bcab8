"""The reference server with services of the test's own, in a thread of this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from codegen.protocol import Protocol
from conformance.runner import Target
from reference.server.server import Server
from reference.server.services import Service, Services
from tests.processes import DEADLINE


@contextmanager
def serving(protocol: Protocol, offered: Mapping[str, Service]) -> Iterator[Target]:
    """A server of ``protocol`` for as long as it is needed."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def done(it: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(it, loop).result(DEADLINE)

    async def started() -> Server:
        return Server(protocol, services=Services(offered))

    try:
        server = done(started())
        yield Target("127.0.0.1", done(server.start()))
        done(server.stop())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(DEADLINE)
        loop.close()
