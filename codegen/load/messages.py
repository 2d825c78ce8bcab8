"""Messages: templates, layouts, examples."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.load.nodes import NAME, Keys, Node
from codegen.load.types import WIDTHS, Types, read_fields, read_values, resolve
from codegen.model import Broken, Constant, Example, Field, Framing, Message, Word

MESSAGE = Keys(
    "a message",
    ("from",),
    (
        "to",
        "feature",
        "about",
        "wire",
        "whole",
        "layout",
        "fields",
        "volatile",
        "examples",
        "malformed",
    ),
)
EXAMPLE = Keys("an example", ("fields",), ("text", "hex"))
BROKEN = Keys("a malformed example", ("error",), ("text", "hex", "each", "each_hex"))
CONSTANT = ("is",)
SENDERS = ("client", "server", "operator")


@dataclass(frozen=True, slots=True)
class Script:
    """How a text in the spec becomes a payload: encoded and, in a record, padded."""

    encoding: str
    framing: Framing

    def payload(self, text: str) -> bytes:
        """The payload that holds ``text``."""
        pad = bytes([self.framing.pad])
        return text.encode(self.encoding).ljust(self.framing.size, pad)


def read_messages(node: Node, types: Types, script: Script) -> tuple[Message, ...]:
    """All messages, in the order of the spec."""
    return tuple(
        _read_message(name, value, types, script)
        for name, value in node.items("messages")
    )


def _read_message(name: Word, node: Node, types: Types, script: Script) -> Message:
    _check_name(name, node)
    found = node.fields(MESSAGE)
    before = len(node.problems.found)
    layout = _layout(found["layout"], types) if "layout" in found else ()
    if "layout" in found and ("wire" in found or "fields" in found):
        found["layout"].problem("a layout holds the fields: give no 'wire' or 'fields'")
    fields = tuple(part for part in layout if isinstance(part, Field))
    if "layout" not in found:
        fields = read_fields(found.get("fields"), types)
    is_whole = len(node.problems.found) == before
    template, *also = _templates(found.get("wire")) or [None]
    sender = str(found["from"].choice(SENDERS, "sender")) if "from" in found else ""
    receiver = (
        str(found["to"].choice(("operator",), "receiver")) if "to" in found else ""
    )
    _check_wire(node, found, sender, receiver)
    volatile = found["volatile"].words("field") if "volatile" in found else ()
    return Message(
        name=name,
        sender=sender,
        receiver=receiver,
        feature=found["feature"].text() if "feature" in found else Word(""),
        template=template,
        layout=layout,
        fields=fields,
        volatile=volatile,
        examples=(
            _examples(found.get("examples"), name, fields, script) if is_whole else ()
        ),
        malformed=_malformed(found.get("malformed"), script),
        about=str(found["about"].text()) if "about" in found else "",
        also=tuple(word for word in also if word is not None),
        whole=found["whole"].flag() if "whole" in found else False,
    )


def _templates(node: Node | None) -> list[Word | None]:
    """The ways to write a message: the first is written, all are read."""
    if node is None:
        return []
    if node.is_sequence:
        return [element.text("a template") for element in node.elements()]
    return [node.text()]


def _check_name(name: Word, node: Node) -> None:
    if not NAME.fullmatch(name):
        node.problems.add(
            name.mark,
            f"{str(name)!r} cannot be a message: use lower case letters, digits and _",
        )


def _check_wire(node: Node, found: dict[str, Node], sender: str, receiver: str) -> None:
    on_wire = "operator" not in (sender, receiver)
    has_wire = "wire" in found or "layout" in found
    if on_wire and not has_wire and node.is_mapping:
        node.problem("a message needs 'wire' (text) or 'layout' (binary)")
    if not on_wire and has_wire:
        node.problem("a message of the operator has no wire: give only its fields")


def _layout(node: Node, types: Types) -> tuple[Constant | Field, ...]:
    parts: list[Constant | Field] = []
    for element in node.elements("a list such as [{code: u16, is: 1}, {name: name}]"):
        items = dict(element.items("one part of a layout"))
        constant = items.pop(Word("is"), None)
        if len(items) != 1:
            element.problem(
                "one part of a layout is {field: type} or {name: u16, is: 1}"
            )
            continue
        [(name, value)] = items.items()
        if constant is None:
            parts.append(Field(name, resolve(value, types)))
        else:
            width = value.choice(WIDTHS, "size")
            bits = int(width[1:].removesuffix("le")) if width in WIDTHS else 64
            parts.append(Constant(name, width, constant.integer(0, 2**bits - 1)))
    return tuple(parts)


def _examples(
    node: Node | None, name: Word, fields: tuple[Field, ...], script: Script
) -> tuple[Example, ...]:
    examples = []
    for element in node.elements("a list of examples") if node is not None else []:
        found = element.fields(EXAMPLE)
        values = read_values(found.get("fields"), fields, str(name))
        for field in fields:
            if field.name not in values and "fields" in found:
                element.problem(f"the example lacks {name}'s field {str(field.name)!r}")
        payload = _payload(element, found, script)
        examples.append(Example(values, payload, element.mark))
    return tuple(examples)


def _payload(element: Node, found: dict[str, Node], script: Script) -> bytes:
    if ("text" in found) == ("hex" in found):
        if element.is_mapping:
            element.problem("give the payload as either 'text' or 'hex'")
        return b""
    if "hex" in found:
        return found["hex"].hex()
    return _encoded(found["text"], script)


def _encoded(node: Node, script: Script) -> bytes:
    try:
        return script.payload(node.text())
    except UnicodeEncodeError as error:
        node.problem(f"cannot be written as {script.encoding}: {error.reason}")
        return b""


def _malformed(node: Node | None, script: Script) -> tuple[Broken, ...]:
    broken: list[Broken] = []
    for element in node.elements("a list of payloads") if node is not None else []:
        found = element.fields(BROKEN)
        if "error" not in found:
            continue
        error = found["error"].slug("an error code")
        payloads = list(_payloads(found, script))
        if not payloads:
            element.problem("give payloads as 'text', 'hex', 'each' or 'each_hex'")
        broken.extend(Broken(payload, error) for payload in payloads)
    return tuple(broken)


def _payloads(found: dict[str, Node], script: Script) -> list[bytes]:
    payloads = []
    if "text" in found:
        payloads.append(_encoded(found["text"], script))
    if "hex" in found:
        payloads.append(found["hex"].hex())
    for element in found["each"].elements() if "each" in found else []:
        payloads.append(_encoded(element, script))
    for element in found["each_hex"].elements() if "each_hex" in found else []:
        payloads.append(element.hex())
    return payloads
