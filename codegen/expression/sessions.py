"""Comparing and storing sessions: themselves, what may be one, and their numbers."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from codegen.expression.scope import (
    ANY,
    BYTES,
    COMPARE,
    FLAG,
    INTEGER,
    MAYBE,
    NONE,
    REFERENCE,
    SESSION,
    SESSIONS,
    TEXT,
    Code,
    is_list,
    joined,
)
from codegen.load.nodes import did_you_mean

if TYPE_CHECKING:
    from codegen.expression.compiler import Compiler

_EMPTY = {
    TEXT: ": it is '' at first",
    INTEGER: ": it is 0 at first",
    FLAG: ": it is false at first",
    BYTES: ": compare len(…) with 0",
}


def compare_sessions(
    compiler: Compiler, node: ast.Compare, left: Code, right: Code
) -> Code | None:
    """``is``, ``is not``, ``==`` and ``!=`` between sessions and none."""
    operator = node.ops[0]
    equal = isinstance(operator, ast.Is | ast.Eq)
    if not equal and not isinstance(operator, ast.IsNot | ast.NotEq):
        return None
    if left.kind == NONE:
        left, right = right, left
    if right.kind == NONE and left.kind not in (*SESSIONS, NONE, ANY):
        advice = ": compare count(…) with 0" if is_list(left) else ""
        advice = _EMPTY.get(left.kind, advice)
        compiler.problem(node, f"{left.kind} is never none{advice}")
        return replace(left, kind=FLAG)
    if left.kind not in SESSIONS or right.kind not in (*SESSIONS, NONE):
        if isinstance(operator, ast.Is | ast.IsNot):
            compiler.problem(node, "'is' compares sessions: use == or !=")
        return None
    if right.kind == NONE:
        return _compare_none(left, equal)
    symbol = "is" if equal else "is not"
    if REFERENCE in (left.kind, right.kind):
        symbol = "==" if equal else "!="
        left, right = _number(compiler, left, node), _number(compiler, right, node)
    text = f"{left.text} {symbol} {right.text}"
    return joined((left, right), text, FLAG, COMPARE)


def check_states(compiler: Compiler, node: ast.Compare) -> None:
    """A region is compared with states that it has."""
    sides = [node.left, *node.comparators]
    for one, other in permutations(sides, 2):
        name = one.attr if isinstance(one, ast.Attribute) else ""
        regions = compiler.scope.session.regions
        region = next((r for r in regions if r.name == name), None)
        states = [str(s.name) for s in region.states] if region else []
        for word in ast.walk(other) if states else ():
            value = word.value if isinstance(word, ast.Constant) else None
            if isinstance(value, str) and value not in states:
                hint = did_you_mean(value, states)
                compiler.problem(word, f"unknown state of {name}: {value!r}{hint}")


def _compare_none(code: Code, equal: bool) -> Code:
    if code.kind == REFERENCE:
        symbol = "==" if equal else "!="
        return joined([code], f"{code.text} {symbol} room.NOBODY", FLAG, COMPARE)
    symbol = "is" if equal else "is not"
    proven = frozenset({code.text}) if code.kind == MAYBE else frozenset[str]()
    return replace(
        joined([code], f"{code.text} {symbol} None", FLAG, COMPARE),
        some_if_true=frozenset() if equal else proven,
        some_if_false=proven if equal else frozenset(),
    )


def _number(compiler: Compiler, code: Code, node: ast.AST) -> Code:
    """What a session variable holds for this session."""
    if code.kind == REFERENCE:
        return code
    session = compiler.as_session(code, node)
    return replace(session, text=f"{session.text}.sid", kind=REFERENCE)


def reference(compiler: Compiler, code: Code, node: ast.AST) -> Code:
    """A session, a reference or none as the value of a session variable."""
    if code.kind == NONE:
        return replace(code, text="room.NOBODY")
    if code.kind in SESSIONS:
        return _number(compiler, code, node)
    compiler.expect(code, SESSION, node)
    return code
