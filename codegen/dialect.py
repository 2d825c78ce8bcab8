"""A protocol in other words: a file that replaces the texts of some messages.

``dialect:`` names the protocol, and ``texts:`` has the text of each message that is
worded otherwise, as `wire:` in the spec, with the same fields in braces. Who gets what
stays as the spec says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from codegen.build import protocol_from_spec, spec_from_file
from codegen.load.document import compose
from codegen.load.nodes import Keys, Node, Problems, did_you_mean
from codegen.model import Mark, Message, Problem, Spec, SpecError, Word
from codegen.paths import read_spec, shown
from codegen.protocol import Protocol
from codegen.rules import check
from codegen.wire.phrase import take_apart

DIALECT = Keys("a dialect", ("dialect", "texts"))


def protocol_in_dialect(spec: Path, dialect: Path) -> Protocol:
    """The protocol of a spec in the words of a dialect. Raises SpecError."""
    text, name = read_spec(dialect), shown(dialect)
    return protocol_from_spec(in_dialect(spec_from_file(spec), text, name))


def in_dialect(spec: Spec, text: str, path: str) -> Spec:
    """A valid spec in the words of a dialect. Raises SpecError with all problems.

    Examples of a message in its old words are left out.
    """
    problems = Problems()
    root = compose(text, path, problems)
    found = root.fields(DIALECT)
    meant = (
        found["dialect"].text("the name of a protocol") if "dialect" in found else ""
    )
    if meant and meant != spec.name:
        found["dialect"].problem(
            f"this is a dialect of {meant!r}, not of {spec.name!r}"
        )
    texts = _texts(spec, found.get("texts"))
    if problems.found:
        raise SpecError(path, problems.found)
    worded = replace(
        spec,
        messages=tuple(_worded(it, texts.get(it.name)) for it in spec.messages),
        digest=sha256(f"{spec.digest} {text}".encode()).hexdigest()[: len(spec.digest)],
    )
    wrong = check(worded)
    if wrong:
        raise SpecError(path, [*_placed(wrong, texts, found["texts"].mark, spec)])
    return worded


def _texts(spec: Spec, node: Node | None) -> Mapping[str, Sequence[Word]]:
    """The new texts by message; what is wrong with them is noted."""
    messages = {str(it.name): it for it in spec.messages}
    worded = [name for name, it in messages.items() if it.template is not None]
    texts: dict[str, Sequence[Word]] = {}
    for name, value in node.items("texts by message") if node is not None else []:
        message = messages.get(name)
        if message is None:
            hint = did_you_mean(name, worded)
            value.problems.add(name.mark, f"unknown message {str(name)!r}{hint}")
        elif message.template is None:
            value.problems.add(name.mark, f"{str(name)!r} is no text on the wire")
        else:
            texts[str(name)] = _ways(message, value)
    return texts


def _ways(message: Message, node: Node) -> Sequence[Word]:
    """The ways to write a message: the first is due, all are read."""
    elements = node.elements() if node.is_sequence else [node]
    if not elements:
        node.problem("at least one text is needed")
    words = [element.text("a text") for element in elements]
    for element, word in zip(elements, words, strict=True):
        for problem in _lacks(message, word) if element.is_scalar else ():
            element.problem(problem)
    return words


def _lacks(message: Message, text: str) -> Iterator[str]:
    """What is wrong with the fields in a text."""
    try:
        _, turns = take_apart(text)
    except ValueError as error:
        yield str(error)
        return
    names = [turn.name for turn in turns]
    fields = [str(field.name) for field in message.fields]
    for name in dict.fromkeys(names):
        if name not in fields:
            has = f"has {', '.join(fields)}" if fields else "has no fields"
            hint = did_you_mean(name, fields) or f": {str(message.name)!r} {has}"
            yield f"unknown field {name!r}{hint}"
        elif names.count(name) > 1:
            yield f"{{{name}}} stands in it twice"
    if set(names) <= set(fields):  # else a misspelt one may be the missing one
        for name in fields:
            if name not in names:
                yield f"{{{name}}} is missing: no value may get lost"


def _worded(message: Message, texts: Sequence[Word] | None) -> Message:
    if texts is None:
        return message
    return replace(
        message,
        template=texts[0],
        also=tuple(texts[1:]),
        examples=(),
        malformed=(),
    )


def _placed(
    problems: Sequence[Problem],
    texts: Mapping[str, Sequence[Word]],
    mark: Mark,
    spec: Spec,
) -> Iterator[Problem]:
    """What is wrong with the whole, at a place of the dialect."""
    lines = {word.mark.line for words in texts.values() for word in words}
    for it in problems:
        if it.mark.line in lines:
            yield it
        else:
            place = f"{spec.path}:{it.mark.line}"
            yield Problem(mark, f"with these texts {place} is wrong: {it.message}")
