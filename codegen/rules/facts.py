"""What a spec holds, arranged for the rules: found by name, walked effect by effect.

A misspelt name is reported once, where it stands. Every other rule then goes on as if
it had been spelt right: ``Facts`` finds the thing that was most likely meant, so that
one mistake does not look like ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import TypeVar

from codegen.load.nodes import closest, did_you_mean
from codegen.model import (
    Ask,
    Choose,
    Effect,
    Expression,
    Field,
    ForEach,
    Mark,
    Message,
    Problem,
    Region,
    Requirement,
    Run,
    Send,
    Service,
    Set,
    Spec,
    State,
    Transition,
    Type,
    Word,
)

T = TypeVar("T")

PSEUDO_EVENTS: Mapping[str, tuple[str, ...]] = {
    "connected": ("address",),
    "eof": (),
    "malformed": ("code", "reason"),
    "timeout": (),
    "unexpected": (),
}
"""Events that are no messages, and the fields that a spec may read of each."""

OPERATOR_EVENTS: Mapping[str, tuple[str, ...]] = {
    "listening": ("address",),
    "stopping": (),
}
"""Those of the server itself, for its operator."""


def place(word: str, otherwise: Mark) -> Mark:
    """Where ``word`` was written, if it knows."""
    return word.mark if isinstance(word, Word) else otherwise


def meant(word: str, known: Iterable[str]) -> str | None:
    """``word`` if it is known, else the known name that is most like it, or None."""
    names = list(known)
    if word in names:
        return str(word)
    return closest(word, names)


def unknown(what: str, word: Word, known: Iterable[str]) -> Iterator[Problem]:
    """The problem of a name that is not among the known ones, if it is not."""
    names = list(known)
    if word == "" or word in names:
        return
    yield Problem(word.mark, f"unknown {what} {word!r}{did_you_mean(word, names)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A list of effects and where it stands: a transition, or a routine (``name``)."""

    effects: tuple[Effect, ...]
    name: Word
    transition: Transition | None = None
    region: Region | None = None
    state: State | None = None
    operator: bool = False


def walk(
    effects: Iterable[Effect], loops: tuple[Word, ...] = ()
) -> Iterator[tuple[Effect, tuple[Word, ...]]]:
    """Every effect, nested ones too, with the names of the loops around it."""
    for effect in effects:
        yield effect, loops
        if isinstance(effect, ForEach):
            yield from walk(effect.effects, loops + effect.names)
        elif isinstance(effect, Choose):
            yield from walk(effect.effects + effect.otherwise, loops)


class Facts:
    """A spec, and what the rules ask about it again and again.

    ``problems`` are those of its shape: what was read with one of them is uncertain.
    """

    def __init__(self, spec: Spec, problems: Iterable[Problem] = ()) -> None:
        self.spec = spec
        self.session = spec.session
        self.messages = {str(m.name): m for m in spec.messages}
        self.regions = {str(r.name): r for r in spec.session.regions}
        self.variables = {str(v.name): v for v in spec.session.variables}
        self.shared = {str(v.name): v for v in spec.session.shared}
        self.features = {str(f.name): f for f in spec.features}
        self.services = {str(s.name): s for s in spec.services}

        self.uncertain = self._touched_by(problems)

    def _touched_by(self, problems: Iterable[Problem]) -> set[str]:
        """The messages whose text holds one of the problems."""
        session = self.spec.session
        groups = (self.spec.messages, self.spec.services, session.regions)
        heads = [thing.name.mark for group in groups for thing in group]
        heads += [v.name.mark for v in (*session.variables, *session.shared)]
        heads += [name.mark for name in (*session.audiences, *session.routines)]
        found = set()
        for message in self.spec.messages:
            start = message.name.mark
            end = min((mark for mark in heads if mark > start), default=None)
            for problem in problems:
                if start < problem.mark and (end is None or problem.mark < end):
                    found.add(str(message.name))
        return found

    # Finding what a name stands for, misspelt or not.

    def find(self, word: str, known: Mapping[Word, T] | Mapping[str, T]) -> T | None:
        """What ``word`` means among the known things."""
        name = meant(word, known)
        return next((thing for key, thing in known.items() if key == name), None)

    def message(self, word: str) -> Message | None:
        """The message that ``word`` means, if it could be read."""
        message = self.find(word, self.messages)
        return None if message and message.name in self.uncertain else message

    def named(self, word: str) -> Message | None:
        """The message called just so, if it could be read."""
        message = self.messages.get(word)
        return None if message and message.name in self.uncertain else message

    def region(self, word: str) -> Region | None:
        """The region that ``word`` means."""
        return self.find(word, self.regions)

    def service(self, event: str) -> Service | None:
        """The service whose answer or failure ``event`` is."""
        name, dot, _ = event.partition(".")
        return self.find(name, self.services) if dot else None

    def state(self, region: Region, word: str) -> str | None:
        """The name of the state of ``region`` that ``word`` means."""
        return meant(word, (s.name for s in region.states))

    # Events.

    def events(self, *, operator: bool) -> set[str]:
        """Every event that a transition can be ``on``."""
        sender = "operator" if operator else "client"
        named = {str(m.name) for m in self.spec.messages if m.sender == sender}
        if operator:
            return named | set(OPERATOR_EVENTS)
        answers = {f"{s}.{e}" for s in self.services for e in ("answer", "failure")}
        return named | answers | set(PSEUDO_EVENTS)

    # Walking.

    @cached_property
    def transitions(self) -> tuple[Setting, ...]:
        """Every transition of the session and of the operator."""
        found = [
            Setting(effects=t.effects, name=t.rule, transition=t, region=r, state=s)
            for r, s, t in self.session.transitions()
        ]
        operator = self.spec.operator
        found += [
            Setting(effects=t.effects, name=t.rule, transition=t, operator=True)
            for t in (operator.transitions if operator is not None else ())
        ]
        return tuple(found)

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Every list of effects: those of transitions and of routines."""
        routines = self.session.routines.items()
        return self.transitions + tuple(
            Setting(effects=effects, name=name) for name, effects in routines
        )

    @cached_property
    def effects(self) -> tuple[tuple[Effect, tuple[Word, ...], Setting], ...]:
        """Every effect of the spec, the loop names around it, and where it stands."""
        return tuple(
            (effect, loops, setting)
            for setting in self.settings
            for effect, loops in walk(setting.effects)
        )

    def heard_events(self) -> Iterator[Word]:
        """The events that transitions are on."""
        return (s.transition.event for s in self.transitions if s.transition)

    def each_effect(self) -> Iterator[Effect]:
        """Every effect of the spec."""
        return (effect for effect, _, _ in self.effects)

    def inlined(
        self, effects: Iterable[Effect], inside: tuple[str, ...] = ()
    ) -> Iterator[Effect]:
        """Every effect, routines included; a routine within itself is not run again."""
        for effect, _ in walk(effects):
            yield effect
            if isinstance(effect, Run) and effect.routine not in inside:
                routine = self.find(effect.routine, self.session.routines)
                yield from self.inlined(routine or (), (*inside, effect.routine))

    def requirements(self) -> Iterator[Requirement]:
        """The sentences of all transitions."""
        return (s.transition.requirement for s in self.transitions if s.transition)

    def expressions(self) -> Iterator[Expression]:
        """Every expression of the spec."""
        yield from self.session.audiences.values()
        yield from self.session.lookups.values()
        for setting in self.transitions:
            if setting.transition and setting.transition.condition:
                yield setting.transition.condition
        for setting in self.settings:
            yield from self.expressions_in(setting.effects)

    def expressions_in(self, effects: Iterable[Effect]) -> Iterator[Expression]:
        """Every expression of some effects, nested ones too."""
        for effect, _ in walk(effects):
            if isinstance(effect, Send | Set | Ask):
                yield from effect.values.values()
            elif isinstance(effect, ForEach):
                yield effect.items
            elif isinstance(effect, Choose):
                yield effect.condition

    # Types.

    def types(self) -> Iterator[Type]:
        """The declared types."""
        return (t for t in self.spec.types if not t.builtin and t.kind != "unknown")


def names_of(fields: Iterable[Field]) -> set[str]:
    """The names of fields."""
    return {str(f.name) for f in fields}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a template: literal text, or a field."""

    text: str
    is_field: bool


def parts_of(template: str) -> tuple[Part, ...]:
    """A template's literals and fields; ValueError where its braces do not match.

    ``{time:%H:%M}`` is the field ``time``; ``{{`` and ``}}`` stand for braces.
    """
    found: list[Part] = []
    for literal, field, _, _ in Formatter().parse(template):
        if literal:
            found.append(Part(literal, False))
        if field is not None:
            found.append(Part(field, True))
    return tuple(found)


def fields_in(template: str) -> tuple[str, ...]:
    """The names of the fields in a template; none if it cannot be read."""
    try:
        return tuple(part.text for part in parts_of(template) if part.is_field)
    except ValueError:
        return ()
