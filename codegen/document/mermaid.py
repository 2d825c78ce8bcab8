"""Diagrams as Mermaid: every text is escaped here, every name gets an id of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from codegen.document.markdown import Block, fenced, visible

END = ""  # where a connection begins and ends

# What ends a text or is markup within one. Underscores inside of words are neither.
_MARKUP = re.compile(r"[;#<>`\\*|%$&]|(?<![^\W_])_|_(?![^\W_])")
_COLUMNS = 44  # of a line in a state


def text(line: str, also: str = "") -> str:
    """A text as it may stand behind a colon; of ``also``, no character stays either."""
    escaped = _MARKUP.sub(lambda found: _reference(found[0]), visible(line))
    return "".join(_reference(c) if c in also else c for c in escaped)


def _reference(character: str) -> str:
    return f"#{ord(character)};"


# States.


@dataclass(frozen=True, slots=True)
class Arrow:
    """A change from one state to another, and why; ``END`` is no state at all."""

    source: str
    target: str
    label: str


def states(
    names: Sequence[str],
    inside: Mapping[str, Sequence[str]],
    arrows: Iterable[Arrow],
) -> Block:
    """A diagram of states; ``inside`` are lines that stand in a state.

    Arrows between the same two states are drawn as one, with their labels below each
    other.
    """
    lines = ["stateDiagram-v2"]
    ids = {END: "[*]", **_ids(names)}
    for name in names:
        lines.append(f'    state "{_title(name)}" as {ids[name]}')
        lines += [f"    {ids[name]} : {_label(line)}" for line in inside.get(name, ())]
    merged: dict[tuple[str, str], dict[str, None]] = {}
    for arrow in arrows:
        merged.setdefault((arrow.source, arrow.target), {})[arrow.label] = None
    for (source, target), labels in merged.items():
        label = "<br>".join(_label(label) for label in labels if label)
        colon = f" : {label}" if label else ""
        lines.append(f"    {ids[source]} --> {ids[target]}{colon}")
    return fenced("mermaid", lines)


def _ids(names: Sequence[str]) -> dict[str, str]:
    """A word of its own for each name, no keyword of Mermaid."""
    words = [f"s_{re.sub(r'[^A-Za-z0-9_]', '_', name)}" for name in names]
    return {
        name: word if words.count(word) == 1 else f"{word}_{number}"
        for number, (name, word) in enumerate(zip(names, words, strict=True))
    }


def _title(name: str) -> str:
    return text(name, also='"')


def _label(line: str) -> str:
    return text(line, also=":{}[]")


def in_lines(items: Sequence[str]) -> list[str]:
    """Words with commas between them, in lines that fit in a state."""
    lines: list[str] = []
    for number, item in enumerate(items):
        word = item + ("," if number < len(items) - 1 else "")
        if lines and len(lines[-1]) + 1 + len(word) <= _COLUMNS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


# Conversations.


@dataclass(frozen=True, slots=True)
class Said:
    """Something that one says to another; ``how`` is the arrow."""

    source: str
    target: str
    label: str
    how: str = "->>"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one who takes part."""

    who: str
    label: str


def sequence(cast: Sequence[str], steps: Iterable[Said | Note]) -> Block:
    """A diagram of who says what to whom, from top to bottom."""
    ids = {name: f"p{number}" for number, name in enumerate(cast)}
    lines = ["sequenceDiagram"]
    lines += [f"    participant {ids[name]} as {text(name)}" for name in cast]
    for step in steps:
        if isinstance(step, Note):
            lines.append(f"    Note over {ids[step.who]}: {text(step.label)}")
        else:
            source, target = ids[step.source], ids[step.target]
            lines.append(f"    {source}{step.how}{target}: {text(step.label)}")
    return fenced("mermaid", lines)
