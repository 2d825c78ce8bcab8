"""The compiler: one method per node of the subset."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from codegen.expression.functions import FUNCTIONS
from codegen.expression.scope import (
    AND,
    ANY,
    ATOM,
    COMPARE,
    FLAG,
    IF,
    INTEGER,
    MAYBE,
    NONE,
    NOT,
    OR,
    REFERENCE,
    SESSION,
    SESSIONS,
    SUM,
    TERM,
    TEXT,
    UNARY,
    Code,
    Scope,
    compatible,
    fields_used,
    is_list,
    joined,
    kind_of,
    kind_of_variable,
    quote,
    shown,
)
from codegen.expression.sessions import check_states, compare_sessions
from codegen.load.nodes import did_you_mean
from codegen.model import Expression, Problem, Type, Variable

_DOLLAR = "ǀ"  # a letter to Python, one character like the "$" it stands for


class Compiler:
    """Compiles one expression; ``problems`` collects what is wrong with it."""

    def __init__(self, expression: Expression, scope: Scope) -> None:
        self.expression = expression
        self.scope = scope
        self.problems: list[Problem] = []
        self.source = expression.source.replace("$", _DOLLAR)

    # Places.

    def parse(self) -> ast.expr | None:
        """The syntax tree, or None with a problem noted."""
        try:
            with warnings.catch_warnings():  # such as one about 1if: it is an error
                warnings.simplefilter("ignore")
                return ast.parse(self.source.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            offset = (getattr(error, "offset", None) or 1) - 1
            sign = self.source.strip()[offset : offset + 1]
            reason = getattr(error, "msg", None) or str(error)
            reason = _SIGNS.get(sign, reason.partition(" (detected")[0])
            self._note(offset, f"cannot read this expression: {reason}")
            return None

    def problem(self, node: ast.AST, message: str) -> None:
        """Note a problem where ``node`` stands."""
        line = self.source.strip().encode()
        offset = getattr(node, "col_offset", 0)
        self._note(len(line[:offset].decode(errors="ignore")), message)

    def _note(self, offset: int, message: str) -> None:
        place = self.expression.at(max(offset, 0))
        self.problems.append(Problem(place, message.replace(_DOLLAR, "$")))

    # Kinds.

    def expect(self, code: Code, kind: str, node: ast.AST) -> None:
        """Note a problem if ``code`` is surely of another kind."""
        if self.problems or compatible(code.kind, kind):
            return
        self.problem(node, f"expected {shown(kind)}, found {shown(code.kind)}")

    def condition(self, code: Code, node: ast.expr) -> None:
        """Note a problem if ``code`` is surely neither true nor false."""
        if self.problems or compatible(code.kind, FLAG):
            return
        advice = ": compare it, 'is none' or 'is not none'"
        advice = advice if code.kind in (MAYBE, REFERENCE) else ""
        self.problem(node, f"expected a condition, found {shown(code.kind)}{advice}")

    def as_session(self, code: Code, node: ast.AST) -> Code:
        """The session itself, where ``code`` refers to one."""
        if code.kind == REFERENCE:
            text = f"self._at({code.text})"
            return replace(code, text=text, kind=SESSION, binding=ATOM)
        if code.kind == MAYBE and code.text not in self.scope.known:
            self.problem(
                node,
                f"{code.text} may be none here: test '{code.text} is none' in an "
                "earlier transition of the same event",
            )
        return code

    # Expressions.

    def code(self, node: ast.expr) -> Code:
        """Compile any node of the subset."""
        method = _METHODS.get(type(node))
        if method is None:
            what = repr(ast.unparse(node))
            self.problem(node, f"{what} is not part of the expression language")
            return Code("None")
        return method(self, node)

    def value(self, node: ast.expr, expected: Type) -> Code:
        """Compile a value for a field: a list becomes a tuple."""
        if expected.kind == "choice":
            return self._choice(node, expected)
        code = self.code(node)
        return self.as_tuple(code, node) if expected.kind == "list" else code

    def as_tuple(self, code: Code, node: ast.expr) -> Code:
        """A list as a tuple, which it may be already."""
        if code.is_tuple:
            return code
        text = f"tuple({code.text})"
        if isinstance(node, ast.ListComp):
            text = f"tuple({code.text[1:-1]})"
        elif isinstance(node, ast.List):
            text = _display(code.text[1:-1])
        return replace(code, text=text, binding=ATOM, is_tuple=True)

    def _choice(self, node: ast.expr, expected: Type) -> Code:
        words = [word for word, _ in expected.values]
        if isinstance(node, ast.Constant) and node.value not in words:
            known = ", ".join(words)
            self.problem(node, f"{node.value!r} is none of the words {known}")
        if isinstance(node, ast.Name) and node.id in words:
            self.problem(node, f"{_as_text(node.id)}")
            return Code("None")
        return self.code(node)

    def _constant(self, node: ast.Constant) -> Code:
        value = node.value
        if isinstance(value, bool):
            self.problem(node, "write true or false in lower case")
            return Code(repr(value), FLAG)
        if isinstance(value, str):
            return Code(quote(value), TEXT)
        if isinstance(value, int):
            return Code(repr(value), INTEGER)
        if value is None:
            self.problem(node, "write none in lower case")
            return Code("None", NONE)
        self.problem(node, f"{value!r} is not part of the expression language")
        return Code("None")

    def _name(self, node: ast.Name) -> Code:
        name = node.id
        if name.startswith(_DOLLAR):
            return self._field(node, name.removeprefix(_DOLLAR))
        if name in _LITERALS:
            return _LITERALS[name]
        if name in self.scope.names:
            return Code(name, self.scope.names[name])
        if name == "self":
            if not self.scope.me:
                self.problem(node, "there is no 'self' here: no session of one's own")
            return Code("me", SESSION)
        if name in self.scope.session.audiences:
            return self._audience(name)
        if name in self.scope.session.lookups:
            return self._lookup(node, name)
        if self._is_reference(name):
            return Code(f"me.{name}", REFERENCE)
        if name == "room":
            self.problem(node, "the room is no value: name a variable of it, room.x")
            return Code("None")
        hint = did_you_mean(_FOREIGN.get(name, name), self._known_names())
        self.problem(node, f"unknown name {name!r}{hint or '; ' + _as_text(name)}")
        return Code("None", NONE if name == "null" else ANY)

    def _known_names(self) -> list[str]:
        session, names = self.scope.session, self.scope.names
        known = [*names, *session.audiences, *session.lookups, *_LITERALS]
        known += [f"${field}" for field in self.scope.fields]
        known += [f"room.{variable.name}" for variable in session.shared]
        owners = [n for n, kind in names.items() if kind == SESSION]
        if self.scope.me and not owners:
            owners = ["self"]
            known.append("self")
        return known + [f"{o}.{member}" for o in owners for member in self._members()]

    def _is_reference(self, name: str) -> bool:
        variables = self.scope.session.variables
        return any(v.name == name and v.kind == SESSION for v in variables)

    def _field(self, node: ast.Name, name: str) -> Code:
        if name not in self.scope.fields:
            hint = did_you_mean(name, self.scope.fields)
            self.problem(node, f"the event has no field {name!r}{hint}")
            return Code("None")
        return Code(self.scope.event.format(name), self.scope.fields[name])

    def _audience(self, name: str) -> Code:
        me = "me" if self.scope.is_personal(name) else ""
        return Code(f"self._all_{name}({me})", f"list of {SESSION}")

    def _lookup(self, node: ast.Name, name: str) -> Code:
        source = next(e for n, e in self.scope.session.lookups.items() if n == name)
        missing = fields_used(source) - set(self.scope.fields)
        if missing:
            field = f"${min(missing)}"
            self.problem(
                node, f"{name} is found by {field}, and there is no such field here"
            )
        return Code(name, MAYBE, lookups=frozenset({name}))

    def _attribute(self, node: ast.Attribute) -> Code:
        if isinstance(node.value, ast.Name) and node.value.id == "room":
            return self._shared(node)
        owner = self.code(node.value)
        if owner.kind not in SESSIONS:
            if owner.kind != ANY:
                self.problem(node, f"{owner.kind} has no {node.attr!r}")
            return replace(owner, kind=ANY)
        session = self.as_session(owner, node.value)
        found = self._members().get(node.attr)
        if found is None:
            hint = did_you_mean(node.attr, self._members())
            shared = {str(v.name) for v in self.scope.session.shared}
            if node.attr in shared:
                hint = f": it is the room's, room.{node.attr}"
            self.problem(
                node,
                f"a session has no variable or region {node.attr!r}{hint}",
            )
        text = f"{session.text}.{node.attr}"
        return replace(found or Code(""), text=text, lookups=owner.lookups)

    def _members(self) -> dict[str, Code]:
        """What a session has: regions and variables, without whose they are."""
        session = self.scope.session
        members = {str(r.name): Code(str(r.name), TEXT) for r in session.regions}
        return members | {str(v.name): _variable(v) for v in session.variables}

    def _shared(self, node: ast.Attribute) -> Code:
        session = self.scope.session
        known = {str(v.name): _variable(v) for v in session.shared}
        found = known.get(node.attr)
        if found is None:
            hint = did_you_mean(node.attr, known)
            if node.attr in self._members():
                hint = f": it is a session's, self.{node.attr}"
            self.problem(node, f"the room has no variable {node.attr!r}{hint}")
        return replace(found or Code(""), text=f"self.shared.{node.attr}")

    def _bool(self, node: ast.BoolOp) -> Code:
        is_and = isinstance(node.op, ast.And)
        outer, proven = self.scope, frozenset[str]()
        parts: list[Code] = []
        for operand in node.values:
            self.scope = outer.knowing(proven)
            part = self.code(operand)
            self.condition(part, operand)
            parts.append(part)
            proven |= part.some_if_true if is_and else part.some_if_false
        self.scope = outer
        binding = AND if is_and else OR
        joint = "and" if is_and else "or"
        # "and" inside "or" has parentheses too, for readers.
        operands = tuple(part.inside(NOT) for part in parts)
        return replace(
            joined(parts, f" {joint} ".join(operands), FLAG, binding),
            some_if_true=proven if is_and else frozenset(),
            some_if_false=frozenset() if is_and else proven,
        )

    def _unary(self, node: ast.UnaryOp) -> Code:
        operand = self.code(node.operand)
        if isinstance(node.op, ast.Not):
            self.condition(operand, node.operand)
            word, inside, features = operand.text.partition(" in self.features")
            if inside and not features and operand.binding == COMPARE:
                return replace(operand, text=f"{word} not in self.features")
            return replace(
                operand,
                text=f"not {operand.inside(NOT)}",
                kind=FLAG,
                binding=NOT,
                some_if_true=operand.some_if_false,
                some_if_false=operand.some_if_true,
            )
        if isinstance(node.op, ast.USub):
            text = f"-{operand.inside(UNARY)}"
            return replace(operand, text=text, binding=UNARY)
        self.problem(node, "this operator is not part of the expression language")
        return operand

    def _binary(self, node: ast.BinOp) -> Code:
        operator = _OPERATORS.get(type(node.op))
        left, right = self.code(node.left), self.code(node.right)
        if operator is None:
            self.problem(node, f"the operators for numbers are {_NUMBER_OPERATORS}")
            return left
        symbol, binding = operator
        if is_list(left) or is_list(right):
            return self._concatenation(node, left, right)
        self.expect(right, left.kind, node.right)
        text = f"{left.inside(binding)} {symbol} {right.inside(binding + 1)}"
        return joined((left, right), text, left.kind, binding)

    def _subscript(self, node: ast.Subscript) -> Code:
        """A slice of a text. Unlike an index it is never an error."""
        text = self.code(node.value)
        self.expect(text, TEXT, node.value)
        bounds = _bounds(node.slice)
        if bounds is None:
            self.problem(node, "write a slice with numbers: x[:1], x[-1:] or x[2:5]")
            return text
        return joined([text], f"{text.inside(ATOM)}[{bounds}]", TEXT)

    def _concatenation(self, node: ast.BinOp, left: Code, right: Code) -> Code:
        """Two lists, one behind the other."""
        if not isinstance(node.op, ast.Add):
            self.problem(node, "lists can only be joined, with +")
        kind = right.kind if left.kind == f"list of {ANY}" else left.kind
        self.expect(right, kind, node.right)
        self.expect(left, kind, node.left)
        parts = (_spread(left, node.left), _spread(right, node.right))
        code = joined(
            (left, right), _display(", ".join(filter(None, parts))), kind, ATOM
        )
        known = left.most is not None and right.most is not None
        most = (left.most or 0) + (right.most or 0) if known else None
        return replace(code, most=most, is_tuple=True)

    def _if(self, node: ast.IfExp) -> Code:
        test = self.code(node.test)
        self.condition(test, node.test)
        outer = self.scope
        self.scope = outer.knowing(test.some_if_true)
        body = self.code(node.body)
        self.scope = outer.knowing(test.some_if_false)
        other = self.code(node.orelse)
        self.scope = outer
        text = f"{body.inside(OR)} if {test.inside(OR)} else {other.inside(IF)}"
        return joined((test, body, other), text, body.kind, IF)

    def _compare(self, node: ast.Compare) -> Code:
        check_states(self, node)
        parts = [self.code(node.left), *(self.code(n) for n in node.comparators)]
        if len(parts) == 2:
            pair = compare_sessions(self, node, parts[0], parts[1])
            if pair is not None:
                return pair
        if any(part.is_tuple for part in parts) and _is_equality(node):
            places = (node.left, *node.comparators)
            parts = [self.as_tuple(p, n) for p, n in zip(parts, places, strict=True)]
        text = parts[0].inside(SUM)
        for operator, left, right, place in zip(
            node.ops, parts, parts[1:], node.comparators, strict=False
        ):
            text += f" {_COMPARISONS[type(operator)]} {right.inside(SUM)}"
            self._check_comparison(operator, left, right, place)
        return joined(parts, text, FLAG, COMPARE)

    def _check_comparison(
        self, operator: ast.cmpop, left: Code, right: Code, place: ast.expr
    ) -> None:
        if isinstance(operator, ast.In | ast.NotIn):
            listed = right.kind.removeprefix("list of ")
            if right.kind not in (ANY, TEXT) and not compatible(left.kind, listed):
                self.problem(place, f"a {left.kind} is never in a {right.kind}")
        else:
            self.expect(right, left.kind, place)

    def _list(self, node: ast.List) -> Code:
        items = [self.code(element) for element in node.elts]
        kind = items[0].kind if items else ANY
        text = ", ".join(item.text for item in items)
        code = joined(items, f"[{text}]", f"list of {kind}")
        return replace(code, most=len(items))

    def _list_comprehension(self, node: ast.ListComp) -> Code:
        inner = self._comprehension(node)
        return replace(inner, text=f"[{inner.text}]")

    def _generator(self, node: ast.GeneratorExp) -> Code:
        self.problem(node, "use this inside a function such as first(…) or count(…)")
        return Code("None")

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Code:
        """The inside of a comprehension, without its brackets."""
        if len(node.generators) != 1:
            self.problem(node, "only one 'for' is allowed here")
        generator = node.generators[0]
        items = self.code(generator.iter)
        names = loop_names(generator.target, items.kind)
        if names is None:
            self.problem(generator.target, "a loop needs one name")
            names = {}
        outer, self.scope = self.scope, self.scope.with_names(names)
        element = self.code(node.elt)
        tests = [self.code(test) for test in generator.ifs]
        self.scope = outer
        if not items.kind.startswith("list of ") and items.kind != ANY:
            self.problem(generator.iter, f"cannot loop over {items.kind}")
        target = ", ".join(names)
        text = f"{element.text} for {target} in {items.inside(OR)}"
        text += "".join(f" if {test.inside(OR)}" for test in tests)
        parts = [items, element, *tests]
        return replace(joined(parts, text, f"list of {element.kind}"), most=items.most)

    # Functions.

    def _call(self, node: ast.Call) -> Code:
        if not isinstance(node.func, ast.Name):
            self.problem(node, "only functions of the language can be called")
            return Code("None")
        name = node.func.id
        group = self.scope.type_of(name)
        if group is not None and group.kind == "group":
            return self._make_group(node, group)
        function = FUNCTIONS.get(name)
        if function is None:
            hint = did_you_mean(name, FUNCTIONS)
            known = f"; one of: {', '.join(FUNCTIONS)}"
            self.problem(node, f"unknown function {name!r}{hint or known}")
            return Code("None")
        least, most, write = function
        if not least <= len(node.args) <= most or node.keywords:
            count = str(least) if least == most else f"{least} to {most}"
            self.problem(node, f"{name}() takes {count} argument(s)")
            return Code("None")
        code = write(self, node)
        return replace(code, calls=code.calls | {name})

    def _make_group(self, node: ast.Call, group: Type) -> Code:
        given = {k.arg: k.value for k in node.keywords}
        parts: list[Code] = []
        texts: list[str] = []
        for member in group.fields:
            value = given.pop(member.name, None)
            if value is None:
                self.problem(node, f"a {group.name} needs {str(member.name)!r}")
                continue
            code = self.value(value, member.type)
            self.expect(code, kind_of(member.type), value)
            parts.append(code)
            texts.append(f"{member.name}={code.text}")
        for name in given:
            self.problem(node, f"a {group.name} has no field {name!r}")
        text = f"{group.class_name}({', '.join(texts)})"
        return joined(parts, text, str(group.name))

    def arguments(self, node: ast.Call) -> list[Code]:
        """The arguments, compiled; a bare generator stays without brackets."""
        return [
            self._comprehension(argument)
            if isinstance(argument, ast.GeneratorExp)
            else self.code(argument)
            for argument in node.args
        ]

    def word(self, node: ast.Call, known: list[str], what: str) -> str:
        """A literal argument that names something of the spec."""
        argument = node.args[0]
        value = argument.value if isinstance(argument, ast.Constant) else None
        if not isinstance(value, str) or value not in known:
            shown = value if isinstance(value, str) else ast.unparse(argument)
            hint = did_you_mean(str(shown), known)
            self.problem(argument, f"unknown {what} {shown!r}{hint}")
            return ""
        return value


def _variable(variable: Variable) -> Code:
    """What a variable holds, without whose it is."""
    code = Code(str(variable.name), kind_of_variable(variable))
    if variable.kind == "list":
        return replace(code, most=variable.most, is_tuple=True)
    return code


def _is_equality(node: ast.Compare) -> bool:
    return all(isinstance(operator, ast.Eq | ast.NotEq) for operator in node.ops)


def _spread(code: Code, node: ast.expr) -> str:
    """The items of a list within the brackets of another."""
    if isinstance(node, ast.List):
        return code.text[1:-1]
    if isinstance(node, ast.BinOp):  # lists that were joined already
        return code.text[1:-1].removesuffix(",")
    return f"*{code.inside(SUM)}"


def _display(items: str) -> str:
    """A tuple of items that stand side by side."""
    tree = ast.parse(f"[{items}]", mode="eval").body
    comma = "," if isinstance(tree, ast.List) and len(tree.elts) == 1 else ""
    return f"({items}{comma})"


def loop_names(target: ast.expr, kind: str) -> dict[str, str] | None:
    """The names of a loop over a list of ``kind``, with their kinds."""
    item = kind.removeprefix("list of ")
    if isinstance(target, ast.Name):
        return {target.id: item}
    if isinstance(target, ast.Tuple) and len(target.elts) == 2:
        first, second = target.elts
        if isinstance(first, ast.Name) and isinstance(second, ast.Name):
            return {first.id: INTEGER, second.id: item.removeprefix("numbered ")}
    return None


def _bounds(node: ast.expr) -> str | None:
    """The bounds of a slice as they are written; None unless they are numbers."""
    if not isinstance(node, ast.Slice) or node.step is not None:
        return None
    for bound in (node.lower, node.upper):
        number = bound.operand if isinstance(bound, ast.UnaryOp) else bound
        if number is not None and not (
            isinstance(number, ast.Constant) and type(number.value) is int
        ):
            return None
    return ast.unparse(node)


def _as_text(word: str) -> str:
    """How to write a word that is a text, within quotes of YAML."""
    return f"a text has quotes of its own: \"'{word}'\""


_FOREIGN = {"null": "none", "me": "self", "this": "self"}
_SIGNS = {
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not', or '!=' between two things",
    "=": "write '=='",
}
_LITERALS = {
    "none": Code("None", NONE),
    "true": Code("True", FLAG),
    "false": Code("False", FLAG),
}
_OPERATORS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", SUM),
    ast.Sub: ("-", SUM),
    ast.Mult: ("*", TERM),
    ast.FloorDiv: ("//", TERM),
    ast.Mod: ("%", TERM),
}
_NUMBER_OPERATORS = " ".join(symbol for symbol, _ in _OPERATORS.values())
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}
_METHODS: dict[type[ast.expr], Callable[[Compiler, Any], Code]] = {
    ast.Constant: Compiler._constant,
    ast.Name: Compiler._name,
    ast.Attribute: Compiler._attribute,
    ast.BoolOp: Compiler._bool,
    ast.UnaryOp: Compiler._unary,
    ast.BinOp: Compiler._binary,
    ast.IfExp: Compiler._if,
    ast.Subscript: Compiler._subscript,
    ast.Compare: Compiler._compare,
    ast.List: Compiler._list,
    ast.ListComp: Compiler._list_comprehension,
    ast.GeneratorExp: Compiler._generator,
    ast.Call: Compiler._call,
}
