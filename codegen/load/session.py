"""The session: regions, states, transitions and their effects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.load.nodes import Keys, Node, closest, did_you_mean, mapping_of
from codegen.load.types import LEVELS, Types, read_fields
from codegen.model import (
    Arrive,
    Ask,
    Choose,
    Close,
    Effect,
    Expression,
    ForEach,
    Move,
    Region,
    Requirement,
    Run,
    Send,
    Sentence,
    Service,
    Session,
    Set,
    State,
    Transition,
    Values,
    Variable,
    Word,
)

SESSION = Keys(
    "the session",
    ("regions",),
    ("vars", "shared", "audiences", "lookups", "routines", "always"),
)
REGION = Keys("a region", ("initial", "states"), ("within",))
STATE = Keys("a state", ("reads",), ("on",))
TRANSITION = Keys(
    "a transition",
    ("on",),
    ("if", "rule", *LEVELS, "do", "next", "feature", "after", "since"),
)
VARIABLE = Keys("a variable", ("is",), ("initial",))
LIST = Keys("a list variable", ("is", "count"), ("of",))
SERVICE = Keys("a service", (), ("asks", "answers"))
SENTENCE = Keys("a sentence", ("en",), ("ko",))

_ZERO: dict[str, Any] = {
    "text": "",
    "integer": 0,
    "flag": False,
    "bytes": b"",
    "session": None,
}
KINDS = (*_ZERO, "list")
_ITEMS = ("text", "integer", "flag", "bytes")
_LONGEST_LIST = 10_000  # items: a room is copied and compared with all of them


def read_session(node: Node) -> Session:
    """The machine of one connection."""
    found = node.fields(SESSION)
    return Session(
        variables=_variables(found.get("vars")),
        shared=_variables(found.get("shared")),
        audiences=_expressions(found.get("audiences"), "audiences"),
        lookups=_expressions(found.get("lookups"), "lookups"),
        routines={
            name: read_effects(value)
            for name, value in mapping_of(found.get("routines"), "routines").items()
        },
        regions=tuple(
            _region(name, value)
            for name, value in mapping_of(found.get("regions"), "regions").items()
        ),
        always=read_transitions(found.get("always")),
    )


def read_services(node: Node | None, types: Types) -> tuple[Service, ...]:
    """The services that ``ask`` may use."""
    services = []
    for name, value in mapping_of(node, "services").items():
        found = value.fields(SERVICE)
        asks = read_fields(found.get("asks"), types)
        answers = read_fields(found.get("answers"), types)
        services.append(Service(name, asks, answers))
    return tuple(services)


def read_requirement(found: dict[str, Node], owner: Node) -> Requirement:
    """The sentence under must, should or may."""
    levels = [level for level in LEVELS if level in found]
    if len(levels) != 1:
        owner.problem(
            "needs one requirement sentence: 'must', 'should' or 'may'"
            if not levels
            else f"has {len(levels)} requirement sentences: give one"
        )
        return Requirement(level="must", sentence=Sentence(""), mark=owner.mark)
    node = found[levels[0]]
    return Requirement(level=levels[0], sentence=read_sentence(node), mark=node.mark)


def read_sentence(node: Node) -> Sentence:
    """A text, or ``{en: …, ko: …}``."""
    if node.is_mapping:
        found = node.fields(SENTENCE)
        texts = {k: " ".join(str(v.text()).split()) for k, v in found.items()}
        return Sentence(texts.get("en", ""), texts.get("ko", ""))
    text = " ".join(str(node.text("a sentence")).split())
    if node.is_scalar and not text:
        node.problem("the requirement sentence is empty")
    return Sentence(text)


def read_transitions(node: Node | None) -> tuple[Transition, ...]:
    """A list of transitions, in order of precedence."""
    elements = node.elements("a list of transitions") if node is not None else []
    return tuple(_transition(element) for element in elements)


def _variables(node: Node | None) -> tuple[Variable, ...]:
    items = mapping_of(node, "variables").items()
    return tuple(_variable(name, value) for name, value in items)


def _variable(name: Word, node: Node) -> Variable:
    if node.is_scalar:
        kind = _kind(node)
        return Variable(name, kind, _ZERO.get(kind))
    kinds = [v for key, v in node.items(VARIABLE.what) if key == "is" and v.is_scalar]
    if any(closest(str(v.text()), KINDS) == "list" for v in kinds):
        return _list(name, node.fields(LIST))
    found = node.fields(VARIABLE)
    kind = _kind(found["is"]) if "is" in found else "any"
    if "initial" not in found or kind not in _ZERO:
        return Variable(name, kind, _ZERO.get(kind))
    readers: dict[str, Callable[[Node], Any]] = {
        "text": lambda n: str(n.text()),
        "integer": lambda n: n.integer(),
        "flag": lambda n: n.flag(),
        "bytes": lambda n: n.hex(),
        "session": lambda n: n.problem("a session variable begins as none"),
    }
    return Variable(name, str(kind), readers[kind](found["initial"]))


def _list(name: Word, found: dict[str, Node]) -> Variable:
    """A list begins empty, and has to have a bound."""
    found["is"].choice(("list",), "kind of variable")
    of = found["of"].choice(_ITEMS, "kind of item") if "of" in found else "text"
    least, most = found["count"].span() if "count" in found else (0, 1)
    if least or not 0 < most <= _LONGEST_LIST:
        found["count"].problem(
            f"a list begins empty and holds up to {_LONGEST_LIST} items: "
            "write its bound as 'count: 0..100'"
        )
    return Variable(name, "list", None, str(of), most)


def _kind(node: Node) -> str:
    """A kind of variable; one that there is not may be any."""
    if node.is_scalar and node.text() == "list":
        node.problem("a list needs its bound: {is: list, count: 0..100}")
        return "any"
    kind = str(node.choice(KINDS, "kind of variable"))
    return kind if kind in _ZERO else "any"


def _expressions(node: Node | None, what: str) -> dict[Word, Expression]:
    return {name: expression(value) for name, value in mapping_of(node, what).items()}


def expression(node: Node) -> Expression:
    """A guard or value."""
    source = node.text("an expression")
    if node.is_scalar and not source.strip():
        node.problems.add(node.text_mark, "the expression is empty")
    return Expression(str(source), node.text_mark, node.line_marks)


def _region(name: Word, node: Node) -> Region:
    found = node.fields(REGION)
    return Region(
        name=name,
        initial=found["initial"].text() if "initial" in found else Word("", node.mark),
        within=found["within"].text() if "within" in found else None,
        states=tuple(
            _state(state, value)
            for state, value in mapping_of(found.get("states"), "states").items()
        ),
    )


def _state(name: Word, node: Node) -> State:
    """A list of transitions; with ``reads`` they stand under ``on``."""
    if not node.is_mapping or _is_transition(node):
        return State(name, read_transitions(None if node.is_empty else node))
    found = node.fields(STATE)
    reads = found["reads"].text("a message") if "reads" in found else None
    return State(name, read_transitions(found.get("on")), reads)


def _is_transition(node: Node) -> bool:
    """Whether a single transition was written where a list of them belongs."""
    return any(key in LEVELS for key, _ in node.items())


def _transition(node: Node) -> Transition:
    found = node.fields(TRANSITION)
    event = found["on"].text("an event") if "on" in found else Word("", node.mark)
    plain = Word(event.replace(".", "-").replace("_", "-"), event.mark)
    since = (
        found["since"].choice(("entry", "message"), "since") if "since" in found else ""
    )
    return Transition(
        event=event,
        rule=found["rule"].slug("a rule's word") if "rule" in found else plain,
        condition=expression(found["if"]) if "if" in found else None,
        requirement=read_requirement(found, node),
        effects=read_effects(found["do"]) if "do" in found else (),
        target=found["next"].text("a state") if "next" in found else None,
        feature=found["feature"].text("a feature") if "feature" in found else None,
        after=found["after"].text("seconds or a limit") if "after" in found else None,
        since=str(since),
        mark=node.mark,
    )


# Effects: each is a mapping known by its first key, or a single word.


def read_effects(node: Node) -> tuple[Effect, ...]:
    """A list of effects, in order."""
    effects = (_effect(element) for element in node.elements("a list of effects"))
    return tuple(effect for effect in effects if effect is not None)


def _effect(node: Node) -> Effect | None:
    if node.is_scalar:
        return _word_effect(node)
    if not node.is_mapping:
        node.problem("an effect is a word or a mapping such as {reply: message}")
        return None
    keys = [key for key, _ in node.items()]
    kind = next((k for k in _EFFECTS if k in keys), None)
    if kind is None:
        word = keys[0] if keys else Word("", node.mark)
        hint = did_you_mean(word, _EFFECTS)
        node.problem(f"unknown effect {str(word)!r}{hint or _known_effects()}")
        return None
    allowed, read = _EFFECTS[kind]
    return read(node, node.fields(allowed))


def _known_effects() -> str:
    return "; one of: " + ", ".join([*_EFFECTS, "arrive"])


def _word_effect(node: Node) -> Effect | None:
    word = node.text()
    if word == "arrive":
        return Arrive(node.mark)
    if word == "close":
        return Close(None, node.mark)
    hint = did_you_mean(word, ("arrive", "close"))
    node.problem(f"unknown effect {str(word)!r}{hint or _known_effects()}")
    return None


def _values(node: Node | None) -> Values:
    return {k: expression(v) for k, v in mapping_of(node, "values").items()}


def _of(found: dict[str, Node]) -> Word | None:
    word = found["of"].text("a session") if "of" in found else None
    return None if word == "self" else word


def _own_requirement(found: dict[str, Node], node: Node) -> Requirement | None:
    if any(level in found for level in LEVELS):
        return read_requirement(found, node)
    return None


def _send(node: Node, found: dict[str, Node]) -> Effect:
    reply = "reply" in found
    message = found["reply" if reply else "send"].text("a message")
    if not reply and "to" not in found:
        node.problem("'send' needs 'to': an audience or a session")
    return Send(
        message=message,
        to=None if reply or "to" not in found else found["to"].text("an audience"),
        values=_values(found.get("with")),
        requirement=_own_requirement(found, node),
        mark=node.mark,
    )


def _set(node: Node, found: dict[str, Node]) -> Effect:
    return Set(_values(found.get("set")), _of(found), node.mark)


def _move(node: Node, found: dict[str, Node]) -> Effect:
    states = {k: v.text("a state") for k, v in found["next"].items("region: state")}
    return Move(states, _of(found), node.mark)


def _close(node: Node, found: dict[str, Node]) -> Effect:
    of = found["close"].text("a session")
    return Close(None if of == "self" else of, node.mark)


def _run(node: Node, found: dict[str, Node]) -> Effect:
    return Run(found["run"].text("a routine"), _of(found), node.mark)


def _ask(node: Node, found: dict[str, Node]) -> Effect:
    return Ask(found["ask"].text("a service"), _values(found.get("with")), node.mark)


def _for(node: Node, found: dict[str, Node]) -> Effect:
    head = found["for"]
    names = head.words("name") if head.is_sequence else (head.name("a loop's name"),)
    items = expression(found["in"]) if "in" in found else Expression("[]", node.mark)
    effects = read_effects(found["do"]) if "do" in found else ()
    return ForEach(names, items, effects, node.mark)


def _choose(node: Node, found: dict[str, Node]) -> Effect:
    return Choose(
        expression(found["if"]),
        read_effects(found["do"]) if "do" in found else (),
        read_effects(found["else"]) if "else" in found else (),
        node.mark,
    )


_EFFECTS: dict[str, tuple[Keys, Callable[[Node, dict[str, Node]], Effect]]] = {
    "reply": (Keys("the effect 'reply'", ("reply",), ("with", *LEVELS)), _send),
    "send": (Keys("the effect 'send'", ("send",), ("to", "with", *LEVELS)), _send),
    "set": (Keys("the effect 'set'", ("set",), ("of",)), _set),
    "next": (Keys("the effect 'next'", ("next",), ("of",)), _move),
    "close": (Keys("the effect 'close'", ("close",), ()), _close),
    "run": (Keys("the effect 'run'", ("run",), ("of",)), _run),
    "ask": (Keys("the effect 'ask'", ("ask",), ("with",)), _ask),
    "for": (Keys("the effect 'for'", ("for", "in", "do"), ()), _for),
    "if": (Keys("the effect 'if'", ("if", "do"), ("else",)), _choose),
}
EFFECT_KEYS = {word: keys for word, (keys, _) in _EFFECTS.items()}
