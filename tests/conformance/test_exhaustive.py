"""Every two inputs from every state: what that is, and that it finds what it should."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from codegen.protocol import load
from conformance.defaults import DEPTHS
from conformance.model.cast import ALICE, BOB
from conformance.model.explore import BEYOND, explore
from conformance.model.graph import Edge, Graph, Node
from conformance.model.hsi import Conversation, Suite
from conformance.model.identifiers import follow
from conformance.model.inputs import Input
from conformance.model.mirror import mirrored
from conformance.mutants.outcome import Fate
from conformance.mutants.trials import Ground, trial
from conformance.results import Notice, Verdict
from conformance.runner import Options, list_cases, run
from tests.conformance.c_server import Judgement
from tests.conformance.sloppy import sloppy
from tests.conformance.test_mutants import LONG, every, ground, tiny
from tests.processes import DEADLINE

__all__ = ["ground", "tiny"]


def model(name: str) -> Graph:
    protocol = load(name)
    features = frozenset(feature.name for feature in protocol.features)
    return explore(protocol, features, BEYOND["exhaustive"])


@pytest.fixture(scope="module")
def graph() -> Graph:
    return model("hash")


def states(graph: Graph) -> dict[Node, dict[int, str]]:
    """How far each member of the cast has come, in each state."""
    return {
        node: {who: session.entry for who, session in node.room.sessions.items()}
        for node in graph.nodes
    }


def ways_of(graph: Graph) -> dict[Node, dict[Input, Edge]]:
    """What may be done in each state and has but one outcome."""
    return {
        node: {it: e for it, (e, *more) in node.out.items() if not (more or e.answers)}
        for node in graph.nodes
        if node.out
    }


def words(edge: Edge) -> tuple[object, ...]:
    """Who gets what: nobody sees in which order different members do."""
    outcome = edge.outcome
    members = sorted({due.who for due in outcome.due})
    said = [(who, [due.message for due in outcome.of(who)]) for who in members]
    return said, outcome.closed


def kinds(edge: Edge) -> tuple[object, ...]:
    """The same, whatever is in the messages."""
    said, closed = words(edge)
    assert isinstance(said, list)
    return [(who, list(map(type, messages))) for who, messages in said], closed


@pytest.mark.parametrize("name", ["hash", "window", "slash"])
def test_what_one_input_tells_apart_has_a_word_in_common_that_does(name: str) -> None:
    graph = model(name)
    suite, ways = Suite(graph), ways_of(graph)

    def are_alike(one: Node, two: Node) -> bool:
        both = ways[one].keys() & ways[two].keys()
        return all(kinds(ways[one][it]) == kinds(ways[two][it]) for it in both)

    def are_told_apart(one: Node, two: Node) -> bool:
        return any(
            words(first) != words(second)
            for word in set(suite.words[one]) & set(suite.words[two])
            for first, second in zip(
                *(follow(ways, node, word) for node in (one, two)), strict=False
            )
        )

    pairs = [
        (one, two)
        for one, two in combinations(ways, 2)
        if one.room.sessions.keys() == two.room.sessions.keys()
        if not are_alike(one, two)
    ]

    assert pairs
    assert [pair for pair in pairs if not are_told_apart(*pair)] == []


def test_what_only_several_inputs_tell_apart_has_longer_words() -> None:
    lengths = {
        len(it) for words in Suite(model("window")).words.values() for it in words
    }

    assert lengths == {1, 2, 3}


def test_a_word_is_something_that_can_be_said_there(graph: Graph) -> None:
    for node, words in Suite(graph).words.items():
        assert all(word[0] in node.out for word in words)


def test_the_mirror_of_a_state_has_the_two_users_in_each_others_place(
    graph: Graph,
) -> None:
    where, mirror = states(graph), mirrored(graph)

    assert len(mirror) == len(graph.nodes)
    for node, other in mirror.items():
        assert mirror[other] is node
        swapped = {
            {ALICE: BOB, BOB: ALICE}.get(w, w): s for w, s in where[node].items()
        }
        assert swapped == where[other]
    assert any(node is not other for node, other in mirror.items())


@pytest.mark.parametrize("inputs", [0, 1, 2])
def test_the_size_is_that_of_the_conversations(inputs: int) -> None:
    suite = Suite(model("echo"))

    found = list(suite.conversations(inputs))

    size = suite.size(inputs)
    assert size.conversations == len(found) > 0
    assert size.steps == sum(len(it.path) for it in found)


def test_a_conversation_begins_at_the_start_and_tries_so_much(graph: Graph) -> None:
    suite = Suite(graph)

    for it in suite.conversations(1):
        assert len(it.tried) == 1
        assert it.path[0].source is graph.start
        assert all(one.target is two.source for one, two in pairwise(it.path))


def test_every_input_of_a_state_or_of_its_mirror_is_tried(graph: Graph) -> None:
    mirror = mirrored(graph)

    def what(it: Conversation) -> tuple[Node, str, str]:
        (edge,) = it.tried
        return edge.source, edge.input.name, str(edge.input.roles)

    tried = {what(it) for it in Suite(graph).conversations(1)}
    for edge in graph.edges:
        key = edge.input.name, str(edge.input.roles)
        assert {(edge.source, *key), (mirror[edge.source], *key)} & tried


def exhaustive(name: str, *select: str) -> Options:
    features = frozenset(feature.name for feature in load(name).features)
    return Options(
        features=features, depth="exhaustive", select=select, case_timeout=DEADLINE
    )


def test_it_covers_all_that_is_covered_in_full() -> None:
    options = exhaustive("duet")
    protocol = load("duet")

    every = {case.id for case in list_cases(protocol, options)}
    full = {case.id for case in list_cases(protocol, replace(options, depth="full"))}

    assert full < every
    assert {id.split("/")[1] for id in every - full} == {"exhaustive"}


@pytest.mark.parametrize("name", ["echo", "hash", "window"])
def test_each_depth_has_the_cases_of_those_above_it(name: str) -> None:
    protocol, options = load(name), exhaustive(name)

    ids = [
        {case.id for case in list_cases(protocol, replace(options, depth=depth))}
        for depth in DEPTHS
    ]

    assert all(less < more for less, more in pairwise(ids))


def test_a_server_without_a_fault_passes_and_it_is_said_how_much_there_is() -> None:
    protocol, options = load("duet"), exhaustive("duet", "must/exhaustive/*")

    with sloppy(protocol, "", options.features) as target:
        events = list(run(protocol, target, options))

    judgement = Judgement(events)
    said = [event.text for event in events if isinstance(event, Notice)]
    assert judgement.findings == []
    assert set(judgement.results.values()) == {Verdict.PASS}
    assert judgement.results.keys() == {it.id for it in list_cases(protocol, options)}
    assert [it for it in said if "29 conversations of 70 steps about 2 states" in it]


@LONG
def test_what_shows_only_on_the_way_is_found(ground: Ground) -> None:
    options = replace(
        ground.options,
        depth="exhaustive",
        select=("must/exhaustive/*",),
        features=frozenset(),
    )
    mutant = every()["hidden-state/door/name-taken/do"]

    found = trial(replace(ground, options=options), mutant)

    assert found.fate is Fate.KILLED
    assert "exhaustive" in found.cases.values()
