"""Effects as statements of a handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from codegen.expression import (
    Scope,
    compile_audience,
    compile_expression,
    compile_items,
    compile_session,
    compile_variable,
    quote,
)
from codegen.model import (
    ROOM,
    Arrive,
    Ask,
    Choose,
    Close,
    Effect,
    ForEach,
    Move,
    Run,
    Send,
    Set,
    Spec,
    Word,
)


@dataclass(frozen=True, slots=True)
class Emitter:
    """Where effects stand: their rule is ``region/rule``; a routine has none."""

    spec: Spec
    scope: Scope
    region: str = ""
    rule: str = ""

    def inside(self, scope: Scope) -> Emitter:
        """The same place with more names, or more knowledge."""
        return replace(self, scope=scope)


def statement(source: str, indent: int) -> list[str]:
    """A statement on one line, however long: the module is laid out at the end."""
    return [" " * indent + source]


def rule_id(region: str, rule: str, message: str) -> str:
    """The id of an effect's own requirement."""
    return f"{region}/{rule}-{message.replace('_', '-')}"


def emit_effects(
    effects: tuple[Effect, ...], emitter: Emitter, indent: int
) -> list[str]:
    """The statements of effects, in order."""
    return [
        line
        for effect in effects
        for line in _EMITTERS[type(effect)](effect, emitter, indent)
    ]


def lookups_used(effects: tuple[Effect, ...], scope: Scope) -> frozenset[str]:
    """The lookups that effects read, those inside loops and choices included."""
    text = "\n".join(emit_effects(effects, Emitter(scope.spec, scope), 0))
    words = set(text.replace("(", " ").replace(")", " ").replace(",", " ").split())
    parts = {part for word in words for part in word.split(".")}
    parts = {part.strip("[]:=") for part in parts}
    return frozenset(str(n) for n in scope.session.lookups if n in parts)


def _session(of: Word | None, scope: Scope) -> str:
    if of is None:
        return "me"
    code, _ = compile_session(of, of.mark, scope)
    return code.text


def _message(effect: Send, emitter: Emitter) -> str:
    message = emitter.spec.message(effect.message)
    assert message is not None, f"rules let an unknown message {effect.message} pass"
    arguments = []
    for field in message.fields:
        value = next(v for k, v in effect.values.items() if k == field.name)
        code, _ = compile_expression(value, emitter.scope, field.type)
        arguments.append(f"{field.name}={code.text}")
    return f"{message.class_name}({', '.join(arguments)})"


def _send(effect: Send, emitter: Emitter, indent: int) -> list[str]:
    message = _message(effect, emitter)
    declared = emitter.spec.message(effect.message)
    if declared is not None and declared.receiver == "operator":
        lines = statement(f"self._show({message})", indent)
    elif effect.to is None or effect.to == "self":
        lines = statement(f"self._reply(me, {message})", indent)
    else:
        audience, _ = compile_audience(effect.to, effect.to.mark, emitter.scope)
        lines = statement(f"self._send({audience.text}, {message})", indent)
    if effect.requirement is None or not emitter.rule:
        return lines
    own = rule_id(emitter.region, emitter.rule, effect.message)
    main = f"{emitter.region}/{emitter.rule}"
    return [
        " " * indent + f"self._fire({quote(own)})",
        *lines,
        " " * indent + f"self._fire({quote(main)})",
    ]


def _set(effect: Set, emitter: Emitter, indent: int) -> list[str]:
    session, of_room = emitter.spec.session, effect.of == ROOM
    variables = {v.name: v for v in (session.shared if of_room else session.variables)}
    owner = "self.shared" if of_room else _session(effect.of, emitter.scope)
    lines: list[str] = []
    for name, value in effect.values.items():
        code, _ = compile_variable(value, emitter.scope, variables[name])
        lines += statement(f"{owner}.{name} = {code.text}", indent)
    return lines


def _move(effect: Move, emitter: Emitter, indent: int) -> list[str]:
    owner = _session(effect.of, emitter.scope)
    return [
        line
        for region, state in effect.states.items()
        for line in statement(
            f"self._move({owner}, {quote(region)}, {quote(state)})", indent
        )
    ]


def _close(effect: Close, emitter: Emitter, indent: int) -> list[str]:
    return [" " * indent + f"self._close({_session(effect.of, emitter.scope)})"]


def _arrive(effect: Arrive, emitter: Emitter, indent: int) -> list[str]:
    return [" " * indent + "self._arrive(me)"]


def _run(effect: Run, emitter: Emitter, indent: int) -> list[str]:
    owner = _session(effect.of, emitter.scope)
    return [" " * indent + f"self._do_{effect.routine}({owner})"]


def _ask(effect: Ask, emitter: Emitter, indent: int) -> list[str]:
    services = emitter.spec.services
    asks = next(s.asks for s in services if s.name == effect.service)
    arguments = ["me", quote(effect.service)]
    for field in asks:
        value = next(v for k, v in effect.values.items() if k == field.name)
        code, _ = compile_expression(value, emitter.scope, field.type)
        arguments.append(f"{field.name}={code.text}")
    return statement(f"self._ask({', '.join(arguments)})", indent)


def _for(effect: ForEach, emitter: Emitter, indent: int) -> list[str]:
    items, kinds, _ = compile_items(effect.items, effect.names, emitter.scope)
    scope = emitter.scope.with_names(kinds)
    body = emit_effects(effect.effects, emitter.inside(scope), indent + 4)
    names = ", ".join(effect.names)
    return [*statement(f"for {names} in {items.text}:", indent), *body]


def _choose(effect: Choose, emitter: Emitter, indent: int) -> list[str]:
    code, _ = compile_expression(effect.condition, emitter.scope)
    then = emitter.inside(emitter.scope.knowing(code.some_if_true))
    lines = statement(f"if {code.text}:", indent)
    lines += emit_effects(effect.effects, then, indent + 4)
    if effect.otherwise:
        other = emitter.inside(emitter.scope.knowing(code.some_if_false))
        lines.append(" " * indent + "else:")
        lines += emit_effects(effect.otherwise, other, indent + 4)
    return lines


_EMITTERS: dict[type[Any], Callable[[Any, Emitter, int], list[str]]] = {
    Send: _send,
    Set: _set,
    Move: _move,
    Close: _close,
    Arrive: _arrive,
    Run: _run,
    Ask: _ask,
    ForEach: _for,
    Choose: _choose,
}
