"""The service ``secret``: whether somebody knows the secret of the administrator."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from codegen.room import Ask
from reference.server.offered.rate import Rate
from reference.server.services import Refused

WRONG_A_MINUTE = 10  # of all clients together: whoever guesses may connect anew


class Secret:
    """Compares in a time that does not tell how much of it was right."""

    def __init__(self, secret: str, *, now: Callable[[], float] = monotonic) -> None:
        self._secret = secret.encode()
        self._now = now
        self._wrong = Rate(WRONG_A_MINUTE, 60)

    async def __call__(self, question: Ask) -> Mapping[str, Any]:
        """``{secret}`` → ``{right}``; Refused after too many that were wrong."""
        now = self._now()
        if seconds := self._wrong.wait(now):
            raise Refused(f"too many wrong secrets, try again in {seconds} s")
        right = hmac.compare_digest(
            question.arguments["secret"].encode(errors="surrogatepass"), self._secret
        )
        if not right:
            self._wrong.count(now)
        return {"right": right}
