"""The services that a room may ask, such as a search: each an async callable.

A service is given the arguments of the question and returns the fields of the answer.
Whatever becomes of it, the one who asked is told exactly once: services that are not
there, fail, take too long or are asked too much are failures with a reason.

A spec that uses one declares it under ``services:`` by these names, with all of its
``asks`` and ``answers``; the types are the spec's own:

==============  =================  ===============================================
service         asks               answers
==============  =================  ===============================================
``search``      ``query`` text     ``text`` text, ``cached`` flag
``dictionary``  ``word`` text      ``word`` text, ``known`` flag, ``follows`` flag
``draw``        nothing            ``word`` text
``secret``      ``secret`` text    ``right`` flag
==============  =================  ===============================================

- ``search`` asks a language model; ``cached``: it had been asked before.
- ``dictionary`` says whether the list of words holds a word (``known``), and whether
  another word of the list can follow it in a chain of words (``follows``): one that
  begins with its last syllable. ``word`` is the word that was asked about.
- ``draw`` gives a word of the same list, at random, that can be followed.
- ``secret`` says whether that is the secret of the administrator.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from codegen.room import Ask

Service = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]

Answered = Callable[[Ask, Mapping[str, Any] | None, str], None]
"""``answered(question, result, reason)``: ``result`` is None for a failure."""

SECONDS = 20.0  # more than a service needs, less than a person waits
AT_ONCE = 64  # questions of all clients together, so that nobody can pile up tasks


class Services:
    """The services on offer, by name."""

    def __init__(
        self,
        offered: Mapping[str, Service] | None = None,
        *,
        seconds: float = SECONDS,
        at_once: int = AT_ONCE,
    ) -> None:
        self._offered = dict(offered or {})
        self._seconds = seconds
        self._at_once = at_once
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, question: Ask, answered: Answered) -> None:
        """Put a question; ``answered`` is called later, never from within."""
        service = self._offered.get(question.service)
        loop = asyncio.get_running_loop()
        if service is None:
            loop.call_soon(answered, question, None, "the service is not configured")
        elif len(self._tasks) >= self._at_once:
            loop.call_soon(answered, question, None, "the service is busy")
        else:
            task = loop.create_task(self._answer(service, question, answered))
            self._tasks.add(task)  # the loop itself keeps no tasks alive
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what is being asked; nobody is told."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(
        self, service: Service, question: Ask, answered: Answered
    ) -> None:
        result, reason = None, ""
        try:
            async with asyncio.timeout(self._seconds):
                result = await service(question.arguments)
        except TimeoutError:
            reason = f"the service did not answer within {self._seconds:g} s"
        except Exception as error:  # a service may fail in ways of its own
            reason = f"the service failed: {type(error).__name__}"
        answered(question, result, reason)
