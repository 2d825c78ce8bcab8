"""Guards and values: a small subset of Python's own grammar, compiled to Python source.

``$name`` is a field of the event. Everything else is a name of the spec, a literal, an
operator, a comprehension or one of the functions in ``FUNCTIONS``. Nothing is ever
evaluated here: ``compile_expression`` checks an expression against a ``Scope`` and
writes the source that the generated machine runs.

References. A session variable holds the number of a session (``reference``); a lookup
holds a session or None (``maybe``). Reading through a ``maybe`` that was not proven to
be one is a problem, found here, in the same way in which a type checker narrows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from codegen.expression.compiler import Compiler
from codegen.expression.functions import FUNCTIONS
from codegen.expression.scope import (
    ANY,
    ATOM,
    INTEGER,
    NONE,
    REFERENCE,
    SESSION,
    SESSIONS,
    Code,
    Scope,
    fields_used,
    kind_of,
    kind_of_variable,
    names_used,
    quote,
)
from codegen.expression.sessions import reference
from codegen.model import Expression, Mark, Problem, Type, Variable

__all__ = [
    "FUNCTIONS",
    "SESSION",
    "Code",
    "Scope",
    "compile_audience",
    "compile_expression",
    "compile_items",
    "compile_session",
    "compile_variable",
    "fields_used",
    "kind_of",
    "names_used",
    "quote",
]


_EMPTY = {
    "text": '""',
    "integer": "0",
    "flag": "False",
    "bytes": 'b""',
    "list": "()",
}


def compile_expression(
    expression: Expression, scope: Scope, expected: Type | None = None
) -> tuple[Code, list[Problem]]:
    """The source of an expression in a scope, and what is wrong with it.

    ``expected`` is the type of the field or None; a value of another kind is a problem.
    """
    compiler = Compiler(expression, scope)
    tree = compiler.parse()
    if tree is None:
        return Code("None"), compiler.problems
    code = compiler.value(tree, expected) if expected else compiler.code(tree)
    if expected is not None:
        compiler.expect(code, kind_of(expected), tree)
    return code, compiler.problems


def compile_variable(
    expression: Expression, scope: Scope, variable: Variable
) -> tuple[Code, list[Problem]]:
    """The source of a value for a variable; none empties it.

    What exceeds the bound of a list drops the oldest items.
    """
    compiler = Compiler(expression, scope)
    tree = compiler.parse()
    if tree is None:
        return Code("None"), compiler.problems
    code = compiler.code(tree)
    if variable.kind == SESSION:
        return reference(compiler, code, tree), compiler.problems
    kind = kind_of_variable(variable)
    if code.kind == NONE:
        return Code(_EMPTY.get(variable.kind, "None"), kind), compiler.problems
    compiler.expect(code, kind, tree)
    if variable.kind == "list":
        code = compiler.as_tuple(code, tree)
        if code.most is None or code.most > variable.most:
            code = replace(code, text=f"{code.text}[-{variable.most}:]")
    return code, compiler.problems


def compile_items(
    expression: Expression, names: tuple[str, ...], scope: Scope
) -> tuple[Code, Mapping[str, str], list[Problem]]:
    """The source of what a ``for`` effect loops over, and its names' kinds."""
    code, problems = compile_expression(expression, scope)
    item = code.kind.removeprefix("list of ")
    if not problems and code.kind != ANY and not code.kind.startswith("list of "):
        problems.append(Problem(expression.mark, f"cannot loop over {code.kind}"))
    if len(names) == 2:
        kinds = {names[0]: INTEGER, names[1]: item.removeprefix("numbered ")}
    else:
        kinds = {name: item for name in names}
    return code, kinds, problems


def compile_session(name: str, mark: Mark, scope: Scope) -> tuple[Code, list[Problem]]:
    """The source of a session named in ``of:`` or ``close:``."""
    compiler = Compiler(Expression(name, mark), scope)
    tree = compiler.parse()
    if tree is None:
        return Code("me"), compiler.problems
    code = compiler.code(tree)
    if not compiler.problems and code.kind not in SESSIONS:
        compiler.problem(tree, f"{name!r} is no session")
    return compiler.as_session(code, tree), compiler.problems


def compile_audience(name: str, mark: Mark, scope: Scope) -> tuple[Code, list[Problem]]:
    """The source of a list of sessions named in ``to:``."""
    compiler = Compiler(Expression(name, mark), scope)
    tree = compiler.parse()
    if tree is None:
        return Code("[]"), compiler.problems
    code = compiler.code(tree)
    if code.kind == REFERENCE:
        return replace(code, text=f"self._those({code.text})"), compiler.problems
    if code.kind in SESSIONS:
        one = compiler.as_session(code, tree)
        return replace(code, text=f"[{one.text}]", binding=ATOM), compiler.problems
    if not compiler.problems and code.kind != f"list of {SESSION}":
        compiler.problem(tree, f"{name!r} is neither an audience nor a session")
    return code, compiler.problems
