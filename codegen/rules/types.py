"""Types: everything has a limit, and the limits can be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.model import Problem, Type
from codegen.rules.facts import Facts, place

LONGEST_CHARACTER = 4  # bytes of UTF-8; shorter in every other encoding allowed


def limits(facts: Facts) -> Iterator[Problem]:
    """Every text, bytes and list has a limit."""
    for type_ in facts.types():
        if type_.kind == "text" and type_.length is None and type_.size is None:
            yield Problem(
                type_.name.mark,
                f"the text {type_.name!r} needs a limit: 'length' or 'bytes'",
            )


def patterns(facts: Facts) -> Iterator[Problem]:
    """A pattern is a regular expression."""
    for type_ in facts.types():
        try:
            re.compile(type_.pattern)
        except re.error as error:
            mark = place(type_.pattern, type_.name.mark)
            yield Problem(mark, f"not a regular expression: {error}")


def sizes(facts: Facts) -> Iterator[Problem]:
    """A size holds the numbers of its type, and a prefix counts its longest value."""
    for type_ in facts.types():
        for number, width, what in _numbers(type_):
            if width and number > 256 ** width_of(width) - 1:
                yield Problem(
                    place(width, type_.name.mark),
                    f"{width} is too small for {type_.name!r}: {what} {number}",
                )


def _numbers(type_: Type) -> Iterator[tuple[int, str, str]]:
    if type_.kind == "integer" and type_.range is not None:
        yield type_.range[1], type_.width, "its range goes to"
    if type_.kind == "choice":
        numbers = [v for _, v in type_.values if isinstance(v, int)]
        yield max(numbers, default=0), type_.width, "it has the value"
    if type_.kind == "list" and type_.count is not None:
        yield type_.count[1], type_.prefix, "its items can be"
    if type_.kind in ("text", "bytes") and type_.prefix:
        most = type_.size[1] if type_.size else LONGEST_CHARACTER * _most_length(type_)
        yield most, type_.prefix, "its bytes can be"


def _most_length(type_: Type) -> int:
    return type_.length[1] if type_.length else 0


def values(facts: Facts) -> Iterator[Problem]:
    """The values of a choice or flag differ on the wire."""
    for type_ in facts.types():
        on_wire = [value for _, value in type_.values]
        if type_.kind in ("choice", "flag") and len(set(on_wire)) < len(on_wire):
            yield Problem(
                type_.name.mark,
                f"two values of {type_.name!r} look alike on the wire",
            )
        if type_.kind == "choice" and not on_wire:
            yield Problem(type_.name.mark, f"{type_.name!r} has no values")


def separators(facts: Facts) -> Iterator[Problem]:
    """A list ends its items or puts something between them, not both."""
    for type_ in facts.types():
        if type_.ends and type_.between:
            mark = place(type_.between, type_.name.mark)
            yield Problem(mark, "give either 'ends' or 'between'")


def groups(facts: Facts) -> Iterator[Problem]:
    """A group has fields."""
    for type_ in facts.types():
        if type_.kind == "group" and not type_.fields:
            yield Problem(type_.name.mark, f"the group {type_.name} has no fields")


def used_types(facts: Facts) -> Iterator[Problem]:
    """Every type is used."""
    used: set[str] = set()
    pending = [f.type for m in facts.spec.messages for f in m.fields]
    pending += [f.type for s in facts.spec.services for f in s.asks + s.answers]
    while pending:
        type_ = pending.pop()
        used.add(type_.name)
        pending += [f.type for f in type_.fields] + ([type_.of] if type_.of else [])
    sources = " ".join(e.source for e in facts.expressions())
    for declared in facts.types():
        if declared.name not in used and f"'{declared.name}'" not in sources:
            yield Problem(declared.name.mark, f"type {declared.name!r} is not used")


def width_of(size: str) -> int:
    """The number of bytes of ``u16`` or ``u16le``."""
    bits = size[1:].removesuffix("le")
    return int(bits) // 8 if bits.isdigit() else 0


RULES = (limits, patterns, sizes, values, separators, groups, used_types)
