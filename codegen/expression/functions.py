"""The functions of the language: their arguments and how they are written in Python."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.expression.scope import (
    ANY,
    ATOM,
    COMPARE,
    FLAG,
    INTEGER,
    MAYBE,
    SESSIONS,
    TEXT,
    Code,
    joined,
    quote,
)

if TYPE_CHECKING:
    from codegen.expression.compiler import Compiler

Writer = Callable[["Compiler", ast.Call], Code]


def _method(name: str) -> Writer:
    def write(compiler: Compiler, node: ast.Call) -> Code:
        [text] = parts = compiler.arguments(node)
        compiler.expect(text, TEXT, node.args[0])
        return joined(parts, f"{text.inside(ATOM)}.{name}()", TEXT)

    return write


def _plain(name: str, kind: str | None = None) -> Writer:
    def write(compiler: Compiler, node: ast.Call) -> Code:
        parts = compiler.arguments(node)
        text = f"{name}({', '.join(part.text for part in parts)})"
        return joined(parts, text, kind or parts[0].kind)

    return write


def _of(name: str, kind: str) -> Writer:
    """One of ``codegen.functions`` that makes a text of one argument of a kind."""

    def write(compiler: Compiler, node: ast.Call) -> Code:
        [argument] = parts = compiler.arguments(node)
        compiler.expect(argument, kind, node.args[0])
        return joined(parts, f"functions.{name}({argument.text})", TEXT)

    return write


def _count(compiler: Compiler, node: ast.Call) -> Code:
    if isinstance(node.args[0], ast.GeneratorExp):
        [inside] = parts = compiler.arguments(node)
        _, _, rest = inside.text.partition(" for ")
        return joined(parts, f"sum(1 for {rest})", INTEGER)
    [items] = parts = compiler.arguments(node)
    return joined(parts, f"len({items.text})", INTEGER)


def _first(compiler: Compiler, node: ast.Call) -> Code:
    [items] = parts = compiler.arguments(node)
    item = items.kind.removeprefix("list of ")
    if not isinstance(node.args[0], ast.GeneratorExp):
        items = replace(items, text=f"iter({items.text})")
        return joined(parts, f"next({items.text}, None)", _optional(item))
    return joined(parts, f"next(({items.text}), None)", _optional(item))


def _optional(kind: str) -> str:
    return MAYBE if kind in SESSIONS else ANY


def _join(compiler: Compiler, node: ast.Call) -> Code:
    separator, items = parts = compiler.arguments(node)
    compiler.expect(separator, TEXT, node.args[0])
    return joined(parts, f"{separator.inside(ATOM)}.join({items.text})", TEXT)


def _now(compiler: Compiler, node: ast.Call) -> Code:
    return Code("int(self.now)", INTEGER)


def _fits(compiler: Compiler, node: ast.Call) -> Code:
    texts = [str(t.name) for t in compiler.scope.spec.types if t.kind == "text"]
    word = compiler.word(node, texts, "text type")
    value = compiler.code(node.args[1])
    compiler.expect(value, TEXT, node.args[1])
    return joined([value], f"functions.fits({word.upper()}, {value.text})", FLAG)


def _feature(compiler: Compiler, node: ast.Call) -> Code:
    known = [str(f.name) for f in compiler.scope.spec.features]
    word = compiler.word(node, known, "feature")
    return Code(f"{quote(word)} in self.features", FLAG, COMPARE)


def _limit(compiler: Compiler, node: ast.Call) -> Code:
    word = compiler.word(node, list(compiler.scope.spec.limits), "limit")
    return Code(f"self.limits[{quote(word)}]", INTEGER)


def _tag(compiler: Compiler, node: ast.Call) -> Code:
    return Code("TAGS[type(message)]", INTEGER)


def _size(compiler: Compiler, node: ast.Call) -> Code:
    [text] = parts = compiler.arguments(node)
    compiler.expect(text, TEXT, node.args[0])
    return joined(parts, f"len({text.inside(ATOM)}.encode())", INTEGER)


def _cut(compiler: Compiler, node: ast.Call) -> Code:
    text, most = parts = compiler.arguments(node)
    compiler.expect(text, TEXT, node.args[0])
    compiler.expect(most, INTEGER, node.args[1])
    return joined(parts, f"functions.cut({text.text}, {most.text})", TEXT)


def _enumerate(compiler: Compiler, node: ast.Call) -> Code:
    parts = compiler.arguments(node)
    item = parts[0].kind.removeprefix("list of ")
    text = f"enumerate({', '.join(part.text for part in parts)})"
    return joined(parts, text, f"list of numbered {item}")


FUNCTIONS: dict[str, tuple[int, int, Writer]] = {
    "upper": (1, 1, _method("upper")),
    "lower": (1, 1, _method("lower")),
    "len": (1, 1, _plain("len", INTEGER)),
    "count": (1, 1, _count),
    "first": (1, 1, _first),
    "any": (1, 1, _plain("any", FLAG)),
    "all": (1, 1, _plain("all", FLAG)),
    "min": (1, 9, _plain("min")),
    "max": (1, 9, _plain("max")),
    "str": (1, 1, _plain("str", TEXT)),
    "int": (1, 1, _plain("int", INTEGER)),
    "join": (2, 2, _join),
    "size": (1, 1, _size),
    "cut": (2, 2, _cut),
    "nfc": (1, 1, _plain("functions.nfc", TEXT)),
    "now": (0, 0, _now),
    "clock": (1, 1, _of("clock", INTEGER)),
    "dueum": (1, 1, _of("dueum", TEXT)),
    "fits": (2, 2, _fits),
    "feature": (1, 1, _feature),
    "limit": (1, 1, _limit),
    "tag": (0, 0, _tag),
    "enumerate": (1, 2, _enumerate),
}
