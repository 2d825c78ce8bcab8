"""Effects in words: what a server does, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from codegen.document.book import Book
from codegen.document.markdown import code, joined, lines_in_cell, link
from codegen.document.places import (
    audience_anchor,
    lookup_anchor,
    region_anchor,
    routine_anchor,
    service_anchor,
    shared_anchor,
    variable_anchor,
)
from codegen.model import (
    ROOM,
    Arrive,
    Ask,
    Choose,
    Close,
    Effect,
    Expression,
    ForEach,
    Move,
    Run,
    Send,
    Set,
    Word,
)

_INDENT = "&emsp;"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what is done; ``depth`` counts the choices and loops around it."""

    text: str
    depth: int = 0


def in_cell(book: Book, effects: tuple[Effect, ...], rule: str = "") -> str:
    """Effects as one cell of a table: numbered if there are several."""
    steps = list(steps_of(book, effects, rule))
    if len(steps) == 1:
        return steps[0].text
    return lines_in_cell(_numbered(steps))


def _numbered(steps: list[Step]) -> Iterator[str]:
    number = 0
    for step in steps:
        if step.depth:
            yield f"{_INDENT * step.depth}• {step.text}"
        else:
            number += 1
            yield f"{number}. {step.text}"


def steps_of(
    book: Book, effects: tuple[Effect, ...], rule: str = "", depth: int = 0
) -> Iterator[Step]:
    """The steps of effects; the ids of their own requirements begin with ``rule``."""
    sayer = _Sayer(book, rule)
    for effect in effects:
        yield from _SAYERS[type(effect)](sayer, effect, depth)


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Says effects of one transition or routine."""

    book: Book
    rule: str

    def send(self, effect: Send, depth: int) -> Iterator[Step]:
        message = self.book.message(effect.message)
        values = self.values(effect.values)
        with_values = f" with {values}" if values else ""
        to = "answers" if effect.to is None else f"to {whom(self.book, effect.to)}:"
        text = f"{to} {message}{with_values}"
        if effect.requirement is not None and self.rule:
            own = f"{self.rule}-{effect.message.replace('_', '-')}"
            text += f" ({self.book.requirement(effect.requirement.level, own)})"
        yield Step(text, depth)

    def set(self, effect: Set, depth: int) -> Iterator[Step]:
        owner = f" of {whom(self.book, effect.of)}" if effect.of else ""
        place = shared_anchor if effect.of == ROOM else variable_anchor
        said = [
            f"{link(code(name), place(name))}{owner} := {self.value(value)}"
            for name, value in effect.values.items()
        ]
        yield Step(f"remembers {', '.join(said)}", depth)

    def move(self, effect: Move, depth: int) -> Iterator[Step]:
        owner = f"{whom(self.book, effect.of)} enters" if effect.of else "enters"
        states = joined(
            link(code(f"{region}.{state}"), region_anchor(region))
            for region, state in effect.states.items()
        )
        yield Step(f"{owner} {states}", depth)

    def close(self, effect: Close, depth: int) -> Iterator[Step]:
        whose = f" of {whom(self.book, effect.of)}" if effect.of else ""
        yield Step(f"closes the connection{whose}", depth)

    def arrive(self, effect: Arrive, depth: int) -> Iterator[Step]:
        yield Step("stands last in every list from now on", depth)

    def run(self, effect: Run, depth: int) -> Iterator[Step]:
        routine = link(f"*{_plain(effect.routine)}*", routine_anchor(effect.routine))
        whose = f" for {whom(self.book, effect.of)}" if effect.of else ""
        yield Step(f"does {routine}{whose}", depth)

    def ask(self, effect: Ask, depth: int) -> Iterator[Step]:
        service = link(code(effect.service), service_anchor(effect.service))
        values = self.values(effect.values)
        yield Step(f"asks the service {service} with {values}", depth)

    def each(self, effect: ForEach, depth: int) -> Iterator[Step]:
        names = ", ".join(effect.names)
        items = self.book.words.value(effect.items)
        yield Step(f"for each {code(names)} of {items}, in order:", depth)
        yield from steps_of(self.book, effect.effects, self.rule, depth + 1)

    def choose(self, effect: Choose, depth: int) -> Iterator[Step]:
        yield Step(f"if {self.book.words.guard(effect.condition)}:", depth)
        yield from steps_of(self.book, effect.effects, self.rule, depth + 1)
        if effect.otherwise:
            yield Step("otherwise:", depth)
            yield from steps_of(self.book, effect.otherwise, self.rule, depth + 1)

    def values(self, values: Any) -> str:
        """The values of fields."""
        return ", ".join(
            f"{code(name)} = {self.value(value)}" for name, value in values.items()
        )

    def value(self, expression: Expression) -> str:
        """A value as it was written: short, and exact."""
        return self.book.words.source(expression)


_SAYERS: dict[type[Any], Callable[[_Sayer, Any, int], Iterator[Step]]] = {
    Send: _Sayer.send,
    Set: _Sayer.set,
    Move: _Sayer.move,
    Close: _Sayer.close,
    Arrive: _Sayer.arrive,
    Run: _Sayer.run,
    Ask: _Sayer.ask,
    ForEach: _Sayer.each,
    Choose: _Sayer.choose,
}


def whom(book: Book, name: Word) -> str:
    """A session or several, as they are called."""
    session = book.spec.session
    if name == "self":
        return "itself"
    if name == "operator":
        return "the operator"
    owner, _, shared = name.partition(".")
    if owner == ROOM:
        variable = link(code(shared), shared_anchor(shared))
        return f"the room's {variable}" if shared else "the room"
    if name in session.audiences:
        return link(f"*{_plain(name)}*", audience_anchor(name))
    if name in session.lookups:
        return link(f"*{_plain(name)}*", lookup_anchor(name))
    if any(v.name == name for v in session.variables):
        return f"its {link(code(name), variable_anchor(name))}"
    return code(name)


def _plain(name: str) -> str:
    return name.replace("_", " ")
