"""What is typed and shown: the client's table and the operator's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from codegen.emit.tables import said
from codegen.emit.text import Source, call
from codegen.model import (
    Command,
    Files,
    Login,
    Members,
    Question,
    Role,
    Spec,
    Type,
    Word,
)

OFFER = Word("offer")


def client(spec: Spec) -> str:
    """CLIENT"""
    found = spec.client
    whole = call(
        "protocol.Client",
        **said(
            login=_login(spec, found.login) if found.login else None,
            commands=_commands(spec, found.commands),
            display=_display(spec, found.display),
            questions=tuple(_question(spec, q) for q in found.questions),
            members=_members(spec, found.members),
            files=_files(spec, found.files) if found.files else None,
            ends={_class(spec, name): status for name, status in found.ends.items()},
            texts=_plain(found.texts),
        ),
    )
    return f"CLIENT = {whole}"


def operator(spec: Spec) -> str:
    """OPERATOR, where there is one."""
    assert spec.operator is not None
    whole = call(
        "protocol.Operator",
        **said(
            prompt=spec.operator.prompt,
            commands=_commands(spec, spec.operator.commands),
            display=_display(spec, spec.operator.display),
            fields=_typed(spec),
        ),
    )
    return f"OPERATOR = {whole}"


def _typed(spec: Spec) -> dict[Source, dict[str, Source]]:
    """The types of the fields of messages that the operator types."""
    return {
        Source(m.class_name): {str(f.name): Source(f.type.constant) for f in m.fields}
        for m in spec.messages
        if m.sender == "operator" and m.fields
    }


def _class(spec: Spec, name: str) -> Source:
    message = spec.message(name)
    assert message is not None, f"rules let an unknown message {name} pass"
    return Source(message.class_name)


def _classes(spec: Spec, names: Iterable[str]) -> tuple[Source, ...]:
    return tuple(_class(spec, name) for name in names)


def _plain(words: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in words.items()}


def _feature(spec: Spec, name: str) -> str:
    message = spec.message(name)
    return str(message.feature) if message is not None else ""


def _display(spec: Spec, templates: Mapping[Any, Any]) -> dict[Source, str]:
    return {_class(spec, name): str(text) for name, text in templates.items()}


def _login(spec: Spec, login: Login) -> Source:
    return call(
        "protocol.Login",
        send=_class(spec, login.send),
        field=str(login.field),
        accepted=_classes(spec, login.accepted),
        refused=_classes(spec, login.refused),
    )


def _commands(spec: Spec, commands: Iterable[Command]) -> tuple[Source, ...]:
    return tuple(_command(spec, command) for command in commands)


def _command(spec: Spec, command: Command) -> Source:
    message = spec.message(command.message)
    fields = {str(f.name): f.type for f in message.fields} if message else {}
    typed = [name for _, name, _, _ in Formatter().parse(command.type) if name]
    fill = {str(k): _fill(fields[k], str(v)) for k, v in command.fill.items()}
    people = tuple(n for n in typed if n in fields and fields[n].identity)
    return call(
        "protocol.Command",
        message=_class(spec, command.message),
        type=str(command.type),
        **said(
            help=command.help,
            fill=fill,
            people=people,
            feature=str(command.feature or _feature(spec, command.message)),
            unless=str(command.unless or ""),
        ),
    )


def _fill(type_: Type, word: str) -> Any:
    """What a field is filled with: ``me``, ``id`` or a value of its type."""
    if word in ("me", "id"):
        return word
    if type_.kind == "integer":
        return int(word, 0)
    if type_.kind == "flag":
        return word == "true"
    return bytes.fromhex(word) if type_.kind == "bytes" else word


def _question(spec: Spec, question: Question) -> Source:
    return call(
        "protocol.Question",
        on=_class(spec, question.on),
        ask=str(question.ask),
        yes=_class(spec, question.yes),
        no=_class(spec, question.no),
        **said(
            fill=_plain(question.fill),
            over=_display(spec, question.over),
            feature=_feature(spec, question.on),
        ),
    )


def _members(spec: Spec, members: Members) -> Source | None:
    parts = said(
        lists=_display(spec, members.lists),
        name=str(members.name or ""),
        joined=_display(spec, members.joined),
        left=_display(spec, members.left),
        renamed={
            _class(spec, name): (str(old), str(new))
            for name, (old, new) in members.renamed.items()
        },
    )
    return call("protocol.Members", **parts) if parts else None


def _files(spec: Spec, files: Files) -> Source:
    return call(
        "protocol.Files",
        type=str(files.type),
        help=files.help,
        ask=str(files.ask),
        digest=str(files.digest),
        chunk_bytes=files.chunk_bytes,
        **{str(name): _role(spec, role) for name, role in files.roles.items()},
        **said(
            failed=tuple(_role(spec, role) for role in files.failed),
            feature=_feature(spec, files.roles[OFFER].message),
        ),
    )


def _role(spec: Spec, role: Role) -> Source:
    head = _class(spec, role.message)
    return call("protocol.Role", message=head, **said(parts=_plain(role.parts)))
