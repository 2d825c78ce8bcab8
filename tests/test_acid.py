"""The acid test: a new message costs YAML only.

A copy of the project gets a message with its transition and its command, ``codegen
generate`` is run, and the server answers it, the client offers it, the judge tests it,
the page shows it.
No Python is edited.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from codegen.paths import all_specs
from tests.processes import DEADLINE, reference, running

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Addition:
    """What is added to a spec, and what must then be seen."""

    spec: str
    messages: str
    transition: str
    command: str
    typed: str
    shown: str
    page: tuple[str, ...]
    state: str = "online"
    region: str = "entry"


HASH = Addition(
    spec="hash",
    messages="""
  shout:
    from: client
    wire: "006#{sender}#{text}"
    fields: {sender: id, text: line}
    examples: [{fields: {sender: alice, text: hey}, text: "006#alice#hey"}]
  shouted:
    from: server
    wire: "!! {text} !!"
    fields: {text: line}
    examples: [{fields: {text: HEY}, text: "!! HEY !!"}]
""",
    transition="""
          - on: shout
            rule: shouting
            must: A server MUST relay a shout to all, in capitals.
            do: [{send: shouted, to: online, with: {text: upper($text)}}]
""",
    command="""
    shout: {type: "/shout {text}", fill: {sender: me}, help: make yourself heard}
""",
    typed="/shout is anybody here",
    shown="!! IS ANYBODY HERE !!",
    page=(
        "| [`shout`](#message-shout) | `006#{sender}#{text}` |",
        '30 30 36 23     "006#"\n61 6c 69 63 65  sender = "alice"\n',
        "- **Typed as** `/shout {text}`\n",
    ),
)
CHAT = Addition(
    spec="chat",
    messages="""
  shout:
    from: client
    layout: [{code: u16, is: 999}, {text: text}]
    examples: [{fields: {text: hey}, hex: "03e7 0003 68 65 79"}]
  shouted:
    from: server
    layout: [{code: u16, is: 998}, {sender: name}, {text: text}]
    examples:
      - {fields: {sender: al, text: HEY}, hex: "03e6 02 61 6c 0003 48 45 59"}
""",
    transition="""
          - on: shout
            rule: shouting
            must: A server MUST relay a shout to all, in capitals.
            do:
              - send: shouted
                to: online
                with: {sender: self.name, text: upper($text)}
""",
    command="""
    shout: {type: "/shout {text}", help: make yourself heard}
""",
    typed="/shout is anybody here",
    shown="IS ANYBODY HERE",
    page=(
        "| [`shout`](#message-shout) | `code = 999`, `text` |",
        "03 e7     code = 999 (always)\n00 03     text: 3 bytes follow\n",
        "- **Typed as** `/shout {text}`\n",
    ),
)


def plain(spec: str, state: str, region: str, kind: str) -> Addition:
    """A text that is answered in capitals."""
    return Addition(
        spec=spec,
        messages=f"""
  shout:
    from: client
    wire: "/shout {{text}}"
    fields: {{text: {kind}}}
    examples: [{{fields: {{text: hey}}, text: "/shout hey"}}]
  shouted:
    from: server
    wire: "!! {{text}} !!"
    fields: {{text: {kind}}}
    examples: [{{fields: {{text: HEY}}, text: "!! HEY !!"}}]
""",
        transition="""
          - on: shout
            rule: shouting
            must: A server MUST answer a shout in capitals.
            do: [{reply: shouted, with: {text: upper($text)}}]
""",
        command=HASH.command.replace("fill: {sender: me}, ", ""),
        typed=HASH.typed,
        shown=HASH.shown,
        page=("| [`shout`](#message-shout) | `/shout {text}` |", HASH.page[2]),
        state=state,
        region=region,
    )


ADDITIONS = [
    HASH,
    CHAT,
    plain("echo", "open", "chat", "line"),
    plain("slash", "online", "entry", "words"),
    plain("window", "inside", "entry", "line"),
    plain("lounge", "inside", "entry", "line"),
    plain("duet", "talking", "talk", "line"),
]


def insert(text: str, after: str, addition: str) -> str:
    """``text`` with lines added behind the first line that is ``after``."""
    head, found, tail = text.partition(f"\n{after}\n")
    assert found, f"no line {after!r}"
    return head + found + addition.strip("\n") + "\n" + tail


def changed_copy(addition: Addition, folder: Path) -> Path:
    """The project, copied, with one spec changed and its module generated anew."""
    for part in ("codegen", "reference", "conformance", "spec"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=ignore)
    path = folder / "spec" / f"{addition.spec}.yaml"
    text = path.read_text(encoding="utf-8")
    text = insert(text, "messages:", addition.messages)
    text = insert(text, f"        {addition.state}:", addition.transition)
    # An operator may have commands too.
    server, client, rest = text.partition("\nclient:\n")
    text = server + insert(client + rest, "  commands:", addition.command)
    path.write_text(text, encoding="utf-8")
    made = run(folder, "codegen", "generate", addition.spec)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """``python -m COMMAND`` with the packages of ``folder``."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )


def told(folder: Path, addition: Addition, *arguments: str) -> str:
    """What a client prints that is asked for help, and then says what is new."""
    done = subprocess.run(
        [sys.executable, "-m", "reference", "client", *arguments],
        cwd=folder,
        env=environment(folder),
        input=f"/help\n{addition.typed}\n",
        stdout=subprocess.PIPE,
        text=True,
        timeout=DEADLINE,
    )
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    """That of a program with the packages of ``folder``."""
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}


def test_every_protocol_is_tried() -> None:
    assert {a.spec for a in ADDITIONS} == {path.stem for path in all_specs()}


@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda a: a.spec)
def test_a_new_message_costs_yaml_only(addition: Addition, tmp_path: Path) -> None:
    folder = changed_copy(addition, tmp_path)
    spec = ("--spec", addition.spec)
    command = reference("server", *spec, "--port", "0")
    with running(command, root=folder) as server:
        address = f"{server.host}:{server.port}"

        said = told(folder, addition, *spec, address, "--name", "alice")
        judged = run(
            folder,
            "conformance",
            "run",
            *spec,
            "--target",
            address,
            "-v",
            "*/shouting*",
        )

    page = (folder / "spec" / f"{addition.spec}.md").read_text(encoding="utf-8")

    assert [text for text in addition.page if text not in page] == []
    assert page.count(f'<a id="must-{addition.region}-shouting"></a>') == 1
    assert "make yourself heard" in said
    assert addition.shown in said
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "shouting" in judged.stdout
    assert "PASS" in judged.stdout
