"""Every name that is used is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from codegen.model import (
    ROOM,
    Ask,
    Message,
    Move,
    Problem,
    Run,
    Send,
    Set,
    Word,
)
from codegen.rules.facts import (
    OPERATOR_EVENTS,
    PSEUDO_EVENTS,
    Facts,
    Setting,
    names_of,
    place,
    unknown,
)


def features(facts: Facts) -> Iterator[Problem]:
    """A feature that is named is declared."""
    for word in _feature_words(facts):
        yield from unknown("feature", word, facts.features)


def _feature_words(facts: Facts) -> Iterator[Word]:
    spec = facts.spec
    for feature in spec.features:
        yield from feature.needs
    for names in spec.profiles.values():
        yield from names if names != ("all",) else ()
    for message in spec.messages:
        yield Word(message.feature, place(message.feature, message.name.mark))
    for setting in facts.transitions:
        if setting.transition and setting.transition.feature:
            yield setting.transition.feature
    yield from (s.feature for s in spec.scenarios if s.feature)
    operator = spec.operator.commands if spec.operator is not None else ()
    for command in (*spec.client.commands, *operator):
        yield from (w for w in (command.feature, command.unless) if w is not None)


def identities(facts: Facts) -> Iterator[Problem]:
    """``names:`` is a session variable, and a text."""
    for type_ in facts.types():
        word = Word(type_.identity, place(type_.identity, type_.name.mark))
        yield from unknown("variable", word, facts.variables)
        variable = facts.variables.get(word)
        if variable is not None and type_.kind == "list":
            yield Problem(word.mark, f"say this of the items of {type_.name}")
        elif variable is not None and variable.kind not in (type_.kind, "any"):
            yield Problem(
                word.mark, f"{word!r} is {variable.kind}, {type_.name} is {type_.kind}"
            )


def volatile(facts: Facts) -> Iterator[Problem]:
    """A volatile field is a field."""
    for message in facts.spec.messages:
        for word in message.volatile:
            yield from unknown(
                f"field of {message.name}:", word, names_of(message.fields)
            )


def events(facts: Facts) -> Iterator[Problem]:
    """A transition is on a client's message or on an event that there is."""
    for setting in facts.transitions:
        if setting.transition is None:
            continue
        event, known = setting.transition.event, facts.events(operator=setting.operator)
        message = facts.named(event)
        service, dot, kind = event.partition(".")
        if dot and not setting.operator and kind in ("answer", "failure"):
            yield from unknown("service", Word(service, event.mark), facts.services)
        elif message is not None and event not in known:
            yield Problem(event.mark, _wrong_side(message, setting))
        elif event not in known and event in {*PSEUDO_EVENTS, *OPERATOR_EVENTS}:
            whose = "a session" if setting.operator else "the operator"
            yield Problem(event.mark, f"{event!r} is an event for {whose} alone")
        else:
            yield from unknown("event", event, {*known, *facts.uncertain})


def _wrong_side(message: Message, setting: Setting) -> str:
    wanted = "the operator" if setting.operator else "a client"
    return f"{message.name!r} comes from {message.sender}, not from {wanted}"


def states(facts: Facts) -> Iterator[Problem]:
    """Regions and states that are named are declared."""
    for region in facts.session.regions:
        names = [s.name for s in region.states]
        yield from unknown(f"state of {region.name}:", region.initial, names)
        for state in region.states:
            for transition in state.transitions:
                if transition.target is not None:
                    what = f"state of {region.name}:"
                    yield from unknown(what, transition.target, names)
    for effect, _, _ in facts.effects:
        if isinstance(effect, Move):
            yield from _moves(facts, effect)


def _moves(facts: Facts, move: Move) -> Iterator[Problem]:
    for word, state in move.states.items():
        yield from unknown("region", word, facts.regions)
        region = facts.region(word)
        if region is not None:
            names = [s.name for s in region.states]
            yield from unknown(f"state of {region.name}:", state, names)


def effect_names(facts: Facts) -> Iterator[Problem]:
    """Every message, routine, service, variable and session in effects is declared."""
    for effect, loops, _ in facts.effects:
        read = _READERS.get(type(effect))
        if read is not None:
            yield from read(facts, effect, loops)
        of = getattr(effect, "of", None)
        if of == ROOM and not isinstance(effect, Set):
            yield Problem(of.mark, "the room has variables alone: {set: …, of: room}")
        elif of is not None and of != ROOM:
            yield from unknown("session", of, _sessions(facts, loops))


def _sessions(facts: Facts, loops: tuple[Word, ...]) -> set[str]:
    references = {n for n, v in facts.variables.items() if v.kind == "session"}
    shared = {f"{ROOM}.{n}" for n, v in facts.shared.items() if v.kind == "session"}
    return {"self", *facts.session.lookups, *references, *shared, *loops}


def _send(facts: Facts, effect: Send, loops: tuple[Word, ...]) -> Iterator[Problem]:
    yield from unknown("message", effect.message, facts.messages)
    if effect.to is not None:
        known = _sessions(facts, loops) | {*facts.session.audiences, "operator"}
        yield from unknown("audience or session", effect.to, known)


def _set(facts: Facts, effect: Set, _: tuple[Word, ...]) -> Iterator[Problem]:
    of_room = effect.of == ROOM
    known, others = facts.variables, facts.shared
    known, others = (others, known) if of_room else (known, others)
    for word in effect.values:
        if word in known:
            continue
        if word in facts.regions and not of_room:
            what = f"{word!r} is a region: write {{next: {{{word}: STATE}}}}"
            yield Problem(word.mark, what)
        elif word in others:
            whose = "a session's, not the room's" if of_room else "the room's"
            advice = "" if of_room else ": write 'of: room'"
            yield Problem(word.mark, f"variable {word!r} is {whose}{advice}")
        else:
            what = "variable of the room:" if of_room else "variable"
            yield from unknown(what, word, known)


def _run(facts: Facts, effect: Run, _: tuple[Word, ...]) -> Iterator[Problem]:
    yield from unknown("routine", effect.routine, facts.session.routines)


def _ask(facts: Facts, effect: Ask, _: tuple[Word, ...]) -> Iterator[Problem]:
    yield from unknown("service", effect.service, facts.services)


_READERS: Mapping[type, Callable[..., Iterator[Problem]]] = {
    Send: _send,
    Set: _set,
    Run: _run,
    Ask: _ask,
}


RULES = (features, identities, volatile, events, states, effect_names)
