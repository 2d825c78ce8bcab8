"""States: all can be reached, and all lead to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codegen.model import (
    Close,
    Effect,
    Move,
    Problem,
    Region,
    State,
    Transition,
    Word,
)
from codegen.rules.facts import Facts, unknown


def within(facts: Facts) -> Iterator[Problem]:
    """A region lies ``within`` a state of a region above it."""
    above: dict[str, Region] = {}
    for region in facts.session.regions:
        if region.within is not None:
            yield from _within(region.within, region, above, facts)
        above[region.name] = region


def _within(
    word: Word, region: Region, above: dict[str, Region], facts: Facts
) -> Iterator[Problem]:
    outer, dot, _ = word.partition(".")
    if not dot:
        yield Problem(word.mark, "write the region and its state: REGION.STATE")
    elif outer in above:
        states = [f"{outer}.{s.name}" for s in above[outer].states]
        yield from unknown("state", word, states)
    elif outer in facts.regions:
        yield Problem(word.mark, f"{outer!r} must stand above {region.name!r}")
    else:
        yield from unknown("region", Word(outer, word.mark), facts.regions)


def parent(facts: Facts, region: Region) -> tuple[str, str] | None:
    """The region and state that ``region`` lies in."""
    if region.within is None:
        return None
    name, _, state = region.within.partition(".")
    outer = facts.region(name)
    if outer is None:
        return None
    return str(outer.name), facts.state(outer, state) or state


def unreachable_states(facts: Facts) -> Iterator[Problem]:
    """Every state of a region can be reached from its initial one."""
    for region in facts.session.regions:
        reached = _reached(facts, region)
        for state in region.states:
            if reached is not None and state.name not in reached:
                yield Problem(
                    state.name.mark,
                    f"state {state.name!r} of {region.name} is unreachable",
                )


def _reached(facts: Facts, region: Region) -> set[str] | None:
    """The states reached; None if a name in the region cannot be told."""
    targets = {
        str(s.name): {facts.state(region, t.target) for t in s.transitions if t.target}
        for s in region.states
    }
    entered = [region.initial, *_moves_into(facts, region)]
    pending = [facts.state(region, word) for word in entered]
    if None in pending or any(None in states for states in targets.values()):
        return None
    reached: set[str] = set()
    while pending:
        state = pending.pop()
        if state is not None and state not in reached:
            reached.add(state)
            pending += targets[state]
    return reached


def _moves_into(
    facts: Facts, region: Region, effects: Iterable[Effect] | None = None
) -> list[Word]:
    """The states that effects move ``region`` into; all effects by default."""
    return [
        state
        for effect in (facts.each_effect() if effects is None else effects)
        if isinstance(effect, Move)
        for name, state in effect.states.items()
        if facts.region(name) is region
    ]


def traps(facts: Facts) -> Iterator[Problem]:
    """From every state a session can come to its end."""
    if any(_ends(facts, t) for t in facts.session.always):
        return
    ending = {str(r.name): _ending(facts, r) for r in facts.session.regions}
    outer = [r for r in facts.session.regions if r.within is None and r.states]
    if not outer:
        return
    # Regions are active side by side, so one that can always end is enough.
    best = max(outer, key=lambda r: len(ending[r.name]) / len(r.states))
    trapped = [s for s in best.states if s.name not in ending[best.name]]
    # Where several are trapped, the ones that lead nowhere are why.
    blind = [s for s in trapped if not _targets(facts, best, s) - {str(s.name)}]
    for state in blind or trapped[:1]:
        yield Problem(
            state.name.mark,
            f"state {state.name!r} of {best.name} is a trap: no close, eof or timeout "
            "ends the session from there; add one of them",
        )


def _ending(facts: Facts, region: Region) -> set[str]:
    """The states of ``region`` from which an end can be reached."""
    by_others = (e for e in facts.each_effect() if getattr(e, "of", None) is not None)
    forced = {
        facts.state(region, word) for word in _moves_into(facts, region, by_others)
    }
    found = {str(s.name) for s in region.states if _state_ends(facts, region, s)}
    if found & forced:
        return {str(s.name) for s in region.states}
    while True:
        more = {
            str(s.name)
            for s in region.states
            if s.name not in found and _targets(facts, region, s) & found
        }
        if not more:
            return found
        found |= more


def _state_ends(facts: Facts, region: Region, state: State) -> bool:
    inner = [
        t
        for other in facts.session.regions
        if parent(facts, other) == (region.name, state.name)
        for s in other.states
        for t in s.transitions
    ]
    return any(_ends(facts, t) for t in (*state.transitions, *inner))


def _targets(facts: Facts, region: Region, state: State) -> set[str]:
    words = [t.target for t in state.transitions if t.target]
    for transition in state.transitions:
        words += _moves_into(facts, region, facts.inlined(transition.effects))
    return {facts.state(region, word) or "" for word in words}


def _ends(facts: Facts, transition: Transition) -> bool:
    if transition.event in ("malformed", "unexpected"):
        return False
    if transition.event == "eof":
        return True
    effects = facts.inlined(transition.effects)
    return any(isinstance(effect, Close) for effect in effects)


RULES = (within,)
WHOLE_RULES = (unreachable_states, traps)
