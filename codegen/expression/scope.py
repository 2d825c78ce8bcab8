"""What the names in an expression mean, and what compiling one yields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from codegen.model import Expression, Session, Spec, Type, Variable

# Kinds of values. A list is "list of KIND"; a group is its type's name.
TEXT, INTEGER, FLAG, BYTES = "text", "integer", "flag", "bytes"
SESSION, MAYBE, REFERENCE, NONE, ANY = "session", "maybe", "reference", "none", "any"
SESSIONS = (SESSION, MAYBE, REFERENCE)

# How tightly source text binds; a smaller number needs parentheses inside a greater.
IF, OR, AND, NOT, COMPARE, SUM, TERM, UNARY, ATOM = range(9)


def kind_of(type_: Type) -> str:
    """The kind of the values of a field's type."""
    if type_.kind == "list":
        return f"list of {kind_of(type_.of)}" if type_.of else "list of any"
    if type_.kind == "group":
        return str(type_.name)
    return {"choice": TEXT, "unknown": ANY}.get(type_.kind, type_.kind)


def kind_of_variable(variable: Variable) -> str:
    """The kind of the values of a variable; a session is held by its number."""
    if variable.kind == "list":
        return f"list of {variable.of}"
    return REFERENCE if variable.kind == SESSION else variable.kind


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names in an expression mean.

    ``fields`` are the event's: name -> kind. ``event`` is their prefix in Python.
    ``names`` are loop variables: name -> kind. ``known`` are lookups proven not none.
    ``me`` is False where there is no session of one's own.
    """

    spec: Spec
    fields: Mapping[str, str] = field(default_factory=dict)
    event: str = "message.{}"
    names: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    me: bool = True

    @property
    def session(self) -> Session:
        """The machine that the expression belongs to."""
        return self.spec.session

    def with_names(self, names: Mapping[str, str]) -> Scope:
        """The scope inside a loop."""
        return replace(self, names={**self.names, **names})

    def knowing(self, lookups: frozenset[str]) -> Scope:
        """The scope where these lookups are proven not none."""
        return replace(self, known=self.known | lookups)

    def is_personal(self, audience: str) -> bool:
        """Whether an audience depends on whose it is, itself or through another."""
        sources = {str(n): e.source for n, e in self.session.audiences.items()}
        words, todo = {"self"}, [audience]
        for name in todo:
            found = set(re.findall(r"[a-z_][a-z0-9_]*", sources[name]))
            if found & words:
                return True
            todo += [n for n in found if n in sources and n not in todo]
        return False

    def type_of(self, name: str) -> Type | None:
        """The declared type called ``name``."""
        return next((t for t in self.spec.types if t.name == name), None)


@dataclass(frozen=True, slots=True)
class Code:
    """Python source of an expression, its kind, and what it uses and proves.

    If it is true, the lookups in ``some_if_true`` are not none; if it is false, those
    in ``some_if_false``. ``calls`` are the functions of the language that it uses.
    A list has at most ``most`` items, if that is known, and may be a ``tuple``.
    """

    text: str
    kind: str = ANY
    binding: int = ATOM
    lookups: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    some_if_true: frozenset[str] = frozenset()
    some_if_false: frozenset[str] = frozenset()
    most: int | None = None
    is_tuple: bool = False

    def inside(self, binding: int) -> str:
        """The source as an operand of something that binds at least ``binding``."""
        return self.text if self.binding >= binding else f"({self.text})"


def quote(value: str | bytes) -> str:
    """A literal as the formatter would leave it: in double quotes where it can."""
    literal = repr(value)
    prefix, body = ("b", literal[2:-1]) if literal[0] == "b" else ("", literal[1:-1])
    if literal[-1] == "'" and '"' not in body:
        body = body.replace("\\'", "'")
        return f'{prefix}"{body}"'
    return literal


def shown(kind: str) -> str:
    """A kind of values as people call it."""
    return {FLAG: "true or false", MAYBE: "a session or none"}.get(kind, kind)


def compatible(found: str, wanted: str) -> bool:
    """Whether a value of kind ``found`` can stand where ``wanted`` is expected."""
    if ANY in (found, wanted) or found == wanted:
        return True
    if found.startswith("list of ") and wanted.startswith("list of "):
        return compatible(
            found.removeprefix("list of "), wanted.removeprefix("list of ")
        )
    return found in (*SESSIONS, NONE) and wanted in (*SESSIONS, NONE)


def is_list(code: Code) -> bool:
    """Whether a value is surely a list."""
    return code.kind.startswith("list of ")


def joined(parts: Iterable[Code], text: str, kind: str, binding: int = ATOM) -> Code:
    """Source made of parts: it uses whatever they use."""
    used = list(parts)
    return Code(
        text,
        kind,
        binding,
        lookups=frozenset().union(*(part.lookups for part in used)),
        calls=frozenset().union(*(part.calls for part in used)),
    )


def fields_used(expression: Expression) -> frozenset[str]:
    """The ``$fields`` that an expression reads."""
    return frozenset(re.findall(r"\$([A-Za-z_][A-Za-z0-9_]*)", expression.source))


def names_used(expression: Expression) -> frozenset[str]:
    """The names, but no fields and attributes, that an expression reads."""
    try:
        tree = ast.parse(expression.source.replace("$", "_").strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name))
