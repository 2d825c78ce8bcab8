"""Examples: what a spec shows is what its wire does."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codegen import codec, wire
from codegen.model import (
    Expression,
    Message,
    Problem,
    Said,
    Send,
    Spec,
    Type,
    Word,
)
from codegen.rules.facts import Facts


def codecs(facts: Facts) -> Iterator[Problem]:
    """Every message has a codec."""
    for message in facts.spec.messages:
        if message.on_wire:
            try:
                codec.codec(message, facts.spec)
            except ValueError as error:
                yield Problem(message.name.mark, f"{message.name!r}: {error}")


def samples(facts: Facts) -> Iterator[Problem]:
    """The samples of a type are values of it."""
    for type_ in facts.types():
        for sample in type_.samples:
            try:
                _write(codec.field(type_, facts.spec.encoding), type_, sample)
            except wire.WireError as error:
                yield Problem(
                    type_.name.mark,
                    f"sample {sample!r} of {type_.name}: {error.reason}",
                )
            except (ValueError, TypeError, KeyError):
                return  # said by the rules of types


def _write(field: wire.Field[Any], type_: Any, sample: Any) -> None:
    value = codec.value(type_, sample)
    try:
        bound = field.binary()
    except ValueError:
        field.text("utf-8").build(value)
    else:
        bound.write(value)


@dataclass(frozen=True, slots=True)
class Side:
    """The messages of one side, and the codec of each; no ``messages`` if one lacks."""

    messages: wire.Messages | None
    codecs: Mapping[str, wire.Codec[Any]]

    def decode(self, message: Message, payload: bytes) -> Any:
        """What a payload is where the message can come; None if that is not known."""
        if self.messages is None:
            return None
        cls = self.codecs[message.name].cls
        reads = cls if cls in self.messages.apart else None
        return self.messages.decode(payload, reads)


def _side(spec: Spec, sender: str) -> Side:
    own: dict[str, wire.Codec[Any]] = {}
    whole = True
    for message in spec.messages:
        if message.on_wire and message.sender == sender:
            try:
                own[message.name] = codec.codec(message, spec)
            except ValueError:
                whole = False
    apart = [own[name].cls for name in spec.session.reads if name in own]
    return Side(wire.Messages(own.values(), apart) if whole else None, own)


def examples(facts: Facts) -> Iterator[Problem]:
    """An example encodes to its payload, and that decodes as its message only."""
    for message, side in _messages(facts):
        for example in message.examples:
            if not all(f.name in example.values for f in message.fields):
                continue
            reason = _example(side, message, example.values, example.payload)
            if reason:
                yield Problem(example.mark, reason)


def _messages(facts: Facts) -> Iterator[tuple[Message, Side]]:
    sides = {sender: _side(facts.spec, sender) for sender in ("client", "server")}
    for message in facts.spec.messages:
        if message.on_wire and message.name in sides[message.sender].codecs:
            yield message, sides[message.sender]


def _example(
    side: Side, message: Message, values: Mapping[Word, Any], payload: bytes
) -> str:
    own = side.codecs[message.name]
    try:
        instance = codec.instance(message, values)
    except (KeyError, TypeError):
        return ""  # said by the loader
    try:
        encoded = own.encode(instance)
    except wire.WireError as error:
        return f"the fields of this example of {message.name} cannot be sent: {error}"
    if encoded != payload:
        return f"the fields of this example encode to {_shown(encoded)}"
    return _ambiguity(side, message, payload)


def _ambiguity(side: Side, message: Message, payload: bytes) -> str:
    try:
        first = side.decode(message, payload)
    except wire.WireError as error:
        return f"this example of {message.name} does not decode: {error}"
    expected = side.codecs[message.name].cls
    if first is None or isinstance(first, expected):
        return ""
    other = next(n for n, c in side.codecs.items() if c.cls is type(first))
    return f"this example of {message.name} decodes as {other}"


def _shown(payload: bytes) -> str:
    """A payload as it would be written: as text, or else in hex."""
    try:
        text = payload.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        text = "\0"
    return repr(text) if text.isprintable() else payload.hex(" ")


def malformed(facts: Facts) -> Iterator[Problem]:
    """A malformed payload gives the error that stands beside it."""
    for message, side in _messages(facts):
        for broken in message.malformed if side.messages else ():
            found = _error(side, message, broken.payload)
            if found != broken.error:
                yield Problem(
                    broken.error.mark,
                    f"{_shown(broken.payload)} gives {found}, not {broken.error}",
                )


def _error(side: Side, message: Message, payload: bytes) -> str:
    try:
        found = side.decode(message, payload)
    except wire.WireError as error:
        return error.code
    return f"a {type(found).__name__}"


def literals(facts: Facts) -> Iterator[Problem]:
    """A literal that is sent is a value of its field."""
    for effect in facts.each_effect():
        if isinstance(effect, Send):
            message = facts.message(effect.message)
            for field in message.fields if message else ():
                expression = effect.values.get(field.name)
                if expression is not None and field.type.kind in ("text", "integer"):
                    yield from _literal(expression, field.type, facts.spec.encoding)


def _literal(expression: Expression, type_: Type, encoding: str) -> Iterator[Problem]:
    try:
        value = ast.literal_eval(expression.source.strip())
        _write(codec.field(type_, encoding), type_, value)
    except wire.WireError as error:
        yield Problem(expression.mark, f"{error.reason}: no {type_.name}")
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return  # no literal, or not of this kind, as was said


def conversations(facts: Facts) -> Iterator[Problem]:
    """What a scenario says can be written."""
    sides = {m.name: side for m, side in _messages(facts)}
    for scenario in facts.spec.scenarios:
        for step in scenario.steps:
            heard = [said for messages in step.expected.values() for said in messages]
            for said in ([step.said] if step.said else []) + heard:
                message = facts.named(said.message)
                if message is not None and message.name in sides:
                    yield from _said(sides[message.name], message, said)


def _said(side: Side, message: Message, said: Said) -> Iterator[Problem]:
    if not all(f.name in said.values for f in message.fields):
        return
    try:
        side.codecs[message.name].encode(codec.instance(message, said.values))
    except wire.WireError as error:
        advice = "; write 'sends bytes'" if message.sender == "client" else ""
        yield Problem(
            said.message.mark,
            f"{message.name!r} cannot be sent so: {error.reason}{advice}",
        )
    except (KeyError, TypeError):
        return  # said by the loader


RULES = (codecs, samples, examples, malformed, literals, conversations)
