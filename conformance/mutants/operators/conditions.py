"""Servers that compare wrongly: names by their beginning, numbers one off."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from conformance.mutants.mutant import Mutant
from conformance.mutants.operators.making import of_place
from conformance.mutants.sites import Sites
from conformance.mutants.tree import Path, at

_FIELD = "field__"
_OFF_BY_ONE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


class Condition(NamedTuple):
    """An expression that is true or false: a guard, an audience or a lookup."""

    path: Path
    name: str
    source: str
    requirements: frozenset[str]


def conditions(sites: Sites) -> Iterator[Condition]:
    """All conditions that matter to somebody."""
    for rule in sites.rules:
        if rule.guard:
            path = (*rule.path, "if")
            broken = frozenset({rule.id, *(it.id for it in sites.after(rule))})
            yield Condition(path, f"{rule.id}/if", rule.guard, broken)
    for effect in sites.effects:
        if effect.kind == "if":
            path = (*effect.path, "if")
            name = f"{effect.owner}/if"
            yield Condition(path, name, effect.tree["if"], effect.rules)
    for part in ("audiences", "lookups"):
        for name, source in (at(sites.tree, ("session", part)) or {}).items():
            users = sites.using(name)
            if users:
                path = ("session", part, name)
                yield Condition(path, f"{part}/{name}", source, users)


def prefix_matches(sites: Sites) -> Iterator[Mutant]:
    """Texts are taken for equal when they begin alike, as strncmp may do it."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], _EQUALS):
            return None
        sides = [node.left, node.comparators[0]]
        if not all(map(_may_be_text, sides)):
            return None
        return ast.Compare(_begun(sides[0]), node.ops, [_begun(sides[1])])

    return _changed(sites, "prefix-match", change)


_EQUALS = (ast.Eq, ast.NotEq)


def _begun(node: ast.expr) -> ast.expr:
    return ast.Subscript(node, ast.Slice(None, ast.Constant(1)))


def _may_be_text(node: ast.AST) -> bool:
    """Not what is plainly a number, nor a literal: a state is compared with those."""
    return isinstance(node, ast.Attribute | ast.Name) and not (
        isinstance(node, ast.Name) and not node.id.startswith(_FIELD)
    )


def off_by_one(sites: Sites) -> Iterator[Mutant]:
    """A number is compared as if its limit were one more, or less."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Compare):
            return None
        other = _OFF_BY_ONE.get(type(node.ops[0]))
        if other is None:
            return None
        return ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators)

    return _changed(sites, "off-by-one-comparison", change)


def other_connectives(sites: Sites) -> Iterator[Mutant]:
    """One of two conditions is enough where both are needed, or the other way round."""

    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.BoolOp):
            return None
        is_and = isinstance(node.op, ast.And)
        return ast.BoolOp(ast.Or() if is_and else ast.And(), node.values)

    return _changed(sites, "wrong-connective", change)


def missing_clauses(sites: Sites) -> Iterator[Mutant]:
    """One of the conditions that are joined is not tested."""
    for condition in conditions(sites):
        tree = _parsed(condition.source)
        for node in ast.walk(tree):
            if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
                for left_out in range(len(node.values)):
                    kept = list(node.values)
                    # What it names is still named, and what it proves still proven.
                    always = ast.Name("true")
                    kept[left_out] = ast.BoolOp(ast.Or(), [kept[left_out], always])
                    other = ast.BoolOp(ast.And(), kept)
                    yield _mutant(sites, "missing-clause", condition, tree, node, other)


def _changed(
    sites: Sites, operator: str, change: Callable[[ast.AST], ast.AST | None]
) -> Iterator[Mutant]:
    """A mutant for each node of a condition that can be changed so."""
    for condition in conditions(sites):
        tree = _parsed(condition.source)
        for node in ast.walk(tree):
            other = change(node)
            if other is not None:
                yield _mutant(sites, operator, condition, tree, node, other)


def _mutant(
    sites: Sites,
    operator: str,
    condition: Condition,
    tree: ast.AST,
    node: ast.AST,
    other: ast.AST,
) -> Mutant:
    after = _unparsed(_Swap(node, other).visit(tree))
    return of_place(
        sites,
        operator,
        condition.name,
        condition.path,
        after,
        requirements=condition.requirements,
    )


class _Swap(ast.NodeTransformer):
    """Puts another node in the place of one, in a copy of all that is above it."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._old:
            return self._new
        parts = {
            name: [self.visit(it) for it in value]
            if isinstance(value, list)
            else self.visit(value)
            if isinstance(value, ast.AST)
            else value
            for name, value in ast.iter_fields(node)
        }
        return type(node)(**parts)


def _parsed(source: str) -> ast.AST:
    return ast.parse(" ".join(source.replace("$", _FIELD).split()), mode="eval")


def _unparsed(tree: ast.AST) -> str:
    return re.sub(_FIELD, "$", ast.unparse(ast.fix_missing_locations(tree)))
