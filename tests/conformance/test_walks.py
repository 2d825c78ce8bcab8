"""Long random talks: what shows only after a while."""

from __future__ import annotations

from dataclasses import replace

from codegen.protocol import load
from conformance.results import Verdict
from conformance.runner import list_cases, run
from tests.conformance.c_server import Judgement
from tests.conformance.sloppy import sloppy
from tests.conformance.test_liveness import HASH, options


def test_a_server_that_forgets_something_after_a_while_is_found() -> None:
    how = replace(options(HASH, "must/walk/*"), timeout=1.0, case_timeout=6.0)

    with sloppy(HASH, "grows tired") as target:
        judgement = Judgement(list(run(HASH, target, how)))

    assert judgement.findings
    assert judgement.findings[0].id.startswith("must/walk/")
    assert judgement.end.exit_code in (1, 3)


def test_a_server_without_a_fault_passes() -> None:
    with sloppy(HASH) as target:
        judgement = Judgement(list(run(HASH, target, options(HASH, "must/walk/1"))))

    assert judgement.findings == []
    assert judgement.results == {"must/walk/1": Verdict.PASS}


def test_every_other_walk_is_in_pieces_where_a_framing_joins_them() -> None:
    ids = [case.id for case in list_cases(load("duet"), options(load("duet")))]

    walks = [id for id in ids if id.startswith("must/walk/")]
    assert walks[:2] == ["must/walk/1", "must/walk/2-in-pieces"]
    assert not [it for it in list_cases(HASH, options(HASH)) if "pieces" in it.id]
