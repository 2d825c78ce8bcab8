"""The text form of a record: literals and fields taking turns.

A field ends at the first occurrence of the literal behind it; the last one, if no
literal follows, takes the rest. `str.find` does just that, in linear time whatever the
text. Writing refuses each value that would end elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from string import Formatter
from typing import Any, NamedTuple

from codegen.wire.errors import WireError, excerpt, first_difference
from codegen.wire.field import Field, bind


class Turn(NamedTuple):
    """A field's name and the literal behind it, "" if it takes the rest."""

    name: str
    stop: str


def take_apart(template: str) -> tuple[str, list[Turn]]:
    """Return the literal that a template starts with, and its turns.

    ``{name}`` stands for a field, ``{{`` and ``}}`` for braces. ValueError for anything
    else in braces, and for two fields without a literal between them.
    """
    head, turns = "", list[Turn]()
    for literal, name, spec, conversion in Formatter().parse(template):
        if turns:
            turns[-1] = Turn(turns[-1].name, turns[-1].stop + literal)
        else:
            head += literal
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise ValueError(f"template {template!r}: {name!r} is no plain field name")
        if turns and not turns[-1].stop:
            raise ValueError(
                f"template {template!r}: fields {turns[-1].name!r} and {name!r} "
                "need a literal between them"
            )
        turns.append(Turn(name, ""))
    return head, turns


class Phrase:
    """A template bound to its field types: reads a text, writes a text.

    Errors are those of the fields, each with the field's name; and no-match,
    trailing-bytes, separator-in-field. Offsets count characters.
    """

    def __init__(
        self,
        head: str,
        turns: Iterable[Turn],
        fields: Mapping[str, Field[Any]],
        encoding: str,
    ) -> None:
        self.head = head
        self.turns = tuple(turns)
        if {turn.name for turn in self.turns} != set(fields):
            raise ValueError(
                f"the template has the fields {[name for name, _ in self.turns]}, "
                f"types are given for {list(fields)}"
            )
        bound = [
            (name, bind(name, partial(fields[name].text, encoding)), stop)
            for name, stop in self.turns
        ]
        self._parsers = [(name, form.parse, stop) for name, form, stop in bound]
        self._builders = [
            (index, name, form.build, stop, stop[:-1])
            for index, (name, form, stop) in enumerate(bound)
        ]

    def read(self, text: str) -> list[Any]:
        """Return the values of the fields, in the order of the template."""
        if not text.startswith(self.head):
            raise self._wrong_head(text)
        at = len(self.head)
        values = []
        for name, parse, stop in self._parsers:
            end = text.find(stop, at) if stop else len(text)
            try:
                if end < 0:
                    raise WireError("no-match", f"no {excerpt(stop)} follows it")
                values.append(parse(text[at:end]))
            except WireError as error:
                error.within(name, at)
                raise
            at = end + len(stop)
        if at != len(text):
            reason = f"{excerpt(text[at:])} after the end"
            raise WireError("trailing-bytes", reason, offset=at)
        return values

    def _wrong_head(self, text: str) -> WireError:
        at = first_difference(self.head, text)
        found = excerpt(text[: len(self.head)])
        reason = f"expected {excerpt(self.head)}, found {found}"
        return WireError("no-match", reason, offset=at)

    def write(self, values: Sequence[Any]) -> str:
        """Return the text with these values, in the order of the template."""
        parts = [self.head]
        for index, name, build, stop, most_of_stop in self._builders:
            try:
                part = build(values[index])
                # The stop may also begin in the value and end in the stop itself.
                if stop and stop in part + most_of_stop:
                    reason = f"{excerpt(stop)} would end it early in {excerpt(part)}"
                    raise WireError("separator-in-field", reason)
            except WireError as error:
                error.within(name)
                raise
            parts.append(part)
            parts.append(stop)
        return "".join(parts)

    def field_after(self, beginning: str) -> str | None:
        """The field that a text is in the middle of, this being the start of it."""
        at = len(self.head)
        for name, stop in self.turns:
            end = beginning.find(stop, at) if stop else -1
            if end < 0:
                return name
            at = end + len(stop)
        return None
