"""One session with a target: the cast, its connections, and the room that predicts."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from codegen.room import Room
from codegen.wire import FramingError, Splitter, WireError
from conformance.model import happening
from conformance.model.answers import Answers, Way
from conformance.model.cast import CAROL, Names, Naming, Role, meant
from conformance.model.fences import Fence, Fences, Usable
from conformance.model.happening import Due, NoMessage, Outcome
from conformance.model.inputs import CONNECTS, RESETS, SENDS, STALLS, Alphabet, Input
from conformance.talk import describe, together
from conformance.talk.acts import Act, Impossible
from conformance.talk.contact import Contact
from conformance.talk.deviation import Deviation
from conformance.talk.forks import Fork
from conformance.talk.peer import Peers
from conformance.talk.remains import Remains
from conformance.talk.step import Step
from conformance.talk.transcript import Transcript
from conformance.talk.wire import Wire

_GOING = 0.3  # seconds for a target to let everybody go


class Play:
    """One session. ``history`` are the acts so far; each was applicable.

    A ``blind`` one relies on no fence. ``late`` are answers that may come twice, by
    member: the question was asked again. ``blanks`` stand for what services said.
    What was seen before is shown ``again``. Whoever is ``stalled`` reads nothing, and
    may be cut off for that.
    """

    def __init__(
        self,
        contact: Contact,
        wire: Wire,
        alphabet: Alphabet,
        fences: Fences,
        features: frozenset[str],
        names: Names,
        patience: float,
    ) -> None:
        self.contact = contact
        self.wire = wire
        self.alphabet = alphabet
        self.fences = fences
        self.names = names
        self.patience = patience
        self.history: list[Act] = []
        self.room: Room[Any] = wire.protocol.room(features)
        self.key = self.room.key()
        self.naming = Naming(names, alphabet.variable)
        self.most = wire.protocol.limits.get("sessions", sys.maxsize)
        self.peers = Peers(contact.target.host, contact.target.port, contact.clock)
        self.remains = Remains(wire)
        self.transcript: Transcript | None = None
        self.blind = False
        self.stalled: set[int] = set()
        self.late: dict[int, tuple[Due, ...]] = {}
        self.again = False
        self.blanks: dict[Any, Any] = {}
        self._answers = Answers(wire.protocol.services)
        self._splitters: dict[int, Splitter] = {}
        self._usable: dict[tuple[Any, int], Usable] = {}

    @property
    def own(self) -> set[str]:
        """The names that are of this session, and no ghosts'."""
        return set(self.names.all())

    def __enter__(self) -> Play:
        """Nothing is done before the first act."""
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happens, no connection is left behind."""
        self.close()

    def close(self) -> None:
        """End the session: from now on its users are ghosts."""
        if self.room.SHARED or self.contact.closes:
            # The target is through with them before somebody else comes: there may be
            # room for one alone, and what they shared ends with the last of them.
            self.peers.leave(_GOING)
        self.peers.close_all()
        self.contact.ghosts.former |= self.own

    # Doing.

    def perform(self, act: Act) -> Deviation | None:
        """Do something and compare what follows; None if all was as it must be."""
        step = self.begin(act)
        return step.finish() if step else None

    def begin(self, act: Act) -> Step | None:
        """Predict an act without doing it yet; None if it cannot be done here.

        Raises Impossible if the wire has no room for it, or a service was asked enough.
        """
        connected = act.who in self.room.sessions
        if connected == (act.input.action == CONNECTS):
            return None
        step = Step(self, act)
        if not connected:
            self.stalled.discard(act.who)
        if act.beside:
            return self._begin_together(act, step)
        if self.stalled and act.input.action == SENDS and act.frame is None:
            return self._begin_together(act, step)
        if act.input.action == STALLS:
            self.stalled.add(act.who)
        elif act.input.action != SENDS:
            step.outcome = self._comes_or_goes(act)
        elif not self._says(act, step):
            return None
        before, self.key = self.key, self.room.key()
        step.changes = self.key != before
        step.fork = self._fork(step.outcome) or self._cut_off(step)
        self.history.append(act)
        self.contact.steps += 1
        return step

    def _begin_together(self, act: Act, step: Step) -> Step | None:
        """The same for several acts at once."""
        said = [self._part(it) for it in act.all]
        parts = [part for part in said if part is not None]
        gone = together.gone_in(act) | self.stalled
        if len(parts) < len(said):
            return None
        ways = together.orders(self.wire, self.room, parts, gone)
        if not ways:
            return None
        for who in self.stalled & self.room.sessions.keys():
            drops = together.Part(Act(Input(who, RESETS)), None, b"")
            ways += together.orders(self.wire, self.room, [*parts, drops], gone)
        explain = partial(self.contact.ghosts.explain, own=self.own)
        step.parts, step.gone, step.changes = parts, gone, True
        step.fork = together.Orders(self.wire, self.room, Outcome(()), ways, explain)
        step.outcome = ways[0].outcome
        self.history.append(act)
        self.contact.steps += len(parts)
        return step

    def _cut_off(self, step: Step) -> together.Orders | None:
        """Whoever does not read may be cut off at any time, and then all are told."""
        here = self.stalled & self.room.sessions.keys()
        if not self.stalled or step.act.input.action == STALLS:
            return None
        outcome = together.without(step.outcome, self.stalled)
        ways = [Way((), self.room, outcome)]
        for who in here:
            room = self.room.copy()
            after = happening.drops(room, who)
            both = happening.together([outcome, after])
            ways.append(Way((), room, together.without(both, self.stalled)))
        explain = partial(self.contact.ghosts.explain, own=self.own)
        step.outcome = outcome
        return together.Orders(self.wire, self.room, outcome, tuple(ways), explain)

    def _part(self, act: Act) -> together.Part | None:
        """One of several acts; None if it cannot be done here."""
        if act.who not in self.room.sessions or act.input.action == CONNECTS:
            return None
        if act.input.action != SENDS:
            return together.Part(act, None, b"")
        says = self.alphabet.message if act.is_plain else self.alphabet.spelled
        message = says(act.input, self.room, self.naming, act.turn)
        if message is None or act.frame is not None or act.cuts:
            return None
        return together.Part(act, message, self._altered(act, message))

    # Services.

    def _fork(self, outcome: Outcome) -> Fork | None:
        """The ways in which a step goes on that asks services; None if it asks none."""
        if not outcome.asks:
            return None
        services = [ask.service for ask in outcome.asks]
        self.contact.questions.put(services, self.again)
        ways = self._answers.ways(self.room, outcome)
        explain = partial(self.contact.ghosts.explain, own=self.own)
        return Fork(self.wire, self.room, outcome, ways, explain)

    def follow(self, way: Way) -> None:
        """Go on from where a service's answer has led."""
        self.room, self.key = way.room, way.room.key()
        self.blanks.update(way.filled)

    def _comes_or_goes(self, act: Act) -> Outcome:
        self._splitters.pop(act.who, None)
        if act.input.action == CONNECTS:
            is_full = len(self.room.sessions) >= self.most
            does = happening.is_turned_away if is_full else happening.connects
            return does(self.room, act.who)
        return happening.drops(self.room, act.who)

    def _says(self, act: Act, step: Step) -> bool:
        """Predict what follows from a message; False if it cannot be said."""
        says = self.alphabet.message if act.is_plain else self.alphabet.spelled
        message = says(act.input, self.room, self.naming, act.turn)
        if message is None and act.frame is None:
            return False
        step.message = message
        if act.is_plain and not self.is_pending(act.who):
            step.pieces = (self.wire.encode(message),)
            step.outcome = happening.says(self.room, act.who, message)
        else:
            step.pieces = self._pieces(act, message)
            outcome = self._received(act.who, step.pieces)
            step.outcome = replace(outcome, level="should") if act.soft else outcome
        if self.transcript is not None:
            said = describe.message(self.wire, message) if message is not None else ""
            step.text = " ".join(filter(None, [said, act.note]))
        return True

    def _pieces(self, act: Act, message: Any) -> tuple[bytes, ...]:
        """The bytes of an altered message, as they are to be sent."""
        data = b"" if message is None else self._altered(act, message)
        if act.frame is not None:
            data = act.frame(data)
        cuts = [cut for cut in act.cuts if 0 < cut < len(data)]
        bounds = [0, *cuts, len(data)]
        return tuple(data[start:end] for start, end in pairwise(bounds))

    def _altered(self, act: Act, message: Any) -> bytes:
        protocol = self.wire.protocol
        payload = protocol.client_messages.encode(message)
        if act.alter is not None:
            payload = act.alter(message, payload)
        try:
            return protocol.client_framing.wrap(payload)
        except WireError as error:
            raise Impossible(str(error)) from None

    # Bytes that need not be a message.

    def is_pending(self, who: int) -> bool:
        """Whether a member has sent a part of a message, so that more belongs to it."""
        splitter = self._splitters.get(who)
        return splitter is not None and splitter.pending > 0

    def _received(self, who: int, pieces: tuple[bytes, ...]) -> Outcome:
        """What follows from bytes, by the spec's own framing and codecs."""
        splitter = self._splitters.get(who)
        if splitter is None:
            splitter = self.wire.protocol.client_framing.splitter()
            self._splitters[who] = splitter
        outcomes = []
        for piece in pieces:
            splitter.feed(piece)
            while who in self.room.sessions:
                message = self._next(splitter, self.room.reads(who))
                if message is None:
                    break
                outcomes.append(happening.says(self.room, who, message))
        return happening.together(outcomes)

    def _next(self, splitter: Splitter, reads: type[Any] | None) -> Any:
        try:
            payload = splitter.next()
            if payload is None:
                return None
            return self.wire.protocol.client_messages.decode(payload, reads)
        except FramingError as error:
            return NoMessage(error.code, error.reason, "must", error.fatal)
        except WireError as error:
            return NoMessage(error.code, error.reason, error.level)

    # Fences.

    def usable(self, who: int) -> Usable | None:
        """The fences of a member in the present state; None if it cannot use any."""
        if who not in self.room.sessions or self.is_pending(who):
            return None
        key = self.key, who
        found = self._usable.get(key)
        if found is None:
            found = self.fences.in_state(self.room, self.naming, who)
            self._usable[key] = found
        return found

    def fence(self, who: int, name: str) -> Fence | None:
        """The best fence of a member after an input of that name."""
        usable = None if self.blind else self.usable(who)
        return usable.best(name) if usable else None

    # Roles.

    def role(self, act: Act, who: int) -> str:
        """Who a member is to the one who acts."""
        if who == act.who:
            return "self"
        named = {
            meant(act.who, role)
            for role in act.input.roles.values()
            if role in (Role.OTHER, Role.BYSTANDER) or isinstance(role, int)
        }
        if who in named:
            return "target"
        return "bystander" if who == CAROL else "other"
