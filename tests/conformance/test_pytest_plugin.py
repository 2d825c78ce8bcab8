"""A project that judges its server in its own tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Generator, Iterator
from contextlib import nullcontext
from pathlib import Path
from shutil import copy, which
from typing import Any

import pytest

from conformance import pytest_items, runner
from conformance.results import CaseResult, Event, Finding, RunFinished, Verdict
from tests.conformance.c_server import SOURCE, compiled, listening, needs_gcc
from tests.processes import DEADLINE, ROOT

pytest_plugins = ["pytester"]

QUICK = ("--conformance-depth", "quick")
HASH = ("-p", "conformance.pytest_plugin", "--conformance-spec", "hash", *QUICK)
WHISPER = "must/entry/whisper/online-sender-self-to-self"
RUN = pytest_items.RUN
NOWHERE = ("--conformance-target", "127.0.0.1:1")

ENDS = "self", "online"

Judging = Callable[..., pytest.RunResult]
Saying = Callable[..., None]


@pytest.fixture
def judging(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Judging:
    """Runs pytest with nothing but this plugin, whatever is installed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return lambda *words: pytester.runpytest_inprocess(*HASH, *words)


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Saying:
    """Puts events in the place of a run."""

    def put(*events: Event) -> None:
        def run(protocol: Any, target: Any, options: Any) -> Generator[Event]:
            yield from events
            yield RunFinished(seconds=1, waited=0, steps=1, covered=1, edges=1)

        monkeypatch.setattr(pytest_items, "run", run)
        monkeypatch.setattr(pytest_items.Suite, "_opened", lambda *_: nullcontext())

    return put


def finding(id: str) -> Finding:
    return Finding(
        id=id,
        verdict=Verdict.FAIL,
        rule=None,
        summary="so it is",
        conversation=(),
        differences=(),
        confirmed=3,
        tries=3,
    )


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    program = compiled(tmp_path_factory.mktemp("server"), "WHISPER_LEAK")
    with listening(program) as target:
        yield "--conformance-target", f"{target.host}:{target.port}"


def counts(result: pytest.RunResult) -> dict[str, int]:
    outcomes = result.parseoutcomes()
    outcomes.pop("warnings", None)
    return outcomes


@needs_gcc
def test_each_case_is_a_test_and_a_failing_one_tells_its_finding(
    judging: Judging, leaking: tuple[str, str]
) -> None:
    result = judging(*leaking, "--conformance-select", "must/entry/whisper/*", "-v")

    assert counts(result) == {"passed": 2, "failed": 1}
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            f"conformance::{WHISPER} FAILED*",
            f"conformance::{RUN} PASSED*",
            f"FAIL {WHISPER}*confirmed 3 of 3",
            "  A server MUST deliver a whisper to its recipient and to nobody else.",
            "*a bystander gets whispered, which is not for it",
            "*conformance run --spec hash --target *",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_items.py*")


@needs_gcc
def test_what_is_not_selected_is_not_run(
    judging: Judging, leaking: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    selected: list[tuple[str, ...]] = []
    run = runner.run

    def spying(protocol: Any, target: Any, options: Any) -> Generator[Event]:
        selected.append(options.select)
        return run(protocol, target, options)

    monkeypatch.setattr(pytest_items, "run", spying)
    result = judging(*leaking, "-k", "exit/ and self")

    assert counts(result)["passed"] == 1
    assert selected == [("must/entry/exit/online-name-self",)]


@needs_gcc
def test_what_the_baseline_expects_is_xfailed_and_what_is_stale_fails(
    judging: Judging, leaking: tuple[str, str], tmp_path: Path
) -> None:
    known = tmp_path / "known.txt"
    known.write_text(
        f"FAIL {WHISPER} # sheet 2\nFAIL must/entry/whisper/nonsense # old\n"
    )
    baseline = ("--conformance-baseline", str(known))

    result = judging(
        *leaking, "--conformance-select", "must/entry/whisper/*", *baseline, "-rx"
    )

    assert counts(result) == {"passed": 1, "xfailed": 1, "failed": 1}
    result.stdout.fnmatch_lines([f"stale: {known}:2: *", f"XFAIL *{WHISPER} - sheet 2"])


def test_what_is_blocked_is_skipped_and_names_the_cause(
    judging: Judging, saying: Saying
) -> None:
    cause, blocked = ("must/entry/whisper/online-sender-self-to-" + i for i in ENDS)
    saying(
        finding(cause),
        CaseResult(id=cause, phase="cells", verdict=Verdict.FAIL, cause=cause),
        CaseResult(
            id=blocked,
            phase="cells",
            verdict=Verdict.BLOCKED,
            reason=f"blocked by {cause}",
            cause=cause,
        ),
    )

    result = judging(*NOWHERE, "--conformance-select", "must/entry/whisper/*", "-rs")

    assert counts(result) == {"failed": 1, "skipped": 1, "passed": 1}
    result.stdout.fnmatch_lines([f"SKIPPED*BLOCKED: blocked by {cause}"])


def test_a_fault_that_no_case_tells_is_told_all_the_same(
    judging: Judging, saying: Saying
) -> None:
    saying(
        CaseResult(id=WHISPER, phase="cells", verdict=Verdict.PASS),
        finding("must/somewhere/else"),
    )

    result = judging(*NOWHERE, "--conformance-select", WHISPER, "-k", "whisper")

    assert counts(result) == {"failed": 1, "deselected": 1}
    result.stdout.fnmatch_lines(
        ["besides the selected cases:", "FAIL must/somewhere/else*"]
    )


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Verdict.PASS, "passed"),
        (Verdict.INFO, "passed"),
        (Verdict.NONSTRICT, "passed"),
        (Verdict.UNSUPPORTED, "skipped"),
        (Verdict.BLOCKED, "failed"),  # by nothing that is told
        (Verdict.INCONCLUSIVE, "failed"),
        (Verdict.INTERMITTENT, "failed"),
        (Verdict.FAIL, "failed"),
        (Verdict.HUNG, "failed"),
        (Verdict.CRASHED, "failed"),
        (Verdict.ERROR, "failed"),
    ],
)
def test_every_verdict_has_its_outcome(
    judging: Judging, saying: Saying, verdict: Verdict, outcome: str
) -> None:
    saying(CaseResult(id=WHISPER, phase="cells", verdict=verdict, reason="so it is"))

    result = judging(*NOWHERE, "--conformance-select", WHISPER, "-k", "whisper", "-rs")

    assert counts(result) == {outcome: 1, "deselected": 1}
    is_told = f"{verdict.value}: so it is" in result.stdout.str()
    assert is_told is (outcome != "passed")


def test_a_target_that_is_not_there_is_one_failure(judging: Judging) -> None:
    result = judging(*NOWHERE, "-rs", "-k", "whisper/")

    told = counts(result)
    assert (told["failed"], told.get("passed", 0)) == (1, 0)
    assert told["skipped"] > 0
    result.stdout.fnmatch_lines(
        ["nothing listens on 127.0.0.1:1 *", "SKIPPED*BLOCKED: nothing listens on *"]
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--conformance-spec needs either --conformance-target or --conformance-s"),
        ((*NOWHERE, "--conformance-spawn", "x {port}"), "needs either"),
        (("--conformance-target", "5000"), "--conformance-target: '5000' is no HOST"),
        (("--conformance-target", "192.0.2.1:1"), "say --conformance-allow-remote"),
        ((*NOWHERE, "--conformance-spec", "hsah"), "did you mean 'hash'?"),
        ((*NOWHERE, "--conformance-profile", "x"), "no profile named 'x'"),
        ((*NOWHERE, "--conformance-depth", "deep"), "no depth named 'deep'"),
        ((*NOWHERE, "--conformance-select", "zzz"), "no case matches 'zzz'"),
        ((*NOWHERE, "--conformance-baseline", "no.txt"), "there is no file no.txt"),
    ],
)
def test_a_wrong_option_is_told_in_one_sentence(
    judging: Judging, words: tuple[str, ...], message: str
) -> None:
    result = judging(*words)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert message in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


def test_an_option_alone_says_what_it_needs(
    pytester: pytest.Pytester, judging: Judging
) -> None:
    result = pytester.runpytest_inprocess("-p", "conformance.pytest_plugin", *NOWHERE)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "--conformance-target needs --conformance-spec" in result.stderr.str()


def test_pytest_without_these_options_loads_next_to_nothing() -> None:
    code = (
        "import sys, conformance.pytest_plugin\n"
        "print(sorted(it for it in sys.modules if it.startswith(('conf', 'codegen'))))"
    )

    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )

    assert run.stdout == "['conformance', 'conformance.pytest_plugin']\n", run.stderr


def test_the_project_offers_it_to_pytest() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    points = tomllib.loads(text)["project"]["entry-points"]["pytest11"]
    assert points == {"conformance": "conformance.pytest_plugin"}


def test_with_pytest_xdist_one_worker_judges(
    pytester: pytest.Pytester, judging: Judging
) -> None:
    pytester.makepyfile("def test_own(): pass")
    select = ("--conformance-select", "must/entry/whisper/*")
    xdist = ("-p", "xdist.plugin", "-n", "2")

    result = pytester.runpytest_subprocess(*HASH, *xdist, *NOWHERE, *select)

    # Another one would have found by itself that nothing listens.
    assert counts(result) == {"passed": 1, "failed": 1, "skipped": 2}


@pytest.mark.parametrize("way", ["each", "loadscope", "loadgroup"])
def test_with_pytest_xdist_what_cannot_be_is_told(judging: Judging, way: str) -> None:
    result = judging("-p", "xdist.plugin", "-n", "2", "--dist", way, *NOWHERE)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"--conformance-spec and --dist {way} exclude" in result.stderr.str()


@needs_gcc
@pytest.mark.skipif(which("make") is None, reason="there is no make")
def test_a_makefile_as_the_readme_has_it(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```make\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    (tmp_path / "Makefile").write_text(block[1], encoding="utf-8")
    copy(SOURCE, tmp_path / "server.c")
    select = f"--conformance-depth quick --conformance-select '{WHISPER}'"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": f"-p conformance.pytest_plugin {select}",
    }

    run = subprocess.run(
        ["make", "test"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=3 * DEADLINE,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 passed" in run.stdout
