"""From a line of the keyboard to what it stands for, as the command templates say.

The literal words of a template must match; a field ends at the first occurrence of the
literal behind it, the last one takes the rest. Templates that begin with a literal are
asked before those that take any line, and these never get a line that begins like a
command: a misspelt ``/exit`` must not be told to everybody.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from codegen.protocol import Command
from codegen.wire import (
    Array,
    Blob,
    Choice,
    Field,
    Flag,
    Integer,
    Text,
    WireError,
)
from codegen.wire.phrase import take_apart

COMMAND_SIGN = "/"
HELP = "/help"
MOST_FRESH = 9_999
YES = frozenset({"y", "yes", "예", "네"})
NO = frozenset({"n", "no", "아니오"})
TRUE = YES | {"on", "true", "1"}
FALSE = NO | {"off", "false", "0"}


@dataclass(frozen=True, slots=True)
class Order:
    """A line that is a command, and the message it sends; ``typed`` are its fields."""

    command: Command
    message: Any
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that cannot be sent: ``key`` of the client's texts, and its values."""

    key: str
    values: Mapping[str, str]


class Pattern:
    """The template of a typed line."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.head, self.turns = take_apart(template)

    @property
    def takes_anything(self) -> bool:
        """Whether it begins with a field, so that nearly every line matches."""
        return not self.head

    @property
    def fields(self) -> list[str]:
        """The names of the fields, in their order."""
        return [turn.name for turn in self.turns]

    @property
    def usage(self) -> str:
        """The template for people: fields in capitals."""
        parts = [turn.name.upper() + turn.stop for turn in self.turns]
        return self.head + "".join(parts)

    def line(self, typed: Mapping[str, str]) -> str:
        """The line with these fields in it."""
        parts = [typed.get(turn.name, "") + turn.stop for turn in self.turns]
        return self.head + "".join(parts)

    @property
    def word(self) -> str:
        """The first word of the line, if the template says it."""
        return self.head.split(" ", 1)[0]

    def match(self, line: str) -> dict[str, str] | None:
        """Return the fields of a line, None if it does not look like this."""
        if self.takes_anything and line.startswith(COMMAND_SIGN):
            return None
        found = self._match(line)
        # A space too many behind a command is nothing that anybody means.
        return self._match(line.rstrip()) if found is None else found

    def _match(self, line: str) -> dict[str, str] | None:
        if not self.turns:
            return {} if line == self.head else None
        if not line.startswith(self.head):
            return None
        rest, found = line[len(self.head) :], dict[str, str]()
        for name, stop in self.turns:
            found[name], stopped, rest = (
                rest.partition(stop) if stop else (rest, "", "")
            )
            if stopped != stop:
                return None
        return None if rest else found

    def field_at_end(self, line: str) -> tuple[str, str] | None:
        """The field being typed at the end of an unfinished line, and what is there."""
        if not line.startswith(self.head):
            return None
        rest = line[len(self.head) :]
        for name, stop in self.turns:
            value, stopped, after = rest.partition(stop) if stop else (rest, "", "")
            if not stopped:
                return name, value
            rest = after
        return None


class Form(Protocol):
    """What can be typed of a message: its fields, with their types."""

    @property
    def fields(self) -> Mapping[str, Field[Any]]:
        """The types by name."""


class Forms(Protocol):
    """The messages in use, such as those of one side of a wire."""

    @property
    def codecs(self) -> Mapping[type, Form]:
        """What can be typed of each, by its class."""

    def encode(self, message: Any) -> object:
        """Raise a WireError if a message is beyond its limits."""


class Keyboard:
    """The commands of a protocol that its messages in use allow."""

    def __init__(self, commands: Iterable[Command], messages: Forms) -> None:
        usable = [c for c in commands if c.message in messages.codecs]
        patterns = [(Pattern(command.type), command) for command in usable]
        self.commands = sorted(patterns, key=lambda item: item[0].takes_anything)
        self._messages = messages

    def read(self, line: str, me: str) -> Order | Refusal:
        """Return what a line stands for; the order's message can be encoded."""
        for pattern, command in self.commands:
            typed = pattern.match(line)
            if typed is not None:
                return self._order(command, typed, me)
        return self._unknown(line)

    def order(
        self, command: Command, me: str, typed: Mapping[str, str] | None = None
    ) -> Order | Refusal:
        """Return what a command with these fields stands for."""
        return self._order(command, typed or {}, me)

    def word_taken(self, word: str) -> bool:
        """Whether the protocol has a command that begins with this word."""
        return any(pattern.word == word for pattern, _ in self.commands)

    def _order(
        self, command: Command, typed: Mapping[str, str], me: str
    ) -> Order | Refusal:
        kinds = self._messages.codecs[command.message].fields
        try:
            values = {
                name: _typed_value(name, text, kinds[name], command)
                for name, text in typed.items()
            }
            for name, source in command.fill.items():
                values[name] = _filled_value(source, kinds[name], {**typed, "me": me})
            message = command.message(**values)
            self._messages.encode(message)
        except WireError as error:
            return Refusal("invalid", {"reason": complaint(error)})
        return Order(command, message, typed)

    def _unknown(self, line: str) -> Refusal:
        word = line.split(" ", 1)[0]
        for pattern, _ in self.commands:
            if not pattern.takes_anything and pattern.word == word:
                return Refusal("usage", {"usage": pattern.usage, "line": line})
        return Refusal("unknown", {"line": line})


def complaint(error: WireError) -> str:
    """What is wrong with a message, for the one who typed it."""
    return f"{error.field}: {error.reason}" if error.field else error.reason


def _typed_value(name: str, text: str, kind: Field[Any], command: Command) -> Any:
    try:
        value = value_of(text, kind)
    except WireError as error:
        error.within(name)
        raise
    return normal(value) if name in command.people else value


def _filled_value(source: Any, kind: Field[Any], typed: Mapping[str, str]) -> Any:
    if source == "me":
        return typed["me"]
    if source == "id":
        return fresh_number(kind)
    if not isinstance(source, str):
        return source
    made = source.format_map(typed) if "{" in source else source
    return value_of(made, kind)


def value_of(text: str, kind: Field[Any]) -> Any:
    """Return the value of a field of this type that a typed text stands for."""
    read = _READERS.get(type(kind))
    if read is None:
        reason = f"a {type(kind).__name__} cannot be typed"
        raise WireError("bad-value", reason)
    return read(text, kind)


def fresh_number(kind: Field[Any]) -> int:
    """A number for something new: short enough to type, rarely one that is in use.

    It is drawn, not counted: the clients of one server must not all begin with 1.
    """
    least, most = getattr(kind, "range", (1, MOST_FRESH))
    least = max(1, least)
    most = max(least, min(MOST_FRESH, most))
    return least + secrets.randbelow(most - least + 1)


def normal(name: str) -> str:
    """Return a name in the one spelling that all systems agree on."""
    return unicodedata.normalize("NFC", name)


def _whole_number(text: str, kind: Any) -> int:
    digits = text.strip()
    if not digits.removeprefix("-").isdecimal() or len(digits) > 20:
        raise WireError("bad-value", f"{digits[:24]!r} is not a whole number")
    return int(digits)


def _flag(text: str, kind: Any) -> bool:
    word = text.strip().lower()
    if word not in TRUE | FALSE:
        raise WireError("bad-value", f"{word[:24]!r} is neither yes nor no")
    return word in TRUE


def _choice(text: str, kind: Any) -> str:
    """A word of the choice, or what stands for it on the wire."""
    word = text.strip()
    by_wire = {str(wire): option for option, wire in kind.options.items()}
    if word not in kind.options and word not in by_wire:
        options = ", ".join(kind.options)
        raise WireError("bad-value", f"{word[:24]!r} is none of {options}")
    return word if word in kind.options else by_wire[word]


def _items(text: str, kind: Any) -> tuple[Any, ...]:
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    return tuple(value_of(part, kind.item) for part in parts)


_READERS: Mapping[type[Any], Callable[[str, Any], Any]] = {
    Text: lambda text, kind: text,
    Blob: lambda text, kind: text.encode("utf-8", "surrogateescape"),
    Integer: _whole_number,
    Flag: _flag,
    Choice: _choice,
    Array: _items,
}
