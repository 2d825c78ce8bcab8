"""spec/schema.json, which editors use, against the loader, which decides.

A scalar of a spec is the text that was written, and that is what the schema gets here.
Editors give it what YAML makes of it, so it accepts both.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from codegen import load as loader
from codegen.load import (
    client,
    messages,
    read,
    scenarios,
    session,
    types,
)
from codegen.load.nodes import Keys
from codegen.model import SpecError

ROOT = Path(__file__).parents[3]
SAMPLER = ROOT / "tests/specs/sampler.yaml"
SPECS = [*sorted((ROOT / "spec").glob("*.yaml")), SAMPLER]
BROKEN = sorted((ROOT / "tests/codegen/broken").glob("*.yaml"))
SCHEMA = json.loads((ROOT / "spec/schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

# Which part of the schema describes the mapping that these keys belong to.
PARTS: dict[str, Keys] = {
    "": loader.SPEC,
    "feature": loader.FEATURE,
    **{f"framing_{kind}": keys for kind, keys in loader.FRAMINGS.items()},
    **{f"type_{kind}": keys for kind, keys in types.KINDS.items()},
    "message": messages.MESSAGE,
    "example": messages.EXAMPLE,
    "malformed": messages.BROKEN,
    "session": session.SESSION,
    "region": session.REGION,
    "state": session.STATE,
    "transition": session.TRANSITION,
    "variable_initial": session.VARIABLE,
    "variable_list": session.LIST,
    "service": session.SERVICE,
    "bilingual": session.SENTENCE,
    **{f"effect_{word}": keys for word, keys in session.EFFECT_KEYS.items()},
    "client": client.CLIENT,
    "login": client.LOGIN,
    "command": client.COMMAND,
    "question": client.QUESTION,
    "members": client.MEMBERS,
    "files": client.FILES,
    "role_parts": client.ROLE,
    "texts": client.TEXTS,
    "operator": client.OPERATOR,
    "scenario": scenarios.SCENARIO,
}

# What no schema can see: names and values that depend on other parts of the file, and
# YAML that is already gone when a schema gets to see what it says.
ONLY_THE_LOADER_SEES = {
    "shape-unknown-types",
    "shape-values",
    "yaml-anchors-aliases-tags",
    "yaml-duplicate-key",
}
# The schema asks for 'to'; the loader says so in words of its own.
REQUIRED_ELSEWHERE = {("effect_send", "to")}


STATES = ("session", "regions", "presence", "states")
OUTSIDE = (*STATES, "outside")
INSIDE = (*STATES, "inside")


def part(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["$defs"][name] if name else SCHEMA
    return found


def as_written(node: yaml.Node | None) -> Any:
    """A document whose scalars are all text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: as_written(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_written(child) for child in node.value]
    return node.value if node is not None else None


def parsed(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return as_written(yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def loader_accepts(document: Any) -> bool:
    text = json.dumps(document, ensure_ascii=False)  # JSON is YAML too
    try:
        return not read(text, "probe.yaml")[1]
    except SpecError:
        return False


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_spec_of_the_project_is_accepted_as_written(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(parsed(path))) == []


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_spec_is_accepted_as_an_editor_reads_it(path: Path) -> None:
    document = editor_view(
        yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    )

    assert list(VALIDATOR.iter_errors(document)) == []


def editor_view(node: yaml.Node | None) -> Any:
    """The document as the core schema of YAML 1.2 has it."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: editor_view(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [editor_view(child) for child in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.style in ("'", '"', "|", ">"):
        return node.value
    words = {"true": True, "false": False, "null": None, "": None}
    if node.value in words:
        return words[node.value]
    return int(node.value) if node.value.isdigit() else node.value


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_the_loader_refuses_the_schema_refuses(path: Path) -> None:
    try:
        _, problems = read(path.read_text(encoding="utf-8"), path.name)
    except SpecError:
        return  # no YAML, or nothing at all: no schema is asked
    refused = not VALIDATOR.is_valid(parsed(path))

    if path.stem in ONLY_THE_LOADER_SEES:
        assert problems
        assert not refused
    elif problems:
        assert refused


@pytest.mark.parametrize("name", PARTS)
def test_loader_and_schema_know_the_same_keys(name: str) -> None:
    keys = PARTS[name]

    extra = {key for part_name, key in REQUIRED_ELSEWHERE if part_name == name}
    assert set(part(name)["properties"]) == set(keys.all)
    assert set(part(name).get("required", [])) == set(keys.required) | extra
    assert part(name)["additionalProperties"] is False


def test_every_table_of_keys_of_the_loader_has_its_part_of_the_schema() -> None:
    modules = (loader, client, messages, scenarios, session, types)
    tables = {
        keys
        for module in modules
        for value in vars(module).values()
        for keys in (value.values() if isinstance(value, dict) else [value])
        if isinstance(keys, Keys)
    }

    assert tables == set(PARTS.values())


@pytest.mark.parametrize("name", PARTS)
def test_every_key_is_explained(name: str) -> None:
    for key, schema in part(name)["properties"].items():
        told = schema.get("description") or part(schema.get("$ref", "")[8:]).get(
            "description"
        )
        assert told or schema.keys() == {"const"}, f"{name}: {key}"


# Where the sampler has a mapping of each part; a strange key there, and a required one
# left out, are refused by both.
PLACES: dict[str, tuple[Any, ...]] = {
    "": (),
    "feature": ("features", "poke"),
    "framing_line": ("framing",),
    "type_text": ("types", "nick"),
    "type_integer": ("types", "place"),
    "type_choice": ("types", "mood"),
    "type_flag": ("types", "hushed"),
    "type_group": ("types", "member"),
    "type_list": ("types", "members"),
    "message": ("messages", "hello"),
    "example": ("messages", "hello", "examples", 0),
    "malformed": ("messages", "hello", "malformed", 1),
    "service": ("services", "dictionary"),
    "session": ("session",),
    "variable_initial": ("session", "vars", "mood"),
    "variable_list": ("session", "shared", "used"),
    "effect_set": ("session", "routines", "calm", 0),
    "effect_next": ("session", "routines", "calm", 1),
    "region": ("session", "regions", "manner"),
    "state": ("session", "regions", "manner", "states", "reciting"),
    "transition": (*OUTSIDE, 0),
    "bilingual": (*OUTSIDE, 0, "must"),
    "effect_reply": (*OUTSIDE, 0, "do", 0),
    "effect_send": (*OUTSIDE, 1, "do", 2),
    "effect_close": (*INSIDE, 2, "do", 1),
    "effect_for": (*INSIDE, 3, "do", 0),
    "effect_run": (*INSIDE, 6, "do", 0),
    "effect_ask": (*INSIDE, 7, "do", 0),
    "effect_if": ("session", "regions", "manner", "states", "loud", 1, "do", 1),
    "operator": ("operator",),
    "client": ("client",),
    "login": ("client", "login"),
    "command": ("client", "commands", "hello"),
    "question": ("client", "questions", "poked"),
    "members": ("client", "members"),
    "texts": ("client", "texts"),
    "scenario": ("scenarios", 0),
}


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def both_refuse(document: Any) -> bool:
    return not VALIDATOR.is_valid(document) and not loader_accepts(document)


def test_both_accept_the_sampler_that_is_probed() -> None:
    document = parsed(SAMPLER)

    assert VALIDATOR.is_valid(document)
    assert loader_accepts(document)


@pytest.mark.parametrize("name", PLACES)
def test_both_refuse_a_strange_key(name: str) -> None:
    document = parsed(SAMPLER)
    at(document, PLACES[name])["strange_key"] = ["x"]

    assert both_refuse(document)


@pytest.mark.parametrize("name", PLACES)
def test_both_refuse_it_when_a_required_key_is_left_out(name: str) -> None:
    for key in PARTS[name].required:
        document = parsed(SAMPLER)
        del at(document, PLACES[name])[key]

        assert both_refuse(document), key


@pytest.mark.parametrize("name", PLACES)
def test_both_refuse_a_list_where_a_mapping_belongs(name: str) -> None:
    document = parsed(SAMPLER)
    whole = [document]
    path = (0, *PLACES[name])
    at(whole, path[:-1])[path[-1]] = [["x"]]

    assert both_refuse(whole[0])
