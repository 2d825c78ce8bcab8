"""The command that starts what is judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.targets.command import Command, CommandError


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "an empty command"),
        ("./server", r"'./server' does not say where the port goes.*'./server {port}'"),
        ("./server '{port}", "no closing quotation"),
    ],
)
def test_what_cannot_be_a_command_is_refused(text: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        Command(text)


def test_a_command_is_split_as_a_shell_would_and_no_shell_reads_it() -> None:
    command = Command("run 'a b' $HOME;ls --at={host}:{port}")

    words = command.arguments("127.0.0.1", 5000)

    assert words == ["run", "a b", "$HOME;ls", "--at=127.0.0.1:5000"]


def test_a_file_of_the_command_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "client.py").touch()

    words = Command("python3 client.py {host}:{port} {name}").from_anywhere(
        "127.0.0.1", 5000, "alice"
    )

    assert words == ["python3", str(tmp_path / "client.py"), "127.0.0.1:5000", "alice"]


def test_quotes_of_a_command_must_be_closed() -> None:
    with pytest.raises(CommandError, match="closing quotation"):
        Command("./client '{port}")
