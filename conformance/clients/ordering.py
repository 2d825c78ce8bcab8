"""What is typed and what must be sent for it: one case for each command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from codegen.protocol import Command
from codegen.typed import Pattern
from conformance.clients.entering import entrance
from conformance.clients.routes import Line
from conformance.clients.scene import Scene
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model.cast import ALICE
from conformance.model.graph import Edge
from conformance.model.inputs import CONNECTS

PHASE = "commands"
ABOUT = "every command that can be typed, and what is sent for it"
_TURNS = 3  # sets of ordinary values


def trials(studio: Studio) -> Iterator[Trial]:
    """One for each command that can be typed."""
    known: set[str] = set()
    for pattern, command in studio.commands:
        info = studio.info(command.message)
        id = f"command/{info.name}"
        id = f"{id}/{_word(pattern)}" if id in known else id
        known.add(id)
        play = _play(studio, pattern, command)
        if play is None:
            continue
        title = f"A client MUST send {info.name} for {pattern.usage}, and nothing else."
        yield Trial(case(id, PHASE, title, info.line), play, entrance(studio))


def _word(pattern: Pattern) -> str:
    return re.sub(r"\W+", "-", pattern.word).strip("-") or "line"


def _play(studio: Studio, pattern: Pattern, command: Command) -> Any:
    def types(edge: Edge) -> bool:
        return studio.routes.types(edge, command) is not None

    def is_meant(edge: Edge) -> bool:
        return types(edge) and bool(edge.outcome.fired) and not _is_stray(studio, edge)

    way = studio.routes.way(lambda edge: is_meant(edge) and edge.stays, is_meant, types)
    if way is not None:
        lines = _lines(studio, command, way[-1])
        return partial(_orders, way, lines)
    # The model does not get there: it is typed as soon as somebody is in.
    there = studio.routes.way(partial(is_in, studio))
    if there is None:
        return None
    values = studio.graph.alphabet.ordinary(studio.info(command.message))
    me = studio.graph.naming.current(there[-1].target.room, ALICE)
    line = studio.routes.typed(command, {**values, **_named(studio, command)}, me)
    return partial(_orders_at, there, line) if line is not None else None


def is_in(studio: Studio, edge: Edge) -> bool:
    """Whether it is what brings the client in."""
    login = studio.protocol.client.login
    if login is None:
        return edge.input.who == ALICE and edge.input.action == CONNECTS
    due = [it.message for it in edge.outcome.of(ALICE)]
    if not studio.routes.is_login(edge) or edge.outcome.closed:
        return False
    if login.accepted:
        return any(isinstance(it, login.accepted) for it in due)
    return not any(isinstance(it, login.refused) for it in due)


def _named(studio: Studio, command: Command) -> Mapping[str, str]:
    """Names for the fields that the model would give one."""
    return dict.fromkeys(studio.info(command.message).identities, "carol")


def _is_stray(studio: Studio, edge: Edge) -> bool:
    """Whether a message is out of place there: no state expects it."""
    return all(rule.startswith("always/") for rule in edge.outcome.fired)


def _lines(studio: Studio, command: Command, edge: Edge) -> list[Line]:
    """What is typed, one after the other, where that changes nothing."""
    routes, alphabet = studio.routes, studio.graph.alphabet
    first = routes.types(edge, command)
    assert first is not None
    assert edge.input.info is not None
    found = [first]
    turns = range(1, alphabet.turns(edge.input)) if edge.stays else ()
    for turn in turns:
        values = alphabet.ordinary(edge.input.info, turn)
        line = routes.types(edge, command, values)
        if line is not None and line.text not in {it.text for it in found}:
            found.append(line)
    return found[:_TURNS]


def _orders(way: list[Edge], lines: list[Line], scene: Scene) -> None:
    scene.arrives()
    scene.follows(way[:-1])
    for line in lines:
        scene.does(way[-1], line)
    _nothing_else(scene)


def _orders_at(way: list[Edge], line: Line, scene: Scene) -> None:
    scene.arrives()
    scene.follows(way)
    scene.types(line.text)
    scene.expects(line)
    _nothing_else(scene)


def _nothing_else(scene: Scene) -> None:
    """The next thing that comes is what comes of the next line, or the end."""
    if ALICE in scene.room.sessions:
        scene.leaves()
    else:
        scene.until(lambda: bool(scene.connection and scene.connection.ended))
        scene.expects_nothing()
