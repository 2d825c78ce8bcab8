"""Which command is the one that leaves: the protocol's own machine is asked.

Each command that needs nothing typed is tried in a room of its own until one makes the
server end the connection.
"""

from __future__ import annotations

from typing import Any

from codegen.protocol import Protocol
from codegen.room import Close, Effect, Send
from codegen.typed import Keyboard, Order
from reference.client.rehearsal import ME, rehearsed


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
    return any(_is_end(effect, ends) for effect in rehearsed(protocol, message, me))


def _is_end(effect: Effect, ends: Any) -> bool:
    match effect:
        case Close(sid):
            return sid == ME
        case Send(to, message):
            return ME in to and type(message) in ends
        case _:
            return False
