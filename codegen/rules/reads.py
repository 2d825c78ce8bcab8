"""States that read all that is said in them as one message: none is contradicted."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.model import Problem, Region, State, Word
from codegen.rules.facts import Facts, meant, unknown
from codegen.rules.features import Gates, closure


def messages(facts: Facts) -> Iterator[Problem]:
    """What a state reads is a message from a client."""
    for _, _, word in _reading(facts):
        message = facts.named(word)
        if message is None:
            yield from unknown("message", word, {*facts.messages, *facts.uncertain})
        elif message.sender != "client":
            yield Problem(
                word.mark, f"{word!r} comes from {message.sender}, not from a client"
            )


def one_reader(facts: Facts) -> Iterator[Problem]:
    """Only one region says how payloads are read."""
    reader = _reader(facts)
    for region, _, word in _reading(facts):
        if reader is not None and region is not reader:
            yield Problem(
                word.mark,
                f"what a session says is read by the states of one region, and "
                f"{reader.name!r} has such states already",
            )


def heard(facts: Facts) -> Iterator[Problem]:
    """A transition of the region that reads is on what its state can read."""
    for setting in facts.transitions:
        transition, state = setting.transition, setting.state
        if transition is None or state is None or setting.region is not _reader(facts):
            continue
        message = facts.message(transition.event)
        if message is not None and message.sender == "client":
            reason = _unheard(facts, state, str(message.name))
            if reason:
                yield Problem(
                    transition.event.mark, f"this transition never happens: {reason}"
                )


def _unheard(facts: Facts, state: State, name: str) -> str:
    """Why a message is never read in a state; "" if it can be."""
    if state.reads is not None:
        only = meant(state.reads, facts.messages)
        differs = only is not None and only != name
        return f"state {state.name!r} reads all as {only!r}" if differs else ""
    places = [
        f"{region.name}.{other.name}"
        for region, other, word in _reading(facts)
        if region is _reader(facts) and meant(word, facts.messages) == name
    ]
    return f"{name!r} is read only in {' and '.join(places)}" if places else ""


def features(facts: Facts) -> Iterator[Problem]:
    """A state that reads a message of a feature is entered with that feature alone."""
    if not facts.features:
        return
    gates = Gates(facts)
    for region, state, word in _reading(facts):
        message = facts.message(word)
        have = gates.states[str(region.name), str(state.name)]
        if message is not None and closure(facts, [message.feature]) - have:
            yield Problem(
                word.mark,
                f"{message.name!r} belongs to feature {message.feature!r}, which is "
                f"not needed to come into state {state.name!r}",
            )


def _reading(facts: Facts) -> Iterator[tuple[Region, State, Word]]:
    """The states that read, and what."""
    for region in facts.session.regions:
        for state in region.states:
            if state.reads is not None:
                yield region, state, state.reads


def _reader(facts: Facts) -> Region | None:
    """The region that reads; the first, if there are several."""
    return next((region for region, _, _ in _reading(facts)), None)


RULES = (messages, one_reader, heard, features)
