"""What a transition does to which session, and what it knows of their states."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.document.book import Book
from codegen.document.words import parsed
from codegen.model import (
    Choose,
    Close,
    Effect,
    Expression,
    ForEach,
    Move,
    Run,
    Set,
    Transition,
)
from codegen.rules.facts import Setting, walk

Path = tuple[str, ...]
"""Whom something is done to: () is oneself, ("partner",) one's partner."""

Known = dict[tuple[str, str], frozenset[str]]
"""The states that a region of a session may be in, by session and region."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done to a session: a move, a setting or an end."""

    whom: Path
    region: str = ""
    state: str = ""
    variable: str = ""
    value: str = ""
    closes: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """A transition: where it stands, what it does, what is known where it is done.

    ``is_second`` says that others on the same event are asked before it.
    """

    transition: Transition
    region: str
    state: str | None
    by_operator: bool
    is_second: bool
    deeds: tuple[Deed, ...]
    known: Known

    @property
    def ends(self) -> bool:
        """Whether the session that does it is gone afterwards."""
        closes = any(deed.closes and not deed.whom for deed in self.deeds)
        return closes or self.transition.event == "eof"


def acts_of(book: Book) -> list[Act]:
    """Every transition of a spec."""
    reader = _Reader(book)
    return [reader.act(s) for s in book.facts.transitions if s.transition is not None]


@dataclass(frozen=True, slots=True)
class _Reader:
    book: Book

    def act(self, setting: Setting) -> Act:
        assert setting.transition is not None
        transition = setting.transition
        return Act(
            transition,
            str(setting.region.name) if setting.region else "",
            str(setting.state.name) if setting.state else None,
            setting.operator,
            any(_earlier(setting, transition)),
            tuple(self.deeds(transition.effects)),
            self.known(setting, transition),
        )

    # What is done.

    def deeds(
        self, effects: Iterable[Effect], whom: Path = (), inside: Path = ()
    ) -> Iterator[Deed]:
        """What effects do, with those of routines in their places."""
        for effect in effects:
            match effect:
                case Move():
                    path = _further(whom, effect.of)
                    for region, state in effect.states.items():
                        yield Deed(path, region=str(region), state=str(state))
                case Set():
                    path = _further(whom, effect.of)
                    for name, value in effect.values.items():
                        yield Deed(path, variable=str(name), value=_name(value))
                case Close():
                    yield Deed(_further(whom, effect.of), closes=True)
                case Run() if effect.routine not in inside:
                    routine = self.book.spec.session.routines.get(effect.routine, ())
                    path = _further(whom, effect.of)
                    yield from self.deeds(routine, path, (*inside, effect.routine))
                case ForEach():
                    yield from self.deeds(effect.effects, whom, inside)
                case Choose():
                    both = effect.effects + effect.otherwise
                    yield from self.deeds(both, whom, inside)

    # What is known.

    def known(self, setting: Setting, transition: Transition) -> Known:
        """What the guards say: one's own, and those before it, which failed."""
        known: Known = {}
        for other in _earlier(setting, transition):
            if other.condition is not None and other.feature is None:
                self.learn(parsed(other.condition), False, known)
        if transition.condition is not None:
            self.learn(parsed(transition.condition), True, known)
        for name, found in self.book.spec.session.lookups.items():
            self.learn_loop(str(name), _loop_of(parsed(found)), known)
        for effect, _ in walk(transition.effects):
            if isinstance(effect, ForEach) and len(effect.names) == 1:
                self.learn_all(str(effect.names[0]), parsed(effect.items), known)
        return known

    def learn(
        self,
        node: ast.expr | None,
        holds: bool,
        known: Known,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Add what a condition says of the states of sessions, known by ``names``."""
        names = names or {}
        match node:
            case ast.BoolOp(op=operator, values=parts):
                if isinstance(operator, ast.And) == holds:
                    for part in parts:
                        self.learn(part, holds, known, names)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.learn(operand, not holds, known, names)
            case ast.Compare(
                left=ast.Attribute(value=ast.Name(id=whose), attr=region),
                ops=[ast.Eq() | ast.NotEq() as operator],
                comparators=[ast.Constant(value=str(state))],
            ):
                is_equal = isinstance(operator, ast.Eq) == holds
                self.narrow((names.get(whose, whose), region), state, is_equal, known)
            case ast.Compare(
                left=ast.Name(id=whose), ops=[ast.In()], comparators=[people]
            ) if holds:
                self.learn_all(names.get(whose, whose), people, known)

    def learn_all(self, name: str, people: ast.expr | None, known: Known) -> None:
        """Add what holds for everybody in an audience."""
        if isinstance(people, ast.Name):
            audiences = self.book.spec.session.audiences.items()
            found = next((e for n, e in audiences if n == people.id), None)
            if found is not None:
                self.learn(parsed(found), True, known, {"s": name})

    def learn_loop(
        self, name: str, loop: ast.comprehension | None, known: Known
    ) -> None:
        """Add what holds for the one that a loop finds."""
        if loop is not None and isinstance(loop.target, ast.Name):
            self.learn_all(name, loop.iter, known)
            for test in loop.ifs:
                self.learn(test, True, known, {loop.target.id: name})

    def narrow(
        self, key: tuple[str, str], state: str, is_equal: bool, known: Known
    ) -> None:
        """Leave fewer states that are possible."""
        region = self.book.facts.regions.get(key[1])
        if region is None:
            return
        before = known.get(key, frozenset(str(s.name) for s in region.states))
        known[key] = before & {state} if is_equal else before - {state}


def _earlier(setting: Setting, transition: Transition) -> Iterator[Transition]:
    """The transitions on the same event that were asked before."""
    for other in setting.state.transitions if setting.state else ():
        if other is transition:
            return
        if other.event == transition.event:
            yield other


def _loop_of(node: ast.expr | None) -> ast.comprehension | None:
    match node:
        case ast.Call(args=[ast.GeneratorExp(generators=[loop])]):
            return loop
        case ast.Call(args=[ast.Name() as people]):
            return ast.comprehension(ast.Name("s"), people, [], 0)
    return None


def _further(whom: Path, of: str | None) -> Path:
    return whom if of is None or of == "self" else (*whom, str(of))


def _name(value: Expression) -> str:
    """The name that a value is; "" if it is more than one."""
    word = value.source.strip()
    return word if word.isidentifier() else ""
