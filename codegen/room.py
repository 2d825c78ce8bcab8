"""The server without I/O or clock: what every generated ``Room`` is built on.

A ``Room`` holds the sessions of one server. Whoever owns the sockets tells it what
happened (``connected``, ``received``, ``malformed``, ``disconnected``, ``elapsed``,
``answered``) and carries out the effects that it returns, in their order. Effects are
ordered per recipient and unordered across recipients; nobody may assume more.

Rules kept here:

1. No socket, clock, thread or print: time is told by ``elapsed(now)``.
2. Regions are asked from top to bottom, and each sees what those above it did. An
   event that no region takes goes to the ``always`` handlers, and a message that not
   even those take becomes ``Unexpected``.
3. A session that is closed leaves the room at once: no later effect reaches it.
4. What a session says may be read by its state: ``reads`` has to be asked before a
   payload is decoded, and after everything that came before it was done.
5. A reference to a session is its ``sid``; ``NOBODY`` where there is none. A session
   that leaves is forgotten by all the others, so a reference never dangles.
6. What the sessions share lasts as long as any is here: when the last one leaves, it
   is again what it was at first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Send:
    """Deliver ``message`` to every session in ``to``; ``rule`` says why."""

    to: tuple[int, ...]
    message: Any
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Write what is pending to ``sid``, then close its connection."""

    sid: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a service; its result comes back through ``Room.answered(call, …)``."""

    call: int
    service: str
    sid: int
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Show:
    """Show the operator, the person at the server's console, a message."""

    message: Any
    rule: str = ""


Effect = Send | Close | Ask | Show


# Events that are no messages. Their fields are what a spec may read as ``$field``.


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection was accepted; ``address`` says from where, for people."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class Eof:
    """The peer is gone: end of file, reset or a time-out of the transport."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Bytes that are no message; ``code`` is stable, ``reason`` is for people."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Timeout:
    """The timer of a region's state ran out."""

    region: str


@dataclass(frozen=True, slots=True)
class Unexpected:
    """Stands for any message that the present state does not take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: ``result`` holds its fields and the question's."""

    service: str
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """A service refused or failed: ``result`` holds ``reason``, and the question."""

    service: str
    result: Mapping[str, Any]


# Events of the server itself, which its operator may hear of.


@dataclass(frozen=True, slots=True)
class Listening:
    """The server takes connections at ``address``."""

    address: str


@dataclass(frozen=True, slots=True)
class Stopping:
    """The server is about to end; what follows is still written."""


@dataclass(slots=True)
class BaseSession:
    """One connection as the server sees it. Generated sessions add their fields."""

    sid: int


S = TypeVar("S", bound=BaseSession)

Handler = Callable[[Any, Any, Any], bool]
"""``handler(room, session, event)``: True when it took the event."""

OperatorHandler = Callable[[Any, Any], bool]
"""``handler(room, message)``: the operator has no session."""


@dataclass(frozen=True, slots=True)
class Timer:
    """A state's time limit in seconds: a number, or the name of a limit. 0 is never.

    ``since`` is ``entry`` (the state was entered) or ``message`` (the last message).
    """

    after: float | str
    since: str = "entry"


@dataclass(frozen=True, slots=True)
class Region:
    """A parallel region: its first state, where it is active, and its time limits.

    ``within`` is ``(region, state)``: outside that state the region rests, its state
    is ``""``, and it starts afresh whenever the state is entered.
    """

    name: str
    initial: str
    within: tuple[str, str] | None = None
    timers: Mapping[str, Timer] = field(default_factory=dict)


class Room(Generic[S]):
    """All the sessions of one server, and what they share. The module has its rules.

    ``features`` are what this server offers (all by default) and ``limits`` overrides
    limits of the spec by name. ``fired`` holds the rules that the last event followed.
    """

    SESSION: ClassVar[type[Any]]
    SHARED: ClassVar[type[Any] | None] = None
    FEATURES: ClassVar[frozenset[str]] = frozenset()
    LIMITS: ClassVar[Mapping[str, int]] = {}
    REGIONS: ClassVar[tuple[Region, ...]] = ()
    REFERENCES: ClassVar[tuple[str, ...]] = ()
    SHARED_REFERENCES: ClassVar[tuple[str, ...]] = ()
    READS: ClassVar[Mapping[tuple[str, str], type[Any]]] = {}
    HANDLERS: ClassVar[Mapping[Any, tuple[tuple[str, Mapping[str, Handler]], ...]]] = {}
    ALWAYS: ClassVar[Mapping[Any, Handler]] = {}
    OPERATOR: ClassVar[Mapping[Any, OperatorHandler]] = {}

    __slots__ = (
        "_calls",
        "_children",
        "_deadlines",
        "_effects",
        "_last_call",
        "_rule",
        "_shared",
        "_timed",
        "_values",
        "features",
        "fired",
        "limits",
        "now",
        "sessions",
        "shared",
    )

    def __init__(
        self,
        features: Iterable[str] | None = None,
        limits: Mapping[str, int] | None = None,
    ) -> None:
        self.features = self.FEATURES if features is None else frozenset(features)
        self.limits = {**self.LIMITS, **(limits or {})}
        self.sessions: dict[int, S] = {}
        self.now = 0.0
        self.fired: list[str] = []
        self._effects: list[Effect] = []
        self._rule = ""
        self._deadlines: dict[tuple[int, str], float] = {}
        self._calls: dict[int, tuple[int, str, tuple[tuple[str, Any], ...]]] = {}
        self._last_call = 0
        self._values = attrgetter(*(f.name for f in fields(self.SESSION)))
        self.shared: Any = self.SHARED() if self.SHARED else None
        self._shared = [f.name for f in fields(self.SHARED)] if self.SHARED else []
        self._children: dict[str, list[Region]] = {}
        for region in self.REGIONS:
            if region.within is not None:
                self._children.setdefault(region.within[0], []).append(region)
        self._timed = {r.name: r.timers for r in self.REGIONS if r.timers}

    # What happened.

    def connected(self, sid: int, address: str = "") -> list[Effect]:
        """A connection was accepted; ``sid`` (> 0) is new in this room."""
        self._begin()
        me = self.SESSION(sid)
        self.sessions[sid] = me
        for region in self.REGIONS:
            if region.within is None:
                self._move(me, region.name, region.initial)
        self._offer(me, Connected, Connected(address))
        return self._effects

    def received(self, sid: int, message: Any) -> list[Effect]:
        """``message`` arrived from ``sid``."""
        self._begin()
        me = self.sessions.get(sid)
        if me is None:
            return self._effects
        if self._timed:
            self._restart_timers(me)
        if not self._offer(me, type(message), message):
            self._offer(me, Unexpected, message)
        return self._effects

    def malformed(
        self, sid: int, code: str, reason: str = "", *, fatal: bool = False
    ) -> list[Effect]:
        """``sid`` sent no message; ``fatal``: nothing after it can be read."""
        self._begin()
        me = self.sessions.get(sid)
        if me is None:
            return self._effects
        self._offer(me, Malformed, Malformed(code, reason))
        if fatal and sid in self.sessions:
            self._offer(me, Eof, Eof())
            self._close(me)
        return self._effects

    def disconnected(self, sid: int) -> list[Effect]:
        """The connection of ``sid`` is gone."""
        self._begin()
        me = self.sessions.get(sid)
        if me is not None:
            self._offer(me, Eof, Eof())
            self._forget(me)
        return self._effects

    def elapsed(self, now: float) -> list[Effect]:
        """It is ``now`` (seconds since the epoch): timers that ran out are handled."""
        self._begin()
        self.now = now
        due = [key for key, when in self._deadlines.items() if when <= now]
        for key in due:
            me = self.sessions.get(key[0])
            if self._deadlines.pop(key, None) is not None and me is not None:
                self._offer_in(me, key[1], Timeout, Timeout(key[1]))
        return self._effects

    def answered(
        self, call: int, result: Mapping[str, Any] | None, reason: str = ""
    ) -> list[Effect]:
        """The service asked in ``call`` answered, or failed (``result`` is None)."""
        self._begin()
        sid, service, asked = self._calls.pop(call, (NOBODY, "", ()))
        me = self.sessions.get(sid)
        if me is not None and result is None:
            failed = {**dict(asked), "reason": reason}
            self._offer(me, (Failure, service), Failure(service, failed))
        elif me is not None and result is not None:
            found = {**dict(asked), **result}
            self._offer(me, (Answer, service), Answer(service, found))
        return self._effects

    def operated(self, message: Any) -> list[Effect]:
        """The operator, the person at the server's console, said something.

        ``Listening`` and ``Stopping`` are told where what the operator says is.
        """
        self._begin()
        handler = self.OPERATOR.get(type(message))
        if handler is not None:
            handler(self, message)
        return self._effects

    def listening(self, address: str) -> list[Effect]:
        """The server takes connections at ``address``."""
        return self.operated(Listening(address))

    def stopping(self) -> list[Effect]:
        """The server is about to end."""
        return self.operated(Stopping())

    # What can be asked.

    @property
    def deadline(self) -> float | None:
        """When ``elapsed`` must be called next, or None."""
        return min(self._deadlines.values(), default=None)

    def reads(self, sid: int) -> type[Any] | None:
        """The message that all that ``sid`` says is read as now.

        None where it is told by what it looks like, as it always is without ``READS``.
        """
        me = self.sessions.get(sid)
        if me is not None:
            for (region, state), cls in self.READS.items():
                if getattr(me, region) == state:
                    return cls
        return None

    def copy(self) -> Room[S]:
        """An independent room in the same state."""
        twin = self.__class__.__new__(self.__class__)
        for name in Room.__slots__:
            setattr(twin, name, getattr(self, name))
        session, values = self.SESSION, self._values
        twin.sessions = {k: session(*values(s)) for k, s in self.sessions.items()}
        if self.SHARED:
            twin.shared = self.SHARED(*self._shared_values())
        twin.fired, twin._effects = [], []
        twin._deadlines, twin._calls = self._deadlines.copy(), self._calls.copy()
        return twin

    def key(self) -> tuple[Any, ...]:
        """Equal for rooms that behave alike from now on, but for the clock."""
        values = self._values
        return (
            *(values(s) for s in self.sessions.values()),
            *self._calls.values(),
            *([self._shared_values()] if self._shared else ()),
        )

    def _shared_values(self) -> tuple[Any, ...]:
        return tuple([getattr(self.shared, name) for name in self._shared])

    # What transitions do.

    def _begin(self) -> None:
        self._effects = []
        self.fired = []

    def _fire(self, rule: str) -> None:
        """Effects from here on follow ``rule``."""
        self._rule = rule
        self.fired.append(rule)

    def _offer(self, me: S, kind: Any, event: Any) -> bool:
        """Offer an event to every active region, then to ``always``."""
        taken = False
        for region, states in self.HANDLERS.get(kind, ()):
            handler = states.get(getattr(me, region))
            if handler is not None and handler(self, me, event):
                taken = True
                if me.sid not in self.sessions:
                    return True
        if not taken and kind in self.ALWAYS:
            taken = self.ALWAYS[kind](self, me, event)
        return taken

    def _offer_in(self, me: S, name: str, kind: Any, event: Any) -> bool:
        """Offer an event to one region alone."""
        for region, states in self.HANDLERS.get(kind, ()):
            handler = states.get(getattr(me, region)) if region == name else None
            if handler is not None:
                return handler(self, me, event)
        return False

    def _at(self, sid: int) -> S:
        return self.sessions[sid]

    def _those(self, sid: int) -> list[S]:
        """The session behind a reference, or none."""
        session = self.sessions.get(sid)
        return [] if session is None else [session]

    def _reply(self, me: S, message: Any) -> None:
        if me.sid in self.sessions:
            self._effects.append(Send((me.sid,), message, self._rule))

    def _send(self, to: Sequence[S], message: Any) -> None:
        here = self.sessions
        sids = tuple(s.sid for s in to if s.sid in here)
        if sids:
            self._effects.append(Send(sids, message, self._rule))

    def _show(self, message: Any) -> None:
        self._effects.append(Show(message, self._rule))

    def _ask(self, me: S, service: str, **arguments: Any) -> None:
        self._last_call += 1
        self._calls[self._last_call] = (me.sid, service, tuple(arguments.items()))
        self._effects.append(Ask(self._last_call, service, me.sid, arguments))

    def _arrive(self, me: S) -> None:
        """From now on ``me`` stands last wherever sessions are listed."""
        if self.sessions.pop(me.sid, None) is not None:
            self.sessions[me.sid] = me

    def _close(self, me: S) -> None:
        if me.sid in self.sessions:
            self._effects.append(Close(me.sid))
            self._forget(me)

    def _forget(self, me: S) -> None:
        sid = me.sid
        self.sessions.pop(sid, None)
        self._calls = {c: v for c, v in self._calls.items() if v[0] != sid}
        if self._deadlines:
            for region in self._timed:
                self._deadlines.pop((sid, region), None)
        for name in self.REFERENCES:
            for other in self.sessions.values():
                if getattr(other, name) == sid:
                    setattr(other, name, NOBODY)
        for name in self.SHARED_REFERENCES:
            if getattr(self.shared, name) == sid:
                setattr(self.shared, name, NOBODY)
        if self.SHARED and not self.sessions:
            self.shared = self.SHARED()

    def _move(self, me: S, region: str, state: str) -> None:
        """Enter ``state``: regions within it start afresh, the others come to rest."""
        setattr(me, region, state)
        self._set_timer(me, region, state)
        for child in self._children.get(region, ()):
            active = child.within == (region, state)
            self._move(me, child.name, child.initial if active else "")

    def _set_timer(self, me: S, region: str, state: str) -> None:
        timers = self._timed.get(region)
        if timers is None:
            return
        timer = timers.get(state)
        seconds = self._seconds(timer) if timer is not None else 0
        if seconds > 0:
            self._deadlines[me.sid, region] = self.now + seconds
        else:
            self._deadlines.pop((me.sid, region), None)

    def _restart_timers(self, me: S) -> None:
        for region, timers in self._timed.items():
            state = getattr(me, region)
            timer = timers.get(state)
            if timer is not None and timer.since == "message":
                self._set_timer(me, region, state)

    def _seconds(self, timer: Timer) -> float:
        after = timer.after
        return self.limits[after] if isinstance(after, str) else after
