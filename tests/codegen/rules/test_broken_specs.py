"""Broken specs, each beside the problems that are to be shown, word for word.

``broken/NAME.yaml`` has a few mistakes; ``broken/NAME.expected`` has a line for each:
``line:column: message``.
"""

from pathlib import Path

import pytest
import yaml

from codegen.model import Problem, SpecError
from codegen.rules import lint, valid

BROKEN = Path(__file__).parent.parent / "broken"
NAMES = sorted(path.stem for path in BROKEN.glob("*.yaml"))

# What PyYAML says about text that is no YAML depends on whether libyaml is there.
NOT_YAML = "not YAML: "


def shown(problems: list[Problem]) -> list[str]:
    lines = [f"{p.mark.line}:{p.mark.column}: {p.message}" for p in problems]
    return [without_wording(line) for line in lines]


def without_wording(line: str) -> str:
    before, found, _ = line.partition(NOT_YAML)
    return before + found


def expected(name: str) -> list[str]:
    lines = (BROKEN / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    return [without_wording(line) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_spec_shows_exactly_these_problems(name: str) -> None:
    text = (BROKEN / f"{name}.yaml").read_text(encoding="utf-8")

    assert shown(lint(text, f"{name}.yaml")) == expected(name)


def test_every_broken_spec_has_its_expectation_and_the_other_way_round() -> None:
    expectations = {path.stem for path in BROKEN.glob("*.expected")}

    assert expectations == set(NAMES)
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_no_place_has_two_problems(name: str) -> None:
    places = [line.split(": ", 1)[0] for line in expected(name)]

    assert len(places) == len(set(places))


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_spec_is_never_given_out_as_valid(name: str) -> None:
    text = (BROKEN / f"{name}.yaml").read_text(encoding="utf-8")

    with pytest.raises(SpecError):
        valid(text, f"{name}.yaml")


def test_ten_mistakes_are_ten_problems_of_shape_and_of_meaning() -> None:
    text = (BROKEN / "ten-mistakes.yaml").read_text(encoding="utf-8")

    problems = lint(text, "ten-mistakes.yaml")

    lines = text.splitlines()
    words = [lines[p.mark.line - 1][p.mark.column - 1 :] for p in problems]
    wrong = ["Tiny", "eighty", "9..1", "feilds", "wrod", "opne", "hii", "msut", "hoo"]
    assert len(problems) == 10
    for word, misspelt in zip(words, [*wrong, "timeout"], strict=True):
        assert word.startswith(misspelt)


def test_the_error_names_the_file_on_every_line() -> None:
    text = (BROKEN / "effects-fields.yaml").read_text(encoding="utf-8")

    with pytest.raises(SpecError) as caught:
        valid(text, "spec/tiny.yaml")

    lines = str(caught.value).splitlines()
    assert lines[0] == "spec/tiny.yaml:20:26: 'ho' needs 'word': add it to 'with'"
    assert all(line.startswith("spec/tiny.yaml:") for line in lines)


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("yaml-")])
def test_python_s_own_yaml_reader_finds_trouble_too(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codegen.load.document._LOADER", yaml.SafeLoader)
    text = (BROKEN / f"{name}.yaml").read_text(encoding="utf-8")

    assert lint(text, f"{name}.yaml")
