"""What a spec says, as frozen data: no YAML, no I/O, no judgement.

``codegen.load`` makes a ``Spec`` from YAML text, ``codegen.rules`` says whether it is a
good one, ``codegen.emit`` writes it out as Python. Every name that a person typed is a
``Word``: a string that remembers where it stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in the spec's text; both count from 1."""

    line: int = 1
    column: int = 1


class Word(str):
    """A string with the place where it was written."""

    mark: Mark

    def __new__(cls, text: str, mark: Mark | None = None) -> Word:
        """``text`` as it stood at ``mark``."""
        word = super().__new__(cls, text)
        word.mark = mark or Mark()
        return word


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with a spec, and where."""

    mark: Mark
    message: str


class SpecError(Exception):
    """A spec that cannot be used; str() is one ``file:line:column: message`` a line."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = sorted(set(problems))
        super().__init__(
            "\n".join(
                f"{path}:{p.mark.line}:{p.mark.column}: {p.message}"
                for p in self.problems
            )
        )


def class_name(name: str) -> str:
    """``no_such_user`` -> ``NoSuchUser``."""
    return "".join(part.capitalize() for part in name.replace("-", "_").split("_"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text for people in English and, where the spec gives it, Korean."""

    en: str
    ko: str = ""


# The wire.


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """How payloads stand in the stream; ``kind`` is none, line, record or length."""

    kind: str
    max: int
    server_max: int
    end: bytes = b"\n"
    size: int = 0
    pad: int = 0
    tail: str = "nul"
    prefix: str = "u16"
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """The type of a field. Which attributes matter depends on ``kind``:

    text (length, size, pattern, without, prefix), bytes (size, prefix), integer
    (width, range, digits), choice (values, width), flag (values, width), list (of,
    count, prefix, ends, between), group (fields, template).
    """

    name: Word
    kind: str
    length: tuple[int, int] | None = None
    size: tuple[int, int] | None = None
    pattern: str = ""
    without: str = ""
    prefix: str = ""
    width: str = ""
    range: tuple[int, int] | None = None
    digits: int | None = None
    values: tuple[tuple[str, int | str], ...] = ()
    of: Type | None = None
    count: tuple[int, int] | None = None
    ends: str = ""
    between: str = ""
    fields: tuple[Field, ...] = ()
    template: str = ""
    level: str = "must"
    identity: str = ""
    samples: tuple[Any, ...] = ()
    builtin: bool = False

    @property
    def constant(self) -> str:
        """The name of the type in generated code."""
        return self.name.upper()

    @property
    def class_name(self) -> str:
        """The name of a group's dataclass in generated code."""
        return class_name(self.name)

    @property
    def python(self) -> str:
        """The annotation of a value of this type."""
        if self.kind == "list":
            return f"tuple[{self.of.python if self.of else 'object'}, ...]"
        if self.kind == "group":
            return self.class_name
        return _PYTHON[self.kind]


_PYTHON = {
    "text": "str",
    "bytes": "bytes",
    "integer": "int",
    "choice": "str",
    "flag": "bool",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A named, typed part of a message or group."""

    name: Word
    type: Type


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that always stands at this place of a layout."""

    name: Word
    width: str
    value: int


@dataclass(frozen=True, slots=True)
class Example:
    """The values of a message's fields and its payload."""

    values: Mapping[Word, Any]
    payload: bytes
    mark: Mark


@dataclass(frozen=True, slots=True)
class Broken:
    """A payload that looks like the message and the code of the error it must cause."""

    payload: bytes
    error: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: a text ``template``, or a ``layout`` of constants and fields.

    ``also`` are other templates that it is read by. A ``whole`` one ends in bytes that
    may be all of a record's, the pad too.

    Messages from or to the operator have neither: they never touch a wire.
    """

    name: Word
    sender: str
    receiver: str
    feature: str
    template: str | None
    layout: tuple[Constant | Field, ...]
    fields: tuple[Field, ...]
    volatile: tuple[Word, ...] = ()
    examples: tuple[Example, ...] = ()
    malformed: tuple[Broken, ...] = ()
    about: str = ""
    also: tuple[Word, ...] = ()
    whole: bool = False

    @property
    def class_name(self) -> str:
        """The name of the message's dataclass."""
        return class_name(self.name)

    @property
    def on_wire(self) -> bool:
        """Whether it crosses a connection."""
        return "operator" not in (self.sender, self.receiver)

    def field(self, name: str) -> Field | None:
        """The field called ``name``."""
        return next((f for f in self.fields if f.name == name), None)


# The session.


@dataclass(frozen=True, slots=True)
class Expression:
    """A guard or value as it was written. See ``codegen.expression``.

    ``lines`` are those of one that was written on several: the offset in ``source`` at
    which each begins, and where that is.
    """

    source: str
    mark: Mark
    lines: tuple[tuple[int, Mark], ...] = ()

    def at(self, offset: int) -> Mark:
        """Where the character at ``offset`` was written."""
        begun = [line for line in self.lines if line[0] <= offset]
        start, mark = max(begun, default=(0, self.mark))
        return Mark(mark.line, mark.column + offset - start)


Values = Mapping[Word, Expression]

ROOM = "room"
"""Whose the variables are that all sessions share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """The sentence that a rule or effect fulfils, and how strong it is."""

    level: str
    sentence: Sentence
    mark: Mark


@dataclass(frozen=True, slots=True)
class Send:
    """Send a message: to an audience, to a session, or as a reply (``to`` is None)."""

    message: Word
    to: Word | None
    values: Values
    requirement: Requirement | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Set:
    """Set variables of a session (``of`` None: one's own) or of the room."""

    values: Values
    of: Word | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Move:
    """Change states of regions, given as region -> state."""

    states: Mapping[Word, Word]
    of: Word | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Close:
    """Close a connection after what is pending was written."""

    of: Word | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Arrive:
    """From now on the session stands last wherever sessions are listed."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Run:
    """Do the effects of a routine, as if they stood here (``of``: for that session)."""

    routine: Word
    of: Word | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a service. Its answer comes as ``SERVICE.answer`` or ``SERVICE.failure``."""

    service: Word
    values: Values
    mark: Mark


@dataclass(frozen=True, slots=True)
class ForEach:
    """Do effects once for each item: a reply made of many records."""

    names: tuple[Word, ...]
    items: Expression
    effects: tuple[Effect, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Choose:
    """Do one or the other."""

    condition: Expression
    effects: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    mark: Mark


Effect = Send | Set | Move | Close | Arrive | Run | Ask | ForEach | Choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """On ``event``, if ``condition`` holds: go to ``target``, then do ``effects``.

    ``rule`` is the word of its requirement. ``after`` (a number or a limit's name)
    and ``since`` belong to the event timeout.
    """

    event: Word
    rule: Word
    condition: Expression | None
    requirement: Requirement
    effects: tuple[Effect, ...]
    target: Word | None
    feature: Word | None
    after: Word | None
    since: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class State:
    """A state of a region: its transitions, in order of precedence.

    While a session is in it, all that it says is read as the message ``reads``, if any.
    """

    name: Word
    transitions: tuple[Transition, ...]
    reads: Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A parallel region; active while ``within`` (region, state), or always."""

    name: Word
    initial: Word
    within: Word | None
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: text, integer, flag, bytes, session or list.

    A list is ``of`` texts, integers, flags or bytes, and holds the last ``most``.
    """

    name: Word
    kind: str
    initial: Any
    of: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One connection, from the server's point of view; ``shared`` is of them all."""

    variables: tuple[Variable, ...] = ()
    shared: tuple[Variable, ...] = ()
    audiences: Mapping[Word, Expression] = field(default_factory=dict)
    lookups: Mapping[Word, Expression] = field(default_factory=dict)
    routines: Mapping[Word, tuple[Effect, ...]] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    always: tuple[Transition, ...] = ()

    @property
    def reads(self) -> tuple[Word, ...]:
        """The messages that are read in certain states, and nowhere else."""
        states = (state for region in self.regions for state in region.states)
        return tuple(dict.fromkeys(s.reads for s in states if s.reads is not None))

    def transitions(self) -> Iterator[tuple[Region | None, State | None, Transition]]:
        """Every transition with its region and state; the always ones have neither."""
        for region in self.regions:
            for state in region.states:
                for transition in state.transitions:
                    yield region, state, transition
        for transition in self.always:
            yield None, None, transition


# The client, the operator and conversations.


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line of keyboard input and the message it sends.

    It is there where ``feature`` is offered and ``unless`` is not.
    """

    message: Word
    type: Word
    fill: Mapping[Word, str]
    help: str = ""
    feature: Word | None = None
    unless: Word | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """The message that carries one's name, and how it is taken or refused."""

    send: Word
    field: Word
    accepted: tuple[Word, ...]
    refused: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A message to be answered with yes or no; ``fill``: reply field -> its field.

    ``over``: message that takes it back -> its field with the name of who asked.
    """

    on: Word
    ask: Word
    yes: Word
    no: Word
    fill: Mapping[Word, Word]
    over: Mapping[Word, Word] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Where the list of members comes from."""

    lists: Mapping[Word, Word] = field(default_factory=dict)
    name: Word | None = None
    joined: Mapping[Word, Word] = field(default_factory=dict)
    left: Mapping[Word, Word] = field(default_factory=dict)
    renamed: Mapping[Word, tuple[Word, Word]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """A message's part in a file transfer; ``parts``: part -> field."""

    message: Word
    parts: Mapping[Word, Word]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """File transfer: the command, the question, and the roles by name.

    ``failed`` are the messages that say that an offer came to nothing.
    """

    type: Word
    help: str
    ask: Word
    digest: Word
    chunk_bytes: int
    roles: Mapping[Word, Role]
    failed: tuple[Role, ...] = ()


FILE_ROLES = (
    "offer",
    "offered",
    "accept",
    "refuse",
    "accepted",
    "refused",
    "data",
    "end",
    "chunk",
    "done",
)
FILE_ROLES_OPTIONAL = ("cancel", "cancelled", "begin", "begun", "more", "go_on")
FILE_PARTS = (
    "person",
    "me",
    "id",
    "name",
    "size",
    "digest",
    "offset",
    "data",
    "reason",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What is typed and what is shown."""

    login: Login | None = None
    commands: tuple[Command, ...] = ()
    display: Mapping[Word, Word] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    members: Members = field(default_factory=Members)
    files: Files | None = None
    ends: Mapping[Word, int] = field(default_factory=dict)
    texts: Mapping[Word, Word] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The person at the server's console; ``prompt`` stands before what is typed."""

    prompt: str = ""
    commands: tuple[Command, ...] = ()
    display: Mapping[Word, Word] = field(default_factory=dict)
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """What stands behind ``ask``: the fields of the question and of the answer."""

    name: Word
    asks: tuple[Field, ...]
    answers: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a scenario with its fields' values; None: any value."""

    message: Word
    values: Mapping[Word, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stimulus of a scenario and what follows."""

    actor: Word
    action: str
    said: Said | None = None
    raw: bytes = b""
    expected: Mapping[Word, tuple[Said, ...]] = field(default_factory=dict)
    closed: tuple[Word, ...] = ()
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A conversation written by hand."""

    id: Word
    requirement: Requirement
    cast: tuple[Word, ...]
    steps: tuple[Step, ...]
    feature: Word | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """Something an implementation may leave out."""

    name: Word
    about: str
    needs: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One protocol, whole."""

    name: Word
    title: str
    about: str
    path: str
    digest: str
    port: int
    encoding: str
    framing: Framing
    limits: Mapping[str, int]
    features: tuple[Feature, ...]
    profiles: Mapping[Word, tuple[Word, ...]]
    types: tuple[Type, ...]
    messages: tuple[Message, ...]
    session: Session
    services: tuple[Service, ...] = ()
    client: Client = field(default_factory=Client)
    operator: Operator | None = None
    scenarios: tuple[Scenario, ...] = ()

    def message(self, name: str) -> Message | None:
        """The message called ``name``."""
        return next((m for m in self.messages if m.name == name), None)
