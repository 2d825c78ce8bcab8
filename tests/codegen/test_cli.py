"""``python -m codegen`` as people use it, in a project of its own."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest
from click.testing import CliRunner, Result

from codegen import paths
from codegen.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one spec and nothing generated yet, in which one stands.

    What is generated is told as two files: the module, then the page.
    """
    (tmp_path / "codegen/generated").mkdir(parents=True)
    (tmp_path / "spec").mkdir()
    copy(ROOT / "spec/hash.yaml", tmp_path / "spec")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "codegen")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codegen(*words: str) -> Result:
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def places(path: Path, word: str) -> list[str]:
    """Every place of a word in a file, as problems name it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(n, line.find(word) + 1) for n, line in enumerate(lines, 1)]
    return [f"{path.parent.name}/{path.name}:{n}:{c}" for n, c in found if c]


# generate


def test_generate_writes_module_and_page_and_says_so(project: Path) -> None:
    result = codegen("generate", "hash")

    assert result.output == "codegen/generated/hash.py: new\nspec/hash.md: new\n"
    assert result.exit_code == 0
    for made in ("codegen/generated/hash.py", "spec/hash.md"):
        assert (project / made).read_bytes() == (ROOT / made).read_bytes()


def test_generate_again_changes_nothing(project: Path) -> None:
    codegen("generate", "hash")
    paths = project / "codegen/generated/hash.py", project / "spec/hash.md"
    before = [path.stat().st_mtime_ns for path in paths]

    result = codegen("generate")

    assert result.output == (
        "codegen/generated/hash.py: unchanged\nspec/hash.md: unchanged\n"
    )
    assert [path.stat().st_mtime_ns for path in paths] == before


def test_generate_says_what_changed(project: Path) -> None:
    codegen("generate")
    change(project / "spec/hash.yaml", "port: 5000", "port: 5001")

    result = codegen("generate", "spec/hash.yaml")

    assert result.output == (
        "codegen/generated/hash.py: changed\nspec/hash.md: changed\n"
    )
    assert "port=5001" in (project / "codegen/generated/hash.py").read_text()


def test_generate_leaves_no_other_file_behind(project: Path) -> None:
    codegen("generate")

    assert [p.name for p in (project / "codegen/generated").iterdir()] == ["hash.py"]
    assert {p.name for p in (project / "spec").iterdir()} == {"hash.yaml", "hash.md"}


def test_generate_leaves_the_module_of_a_broken_spec_alone(project: Path) -> None:
    codegen("generate")
    before = (project / "codegen/generated/hash.py").read_bytes()
    change(project / "spec/hash.yaml", "{reply: taken}", "{reply: takken}")

    result = codegen("generate")

    assert result.exit_code == 2
    first, *_ = places(project / "spec/hash.yaml", "takken")
    assert f"{first}: unknown message 'takken'" in result.stderr
    assert result.stdout == ""
    assert (project / "codegen/generated/hash.py").read_bytes() == before


def test_generate_writes_what_it_can_when_another_spec_is_broken(
    project: Path,
) -> None:
    (project / "spec/alone.yaml").write_text("spec: 1\n")

    result = codegen("generate")

    assert result.exit_code == 2
    assert result.stdout == "codegen/generated/hash.py: new\nspec/hash.md: new\n"
    assert "spec/alone.yaml:1:1: " in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_generate_says_where_it_may_not_write(project: Path) -> None:
    (project / "codegen/generated").chmod(0o500)

    result = codegen("generate")

    assert result.exit_code == 2
    assert "permission denied" in result.stderr


def test_generate_says_that_its_folder_is_missing(project: Path) -> None:
    (project / "codegen/generated").rmdir()

    result = codegen("generate")

    assert result.exit_code == 2
    assert result.stderr.startswith("cannot write ")
    assert result.stderr.endswith(": no such file or directory\n")


# check


def test_check_is_silent_when_all_is_current(project: Path) -> None:
    codegen("generate")

    result = codegen("check")

    assert (result.exit_code, result.output) == (0, "")


def test_check_shows_an_edit_of_a_module_as_a_diff(project: Path) -> None:
    codegen("generate")
    change(project / "codegen/generated/hash.py", "max=1024", "max=512")

    result = codegen("check", "hash")

    assert result.exit_code == 1
    assert "-CLIENT_FRAMING = wire.Unframed(max=512)\n" in result.stdout
    assert "+CLIENT_FRAMING = wire.Unframed(max=1024)\n" in result.stdout
    assert result.stderr == (
        "codegen/generated/hash.py: not what its spec means; "
        "run: python -m codegen generate spec/hash.yaml\n"
    )


def test_check_finds_a_spec_that_changed(project: Path) -> None:
    codegen("generate")
    change(project / "spec/hash.yaml", "MUST NOT let a client", "MUST NOT let anybody")

    result = codegen("check")

    assert result.exit_code == 1
    assert "-            # A server MUST NOT let a client log" in result.stdout


def test_check_sees_a_missing_line_end(project: Path) -> None:
    codegen("generate")
    path = project / "codegen/generated/hash.py"
    path.write_text(path.read_text(encoding="utf-8")[:-1], encoding="utf-8")

    result = codegen("check")

    assert result.exit_code == 1
    assert result.stdout.startswith("--- codegen/generated/hash.py\n")


def test_check_finds_a_missing_module(project: Path) -> None:
    result = codegen("check")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "--- /dev/null\n+++ codegen/generated/hash.py\n@@ -0,0 +1,"
    )
    assert "codegen/generated/hash.py: missing; run: " in result.stderr


def test_check_finds_a_module_without_a_spec(project: Path) -> None:
    codegen("generate")
    (project / "codegen/generated/gone.py").write_text("PROTOCOL = None\n")

    result = codegen("check")

    assert result.exit_code == 1
    assert "--- codegen/generated/gone.py\n+++ /dev/null\n" in result.stdout
    assert "gone.py: no spec means this file; delete it" in result.stderr


def test_check_shows_an_edit_of_a_page_as_a_diff(project: Path) -> None:
    codegen("generate")
    change(project / "spec/hash.md", "listens on port 5000", "listens on port 6000")

    result = codegen("check", "hash")

    assert result.exit_code == 1
    assert result.stdout.startswith("--- spec/hash.md\n+++ spec/hash.md\n")
    assert "-| transport | TCP, the server listens on port 6000" in result.stdout
    assert "+| transport | TCP, the server listens on port 5000" in result.stdout
    assert result.stderr == (
        "spec/hash.md: not what its spec means; "
        "run: python -m codegen generate spec/hash.yaml\n"
    )


def test_check_finds_a_page_without_a_spec(project: Path) -> None:
    codegen("generate")
    copy(project / "spec/hash.md", project / "spec/gone.md")
    (project / "spec/README.md").write_text("Written by hand.\n")

    result = codegen("check")

    assert result.exit_code == 1
    assert "spec/gone.md: no spec means this file; delete it" in result.stderr
    assert "README" not in result.output


def test_check_writes_nothing(project: Path) -> None:
    codegen("check")

    assert list((project / "codegen/generated").iterdir()) == []


def test_check_of_a_broken_spec_cannot_tell(project: Path) -> None:
    codegen("generate")
    change(project / "spec/hash.yaml", "port: 5000", "port: high")

    result = codegen("check")

    assert (result.exit_code, result.stdout) == (2, "")
    [place] = places(project / "spec/hash.yaml", "high")
    assert result.stderr.startswith(f"{place}: ")


# document


def test_document_writes_the_page_alone(project: Path) -> None:
    result = codegen("document", "hash")

    assert (result.exit_code, result.output) == (0, "spec/hash.md: new\n")
    assert list((project / "codegen/generated").iterdir()) == []


def test_the_page_of_a_spec_elsewhere_lies_beside_it(project: Path) -> None:
    (project / "spec/hash.yaml").rename(project / "mine.yaml")

    result = codegen("document", "mine.yaml")

    assert (result.exit_code, result.output) == (0, "mine.md: new\n")
    assert "python -m codegen document mine.yaml" in (project / "mine.md").read_text()


def test_a_page_goes_where_output_says(project: Path) -> None:
    result = codegen("document", "hash", "--output", "here.md")
    printed = codegen("document", "hash", "-o", "-")

    assert result.output == "here.md: new\n"
    assert printed.stdout == (project / "here.md").read_text(encoding="utf-8")
    assert not (project / "spec/hash.md").exists()


@pytest.mark.parametrize("specs", [[], ["hash", "hash"]], ids=["none", "two"])
def test_output_is_for_one_spec(project: Path, specs: list[str]) -> None:
    result = codegen("document", *specs, "--output", "-")

    assert result.exit_code == 2
    assert "--output takes the page of one SPEC: name it." in result.stderr


@pytest.mark.parametrize("command", ["generate", "document", "check"])
def test_what_somebody_wrote_is_never_replaced(project: Path, command: str) -> None:
    page = project / "spec/hash.md"
    page.write_text("# My notes\n")

    result = codegen(command, "hash")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "spec/hash.md was not made from a spec: move it away, or have the page "
        "elsewhere: python -m codegen document spec/hash.yaml --output FILE\n"
    )
    assert page.read_text() == "# My notes\n"
    assert list((project / "codegen/generated").iterdir()) == []


# lint


def test_lint_of_a_good_spec_says_what_is_in_it(project: Path) -> None:
    result = codegen("lint", "hash")

    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == ("spec/hash.yaml: ok: 14 messages, 18 rules, 4 scenarios\n")


def test_lint_shows_every_problem_of_every_file(project: Path) -> None:
    change(project / "spec/hash.yaml", "{reply: taken}", "{reply: takken}")
    (project / "mine.yaml").write_text("spec: 1\nname: mine\nport: 1.5\n")

    result = codegen("lint", "mine.yaml", "hash")

    assert result.exit_code == 2
    found = [line.split(": ")[0] for line in result.stdout.splitlines()]
    assert "mine.yaml:3:7" in found
    assert found[-2:] == places(project / "spec/hash.yaml", "takken")
    assert "2 problems in spec/hash.yaml\n" in result.stderr


# What cannot be used.


@pytest.mark.parametrize("command", ["generate", "document", "check", "lint"])
@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("hahs", "no spec named 'hahs'; did you mean 'hash'?\n"),
        ("zzz", "no spec named 'zzz'; there are: hash\n"),
        ("no/where.yaml", "cannot read no/where.yaml: no such file or directory\n"),
        ("spec/", "cannot read spec: is a directory\n"),
        ("bytes.yaml", "cannot read bytes.yaml: it is not UTF-8: line 2 has the"),
    ],
)
def test_what_is_no_spec_gets_one_clear_message(
    project: Path, command: str, word: str, answer: str
) -> None:
    (project / "bytes.yaml").write_bytes(b"spec: 1\nname: \xff\n")

    result = codegen(command, word)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(answer)
    assert result.stderr.count("\n") == 1


def test_a_folder_without_specs_is_an_error(project: Path) -> None:
    (project / "spec/hash.yaml").unlink()

    result = codegen("check")

    assert (result.exit_code, result.stderr) == (2, "there are no specs in spec\n")


@pytest.mark.parametrize(
    ("words", "lesson"),
    [
        ([], "After a change:     python -m codegen generate\n"),
        (["generate"], "generate [OPTIONS] [SPEC]...\n"),
        (["check"], "as a diff"),
        (["document"], "all that one must know to implement it"),
        (["lint"], "file:line:column: message"),
    ],
)
def test_help_teaches(words: list[str], lesson: str) -> None:
    result = codegen(*words, "--help")

    assert result.exit_code == 0
    assert lesson in result.output


# The real thing, in a process of its own.


def test_a_copy_of_the_project_is_used_from_any_directory(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    ignored = ignore_patterns("__pycache__", "hash.py")
    copytree(ROOT / "codegen", project / "codegen", ignore=ignored)
    copytree(ROOT / "spec", project / "codegen/spec")  # as in a wheel
    elsewhere.mkdir()

    done = subprocess.run(
        [sys.executable, "-m", "codegen", "generate", "hash"],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(project), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    written = project / "codegen/generated/hash.py"
    assert (done.returncode, done.stderr) == (0, "")
    page = project / "codegen/spec/hash.md"
    assert done.stdout == f"{written}: new\n{page}: unchanged\n"
    assert written.read_bytes() == (ROOT / "codegen/generated/hash.py").read_bytes()
