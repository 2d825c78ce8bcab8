"""What a generated module says about its protocol, for servers, clients and judges.

Everything here is data: frozen, made once when the generated module is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codegen.room import Room
    from codegen.wire import Field, Framing, Messages


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence for people, in English and, where the spec has it, in Korean."""

    en: str
    ko: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A requirement: one transition of the spec, or one effect with its own level.

    ``id`` is ``region/word``. ``level`` is must, should or may. ``event`` is a message
    or a pseudo-event (connected, eof, malformed, timeout, unexpected, ``x.answer``).
    """

    id: str
    level: str
    text: Text
    line: int
    region: str
    states: tuple[str, ...]
    event: str
    feature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageInfo:
    """A message: its class, who sends it, and what is known of its fields.

    ``sender`` is client, server or operator. ``volatile`` fields cannot be predicted
    and are compared by form. ``identities`` maps a field to the session variable that
    its values name. ``samples`` maps a field to ordinary values of it. ``malformed``
    pairs bytes that look like the message with the code of the error they must cause.
    """

    name: str
    cls: type[Any]
    sender: str
    line: int
    feature: str = ""
    volatile: tuple[str, ...] = ()
    identities: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    examples: tuple[tuple[Any, bytes], ...] = ()
    malformed: tuple[tuple[bytes, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """Something an implementation may leave out."""

    name: str
    about: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """What a server may ask: the fields of the question and of the answer, by type."""

    name: str
    asks: Mapping[str, Field[Any]] = field(default_factory=dict)
    answers: Mapping[str, Field[Any]] = field(default_factory=dict)


# What the person at the keyboard sees and types.


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line of keyboard input that sends a message.

    ``type`` is a template such as ``/m {to} {text}``; ``fill`` gives fields the client
    supplies itself: ``me`` is the own name, ``id`` a fresh number, a text with braces
    is made of what was typed (``{text}`` and a newline), anything else is a literal
    value. ``people`` are the fields completed with names of members. It is there where
    ``feature`` is offered and ``unless`` is not.
    """

    message: type[Any]
    type: str
    help: str = ""
    fill: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    feature: str = ""
    unless: str = ""

    def is_there(self, features: frozenset[str]) -> bool:
        """Whether it can be typed where just these features are offered."""
        return self.feature in features | {""} and self.unless not in features


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How a client says who it is: ``send`` with the name in ``field``.

    One of ``accepted`` means the name is now one's own; one of ``refused`` means
    another must be tried.
    """

    send: type[Any]
    field: str
    accepted: tuple[type[Any], ...]
    refused: tuple[type[Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message that wants yes or no: ``yes`` and ``no`` are the replies' classes.

    ``fill`` maps fields of the reply to fields of the question. ``over`` maps messages
    that take the question back to their field with the name of the one who asked.
    """

    on: type[Any]
    ask: str
    yes: type[Any]
    no: type[Any]
    fill: Mapping[str, str] = field(default_factory=dict)
    over: Mapping[type[Any], str] = field(default_factory=dict)
    feature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """How a client keeps the list of members (for completion and for a window).

    ``lists`` maps a message to its list field; items are names or have ``name``.
    ``joined``, ``left`` map a message to the field with the name; ``renamed`` maps
    one to (old, new).
    """

    lists: Mapping[type[Any], str] = field(default_factory=dict)
    name: str = ""
    joined: Mapping[type[Any], str] = field(default_factory=dict)
    left: Mapping[type[Any], str] = field(default_factory=dict)
    renamed: Mapping[type[Any], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One part of a file transfer: the message, and part -> field of the message.

    Parts are: person, id, name, size, digest, offset, data, reason; and me, the own
    name, where a message carries its sender's.
    """

    message: type[Any]
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """File transfer: which message plays which part.

    The sender says ``offer``, then on ``accepted`` ``data``… and ``end``; on
    ``refused`` it stops. The receiver sees ``offered``, answers ``accept`` or
    ``refuse``, then gets ``chunk``… and ``done``. ``cancel`` stops, ``cancelled``
    says that the other side or the server did. ``digest`` names a hashlib algorithm,
    "" if there is none. A protocol that tells the size only when the file was accepted
    has ``begin``, said before the first ``data``, and ``begun``, seen by the receiver.
    One whose receiver sets the pace has ``more``, said after each ``chunk``, and
    ``go_on``: the sender waits for it after each ``data``. ``failed`` are answers to an
    offer that came to nothing, with the part person where they name somebody.
    """

    type: str
    help: str
    ask: str
    digest: str
    chunk_bytes: int
    offer: Role
    offered: Role
    accept: Role
    refuse: Role
    accepted: Role
    refused: Role
    data: Role
    end: Role
    chunk: Role
    done: Role
    cancel: Role | None = None
    cancelled: Role | None = None
    begin: Role | None = None
    begun: Role | None = None
    more: Role | None = None
    go_on: Role | None = None
    failed: tuple[Role, ...] = ()
    feature: str = ""


_TRANSFER = ("file", "size", "person")
CLIENT_TEXTS: Mapping[str, tuple[str, ...]] = {
    "name": (),
    "prompt": (),
    "wait": ("name",),
    "unknown": ("line",),
    "usage": ("usage",),
    "invalid": ("reason",),
    "stuck": (),
    "refused": (),
    "lost": (),
    "silent": ("seconds",),
    "nonsense": ("reason",),
    "broken": ("reason",),
    "answer": ("ask",),
    "offering": _TRANSFER,
    "failed": _TRANSFER,
    "declined": _TRANSFER,
    "sending": _TRANSFER,
    "sent": _TRANSFER,
    "receiving": _TRANSFER,
    "received": (*_TRANSFER, "path"),
    "cancelled": (*_TRANSFER, "reason"),
    "unreadable": ("path", "reason"),
    "unwritable": (*_TRANSFER, "reason"),
    "stopped": _TRANSFER,
    "idle": (),
    "crowded": _TRANSFER,
}
"""Sentences that a client says of its own accord, and what may stand in each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client of a protocol: what is typed, what is shown, how it ends.

    ``display`` maps a message to the template it is shown with; a message without one
    is shown as its wire text, or field by field where the wire is binary. ``ends``
    maps a message after which the client leaves to its exit status. ``texts`` has
    sentences of the client's own, by a key of ``CLIENT_TEXTS``.
    """

    login: Login | None = None
    commands: tuple[Command, ...] = ()
    display: Mapping[type[Any], str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    members: Members = field(default_factory=Members)
    files: Files | None = None
    ends: Mapping[type[Any], int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The person at the server's console: commands to type, messages to see.

    ``fields`` has the types of the fields of each message that is typed: there is no
    codec to hold them to their limits. ``prompt`` stands before what is typed.
    """

    prompt: str = ""
    commands: tuple[Command, ...] = ()
    display: Mapping[type[Any], str] = field(default_factory=dict)
    fields: Mapping[type[Any], Mapping[str, Field[Any]]] = field(default_factory=dict)

    def only(self, features: frozenset[str]) -> Operator:
        """The same person without the commands of features that are not claimed."""
        from dataclasses import replace

        kept = tuple(c for c in self.commands if c.is_there(features))
        return replace(self, commands=kept)


# Conversations written by hand.


@dataclass(frozen=True, slots=True)
class Step:
    """One stimulus and all that must follow it.

    ``action`` is sends, connects, leaves (end of file) or resets; ``raw`` is sent in
    place of a message where the spec gives bytes. Whoever is not in ``expected`` must
    get nothing. ``closed`` are those whose connection must end.
    """

    actor: str
    action: str
    message: Any = None
    raw: bytes = b""
    expected: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A conversation of several clients. Names of the cast stand for fresh names."""

    id: str
    text: Text
    line: int
    cast: tuple[str, ...]
    steps: tuple[Step, ...]
    level: str = "must"
    feature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """All of one protocol. ``digest`` identifies the spec's text it was made from."""

    name: str
    title: str
    source: str
    digest: str
    port: int
    client_framing: Framing
    server_framing: Framing
    client_messages: Messages
    server_messages: Messages
    room: type[Room[Any]]
    messages: tuple[MessageInfo, ...]
    rules: tuple[Rule, ...]
    features: tuple[Feature, ...] = ()
    profiles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    client: Client = field(default_factory=Client)
    operator: Operator | None = None
    scenarios: tuple[Scenario, ...] = ()

    def encode(self, message: Any) -> bytes:
        """The bytes of a message of either side as they stand on the wire, framed."""
        cls = type(message)
        if cls in self.client_messages.codecs:
            return self.client_framing.wrap(self.client_messages.encode(message))
        return self.server_framing.wrap(self.server_messages.encode(message))

    def in_profile(self, features: frozenset[str]) -> Protocol:
        """The same protocol without the messages of features that are not claimed.

        Services stay whose answers a rule hears of.
        """
        from dataclasses import replace

        kept = tuple(m for m in self.messages if m.feature in features | {""})
        classes = {m.cls for m in kept}
        login = self.client.login
        if login is not None and login.send not in classes:
            login = None
        typed = tuple(c for c in self.client.commands if c.is_there(features))
        rules = tuple(r for r in self.rules if r.feature in features | {""})
        heard = {rule.event.partition(".")[0] for rule in rules}
        return replace(
            self,
            client=replace(self.client, login=login, commands=typed),
            messages=kept,
            features=tuple(f for f in self.features if f.name in features),
            operator=self.operator and self.operator.only(features),
            client_messages=self.client_messages.only(classes),
            server_messages=self.server_messages.only(classes),
            rules=rules,
            services=tuple(s for s in self.services if s.name in heard),
            scenarios=tuple(s for s in self.scenarios if s.feature in features | {""}),
        )


DEFAULT = "chat"
"""The protocol that every command takes unless told otherwise."""


def available() -> list[str]:
    """The names of the generated protocols."""
    generated = import_module("codegen.generated")
    return sorted(m.name for m in iter_modules(generated.__path__))


def load(name: str) -> Protocol:
    """The generated protocol ``name``. Raises LookupError when there is none."""
    names = available()
    if name not in names:
        raise LookupError(f"no protocol named {name!r}; there are: {', '.join(names)}")
    protocol: Protocol = import_module(f"codegen.generated.{name}").PROTOCOL
    return protocol
