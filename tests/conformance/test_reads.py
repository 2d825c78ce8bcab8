"""The judge and states that read all as one message: tests/specs/gate.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.build import protocol_from_file
from conformance.model.cast import ALICE
from conformance.model.explore import explore
from conformance.model.graph import Graph
from conformance.model.inputs import SENDS
from conformance.results import RunFinished, Verdict
from conformance.runner import Options, Target, list_cases, run
from conformance.targets.address import Address
from conformance.targets.embedded import reference_server

SPEC = Path(__file__).parents[1] / "specs/gate.yaml"
GATE = protocol_from_file(SPEC)
OPTIONS = Options(features=frozenset(), depth="normal", timeout=20.0)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return explore(GATE, frozenset(), beyond=8_000)


@pytest.fixture(scope="module")
def served() -> Iterator[Address]:
    with reference_server(str(SPEC), None) as address:
        yield address


def test_only_what_is_read_in_a_state_is_an_input_of_it(graph: Graph) -> None:
    said: dict[str, set[str]] = {}
    for edge in graph.edges:
        if edge.input.action == SENDS and edge.input.who == ALICE:
            state = edge.source.room.sessions[ALICE].gate
            said.setdefault(state, set()).add(edge.input.name)

    assert said == {"naming": {"nickname"}, "talking": {"text"}}


def test_no_case_is_about_what_cannot_be_said() -> None:
    ids = [case.id for case in list_cases(GATE, OPTIONS)]

    assert "must/gate/enters/naming-nick-nobody" in ids
    assert not [id for id in ids if "ignored" in id or "unexpected" in id]


def test_the_reference_server_conforms(served: Address) -> None:
    *_, end = run(GATE, Target(served.host, served.port), OPTIONS)

    assert isinstance(end, RunFinished)
    assert set(end.counts) == {Verdict.PASS, Verdict.INFO}
    assert end.exit_code == 0
