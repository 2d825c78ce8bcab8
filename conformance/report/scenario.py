"""A finding's conversation as a scenario, ready to stand in the spec."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.results import Finding, Message, Move


def scenario(it: Finding) -> str:
    """YAML, indented as an item below ``scenarios:``. Names of the cast are its own."""
    names = _names(it)
    cast = dict.fromkeys(
        who for move in it.moves for who in (move.who, *(d.who for d in move.due))
    )
    level = it.rule.level if it.rule else "must"
    sentence = it.rule.text.en if it.rule else it.summary
    lines = [
        f"  - id: {slug(it.id)}",
        *([f"    feature: {it.rule.feature}"] if it.rule and it.rule.feature else []),
        f"    {level}: {_text(sentence)}",
        f"    cast: [{', '.join(cast)}]",
        "    steps:",
    ]
    for move in it.moves:
        lines += _step(move, names)
    return "\n".join([*lines, ""])


def _names(it: Finding) -> Mapping[str, str]:
    """What the cast is called here; as it was where raw bytes say a name, too."""
    names = {names[0]: who for who, names in it.names.items() if names}
    raw = b"".join(b"".join(move.pieces) for move in it.moves if not _is_said(move))
    return {} if any(name.encode() in raw for name in names) else names


def _is_said(it: Move) -> bool:
    """Whether it is a message as it should be, in one piece."""
    return it.message is not None and len(it.pieces) == 1


def slug(id: str) -> str:
    """An id as one word, for files and scenarios."""
    return re.sub("[^a-z0-9]+", "-", id.lower()).strip("-") or "finding"


def _step(it: Move, names: Mapping[str, str]) -> Iterator[str]:
    if it.action != "sends":
        yield f"      - {it.who} {it.action}:"
    elif it.message is not None and len(it.pieces) == 1:  # what _is_said says
        said = it.message
        yield f"      - {it.who} sends {said.name}: {_fields(said, names)}".rstrip()
    else:
        # What must follow belongs to the last piece: nothing is whole before.
        for piece in it.pieces:
            yield f"      - {it.who} sends bytes: {_text(piece.hex(' '))}"
    for who in dict.fromkeys(due.who for due in it.due):
        got = [_said(due.message, names) for due in it.due if due.who == who]
        yield f"        {who} gets: [{', '.join(got)}]"
    for who in it.closes:
        if who != it.who or it.action == "sends":
            yield f"        {who} is: closed"


def _said(it: Message, names: Mapping[str, str]) -> str:
    fields = _fields(it, names)
    return f"{{{it.name}: {fields}}}" if fields else it.name


def _fields(it: Message, names: Mapping[str, str]) -> str:
    """The fields that can be predicted; "" where there are none."""
    given = [
        f"{name}: {_value(value, names)}"
        for name, value in it.fields.items()
        if name not in it.volatile
    ]
    return f"{{{', '.join(given)}}}" if given else ""


def _value(it: Any, names: Mapping[str, str]) -> str:
    if isinstance(it, str):
        return _text(names.get(it, it))
    if isinstance(it, bytes):
        return _text(it.hex(" "))
    if isinstance(it, Mapping):
        inner = ", ".join(f"{name}: {_value(v, names)}" for name, v in it.items())
        return f"{{{inner}}}"
    if isinstance(it, tuple):
        return f"[{', '.join(_value(one, names) for one in it)}]"
    return json.dumps(it)


def _text(it: str) -> str:
    """A scalar in the quotes of JSON, which YAML reads as well."""
    return json.dumps(it, ensure_ascii=False)
