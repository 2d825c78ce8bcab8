"""A name that is the beginning of another one's is still another name."""

from __future__ import annotations

from pathlib import Path

from conformance.results import Verdict
from tests.conformance.c_server import compiled, judged, needs_gcc
from tests.conformance.test_liveness import HASH
from tests.conformance.test_liveness import judged as judged_sloppy

CASES = "must/security/prefix/whisper/*"


@needs_gcc
def test_names_that_are_compared_by_their_beginning_are_found(tmp_path: Path) -> None:
    program = compiled(tmp_path, "WHISPER_PREFIX")

    judgement = judged(program, "normal", (CASES,))

    assert any(verdict.is_failure for verdict in judgement.results.values())
    assert all(it.id.startswith("must/security/prefix/") for it in judgement.findings)


def test_a_server_without_a_fault_passes() -> None:
    judgement = judged_sloppy(HASH, "", CASES)

    assert judgement.findings == []
    assert judgement.results == {
        "must/security/prefix/whisper/longer-name-first": Verdict.PASS,
        "must/security/prefix/whisper/shorter-name-first": Verdict.PASS,
    }
