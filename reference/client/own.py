"""What the user says, for a screen on which a sent line leaves no trace by itself.

A server may repeat a text to the one who said it, or tell only the others. Which of the
two it is, the protocol's own machine is asked: nothing is shown twice, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.protocol import Protocol
from codegen.show import Display, as_mapping
from codegen.typed import Order
from reference.client.rehearsal import COMPANY, ME, companion, rehearsed, told


class OwnTexts:
    """How the own lines are shown. ``clock`` gives seconds since the epoch."""

    def __init__(
        self, protocol: Protocol, display: Display, clock: Callable[[], float]
    ) -> None:
        self._protocol = protocol
        self._display = display
        self._clock = clock
        self._repeated: set[tuple[type[Any], str]] = set()

    def text(self, order: Order, line: str, me: str) -> str | None:
        """What to show of a line that is sent; None if the server will repeat it.

        It is what the others see, where they see all that was typed, or else the line.
        """
        effects = rehearsed(
            self._protocol,
            order.message,
            me,
            company=companion(self._protocol, me),
            now=self._clock(),
        )
        mine = told(effects, ME)
        for message in told(effects, COMPANY):
            if order.typed and _holds(message, order.typed):
                if message not in mine:
                    return self._display.text(message)
                self._repeated |= _naming(message, me)
                return None
        return line

    def is_own(self, message: Any, me: str) -> bool:
        """Whether this is a text of one's own that the server repeats."""
        return not self._repeated.isdisjoint(_naming(message, me))


def _holds(message: Any, typed: Mapping[str, str]) -> bool:
    """Whether all that was typed is in the message."""
    texts = [value for value in as_mapping(message).values() if isinstance(value, str)]
    return all(any(part in text for text in texts) for part in typed.values())


def _naming(message: Any, name: str) -> set[tuple[type[Any], str]]:
    """The fields of a message that hold this name."""
    values = as_mapping(message).items()
    return {(type(message), field) for field, value in values if value == name}
