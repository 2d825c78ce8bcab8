"""The machine: the session's dataclass and the ``Room`` with its transitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from codegen.emit.effects import Emitter, emit_effects, lookups_used, statement
from codegen.emit.text import comment, docstring
from codegen.expression import (
    SESSION,
    Code,
    Scope,
    compile_expression,
    kind_of,
    quote,
)
from codegen.expression.scope import NOT, OR
from codegen.model import Region, Session, Spec, State, Transition, Variable

_DEFAULTS = {
    "text": ("str", '""'),
    "integer": ("int", "0"),
    "flag": ("bool", "False"),
    "bytes": ("bytes", 'b""'),
    "session": ("int", "room.NOBODY"),
    "list": ("tuple", "()"),
}
_ITEMS = {"text": "str", "integer": "int", "flag": "bool", "bytes": "bytes"}
_EVENTS = {
    "connected": "room.Connected",
    "eof": "room.Eof",
    "malformed": "room.Malformed",
    "timeout": "room.Timeout",
    "unexpected": "room.Unexpected",
    "listening": "room.Listening",
    "stopping": "room.Stopping",
}
_EVENT_FIELDS = {
    "connected": {"address": "text"},
    "malformed": {"code": "text", "reason": "text"},
    "listening": {"address": "text"},
}


def machine(spec: Spec) -> str:
    """The source of the section: ``Session``, ``Shared`` if there is any, ``Room``."""
    classes = [_session(spec), _room(spec)]
    if spec.session.shared:
        classes.insert(1, _shared(spec))
    return "\n\n\n".join("\n".join(lines) for lines in classes) + "\n"


def event_scope(spec: Spec, event: str) -> Scope:
    """What guards and values of a transition on ``event`` may name."""
    service, _, kind = event.partition(".")
    found = next((s for s in spec.services if s.name == service), None)
    if kind == "answer":
        told = found.asks + found.answers if found else ()
        fields = {str(f.name): kind_of(f.type) for f in told}
        return Scope(spec, fields, 'message.result["{}"]')
    if kind == "failure":
        asked = {str(f.name): kind_of(f.type) for f in (found.asks if found else ())}
        return Scope(spec, {**asked, "reason": "text"}, 'message.result["{}"]')
    message = spec.message(event)
    if message is not None and event not in _EVENTS:
        return Scope(spec, {str(f.name): kind_of(f.type) for f in message.fields})
    return Scope(spec, _EVENT_FIELDS.get(event, {}))


# The session.


def _session(spec: Spec) -> Iterator[str]:
    yield "@dataclass(slots=True)"
    yield "class Session(room.BaseSession):"
    yield '    """One connection: the states of its regions, then its variables."""'
    yield ""
    for region in spec.session.regions:
        yield f'    {region.name}: str = ""'
    yield from _variables(spec.session.variables)


def _shared(spec: Spec) -> Iterator[str]:
    yield "@dataclass(slots=True)"
    yield "class Shared:"
    yield '    """What the sessions share, as it is at first and when all have left."""'
    yield ""
    yield from _variables(spec.session.shared)


def _variables(variables: tuple[Variable, ...]) -> Iterator[str]:
    names = {str(variable.name) for variable in variables}

    def builtin(name: str) -> str:  # an attribute hides the builtin type of its name
        return f"builtins.{name}" if name in names else name

    for variable in variables:
        name, initial = _DEFAULTS[variable.kind]
        annotation = builtin(name)
        if variable.kind == "list":
            annotation += f"[{builtin(_ITEMS[variable.of])}, ...]"
        if variable.initial is not None:
            is_quoted = isinstance(variable.initial, str | bytes)
            initial = quote(variable.initial) if is_quoted else repr(variable.initial)
        yield f"    {variable.name}: {annotation} = {initial}"


# The room.


def _room(spec: Spec) -> Iterator[str]:
    yield "class Room(room.Room[Session]):"
    yield from docstring(f"The whole server of {spec.title}, without I/O or clock.", 4)
    yield ""
    yield from _tables(spec)
    if spec.session.shared:
        yield ""
        yield "    shared: Shared"
    for method in _methods(spec):
        yield ""
        yield from method
    yield ""
    yield from _handlers(spec)


def _tables(spec: Spec) -> Iterator[str]:
    yield "    SESSION = Session"
    if spec.session.shared:
        yield "    SHARED = Shared"
    features = ", ".join(quote(f.name) for f in spec.features)
    content = f"{{{features}}}" if features else ""
    yield from statement(f"FEATURES = frozenset({content})", 4)
    limits = ", ".join(f"{quote(k)}: {v}" for k, v in spec.limits.items())
    yield from statement(f"LIMITS: ClassVar = {{{limits}}}", 4)
    regions = ", ".join(_region(r) for r in spec.session.regions)
    comma = "," if len(spec.session.regions) == 1 else ""
    yield from statement(f"REGIONS = ({regions}{comma})", 4)
    yield from _references("REFERENCES", spec.session.variables)
    yield from _references("SHARED_REFERENCES", spec.session.shared)
    reads = ", ".join(_reads(spec))
    if reads:
        yield from statement(f"READS: ClassVar = {{{reads}}}", 4)


def _references(name: str, variables: tuple[Variable, ...]) -> Iterator[str]:
    references = [quote(v.name) for v in variables if v.kind == "session"]
    if references:
        comma = "," if len(references) == 1 else ""
        yield from statement(f"{name} = ({', '.join(references)}{comma})", 4)


def _reads(spec: Spec) -> Iterator[str]:
    """Which message each state reads, where it reads but one."""
    for region in spec.session.regions:
        for state in region.states:
            message = spec.message(state.reads) if state.reads is not None else None
            if message is not None:
                place = f"({quote(region.name)}, {quote(state.name)})"
                yield f"{place}: {message.class_name}"


def _region(region: Region) -> str:
    parts = [quote(region.name), quote(region.initial)]
    if region.within is not None:
        owner, _, state = region.within.partition(".")
        parts.append(f"within=({quote(owner)}, {quote(state)})")
    timers = ", ".join(_timers(region))
    if timers:
        parts.append(f"timers={{{timers}}}")
    return f"room.Region({', '.join(parts)})"


def _timers(region: Region) -> Iterator[str]:
    for state in region.states:
        for transition in state.transitions:
            if transition.after is not None:
                after = transition.after
                seconds = after if after.isdigit() else quote(after)
                since = ', "message"' if transition.since == "message" else ""
                yield f"{quote(state.name)}: room.Timer({seconds}{since})"
                break


def _methods(spec: Spec) -> Iterator[list[str]]:
    yield from _audiences(spec)
    for name, effects in spec.session.routines.items():
        scope = Scope(spec)
        yield [
            f"    def _do_{name}(self, me: Session) -> None:",
            *_assigned(lookups_used(effects, scope), scope),
            *(emit_effects(effects, Emitter(spec, scope), 8) or ["        pass"]),
        ]
    for handler in _all_handlers(spec.session):
        yield _handler(spec, handler)
    for transitions in _by_event(spec.operator.transitions if spec.operator else ()):
        yield _operator_handler(spec, transitions)


def _audiences(spec: Spec) -> Iterator[list[str]]:
    for name, expression in spec.session.audiences.items():
        scope = Scope(spec, names={"s": SESSION})
        code, _ = compile_expression(expression, scope)
        me = ", me: Session" if scope.is_personal(name) else ""
        body = f"return [s for s in self.sessions.values() if {code.inside(OR)}]"
        if code.text == "True":
            body = "return list(self.sessions.values())"
        yield [
            f"    def _all_{name}(self{me}) -> list[Session]:",
            *statement(body, 8),
        ]


# Handlers: all transitions of one state (or none) on one event.


@dataclass(frozen=True, slots=True)
class Handler:
    """The transitions on one event in one state, in order of precedence."""

    region: Region | None
    state: State | None
    transitions: tuple[Transition, ...]

    @property
    def event(self) -> str:
        """The event that all of them are on."""
        return self.transitions[0].event

    @property
    def name(self) -> str:
        """The method's name: region, state and event."""
        event = self.event.replace(".", "_")
        if self.region is None or self.state is None:
            return f"_always_{event}"
        return f"_{self.region.name}_{self.state.name}_{event}"


def _all_handlers(session: Session) -> Iterator[Handler]:
    for region in session.regions:
        for state in region.states:
            for transitions in _by_event(state.transitions):
                yield Handler(region, state, transitions)
    for transitions in _by_event(session.always):
        yield Handler(None, None, transitions)


def _by_event(
    transitions: Iterable[Transition],
) -> list[tuple[Transition, ...]]:
    groups: dict[str, list[Transition]] = {}
    for transition in transitions:
        groups.setdefault(transition.event, []).append(transition)
    return [tuple(group) for group in groups.values()]


def event_class(spec: Spec, event: str) -> str:
    """The Python class of an event."""
    if event in _EVENTS:
        return _EVENTS[event]
    message = spec.message(event)
    if message is not None:
        return message.class_name
    return "room.Answer" if event.endswith(".answer") else "room.Failure"


def _handler(spec: Spec, handler: Handler) -> list[str]:
    body = _Body(spec, handler)
    lines = body.lines()
    message = "message" if body.reads_message else "_"
    cls = event_class(spec, handler.event)
    if handler.event == "unexpected":
        cls = "object"
    head = f"def {handler.name}(self, me: Session, {message}: {cls}) -> bool:"
    return [*statement(head, 4), *lines]


def _operator_handler(spec: Spec, transitions: tuple[Transition, ...]) -> list[str]:
    handler = Handler(None, None, transitions)
    body = _Body(spec, handler, me=False)
    lines = body.lines()
    message = "message" if body.reads_message else "_"
    cls = event_class(spec, handler.event)
    head = f"def _operator_{handler.event}(self, {message}: {cls}) -> bool:"
    return [*statement(head, 4), *lines]


@dataclass(slots=True)
class _Body:
    """Writes a handler: one ``if`` per guarded transition, the rest at the end."""

    spec: Spec
    handler: Handler
    me: bool = True
    done: set[str] = field(default_factory=set)
    reads_message: bool = False

    def lines(self) -> list[str]:
        lines: list[str] = []
        scope = replace(event_scope(self.spec, self.handler.event), me=self.me)
        for transition in self.handler.transitions:
            guard, scope_inside, scope = self._guard(transition, scope)
            inside = self._transition(transition, scope_inside, 12 if guard else 8)
            lines += self._lookups(transition, scope_inside)
            if guard is None:
                lines += inside
                return self._finish(lines)
            lines += [*statement(f"if {guard.text}:", 8), *inside]
        lines.append("        return False")
        return self._finish(lines)

    def _finish(self, lines: list[str]) -> list[str]:
        self.reads_message = any("message" in line for line in _without_comments(lines))
        return lines

    def _guard(
        self, transition: Transition, scope: Scope
    ) -> tuple[Code | None, Scope, Scope]:
        """The guard, and the scopes where it holds and where it does not."""
        code: Code | None = None
        inside = outside = scope
        if transition.condition is not None:
            code, _ = compile_expression(transition.condition, scope)
            inside = scope.knowing(code.some_if_true)
            outside = scope.knowing(code.some_if_false)
        feature = self._feature(transition)
        if feature:
            gate = f"{quote(feature)} in self.features"
            text = f"{gate} and {code.inside(NOT)}" if code else gate
            code = replace(code or Code(""), text=text)
            outside = scope
        return code, inside, outside

    def _feature(self, transition: Transition) -> str:
        """The feature to ask for; a message of the feature needs no asking."""
        message = self.spec.message(transition.event)
        own = message.feature if message else ""
        wanted = transition.feature or ""
        return "" if wanted == own else str(wanted)

    def _lookups(self, transition: Transition, scope: Scope) -> list[str]:
        """Assign the lookups that this transition is the first to use."""
        new = _lookups_of(transition, scope) - self.done
        self.done |= new
        return _assigned(new, scope)

    def _transition(
        self, transition: Transition, scope: Scope, indent: int
    ) -> list[str]:
        region = self.handler.region.name if self.handler.region else "always"
        if not self.me:
            region = "operator"
        rule = f"{region}/{transition.rule}"
        emitter = Emitter(self.spec, scope, region, str(transition.rule))
        lines = comment(transition.requirement.sentence.en, indent)
        lines.append(" " * indent + f"self._fire({quote(rule)})")
        if transition.target is not None and self.handler.region is not None:
            states = f"{quote(region)}, {quote(transition.target)}"
            lines += statement(f"self._move(me, {states})", indent)
        lines += emit_effects(transition.effects, emitter, indent)
        return [*lines, " " * indent + "return True"]


def _assigned(lookups: frozenset[str], scope: Scope) -> list[str]:
    """Find what lookups stand for, in the order of the spec."""
    lines: list[str] = []
    for name, expression in scope.session.lookups.items():
        if name in lookups:
            code, _ = compile_expression(expression, scope)
            lines += statement(f"{name} = {code.text}", 8)
    return lines


def _lookups_of(transition: Transition, scope: Scope) -> frozenset[str]:
    used = lookups_used(transition.effects, scope)
    if transition.condition is not None:
        code, _ = compile_expression(transition.condition, scope)
        used |= code.lookups
    return used


def _without_comments(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.lstrip().startswith("#")]


# The tables of handlers.


def _handlers(spec: Spec) -> Iterator[str]:
    table: dict[str, dict[str, dict[str, str]]] = {}
    for handler in _all_handlers(spec.session):
        if handler.region is not None and handler.state is not None:
            regions = table.setdefault(_event_key(spec, handler.event), {})
            states = regions.setdefault(handler.region.name, {})
            states[handler.state.name] = handler.name
    entries = [_entry(event, regions) for event, regions in table.items()]
    yield f"    HANDLERS: ClassVar = {{{', '.join(entries)}}}"
    yield from _flat_table(spec, "ALWAYS", spec.session.always, "_always")
    if spec.operator is not None:
        yield from _flat_table(spec, "OPERATOR", spec.operator.transitions, "_operator")


def _event_key(spec: Spec, event: str) -> str:
    cls = event_class(spec, event)
    service, dot, _ = event.partition(".")
    return f"({cls}, {quote(service)})" if dot else cls


def _entry(event: str, regions: Mapping[str, Mapping[str, str]]) -> str:
    entries = []
    for region, states in regions.items():
        pairs = ", ".join(f"{quote(state)}: {name}" for state, name in states.items())
        entries.append(f"({quote(region)}, {{{pairs}}})")
    comma = "," if len(entries) == 1 else ""
    return f"{event}: ({', '.join(entries)}{comma})"


def _flat_table(
    spec: Spec, name: str, transitions: Iterable[Transition], prefix: str
) -> Iterator[str]:
    entries = [
        f"{_event_key(spec, group[0].event)}: "
        f"{prefix}_{group[0].event.replace('.', '_')}"
        for group in _by_event(transitions)
    ]
    if entries:
        yield from statement(f"{name}: ClassVar = {{{', '.join(entries)}}}", 4)
