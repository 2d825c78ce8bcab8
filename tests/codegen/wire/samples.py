"""Messages of every kind, none of them of a real protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from codegen.wire import (
    Array,
    Blob,
    Choice,
    Codec,
    Const,
    Flag,
    Group,
    Integer,
    Layout,
    NulRecord,
    Template,
    Text,
)


@dataclass(frozen=True, slots=True)
class Bare:
    pass


@dataclass(frozen=True, slots=True)
class One:
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    sender: str
    to: str


@dataclass(frozen=True, slots=True)
class Note:
    sender: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    name: str
    asleep: bool


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Names:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    to: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mixed:
    mode: str
    size: int
    loud: bool
    digest: bytes
    marks: tuple[int, ...]
    rest: str


NAME = Text(length=(1, 20), pattern=r"[^\s#]+", prefix="u8", level="should")
LINE = Text(bytes=(0, 900), without="\n", prefix="u16")
ANY = Text(bytes=(0, 200))

ROW = Group(
    Row,
    {
        "number": Integer(range=(0, 99), digits=2),
        "name": NAME,
        "asleep": Flag(true="S", false="O"),
    },
    template="{number}\t{name}\t{asleep}",
)

NOTE = Template(
    Note, "003#{sender}#{to}#{text}", {"sender": NAME, "to": NAME, "text": LINE}
)
TABLE = Template(
    Table,
    "== {title} ==\n{rows}====",
    {"title": ANY, "rows": Array(ROW, count=(0, 30), ends="\n")},
)
CHUNK = Template(
    Chunk, "[{to}] /data {data}", {"to": NAME, "data": Blob(bytes=(0, 50))}
)
PADDED_NOTE = NulRecord(
    Template(Note, "[{sender}] /to {to} {text}\n", dict(NOTE.fields)), size=128
)
BINARY_NOTE = Layout(
    Note,
    [("code", Const("u16", 3)), ("sender", NAME), ("to", NAME), ("text", LINE)],
)
BINARY_TABLE = Layout(
    Table,
    [
        ("code", Const("u16", 4)),
        ("title", Text(bytes=(0, 200), prefix="u8")),
        (
            "rows",
            Array(
                Group(
                    Row,
                    {
                        "number": Integer(size="u16"),
                        "kind": Const("u8", 7),
                        "name": NAME,
                        "asleep": Flag(),
                    },
                ),
                count=(0, 300),
                prefix="u8",
            ),
        ),
    ],
)
BINARY_MIXED = Layout(
    Mixed,
    [
        ("mode", Choice({"normal": 1, "upper": 2}, size="u16le")),
        ("size", Integer(size="u64", range=(1, 2**40))),
        ("version", Const("u8", 9)),
        ("minor", Const("u16le", 1)),
        ("loud", Flag(size="u16")),
        ("digest", Blob(bytes=(4, 4))),
        ("marks", Array(Integer(size="u32le"), count=(2, 2))),
        ("rest", Text(length=(0, 50))),
    ],
)

CODECS: dict[str, Codec[Any]] = {
    "bare": Template(Bare, "101", {}),
    "one": Template(One, "{text}", {"text": ANY}),
    "ended": Template(One, "[{{{text}}}]", {"text": ANY}),
    "overlapping": Template(One, "<{text}abab", {"text": ANY}),
    "note": NOTE,
    "korean": Template(
        Note,
        "{sender}님이 {to}님에게: {text}",
        {"sender": NAME, "to": ANY, "text": ANY},
    ),
    "cp949": Template(
        One,
        "[공지]{text}|끝",
        {"text": Text(bytes=(0, 200), encoding="cp949")},
        encoding="cp949",
    ),
    "table": TABLE,
    "names": Template(
        Names,
        "names: {names}.",
        {"names": Array(ANY, count=(0, 9), between=", ")},
    ),
    "some names": Template(
        Names, "{names}", {"names": Array(ANY, count=(1, 9), between="##")}
    ),
    "nested": Template(
        Names, "|{names}", {"names": Array(NAME, count=(0, 9), ends="|")}
    ),
    "chunk": CHUNK,
    "padded note": PADDED_NOTE,
    "padded chunk": NulRecord(CHUNK, size=64),
    "spaced": NulRecord(
        Template(One, ">{text}", {"text": ANY}), size=40, pad=0x20, tail="nul"
    ),
    "binary bare": Layout(Bare, [("code", Const("u16", 1))]),
    "binary note": BINARY_NOTE,
    "binary table": BINARY_TABLE,
    "binary mixed": BINARY_MIXED,
    "binary names": Layout(
        Names,
        [("code", Const("u8", 1)), ("names", Array(NAME, count=(0, 300)))],
    ),
    "utf-16": Layout(One, [("text", Text(bytes=(0, 90), encoding="utf-16"))]),
}
"""Codecs by a name for test ids. Of all, ``encode(decode(b)) == b``."""
