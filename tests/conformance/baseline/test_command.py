"""The options of the command line, against a real server with a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance import cli
from tests.conformance.c_server import compiled, listening, needs_gcc

pytestmark = needs_gcc

CASE = "must/entry/whisper/online-sender-self-to-self"
LEAK = "a bystander gets whispered, which is not for it"
ENTRY = f"FAIL {CASE}: {LEAK}"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = compiled(tmp_path_factory.mktemp("server"), "WHISPER_LEAK")
    with listening(program) as target:
        yield f"{target.host}:{target.port}"


@pytest.fixture
def told(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    return Told(address, tmp_path / "known.txt", capsys)


class Told:
    """Runs some cases with a baseline."""

    def __init__(
        self, address: str, path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.path = path
        self._words = ["run", "--spec", "hash", "--depth", "quick"]
        self._words += ["--target", address, "--baseline", str(path)]
        self._capsys = capsys

    def __call__(self, text: str | None, *more: str) -> tuple[int, str, str]:
        if text is not None:
            self.path.write_text(text, encoding="utf-8")
        code = cli.main([*self._words, *more, "must/entry/whisper/*"])
        out, err = self._capsys.readouterr()
        return code, out, err


def test_a_baseline_is_made_then_holds_then_is_stale(told: Told) -> None:
    code, out, err = told(None, "--update-baseline")
    assert (code, out.splitlines()[-1]) == (
        0,
        "conforms: 1 expected deviation (exit code 0)",
    )
    assert err == (
        f"conformance: {told.path}: 1 new, 0 gone; give each its reason in place of "
        "'TODO why'\n"
    )
    made = told.path.read_text(encoding="utf-8")
    assert made.splitlines()[1:] == [f"{ENTRY}  # TODO why"]

    stale = "FAIL must/entry/whisper/online-sender-self-to-nobody # nothing is wrong"
    code, out, _ = told(f"{made}{stale}\n", "-q")
    assert code == 1
    # Narrower than the page: lines are wrapped.
    assert " ".join(out.split()) == (
        f"stale: {told.path}:3: must/entry/whisper/online-sender-self-to-nobody: there "
        "is no such case; did you mean "
        "must/entry/whisper-to-nobody/online-sender-self-to-nobody? "
        "--update-baseline takes out what is stale "
        "deviates: 1 expected deviation and 1 stale baseline line (exit code 1)"
    )


def test_all_reports_say_what_is_expected(told: Told, tmp_path: Path) -> None:
    names = ("json", "junit", "html")
    files = {name: tmp_path / f"report.{name}" for name in names}
    words = [word for name in names for word in (f"--{name}", str(files[name]))]

    code, out, _ = told(f"{ENTRY} # not before sheet 2\n", *words)

    assert code == 0
    assert f"FAIL {CASE}:" in out
    assert "  expected: not before sheet 2\n" in out
    assert "conversation" not in out
    report = json.loads(files["json"].read_text(encoding="utf-8"))
    assert report["findings"][0]["expected"] == "not before sheet 2"
    (case,) = (it for it in report["cases"] if it["id"] == CASE)
    assert (case["verdict"], case["expected"]) == ("FAIL", "not before sheet 2")
    assert (report["run"]["exit_code"], report["stale"]) == (0, [])
    assert all(case["seconds"] > 0 for case in report["cases"] if case["verdict"])
    suites = ElementTree.parse(files["junit"]).getroot()
    assert (suites.get("failures"), suites.get("skipped")) == ("0", "1")
    (skipped,) = suites.iter("skipped")
    assert skipped.get("message", "").startswith("expected: not before sheet 2 (")
    page = files["html"].read_text(encoding="utf-8")
    assert page.count('<p class="expected">expected: not before sheet 2</p>') == 2


def test_another_deviation_is_told_in_full(told: Told, tmp_path: Path) -> None:
    junit = tmp_path / "report.xml"
    code, out, _ = told(f"CRASHED {CASE} # it used to\n", "--junit", str(junit))

    assert code == 1
    assert "conversation (the shortest that shows it)" in out
    assert "it deviates otherwise now: FAIL whisper:" in " ".join(out.split())
    assert "deviates: 1 finding and 1 stale baseline line (exit code 1)" in out
    messages = [
        it.get("message", "") for it in ElementTree.parse(junit).iter("failure")
    ]
    assert any("stale: " in message for message in messages)


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        (None, (), "known.txt; --update-baseline makes it\n"),
        ("nonsense\n", (), "known.txt:1: this is no entry; write VERDICT ID"),
        (None, ("--update-baseline", "--baseline", "/no/x"), "there is no folder /no"),
        (None, ("--update-baseline", "--baseline", "-"), "a file, not stdout"),
    ],
)
def test_a_baseline_that_is_none_is_told_before_anything_runs(
    told: Told, text: str | None, more: tuple[str, ...], message: str
) -> None:
    code, out, err = told(text, *more)

    assert (code, out) == (4, "")
    assert message in err
    assert err.startswith("conformance: ")


def test_only_a_baseline_can_be_written_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["run", "--update-baseline"]) == 4
    assert "--update-baseline needs --baseline FILE" in capsys.readouterr().err


def test_a_baseline_stays_as_it_was_where_the_run_did_not_end(
    told: Told, tmp_path: Path
) -> None:
    text = f"{ENTRY} # why\n"
    code, _, err = told(text, "--update-baseline", "--time-limit", "0.001")

    assert code == 2
    assert "stays as it was: the run did not come to its end" in err
    assert told.path.read_text(encoding="utf-8") == text
