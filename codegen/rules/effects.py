"""Effects: the right messages to the right side, each whole; routines; services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from codegen.expression import fields_used
from codegen.model import (
    Arrive,
    Ask,
    Close,
    Effect,
    Field,
    Mark,
    Message,
    Move,
    Problem,
    Run,
    Send,
    Service,
    Set,
    Values,
    Word,
)
from codegen.rules.facts import Facts, meant, names_of, unknown, walk


def directions(facts: Facts) -> Iterator[Problem]:
    """What is sent comes from the server, to a client or to the operator."""
    for effect, _, _ in facts.effects:
        if isinstance(effect, Send):
            message = facts.named(effect.message)
            reason = _wrong_way(message, effect) if message is not None else ""
            if reason:
                yield Problem(effect.message.mark, reason)


def _wrong_way(message: Message, effect: Send) -> str:
    name = str(message.name)
    if message.sender != "server":
        return f"{name!r} comes from {message.sender}: a server cannot send it"
    if message.receiver == "operator" and effect.to != "operator":
        return f"{name!r} is for the operator: write 'to: operator'"
    if message.receiver != "operator" and effect.to == "operator":
        return f"{name!r} is for clients: give it 'to: operator' where it is declared"
    return ""


def whole_messages(facts: Facts) -> Iterator[Problem]:
    """A message is sent, and a service asked, with every field and no other."""
    for effect, _, _ in facts.effects:
        if isinstance(effect, Send):
            message = facts.message(effect.message)
            if message is not None:
                yield from _whole(
                    message.name, message.fields, effect.values, effect.message.mark
                )
        elif isinstance(effect, Ask):
            service = facts.find(effect.service, facts.services)
            if service is not None:
                yield from _whole(
                    service.name, service.asks, effect.values, effect.service.mark
                )


def _whole(
    owner: Word, fields: Iterable[Field], values: Values, mark: Mark
) -> Iterator[Problem]:
    known = names_of(fields)
    for word in values:
        yield from unknown(f"field of {owner}:", word, known)
    given = {meant(word, known) for word in values}
    if None not in given:
        lacking = ", ".join(repr(str(f.name)) for f in fields if f.name not in given)
        if lacking:
            yield Problem(mark, f"{owner!r} needs {lacking}: add it to 'with'")


def nobody_at_the_console(facts: Facts) -> Iterator[Problem]:
    """A transition of the operator says whose session it means."""
    for effect, _, setting in facts.effects:
        if setting.operator and _is_own(effect):
            yield Problem(
                effect.mark, "the operator has no session: say whose, 'of: …'"
            )


def _is_own(effect: Effect) -> bool:
    if isinstance(effect, Arrive | Ask):
        return True
    if isinstance(effect, Send):
        return effect.to is None
    return isinstance(effect, Set | Move | Close | Run) and effect.of is None


def routines_read_no_fields(facts: Facts) -> Iterator[Problem]:
    """A routine reads no field of an event: it is run on many."""
    for setting in facts.settings:
        if setting.transition is None:
            for expression in facts.expressions_in(setting.effects):
                for word in sorted(fields_used(expression)):
                    yield Problem(
                        expression.mark,
                        f"a routine belongs to no event: it has no ${word}",
                    )


def no_recursion(facts: Facts) -> Iterator[Problem]:
    """A routine does not run itself."""
    for name, effects in facts.session.routines.items():
        for effect, _ in walk(effects):
            if isinstance(effect, Run) and _runs(facts, effect, name):
                yield Problem(effect.routine.mark, f"routine {name!r} would run itself")


def _runs(facts: Facts, run: Run, name: str) -> bool:
    if run.routine == name:
        return True
    inner = facts.inlined((run,))
    return any(isinstance(e, Run) and e.routine == name for e in inner)


def used_names(facts: Facts) -> Iterator[Problem]:
    """Every routine, audience and lookup is used."""
    run = {e.routine for e in facts.each_effect() if isinstance(e, Run)}
    used = {meant(word, map(str, facts.session.routines)) for word in run}
    for name in facts.session.routines:
        if name not in used:
            yield Problem(name.mark, f"routine {name!r} is never run")
    words = set(_words(facts))
    for what, known in (
        ("audience", facts.session.audiences),
        ("lookup", facts.session.lookups),
    ):
        for name in known:
            if name not in words:
                yield Problem(name.mark, f"{what} {name!r} is not used")


def _words(facts: Facts) -> Iterator[str]:
    """Every name that expressions and targets mention."""
    for expression in facts.expressions():
        yield from _identifiers(expression.source)
    names = [*map(str, facts.session.audiences), *map(str, facts.session.lookups)]
    for effect in facts.each_effect():
        for word in (getattr(effect, "to", None), getattr(effect, "of", None)):
            if word is not None:
                yield meant(word, names) or ""


def _identifiers(source: str) -> Iterator[str]:
    word = ""
    for character in chain(source, " "):
        if character.isalnum() or character == "_":
            word += character
        else:
            yield word
            word = ""


# What is said at all.


def used_messages(facts: Facts) -> Iterator[Problem]:
    """Every message is received or sent somewhere."""
    names = [str(m.name) for m in facts.spec.messages]
    heard = {meant(event, names) for event in facts.heard_events()}
    sent = {meant(e.message, names) for e in facts.each_effect() if isinstance(e, Send)}
    unclear = {event for event in facts.heard_events() if not _is_event(facts, event)}
    for message in facts.spec.messages:
        name = str(message.name)
        if name in heard | sent:
            continue  # if on the wrong side, that was said
        if message.sender == "server" and None not in sent:
            yield Problem(message.name.mark, f"message {name!r} is never sent")
        elif message.sender != "server" and not unclear:
            yield Problem(message.name.mark, f"message {name!r} is never received")


def _is_event(facts: Facts, event: str) -> bool:
    """Whether it can be told what ``event`` means."""
    known = facts.events(operator=False) | facts.events(operator=True)
    return meant(event, [*known, *facts.messages]) is not None


def services(facts: Facts) -> Iterator[Problem]:
    """Every service is asked, and both its answer and its failure are heard."""
    asked = {
        meant(e.service, facts.services)
        for e in facts.each_effect()
        if isinstance(e, Ask)
    }
    known = [f"{s}.{k}" for s in facts.services for k in ("answer", "failure")]
    heard = {meant(event, known) for event in facts.heard_events()}
    for service in facts.spec.services:
        name = str(service.name)
        if name not in asked:
            yield Problem(service.name.mark, f"service {name!r} is never asked")
            continue
        yield from _told_twice(service)
        for kind in ("answer", "failure"):
            if f"{name}.{kind}" not in heard:
                yield Problem(service.name.mark, f"nothing is 'on: {name}.{kind}'")


def _told_twice(service: Service) -> Iterator[Problem]:
    """What was asked can be read in the answer, so it needs no field there."""
    asked = {str(f.name) for f in service.asks}
    for field in service.answers:
        if field.name in asked:
            reason = f"{field.name!r} is asked, and so known when the answer comes"
            yield Problem(field.name.mark, reason)
    for field in service.asks:
        if field.name == "reason":
            yield Problem(field.name.mark, "'reason' is why a service fails")


RULES = (
    directions,
    whole_messages,
    nobody_at_the_console,
    routines_read_no_fields,
    no_recursion,
)
WHOLE_RULES = (used_names, used_messages, services)
