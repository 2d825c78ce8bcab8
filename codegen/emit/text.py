"""Pieces of Python source: literals, calls, comments, docstrings.

Every piece is *flat*: it has no line breaks however long it is. Where a line is too
long, ``lay_out`` of ``codegen.emit.layout`` breaks it at the end, all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from unicodedata import category, east_asian_width

WIDTH = 88


class Source(str):
    """Python source, to stand as it is where ``literal`` is given a value."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """How many columns ``text`` takes: a syllable of Hangul takes two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def literal(value: Any) -> Source:
    """``value`` as source: text, bytes, numbers, tuples, lists, sets and mappings."""
    if isinstance(value, Source):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bytes):
        return _bytes(value)
    if isinstance(value, Mapping):
        return mapping(value)
    if isinstance(value, tuple):
        return bracket("(", value, ",)" if len(value) == 1 else ")")
    if isinstance(value, list):
        return bracket("[", value, "]")
    if isinstance(value, (set, frozenset)):
        return _set(value)
    return Source(repr(value))


def bracket(opening: str, values: Iterable[Any], closing: str) -> Source:
    """``values`` as source between brackets."""
    return Source(f"{opening}{', '.join(map(literal, values))}{closing}")


def mapping(values: Mapping[Any, Any]) -> Source:
    """A dict display; keys and values may be ``Source``."""
    items = (f"{literal(k)}: {literal(v)}" for k, v in values.items())
    return Source(f"{{{', '.join(items)}}}")


def call(head: str, *arguments: Any, **keywords: Any) -> Source:
    """``head(…)``; arguments are values or ``Source``."""
    parts = [literal(a) for a in arguments]
    parts += [Source(f"{name}={literal(value)}") for name, value in keywords.items()]
    return Source(f"{head}({', '.join(parts)})")


def _set(value: Iterable[Any]) -> Source:
    items = ", ".join(sorted(map(literal, value)))
    return Source(f"frozenset({{{items}}})" if items else "frozenset()")


# Quotes are chosen as the formatter does: double ones unless that needs more escapes.

_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"}


def _text(value: str) -> Source:
    quote = "'" if value.count('"') > value.count("'") else '"'
    if "\\" in value and value.isprintable() and not set(value) & {quote}:
        raw = not value.endswith("\\")
        if raw:
            return Source(f"r{quote}{value}{quote}")
    return Source(quote + "".join(_escaped(c, quote) for c in value) + quote)


def _escaped(character: str, quote: str = "") -> str:
    if character == quote:
        return "\\" + character
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    return repr(character)[1:-1]


def _bytes(value: bytes) -> Source:
    if not value.isascii() and (text := _decoded(value)):
        return Source(f"{_text(text)}.encode()")
    quote = "'" if value.count(b'"') > value.count(b"'") else '"'
    return Source(f"b{quote}{''.join(_escaped_byte(b, quote) for b in value)}{quote}")


def _decoded(value: bytes) -> str:
    """The text that somebody can read in bytes, if all of it can be read."""
    text = value.decode(errors="ignore")
    readable = text.encode() == value and text.replace("\n", "").isprintable()
    return text if readable else ""


def _escaped_byte(byte: int, quote: str) -> str:
    return _escaped(chr(byte), quote) if byte < 0x7F else f"\\x{byte:02x}"


# Text for people.


def visible(text: str) -> str:
    """``text`` on one line: line ends and what cannot be seen as escapes."""
    return "".join(map(_escaped, text))


def wrap(text: str, columns: int) -> list[str]:
    """The words of ``text`` in lines of at most ``columns``."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(lines[-1]) + 1 + width(word) <= columns:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def comment(text: str, indent: int = 0) -> list[str]:
    """``text`` as the lines of a comment."""
    margin = " " * indent + "# "
    return [margin + line for line in wrap(text, WIDTH - len(margin))]


def docstring(text: str, indent: int = 0) -> list[str]:
    """``text`` (one or more lines) as the lines of a docstring."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    margin = " " * indent
    lines = [(margin + line).rstrip() for line in escaped.split("\n")]
    lines[0] = margin + '"""' + lines[0].lstrip()
    if len(lines) == 1:
        return [lines[0] + '"""']
    return [*lines, margin + '"""']
