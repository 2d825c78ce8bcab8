"""Conversations written by hand.

- alice sends login: {name: alice}
  alice gets: [welcome]
  bob is: closed
"""

from __future__ import annotations

from typing import Any

from codegen.load.nodes import Keys, Node, did_you_mean
from codegen.load.session import read_requirement
from codegen.load.types import LEVELS, read_values
from codegen.model import Message, Said, Scenario, Step, Word

SCENARIO = Keys("a scenario", ("id", "cast", "steps"), ("feature", *LEVELS))
STIMULI = ("connects", "leaves", "resets", "sends")

Messages = dict[str, Message]


def read_scenarios(
    node: Node | None, messages: tuple[Message, ...]
) -> tuple[Scenario, ...]:
    """All scenarios, in order."""
    by_name: Messages = {str(m.name): m for m in messages}
    elements = node.elements("a list of scenarios") if node is not None else []
    return tuple(_scenario(element, by_name) for element in elements)


def _scenario(node: Node, messages: Messages) -> Scenario:
    found = node.fields(SCENARIO)
    cast = found["cast"].words("name") if "cast" in found else ()
    steps = found["steps"].elements("a list of steps") if "steps" in found else []
    read = (_Reader(step, cast, messages).step() for step in steps)
    return Scenario(
        id=found["id"].slug("a scenario's id")
        if "id" in found
        else Word("", node.mark),
        requirement=read_requirement(found, node),
        cast=cast,
        steps=tuple(step for step in read if step is not None),
        feature=found["feature"].text("a feature") if "feature" in found else None,
    )


class _Reader:
    """Reads one step: exactly one stimulus, and what each one gets."""

    def __init__(self, node: Node, cast: tuple[Word, ...], messages: Messages) -> None:
        self.node = node
        self.cast = cast
        self.messages = messages
        self.stimuli: list[Step] = []
        self.expected: dict[Word, tuple[Said, ...]] = {}
        self.closed: list[Word] = []

    def step(self) -> Step | None:
        from dataclasses import replace

        for key, value in self.node.items("a step"):
            self._read(key, value)
        if len(self.stimuli) != 1:
            self.node.problem(
                "a step has exactly one stimulus, such as 'alice sends login: {…}'"
            )
            return None
        return replace(
            self.stimuli[0], expected=self.expected, closed=tuple(self.closed)
        )

    def _read(self, key: Word, value: Node) -> None:
        who, verb, what = self._split(key)
        if who not in self.cast:
            hint = did_you_mean(who, self.cast)
            self._problem(key, f"{who!r} is not in the cast{hint}")
        elif verb == "gets":
            self.expected[Word(who, key.mark)] = self._gets(value)
        elif verb == "is":
            value.choice(("closed",), "condition")
            self.closed.append(Word(who, key.mark))
        elif verb in STIMULI and bool(what) == (verb == "sends"):
            self.stimuli.append(self._stimulus(key, who, verb, what, value))
        else:
            self._problem(
                key,
                f"cannot read {str(key)!r}: write 'NAME connects', 'NAME sends "
                "MESSAGE', 'NAME sends bytes', 'NAME leaves', 'NAME resets', "
                "'NAME gets' or 'NAME is'",
            )

    def _split(self, key: Word) -> tuple[str, str, str]:
        words = [*key.split(), "", "", ""]
        return words[0], words[1], " ".join(words[2:]).strip()

    def _problem(self, key: Word, message: str) -> None:
        self.node.problems.add(key.mark, message)

    def _stimulus(self, key: Word, who: str, verb: str, what: str, value: Node) -> Step:
        actor = Word(who, key.mark)
        if verb != "sends":
            return Step(actor=actor, action=verb, mark=key.mark)
        if what == "bytes":
            return Step(actor=actor, action=verb, raw=value.hex(), mark=key.mark)
        offset = key.index(what, key.index(verb) + len(verb))
        mark = type(key.mark)(key.mark.line, key.mark.column + offset)
        said = self._said(Word(what, mark), value)
        return Step(actor=actor, action=verb, said=said, mark=key.mark)

    def _gets(self, node: Node) -> tuple[Said, ...]:
        if node.is_scalar and node.text() == "nothing":
            return ()
        said = []
        for element in node.elements("a list of messages"):
            if element.is_scalar:
                said.append(self._said(element.text("a message"), None))
                continue
            for name, value in element.items("a message"):
                said.append(self._said(name, value))
        return tuple(said)

    def _said(self, name: Word, node: Node | None) -> Said:
        message = self.messages.get(name)
        if message is None:
            hint = did_you_mean(name, self.messages)
            self.node.problems.add(name.mark, f"unknown message {str(name)!r}{hint}")
            return Said(name, {})
        given = None if node is None or node.is_empty else node
        return Said(name, self._fields(given, message))

    def _fields(self, node: Node | None, message: Message) -> dict[Word, Any]:
        if node is None or not node.is_mapping:
            return read_values(node, message.fields, str(message.name))
        volatile = {
            key
            for key, value in node.items()
            if key in message.volatile and value.is_scalar and value.text() == "any"
        }
        if not volatile:
            return read_values(node, message.fields, str(message.name))
        fields = tuple(f for f in message.fields if f.name not in volatile)
        rest = node.without(volatile)
        return read_values(rest, fields, str(message.name))
