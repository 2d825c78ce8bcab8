"""Breaks long lines of Python where ``ruff format`` would break them.

``lay_out`` is given source in which every statement stands on one line, with the
quotes and spaces that the formatter would write, without trailing commas and without
needless parentheses. Lines that fit stay untouched. So the generator needs no
formatter, and what it writes needs none either.

What is known here is what generated code uses: assignments, ``return``, ``if``,
``for``, calls, ``def`` and ``from … import`` statements; displays, calls,
comprehensions and operators in expressions. The tests compare with the formatter.

The rule kept here: outside brackets, operators get parentheses, unless the expression
begins or ends in a bracket that can be broken in their place.
"""

from __future__ import annotations

import ast

from codegen.emit import operators
from codegen.emit.breaking import STEP, Breaker, Item, fits


def lay_out(source: str) -> str:
    """``source`` with its long lines broken."""
    lines: list[str] = []
    quoted = False
    for line in source.split("\n"):
        marks = line.count('"""')
        if quoted or marks or fits(line) or line.lstrip().startswith("#"):
            lines.append(line)
        else:
            lines += _statement(line)
        quoted = quoted != (marks % 2 == 1)
    return "\n".join(lines)


def _statement(line: str) -> list[str]:
    """The lines of a statement that does not fit on one."""
    code = line.lstrip()
    indent = len(line) - len(code)
    if code.startswith("elif "):
        head, *rest = _statement(" " * indent + code[2:])
        return [head.replace("if", "elif", 1), *rest]
    tree = ast.parse(code + " pass" if code.endswith(":") else code).body[0]
    match tree:
        case ast.FunctionDef():
            return _function(code, tree, indent)
        case ast.ImportFrom():
            return _imports(code, indent)
        case ast.If(test=value) | ast.While(test=value) | ast.For(iter=value):
            return _outside(code, value, ":", indent)
        case (
            ast.Return(value=ast.expr() as value)
            | ast.AnnAssign(value=ast.expr() as value)
            | ast.Assign(value=value)
            | ast.AugAssign(value=value)
            | ast.Expr(value=value)
        ):
            return _outside(code, value, "", indent)
    return [line]


def _function(code: str, tree: ast.FunctionDef, indent: int) -> list[str]:
    """``def`` with its parameters broken as the arguments of a call."""
    start = code.index("(") + 1
    stop = code.rindex(")", 0, code.rindex("->") if tree.returns else None)
    margin, inner = " " * indent, " " * (indent + STEP)
    body = [inner + code[start:stop]]
    if not fits(body[0]):
        body = [f"{inner}{parameter}," for parameter in _split(code[start:stop])]
    return [margin + code[:start], *body, margin + code[stop:]]


def _split(parameters: str) -> list[str]:
    """The parameters of a function: commas inside brackets do not count."""
    found, depth = [""], 0
    for character in parameters:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return [parameter.strip() for parameter in found]


def _imports(code: str, indent: int) -> list[str]:
    """``from module import (…)``, one name a line."""
    head, names = code.split(" import ")
    margin, inner = " " * indent, " " * (indent + STEP)
    body = [f"{inner}{name}," for name in names.split(", ")]
    return [f"{margin}{head} import (", *body, f"{margin})"]


def _outside(code: str, node: ast.expr, after: str, indent: int) -> list[str]:
    """An expression that stands outside all brackets, at the end of a statement."""
    breaker = Breaker(code.encode())
    item = Item(breaker.text(0, node.col_offset), node, after)
    core = operators.core(node, breaker.code)
    if operators.can_break(core):
        start = Item(breaker.text(0, core.col_offset), core, after)
        return breaker.lines(start, indent)
    if not operators.operands(core, breaker.code):
        return _atom(breaker, item, indent)
    if operators.breaks_in_place(node, breaker.code):
        lines = breaker.in_place(item, indent)
        if fits(lines[0]) and fits(lines[-1]):
            return lines
    return breaker.parenthesized(item, indent)


def _atom(breaker: Breaker, item: Item, indent: int) -> list[str]:
    """Parentheses around what cannot be broken, where they make it fit."""
    lines = breaker.parenthesized(item, indent)
    return lines if all(map(fits, lines)) else [" " * indent + breaker.flat(item)]
