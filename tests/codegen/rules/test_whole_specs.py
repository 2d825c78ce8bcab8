"""The specs of the project are valid, and so is much that looks wrong at first."""

from pathlib import Path

import pytest
import yaml

from codegen.load import load
from codegen.rules import EXAMPLES, PARTS, WHOLE, WIRE, check, lint

ROOT = Path(__file__).parents[3]
SPECS = [*sorted((ROOT / "spec").glob("*.yaml")), ROOT / "tests/specs/sampler.yaml"]

TINY = """\
spec: 1
name: tiny
title: Tiny
port: 7000
framing: {kind: line, max: 80}
limits: {sessions: 4, queue_bytes: 1000}
types:
  word: {is: text, length: 1..9, without: " "}
messages:
  hi: {from: client, wire: "hi {word}", fields: {word: word}}
  ho: {from: server, wire: "ho {word}", fields: {word: word}}
session:
  regions:
    only:
      initial: open
      states:
        open:
          - on: hi
            must: A server MUST answer.
            do: [{reply: ho, with: {word: $word}}]
          - on: eof
            must: A server MUST forget.
"""


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_of_the_project_is_valid(path: Path) -> None:
    problems = lint(path.read_text(encoding="utf-8"), str(path))

    assert problems == []


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_reads_the_same_without_libyaml(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text(encoding="utf-8")
    fast = load(text, path.name)
    monkeypatch.setattr("codegen.load.document._LOADER", yaml.SafeLoader)

    assert load(text, path.name) == fast


def test_a_tiny_spec_is_valid() -> None:
    assert check(load(TINY, "tiny.yaml")) == []


def test_every_rule_says_in_one_sentence_what_it_demands() -> None:
    rules = (*PARTS, *WIRE, *EXAMPLES, *WHOLE)

    for rule in rules:
        first = (rule.__doc__ or "").splitlines()[0]
        assert first.endswith("."), rule.__name__
    assert len({(rule.__module__, rule.__name__) for rule in rules}) == len(rules)


def test_the_same_requirement_may_hold_in_several_states() -> None:
    text = TINY.replace(
        "            do: [{reply: ho, with: {word: $word}}]\n",
        "            do: [{reply: ho, with: {word: $word}}]\n            next: shut\n",
    )
    again = text.replace(
        "          - on: eof\n",
        "        shut:\n"
        "          - on: hi\n"
        "            must: A server MUST answer.\n"
        "            do: [close]\n"
        "          - on: eof\n",
    )

    assert check(load(again, "tiny.yaml")) == []


def test_a_feature_hides_no_transition_of_the_core() -> None:
    text = TINY.replace("types:\n", "features: {more: {}}\ntypes:\n").replace(
        "          - on: hi\n",
        "          - on: hi\n"
        "            feature: more\n"
        "            rule: more\n"
        "            must: A server with more MUST ignore it.\n"
        "          - on: hi\n",
    )

    assert check(load(text, "tiny.yaml")) == []


def test_a_state_that_only_another_session_s_effect_enters_is_reached() -> None:
    text = TINY.replace(
        "  regions:\n",
        "  audiences: {all: s is not self}\n  regions:\n",
    ).replace(
        "            do: [{reply: ho, with: {word: $word}}]\n",
        "            do:\n"
        "              - {reply: ho, with: {word: $word}}\n"
        "              - {for: s, in: all, do: [{next: {only: shut}, of: s}]}\n",
    )
    shut = "        shut: [{on: eof, rule: gone, must: A server MUST forget.}]\n"

    assert check(load(text + shut, "tiny.yaml")) == []


def test_a_lookup_is_known_after_a_guard_in_the_same_and_in_earlier_transitions() -> (
    None
):
    text = TINY.replace(
        "  regions:\n",
        "  vars: {nick: text}\n"
        "  lookups: {it: first(s for s in all if s.nick == $word)}\n"
        "  audiences: {all: s is not self}\n"
        "  regions:\n",
    ).replace(
        "          - on: hi\n",
        "          - on: hi\n"
        "            if: it is not none and it.nick == 'x'\n"
        "            rule: is-x\n"
        "            must: A server MUST set it free.\n"
        "            do: [{close: it}]\n"
        "          - on: hi\n"
        "            if: it is none\n"
        "            rule: nobody\n"
        "            must: A server MUST ignore it.\n"
        "          - on: hi\n"
        "            if: it.nick == 'y'\n"
        "            rule: is-y\n"
        "            must: A server MUST set it free.\n"
        "            do: [{close: it}]\n"
        "          - on: hi\n",
        1,
    )

    assert check(load(text, "tiny.yaml")) == []


def test_scalars_stay_the_text_that_was_written() -> None:
    text = TINY.replace("title: Tiny", "title: no").replace(
        '"hi {word}"', "003 {word}, examples: [{fields: {word: 012}, text: 003 012}]"
    )
    text = text.replace(", examples:", "\n    examples:").replace(
        "hi: {from: client, wire: 003 {word}",
        "hi:\n    from: client\n    wire: 003 {word}",
    )
    text = text.replace(
        "[{fields: {word: 012}, text: 003 012}], fields: {word: word}}",
        "[{fields: {word: 012}, text: 003 012}, {fields: {word: on}, text: 003 on}]\n"
        "    fields: {word: word}",
    )

    spec = load(text, "tiny.yaml")

    assert spec.title == "no"
    assert spec.messages[0].template == "003 {word}"
    assert [list(e.values.values()) for e in spec.messages[0].examples] == [
        ["012"],
        ["on"],
    ]
    assert check(spec) == []


def test_a_lookup_is_known_in_the_half_of_a_value_that_tested_it() -> None:
    text = TINY.replace(
        "  regions:\n",
        "  vars: {nick: text}\n"
        "  lookups: {it: first(s for s in all if s.nick == $word)}\n"
        "  audiences: {all: s is not self}\n"
        "  regions:\n",
    ).replace("{word: $word}}]", '{word: "it.nick if it is not none else $word"}}]')

    assert check(load(text, "tiny.yaml")) == []


def test_a_client_may_be_allowed_more_than_the_framing_holds() -> None:
    text = TINY.replace("max: 80", "max: 30, server_max: 80")
    text = text.replace('length: 1..9, without: " "', "length: 1..9")

    assert check(load(text, "tiny.yaml")) == []
