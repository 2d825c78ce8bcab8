"""Templates and layouts: every field stands in its message once, and can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from codegen.model import (
    Constant,
    Field,
    Mark,
    Message,
    Problem,
    Type,
    Word,
)
from codegen.rules.facts import (
    Facts,
    Part,
    fields_in,
    names_of,
    parts_of,
    place,
    unknown,
)


def braces(facts: Facts) -> Iterator[Problem]:
    """The braces of a template match."""
    for owner, template, _ in all_templates(facts):
        try:
            parts_of(template)
        except ValueError as error:
            yield Problem(place(template, owner.mark), f"{owner!r}: {error}")


def template_fields(facts: Facts) -> Iterator[Problem]:
    """A template holds every field of its message exactly once, and no other."""
    for owner, template, fields in all_templates(facts):
        if not readable_parts(template):
            continue
        used = fields_in(template)
        mark = place(template, owner.mark)
        for name in dict.fromkeys(used):
            yield from unknown(f"field of {owner}:", Word(name, mark), names_of(fields))
            if used.count(name) > 1:
                yield Problem(mark, f"the template holds {name!r} twice")
        if set(used) <= names_of(fields):  # else a misspelt one may be the missing one
            for field in fields:
                if field.name not in used:
                    yield Problem(
                        field.name.mark, f"the template lacks the field {field.name!r}"
                    )


def adjacent_fields(facts: Facts) -> Iterator[Problem]:
    """Two fields in a template have a literal between them."""
    for owner, template, _ in all_templates(facts):
        for one, two in pairwise(readable_parts(template)):
            if one.is_field and two.is_field:
                yield Problem(
                    place(template, owner.mark),
                    f"{one.text!r} and {two.text!r} need a literal between them",
                )


def all_templates(facts: Facts) -> Iterator[tuple[Word, str, tuple[Field, ...]]]:
    """Every template, of messages and groups, with its owner and the owner's fields."""
    for message in facts.spec.messages:
        for template in (message.template, *message.also):
            if template is not None:
                yield message.name, template, message.fields
    for type_ in facts.types():
        if type_.kind == "group" and type_.template:
            yield type_.name, type_.template, type_.fields


def readable_parts(template: str) -> tuple[Part, ...]:
    """The parts of a template; none where its braces do not match."""
    try:
        return parts_of(template)
    except ValueError:
        return ()


def whole_records(facts: Facts) -> Iterator[Problem]:
    """Only a text in a record can be whole."""
    for message in facts.spec.messages:
        in_record = facts.spec.framing.kind == "record" and message.template is not None
        if message.whole and not in_record:
            yield Problem(
                message.name.mark,
                f"{message.name!r}: only a 'wire' in a record can be 'whole'",
            )


def distinct_wires(facts: Facts) -> Iterator[Problem]:
    """No two messages of one sender look alike: each has its own template or code.

    But those that certain states read, whatever it looks like.
    """
    seen: dict[tuple[str, object], Message] = {}
    for message in facts.spec.messages:
        face = _face(message)
        if face is None or message.name in facts.session.reads:
            continue  # what is read in certain states alone need not be told apart
        other = seen.setdefault((message.sender, face), message)
        if other is not message:
            what = "the same code" if message.layout else "the same template"
            yield Problem(
                face_mark(message),
                f"{message.name!r} has {what} as {other.name!r}",
            )


def _face(message: Message) -> object:
    if message.template is not None:
        return message.template
    head = tuple(_head(message))
    return head or None


def _head(message: Message) -> Iterator[tuple[str, int]]:
    for part in message.layout:
        if isinstance(part, Field):
            return
        yield part.width, part.value


def face_mark(message: Message) -> Mark:
    """Where a message's template or layout begins."""
    if message.layout:
        return message.layout[0].name.mark
    return place(message.template or "", message.name.mark)


def layouts_begin_with_a_constant(facts: Facts) -> Iterator[Problem]:
    """A layout begins with a constant: its code."""
    for message in facts.spec.messages:
        if message.layout and not isinstance(message.layout[0], Constant):
            yield Problem(
                message.layout[0].name.mark,
                "a layout begins with a constant, such as {code: u16, is: 1}",
            )


def greedy_fields_last(facts: Facts) -> Iterator[Problem]:
    """A field without prefix, which takes the rest of a layout, is its last."""
    for message in facts.spec.messages:
        parts = message.layout
        for part in parts[:-1]:
            if isinstance(part, Field) and is_greedy(part.type):
                yield _not_last(part)
        for group in _groups_in(message.fields if parts else ()):
            for field in group.fields[:-1]:
                if is_greedy(field.type):
                    yield _not_last(field)


def _groups_in(fields: Iterable[Field]) -> Iterator[Type]:
    for field in fields:
        type_ = field.type.of or field.type
        if type_.kind == "group":
            yield type_
            yield from _groups_in(type_.fields)


def _not_last(field: Field) -> Problem:
    return Problem(
        field.name.mark,
        f"{field.name!r} takes the rest of the payload: put it last, "
        f"or give {field.type.name!r} a prefix",
    )


def is_greedy(type_: Type) -> bool:
    """Whether a value of the type has no end of its own in a layout."""
    if type_.kind == "group":
        return bool(type_.fields) and is_greedy(type_.fields[-1].type)
    limits = type_.count if type_.kind == "list" else type_.size
    if type_.kind in ("bytes", "list") and limits and limits[0] == limits[1]:
        return False
    return type_.kind in ("text", "bytes", "list") and not type_.prefix


def binary_forms(facts: Facts) -> Iterator[Problem]:
    """A type in a layout says how many bytes it takes."""
    for message in facts.spec.messages:
        for field in message.fields if message.layout else ():
            yield from _form(field, _binary_lack(field.type))


def text_forms(facts: Facts) -> Iterator[Problem]:
    """A type in a template says how it is written."""
    for message in facts.spec.messages:
        last = message.fields[-1:] if message.template else ()
        for field in message.fields if message.template is not None else ():
            if field.type.kind == "bytes" and field not in last:
                yield from _form(field, "is bytes: in a template only the last may be")
            yield from _form(field, _text_lack(field.type))


def _form(field: Field, lack: str) -> Iterator[Problem]:
    if lack:
        mark = field.name.mark
        yield Problem(mark, f"{field.name!r}: the type {field.type.name} {lack}")


def _binary_lack(type_: Type) -> str:
    if type_.kind == "list" and type_.of is not None:
        if is_greedy(type_.of):
            return f"is a list whose items have no end: give {type_.of.name} a prefix"
        return _binary_lack(type_.of)
    if type_.kind == "group":
        return next(filter(None, (_binary_lack(f.type) for f in type_.fields)), "")
    if type_.kind in ("integer", "choice") and not type_.width:
        return "needs a 'size' to stand in a layout"
    return ""


def _text_lack(type_: Type) -> str:
    if type_.kind == "list" and type_.of is not None:
        if not type_.ends and not type_.between:
            return "needs 'ends' or 'between' to stand in a template"
        return _text_lack(type_.of)
    if type_.kind == "group":
        if not type_.template:
            return "needs a 'template' to stand in one"
        return next(filter(None, (_text_lack(f.type) for f in type_.fields)), "")
    if type_.kind == "choice" and type_.width:
        return "has numbers: in a template give words and no 'size'"
    if type_.kind == "flag" and not type_.values:
        return "needs 'yes' and 'no' to stand in a template"
    return ""


RULES = (
    braces,
    template_fields,
    adjacent_fields,
    layouts_begin_with_a_constant,
    distinct_wires,
    whole_records,
    greedy_fields_last,
    binary_forms,
    text_forms,
)
