"""Names that are declared: well formed, free, and each one's own."""

from __future__ import annotations

import keyword
from collections.abc import Container, Iterable, Iterator, Mapping

from codegen.expression import FUNCTIONS
from codegen.load.nodes import NAME
from codegen.model import (
    ROOM,
    Field,
    ForEach,
    Message,
    Problem,
    Type,
    Word,
)
from codegen.rules.facts import OPERATOR_EVENTS, PSEUDO_EVENTS, Facts, meant, place

_KEYWORDS = frozenset({*keyword.kwlist, "true", "false", "none"})
_LOCALS = frozenset({"me", "message", "room", "functions", "next", "sum", "tuple"})
_CLASSES = frozenset({"session", "room", "class_var", "none", "true", "false"})
_CONSTANTS = frozenset(
    {
        *("client_messages", "server_messages", "client_framing", "server_framing"),
        *("messages", "rules", "features", "client", "operator", "scenarios"),
        *("protocol", "tags"),
    }
)
_ROOM_LIMITS = ("sessions", "queue_bytes")


def well_formed(facts: Facts) -> Iterator[Problem]:
    """Every name is one that Python can have too."""
    for what, name, _ in _declared(facts):
        # The loader looks at the names of messages, whose key is an id as well.
        if not NAME.fullmatch(name) and what != "a message":
            yield Problem(
                name.mark,
                f"{name!r} cannot be {what}: use lower case letters, digits and _",
            )


def reserved_names(facts: Facts) -> Iterator[Problem]:
    """No name is one that Python, the room or the language itself needs."""
    for what, name, taken in _declared(facts):
        if name in taken:
            yield Problem(name.mark, f"{name!r} is reserved: it cannot be {what}")


def _declared(facts: Facts) -> Iterator[tuple[str, Word, Container[str]]]:
    session, spec = facts.session, facts.spec
    received = (m.name for m in spec.messages if m.sender != "server")
    attributes = {*_KEYWORDS, "self", "sid"}
    names = {*_KEYWORDS, "s", "self", "operator", ROOM}
    references = (v.name for v in session.variables if v.kind == "session")
    classes = _CLASSES | {"shared"} if session.shared else _CLASSES
    # Lookups and loop names are local variables beside the calls of functions.
    variables = {*names, *FUNCTIONS, *_LOCALS} - {"s"}
    kinds: tuple[tuple[str, Iterable[Word], Container[str]], ...] = (
        ("a message", (m.name for m in spec.messages), classes),
        ("a message that is received", received, {*PSEUDO_EVENTS, *OPERATOR_EVENTS}),
        ("a type", (t.name for t in facts.types()), _CONSTANTS | classes),
        ("a field", (f.name for f in _all_fields(facts)), attributes),
        ("a variable", (v.name for v in session.variables), attributes),
        ("a variable that is a session", references, (ROOM,)),
        ("a variable of the room", (v.name for v in session.shared), _KEYWORDS),
        (
            "a region",
            (r.name for r in session.regions),
            attributes | {"always", "operator"},
        ),
        ("a state", (s.name for r in session.regions for s in r.states), ()),
        ("a routine", session.routines, ()),
        ("a service", (s.name for s in spec.services), ()),
        ("a feature", (f.name for f in spec.features), ("all",)),
        ("an audience", session.audiences, names),
        ("a lookup", session.lookups, variables | {"s"}),
        ("a loop's name", _loop_names(facts), variables),
    )
    for what, words, taken in kinds:
        for word in words:
            yield what, word, taken


def _loop_names(facts: Facts) -> Iterator[Word]:
    for effect in facts.each_effect():
        if isinstance(effect, ForEach):
            yield from effect.names


def _all_fields(facts: Facts) -> Iterator[Field]:
    for message in facts.spec.messages:
        yield from message.fields
    for type_ in facts.types():
        yield from type_.fields
    for service in facts.spec.services:
        yield from service.asks + service.answers


def clashes(facts: Facts) -> Iterator[Problem]:
    """No two things that meet in one place share a name."""
    session = facts.session
    regions = [r.name for r in session.regions]
    variables = [v.name for v in session.variables]
    yield from _shared({"a region": regions, "a variable": variables})
    yield from _shared(
        {
            "an audience": session.audiences,
            "a lookup": session.lookups,
            "a variable": [v.name for v in session.variables if v.kind == "session"],
        }
    )


def _shared(kinds: Mapping[str, Iterable[Word]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for what, names in kinds.items():
        for name in names:
            if name in seen:
                yield Problem(
                    name.mark, f"{what} and {seen[name]} are both called {name!r}"
                )
            seen[name] = what


def class_names(facts: Facts) -> Iterator[Problem]:
    """No two messages or groups get one class name: ``a_b`` and ``a__b`` would."""
    groups = [t for t in facts.types() if t.kind == "group"]
    seen: dict[str, Word] = {}
    things: list[Message | Type] = [*facts.spec.messages, *groups]
    for thing in things:
        other = seen.setdefault(thing.class_name, thing.name)
        if other is not thing.name:
            yield Problem(
                thing.name.mark,
                f"{thing.name!r} and {other!r} would both be the class "
                f"{thing.class_name}",
            )


def repeated_fields(facts: Facts) -> Iterator[Problem]:
    """A layout names each part once."""
    for message in facts.spec.messages:
        seen = set()
        for part in message.layout:
            if part.name in seen:
                yield Problem(part.name.mark, f"{part.name!r} stands here twice")
            seen.add(part.name)


def room_limits(facts: Facts) -> Iterator[Problem]:
    """A server needs its two bounds: ``sessions`` and ``queue_bytes``."""
    limits = facts.spec.limits
    lacking = [repr(name) for name in _ROOM_LIMITS if name not in limits]
    if lacking:
        written = [place(n, facts.spec.name.mark) for n in limits]
        where = min(written, default=facts.spec.name.mark)
        names = " and ".join(lacking)
        yield Problem(where, f"limits lacks {names}: every server needs its bounds")
    for name in limits:
        if name in _ROOM_LIMITS and limits[name] == 0:
            where = place(name, facts.spec.name.mark)
            yield Problem(where, f"with {name} 0 nobody can be served")


def used_features(facts: Facts) -> Iterator[Problem]:
    """Every feature has something that belongs to it."""
    words = {str(m.feature) for m in facts.spec.messages}
    words |= {str(s.transition.feature) for s in facts.transitions if s.transition}
    words |= {str(n) for f in facts.spec.features for n in f.needs}
    used = {meant(word, facts.features) for word in words}
    sources = " ".join(e.source for e in facts.expressions())
    for feature in facts.spec.features:
        if feature.name not in used and f"'{feature.name}'" not in sources:
            yield Problem(
                feature.name.mark,
                f"feature {str(feature.name)!r} is not used: "
                "no message or transition is of it",
            )


RULES = (well_formed, reserved_names, clashes, class_names, repeated_fields)
WHOLE_RULES = (room_limits, used_features)
