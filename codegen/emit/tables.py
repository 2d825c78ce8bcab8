"""What the spec says about its messages, rules and features, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from codegen.emit import values
from codegen.emit.effects import rule_id
from codegen.emit.text import Source, call, literal
from codegen.model import (
    Choose,
    Effect,
    Field,
    ForEach,
    Message,
    Requirement,
    Send,
    Sentence,
    Service,
    Spec,
    Transition,
)


def said(**keywords: Any) -> dict[str, Any]:
    """The keywords that are not empty, which is their default."""
    return {name: value for name, value in keywords.items() if value}


def text(sentence: Sentence) -> Source:
    """``protocol.Text(…)``"""
    return call("protocol.Text", sentence.en, **said(ko=sentence.ko))


# Messages.


def messages(spec: Spec) -> str:
    """MESSAGES"""
    return f"MESSAGES = {literal(tuple(_message(m) for m in spec.messages))}"


def _message(message: Message) -> Source:
    identities = {str(f.name): str(f.type.identity) for f in message.fields}
    samples = {
        str(f.name): tuple(values.value(f.type, s) for s in f.type.samples)
        for f in message.fields
    }
    examples = [
        (values.message(message, e.values), e.payload) for e in message.examples
    ]
    return call(
        "protocol.MessageInfo",
        name=str(message.name),
        cls=Source(message.class_name),
        sender=message.sender,
        line=message.name.mark.line,
        **said(
            feature=str(message.feature),
            volatile=tuple(map(str, message.volatile)),
            identities=said(**identities),
            samples=said(**samples),
            examples=tuple(examples),
            malformed=tuple((b.payload, str(b.error)) for b in message.malformed),
        ),
    )


# Rules.


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of RULES: what one word of a region requires, in some of its states."""

    id: str
    requirement: Requirement
    region: str
    states: tuple[str, ...]
    event: str
    feature: str

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for rules that say the same of several states."""
        level, sentence = self.requirement.level, self.requirement.sentence
        return self.id, level, sentence.en, self.event, self.feature

    def source(self) -> Source:
        """The call that makes it."""
        return call(
            "protocol.Rule",
            id=self.id,
            level=self.requirement.level,
            text=text(self.requirement.sentence),
            line=self.requirement.mark.line,
            region=self.region,
            states=self.states,
            event=self.event,
            **said(feature=self.feature),
        )


def rules(spec: Spec) -> str:
    """RULES"""
    return f"RULES = {literal(tuple(rule.source() for rule in all_rules(spec)))}"


def all_rules(spec: Spec) -> list[Rule]:
    """One per transition and per effect with its own sentence, in order.

    What is said in the same words of several states is one rule.
    """
    found: dict[tuple[str, ...], Rule] = {}
    for rule in _each_rule(spec):
        known = found.get(rule.key)
        states = rule.states if known is None else (*known.states, *rule.states)
        found[rule.key] = replace(known or rule, states=tuple(dict.fromkeys(states)))
    return list(found.values())


def _each_rule(spec: Spec) -> Iterator[Rule]:
    for region, state, transition in spec.session.transitions():
        where = str(region.name) if region is not None else "always"
        states = (str(state.name),) if state is not None else ()
        yield from _rules(spec, where, states, transition)
    for transition in spec.operator.transitions if spec.operator else ():
        yield from _rules(spec, "operator", (), transition)


def _rules(
    spec: Spec, region: str, states: tuple[str, ...], transition: Transition
) -> Iterator[Rule]:
    message = spec.message(transition.event)
    own = message.feature if message is not None else ""
    main = Rule(
        id=f"{region}/{transition.rule}",
        requirement=transition.requirement,
        region=region,
        states=states,
        event=str(transition.event),
        feature=str(transition.feature or own),
    )
    yield main
    for effect in _sends(transition.effects):
        if effect.requirement is not None:
            name = rule_id(region, transition.rule, effect.message)
            yield replace(main, id=name, requirement=effect.requirement)


def _sends(effects: tuple[Effect, ...]) -> Iterator[Send]:
    for effect in effects:
        match effect:
            case Send():
                yield effect
            case ForEach():
                yield from _sends(effect.effects)
            case Choose():
                yield from _sends(effect.effects + effect.otherwise)


# Features and the whole.


def features(spec: Spec) -> str:
    """FEATURES"""
    found = [
        call(
            "protocol.Feature",
            str(f.name),
            str(f.about),
            **said(needs=tuple(map(str, f.needs))),
        )
        for f in spec.features
    ]
    return f"FEATURES = {literal(tuple(found))}"


def protocol(spec: Spec) -> str:
    """PROTOCOL"""
    whole = call(
        "protocol.Protocol",
        name=str(spec.name),
        title=spec.title,
        source=spec.path,
        digest=spec.digest,
        port=spec.port,
        **{name: Source(constant) for name, constant in _PARTS.items()},
        profiles=_profiles(spec),
        limits=Source("Room.LIMITS"),
        **said(services=tuple(map(_service, spec.services))),
        client=Source("CLIENT"),
        **({"operator": Source("OPERATOR")} if spec.operator else {}),
        scenarios=Source("SCENARIOS"),
    )
    return f"PROTOCOL = {whole}"


def _service(service: Service) -> Source:
    return call(
        "protocol.Service",
        str(service.name),
        **said(asks=_types(service.asks), answers=_types(service.answers)),
    )


def _types(fields: Iterable[Field]) -> Mapping[str, Source]:
    return {str(field.name): Source(field.type.constant) for field in fields}


_PARTS = {
    "client_framing": "CLIENT_FRAMING",
    "server_framing": "SERVER_FRAMING",
    "client_messages": "CLIENT_MESSAGES",
    "server_messages": "SERVER_MESSAGES",
    "room": "Room",
    "messages": "MESSAGES",
    "rules": "RULES",
    "features": "FEATURES",
}


def _profiles(spec: Spec) -> Mapping[str, frozenset[str]]:
    every = frozenset(str(f.name) for f in spec.features)
    return {
        str(name): every if claimed == ("all",) else frozenset(map(str, claimed))
        for name, claimed in spec.profiles.items()
    }
