"""The lines of expressions that are too long for one.

1. A bracket that must break has its contents indented below it, one item a line, with
   a comma after the last one if there are several. The arguments of a call may stand on
   one line if they fit there.
2. Operators break before the operator, those that bind least first.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace

from codegen.emit import operators
from codegen.emit.operators import COMPREHENSIONS, DISPLAYS, end
from codegen.emit.text import WIDTH, width

STEP = 4


def fits(line: str) -> bool:
    """Whether a line is short enough."""
    return len(line) <= 2 * WIDTH and width(line) <= WIDTH


@dataclass(frozen=True, slots=True)
class Item:
    """An expression to lay out, with what stands before and after it.

    ``bare`` is a generator without parentheses of its own; ``enclosed`` says that the
    expression stands in parentheses that the syntax tree does not show.
    """

    before: str
    node: ast.expr
    after: str = ""
    bare: bool = False
    enclosed: bool = False


@dataclass(frozen=True, slots=True)
class Breaker:
    """Lays out the expressions of one statement; ``code`` is its text, on one line."""

    code: bytes

    def text(self, start: int, stop: int) -> str:
        """The source between two offsets, which are in bytes as in syntax trees."""
        return self.code[start:stop].decode()

    def flat(self, item: Item) -> str:
        """The item on one line."""
        text = self.text(item.node.col_offset, end(item.node))
        if item.bare:
            text = text[1:-1]
        if item.enclosed:
            text = f"({text})"
        return item.before + text + item.after

    def lines(self, item: Item, indent: int) -> list[str]:
        """The lines of an item that stands inside brackets."""
        flat = " " * indent + self.flat(item)
        return [flat] if fits(flat) else self.broken(item, indent)

    def broken(self, item: Item, indent: int) -> list[str]:
        """The lines of an item that does not fit on one."""
        if item.enclosed:
            return self.parenthesized(item, indent)
        breaker = _BREAKERS.get(type(item.node))
        if breaker is None:
            return [" " * indent + self.flat(item)]
        return breaker(self, item, indent)

    def parenthesized(self, item: Item, indent: int) -> list[str]:
        """Parentheses, and the lines of the expression between them."""
        margin = " " * indent
        body = self.lines(Item("", item.node), indent + STEP)
        return [margin + item.before + "(", *body, margin + ")" + item.after]

    # Brackets.

    def enclose(
        self, opening: str, items: list[Item], closing: str, indent: int, comma: bool
    ) -> list[str]:
        """Items between brackets, each on lines of its own."""
        margin = " " * indent
        body: list[str] = []
        for number, item in enumerate(items, 1):
            after = "," if comma or number < len(items) else ""
            body += self.lines(replace(item, after=after), indent + STEP)
        return [margin + opening, *body, margin + closing]

    def display(self, item: Item, indent: int) -> list[str]:
        """A list, set, tuple or dict."""
        node = item.node
        items = self.elements(node)
        if not items:
            return [" " * indent + self.flat(item)]
        text = self.flat(Item("", node))
        opening, closing = item.before + text[0], text[-1] + item.after
        comma = len(items) > 1 or isinstance(node, ast.Tuple)
        return self.enclose(opening, items, closing, indent, comma)

    def elements(self, node: ast.expr) -> list[Item]:
        """What stands between the brackets of a display."""
        if isinstance(node, ast.Dict):
            return [
                Item(
                    self.text(key.col_offset, value.col_offset) if key else "**", value
                )
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        assert isinstance(node, ast.List | ast.Set | ast.Tuple)
        return [Item("", element) for element in node.elts]

    def key(self, key: ast.expr | None, value: ast.expr) -> str:
        """What stands before a value of a dict."""
        return self.text(key.col_offset, value.col_offset) if key else "**"

    def call(self, item: Item, indent: int) -> list[str]:
        """A call breaks its arguments, or what stands before it if it has none."""
        node = item.node
        assert isinstance(node, ast.Call)
        arguments = _arguments(node)
        if not arguments:
            return self.trailer(item, node.func, indent)
        opening = item.before + self.text(node.col_offset, end(node.func)) + "("
        closing = ")" + item.after
        inner = " " * (indent + STEP) + ", ".join(map(self.flat, arguments))
        if fits(inner):
            return [" " * indent + opening, inner, " " * indent + closing]
        return self.enclose(opening, arguments, closing, indent, len(arguments) > 1)

    def subscript(self, item: Item, indent: int) -> list[str]:
        """``a[…]``."""
        node = item.node
        assert isinstance(node, ast.Subscript)
        opening = item.before + self.text(node.col_offset, end(node.value)) + "["
        inner = [Item("", node.slice)]
        return self.enclose(opening, inner, "]" + item.after, indent, comma=False)

    def attribute(self, item: Item, indent: int) -> list[str]:
        """``….name`` breaks what stands before the dot."""
        assert isinstance(item.node, ast.Attribute)
        return self.trailer(item, item.node.value, indent)

    def trailer(self, item: Item, inner: ast.expr, indent: int) -> list[str]:
        """Break ``inner``, with which the item begins."""
        begins = inner.col_offset == item.node.col_offset
        if not begins or not operators.can_break(inner):
            return [" " * indent + self.flat(item)]
        rest = self.text(end(inner), end(item.node))
        return self.lines(Item(item.before, inner, rest + item.after), indent)

    # Comprehensions.

    def comprehension(self, item: Item, indent: int) -> list[str]:
        """The element, then each ``for`` and ``if``, between brackets or bare."""
        if item.bare:
            return self.clauses(item, indent)
        margin = " " * indent
        text = self.flat(Item("", item.node))
        body = [" " * (indent + STEP) + text[1:-1]]
        if not fits(body[0]):
            body = self.clauses(item, indent + STEP)
        return [margin + item.before + text[0], *body, margin + text[-1] + item.after]

    def clauses(self, item: Item, indent: int) -> list[str]:
        """Each clause of a comprehension on its own lines."""
        node = item.node
        if isinstance(node, ast.DictComp):
            parts = [Item(self.key(node.key, node.value), node.value)]
        else:
            assert isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp)
            parts = [Item("", node.elt)]
        for clause in node.generators:
            target = self.text(clause.target.col_offset, end(clause.target))
            parts.append(self.clause(f"for {target} in ", clause.iter))
            parts += [self.clause("if ", condition) for condition in clause.ifs]
        return [line for part in parts for line in self.lines(part, indent)]

    def clause(self, before: str, node: ast.expr) -> Item:
        """What follows ``in`` or ``if`` in a comprehension."""
        return Item(before, node, enclosed=operators.is_enclosed(node, self.code))

    # Operators.

    def operands(self, item: Item, indent: int) -> list[str]:
        """Each operand on its own line, behind its operator."""
        node, lines = item.node, list[str]()
        parts = self.parts(item, operators.operands(node, self.code))
        for part in parts:
            lines += self.lines(replace(part, before=part.before.lstrip()), indent)
        return lines

    def in_place(self, item: Item, indent: int) -> list[str]:
        """Operators stay on one line, and the brackets between them break as needed."""
        parts = self.parts(item, list(operators.leaves(item.node, self.code)))
        lines = [" " * indent]
        while parts:
            part = parts.pop(0)
            breaks = operators.is_bracket(part.node, self.code)
            if breaks and not fits(lines[-1] + self.flat(part) + self.unbroken(parts)):
                start = replace(part, before=lines.pop()[indent:] + part.before)
                lines += self.broken(start, indent)
            else:
                lines[-1] += self.flat(part)
        return lines

    def unbroken(self, parts: list[Item]) -> str:
        """What of ``parts`` must stand on the same line: all up to a bracket."""
        text = ""
        for part in parts:
            node = part.node
            if operators.is_bracket(node, self.code):
                return text + self.opening(part)
            text += self.flat(part)
        return text

    def opening(self, item: Item) -> str:
        """An item up to its last opening bracket."""
        node = item.node
        if isinstance(node, ast.Call) and not item.enclosed:
            return item.before + self.text(node.col_offset, end(node.func)) + "("
        if isinstance(node, ast.Subscript) and not item.enclosed:
            return item.before + self.text(node.col_offset, end(node.value)) + "["
        return item.before + "("

    def parts(self, item: Item, nodes: list[ast.expr]) -> list[Item]:
        """``nodes``, which follow each other in an item, with the text between them."""
        found = []
        start, before = item.node.col_offset, item.before
        for node in nodes:
            enclosed = operators.is_enclosed(node, self.code)
            before += self.text(start, node.col_offset - enclosed)
            after = item.after if node is nodes[-1] else ""
            found.append(Item(before, node, after, enclosed=enclosed))
            start, before = end(node) + enclosed, ""
        return found


def _arguments(node: ast.Call) -> list[Item]:
    if len(node.args) == 1 and not node.keywords:
        only = node.args[0]
        bare = isinstance(only, ast.GeneratorExp) and end(only) == end(node)
        return [Item("", only, bare=bare)]
    named = [Item(f"{k.arg}=" if k.arg else "**", k.value) for k in node.keywords]
    return [*(Item("", a) for a in node.args), *named]


_BREAKERS: dict[type[ast.expr], Callable[[Breaker, Item, int], list[str]]] = {
    **dict.fromkeys(DISPLAYS, Breaker.display),
    **dict.fromkeys(COMPREHENSIONS, Breaker.comprehension),
    ast.Call: Breaker.call,
    ast.Subscript: Breaker.subscript,
    ast.Attribute: Breaker.attribute,
    ast.IfExp: Breaker.operands,
    ast.UnaryOp: Breaker.operands,
    ast.BoolOp: Breaker.operands,
    ast.Compare: Breaker.operands,
    ast.BinOp: Breaker.operands,
}
