"""Transitions: none is hidden, each has its word and sentence, timeouts have timers."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.load.nodes import NAME
from codegen.model import Mark, Problem, Region, Send, Transition
from codegen.rules.facts import Facts, Setting, unknown, walk
from codegen.rules.features import needed

_LEVELS = ("MUST", "SHOULD", "MAY")


def transition_lists(facts: Facts) -> Iterator[tuple[Transition, ...]]:
    """The lists of transitions in which the first that fits wins."""
    for region in facts.session.regions:
        for state in region.states:
            yield state.transitions
    yield facts.session.always
    if facts.spec.operator is not None:
        yield facts.spec.operator.transitions


def hidden_transitions(facts: Facts) -> Iterator[Problem]:
    """No transition is hidden by an earlier one of its state and event."""
    for transitions in transition_lists(facts):
        for index, transition in enumerate(transitions):
            for earlier in transitions[:index]:
                if _hides(facts, earlier, transition):
                    yield Problem(transition.event.mark, _hidden(earlier))
                    break


def _hidden(earlier: Transition) -> str:
    why = "the same guard" if earlier.condition else "no guard"
    return (
        f"this transition never happens: the one for {earlier.event!r} at line "
        f"{earlier.event.mark.line} has {why}"
    )


def _hides(facts: Facts, earlier: Transition, later: Transition) -> bool:
    if earlier.event != later.event:
        return False
    if not needed(facts, earlier) <= needed(facts, later):
        return False
    if earlier.condition is None:
        return True
    return later.condition is not None and (
        _same_source(earlier.condition.source) == _same_source(later.condition.source)
    )


def _same_source(source: str) -> str:
    return "".join(source.split())


def timeouts(facts: Facts) -> Iterator[Problem]:
    """A timeout, and nothing else, has ``after``: seconds or a limit."""
    for setting in facts.transitions:
        transition = setting.transition
        if transition is None or transition.event == "":
            continue
        event, after = transition.event, transition.after
        if event == "timeout":
            yield from _timeout(facts, setting.region, transition)
        elif after is not None:
            yield Problem(after.mark, f"only a timeout has 'after', not {event!r}")
        elif transition.since:
            yield Problem(event.mark, f"only a timeout has 'since', not {event!r}")


def _timeout(
    facts: Facts, region: Region | None, transition: Transition
) -> Iterator[Problem]:
    if region is None:
        yield Problem(transition.event.mark, "a timeout stands in a state of a region")
    elif transition.after is None:
        yield Problem(
            transition.event.mark, "a timeout needs 'after': seconds or a limit"
        )
    elif not NAME.fullmatch(transition.after) and not transition.after.isdigit():
        what = f"expected seconds or a limit, found {str(transition.after)!r}"
        yield Problem(transition.after.mark, what)
    elif not transition.after.isdigit():
        yield from unknown("limit", transition.after, facts.spec.limits)


def one_timer(facts: Facts) -> Iterator[Problem]:
    """A state has one timer: all its timeouts agree on when it runs out."""
    for transitions in transition_lists(facts):
        timed = [t for t in transitions if t.event == "timeout" and t.after]
        for transition in timed[1:]:
            first = timed[0]
            if (transition.after, transition.since) != (first.after, first.since):
                yield Problem(
                    transition.event.mark,
                    "a state has one timer: give this timeout the 'after' and 'since' "
                    f"of the one at line {first.event.mark.line}",
                )


def always_stays(facts: Facts) -> Iterator[Problem]:
    """A transition that belongs to no region has no ``next``."""
    for setting in facts.transitions:
        transition = setting.transition
        if transition and setting.region is None and transition.target is not None:
            yield Problem(
                transition.target.mark,
                "this transition has no region: write {next: {REGION: STATE}} in 'do'",
            )


def rule_words(facts: Facts) -> Iterator[Problem]:
    """A rule's word is unique in its region."""
    seen: dict[tuple[str, str], tuple[Mark, Transition | Send]] = {}
    for setting in facts.transitions:
        region = "operator" if setting.operator else "always"
        region = str(setting.region.name) if setting.region else region
        for word, mark, owner in _words(setting):
            first, other = seen.setdefault((region, word), (mark, owner))
            if not _same_rule(other, owner):
                yield Problem(
                    mark,
                    f"the rule {word!r} is already that of line {first.line}: "
                    "give one of them its own 'rule'",
                )


def _words(setting: Setting) -> Iterator[tuple[str, Mark, Transition | Send]]:
    """The rules of a transition: its own, and those of effects that have a sentence."""
    transition = setting.transition
    if transition is None:
        return
    yield str(transition.rule), transition.rule.mark, transition
    for effect, _ in walk(transition.effects):
        if isinstance(effect, Send) and effect.requirement is not None:
            word = f"{transition.rule}-{effect.message.replace('_', '-')}"
            yield word, effect.message.mark, effect


def _same_rule(one: Transition | Send, other: Transition | Send) -> bool:
    """The same requirement may hold in several states."""
    if one is other:
        return True
    a, b = one.requirement, other.requirement
    if a is None or b is None or (a.level, a.sentence) != (b.level, b.sentence):
        return False
    if isinstance(one, Transition) and isinstance(other, Transition):
        return one.event == other.event
    return type(one) is type(other)


def routines_have_no_rules(facts: Facts) -> Iterator[Problem]:
    """A requirement belongs to a transition or its effects, not to a routine's."""
    for effect, _, setting in facts.effects:
        own = effect.requirement if isinstance(effect, Send) else None
        if setting.transition is None and own is not None:
            yield Problem(
                own.mark,
                "a routine is part of many rules and has none of its own: "
                "say this where it is run",
            )


def requirements(facts: Facts) -> Iterator[Problem]:
    """Every transition says what is required, and as strongly as it is."""
    for requirement in facts.requirements():
        own, sentence = requirement.level, requirement.sentence.en
        said = [word for word in _LEVELS if word in sentence.split()]
        if not sentence:
            yield Problem(requirement.mark, "the requirement sentence is empty")
        elif said and own.upper() not in said:
            other = said[0]
            yield Problem(
                requirement.mark,
                f"this is a {own!r}, but its sentence says {other}: change one of them",
            )


RULES = (
    timeouts,
    one_timer,
    always_stays,
    hidden_transitions,
    rule_words,
    routines_have_no_rules,
    requirements,
)
