"""What becomes of a message: the protocol's own machine is asked, in a room of its own.

A room is made, those who are to be there log in, and the message is received.
"""

from __future__ import annotations

from typing import Any

from codegen.protocol import Protocol
from codegen.room import Effect, Send

ME, COMPANY = 1, 2


def rehearsed(
    protocol: Protocol,
    message: Any,
    me: str,
    *,
    company: str | None = None,
    now: float = 0.0,
) -> list[Effect]:
    """The effects of a message that ``me`` sends, alone or in somebody's company.

    ``now`` is the room's clock, in seconds since the epoch.
    """
    room = protocol.room({feature.name for feature in protocol.features})
    room.elapsed(now)
    people = {ME: me} if company is None else {ME: me, COMPANY: company}
    for sid, name in people.items():
        room.connected(sid)
        if protocol.client.login is not None:
            login = protocol.client.login
            room.received(sid, login.send(**{login.field: name}))
    return list(room.received(ME, message))


def told(effects: list[Effect], sid: int) -> list[Any]:
    """The messages that somebody gets."""
    return [e.message for e in effects if isinstance(e, Send) and sid in e.to]


def companion(protocol: Protocol, me: str) -> str:
    """A name that somebody else may have."""
    login = protocol.client.login
    samples: tuple[Any, ...] = ()
    if login is not None:
        infos = (info for info in protocol.messages if info.cls is login.send)
        samples = next((info.samples.get(login.field, ()) for info in infos), ())
    others = [name for name in samples if isinstance(name, str) and name != me]
    return others[0] if others else f"{me}2"
