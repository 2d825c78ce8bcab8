"""The client and the operator: what is typed, what is shown."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.load.nodes import Keys, Node, mapping_of
from codegen.load.session import read_transitions
from codegen.model import (
    FILE_PARTS,
    FILE_ROLES,
    FILE_ROLES_OPTIONAL,
    Client,
    Command,
    Files,
    Login,
    Members,
    Operator,
    Question,
    Role,
    Word,
)
from codegen.protocol import CLIENT_TEXTS

CLIENT = Keys(
    "the client",
    (),
    (
        "login",
        "commands",
        "display",
        "questions",
        "members",
        "files",
        "ends",
        "texts",
    ),
)
LOGIN = Keys("the login", ("send", "field", "accepted"), ("refused",))
COMMAND = Keys("a command", ("type",), ("fill", "help", "feature", "unless"))
QUESTION = Keys("a question", ("ask", "yes", "no"), ("fill", "over"))
MEMBERS = Keys("the members", (), ("lists", "name", "joined", "left", "renamed"))
FILES = Keys(
    "the file transfer",
    ("type", "ask", "chunk_bytes", *FILE_ROLES),
    ("help", "digest", "failed", *FILE_ROLES_OPTIONAL),
)
ROLE = Keys("a role", ("message",), FILE_PARTS)
TEXTS = Keys("the client's texts", (), tuple(CLIENT_TEXTS))
OPERATOR = Keys("the operator", (), ("prompt", "commands", "display", "on"))


def read_client(node: Node | None) -> Client:
    """Everything a client needs to know."""
    if node is None:
        return Client()
    found = node.fields(CLIENT)
    texts = found["texts"].fields(TEXTS) if "texts" in found else {}
    return Client(
        login=_login(found.get("login")),
        commands=_commands(found.get("commands")),
        display=_words(found.get("display"), "displays"),
        questions=_questions(found.get("questions")),
        members=_members(found.get("members")),
        files=_files(found.get("files")),
        ends={k: v.integer(0, 255) for k, v in mapping_of(found.get("ends")).items()},
        texts={Word(k): v.text() for k, v in texts.items()},
    )


def read_operator(node: Node | None) -> Operator | None:
    """The person at the server's console, where the protocol has one."""
    if node is None:
        return None
    found = node.fields(OPERATOR)
    return Operator(
        prompt=str(found["prompt"].text()) if "prompt" in found else "",
        commands=_commands(found.get("commands")),
        display=_words(found.get("display"), "displays"),
        transitions=read_transitions(found.get("on")),
    )


def _words(node: Node | None, what: str) -> Mapping[Word, Word]:
    return {key: value.text() for key, value in mapping_of(node, what).items()}


def _login(node: Node | None) -> Login | None:
    if node is None:
        return None
    found = node.fields(LOGIN)
    return Login(
        found["send"].text("a message") if "send" in found else Word("", node.mark),
        found["field"].text("a field") if "field" in found else Word("", node.mark),
        found["accepted"].words("message") if "accepted" in found else (),
        found["refused"].words("message") if "refused" in found else (),
    )


def _commands(node: Node | None) -> tuple[Command, ...]:
    commands: list[Command] = []
    for message, value in mapping_of(node, "commands").items():
        ways = value.elements("commands") if value.is_sequence else [value]
        commands += (_command(message, way) for way in ways)
    return tuple(commands)


def _command(message: Word, node: Node) -> Command:
    if node.is_scalar:
        return Command(message=message, type=node.text(), fill={})
    found = node.fields(COMMAND)
    return Command(
        message=message,
        type=found["type"].text() if "type" in found else Word("", node.mark),
        fill=_words(found.get("fill"), "fields"),
        help=str(found["help"].text()) if "help" in found else "",
        feature=found["feature"].text("a feature") if "feature" in found else None,
        unless=found["unless"].text("a feature") if "unless" in found else None,
    )


def _questions(node: Node | None) -> tuple[Question, ...]:
    questions = []
    for message, value in mapping_of(node, "questions").items():
        found = value.fields(QUESTION)
        if all(key in found for key in QUESTION.required):
            questions.append(
                Question(
                    message,
                    found["ask"].text(),
                    found["yes"].text("a message"),
                    found["no"].text("a message"),
                    _words(found.get("fill"), "fields"),
                    _words(found.get("over"), "messages"),
                )
            )
    return tuple(questions)


def _members(node: Node | None) -> Members:
    if node is None:
        return Members()
    found = node.fields(MEMBERS)
    renamed = {}
    for message, value in mapping_of(found.get("renamed")).items():
        words = value.words("field")
        if len(words) == 2:
            renamed[message] = (words[0], words[1])
        else:
            value.problem("give the fields of the old and the new name: [old, new]")
    return Members(
        lists=_words(found.get("lists"), "lists"),
        name=found["name"].text("a field") if "name" in found else None,
        joined=_words(found.get("joined"), "messages"),
        left=_words(found.get("left"), "messages"),
        renamed=renamed,
    )


def _files(node: Node | None) -> Files | None:
    if node is None:
        return None
    found = node.fields(FILES)
    if any(key not in found for key in FILES.required):
        return None
    return Files(
        type=found["type"].text(),
        help=str(found["help"].text()) if "help" in found else "",
        ask=found["ask"].text(),
        digest=found["digest"].text() if "digest" in found else Word("", node.mark),
        chunk_bytes=found["chunk_bytes"].integer(1, 2**20),
        roles={
            Word(role): _role(found[role])
            for role in (*FILE_ROLES, *FILE_ROLES_OPTIONAL)
            if role in found
        },
        failed=_several(found.get("failed")),
    )


def _several(node: Node | None) -> tuple[Role, ...]:
    """One role or a list of them."""
    if node is None:
        return ()
    nodes = node.elements("roles") if node.is_sequence else [node]
    return tuple(_role(one) for one in nodes)


def _role(node: Node) -> Role:
    if node.is_scalar:
        return Role(node.text("a message"), {})
    found = node.fields(ROLE)
    message = found.pop("message", None)
    return Role(
        message.text("a message") if message is not None else Word("", node.mark),
        {Word(part): value.text("a field") for part, value in found.items()},
    )
