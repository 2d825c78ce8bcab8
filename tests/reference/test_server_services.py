"""What people get from the services of a server, and what is typed to set them up."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reference.cli import main
from tests.processes import ROOT, running_server
from tests.reference.server_clients import Client

QUIZ = str(ROOT / "tests/specs/quiz.yaml")
NO_KEY = "search is not configured: set OPENAI_API_KEY or give --search-key-file FILE"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words.txt"
    file.write_text("나무\n무지개\n", encoding="utf-8")
    return file


def test_people_ask_and_are_told(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    secret = tmp_path / "secret"
    secret.write_text("열려라 참깨\n", encoding="utf-8")
    secret.chmod(0o600)
    options = ("--dictionary", str(words), "--admin-secret-file", str(secret))

    with running_server(QUIZ, *options) as server:
        client = Client(server.address)
        for line, answer in (
            ("look 나무", "looked known=yes follows=yes 나무"),
            ("look 무지개", "looked known=yes follows=no 무지개"),
            ("look 너무", "looked known=no follows=yes 너무"),
            ("pick", "picked 나무"),
            ("prove 참깨", "proved no"),
            ("prove 열려라 참깨", "proved yes"),
            ("find why?", f"failed {NO_KEY}"),
        ):
            client.say(f"{line}\n".encode())
            client.hears(f"{answer}\n".encode())
        client.socket.close()

        status, _ = server.stop()
        log = server.logged()

    assert status == 0
    assert log.splitlines()[0].partition(" ")[2] == f"search: {NO_KEY}"
    assert "참깨" not in log


@pytest.mark.parametrize(
    ("spec", "options", "complaint"),
    [
        (QUIZ, ["--dictionary", "no/such"], "'--dictionary': cannot read no/such: no"),
        (
            QUIZ,
            ["--admin-secret-file", "/"],
            "'--admin-secret-file': cannot read /: is",
        ),
        ("hash", ["--search-model", "x"], "'--search-model': the protocol hash has no"),
        ("hash", ["--search-cache", "x"], "'--search-cache': the protocol hash has no"),
    ],
)
def test_a_mistake_about_services_is_explained(
    spec: str, options: list[str], complaint: str
) -> None:
    run = CliRunner().invoke(main, ["server", "--spec", spec, *options])

    assert run.exit_code == 2
    assert f"Invalid value for {complaint}" in run.output


def test_the_help_groups_the_options_by_what_they_are_for() -> None:
    run = CliRunner().invoke(main, ["server", "--help"])

    _, plain, search, words, administrator = run.output.split(":\n  -")
    assert "--port" in plain
    assert "--search-key-file" in search
    assert "dictionary" in words
    assert "admin-secret-file" in administrator
