"""From messages to text for people, as the protocol's templates say.

Values are set in as they are, braces and all; making the whole harmless is left to the
one who shows it. A value of several lines is indented from its second line on: nobody
can write what looks like a message of somebody else.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any

from codegen.protocol import Protocol
from codegen.wire import Template, WireError

INDENT = "\n    "
WORD_FOR = "="
BLOB_SHOWN = 16  # bytes of a blob that are worth reading as hex


class Display:
    """Shows the messages of one side of a protocol."""

    def __init__(
        self, protocol: Protocol, templates: Mapping[type[Any], str] | None = None
    ) -> None:
        self._protocol = protocol
        self._names = {info.cls: info.name for info in protocol.messages}
        self._templates = protocol.client.display if templates is None else templates

    def text(self, message: Any) -> str:
        """Return what to show: the template's text, the wire's, or all the fields."""
        template = self._templates.get(type(message))
        if template is not None:
            return render(template, as_mapping(message))
        wire = self._wire_text(message)
        return self._by_field(message) if wire is None else wire

    def raw_text(self, data: bytes) -> str | None:
        """The text of bytes that are no message; None if this wire is no text."""
        for codec in self._protocol.server_messages:
            inner = getattr(codec, "inner", codec)
            if isinstance(inner, Template):
                text = data.partition(b"\0")[0].decode(inner.encoding, "replace")
                return text.rstrip("\n")
        return None

    def _wire_text(self, message: Any) -> str | None:
        """The text that a message is on the wire; None if its wire is binary."""
        for messages in (
            self._protocol.server_messages,
            self._protocol.client_messages,
        ):
            codec = messages.codecs.get(type(message))
            inner = getattr(codec, "inner", codec)  # a record holds a template
            if isinstance(inner, Template):
                return _text_of(inner, message)
        return None

    def _by_field(self, message: Any) -> str:
        name = self._names.get(type(message), type(message).__name__)
        values = as_mapping(message).items()
        pairs = "  ".join(f"{k}={value_text(v)}" for k, v in values)
        return f"{name}: {pairs}" if pairs else name


def as_mapping(message: Any) -> dict[str, Any]:
    """The fields of a message by name."""
    return {field.name: getattr(message, field.name) for field in fields(message)}


def render(template: str, values: Mapping[str, Any]) -> str:
    """Fill a template: ``{field}``, or ``{time:%H:%M}`` for seconds since the epoch.

    ``{mood:1=merry|2=sad}`` puts words for values; one without a word is as it is.
    A list stands one item to a line where its place is a line of its own, else in a
    row. A field that is not among the values is left as it stands.
    """
    text = ""
    for literal, name, spec, _ in Formatter().parse(template):
        text += literal
        if name is None:
            continue
        if name not in values:
            text += f"{{{name}}}"
            continue
        between = "\n" if not text or text.endswith("\n") else ", "
        text += value_text(values[name], spec or "", between)
    return text


def value_text(value: Any, spec: str = "", between: str = ", ") -> str:
    """The text of one field's value; ``between`` separates the items of a list."""
    if WORD_FOR in spec:
        text = value_text(value, "", between)
        words = (word.partition(WORD_FOR) for word in spec.split("|"))
        return {value: word for value, _, word in words}.get(text, text)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _number_text(value, spec)
    if isinstance(value, bytes):
        return _blob_text(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return between.join(_item_text(item) for item in value)
    if is_dataclass(value):
        return _item_text(value)
    return str(value).replace("\n", INDENT)


def _number_text(value: int, spec: str) -> str:
    try:
        return time.strftime(spec, time.localtime(value)) if spec else str(value)
    except (ValueError, OverflowError, OSError):
        return str(value)  # no such moment: a peer may send any number


def _blob_text(value: bytes) -> str:
    rest = "…" if len(value) > BLOB_SHOWN else ""
    return value[:BLOB_SHOWN].hex() + rest


def _item_text(item: Any) -> str:
    """An item of a list; of a group its first field, then the others in brackets."""
    if not is_dataclass(item):
        return value_text(item)
    (_, first), *others = as_mapping(item).items()
    notes = [_note(name, value) for name, value in others]
    shown = ", ".join(note for note in notes if note)
    return f"{value_text(first)} ({shown})" if shown else value_text(first)


def _note(name: str, value: Any) -> str:
    """A flag is worth its name when it is set, and nothing when it is not."""
    if isinstance(value, bool):
        return name if value else ""
    return value_text(value)


def _text_of(template: Template[Any], message: Any) -> str:
    try:
        text = template.encode(message).decode(template.encoding, "replace")
    except WireError as error:
        return f"({error})"
    for value in as_mapping(message).values():
        if isinstance(value, str) and "\n" in value.strip("\n"):
            text = text.replace(value, value_text(value))
    return text.rstrip("\n")
