"""What is said: a dataclass per group of fields and per message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from codegen.emit.text import WIDTH, docstring, visible, wrap
from codegen.model import Constant, Field, Message, Spec, Type

BUILTINS = frozenset({"str", "bytes", "int", "bool", "tuple"})

# Within four columns of indentation and two times three quotes.
TEXT_WIDTH = WIDTH - 4 - 6

HEADINGS = {
    "client": "# Messages from clients.",
    "server": "# Messages from the server.",
    "operator": "# What the operator types and sees. None of it crosses a wire.",
}


def classes(spec: Spec) -> Iterator[str]:
    """Headings and dataclasses, each a block of its own: groups come first."""
    groups = [t for t in spec.types if t.kind == "group"]
    if groups:
        yield "# Groups of fields."
    for group in groups:
        yield _dataclass(group.class_name, _group_form(group), group.fields)
    for side, heading in HEADINGS.items():
        messages = [m for m in spec.messages if _side(m) == side]
        if messages:
            yield heading
        for message in messages:
            said = "\n".join(wrap(message.about, TEXT_WIDTH))
            about = "\n\n".join(part for part in (said, _form(message)) if part)
            yield _dataclass(message.class_name, about, message.fields)


def _side(message: Message) -> str:
    return message.sender if message.on_wire else "operator"


def _dataclass(name: str, about: str, fields: Iterable[Field]) -> str:
    lines = ["@dataclass(frozen=True, slots=True)", f"class {name}:"]
    lines += docstring(about, 4)
    hidden = BUILTINS & {str(field.name) for field in fields}
    members = [f"    {f.name}: {_annotation(f.type, hidden)}" for f in fields]
    return "\n".join([*lines, "", *members] if members else lines)


def _annotation(type_: Type, hidden: Set[str]) -> str:
    """A field called ``bytes`` hides the type of that name from those after it."""
    text = type_.python
    for name in hidden:
        text = re.sub(rf"\b{name}\b", f"builtins.{name}", text)
    return text


def _form(message: Message) -> str:
    """How the message looks on the wire."""
    if message.template is not None:
        return f"``{visible(message.template)}``"
    if message.layout:
        return _layout(message.layout)
    if message.about:
        return ""
    typed = message.sender == "operator"
    return "Typed by the operator." if typed else "Shown to the operator."


def _group_form(group: Type) -> str:
    return f"``{visible(group.template)}``" if group.template else _layout(group.fields)


def _layout(parts: Iterable[Constant | Field]) -> str:
    text = ", ".join(
        f"{part.name}: {part.width} = {part.value}"
        if isinstance(part, Constant)
        else f"{part.name}: {part.type.name}"
        for part in parts
    )
    return "\n".join(wrap(f"``{text}``", TEXT_WIDTH))
