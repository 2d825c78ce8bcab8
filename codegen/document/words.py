"""Expressions in words, where there are words for them; as code where there are none.

``guard(expression)`` reads after "if", ``value(expression)`` after "is". What a node
cannot be said by is its own source, so a new piece of the language costs nothing here
but is read as code until somebody gives it words.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from codegen.document import markdown
from codegen.document.markdown import joined, visible
from codegen.document.places import (
    audience_anchor,
    lookup_anchor,
    region_anchor,
    type_anchor,
)
from codegen.model import ROOM, Expression, Spec

_DOLLAR = "ǀ"  # a letter to Python, one character like the "$" it stands for
_SELF = "self"
_OTHERS = "but not this one"


class _Unsaid(Exception):
    """There are no words for a node."""


@dataclass(frozen=True, slots=True)
class Words:
    """Says expressions of one spec; ``plain`` without any markup, for diagrams."""

    spec: Spec
    plain: bool = False

    def guard(self, expression: Expression) -> str:
        """A condition, as an inline: what must hold."""
        return self._said(expression, self._condition)

    def value(self, expression: Expression) -> str:
        """A value, as an inline."""
        return self._said(expression, self._term)

    def inverted(self, expression: Expression) -> str:
        """The opposite of a condition."""
        return self._said(expression, self._not)

    def those(self, expression: Expression) -> str:
        """Whom an audience or lookup means."""
        return self._said(expression, self._people)

    def source(self, expression: Expression) -> str:
        """An expression as it was written."""
        return self._code(" ".join(expression.source.split()))

    # Markup.

    def _code(self, text: str) -> str:
        return visible(text) if self.plain else markdown.code(text)

    def _link(self, text: str, anchor: str) -> str:
        return text if self.plain else markdown.link(text, anchor)

    def _named(self, name: str, anchor: str) -> str:
        """Somebody that has a name in the spec, as people say it."""
        said = name.replace("_", " ")
        return said if self.plain else markdown.link(f"*{said}*", anchor)

    def _constant(self, value: Any) -> str:
        if not isinstance(value, str):
            return self._code(str(value))
        if not value:
            return "empty"
        return f"'{visible(value)}'" if self.plain else markdown.literal(value)

    def _said(self, expression: Expression, say: Callable[[ast.expr], str]) -> str:
        tree = parsed(expression)
        try:
            if tree is None:
                raise _Unsaid
            return say(tree)
        except _Unsaid:
            return self.source(expression)

    # Conditions.

    def _condition(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp(op=operator, values=parts):
                return self._both(parts, isinstance(operator, ast.And), True)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._not(operand)
            case ast.Compare():
                return self._compare(node, True)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._asked(name, arguments, True)
        return f"{self._term(node)} is set"

    def _not(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp(op=operator, values=parts):
                return self._both(parts, isinstance(operator, ast.Or), False)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._condition(operand)
            case ast.Compare():
                return self._compare(node, False)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._asked(name, arguments, False)
        return f"{self._term(node)} is not set"

    def _both(self, parts: list[ast.expr], is_and: bool, holds: bool) -> str:
        """Conditions that all hold, or of which one holds."""
        say = self._condition if holds else self._not
        said = [say(part) for part in parts]
        inner = [isinstance(part, ast.BoolOp) for part in parts]
        if not any(inner):
            return _listed(said, is_and)
        grouped = [
            f"({text})" if is_group else text
            for text, is_group in zip(said, inner, strict=True)
        ]
        return _listed(grouped, is_and)

    def _asked(self, name: str, arguments: list[ast.expr], holds: bool) -> str:
        """A function that is true or false."""
        if name == "fits":
            word, value = arguments
            kind = self._link(self._code(_text(word)), type_anchor(_text(word)))
            article = "a valid" if holds else "no valid"
            return f"{self._term(value)} is {article} {kind}"
        if name == "feature":
            verb = "offers" if holds else "does not offer"
            return f"the server {verb} the feature {self._code(_text(arguments[0]))}"
        if name in ("any", "all") and isinstance(arguments[0], ast.GeneratorExp):
            return self._somebody(name, arguments[0], holds)
        raise _Unsaid

    def _somebody(self, name: str, loop: ast.GeneratorExp, holds: bool) -> str:
        quantifier = {
            ("any", True): "for at least one",
            ("any", False): "for no",
            ("all", True): "for every",
            ("all", False): "not for every",
        }[name, holds]
        target, people = self._loop(loop)
        return f"{quantifier} {target} of {people}: {self._condition(loop.elt)}"

    def _compare(self, node: ast.Compare, holds: bool) -> str:
        if len(node.ops) > 1:
            return self._between(node, holds)
        operator, left, right = node.ops[0], node.left, node.comparators[0]
        if isinstance(operator, ast.NotIn | ast.NotEq | ast.IsNot):
            holds = not holds
        if _is_name(right, "none"):
            return self._is_none(left, holds)
        if isinstance(operator, ast.In | ast.NotIn):
            return self._among(left, right, holds)
        verb = _VERBS.get((type(operator), holds))
        if verb is None:
            raise _Unsaid
        return f"{self._term(left)} {verb} {self._state(left, right)}"

    def _state(self, left: ast.expr, right: ast.expr) -> str:
        """What something is compared with; the state of a region has no quotes."""
        match left, right:
            case ast.Attribute(attr=name), ast.Constant(value=str(state)):
                if self._is_region(name):
                    return self._link(self._code(state), region_anchor(name))
        return self._term(right)

    def _between(self, node: ast.Compare, holds: bool) -> str:
        """``20 <= x <= 23``."""
        inclusive = all(isinstance(operator, ast.LtE) for operator in node.ops)
        if len(node.ops) != 2 or not inclusive:
            raise _Unsaid
        middle, most = node.comparators
        verb = "is" if holds else "is not"
        least = self._term(node.left)
        return f"{self._term(middle)} {verb} from {least} to {self._term(most)}"

    def _is_none(self, node: ast.expr, holds: bool) -> str:
        match node:
            case ast.Attribute(value=owner, attr=name):
                verb = "has no" if holds else "has a"
                return f"{self._term(owner)} {verb} {self._code(name)}"
        verb = "there is no" if holds else "there is a"
        return f"{verb} {self._term(node)}"

    def _among(self, item: ast.expr, people: ast.expr, holds: bool) -> str:
        verb = "is" if holds else "is not"
        match people:
            case ast.List(elts=[]):
                raise _Unsaid
            case ast.List(elts=options):
                choices = joined([self._term(option) for option in options], "or")
                return f"{self._term(item)} {verb} {choices}"
            case ast.ListComp(elt=ast.Attribute(value=ast.Name(), attr=name)):
                _, where = self._loop(people)
                one = f"the {self._code(name)} of somebody in {where}"
                return f"{self._term(item)} {verb} {one}"
        return f"{self._term(item)} {verb} in {self._term(people)}"

    # Values.

    def _term(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=value):
                return self._constant(value)
            case ast.Name(id=name):
                return self._name(name)
            case ast.Attribute(value=owner, attr=name):
                return f"{_whose(self._term(owner))} {self._code(name)}"
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
            case ast.Subscript(value=text, slice=ast.Slice() as bounds):
                return f"{_some_letters(bounds)} of {self._term(text)}"
            case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
                return self._code(_source(node))
        raise _Unsaid

    def _name(self, name: str) -> str:
        if name == _SELF:
            return "this session"
        if name == ROOM:
            return "the room"
        if name.startswith(_DOLLAR):
            return f"the field {self._code(name.removeprefix(_DOLLAR))}"
        if name in self.spec.session.audiences:
            return self._named(name, audience_anchor(name))
        if name in self.spec.session.lookups:
            return self._named(name, lookup_anchor(name))
        if any(v.name == name for v in self.spec.session.variables):
            return f"this session's {self._code(name)}"
        return self._code(name)

    def _call(self, name: str, arguments: list[ast.expr]) -> str:
        if name == "now" and not arguments:
            return "the present time"
        if name == "tag":
            return "the code of the message"
        if name == "limit":
            return f"the limit {self._code(_text(arguments[0]))}"
        if name == "first" and isinstance(arguments[0], ast.GeneratorExp):
            return self._first(arguments[0])
        if name in _CALLS and len(arguments) == 1:
            return _CALLS[name].format(self._term(arguments[0]))
        raise _Unsaid

    def _first(self, loop: ast.GeneratorExp) -> str:
        if not isinstance(loop.elt, ast.Name):
            raise _Unsaid
        _, people = self._loop(loop, of=False)
        return f"the first of {people}"

    def _loop(
        self, loop: ast.ListComp | ast.GeneratorExp, *, of: bool = True
    ) -> tuple[str, str]:
        """The name of a loop, and what it goes through."""
        generator = loop.generators[0]
        if not isinstance(generator.target, ast.Name):
            raise _Unsaid
        name = generator.target.id
        people = self._term(generator.iter)
        people += " and".join(self._member(name, test) for test in generator.ifs)
        return self._code(name), people

    # Sessions that a condition picks.

    def _people(self, node: ast.expr) -> str:
        if isinstance(node, ast.Call):
            return self._term(node)
        if _is_name(node, "true"):
            return "every session"
        return f"every session{self._member('s', node)}"

    def _member(self, name: str, test: ast.expr) -> str:
        """A condition on the session called ``name``, as it follows a noun."""
        parts = [test]
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            parts = test.values
        said = [self._quality(name, part) for part in parts]
        rest = [quality for quality in said if quality != _OTHERS]
        comma = "," if rest else ""
        but = [f"{comma} {_OTHERS}"] if len(rest) < len(said) else []
        return "".join([*([f" {joined(rest)}"] if rest else []), *but])

    def _quality(self, name: str, test: ast.expr) -> str:
        match test:
            case ast.Compare(
                left=ast.Name(id=left), ops=[ast.IsNot()], comparators=[ast.Name(id=it)]
            ) if {left, it} == {name, _SELF}:
                return _OTHERS
            case ast.Compare(
                left=ast.Name(id=left), ops=[ast.In()], comparators=[people]
            ) if left == name:
                return f"of {self._term(people)}"
            case ast.Compare(
                left=ast.Attribute(value=ast.Name(id=left), attr=region),
                ops=[ast.Eq() | ast.NotEq() as operator],
                comparators=[ast.Constant(value=str(state))],
            ) if left == name and self._is_region(region):
                verb = "in" if isinstance(operator, ast.Eq) else "not in"
                where = self._link(
                    self._code(f"{region}.{state}"), region_anchor(region)
                )
                return f"{verb} {where}"
        said, owner = self._condition(test), f"{_whose(self._code(name))} "
        if said.startswith(owner):
            return f"whose {said.removeprefix(owner)}"
        return f"for which {said}"

    def _is_region(self, name: str) -> bool:
        return any(region.name == name for region in self.spec.session.regions)


_VERBS: dict[tuple[type[ast.cmpop], bool], str] = {
    (ast.Eq, True): "is",
    (ast.Eq, False): "is not",
    (ast.NotEq, True): "is",
    (ast.NotEq, False): "is not",
    (ast.Is, True): "is",
    (ast.Is, False): "is not",
    (ast.IsNot, True): "is",
    (ast.IsNot, False): "is not",
    (ast.Lt, True): "is less than",
    (ast.Lt, False): "is at least",
    (ast.LtE, True): "is at most",
    (ast.LtE, False): "is more than",
    (ast.Gt, True): "is more than",
    (ast.Gt, False): "is at most",
    (ast.GtE, True): "is at least",
    (ast.GtE, False): "is less than",
}
_CALLS = {
    "upper": "{} in capitals",
    "lower": "{} in small letters",
    "nfc": "{} in NFC",
    "len": "the length of {}",
    "size": "the size of {} in bytes",
    "count": "the number of {}",
    "clock": "the local time of {}",
    "dueum": "{} by the initial-sound rule",
    "str": "{} as a text",
    "int": "{} as a number",
}


def parsed(expression: Expression) -> ast.expr | None:
    """The syntax tree of an expression; None where there is none."""
    text = expression.source.replace("$", _DOLLAR).strip()
    try:
        with warnings.catch_warnings():  # such as one about 1if
            warnings.simplefilter("ignore")
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _source(node: ast.expr) -> str:
    return ast.unparse(node).replace(_DOLLAR, "$")


def _text(node: ast.expr) -> str:
    """The word that a literal argument is."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _Unsaid


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _some_letters(bounds: ast.Slice) -> str:
    """``x[:1]`` and ``x[-1:]`` are some letters of a text."""
    match bounds:
        case ast.Slice(lower=None, upper=ast.Constant(value=int(most))) if most > 0:
            return _letters("first", most)
        case ast.Slice(
            lower=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(most))),
            upper=None,
        ) if most > 0:
            return _letters("last", most)
    raise _Unsaid


def _letters(which: str, count: int) -> str:
    return f"the {which} letter" if count == 1 else f"the {which} {count} letters"


def _whose(owner: str) -> str:
    return f"{owner}'s"


def _listed(parts: list[str], is_and: bool) -> str:
    word = "and" if is_and else "or"
    if len(parts) == 2:
        return f"{parts[0]} {word} {parts[1]}"
    return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"


def functions_used(expressions: Iterable[Expression]) -> set[str]:
    """The functions of the language that expressions call."""
    return {
        node.func.id
        for expression in expressions
        if (tree := parsed(expression)) is not None
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
