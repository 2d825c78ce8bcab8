"""The messages of each side: what they look like, and when they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.document import anatomy, types
from codegen.document.anatomy import brief
from codegen.document.book import SIDES, Book
from codegen.document.client import FILE_ROLES_SAID
from codegen.document.effects import whom
from codegen.document.layout import rows_of
from codegen.document.markdown import (
    Block,
    anchor,
    bold,
    bullets,
    code,
    heading,
    hexadecimal,
    joined,
    link,
    literal,
    paragraph,
    prose,
    table,
    template,
)
from codegen.document.places import (
    feature_anchor,
    message_anchor,
    region_anchor,
    routine_anchor,
)
from codegen.document.samples import Shown, examples
from codegen.model import Constant, Message, Send
from codegen.rules.facts import parts_of
from codegen.wire import WireError

_PATTERN = re.compile(r"does not match .*$", re.DOTALL)
_OTHER = {"client": "server", "server": "client"}


def overview(book: Book) -> list[Block]:
    """A table of the messages of each side."""
    blocks = [bullets(_recognised(book))]
    for side in SIDES:
        rows = [_summary(book, message) for message in book.sent_by(side)]
        blocks += [
            heading(3, f"From {side} to {_OTHER[side]}"),
            table(["message", "on the wire", "feature", "what it is"], rows),
        ]
    return blocks


def _recognised(book: Book) -> Iterator[str]:
    """How a reader finds out which message it has got."""
    wired = [m for m in book.spec.messages if m.on_wire]
    if any(m.template is None for m in wired):
        yield (
            "A binary message begins with a constant that tells which one it is. One "
            "with an unknown constant is malformed, and so is one that ends too "
            "early, or that has anything behind its end."
        )
    if any(m.template is not None for m in wired):
        yield (
            "In a text, {field} stands for a field and all else for itself. A field "
            "ends where the text behind it occurs first; the last one takes the rest."
        )
        yield (
            "A text is the message that it fits wholly, with all limits of its "
            "fields. Where it fits several, the one wins that has the longest text in "
            "front of its first field, and of equals the first in the table."
        )
    if book.spec.session.reads:
        yield (
            "In some states everything is read as one message, whatever it looks like: "
            "their sections say so. Such a message is read nowhere else."
        )


def _summary(book: Book, message: Message) -> list[str]:
    feature = str(message.feature)
    return [
        book.message(message.name),
        wire_form(message),
        link(code(feature), feature_anchor(feature)) if feature else "",
        prose(message.about),
    ]


def wire_form(message: Message) -> str:
    """A message in one line."""
    if message.template is not None:
        return template(str(message.template))
    parts = []
    for part in message.layout:
        if isinstance(part, Constant):
            parts.append(code(f"{part.name} = {part.value}"))
        else:
            parts.append(code(part.name))
    return ", ".join(parts)


def descriptions(book: Book) -> list[Block]:
    """Every message by itself."""
    blocks: list[Block] = []
    for side in SIDES:
        blocks.append(heading(3, f"Those from the {side}"))
        for message in book.sent_by(side):
            blocks += _description(book, message)
    return blocks


def _description(book: Book, message: Message) -> Iterator[Block]:
    name = anchor(message_anchor(message.name)) + code(message.name)
    yield heading(4, name)
    yield paragraph(_direction(message), prose(message.about))
    yield bullets(_facts(book, message))
    yield _fields(book, message)
    yield from _examples(book, message)
    yield _malformed(book, message)


def _direction(message: Message) -> str:
    feature = str(message.feature)
    way = f"From {message.sender} to {_OTHER[message.sender]}"
    if feature:
        return f"{way}, feature {link(code(feature), feature_anchor(feature))}."
    return f"{way}."


# Who sends it, and when.


def _facts(book: Book, message: Message) -> Iterator[str]:
    if message.template is not None:
        yield f"{bold('Text')} {template(str(message.template))}"
    if message.also:
        others = joined((template(str(other)) for other in message.also), "or")
        yield f"{bold('Read as well')} {others}. It is written in the first way."
    if message.name in book.spec.session.reads:
        states = joined(_reading(book, message), "or")
        yield f"{bold('Read')} in {states}, where all that arrives is this message"
    if message.whole:
        yield (
            f"{bold('To the last byte')} the record's end belongs to the last field, "
            "which may hold the pad byte."
        )
    if message.volatile:
        fields = joined(code(name) for name in message.volatile)
        yield f"{bold('Not to be predicted')} {fields}: only the form is known"
    if message.sender == "client":
        yield from _used(book, message)
        yield from _taken(book, message)
    else:
        yield from _sent(book, message)


def _reading(book: Book, message: Message) -> Iterator[str]:
    """The states in which everything is read as one message."""
    for region in book.spec.session.regions:
        for state in region.states:
            if state.reads == message.name:
                where = code(f"{region.name}.{state.name}")
                yield link(where, region_anchor(region.name))


def _used(book: Book, message: Message) -> Iterator[str]:
    """When a client sends a message."""
    client = book.spec.client
    if client.login is not None and client.login.send == message.name:
        name = code(client.login.field)
        yield f"{bold('Sent')} to log in, with the user's name as {name}"
    for question in client.questions:
        answers = {"yes": question.yes, "no": question.no}
        said = [word for word, name in answers.items() if name == message.name]
        if said:
            asked = book.message(question.on)
            how = joined(said, "or")
            yield f"{bold('Sent')} when a user answers {asked} with {how}"
    for role, part in client.files.roles.items() if client.files else ():
        if part.message == message.name:
            what = FILE_ROLES_SAID[str(role)]
            yield f"{bold('Sent')} in a transfer of a file: {what}"
    typed = [template(c.type) for c in client.commands if c.message == message.name]
    if typed:
        yield f"{bold('Typed as')} {joined(typed, 'or')}"


def _taken(book: Book, message: Message) -> Iterator[str]:
    """The requirements that a message meets."""
    rules = dict.fromkeys(
        book.rule(setting) for setting in book.takers.get(str(message.name), ())
    )
    if rules:
        yield f"{bold('Handled')} by {joined(rules)}"
    else:
        yield f"{bold('Handled')} by no rule of its own"


def _sent(book: Book, message: Message) -> Iterator[str]:
    """The requirements that a message is sent by, and to whom."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for effect, _, setting in book.facts.effects:
        if not isinstance(effect, Send) or effect.message != message.name:
            continue
        transition = setting.transition
        if transition is None:
            routine = setting.name.replace("_", " ")
            source = f"in {link(f'*{routine}*', routine_anchor(setting.name))}"
            rule = ""
        else:
            source = f"on {book.event(transition.event)}"
            rule = book.rule(setting)
        to = "as an answer" if effect.to is None else f"to {whom(book, effect.to)}"
        found.setdefault((to, source), {})[rule] = None
    for (to, source), rules in found.items():
        because = joined(rule for rule in rules if rule)
        yield f"{bold('Sent')} {to} {source}" + (f" ({because})" if because else "")


# What it looks like.


def _fields(book: Book, message: Message) -> Block:
    if message.template is None:
        return table(["offset", "bytes", "field", "what"], rows_of(book, message))
    if not message.fields:
        return []
    ends = _ends(str(message.template))
    rows = [
        [
            code(f.name),
            types.named(f.type),
            types.brief_limits(f.type),
            types.written(f.type),
            ends.get(str(f.name), ""),
        ]
        for f in message.fields
    ]
    return table(["field", "type", "limits", "written", "ends"], rows)


def _ends(text: str) -> dict[str, str]:
    """Where each field of a template ends."""
    found: dict[str, str] = {}
    parts = parts_of(text)
    for part, behind in zip(parts, [*parts[1:], None], strict=True):
        if part.is_field:
            last = "takes the rest"
            found[part.text] = f"at {literal(behind.text)}" if behind else last
    return found


def _examples(book: Book, message: Message) -> Iterator[Block]:
    shown = examples(book, message)
    if not shown:
        yield paragraph(
            "(No example could be made: give one, or samples of its types.)"
        )
        return
    first, *others = shown
    yield paragraph("Example" + _readable(book, message, first) + ":")
    parts = anatomy.pieces(book.spec, message, first.values, first.payload)
    yield anatomy.drawn(parts)
    rows = [
        [values_of(message, other), _payload(book, other.payload), text]
        for other in others
        for text in [_as_text(book, message, other.payload)]
    ]
    yield table(["another example", "payload", "as text"], rows)


def _readable(book: Book, message: Message, shown: Shown) -> str:
    text = _as_text(book, message, shown.payload)
    return f", the text {text}" if text else ""


def _as_text(book: Book, message: Message, payload: bytes) -> str:
    """The payload of a text message as a literal."""
    if message.template is None:
        return ""
    return as_text(book, payload)


def as_text(book: Book, payload: bytes) -> str:
    """A payload as a literal, if it is text; nothing if it is not."""
    try:
        text = payload.rstrip(_pad(book)).decode(book.spec.encoding)
    except UnicodeDecodeError:
        return ""
    return literal(text)


def _pad(book: Book) -> bytes:
    framing = book.spec.framing
    return bytes([framing.pad]) if framing.kind == "record" else b""


def _payload(book: Book, payload: bytes) -> str:
    """The bytes of a payload; padding is left out."""
    return hexadecimal(payload.rstrip(_pad(book)) if _pad(book) else payload)


def values_of(message: Message, shown: Shown) -> str:
    """The fields of an example in one line."""
    said = (
        f"{code(f.name)} = {code(brief(f.type, shown.values[str(f.name)]))}"
        for f in message.fields
    )
    return ", ".join(said) or "no fields"


def _malformed(book: Book, message: Message) -> Block:
    rows = []
    for broken in message.malformed:
        rows.append(
            [
                _payload(book, broken.payload),
                _as_text(book, message, broken.payload),
                code(broken.error),
                _why(book, message, broken.payload),
            ]
        )
    return table(["malformed", "as text", "error", "why"], rows)


def _why(book: Book, message: Message, payload: bytes) -> str:
    """What the codec has to say about a payload."""
    try:
        book.decode(message, payload)
    except WireError as error:
        where = [] if error.field is None else [f"field {code(error.field)}"]
        where += [] if error.offset is None else [f"byte {error.offset}"]
        reason = prose(_PATTERN.sub("does not match its pattern", error.reason))
        return f"{', '.join(where)}: {reason}" if where else reason
    return ""
