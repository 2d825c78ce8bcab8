"""A finding's conversation as a scenario, ready to stand in the spec."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from codegen.protocol import Protocol
from conformance.results import Finding, Message, Move


def scenario(it: Finding, protocol: Protocol) -> str:
    """YAML, indented as an item below ``scenarios:``. Names of the cast are its own."""
    names, feature = _names(it), _feature(it, protocol)
    cast = dict.fromkeys(
        who for move in it.moves for who in (move.who, *(d.who for d in move.due))
    )
    lines = [
        f"  - id: {slug(it.id)}",
        *([f"    feature: {feature}"] if feature else []),
        f"    {it.rule.level if it.rule else 'must'}: {_sentence(it)}",
        f"    cast: [{', '.join(cast)}]",
        "    steps:",
    ]
    for move in it.moves:
        lines += _step(move, names)
    return "\n".join([*lines, ""])


def slug(id: str) -> str:
    """An id as one word, for files and scenarios."""
    return re.sub("[^a-z0-9]+", "-", id.lower()).strip("-") or "finding"


def _names(it: Finding) -> Mapping[str, str]:
    """What the cast is called here; as it was where a text has a name within it.

    There nobody would put in the names that the cast has when the scenario is played.
    """
    names = {names[0]: who for who, names in it.names.items() if names}
    raw = (b"".join(move.pieces) for move in it.moves if not _is_said(move))
    texts = [data.decode("utf-8", "replace") for data in raw]
    for move in it.moves:
        said = [move.message] if move.message is not None and _is_said(move) else []
        for message in (*said, *(due.message for due in move.due)):
            texts += (text for text in _texts(message.fields) if text not in names)
    return {} if any(name in text for text in texts for name in names) else names


def _texts(of: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(of, str):
        yield of
    elif isinstance(of, Mapping):
        yield from _texts(tuple(of.values()))
    elif isinstance(of, (tuple, list)):
        for one in of:
            yield from _texts(one)


def _feature(it: Finding, protocol: Protocol) -> str:
    """The feature with which there is all that occurs; "" is the core."""
    features = {message.name: message.feature for message in protocol.messages}
    used = {it.rule.feature} if it.rule else set()
    for move in it.moves:
        messages = [due.message for due in move.due]
        messages += [move.message] if move.message else []
        used |= {features.get(message.name, "") for message in messages}
    used.discard("")
    needs = {feature.name: feature.needs for feature in protocol.features}

    def has(feature: str) -> set[str]:
        return {feature}.union(*map(has, needs.get(feature, ())))

    # Where none has all of them lint says so, and the reader chooses.
    return max(sorted(used), key=lambda one: len(has(one) & used), default="")


def _is_said(it: Move) -> bool:
    """Whether it is a message as it should be, in one piece."""
    return it.message is not None and len(it.pieces) == 1


def _sentence(it: Finding) -> str:
    return _yaml(it.rule.text.en if it.rule else it.summary)


def _step(it: Move, names: Mapping[str, str]) -> Iterator[str]:
    if it.action != "sends":
        yield f"      - {it.who} {it.action}:"
    elif it.message is not None and _is_said(it):
        fields = _fields(it.message, names)
        said = f"{it.message.name}: {_yaml(fields) if fields else ''}"
        yield f"      - {it.who} sends {said}".rstrip()
    else:
        # What must follow belongs to the last piece: nothing is whole before.
        for piece in it.pieces:
            yield f"      - {it.who} sends bytes: {_yaml(piece.hex(' '))}"
    for who in dict.fromkeys(due.who for due in it.due):
        got = [_said(due.message, names) for due in it.due if due.who == who]
        yield f"        {who} gets: {_yaml(got)}"
    for who in it.closes:
        if who != it.who or it.action == "sends":
            yield f"        {who} is: closed"


def _said(it: Message, names: Mapping[str, str]) -> Any:
    fields = _fields(it, names)
    return {it.name: fields} if fields else it.name


def _fields(it: Message, names: Mapping[str, str]) -> dict[str, Any]:
    """The fields that can be predicted."""
    return {
        name: _plain(value, names)
        for name, value in it.fields.items()
        if name not in it.volatile
    }


def _plain(it: Any, names: Mapping[str, str]) -> Any:
    """A value as YAML has it, with the names of the scenario."""
    if isinstance(it, str):
        return names.get(it, it)
    if isinstance(it, bytes):
        return it.hex(" ")
    if isinstance(it, Mapping):
        return {name: _plain(value, names) for name, value in it.items()}
    return [_plain(one, names) for one in it] if isinstance(it, (tuple, list)) else it


class _Dumper(yaml.SafeDumper):
    """Keeps a text with line ends on one line."""


def _quoted(dumper: _Dumper, text: str) -> yaml.Node:
    style = '"' if len(text.splitlines()) > 1 or "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted)


def _yaml(it: Any) -> str:
    """A value on one line."""
    text: str = yaml.dump(
        it,
        Dumper=_Dumper,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=math.inf,
    )
    return text.removesuffix("\n").removesuffix("\n...")
