"""Every message in every situation is read, however TCP cuts it."""

from __future__ import annotations

from conformance.results import Verdict
from conformance.runner import list_cases
from tests.conformance.test_liveness import CHAT, HASH, judged, options

CASES = "must/pieces/entry/*"


def test_who_forgets_pieces_is_found_where_it_does() -> None:
    judgement = judged(CHAT, "forgets pieces", CASES)

    verdicts = judgement.results
    bad = {id for id, verdict in verdicts.items() if verdict.is_failure}
    good = {id for id, verdict in verdicts.items() if verdict is Verdict.PASS}
    assert any("/online" in id for id in bad)
    assert any("/greeting" in id for id in good)
    assert not any("/greeting" in id for id in bad)
    assert "in four pieces" in judgement.findings[0].conversation[-1].what


def test_a_server_without_a_fault_passes() -> None:
    judgement = judged(CHAT, "", "must/pieces/*")

    assert judgement.findings == []
    assert set(judgement.results.values()) == {Verdict.PASS}


def test_without_a_framing_there_is_nothing_to_cut() -> None:
    ids = [case.id for case in list_cases(HASH, options(HASH))]

    assert not [id for id in ids if id.startswith("must/pieces/")]
