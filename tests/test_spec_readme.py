"""What spec/README.md teaches is true: its specs are linted, served and judged."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from codegen.build import spec_from_file
from codegen.dialect import in_dialect
from codegen.load import load
from codegen.load.nodes import Keys
from codegen.paths import find_spec
from codegen.rules import check
from tests.processes import running_server
from tests.test_acid import insert

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "spec" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
WHOLE = [block for block in BLOCKS if block.startswith("spec: 1\n")]
DIALECTS = [block for block in BLOCKS if block.startswith("dialect: ")]
PARTS = [it for it in BLOCKS if it not in (*WHOLE, *DIALECTS)]


def third_step() -> str:
    """The last whole spec with all that is added to it below."""
    text: str = WHOLE[-1]
    for part in PARTS:
        head, _, addition = part.partition("\n")
        place = re.fullmatch(r'# below "(.*)"', head)
        assert place is not None, head
        text = insert(text, place[1], addition)
    return text


STEPS = [*WHOLE, third_step()]


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )


def save(text: str, folder: Path) -> Path:
    path = folder / "knock.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_dialect_is_a_good_one() -> None:
    (text,) = DIALECTS

    spec = in_dialect(spec_from_file(find_spec("hash")), text, "ours.yaml")

    assert {it.name for it in spec.messages} >= {"welcome", "left"}


@pytest.mark.parametrize("text", STEPS, ids=["one", "two", "three"])
def test_every_step_is_a_good_spec(text: str) -> None:
    assert check(load(text, "knock.yaml")) == []


def test_lint_says_of_the_first_step_what_is_printed_there(tmp_path: Path) -> None:
    save(STEPS[0], tmp_path)

    linted = run(tmp_path, "codegen", "lint", "knock.yaml")

    assert linted.returncode == 0
    assert linted.stdout in TEXT


def test_the_first_step_answers_as_is_printed_there(tmp_path: Path) -> None:
    path = save(STEPS[0], tmp_path)

    with (
        running_server(str(path)) as server,
        socket.create_connection(server.address, timeout=10) as peer,
    ):
        peer.sendall(b"KNOCK ann\nBYE\n")
        answer = b"".join(iter(lambda: peer.recv(4096), b""))

    assert answer == b"WHO IS ANN?\n"
    assert answer.decode() in TEXT


@pytest.mark.parametrize("text", STEPS, ids=["one", "two", "three"])
def test_the_reference_server_conforms_to_every_step(text: str, tmp_path: Path) -> None:
    save(text, tmp_path)

    judged = run(tmp_path, "conformance", "run", "--spec", "knock.yaml")

    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_every_key_of_the_language_is_told() -> None:
    from codegen.load import client, messages, session, types

    tables: list[Keys] = [
        *types.KINDS.values(),
        *session.EFFECT_KEYS.values(),
        session.TRANSITION,
        session.SESSION,
        messages.MESSAGE,
        client.CLIENT,
    ]

    assert [
        f"{word} of {keys.what}"
        for keys in tables
        for word in keys.all
        if not re.search(rf"\b{word}\b", TEXT)
    ] == []


def test_every_function_of_the_language_is_told() -> None:
    from codegen.expression import FUNCTIONS

    assert [name for name in FUNCTIONS if f"`{name}(" not in TEXT] == []
