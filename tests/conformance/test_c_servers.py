"""The judge against a server that this project's code has no part in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import pytest

from conformance.results import Verdict
from conformance.runner import Options, run
from tests.conformance.c_server import (
    FEATURES,
    HASH,
    Judgement,
    compiled,
    judged,
    listening,
    needs_gcc,
    spoilt,
)

pytestmark = needs_gcc

MOST_ACTS = 8


class Fault(NamedTuple):
    """What the judge must say about a fault: the rules that it may name."""

    rules: set[str]
    findings: int = 1
    depth: str = "quick"


FAULTS: Mapping[str, Fault] = {
    "NO_101": Fault({"entry/name-taken", "entry/own-name-again"}),
    "LOUD_101": Fault({"entry/name-taken", "entry/own-name-again"}),
    "ECHO_TO_SENDER": Fault({"entry/say"}),
    "FORGETS_LAST": Fault({"entry/say"}, depth="normal"),
    "LOSES_LAST_BYTE": Fault(
        {"entry/say", "entry/whisper", "entry/whisper-to-nobody"}, findings=3
    ),
    "WHISPER_LEAK": Fault({"entry/whisper"}),
    "WHISPER_PREFIX": Fault({"entry/whisper-to-nobody"}),
    "TRUST_SENDER": Fault({"entry/say-forged", "entry/whisper-forged"}, findings=2),
    "LIST_ORDER": Fault({"entry/joins", "entry/who"}),
    "LIST_WITHOUT_LOGIN": Fault({"always/login-first"}),
    "SECOND_LOGIN_RENAMES": Fault({"entry/no-renaming"}),
    "NO_EXIT_NOTICE": Fault({"entry/exit"}),
    "NO_CLOSE_AFTER_102": Fault({"entry/exit"}),
    "GHOST_AFTER_RESET": Fault({"entry/vanished"}),
}


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Judgement]:
    """Judges the server with a fault, once."""
    folder = tmp_path_factory.mktemp("servers")

    @cache
    def judge(name: str) -> Judgement:
        return judged(compiled(folder, name), FAULTS[name].depth)

    return judge


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_once_named_by_its_requirement_and_told_shortly(
    judge: Callable[[str], Judgement], name: str
) -> None:
    judgement, fault = judge(name), FAULTS[name]

    rules = [finding.rule.id for finding in judgement.findings if finding.rule]

    assert set(rules) <= fault.rules
    assert len(judgement.findings) == fault.findings
    assert judgement.end.exit_code == 1
    for finding in judgement.findings:
        acts = [line for line in finding.conversation if line.arrow == "->"]
        assert finding.verdict is Verdict.FAIL
        assert finding.confirmed == finding.tries == 3
        assert len(acts) <= MOST_ACTS
        assert finding.differences


def test_what_is_right_is_not_blamed(tmp_path_factory: pytest.TempPathFactory) -> None:
    judgement = judged(compiled(tmp_path_factory.mktemp("servers")), "normal")

    bad = {id: v for id, v in judgement.results.items() if v.rank > Verdict.INFO.rank}
    assert (bad, judgement.findings, judgement.end.exit_code) == ({}, [], 0)
    assert judgement.end.covered == judgement.end.edges


def test_a_reset_gets_its_hint(judge: Callable[[str], Judgement]) -> None:
    (finding,) = judge("GHOST_AFTER_RESET").findings

    assert "ECONNRESET" in finding.hints[0]


def test_the_first_wrong_byte_lies_in_the_field_that_is_wrong(
    judge: Callable[[str], Judgement],
) -> None:
    (finding,) = judge("LIST_ORDER").findings

    (difference,) = finding.differences
    heading = len("=== 접속자 리스트 ===\n".encode())
    assert (difference.field, difference.offset) == ("names", heading)


def test_a_case_can_be_run_alone_and_names_the_same_fault(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    program = compiled(tmp_path_factory.mktemp("servers"), "NO_EXIT_NOTICE")
    id = "must/entry/exit/online-name-self"

    judgement = judged(program, select=(id,))

    assert judgement.results == {id: Verdict.FAIL}
    assert judgement.findings[0].rerun.endswith(f"'{id}'")


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [("abort();", Verdict.CRASHED), ("for (;;) ;", Verdict.HUNG)],
)
def test_what_kills_the_target_is_told(
    tmp_path_factory: pytest.TempPathFactory, statement: str, verdict: Verdict
) -> None:
    folder = tmp_path_factory.mktemp("servers")
    program = compiled(folder, source=spoilt("on_whisper", statement))

    judgement = judged(program)

    (finding,) = judgement.findings
    assert (finding.verdict, judgement.end.exit_code) == (verdict, 3)
    assert finding.rule is not None
    assert finding.rule.id == "entry/whisper"
    assert finding.conversation[-1].what.startswith("whisper")


def test_a_server_that_lets_nobody_in_is_one_finding_and_the_rest_is_blocked(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("servers")
    program = compiled(folder, source=spoilt("on_login", "return;"))

    judgement = judged(program)

    assert [finding.id for finding in judgement.findings] == [
        "must/sanity/everybody-comes-in"
    ]
    assert judgement.results["must/entry/say/online-sender-self"] is Verdict.BLOCKED


def test_ghosts_of_an_earlier_run_are_nobodys_fault(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    program = compiled(tmp_path_factory.mktemp("servers"), "GHOST_AFTER_RESET")
    options = Options(
        features=FEATURES, depth="quick", select=("must/entry/*",), timeout=0.6
    )

    with listening(program) as target:
        first = Judgement(list(run(HASH, target, options)))
        second = Judgement(list(run(HASH, target, options)))

    assert [f.id for f in first.findings] == [f.id for f in second.findings]
