"""What the formatter asks of an expression before it gives it parentheses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

DISPLAYS = (ast.List, ast.Set, ast.Tuple, ast.Dict)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
ATOMS = (ast.Name, ast.Constant, ast.JoinedStr)

_COMPARISON, _BOOLEAN, _CONDITION = 8, 9, 10
_ARITHMETIC: dict[type[ast.operator], int] = {
    ast.Pow: 1,
    ast.Mult: 3,
    ast.Div: 3,
    ast.FloorDiv: 3,
    ast.Mod: 3,
    ast.Add: 4,
    ast.Sub: 4,
}


def end(node: ast.expr) -> int:
    """Where an expression ends, in bytes."""
    assert node.end_col_offset is not None
    return node.end_col_offset


def is_enclosed(operand: ast.expr, code: bytes) -> bool:
    """Whether an operand stands in parentheses of its own: ``not (a or b)``."""
    start, stop = operand.col_offset, end(operand)
    return code[start - 1 : start] == b"(" and code[stop : stop + 1] == b")"


def binding(node: ast.expr) -> int:
    """How loosely the operator of ``node`` binds its operands; 0 if it has none."""
    match node:
        case ast.BinOp(op=operator):
            return _ARITHMETIC.get(type(operator), 5)
        case ast.Compare():
            return _COMPARISON
        case ast.BoolOp():
            return _BOOLEAN
        case ast.IfExp():
            return _CONDITION
    return 0


def operands(node: ast.expr, code: bytes) -> list[ast.expr]:
    """The operands in the order of the text; none if ``node`` is no operator."""
    match node:
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.BoolOp(values=values):
            return values
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.IfExp(body=body, test=test, orelse=orelse):
            return [body, test, *_alike(orelse, node, code)]
        case ast.BinOp(left=left, right=right):
            return [*_alike(left, node, code), right]
    return []


def _alike(operand: ast.expr, node: ast.expr, code: bytes) -> list[ast.expr]:
    """The operands of an operand that binds like the whole, as in ``a + b + c``."""
    alike = binding(operand) == binding(node) and not is_enclosed(operand, code)
    return operands(operand, code) if alike else [operand]


def can_break(node: ast.expr) -> bool:
    """Whether ``node`` has a bracket that can be broken."""
    match node:
        case ast.Call(args=[], keywords=[], func=inner) | ast.Attribute(value=inner):
            return can_break(inner)
        case ast.Dict(values=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return False
    return isinstance(node, (*DISPLAYS, *COMPREHENSIONS, ast.Call, ast.Subscript))


def core(node: ast.expr, code: bytes) -> ast.expr:
    """What stands behind ``not`` and signs, unless it is in parentheses."""
    while isinstance(node, ast.UnaryOp) and not is_enclosed(node.operand, code):
        node = node.operand
    return node


def leaves(node: ast.expr, code: bytes) -> Iterator[ast.expr]:
    """The operands that are no operators themselves, or stand in parentheses."""
    parts = operands(node, code)
    for part in parts:
        if is_enclosed(part, code):
            yield part
        else:
            yield from leaves(part, code)
    if not parts:
        yield node


def breaks_in_place(node: ast.expr, code: bytes) -> bool:
    """Whether brackets within may break, so that ``node`` needs no parentheses.

    So it is where the expression begins or ends in a bracket, unless the loosest
    operator occurs twice: its operands then stand below each other.
    """
    counts: dict[int, int] = {}
    _count(node, code, counts)
    if isinstance(node, ast.IfExp) or (counts and counts[max(counts)] > 1):
        return False
    found = list(leaves(node, code))
    begins = not isinstance(node, ast.UnaryOp) and _is_display(found[0], code)
    ends = not isinstance(found[-1], ast.Subscript) and is_bracket(found[-1], code)
    return begins or ends


def _is_display(leaf: ast.expr, code: bytes) -> bool:
    """Whether a leaf consists of a bracket that is not empty."""
    by_itself = isinstance(leaf, (*DISPLAYS, *COMPREHENSIONS)) and can_break(leaf)
    return by_itself or is_enclosed(leaf, code)


def is_bracket(node: ast.expr, code: bytes) -> bool:
    """Whether a leaf ends in a bracket that is not empty."""
    if isinstance(node, ast.Attribute):
        return False
    if isinstance(node, ast.Call) and not (node.args or node.keywords):
        return False
    return can_break(node) or is_enclosed(node, code)


def _count(node: ast.expr, code: bytes, counts: dict[int, int]) -> None:
    """How often each degree of binding occurs outside all brackets."""
    parts = operands(node, code)
    if binding(node):
        more = len(parts) // 2 if isinstance(node, ast.IfExp) else len(parts) - 1
        counts[binding(node)] = counts.get(binding(node), 0) + more
    for part in parts:
        if not is_enclosed(part, code):
            _count(part, code, counts)
