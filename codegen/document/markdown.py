"""Pieces of Markdown as GitHub renders it: every text is escaped where it is made.

An *inline* is Markdown that stands within one line, also in the cell of a table: it has
no line break and no bare pipe. A *block* is a list of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import category, normalize

# Characters that mean something in a line of prose. Underscores within words do not.
_MARKUP = re.compile(r"[\\`*\[\]<>|~$&]|(?<![^\W_])_|_(?![^\W_])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
# A number, dash or # begins a list or heading where it begins a line.
_BEGINNING = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+#=])")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


# Inline.


def prose(text: str) -> str:
    """A text for people, on one line, with nothing in it taken for markup."""
    line = " ".join(text.split())
    escaped = _MARKUP.sub(lambda found: _escape(found[0]), line)
    escaped = "".join(map(_seen, escaped))
    return _BEGINNING.sub(lambda m: f"{m[1] or ''}\\{m[2] or m[3]}", escaped)


def _escape(character: str) -> str:
    return _ENTITIES.get(character, f"\\{character}")


def visible(text: str) -> str:
    """``text`` on one line: line ends and what cannot be seen as escapes of C.

    Where accents stand apart from their letters, which nobody could see, they do too.
    """
    apart = not text.isascii() and normalize("NFC", text) != text
    return "".join(_shown(c, apart) for c in text)


def _shown(character: str, apart: bool) -> str:
    if apart and category(character)[0] == "M":
        return f"\\u{ord(character):04x}"
    return _SHORT.get(character) or _seen(character)


def _seen(character: str) -> str:
    """A character, or its escape: what is no blank and takes no ink is told by number.

    So are those that turn the direction of what follows.
    """
    if character == " " or not _is_hidden(character):
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


@cache
def _is_hidden(character: str) -> bool:
    return category(character)[0] in "CZ"


def quoted(text: str) -> str:
    """``text`` as a literal in double quotes, as in C, with all its blanks."""
    body = visible(text.replace("\\", "\\\\")).replace('"', '\\"')
    return f'"{_kept_apart(body)}"'


def _kept_apart(text: str) -> str:
    """A browser shows several blanks as one: all but the first are told by number."""
    return re.sub(r"(?<= ) +", lambda blanks: "\\x20" * len(blanks[0]), text)


def code(text: str) -> str:
    """``text`` in the type of programs. It is made visible; it may be anything."""
    shown = _kept_apart(visible(text))
    if not shown:
        return "nothing"
    is_plain = not set(shown) & set("`|") and shown.strip() == shown
    if is_plain:
        return f"`{shown}`"
    return f"<code>{_as_html(shown)}</code>"


def _as_html(text: str) -> str:
    """``text`` with all that is markup in HTML or Markdown as character references."""
    return re.sub(
        r"[&<>|`*_\\\[\]~$\"]|^ | $", lambda found: f"&#{ord(found[0])};", text
    )


def literal(text: str) -> str:
    """A text of the wire as code in quotes."""
    return code(quoted(text))


def template(text: str) -> str:
    """A text with fields in braces: in quotes where it would not be plain without."""
    is_plain = text.isprintable() and text.strip() == text and "\\" not in text
    return code(text) if is_plain and text else literal(text)


def hexadecimal(data: bytes, most: int = 24) -> str:
    """Bytes in hex, as code; the middle of many is left out."""
    if not data:
        return "no bytes"
    if len(data) <= most:
        return code(data.hex(" "))
    return code(f"{data[: most // 2].hex(' ')} … {data[-most // 4 :].hex(' ')}")


def link(text: str, anchor: str) -> str:
    """A link to a place on this page; ``text`` is inline already."""
    return f"[{text}](#{anchor})"


def anchor(name: str) -> str:
    """The place that links to ``name`` lead to."""
    return f'<a id="{name}"></a>'


def bold(text: str) -> str:
    """An inline in bold."""
    return f"**{text}**"


def joined(items: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, tail = list(items) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def lines_in_cell(items: Iterable[str]) -> str:
    """Several inlines below each other in one cell of a table."""
    return "<br>".join(item for item in items if item)


# Blocks.

Block = list[str]


def heading(level: int, text: str) -> Block:
    """A heading; ``text`` is inline."""
    return ["", f"{'#' * level} {text}", ""]


def paragraph(*inlines: str) -> Block:
    """Inlines one after another; nothing if there are none."""
    text = " ".join(inline for inline in inlines if inline)
    return [text, ""] if text else []


def bullets(items: Iterable[str]) -> Block:
    """A list."""
    lines = [f"- {item}" for item in items]
    return [*lines, ""] if lines else []


def numbered(items: Iterable[str]) -> Block:
    """A list with numbers."""
    lines = [f"{number}. {item}" for number, item in enumerate(items, 1)]
    return [*lines, ""] if lines else []


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """A table; nothing if it has no rows. Cells are inlines.

    Columns in which no row says anything are left out.
    """
    cells = [list(row) for row in rows]
    if not cells:
        return []
    for row in cells:
        assert len(row) == len(head), f"{len(head)} columns, but {row}"
    kept = [i for i in range(len(head)) if any(row[i] for row in cells)]
    lines = [[head[i] for i in kept], ["---" for _ in kept]]
    lines += [[row[i] for i in kept] for row in cells]
    return [*map(_row, lines), ""]


def _row(cells: Sequence[str]) -> str:
    for cell in cells:
        assert "\n" not in cell, f"a cell is one line, not {cell!r}"
        assert not re.search(r"(?<!\\)\|", cell), f"a bare pipe in {cell!r}"
    return f"| {' | '.join(cells)} |"


def fenced(kind: str, lines: Iterable[str]) -> Block:
    """Lines that are shown as they are, or drawn (``mermaid``)."""
    return [f"```{kind}", *lines, "```", ""]


def folded(summary: str, block: Block) -> Block:
    """A block that opens when its summary is clicked."""
    return ["<details>", f"<summary>{summary}</summary>", "", *block, "</details>", ""]


def whole(blocks: Iterable[Block]) -> str:
    """The text of a page: never two empty lines in a row, one line end at its end."""
    lines: list[str] = []
    for line in (line for block in blocks for line in block):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"
