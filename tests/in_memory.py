"""A server and its clients without sockets: bytes in, whole messages out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from codegen.protocol import Protocol
from codegen.room import Ask, Close, Effect, Send
from codegen.wire import FramingError, Splitter, WireError


@dataclass
class Heard:
    """What followed one thing that happened: messages by name, and who was closed."""

    messages: dict[str, list[Any]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)


class InMemory:
    """A generated room, with people in place of numbers.

    ``features`` are those that the server has, None for all. ``service`` answers all
    that the room asks, at once.
    """

    def __init__(
        self,
        protocol: Protocol,
        features: frozenset[str] | None = None,
        service: Callable[[Ask], Mapping[str, Any]] | None = None,
    ) -> None:
        self._service = service
        self.protocol = protocol if features is None else protocol.in_profile(features)
        self.room = protocol.room(features=features)
        self._sids: dict[str, int] = {}
        self._splitters: dict[str, Splitter] = {}
        self._connections = 0

    def connects(self, who: str) -> Heard:
        self._connections += 1
        self._sids[who] = self._connections
        self._splitters[who] = self.protocol.client_framing.splitter()
        return self._heard(self.room.connected(self._sids[who]))

    def leaves(self, who: str) -> Heard:
        return self._heard(self.room.disconnected(self._sids.pop(who)))

    def sends(self, who: str, data: bytes) -> Heard:
        """Give the server bytes of ``who`` as one read of its socket."""
        splitter = self._splitters[who]
        splitter.feed(data)
        heard = Heard()
        while (effects := self._next(splitter, self._sids[who])) is not None:
            self._collect(effects, heard)
            if who in heard.closed:
                break
        return heard

    def _next(self, splitter: Splitter, sid: int) -> list[Effect] | None:
        """What follows the next payload; None when there is none yet."""
        try:
            payload = splitter.next()
            if payload is None:
                return None
            reads = self.room.reads(sid)
            message = self.protocol.client_messages.decode(payload, reads)
        except FramingError as error:
            return self.room.malformed(sid, error.code, error.reason, fatal=error.fatal)
        except WireError as error:
            return self.room.malformed(sid, error.code, error.reason)
        return self.room.received(sid, message)

    def _heard(self, effects: Iterable[Effect]) -> Heard:
        heard = Heard()
        self._collect(effects, heard)
        return heard

    def _collect(self, effects: Iterable[Effect], heard: Heard) -> None:
        people = {sid: who for who, sid in self._sids.items()}
        for effect in effects:
            if isinstance(effect, Send):
                self.protocol.encode(effect.message)  # whatever is said can be
                for sid in effect.to:
                    heard.messages.setdefault(people[sid], []).append(effect.message)
            elif isinstance(effect, Close):
                heard.closed.add(people[effect.sid])
            elif isinstance(effect, Ask) and self._service is not None:
                answer = self._service(effect)
                self._collect(self.room.answered(effect.call, answer), heard)
