"""Which command is the one that leaves: the protocol's own machine is asked.

A room is made, somebody logs in, and each command that needs nothing typed is tried
until one makes the server end that connection.
"""

from __future__ import annotations

from typing import Any

from codegen.protocol import Protocol
from codegen.room import Close, Effect, Send
from reference.typed import Keyboard, Order

ALONE = 1  # the only session of the room


def farewell(protocol: Protocol, keyboard: Keyboard, me: str) -> Order | None:
    """Return the order that ends the conversation, None if there is no such command."""
    for pattern, command in keyboard.commands:
        order = keyboard.order(command, me) if not pattern.fields else None
        if isinstance(order, Order) and _ends(protocol, order.message, me):
            return order
    return None


def _ends(protocol: Protocol, message: Any, me: str) -> bool:
    ends = protocol.client.ends
    if type(message) in ends:
        return True
    room = protocol.room({feature.name for feature in protocol.features})
    room.connected(ALONE)
    login = protocol.client.login
    if login is not None:
        room.received(ALONE, login.send(**{login.field: me}))
    effects = room.received(ALONE, message)
    return any(_is_end(effect, ends) for effect in effects)


def _is_end(effect: Effect, ends: Any) -> bool:
    match effect:
        case Close(sid):
            return sid == ALONE
        case Send(to, message):
            return ALONE in to and type(message) in ends
        case _:
            return False
