"""Whatever is typed while a spec is being written, lint answers with problems."""

import random
import re
from pathlib import Path

import pytest

from codegen.rules import lint

ROOT = Path(__file__).parents[3]
TEXTS = [
    (ROOT / path).read_text(encoding="utf-8")
    for path in ("tests/specs/sampler.yaml", "tests/codegen/broken/unused.yaml")
]
TOKEN = re.compile(r"[A-Za-z_$.']+|\d+|[{}\[\]:,\"#-]|\s+")
WORDS = sorted(set(re.findall(r"[a-z_$.]{2,}", TEXTS[0])))
STRAY = ["", "", "{", "}", "[", "[]", "{}", "0", "99999", "-1", '"', "\n", "1if"]


def mistyped(text: str, chance: random.Random) -> str:
    """The text with one to three tokens replaced."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        token = chance.choice(list(TOKEN.finditer(text)))
        other = chance.choice((chance.choice(WORDS), chance.choice(STRAY)))
        text = text[: token.start()] + other + text[token.end() :]
    return text


@pytest.mark.parametrize("seed", range(60))
def test_a_mistyped_spec_has_problems_that_stand_in_its_text(seed: int) -> None:
    chance = random.Random(seed)
    text = mistyped(chance.choice(TEXTS), chance)
    lines = text.split("\n")

    problems = lint(text, "mistyped.yaml")

    assert problems == sorted(problems)
    for problem in problems:
        line = lines[problem.mark.line - 1]
        assert 1 <= problem.mark.column <= len(line) + 1
