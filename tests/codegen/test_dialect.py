from __future__ import annotations

import re
from pathlib import Path

import pytest

from codegen.build import spec_from_file
from codegen.dialect import in_dialect, protocol_in_dialect
from codegen.model import Spec, SpecError
from codegen.paths import find_spec


@pytest.fixture(scope="module")
def spec() -> Spec:
    return spec_from_file(find_spec("hash"))


def test_texts_of_a_spec_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(
        'dialect: hash\ntexts:\n  joined: "*** {name} is here"\n  taken: no\n'
    )

    protocol = protocol_in_dialect(find_spec("hash"), path)
    own = protocol_in_dialect(find_spec("hash"), _empty(tmp_path))

    classes = {it.name: it.cls for it in protocol.messages}
    assert protocol.encode(classes["joined"](name="bob")) == b"*** bob is here"
    assert protocol.encode(classes["taken"]()) == b"no"
    assert protocol.encode(classes["goodbye"]()) == b"102"
    assert protocol.digest != own.digest
    assert len(protocol.digest) == len(own.digest)
    assert protocol.source == "spec/hash.yaml"


def _empty(folder: Path) -> Path:
    path = folder / "empty.yaml"
    path.write_text("dialect: hash\ntexts: {}\n")
    return path


def test_a_text_may_be_read_in_several_ways(spec: Spec) -> None:
    worded = in_dialect(
        spec, 'dialect: hash\ntexts: {nobody: ["nobody", "no one"]}', "d"
    )

    message = worded.message("nobody")
    assert message is not None
    assert (message.template, message.also) == ("nobody", ("no one",))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dialect: slash\ntexts: {}", "1:10: this is a dialect of 'slash', not of"),
        ("texts: {}", "1:1: a dialect needs 'dialect'"),
        ("dialect: hash\ntexts: {}\nmore: x", "3:1: unknown key 'more' in a dialect"),
        (
            "dialect: hash\ntexts: {jioned: x}",
            "2:9: unknown message 'jioned', did you mean 'joined'?",
        ),
        (
            'dialect: hash\ntexts: {joined: "{nmae} is here"}',
            "2:17: unknown field 'nmae', did you mean 'name'?",
        ),
        (
            'dialect: hash\ntexts: {nobody: "no {xyz}"}',
            "2:17: unknown field 'xyz': 'nobody' has no fields",
        ),
        (
            "dialect: hash\ntexts: {joined: somebody is here}",
            "2:17: {name} is missing: no value may get lost",
        ),
        (
            'dialect: hash\ntexts: {joined: "{name} {name}"}',
            "2:17: {name} stands in it twice",
        ),
        ('dialect: hash\ntexts: {said: "{sender}{text}"}', "need a literal between"),
        ('dialect: hash\ntexts: {joined: "{name"}', "2:17: "),
        ("dialect: hash\ntexts: {joined: []}", "2:17: at least one text is needed"),
        ("dialect: hash\ntexts: {joined: {a: b}}", "2:17: expected a text, found a"),
        ("dialect: hash\ntexts: [a]", "2:8: expected texts by message, found a list"),
        ("dialect: hash\ntexts: {taken: '102'}", "has the same template as"),
        ("dialect: hash\n\ttexts: {}", "not YAML"),
        ("", "the file is empty"),
    ],
)
def test_a_mistake_is_told_with_its_place(spec: Spec, text: str, problem: str) -> None:
    with pytest.raises(SpecError) as caught:
        in_dialect(spec, text, "ours.yaml")

    assert problem in str(caught.value)
    assert all(
        re.match(r"ours\.yaml:\d+:\d+: ", line)
        for line in str(caught.value).splitlines()
    )


def test_a_binary_wire_has_no_texts() -> None:
    chat = spec_from_file(find_spec("chat"))
    name = chat.messages[0].name

    with pytest.raises(SpecError, match="is no text on the wire"):
        in_dialect(chat, f"dialect: chat\ntexts: {{{name}: x}}", "ours.yaml")
