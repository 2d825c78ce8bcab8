"""What the parts of a page ask about a spec again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codegen import codec, wire
from codegen.document.markdown import code, link
from codegen.document.places import message_anchor, rule_anchor
from codegen.document.words import Words
from codegen.emit.tables import Rule, all_rules
from codegen.model import Effect, Message, Run, Send, Spec, Transition
from codegen.rules.facts import PSEUDO_EVENTS, Facts, Setting, walk

SIDES = ("client", "server")


@dataclass(frozen=True, slots=True)
class Sending:
    """A place where a message is sent: the transition, and to whom."""

    setting: Setting
    effect: Send

    @property
    def transition(self) -> Transition:
        """What it is a part of."""
        assert self.setting.transition is not None
        return self.setting.transition


class Book:
    """One spec, and how its parts refer to each other."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.facts = Facts(spec)
        self.words = Words(spec)
        self.plain = Words(spec, plain=True)

    # The wire.

    @cached_property
    def messages(self) -> Mapping[str, wire.Messages]:
        """The codecs of all that each side sends."""
        return {side: codec.messages(self.spec, side) for side in SIDES}

    @cached_property
    def framings(self) -> Mapping[str, wire.Framing]:
        """How the payloads of each side stand in the stream."""
        return {side: codec.framing(self.spec, side) for side in SIDES}

    def codec_of(self, message: Message) -> wire.Codec[Any]:
        """The codec of one message."""
        return self.messages[message.sender].codecs[codec.class_of(message)]

    def decode(self, message: Message, payload: bytes) -> Any:
        """What a payload is, read where ``message`` can come. Raises WireError."""
        apart = message.name in self.spec.session.reads
        reads = codec.class_of(message) if apart else None
        return self.messages[message.sender].decode(payload, reads)

    def sent_by(self, side: str) -> list[Message]:
        """The messages of one side, in the order of the spec."""
        return [m for m in self.spec.messages if m.on_wire and m.sender == side]

    # The machine.

    @cached_property
    def rules(self) -> list[Rule]:
        """Every requirement of the session and the operator, each id once."""
        found: dict[tuple[str, str], Rule] = {}
        for rule in all_rules(self.spec):
            found.setdefault((rule.requirement.level, rule.id), rule)
        return list(found.values())

    @cached_property
    def sendings(self) -> Mapping[str, list[Sending]]:
        """Where each message is sent, routines included."""
        found: dict[str, list[Sending]] = {}
        for setting in self.facts.transitions:
            for effect in self.inlined(setting.effects):
                if isinstance(effect, Send):
                    places = found.setdefault(str(effect.message), [])
                    places.append(Sending(setting, effect))
        return found

    def inlined(self, effects: tuple[Effect, ...]) -> Iterator[Effect]:
        """Every effect, those of routines in their places."""
        return self.facts.inlined(effects)

    @cached_property
    def takers(self) -> Mapping[str, list[Setting]]:
        """The transitions on each event."""
        found: dict[str, list[Setting]] = {}
        for setting in self.facts.transitions:
            if setting.transition is not None:
                found.setdefault(str(setting.transition.event), []).append(setting)
        return found

    @cached_property
    def runs(self) -> frozenset[str]:
        """The routines that something runs."""
        effects = (effect for effect, _, _ in self.facts.effects)
        return frozenset(str(e.routine) for e in effects if isinstance(e, Run))

    # Names, as they stand in a text.

    def message(self, name: str) -> str:
        """A message, with a link to its description if it crosses a connection."""
        known = self.spec.message(name)
        on_wire = known is not None and known.on_wire
        return link(code(name), message_anchor(name)) if on_wire else code(name)

    def event(self, name: str) -> str:
        """An event: a message, or what else may happen."""
        known = self.spec.message(name)
        if known is None or name in PSEUDO_EVENTS:
            return code(name)
        return self.message(name)

    def rule(self, setting: Setting) -> str:
        """The requirement of a transition, with a link to its row."""
        assert setting.transition is not None
        return self.requirement(
            setting.transition.requirement.level,
            f"{area(setting)}/{setting.transition.rule}",
        )

    def requirement(self, level: str, rule: str) -> str:
        """A requirement by its id, with a link to its row."""
        return link(code(f"{level}/{rule}"), rule_anchor(rule, level))


def area(setting: Setting) -> str:
    """The first part of the ids of a transition's requirements."""
    if setting.operator:
        return "operator"
    return str(setting.region.name) if setting.region else "always"


def effects_within(effects: tuple[Effect, ...]) -> Iterator[Effect]:
    """Every effect, nested ones too; those of routines are not looked into."""
    return (effect for effect, _ in walk(effects))
