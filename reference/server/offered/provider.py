"""Whoever answers a search: a server that speaks OpenAI's API for chat completions.

Rules kept here:

1. Nothing that an exception of the library says is passed on: it may hold the key.
2. The library takes seconds to import, and holds up all threads while it is: that is
   done before there is anybody to be held up, by ``start``.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from reference.server.offered.shape import MOST
from reference.server.services import Refused

SECONDS = 15.0  # for an answer: what a person in a chat may wait

UNREACHABLE = "the search provider cannot be reached"
SENSELESS = "the answer of the search provider makes no sense"
EMPTY = "the search found nothing"
NO_PACKAGE = "search needs packages: pip install 'chatspec[search]'"

STATUSES = {
    401: "the search provider refuses the key",
    403: "the search provider refuses the key",
    404: "the search provider knows no such model, or no such address",
    408: "the search provider took too long",
    429: "the search provider is asked too much, try again later",
}
"""What to say for statuses of HTTP that say more than that it failed."""


class Provider:
    """Asks a model. ``url`` is that of an API other than OpenAI's own."""

    def __init__(
        self, key: str, model: str, url: str | None = None, *, seconds: float = SECONDS
    ) -> None:
        self._key = key
        self._url = url
        self._model = model
        self._seconds = seconds
        self._opening = asyncio.Lock()
        self._library: Any = None
        self._client: Any = None

    def about(self) -> tuple[str, str]:
        """What an answer depends on besides the question."""
        return self._url or "", self._model

    async def start(self) -> None:
        """Import the library; Refused if it cannot be."""
        async with self._opening:
            if self._client is None:
                try:
                    await asyncio.to_thread(self._connect)
                except ImportError:
                    raise Refused(NO_PACKAGE) from None

    async def ask(self, instruction: str, question: str) -> str:
        """The answer, never empty; Refused with a reason that holds no secret."""
        await self.start()
        library = self._library
        messages = [
            {"role": "system", "content": instruction},
            {"role": "user", "content": question},
        ]
        # Raw: to build the library's classes for answers would hold up the room for
        # a second, the first time, and nothing of them is needed.
        create = self._client.chat.completions.with_raw_response.create
        try:
            response = await self._in_time(create, model=self._model, messages=messages)
            answer = json.loads(response.text)
        except (TimeoutError, library.APITimeoutError):
            reason = f"the search provider did not answer within {self._seconds:g} s"
            raise Refused(reason) from None
        except library.APIStatusError as error:
            raise Refused(_reason(error.status_code)) from None
        except library.APIConnectionError:
            raise Refused(UNREACHABLE) from None
        except Exception:  # a body that is no answer
            raise Refused(SENSELESS) from None
        return _content(answer)

    async def stop(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def _in_time(self, call: Callable[..., Awaitable[Any]], **what: Any) -> Any:
        # The library's own limit is for each read: a trickle would never reach it.
        async with asyncio.timeout(self._seconds):
            return await call(**what)

    def _connect(self) -> None:
        library = import_module("openai")
        client = library.AsyncOpenAI(
            api_key=self._key,
            base_url=self._url,
            timeout=self._seconds,
            max_retries=0,  # whoever asked may ask again, and knows for how long
        )
        _ = client.chat.completions  # this imports the rest
        self._library, self._client = library, client


def _reason(status: int) -> str:
    if status in STATUSES:
        return STATUSES[status]
    if status >= 500:
        return f"the search provider has a fault of its own (status {status})"
    return f"the search provider refuses the question (status {status})"


def _content(answer: Any) -> str:
    try:
        text = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise Refused(SENSELESS) from None
    if text is not None and not isinstance(text, str):
        raise Refused(SENSELESS)
    if not text or not text.strip():
        raise Refused(EMPTY)
    return text[:MOST]
