"""How a member of the cast comes in."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from codegen.room import Room
from conformance.model.cast import ACTIVE
from conformance.model.inputs import Input

if TYPE_CHECKING:
    from conformance.model.graph import Graph


def entrance(graph: Graph) -> list[Input]:
    """How the active users come in, one after the other."""
    room, word = graph.start.room.copy(), list[Input]()
    for who in ACTIVE:
        mine = access_word(graph, room, who)
        for input in mine:
            graph.apply(room, input)
        word += mine
    return word


def access_word(graph: Graph, room: Room[Any], who: int) -> list[Input]:
    """The shortest way for a member from nothing to being somebody, in this room.

    That is until it was accepted, where there is a login, else until it is connected.
    Where nobody is told to be accepted it is until it has a name.
    """
    login, variable = graph.protocol.client.login, graph.alphabet.variable
    accepted = login.accepted if login else ()
    is_silent = login is not None and not accepted and variable is not None
    queue: deque[tuple[Room[Any], list[Input]]] = deque([(room, [])])
    seen = {room.key()}
    while queue:
        here, word = queue.popleft()
        for input in graph.inputs(here, who):
            there = here.copy()
            said = graph.apply(there, input)
            if said is None or said[1].asks or there.key() in seen:
                continue
            heard = [due.message for due in said[1].of(who)]
            session = there.sessions.get(who)
            is_in = any(isinstance(it, accepted) for it in heard)
            if is_silent:
                is_in = bool(getattr(session, variable or "", ""))
            if is_in or (login is None or not (accepted or is_silent)):
                return [*word, input]
            seen.add(there.key())
            queue.append((there, [*word, input]))
    return []
