"""Features: what may be left out takes everything that needs it along.

``needed`` tells which features an implementation must have for a transition to happen
at all. A transition that can happen without a feature must not send its messages,
unless something around the effect holds only with the feature: a guard with
``feature('x')``, a state that only the feature's transitions enter, a variable that
only they set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from codegen.model import (
    ROOM,
    Ask,
    Choose,
    Effect,
    Expression,
    ForEach,
    Message,
    Move,
    Problem,
    Region,
    Run,
    Send,
    Set,
    Transition,
    Word,
)
from codegen.rules.facts import Facts, Setting

Names = frozenset[str]
NONE: Names = frozenset()


def cycles(facts: Facts) -> Iterator[Problem]:
    """No feature needs itself."""
    for feature in facts.spec.features:
        for word in feature.needs:
            if feature.name in closure(facts, [word]):
                yield Problem(
                    word.mark,
                    f"feature {feature.name!r} needs itself through {word}",
                )


def profiles(facts: Facts) -> Iterator[Problem]:
    """A profile holds all that its features need."""
    for name, words in facts.spec.profiles.items():
        for word in words if words != ("all",) else ():
            for other in sorted(closure(facts, [word]) - set(words)):
                yield Problem(
                    word.mark,
                    f"profile {name!r} lacks {other!r}, which {word!r} needs",
                )


def closure(facts: Facts, names: Iterable[str]) -> Names:
    """These features and all that they need."""
    found: set[str] = set()
    pending = [name for name in names if name]
    while pending:
        name = pending.pop()
        feature = facts.find(name, facts.features)
        if feature is not None and feature.name not in found:
            found.add(str(feature.name))
            pending += feature.needs
    return frozenset(found)


def needed(facts: Facts, transition: Transition) -> Names:
    """The features without which the transition cannot happen, whatever its state."""
    names = [str(transition.feature or "")]
    message = facts.message(transition.event)
    if message is not None:
        names.append(message.feature)
    if transition.condition is not None:
        names += _tested(transition.condition.source)
    return closure(facts, names)


def _tested(source: str) -> list[str]:
    if re.search(r"\b(or|not)\b", source):
        return []
    return re.findall(r"feature\(\s*'([^']*)'\s*\)", source)


def gated_messages(facts: Facts) -> Iterator[Problem]:
    """A transition that a feature is not needed for does not send its messages."""
    if not facts.features:
        return
    gates = Gates(facts)
    for setting in facts.transitions:
        yield from _ungated(facts, gates, setting.effects, gates.around(setting), ())


def _ungated(
    facts: Facts,
    gates: Gates,
    effects: Iterable[Effect],
    have: Names,
    inside: tuple[str, ...],
) -> Iterator[Problem]:
    for effect in effects:
        if isinstance(effect, Send):
            message = facts.message(effect.message)
            if message is not None:
                yield from _send(facts, effect, message, have | gates.by_target(effect))
        for effects_inside, more, name in gates.inside(effect):
            if name not in inside or not name:
                yield from _ungated(
                    facts, gates, effects_inside, have | more, (*inside, name)
                )


def _send(
    facts: Facts, effect: Send, message: Message, have: Names
) -> Iterator[Problem]:
    lacking = closure(facts, [message.feature]) - have
    if message.feature in lacking:
        yield Problem(
            effect.message.mark,
            f"{message.name!r} belongs to feature {message.feature!r}, which is "
            "not needed to come here: give the transition that feature, or test "
            f"feature('{message.feature}')",
        )


class Gates:
    """Which features the states, variables and services of a session stand for.

    Everything starts with all features and loses those without which it can come
    about, until nothing changes.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        every = frozenset(facts.features)
        self.states: dict[tuple[str, str], Names] = {
            (str(r.name), str(s.name)): every
            for r in facts.session.regions
            for s in r.states
        }
        self.variables = {name: every for name in facts.variables}
        self.variables |= {f"{ROOM}.{name}": every for name in facts.shared}
        self.services = {name: every for name in facts.services}
        before: tuple[list[Names], ...] = ()
        while before != self._known():
            before = self._known()
            self._enter_initial()
            for setting in facts.transitions:
                self._follow(setting)

    def _known(self) -> tuple[list[Names], ...]:
        tables = (self.states, self.variables, self.services)
        return tuple(list(table.values()) for table in tables)

    def _enter_initial(self) -> None:
        for region in self.facts.session.regions:
            self._enter(region, region.initial, self._parent(region))

    def _enter(self, region: Region, word: str, have: Names) -> None:
        key = (str(region.name), self.facts.state(region, word) or "")
        if key in self.states:
            self.states[key] &= have | self._parent(region)

    def _parent(self, region: Region) -> Names:
        outer, _, state = (region.within or Word("")).partition(".")
        return self.states.get((outer, state), NONE)

    def around(self, setting: Setting) -> Names:
        """The features that are there whenever the transition of a setting happens."""
        transition = setting.transition
        if transition is None:
            return NONE
        have = needed(self.facts, transition)
        if setting.region is not None and setting.state is not None:
            have |= self.states[str(setting.region.name), str(setting.state.name)]
        if transition.condition is not None:
            have |= self.by_mention(transition.condition.source)
        service = self.facts.service(transition.event)
        if service is not None:
            have |= self.services[str(service.name)]
        return have

    def _follow(self, setting: Setting) -> None:
        have = self.around(setting)
        transition = setting.transition
        if transition and transition.target and setting.region:
            self._enter(setting.region, transition.target, have)
        self._effects(setting.effects, have, ())

    def _effects(
        self, effects: Iterable[Effect], have: Names, running: tuple[str, ...]
    ) -> None:
        for effect in effects:
            if isinstance(effect, Set):
                whose = f"{ROOM}." if effect.of == ROOM else ""
                names = {f"{whose}{name}" for name in effect.values}
                for name in names & self.variables.keys():
                    self.variables[name] &= have
            elif isinstance(effect, Ask) and effect.service in self.services:
                self.services[effect.service] &= have
            elif isinstance(effect, Move):
                for name, state in effect.states.items():
                    region = self.facts.region(name)
                    if region is not None:
                        self._enter(region, state, have)
            for inner, more, routine in self.inside(effect):
                if routine not in running or not routine:
                    self._effects(inner, have | more, (*running, routine))

    def inside(self, effect: Effect) -> Iterator[tuple[tuple[Effect, ...], Names, str]]:
        """The effects within an effect, what they add, and the routine they are of."""
        if isinstance(effect, ForEach):
            yield effect.effects, self.by_mention(effect.items.source), ""
        elif isinstance(effect, Choose):
            yield effect.effects, self.by_condition(effect.condition), ""
            yield effect.otherwise, NONE, ""
        elif isinstance(effect, Run):
            routine = self.facts.find(effect.routine, self.facts.session.routines)
            yield routine or (), NONE, str(effect.routine)

    def by_condition(self, condition: Expression) -> Names:
        """The features without which a condition cannot hold."""
        tested = closure(self.facts, _tested(condition.source))
        return tested | self.by_mention(condition.source)

    def by_target(self, effect: Send) -> Names:
        """The features without which there is nobody to send to."""
        return self.by_mention(str(effect.to or ""))

    def by_mention(self, source: str, deep: bool = True) -> Names:
        """The features behind the variables, states and audiences in an expression."""
        found = NONE
        words = set(re.findall(rf"(?:\b{ROOM}\.)?[a-z_][a-z0-9_]*", source))
        for name in words & self.variables.keys():
            found |= self.variables[name]
        for region, state in self.states:
            if region in words and re.search(rf"'{re.escape(state)}'", source):
                found |= self.states[region, state]
        session = self.facts.session
        for named in (session.audiences, session.lookups) if deep else ():
            for word, expression in named.items():
                if word in words:
                    found |= self.by_mention(expression.source, deep=False)
        return found


def ungated_names(facts: Facts) -> Iterator[Problem]:
    """A scenario shows no message of a feature that is not its own."""
    for scenario in facts.spec.scenarios:
        have = closure(facts, [str(scenario.feature or "")])
        told = set[str]()
        for step in scenario.steps:
            said = [m for messages in step.expected.values() for m in messages]
            for one in [*([step.said] if step.said else []), *said]:
                message = facts.message(one.message)
                if message is None or message.feature in told:
                    continue
                if closure(facts, [message.feature]) - have:
                    told.add(message.feature)
                    yield Problem(
                        one.message.mark,
                        f"{message.name!r} belongs to feature "
                        f"{message.feature!r}: give the scenario that feature",
                    )


Rule = Callable[[Facts], Iterator[Problem]]

RULES: tuple[Rule, ...] = (cycles, profiles, gated_messages, ungated_names)
