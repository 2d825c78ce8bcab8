"""Long lines are broken where the formatter would break them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.emit.layout import lay_out
from tests.codegen.emit.formatter import formatted
from tests.codegen.emit.snippets import statements

LONG = "x" * 60
LONGER = "y" * 75


def in_functions(snippets: list[str]) -> str:
    """Statements, each in a function of its own so that they do not touch."""
    return "\n\n\n".join(f"def f():\n    {text}" for text in snippets) + "\n"


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(statements(), min_size=15, max_size=15))
def test_made_up_statements_are_laid_out_as_by_the_formatter(
    snippets: list[str],
) -> None:
    source = in_functions(snippets)

    assert lay_out(source) == formatted(source)


@pytest.mark.parametrize(
    "statement",
    [
        f"self.call({LONG}, {LONG})",
        f"self.call({LONG}, 1, [2, 3])",
        f"self.call({LONG}, [{LONG}, 2])",
        f"self.call([{LONG}, {LONG}])",
        f"x = ({LONG}, {LONG})",
        f"x = ({LONGER}, )",
        f'x = {{"a": {LONG}, "b": {{"c": {LONG}, "d": ()}}}}',
        f'x = {{"a": "{LONGER}"}}',
        f'x = "{LONGER}"',
        f'x = "{LONGER}{LONGER}"',
        f"self.attribute.of.another = {LONG}.{LONG}",
        f"x = {LONG} and {LONG}",
        f"x = {LONG} + {LONG} - {LONG}",
        f"x = {LONG} + 2 * {LONG}",
        f"x = {LONG} if {LONG} else 3 if 4 else 5",
        f"x = not {LONG}.{LONG}",
        f"x = 1 < {LONG} <= {LONG}",
        f"if a in [s.name for s in {LONG} if s.name]:\n        pass",
        f"if a and b in [s.name for s in {LONG} if s.name]:\n        pass",
        f"if a and b and c in [s.name for s in {LONG} if s.name]:\n        pass",
        f"if a and not ({LONG} or {LONG}):\n        pass",
        f"if a:\n        pass\n    elif {LONG} or {LONG}:\n        pass",
        f"for a, b in self.call({LONG}, 1, 2, 3, 4, 5, 6):\n        pass",
        f"return tuple(s.name for s in {LONG} if s.name and s.name)",
        f"return next((s for s in {LONG} if s.name and s.name), None)",
        f"return [s for s in {LONG} if {LONG} and ({LONG} or {LONG})]",
        f"return {{s.name: s.other for s in {LONG} if s.name and s}}",
        f'return self.limits["{LONGER}"]',
        f"return self.call({LONG}, 2, 3, 4, 5, 6, 7).attribute",
        f"return self.call({LONG}, 2, 3, 4, 5, 6, 7).call()",
        f"return [*{LONG}, *{LONG}]",
        f"return self.call(*{LONG}, **{LONG})",
        f"x: ClassVar = self.call({LONG}, k=1, l=2, m=3)",
        f"x += self.call({LONG}, k=1, l=2, m=3, n=4, o=5)",
        f"def g(self, first: {LONG}, second: dict[str, int]) -> bool:\n        pass",
        f"def g(self, {LONG}, {LONG}=(1, 2)) -> tuple[int, ...]:\n        pass",
        f"from module import {LONG}, {LONG}",
        f"# {LONG} {LONG}\n    pass",
        f'"""{LONG} {LONG}"""',
        f'"""One.\n\n    {LONG} {LONG}\n    """',
        "x = [" + ", ".join(["1"] * 29) + "]",
        "x = [" + ", ".join(["1"] * 27) + "]",
    ],
)
def test_a_statement_is_laid_out_as_by_the_formatter(statement: str) -> None:
    source = in_functions([statement])

    assert lay_out(source.replace(", )", ",)")) == formatted(source)


@pytest.mark.parametrize("syllables", range(30, 40))
def test_a_syllable_of_hangul_takes_two_columns(syllables: int) -> None:
    source = f'x = call("{"한" * syllables}", "e\u0301", "ｗ", "😀", 1)\n'

    assert lay_out(source) == formatted(source)


def test_what_fits_is_left_alone() -> None:
    source = 'x = [1, 2]\n\n\n# A comment.\nx = "' + "x" * 82 + '"\n'

    assert lay_out(source) == source


def test_laying_out_twice_changes_nothing() -> None:
    once = lay_out(f"x = call({LONG}, [{LONG}, {LONG}], {LONG} and {LONG})\n")

    assert lay_out(once) == once
