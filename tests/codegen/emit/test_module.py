"""Whole modules: every spec of the project, and one made to be hard to write down."""

import subprocess
import sys
from pathlib import Path

import pytest

from codegen.build import protocol_from_file, spec_from_file
from codegen.emit.module import module
from codegen.paths import all_specs
from codegen.protocol import Protocol
from tests.codegen.emit.formatter import ROOT, findings, formatted

AWKWARD = Path(__file__).with_name("awkward.yaml")
SPECS = [*all_specs(), *sorted((ROOT / "tests/specs").glob("*.yaml")), AWKWARD]


@pytest.fixture(scope="module")
def awkward() -> Protocol:
    return protocol_from_file(AWKWARD)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_module_is_laid_out_as_by_the_formatter(path: Path) -> None:
    source = module(spec_from_file(path))

    assert source == formatted(source)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_module_keeps_the_rules_of_the_linter(path: Path) -> None:
    assert findings(module(spec_from_file(path))) == ""


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_means_the_same_module_every_time(path: Path) -> None:
    assert module(spec_from_file(path)) == module(spec_from_file(path))


def test_modules_are_strictly_typed(tmp_path: Path) -> None:
    # Those in codegen/generated are checked with the rest of the project.
    for path in set(SPECS) - set(all_specs()):
        source = module(spec_from_file(path))
        (tmp_path / f"made_{path.stem}.py").write_text(source, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *sorted(tmp_path.glob("*.py"))],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_example_is_its_bytes(path: Path) -> None:
    made = protocol_from_file(path)

    for info in made.messages:
        of_client = info.cls in made.client_messages.codecs
        codecs = made.client_messages if of_client else made.server_messages
        for message, payload in info.examples:
            reads = info.cls if info.cls in codecs.apart else None
            assert codecs.decode(payload, reads) == message
            assert codecs.encode(message) == payload


def test_the_head_names_the_spec_and_the_command() -> None:
    source = module(spec_from_file(all_specs()[0]))

    name = all_specs()[0].name
    assert f"Generated from spec/{name}. Do not edit" in source
    assert f"\n    python -m codegen generate spec/{name}\n" in source


def test_what_is_not_used_is_not_imported() -> None:
    spec = spec_from_file(AWKWARD)

    assert "from codegen import protocol, room, wire\n" in module(spec)


def test_a_field_may_have_the_name_of_a_builtin_type(awkward: Protocol) -> None:
    entry = awkward.messages[1].cls.__annotations__["entries"].__args__[0]

    assert entry.__annotations__ == {"str": int, "int": str, "bytes": str}


def test_texts_with_quotes_and_backslashes_stay_what_they_are(
    awkward: Protocol,
) -> None:
    refused = awkward.rules[0]
    samples = awkward.messages[2].samples["rest"]

    assert awkward.title.startswith('An "awkward" protocol \\ with')
    assert refused.text.en == 'A server MUST refuse "it".'
    assert refused.text.ko == '서버는 "그것"을 거절해야 한다(MUST).'
    assert samples == ("a\\b", "안녕하세요", "")
    assert awkward.client.commands[0].help == 'it\'s "hello"'


def test_an_effect_with_a_sentence_of_its_own_is_a_rule(awkward: Protocol) -> None:
    main, own = awkward.rules[:2]

    assert (main.id, main.level) == ("entry/refused", "must")
    assert (own.id, own.level) == ("entry/refused-none-of-that", "should")
    assert own.text.en == "It SHOULD say why."
    assert (own.event, own.states) == ("hello", ("outside",))


def test_a_rule_has_the_line_of_its_sentence(awkward: Protocol) -> None:
    lines = AWKWARD.read_text(encoding="utf-8").splitlines()

    for rule in awkward.rules:
        assert f"{rule.level}: " in lines[rule.line - 1]
    for scenario in awkward.scenarios:
        assert f"{scenario.level}: " in lines[scenario.line - 1]
        for step in scenario.steps:
            assert f"{step.actor} {step.action}" in lines[step.line - 1]
    for message in awkward.messages:
        assert lines[message.line - 1].strip() == f"{message.name}:"


def test_a_literal_fill_has_the_type_of_its_field(awkward: Protocol) -> None:
    assert awkward.client.commands[0].fill == {"state": True}


def test_the_profile_of_all_has_every_feature(awkward: Protocol) -> None:
    assert awkward.profiles == {
        "small": frozenset(),
        "whole": frozenset({"a_feature_with_a_long_name"}),
    }


def test_a_rule_in_the_same_words_in_two_states_is_one_rule(tmp_path: Path) -> None:
    text = AWKWARD.read_text(encoding="utf-8")
    leaving = """
          - on: bye
            rule: leaves
            must: A server MUST let it go.
            do: [close]
"""
    assert leaving in text
    entering = "        outside:\n"
    path = tmp_path / "two.yaml"
    path.write_text(
        text.replace(entering, entering + leaving.lstrip("\n")), encoding="utf-8"
    )

    rules = protocol_from_file(path).rules

    [leaves] = [rule for rule in rules if rule.id == "entry/leaves"]
    assert leaves.states == ("outside", "inside_of_a_state_with_a_long_name")
    assert leaves.feature == "a_feature_with_a_long_name"


def test_a_scenario_may_leave_out_what_is_volatile(tmp_path: Path) -> None:
    text = AWKWARD.read_text(encoding="utf-8")
    text = text.replace(
        "    fields: {entries: entries}\n",
        "    fields: {entries: entries}\n    volatile: [entries]\n",
    ).replace("[{none_of_that: {entries: []}}]", "[none_of_that]")
    path = tmp_path / "volatile.yaml"
    path.write_text(text, encoding="utf-8")

    made = protocol_from_file(path)

    [answer] = made.scenarios[0].steps[1].expected["alice"]
    assert answer == made.messages[1].cls(entries=())
    assert made.messages[1].volatile == ("entries",)
