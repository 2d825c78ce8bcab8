"""The client and the operator: what is typed and shown fits the messages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from codegen import codec, wire
from codegen.model import (
    Command,
    Field,
    Mark,
    Message,
    Operator,
    Problem,
    Question,
    Role,
    Word,
)
from codegen.protocol import CLIENT_TEXTS
from codegen.rules.facts import (
    Facts,
    fields_in,
    meant,
    names_of,
    parts_of,
    unknown,
)

_SUPPLIED = ("me", "id")  # what ``fill`` asks the client for; all else is a literal
_FROM_SERVER = (
    *("offered", "accepted", "refused", "begun", "chunk", "done", "cancelled"),
    "go_on",
)
_TOGETHER = (("begin", "begun"), ("more", "go_on"))


def messages(facts: Facts) -> Iterator[Problem]:
    """Every message that the client names exists and comes from the right side."""
    for word, sender in _named(facts):
        message = facts.named(word)
        if message is None:
            yield from unknown("message", word, facts.messages)
        elif _side(message) != sender:
            yield Problem(word.mark, f"{word!r} is not a message {_SIDES[sender]}")


_SIDES = {
    "client": "from a client",
    "server": "to a client",
    "from operator": "from the operator",
    "to operator": "to the operator",
}


def _side(message: Message) -> str:
    if message.sender == "operator":
        return "from operator"
    return "to operator" if message.receiver == "operator" else message.sender


def _named(facts: Facts) -> Iterator[tuple[Word, str]]:
    client, members = facts.spec.client, facts.spec.client.members
    if client.login is not None:
        yield client.login.send, "client"
        for word in client.login.accepted + client.login.refused:
            yield word, "server"
    for question in client.questions:
        yield from ((question.on, "server"), (question.yes, "client"))
        yield question.no, "client"
        yield from ((word, "server") for word in question.over)
    shown = (members.lists, members.joined, members.left, members.renamed)
    for words in (client.display, client.ends, *shown):
        yield from ((word, "server") for word in words)
    yield from ((command.message, "client") for command in client.commands)
    for name, role in client.files.roles.items() if client.files else ():
        yield role.message, "server" if name in _FROM_SERVER else "client"
    for role in client.files.failed if client.files else ():
        yield role.message, "server"
    operator = facts.spec.operator or Operator()
    yield from ((command.message, "from operator") for command in operator.commands)
    yield from ((word, "to operator") for word in operator.display)


def fields(facts: Facts) -> Iterator[Problem]:
    """Every field that the client names is one of its message."""
    for word, message in _named_fields(facts):
        if message is not None:
            yield from unknown(
                f"field of {message.name}:", word, names_of(message.fields)
            )


def _named_fields(facts: Facts) -> Iterator[tuple[Word, Message | None]]:
    client, members = facts.spec.client, facts.spec.client.members
    if client.login is not None:
        yield client.login.field, facts.message(client.login.send)
    for words in (members.lists, members.joined, members.left):
        for name, field in words.items():
            yield field, facts.message(name)
    for name, pair in members.renamed.items():
        yield from ((field, facts.message(name)) for field in pair)
    for question in client.questions:
        yield from _fields_of_question(facts, question)
    for role in _roles(facts):
        yield from (
            (field, facts.message(role.message)) for field in role.parts.values()
        )
    for command in _commands(facts):
        for field in command.fill:
            yield field, facts.message(command.message)


def _roles(facts: Facts) -> Iterator[Role]:
    files = facts.spec.client.files
    if files is not None:
        yield from (*files.roles.values(), *files.failed)


def _fields_of_question(
    facts: Facts, question: Question
) -> Iterator[tuple[Word, Message | None]]:
    asked = [field for field in question.fill.values() if field != "me"]
    yield from ((field, facts.message(question.on)) for field in asked)
    yield from ((f, facts.message(word)) for word, f in question.over.items())


def _commands(facts: Facts) -> tuple[Command, ...]:
    operator = facts.spec.operator
    return facts.spec.client.commands + (operator.commands if operator else ())


# Templates.


def templates(facts: Facts) -> Iterator[Problem]:
    """The templates of commands, displays and questions hold fields of the message."""
    for template, message in _templates(facts):
        try:
            parts_of(template)
        except ValueError as error:
            yield Problem(template.mark, str(error))
        known = names_of(message.fields) if message is not None else set()
        for name in fields_in(template) if message is not None else ():
            yield from unknown(
                f"field of {message.name if message else ''}:",
                Word(name, template.mark),
                known,
            )


def _templates(facts: Facts) -> Iterator[tuple[Word, Message | None]]:
    for command in _commands(facts):
        yield command.type, facts.message(command.message)
    yield from _shown(facts)


def _shown(facts: Facts) -> Iterator[tuple[Word, Message | None]]:
    client, operator = facts.spec.client, facts.spec.operator
    for question in client.questions:
        yield question.ask, facts.message(question.on)
    offered = client.files.roles.get(Word("offered")) if client.files else None
    if client.files is not None and offered is not None:
        yield client.files.ask, facts.message(offered.message)
    for word, template in client.display.items():
        yield template, facts.message(word)
    for word, template in operator.display.items() if operator else ():
        yield template, facts.message(word)


def all_typed(facts: Facts) -> Iterator[Word]:
    """Every template of what is typed."""
    return (command.type for command in _commands(facts))


def all_shown(facts: Facts) -> Iterator[Word]:
    """Every template of what is shown."""
    return (template for template, _ in _shown(facts))


def texts(facts: Facts) -> Iterator[Problem]:
    """A sentence of the client's own has braces around what it can tell alone."""
    for key, text in facts.spec.client.texts.items():
        try:
            parts_of(text)
        except ValueError as error:
            yield Problem(text.mark, str(error))
        for name in fields_in(text):
            word = Word(name, text.mark)
            yield from unknown(f"value in the text {key}:", word, CLIENT_TEXTS[key])


def typed_fields(facts: Facts) -> Iterator[Problem]:
    """A command reaches every field of its message: typed or filled, not both."""
    for command in _commands(facts):
        message = facts.message(command.message)
        if message is None:
            continue
        typed = [meant(n, names_of(message.fields)) for n in fields_in(command.type)]
        # What a fill is made of was typed: it is given once.
        typed = [n for n in typed if n not in _made(command)]
        filled = [meant(n, names_of(message.fields)) for n in command.fill]
        for name in (f.name for f in message.fields):
            count = typed.count(name) + filled.count(name)
            if count == 0 and None not in typed + filled:
                yield Problem(
                    command.type.mark,
                    f"nothing gives {message.name} its {name!r}: type it or fill it",
                )
            elif count > 1:
                yield Problem(command.type.mark, f"{name!r} is given twice")


def _made(command: Command) -> set[str]:
    """The fields whose fill is made of what was typed for them."""
    return {str(n) for n, text in command.fill.items() if f"{{{n}}}" in text}


def typed_apart(facts: Facts) -> Iterator[Problem]:
    """What is typed can be told apart: fields have a space between, commands differ."""
    operator = facts.spec.operator
    for commands in (facts.spec.client.commands, operator.commands if operator else ()):
        for index, command in enumerate(commands):
            word = _typed_word(command)
            for other in commands[:index]:
                if _typed_word(other) == word and _meet(facts, command, other):
                    yield Problem(
                        command.type.mark,
                        f"typed like {other.message!r}: begin it with another word",
                    )
                    break
            if "}{" in command.type:
                yield Problem(command.type.mark, "two fields need a space between them")


def _meet(facts: Facts, one: Command, other: Command) -> bool:
    """Whether two commands can both be there."""
    return one.unless not in _offered_with(facts, other) and (
        other.unless not in _offered_with(facts, one)
    )


def _offered_with(facts: Facts, command: Command) -> set[str]:
    """The features that are offered wherever a command is there."""
    message = facts.message(command.message)
    wanted = [str(w) for w in (command.feature, message and message.feature) if w]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        feature = facts.find(name, facts.features)
        if feature is not None and str(feature.name) not in found:
            found.add(str(feature.name))
            wanted += map(str, feature.needs)
    return found


def _typed_word(command: Command) -> str:
    """What a line must begin with: the first word, or nothing."""
    word = command.type.split(" ", 1)[0]
    return "" if "{" in word else word


def fill_literals(facts: Facts) -> Iterator[Problem]:
    """A literal that fills a field is a value of its type."""
    for command in _commands(facts):
        message = facts.message(command.message)
        for name, text in command.fill.items() if message else ():
            field = message.field(name) if message else None
            made = name in _made(command)
            if field is not None and not made and text not in _SUPPLIED:
                reason = _misfit(field, text, facts.spec.encoding)
                if reason:
                    mark = text.mark if isinstance(text, Word) else name.mark
                    yield Problem(mark, reason)


def _misfit(field: Field, text: str, encoding: str) -> str:
    words = [word for word, _ in field.type.values]
    if field.type.kind == "choice" and text not in words:
        return f"{text!r} is none of {', '.join(words)}"
    if field.type.kind == "flag" and text not in ("true", "false"):
        return f"expected true or false, found {text!r}"
    if field.type.kind == "integer" and not text.isdigit():
        return f"expected a whole number, me or id, found {text!r}"
    if field.type.kind == "text":
        try:
            codec.field(field.type, encoding).text(encoding).build(str(text))
        except wire.WireError as error:
            return f"{text!r} is no {field.type.name}: {error}"
        except ValueError:
            return ""
    return ""


def replies(facts: Facts) -> Iterator[Problem]:
    """The answers to a question get all their fields from it."""
    for question in facts.spec.client.questions:
        answers = [facts.message(w) for w in (question.yes, question.no)]
        known = {n for a in answers if a for n in names_of(a.fields)}
        for word in question.fill:
            yield from unknown("field of the answers:", word, known)
        filled = {meant(word, known) for word in question.fill}
        lacking = sorted(known - {name for name in filled if name})
        if lacking and None not in filled:
            names = ", ".join(map(repr, lacking))
            yield Problem(question.on.mark, f"'fill' does not give the answers {names}")


def members(facts: Facts) -> Iterator[Problem]:
    """A list of members is a list of names, or of groups that have a name."""
    declared = facts.spec.client.members
    groups = 0
    for word, name in declared.lists.items():
        message = facts.message(word)
        field = message.field(name) if message is not None else None
        if field is None:
            continue
        if field.type.kind != "list" or field.type.of is None:
            groups += 1  # perhaps: what was meant is not known
            yield Problem(name.mark, f"{name!r} is no list but {field.type.kind}")
        elif field.type.of.kind == "group":
            groups += 1
            yield from _group_name(declared.name, field.type.of.fields, name.mark)
    if declared.name is not None and not groups:
        yield Problem(declared.name.mark, "no list has items with fields")


def _group_name(
    word: Word | None, fields: Iterable[Field], mark: Mark
) -> Iterator[Problem]:
    if word is None:
        yield Problem(mark, "say which field of its items is the name: 'name: …'")
    else:
        yield from unknown("field", word, names_of(fields))


def files(facts: Facts) -> Iterator[Problem]:
    """A file transfer can be typed, digested, and fills every message it sends."""
    declared = facts.spec.client.files
    if declared is None:
        return
    if declared.digest and declared.digest not in hashlib.algorithms_available:
        yield from unknown("digest", declared.digest, hashlib.algorithms_guaranteed)
    if set(fields_in(declared.type)) != {"to", "path"}:
        yield Problem(declared.type.mark, "type the file with {to} and {path}")
    for pair in _TOGETHER:
        alone = [name for name in pair if name in declared.roles]
        if len(alone) == 1:
            other = pair[1 - pair.index(alone[0])]
            where = declared.roles[Word(alone[0])].message.mark
            yield Problem(where, f"{alone[0]!r} needs {other!r}, too")
    for name, role in declared.roles.items():
        message = facts.message(role.message)
        if message is not None and name not in _FROM_SERVER:
            given = {str(field) for field in role.parts.values()}
            lacking = sorted(names_of(message.fields) - given)
            if lacking and given <= names_of(message.fields):
                names = ", ".join(map(repr, lacking))
                yield Problem(
                    role.message.mark, f"no part gives {message.name} {names}"
                )


RULES = (
    messages,
    fields,
    templates,
    texts,
    typed_fields,
    typed_apart,
    fill_literals,
    replies,
    members,
    files,
)
