"""Types of fields, and values written in YAML that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.load.nodes import Keys, Node, closest, did_you_mean
from codegen.model import Field, Type, Word

WIDTHS = ("u8", "u16", "u32", "u64", "u16le", "u32le", "u64le")
PREFIXES = ("u8", "u16", "u32", "u16le", "u32le")
LEVELS = ("must", "should", "may")

_COMMON = ("level", "names", "samples")
KINDS = {
    "text": Keys(
        "a text type",
        ("is",),
        ("length", "bytes", "pattern", "without", "prefix", *_COMMON),
    ),
    "bytes": Keys("a bytes type", ("is", "bytes"), ("prefix", *_COMMON)),
    "integer": Keys("an integer type", ("is", "range"), ("size", "digits", *_COMMON)),
    "choice": Keys("a choice type", ("is", "of"), ("size", *_COMMON)),
    "flag": Keys("a flag type", ("is",), ("size", "yes", "no", *_COMMON)),
    "list": Keys(
        "a list type", ("is", "of", "count"), ("prefix", "ends", "between", *_COMMON)
    ),
    "group": Keys("a group type", ("is", "fields"), ("template", *_COMMON)),
}

Types = dict[str, Type]


def builtin_types() -> Types:
    """The types that need no declaration."""
    found: Types = {}
    for width in WIDTHS:
        most = 2 ** int(width[1:].removesuffix("le")) - 1
        found[width] = Type(
            name=Word(width),
            kind="integer",
            width=width,
            range=(0, most),
            builtin=True,
        )
    found["flag"] = Type(name=Word("flag"), kind="flag", width="u8", builtin=True)
    return found


def read_types(node: Node | None) -> Types:
    """All types by name, builtin ones included. A type may use those above it."""
    types = builtin_types()
    for name, value in node.items("types") if node is not None else []:
        if name in types and types[name].builtin:
            value.problems.add(name.mark, f"{name!r} is a builtin type: choose another")
            continue
        types[name] = _read_type(name, value, types)
    return types


def resolve(node: Node, types: Types) -> Type:
    """The type that ``node`` names; a placeholder where there is none."""
    word = node.text("the name of a type")
    if word in types:
        return types[word]
    if node.is_scalar:
        node.problem(f"unknown type {word!r}{did_you_mean(word, types)}")
    return Type(name=word, kind="unknown")


def read_fields(node: Node | None, types: Types) -> tuple[Field, ...]:
    """``{name: type, …}``"""
    if node is None:
        return ()
    return tuple(Field(k, resolve(v, types)) for k, v in node.items("fields"))


def _read_type(name: Word, node: Node, types: Types) -> Type:
    kind = _kind(node)
    if kind is None:
        return Type(name=name, kind="unknown")
    found = node.fields(KINDS[kind])
    span = {k: found[k].span() if k in found else None for k in ("length", "range")}
    declared = Type(
        name=name,
        kind=kind,
        length=span["length"],
        size=found["bytes"].span() if "bytes" in found else None,
        pattern=_text(found, "pattern"),
        without=_text(found, "without"),
        prefix=_choice(found, "prefix", PREFIXES),
        width=_choice(found, "size", WIDTHS),
        range=span["range"],
        digits=found["digits"].integer(1, 20) if "digits" in found else None,
        values=_values(kind, found),
        of=resolve(found["of"], types) if kind == "list" and "of" in found else None,
        count=found["count"].span() if "count" in found else None,
        ends=_text(found, "ends"),
        between=_text(found, "between"),
        fields=read_fields(found.get("fields"), types),
        template=_text(found, "template"),
        level=_choice(found, "level", LEVELS[:2]) or "must",
        identity=_text(found, "names"),
    )
    return _with_samples(declared, found)


def _kind(node: Node) -> str | None:
    what = next((v for k, v in node.items("a type") if k == "is"), None)
    if what is None:
        if node.is_mapping:
            node.problem(f"a type needs 'is', one of: {', '.join(KINDS)}")
        return None
    kind = what.choice(tuple(KINDS), "kind of type")
    return kind if kind in KINDS else None


def _text(found: Mapping[str, Node], key: str) -> Word:
    return found[key].text() if key in found else Word("")


def _choice(found: Mapping[str, Node], key: str, words: tuple[str, ...]) -> Word:
    return found[key].choice(words, key) if key in found else Word("")


def _values(kind: str, found: Mapping[str, Node]) -> tuple[tuple[str, int | str], ...]:
    if kind == "choice" and "of" in found:
        numbers = "size" in found
        return tuple(
            (word, node.integer() if numbers else str(node.text()))
            for word, node in found["of"].items("words and their values on the wire")
        )
    if kind == "flag" and ("yes" in found or "no" in found):
        return (("yes", str(_text(found, "yes"))), ("no", str(_text(found, "no"))))
    return ()


def _with_samples(declared: Type, found: Mapping[str, Node]) -> Type:
    from dataclasses import replace

    if "samples" not in found:
        return declared
    nodes = found["samples"].elements("a list of values")
    return replace(declared, samples=tuple(read_value(n, declared) for n in nodes))


# Values.


def read_value(node: Node, type_: Type) -> Any:
    """The value that ``node`` writes for a field of ``type_``."""
    return _READERS.get(type_.kind, _read_unknown)(node, type_)


def read_values(
    node: Node | None, fields: tuple[Field, ...], what: str
) -> dict[Word, Any]:
    """``{field: value}``; unknown fields are problems, missing ones are left out."""
    by_name = {f.name: f.type for f in fields}
    values: dict[Word, Any] = {}
    for key, value in node.items(f"fields of {what}") if node is not None else []:
        if key in by_name:
            values[key] = read_value(value, by_name[key])
        else:
            hint = did_you_mean(key, by_name)
            value.problems.add(key.mark, f"{what} has no field {key!r}{hint}")
            meant = closest(key, by_name)
            if meant is not None:
                values.setdefault(Word(meant), read_value(value, by_name[Word(meant)]))
    return values


def _read_text(node: Node, _: Type) -> str:
    return str(node.text())


def _read_integer(node: Node, type_: Type) -> int:
    return node.integer(*(type_.range or (0, 2**63 - 1)))


def _read_bytes(node: Node, _: Type) -> bytes:
    return node.hex()


def _read_choice(node: Node, type_: Type) -> str:
    return str(node.choice([word for word, _ in type_.values], f"{type_.name}"))


def _read_flag(node: Node, _: Type) -> bool:
    return node.flag()


def _read_list(node: Node, type_: Type) -> tuple[Any, ...]:
    item = type_.of
    assert item is not None or type_.kind == "list"
    if item is None:
        return ()
    return tuple(read_value(n, item) for n in node.elements("a list of values"))


def _read_group(node: Node, type_: Type) -> Any:
    values = read_values(node, type_.fields, f"a {type_.name}")
    for member in type_.fields:
        if member.name not in values and node.is_mapping:
            node.problem(f"a {type_.name} needs {str(member.name)!r}")
    return {str(k): v for k, v in values.items()}


def _read_unknown(node: Node, _: Type) -> Any:
    return str(node.text()) if node.is_scalar else None


_READERS = {
    "text": _read_text,
    "integer": _read_integer,
    "bytes": _read_bytes,
    "choice": _read_choice,
    "flag": _read_flag,
    "list": _read_list,
    "group": _read_group,
}
