"""Targets that do what no server should: each fault ends a case and not the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from conformance.results import Verdict
from conformance.runner import Options, Target, list_cases, run
from tests.conformance.c_server import FEATURES, HASH, Judgement
from tests.conformance.golden_reports import path, told
from tests.conformance.hostile import hostile
from tests.processes import RunningServer, running_server

CUE = b"003#"  # a whisper begins so
WHISPER = ("must/entry/whisper/online-sender-self-to-self",)


class Fault(NamedTuple):
    """What the judge must say first, and with what it must end.

    ``is_golden``: its whole report is the same each time. A list with all ghosts is
    not, for there are as many as there were sessions, nor what comes too slowly, for
    it depends on the machine how much of it has come.
    """

    said: str
    verdict: Verdict = Verdict.FAIL
    exit_code: int = 1
    select: tuple[str, ...] = WHISPER
    is_golden: bool = True
    timeout: float = 1.0


FAULTS = {
    "crash": Fault("accepts no more connections", Verdict.CRASHED, 3),
    "hang": Fault("nobody can come in any more", Verdict.HUNG, 3),
    "refuse": Fault("accepts no more connections", Verdict.CRASHED, 3),
    "reset": Fault("the connection of the sender is ended"),
    # To read all that, and then come in again, takes a busy machine a while.
    "flood": Fault("the sender gets bytes, which is not for it", timeout=5.0),
    "drip": Fault("does not reach", is_golden=False),
    "half-close": Fault("the connection of the sender is ended"),
    "garbage": Fault("the sender gets bytes, which is not for it"),
    "ghosts": Fault(
        "left does not reach", select=("must/entry/vanished/*",), is_golden=False
    ),
    "one-at-a-time": Fault("does not reach"),
    "deaf": Fault("accepts connections and never says a word", Verdict.HUNG, 3),
}


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server("hash") as running:
        yield running


def options_of(name: str) -> Options:
    fault = FAULTS[name]
    return Options(
        features=FEATURES, depth="quick", select=fault.select, timeout=fault.timeout
    )


def judged(server: RunningServer, name: str) -> Judgement:
    """What the judge says of the server with a fault."""
    with hostile((server.host, server.port), name, CUE) as proxy:
        target = Target(*proxy.listener.getsockname())
        return Judgement(list(run(HASH, target, options_of(name))))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_target_is_said_and_the_run_goes_on_to_its_end(
    server: RunningServer, name: str
) -> None:
    fault, options = FAULTS[name], options_of(name)

    judgement = judged(server, name)

    first = judgement.findings[0]
    assert fault.said in first.summary
    assert first.verdict is fault.verdict
    assert judgement.end.exit_code == fault.exit_code
    assert judgement.results.keys() >= {case.id for case in list_cases(HASH, options)}
    # Renewed by python -m tests.conformance.golden_reports.
    if fault.is_golden:
        assert told(judgement.events) == path(name).read_text(encoding="utf-8")


def test_what_is_only_late_is_tried_again(server: RunningServer) -> None:
    options = Options(features=FEATURES, depth="quick", select=WHISPER, timeout=2.0)

    with hostile((server.host, server.port), "late", CUE) as proxy:
        target = Target(*proxy.listener.getsockname())
        judgement = Judgement(list(run(HASH, target, options)))

    assert judgement.findings == []
    assert judgement.results == {WHISPER[0]: Verdict.PASS}
