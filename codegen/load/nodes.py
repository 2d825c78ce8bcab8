"""Strict YAML: every scalar stays the text that was written, and knows its place.

YAML 1.1 turns ``003`` into 3, ``on`` into True and ``12:30`` into 750, and silently
takes the last of two equal keys. None of that may happen to a protocol, so the document
is composed to nodes (``codegen.load.document``) and read here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from codegen.model import Mark, Problem, Word

_INTEGER = re.compile(r"-?[0-9]+|0x[0-9a-fA-F]+")
_RANGE = re.compile(r"([0-9]+|0x[0-9a-fA-F]+)(?:\.\.([0-9]+|0x[0-9a-fA-F]+))?")
NAME = re.compile(r"[a-z][a-z0-9_]*")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST_SHOWN = 60  # characters of what was written


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was most likely meant to be."""
    close = difflib.get_close_matches(word, sorted(known), 1)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``, did you mean 'login'?``, or nothing."""
    close = closest(word, known)
    return f", did you mean {close!r}?" if close is not None else ""


def mark_of(place: Any) -> Mark:
    """Our mark for one of PyYAML's."""
    return Mark(place.line + 1, place.column + 1)


class Problems:
    """What is wrong with a document, as it is found."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.lines: list[str] = []  # of the document

    def add(self, mark: Mark, message: str) -> None:
        """Note a problem and go on."""
        self.found.append(Problem(mark, message))


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that a mapping must and may have."""

    what: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every key."""
        return self.required + self.optional


class Node:
    """A YAML node. Reading it as what it is not notes a problem and gives a default."""

    __slots__ = ("_node", "_problems", "mark")

    def __init__(self, node: yaml.Node, problems: Problems) -> None:
        self._node = node
        self._problems = problems
        self.mark = mark_of(node.start_mark)

    def problem(self, message: str) -> None:
        """Note a problem with this node."""
        self._problems.add(self.mark, message)

    @property
    def problems(self) -> Problems:
        """Where problems of this document go."""
        return self._problems

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single value."""
        return isinstance(self._node, yaml.ScalarNode)

    @property
    def is_mapping(self) -> bool:
        """Whether it has keys."""
        return isinstance(self._node, yaml.MappingNode)

    @property
    def is_sequence(self) -> bool:
        """Whether it is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return self.is_scalar and self._node.value == "" and not self._style

    @property
    def _style(self) -> str | None:
        return getattr(self._node, "style", None)

    @property
    def text_mark(self) -> Mark:
        """Where the characters of a scalar begin: after its quote, if it has one."""
        quoted = self.is_scalar and self._style in ("'", '"')
        return Mark(self.mark.line, self.mark.column + int(quoted))

    @property
    def line_marks(self) -> tuple[tuple[int, Mark], ...]:
        """Of a scalar on several lines: at which offset of its text each begins."""
        first, last = self._node.start_mark, self._node.end_mark
        if not self.is_scalar or first.line == last.line:
            return ()
        value, found, offset = str(self._node.value), [], 0
        for number in range(first.line, min(last.line + 1, len(self._problems.lines))):
            line = self._problems.lines[number]
            skip = self.text_mark.column - 1 if number == first.line else 0
            words = line[skip:].split()
            start = value.find(words[0].strip("'\"}],"), offset) if words else -1
            if start >= 0 and (number > first.line or self._style not in ("|", ">")):
                column = len(line) - len(line[skip:].lstrip()) + 1
                found.append((start, Mark(number + 1, column)))
                offset = start + len(line[skip:].strip())
        return tuple(found)

    def text(self, what: str = "text") -> Word:
        """The scalar as it was written."""
        if not self.is_scalar:
            self.problem(f"expected {what}, found {self._shape()}")
            return Word("", self.mark)
        return Word(self._node.value, self.mark)

    def name(self, what: str = "a name") -> Word:
        """A scalar that can be a name: lower case, digits, underscores."""
        word = self.text(what)
        if self.is_scalar and not NAME.fullmatch(word):
            self.problem(
                f"{word!r} cannot be {what}: use lower case letters, digits and _"
            )
        return word

    def slug(self, what: str) -> Word:
        """A scalar that can stand in an id: lower case, digits, hyphens."""
        word = self.text(what)
        if self.is_scalar and not _SLUG.fullmatch(word):
            self.problem(
                f"{word!r} cannot be {what}: use lower case letters, digits and -"
            )
        return word

    def integer(self, least: int = 0, most: int = 2**63 - 1) -> int:
        """A whole number, decimal or 0x, within the limits."""
        word = self.text("a whole number")
        if not self.is_scalar:
            return least
        if not _INTEGER.fullmatch(word):
            self.problem(f"expected a whole number, found {self._shape()}")
            return least
        number = int(word, 0) if word.startswith("0x") else int(word)
        if not least <= number <= most:
            self.problem(f"{word} is not between {least} and {most}")
            return least
        return number

    def span(self) -> tuple[int, int]:
        """``1..20``, or ``32`` for exactly 32."""
        word = self.text("a range such as 1..20")
        if not self.is_scalar:
            return (0, 0)
        match = _RANGE.fullmatch(word)
        if match is None:
            self.problem(f"expected a range such as 1..20, found {self._shape()}")
            return (0, 0)
        low = int(match[1], 0) if match[1].startswith("0x") else int(match[1])
        second = str(match[2] or match[1])
        high = int(second, 0) if second.startswith("0x") else int(second)
        if low > high:
            self.problem(f"the range {word} is empty: {low} is more than {high}")
            return (high, high)
        return (low, high)

    def flag(self) -> bool:
        """``true`` or ``false``."""
        word = self.text("true or false")
        if self.is_scalar and word not in ("true", "false"):
            self.problem(f"expected true or false, found {word!r}")
        return word == "true"

    def choice(self, words: Collection[str], what: str) -> Word:
        """One of ``words``."""
        word = self.text(what)
        if self.is_scalar and word not in words:
            hint = did_you_mean(word, words)
            self.problem(
                f"unknown {what} {word!r}{hint or '; one of: ' + ', '.join(words)}"
            )
        return word

    def hex(self) -> bytes:
        """Bytes as hex digits, white space between them ignored."""
        word = self.text("hex digits")
        try:
            return bytes.fromhex("".join(word.split()))
        except ValueError:
            self.problem(f"expected pairs of hex digits, found {str(word)!r}")
            return b""

    def elements(self, what: str = "a list") -> list[Node]:
        """The elements of a list."""
        if not self.is_sequence:
            shape = self._shape()
            advice = f": write [{self._node.value}]" if _is_word(self) else ""
            self.problem(f"expected {what}, found {shape}{advice}")
            return []
        return [Node(child, self._problems) for child in self._node.value]

    def words(self, what: str) -> tuple[Word, ...]:
        """A list of names."""
        return tuple(node.text(what) for node in self.elements(f"a list of {what}s"))

    def items(self, what: str = "a mapping") -> list[tuple[Word, Node]]:
        """The keys and values of a mapping, in order; duplicates are problems."""
        if not self.is_mapping:
            if not self.is_empty:
                self.problem(f"expected {what}, found {self._shape()}")
            return []
        return list(self._unique_items())

    def _unique_items(self) -> Iterator[tuple[Word, Node]]:
        seen: dict[str, Mark] = {}
        for key_node, value_node in self._node.value:
            key = Node(key_node, self._problems).text("a key")
            if key == "<<":
                self._problems.add(key.mark, "merge keys (<<) are not allowed")
                continue
            if key in seen:
                self._problems.add(
                    key.mark, f"duplicate key {key!r} (first at line {seen[key].line})"
                )
                continue
            seen[key] = key.mark
            yield key, Node(value_node, self._problems)

    def without(self, keys: Collection[str]) -> Node:
        """The same mapping but for some keys."""
        kept = [pair for pair in self._node.value if pair[0].value not in keys]
        start, end = self._node.start_mark, self._node.end_mark
        node = yaml.MappingNode(self._node.tag, kept, start, end)
        return Node(node, self._problems)

    def fields(self, keys: Keys) -> dict[str, Node]:
        """The values of a mapping whose keys are fixed."""
        if not self.is_mapping:
            self.problem(f"expected {keys.what}, found {self._shape()}")
            return {}
        found: dict[str, Node] = {}
        for key, value in self.items(keys.what):
            if key in keys.all:
                found[key] = value
            else:
                meant, read = self._unknown(key, value, keys)
                found.setdefault(meant, read)
        lacking = [repr(key) for key in keys.required if key not in found]
        if lacking:
            self.problem(f"{keys.what} needs {', '.join(lacking)}")
        return found

    def _unknown(self, key: Word, value: Node, keys: Keys) -> tuple[str, Node]:
        """What was meant by a key: one mistake is to be one problem."""
        head, colon, rest = key.partition(":")
        if colon and value.is_empty and head in keys.all:
            self._problems.add(key.mark, f"write a space behind the ':' of {head!r}")
            node = yaml.ScalarNode("", rest, value._node.start_mark)
            return head, Node(node, self._problems)
        hint = did_you_mean(key, keys.all)
        self._problems.add(key.mark, f"unknown key {key!r} in {keys.what}{hint}")
        return closest(key, keys.all) or "", value

    def _shape(self) -> str:
        if self.is_mapping:
            return "a mapping"
        if self.is_sequence:
            return "a list"
        return "nothing" if self.is_empty else _shortened(str(self._node.value))


def _is_word(node: Node) -> bool:
    """Whether a single word was written."""
    return node.is_scalar and bool(NAME.fullmatch(str(node.text())))


def _shortened(value: str) -> str:
    """A value as it is shown: not a whole file of it."""
    if len(value) > _LONGEST_SHOWN:
        return f"{value[:_LONGEST_SHOWN]!r}…"
    return repr(value)


def mapping_of(node: Node | None, what: str = "a mapping") -> Mapping[Word, Node]:
    """The items of a node that may be missing, as a dict."""
    return dict(node.items(what)) if node is not None else {}
