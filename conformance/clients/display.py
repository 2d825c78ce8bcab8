"""What a message is to look like on a client's screen, as the spec's displays say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from string import Formatter
from typing import Any

from codegen.protocol import Protocol, Question
from codegen.show import Display, as_mapping, render
from codegen.wire import Template
from conformance.clients import screen


@dataclass(frozen=True, slots=True)
class Look:
    """``exact`` are texts of which one is to be read; ``values`` must be, however told.

    Without an exact text it is only said that something is to be shown.
    """

    exact: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is to be seen, for people."""
        return self.exact[0] if self.exact else ", ".join(self.values)

    def is_in(self, output: bytes) -> bool:
        """Whether it can be read there just as the spec has it."""
        if self.exact:
            return any(screen.has(output, text) for text in self.exact)
        return screen.has_all(output, self.values) and screen.says_something(output)

    def is_told_by(self, output: bytes, but: str) -> bool:
        """Whether it can be read there in other words; ``but`` is only a prompt."""
        told = screen.has_all(output, self.values)
        return told and screen.says_something(output, but)


class Looks:
    """The looks of all messages of the server."""

    def __init__(self, protocol: Protocol, questions: Mapping[type[Any], Question]):
        self._display = Display(protocol)
        self._templates = protocol.client.display
        self._questions = questions
        self._protocol = protocol
        files = protocol.client.files
        self._asks = {files.offered.message: files.ask} if files else {}

    def of(self, message: Any) -> Look | None:
        """How a message is shown; None if it need not be."""
        kind = type(message)
        question = self._questions.get(kind)
        ask = question.ask if question is not None else self._asks.get(kind)
        if ask is not None:
            return self._asked(message, ask)
        template = self._templates.get(kind)
        if template is not None and not template.strip():
            return None
        if template is None and not self._is_text(kind):
            return Look((), tuple(_values(message)))
        text = self._display.text(message)
        if not screen.squeezed(text):
            return None
        named = None if template is None else set(_plainly_named(template))
        return Look((text,), tuple(_values(message, named)))

    def _asked(self, message: Any, ask: str) -> Look:
        """A question may be shown by its own text, or as any other message."""
        template = self._templates.get(type(message))
        templates = [ask, *([template] if template else [])]
        values = as_mapping(message)
        texts = tuple(render(one, values) for one in templates)
        named = set.intersection(*(set(_plainly_named(one)) for one in templates))
        return Look(texts, tuple(_values(message, named)))

    def _is_text(self, kind: type[Any]) -> bool:
        codec = self._protocol.server_messages.codecs.get(kind)
        return isinstance(getattr(codec, "inner", codec), Template)


def _plainly_named(template: str) -> Iterator[str]:
    """The fields that stand in a template as they are."""
    for _, name, spec, _ in Formatter().parse(template):
        if name and not spec:
            yield name


def _values(message: Any, named: set[str] | None = None) -> Iterator[str]:
    """The texts and numbers of a message's fields that can be looked for."""
    for field in fields(message):
        if named is None or field.name in named:
            yield from _told(getattr(message, field.name))


def _told(value: Any) -> Iterator[str]:
    if isinstance(value, bool | bytes):
        return
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _told(item)
    elif is_dataclass(value):
        yield from _told(getattr(value, fields(value)[0].name))
