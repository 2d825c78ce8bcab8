"""Protocols made in memory, without generating a module."""

import pickle
from pathlib import Path

import pytest

from codegen import protocol
from codegen.build import protocol_from_file, spec_from_file
from codegen.model import SpecError
from codegen.paths import all_specs, find_spec, generated_folder

HASH = find_spec("hash")


def test_a_protocol_from_a_file_is_the_generated_one() -> None:
    made, generated = protocol_from_file(HASH), protocol.load("hash")

    assert made.digest == generated.digest
    assert made.rules == generated.rules
    assert [m.name for m in made.messages] == [m.name for m in generated.messages]
    assert [repr(s) for s in made.scenarios] == [repr(s) for s in generated.scenarios]


def test_each_protocol_has_classes_of_its_own() -> None:
    first, second = protocol_from_file(HASH), protocol_from_file(HASH)

    assert first.messages[0].cls is not second.messages[0].cls


def test_its_messages_know_their_module() -> None:
    message, _ = protocol_from_file(HASH).messages[0].examples[0]

    assert pickle.loads(pickle.dumps(message)) == message


def test_nothing_is_written(tmp_path: Path) -> None:
    text = HASH.read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("name: hash", "name: mine", 1), encoding="utf-8")

    made = protocol_from_file(path)

    assert (made.name, made.source) == ("mine", path.as_posix())
    assert not (generated_folder() / "mine.py").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.yaml"]


def test_a_file_that_is_not_there_is_an_error_of_the_spec(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"

    with pytest.raises(SpecError, match=f"^cannot read {path}: no such file"):
        spec_from_file(path)


@pytest.mark.parametrize("path", all_specs(), ids=lambda path: path.stem)
def test_a_spec_is_named_alike_from_everywhere(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert spec_from_file(path).path == f"spec/{path.name}"
