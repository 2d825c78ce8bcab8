"""The judge against a server in C whose messages are records of 128 bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from codegen.protocol import load
from conformance.results import Verdict
from conformance.runner import Options, run
from tests.conformance.c_server import Judgement, compiled, listening, needs_gcc

pytestmark = needs_gcc

SLASH = load("slash")
STAGES = {"4": "stage4", "5": "stage5"}
CASES = ("must/[!f]*", "must/f*/whisper*")


class Fault(NamedTuple):
    """What the judge must say about a fault: the rule it breaks ("": none), and how."""

    rule: str
    words: str
    stage: str = "4"


FAULTS: Mapping[str, Fault] = {
    "PREFIX_MATCH": Fault("chat/whisper-to-nobody", "notice does not reach the sender"),
    "STALE_BYTES": Fault("", "bytes of what was not for it"),
    "SLEEPS_ON": Fault("chat/say", "said does not reach the sender"),
    "WHISPERS_TO_SLEEPERS": Fault(
        "chat/whisper-to-sleeper", "gets whispered, which is not for it"
    ),
    "BLOCKS": Fault("talk/asks", "no right answer to a further message", stage="5"),
}


def judged(program: Path, stage: str = "4", select: tuple[str, ...] = ()) -> Judgement:
    features = frozenset(SLASH.profiles[STAGES[stage]])
    options = Options(features=features, depth="quick", timeout=0.6, select=select)
    with listening(program, stage) as target:
        return Judgement(list(run(SLASH, target, options)))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_finding_and_named_by_its_requirement(
    tmp_path: Path, name: str
) -> None:
    fault = FAULTS[name]
    program = compiled(tmp_path, name, name="slash_server")

    judgement = judged(program, fault.stage, CASES)

    (finding,) = judgement.findings
    assert (finding.rule.id if finding.rule else "") == fault.rule
    assert fault.words in finding.summary
    assert finding.verdict is Verdict.FAIL
    assert finding.confirmed == finding.tries
    assert judgement.end.exit_code == 1


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_right_is_not_blamed(tmp_path: Path, stage: str) -> None:
    judgement = judged(compiled(tmp_path, name="slash_server"), stage)

    bad = {id: v for id, v in judgement.results.items() if v is not Verdict.PASS}
    assert (bad, judgement.findings, judgement.end.exit_code) == ({}, [], 0)


def test_a_leak_is_found_by_its_case_alone(tmp_path: Path) -> None:
    program = compiled(tmp_path, "STALE_BYTES", name="slash_server")
    case = "must/security/nothing-behind-a-text"

    judgement = judged(program, select=(case,))

    assert judgement.results == {case: Verdict.FAIL}
    assert "clear the buffer" in judgement.findings[0].hints[0]
