"""The reference server with services of the test's own, in a thread of this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle, product
from typing import Any

from codegen import protocol as declared
from codegen.protocol import Protocol
from codegen.room import Ask
from conformance.model import nominal
from conformance.runner import Target
from reference.server.server import Server
from reference.server.services import Refused, Service, Services
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


def fickle(protocol: Protocol) -> dict[str, Service]:
    """Services that fail, then answer in every way there is, and so on."""
    return {service.name: _fickle(service) for service in protocol.services}


def _fickle(service: declared.Service) -> Service:
    kinds = service.answers
    choices = (
        nominal.closed_set(it, ()) or nominal.values(it, ()) for it in kinds.values()
    )
    turns = cycle([None, *product(*choices)])

    async def answer(question: Ask) -> Mapping[str, Any]:
        values = next(turns)
        if values is None:
            raise Refused("not now")
        return dict(zip(kinds, values, strict=True))

    return answer
