"""The person at the server's console: what they see, and what they type.

Only protocols that know an operator have commands for one; with the others the
server does not read its standard input at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from codegen.protocol import Operator, Protocol
from codegen.show import Display
from codegen.typed import HELP, Keyboard, Refusal
from codegen.wire import Field, WireError
from reference.columns import columns
from reference.harmless import harmless, harmless_line
from reference.server.screens import LineScreen, Screen

PROMPT = "> "

COMPLAINTS: Mapping[str, str] = {
    "unknown": f"no command looks like this: {{line}}; {HELP} lists the commands",
    "usage": "type it like this: {usage}",
    "invalid": "not said: {reason}",
}
"""By the key of a refusal."""


class Console:
    """Shows the operator's messages and reads the operator's lines.

    ``screen`` is where it shows them: plain lines, unless there is something better.
    """

    def __init__(self, protocol: Protocol) -> None:
        operator = protocol.operator or Operator()
        self.prompt = harmless_line(operator.prompt or PROMPT)
        self.screen: Screen = LineScreen()
        self._display = Display(protocol, operator.display)
        self._keyboard = Keyboard(operator.commands, Forms(operator))

    @property
    def wanted(self) -> bool:
        """Whether there is anything to type."""
        return bool(self._keyboard.commands)

    def show(self, message: Any) -> None:
        """Print a message; whatever clients put into it cannot steer the terminal."""
        self.say(self._display.text(message))

    def say(self, text: str) -> None:
        """Print a text that may hold anything."""
        self.screen.show(harmless(text))

    def read(self, line: str) -> Any | None:
        """The message that a line stands for; if there is none, print why."""
        if not line.strip():
            return None
        if line.strip() == HELP and not self._keyboard.word_taken(HELP):
            self.say(self._help())
            return None
        order = self._keyboard.read(line, "")
        if isinstance(order, Refusal):
            self.say(COMPLAINTS[order.key].format_map(order.values))
            return None
        return order.message

    def _help(self) -> str:
        rows = [(p.usage, command.help) for p, command in self._keyboard.commands]
        return columns([*rows, (HELP, "this help"), ("Ctrl-C, Ctrl-D", "stop")])


class Form(NamedTuple):
    """A message that is typed and crosses no wire."""

    fields: Mapping[str, Field[Any]]


class Forms:
    """What can be typed, held to the limits that its fields have."""

    def __init__(self, operator: Operator) -> None:
        typed = (command.message for command in operator.commands)
        self.codecs = {cls: Form(operator.fields.get(cls, {})) for cls in typed}

    def encode(self, message: Any) -> None:
        """Raise a WireError if a field is beyond its limits."""
        for name, kind in self.codecs[type(message)].fields.items():
            try:
                _hold(kind, getattr(message, name))
            except WireError as error:
                error.within(name)
                raise


def _hold(kind: Field[Any], value: Any) -> None:
    """Write a value in whatever form its type has, which checks it."""
    try:
        write = kind.binary().write
    except ValueError:  # a type of texts: it has no binary form
        kind.text("utf-8").build(value)
    else:
        write(value)
