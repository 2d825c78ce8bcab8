"""The services that a room may ask, such as a search: each an async callable.

A service is given the question and returns the fields of the answer. Whatever becomes
of it, the one who asked is told exactly once: services that are not there, refuse,
fail, take too long or are asked too much are failures with a reason, a line of plain
ASCII of at most ``REASON_MOST`` characters.

A spec that uses one declares it under ``services:`` by these names, with all that it
``asks`` and those of its ``answers`` that the spec needs; what their types allow is up
to the spec:

==============  =================  ===============================================
service         asks               answers
==============  =================  ===============================================
``search``      ``query`` text     ``text`` text, ``cached`` flag
``dictionary``  ``word`` text      ``known`` flag, ``follows`` flag
``draw``        nothing            ``word`` text
``secret``      ``secret`` text    ``right`` flag
==============  =================  ===============================================

- ``search`` asks a language model; ``cached``: it had been asked before.
- ``dictionary`` says whether the list of words holds a word (``known``), and whether
  another word of the list can follow it in a chain of words (``follows``): one that
  begins with its last syllable, or with what the initial-sound rule makes of it.
- ``draw`` gives a word of the same list, at random, that can be followed.
- ``secret`` says whether that is the secret of the administrator.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from codegen.room import Ask

Service = Callable[[Ask], Awaitable[Mapping[str, Any]]]
"""``await service(question)``: the fields of the answer; Refused with the reason."""

Answered = Callable[[Ask, Mapping[str, Any] | None, str], None]
"""``answered(question, result, reason)``: ``result`` is None for a failure."""

Task = Callable[[], Awaitable[None]]
"""Something to be done once."""

SECONDS = 20.0  # more than a service needs, less than a person waits
AT_ONCE = 64  # questions of all clients together, so that nobody can pile up tasks
PER_SESSION = 4  # of one client, so that it cannot take all the places there are
REASON_MOST = 120  # characters


class Refused(Exception):
    """A service has no answer; the text is the reason, for the one who asked."""


class Services:
    """The services on offer, by name.

    ``starts`` are awaited before there is anybody to ask, ``stops`` in the end.
    """

    def __init__(
        self,
        offered: Mapping[str, Service] | None = None,
        *,
        starts: Iterable[Task] = (),
        stops: Iterable[Task] = (),
        seconds: float = SECONDS,
        at_once: int = AT_ONCE,
        per_session: int = PER_SESSION,
    ) -> None:
        self._offered = dict(offered or {})
        self._starts = tuple(starts)
        self._stops = tuple(stops)
        self._seconds = seconds
        self._at_once = at_once
        self._per_session = per_session
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: Counter[int] = Counter()

    def ask(self, question: Ask, answered: Answered) -> None:
        """Put a question; ``answered`` is called later, never from within."""
        loop = asyncio.get_running_loop()
        service = self._offered.get(question.service)
        if service is None:
            reason = "the service is not configured"
        elif len(self._tasks) >= self._at_once:
            reason = "the service is busy"
        elif self._waiting[question.sid] >= self._per_session:
            reason = "too many questions at once"
        else:
            self._waiting[question.sid] += 1
            task = loop.create_task(self._answer(service, question, answered))
            self._tasks.add(task)  # the loop itself keeps no tasks alive
            task.add_done_callback(self._tasks.discard)
            return
        loop.call_soon(answered, question, None, reason)

    async def start(self) -> None:
        """Prepare what would take long later. What fails now fails when it is asked."""
        await asyncio.gather(*(s() for s in self._starts), return_exceptions=True)

    async def stop(self) -> None:
        """Give up what is being asked; nobody is told."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(s() for s in self._stops), return_exceptions=True)

    async def _answer(
        self, service: Service, question: Ask, answered: Answered
    ) -> None:
        result, reason = None, ""
        try:
            async with asyncio.timeout(self._seconds):
                result = await service(question)
        except Refused as refusal:
            reason = str(refusal)[:REASON_MOST]
        except TimeoutError:
            reason = f"the service did not answer within {self._seconds:g} s"
        except Exception as error:  # a service may fail in ways of its own
            reason = f"the service failed: {type(error).__name__}"
        finally:
            self._done(question.sid)
        answered(question, result, reason)

    def _done(self, sid: int) -> None:
        self._waiting[sid] -= 1
        if not self._waiting[sid]:
            del self._waiting[sid]
