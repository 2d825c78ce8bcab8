"""Every guard and value is an expression of the language, about things that exist.

``codegen.expression`` knows the language. Here it is led along the same path that the
machine takes: from transition to transition of a state, knowing in each what the guards
of the earlier ones have ruled out, and from effect to effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from codegen.expression import (
    Code,
    Scope,
    compile_audience,
    compile_expression,
    compile_items,
    compile_session,
    compile_variable,
    fields_used,
    kind_of,
    names_used,
)
from codegen.expression.scope import (
    ANY,
    FLAG,
    MAYBE,
    REFERENCE,
    SESSION,
    TEXT,
    compatible,
    shown,
)
from codegen.model import (
    ROOM,
    Ask,
    Choose,
    Effect,
    Expression,
    Field,
    ForEach,
    Problem,
    Send,
    Set,
    Transition,
    Values,
    Word,
)
from codegen.rules.facts import OPERATOR_EVENTS, PSEUDO_EVENTS, Facts, meant
from codegen.rules.features import needed
from codegen.rules.transitions import transition_lists


def audiences(facts: Facts) -> Iterator[Problem]:
    """An audience is a condition over ``s``."""
    for expression in facts.session.audiences.values():
        scope = Scope(facts.spec, names={"s": SESSION})
        code, problems = compile_expression(expression, scope)
        if code.lookups:
            yield _on_lookup("an audience", code, expression)
        else:
            yield from problems or _flag(code, expression)
        for word in sorted(fields_used(expression)):
            yield Problem(
                expression.mark, f"an audience belongs to no event: it has no ${word}"
            )


def audience_cycles(facts: Facts) -> Iterator[Problem]:
    """An audience is not made of itself."""
    audiences = facts.session.audiences
    uses = {str(name): names_used(e) for name, e in audiences.items()}
    told = set[str]()
    for name, expression in audiences.items():
        found, todo = set[str](), [str(name)]
        while todo:
            more = (uses[todo.pop()] & uses.keys()) - found
            found |= more
            todo += more
        if name in found and not found & told:
            told.add(str(name))
            yield Problem(expression.mark, f"audience {name!r} is made of itself")


def lookups(facts: Facts) -> Iterator[Problem]:
    """A lookup yields a session, or none."""
    for expression in facts.session.lookups.values():
        fields = _any_fields(facts, expression)
        code, problems = compile_expression(expression, Scope(facts.spec, fields))
        if code.lookups:
            yield _on_lookup("a lookup", code, expression)
        else:
            yield from problems
        if not problems and code.kind not in (SESSION, MAYBE, ANY):
            yield Problem(expression.mark, f"a lookup is a session, not {code.kind}")


def _on_lookup(what: str, code: Code, expression: Expression) -> Problem:
    lookup = min(code.lookups)
    return Problem(expression.mark, f"{what} cannot depend on the lookup {lookup!r}")


def _any_fields(facts: Facts, expression: Expression) -> Mapping[str, str]:
    """The fields of all events that a lookup can be used with."""
    kinds: dict[str, str] = {}
    for setting in facts.transitions:
        if setting.transition is not None:
            fields = event_fields(facts, setting.transition.event)
            if fields_used(expression) <= fields.keys():
                kinds |= fields
    return kinds


def event_fields(facts: Facts, event: str) -> Mapping[str, str]:
    """What ``$`` may stand before in a transition on ``event``, with its kind."""
    for known in (PSEUDO_EVENTS, OPERATOR_EVENTS):
        if event in known:
            return dict.fromkeys(known[event], TEXT)
    service, message = facts.service(event), facts.message(event)
    if service is None and message is None:  # as was said: its fields may be any
        used = (fields_used(expression) for expression in facts.expressions())
        return dict.fromkeys(frozenset[str]().union(*used), ANY)
    if service is not None:
        failed = event.endswith(".failure")
        told = service.asks if failed else service.asks + service.answers
        kinds = {str(f.name): kind_of(f.type) for f in told}
        return {**kinds, "reason": TEXT} if failed else kinds
    fields = message.fields if message is not None else ()
    return {str(f.name): kind_of(f.type) for f in fields}


def guards_and_effects(facts: Facts) -> Iterator[Problem]:
    """Guards, values and targets are expressions of the right kind."""
    operator = facts.spec.operator
    for transitions in transition_lists(facts):
        me = operator is None or transitions is not operator.transitions
        yield from _in_order(facts, transitions, me)
    for effects in facts.session.routines.values():
        yield from _effects(facts, effects, Scope(facts.spec))


def _in_order(
    facts: Facts, transitions: Iterable[Transition], me: bool
) -> Iterator[Problem]:
    """Each transition, knowing that those before it did not happen."""
    ruled_out: list[tuple[Transition, frozenset[str]]] = []
    for transition in transitions:
        fields = event_fields(facts, transition.event)
        known = frozenset[str]().union(
            *(names for t, names in ruled_out if _precedes(facts, t, transition))
        )
        scope = Scope(facts.spec, fields, known=known, me=me)
        code = Code("True")
        if transition.condition is not None:
            code, problems = _guard(facts, transition.condition, scope)
            yield from problems
            ruled_out.append((transition, code.some_if_false))
        inside = scope.knowing(code.some_if_true)
        yield from _effects(facts, transition.effects, inside)


def _guard(
    facts: Facts, condition: Expression, scope: Scope
) -> tuple[Code, list[Problem]]:
    """A condition; a wrong one was meant to test whatever is relied on."""
    code, problems = compile_expression(condition, scope)
    problems = problems or list(_flag(code, condition))
    if problems:
        some = frozenset(map(str, facts.session.lookups))
        code = replace(code, some_if_true=some, some_if_false=some)
    return code, problems


def _precedes(facts: Facts, earlier: Transition, later: Transition) -> bool:
    """Whether ``later`` happens only where the guard of ``earlier`` was false."""
    if earlier.event != later.event:
        return False
    return needed(facts, replace(earlier, condition=None)) <= needed(facts, later)


def _flag(code: Code, expression: Expression) -> Iterator[Problem]:
    if not compatible(code.kind, FLAG):
        advice = ": compare it, 'is none' or 'is not none'"
        advice = advice if code.kind in (MAYBE, REFERENCE) else ""
        yield Problem(
            expression.mark, f"expected a condition, found {shown(code.kind)}{advice}"
        )


# Effects.


def _effects(
    facts: Facts, effects: Iterable[Effect], scope: Scope
) -> Iterator[Problem]:
    for effect in effects:
        yield from _of(effect, scope)
        check = _CHECKS.get(type(effect))
        if check is not None:
            yield from check(facts, effect, scope)


def _of(effect: Effect, scope: Scope) -> Iterator[Problem]:
    of = getattr(effect, "of", None)
    if of is not None and of != ROOM:
        yield from compile_session(of, of.mark, scope)[1]


def _send(facts: Facts, effect: Send, scope: Scope) -> Iterator[Problem]:
    message = facts.message(effect.message)
    if effect.to is not None and effect.to != "operator":
        yield from compile_audience(effect.to, effect.to.mark, scope)[1]
        yield from _own_audience(facts, effect.to, scope)
    yield from _values(message.fields if message else (), effect.values, scope)


def _own_audience(facts: Facts, to: Word, scope: Scope) -> Iterator[Problem]:
    condition = next(
        (e.source for n, e in facts.session.audiences.items() if n == to), ""
    )
    if not scope.me and "self" in condition:
        yield Problem(to.mark, f"{to!r} depends on 'self', and here is none")


def _values(fields: Iterable[Field], values: Values, scope: Scope) -> Iterator[Problem]:
    types = {str(f.name): f.type for f in fields if f.type.kind != "unknown"}
    for name, expression in values.items():
        expected = types.get(meant(name, types) or "")
        yield from compile_expression(expression, scope, expected)[1]


def _set(facts: Facts, effect: Set, scope: Scope) -> Iterator[Problem]:
    known = facts.shared if effect.of == ROOM else facts.variables
    for name, expression in effect.values.items():
        variable = facts.find(name, known)
        if variable is not None:
            yield from compile_variable(expression, scope, variable)[1]


def _ask(facts: Facts, effect: Ask, scope: Scope) -> Iterator[Problem]:
    service = facts.find(effect.service, facts.services)
    yield from _values(service.asks if service else (), effect.values, scope)


def _for(facts: Facts, effect: ForEach, scope: Scope) -> Iterator[Problem]:
    _, kinds, problems = compile_items(effect.items, effect.names, scope)
    yield from problems
    if problems:  # what they are was meant to be sessions, most likely
        kinds = dict.fromkeys(map(str, effect.names), SESSION)
    yield from _effects(facts, effect.effects, scope.with_names(kinds))


def _choose(facts: Facts, effect: Choose, scope: Scope) -> Iterator[Problem]:
    code, problems = _guard(facts, effect.condition, scope)
    yield from problems
    yield from _effects(facts, effect.effects, scope.knowing(code.some_if_true))
    yield from _effects(facts, effect.otherwise, scope.knowing(code.some_if_false))


_CHECKS: Mapping[type, Callable[..., Iterator[Problem]]] = {
    Send: _send,
    Set: _set,
    Ask: _ask,
    ForEach: _for,
    Choose: _choose,
}

RULES = (audiences, audience_cycles, lookups, guards_and_effects)
