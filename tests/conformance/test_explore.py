from __future__ import annotations

import pytest

from codegen.generated import chat, hash
from codegen.protocol import Protocol, load
from conformance.model.cast import ALICE, BOB, CAROL, LABELS, Naming, Role, fresh
from conformance.model.cells import Cell, cells
from conformance.model.explore import BEYOND, explore
from conformance.model.graph import Edge, Graph
from conformance.model.inputs import CONNECTS, SENDS


def model(protocol: Protocol, depth: str = "quick") -> Graph:
    features = frozenset(feature.name for feature in protocol.features)
    return explore(protocol, features, BEYOND[depth])


@pytest.fixture(scope="module")
def hash_model() -> Graph:
    return model(load("hash"), depth="full")


@pytest.fixture(scope="module")
def chat_model() -> Graph:
    return model(load("chat"))


@pytest.fixture(scope="module")
def chat_cells(chat_model: Graph) -> list[Cell]:
    return cells(chat_model.protocol, chat_model)


def edges(graph: Graph, name: str, fired: str) -> list[Edge]:
    return [
        edge
        for edge in graph.edges
        if edge.input.name == name and edge.outcome.fired == (fired,)
    ]


def test_the_bystander_comes_in_by_itself(hash_model: Graph) -> None:
    assert [(input.who, input.name) for input in hash_model.arrival] == [
        (CAROL, "connects"),
        (CAROL, "login"),
    ]


def test_a_small_protocol_is_explored_to_the_last_edge(hash_model: Graph) -> None:
    for node in hash_model.nodes:
        for who in (ALICE, BOB):
            for input in hash_model.inputs(node.room, who):
                said = input.action != SENDS or hash_model.alphabet.message(
                    input, node.room, hash_model.naming
                )
                assert (input in node.out) == bool(said)


def test_what_users_call_themselves_makes_no_other_state(chat_model: Graph) -> None:
    renamings = edges(chat_model, "nick", "chat/nick")

    assert renamings
    assert all(edge.stays for edge in renamings)


def test_exploring_twice_gives_the_same(chat_model: Graph) -> None:
    again = model(load("chat"))

    assert [edge.message for edge in again.edges] == [
        edge.message for edge in chat_model.edges
    ]


def test_every_rule_that_no_clock_or_garbage_is_needed_for_has_a_cell(
    chat_cells: list[Cell],
) -> None:
    by_other_means = {"timeout", "malformed"}
    wanted = {r.id for r in load("chat").rules if r.event not in by_other_means}

    # What happens while a service is thinking needs two who act at the same time:
    # tests/test_meanwhile.py has these.
    meanwhile = {"used-meanwhile", "started-meanwhile", "overtaken", "too-late"}
    assert wanted - {cell.rule.id for cell in chat_cells if cell.rule} == {
        f"game/{word}" for word in meanwhile
    }


def test_what_is_refused_after_some_tries_is_tried_so_often(chat_model: Graph) -> None:
    (refused,) = edges(chat_model, "admin", "rights/too-many-tries")

    tries = chat_model.protocol.limits["admin_tries"]
    assert refused.source.room.sessions[refused.input.who].tries == tries


def test_cells_are_many_enough_to_tell_and_few_enough_to_read(
    chat_cells: list[Cell],
) -> None:
    ids = [cell.id for cell in chat_cells]

    assert 200 < len(ids) < 400
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "id",
    [
        "must/chat/whisper-to-sleeper/online-to-asleep",
        "must/talk/accepted/talk-asked",
        "must/always/out-of-place/wake-online",
        "must/entry/vanished/resets-talking-while-other-talking",
        "must/sending/done/sending-flowing",
    ],
)
def test_a_cell_is_called_by_what_decides(chat_cells: list[Cell], id: str) -> None:
    assert id in {cell.id for cell in chat_cells}


def test_cells_are_the_same_at_every_depth() -> None:
    protocol = load("hash")
    shallow, deep = model(protocol), model(protocol, depth="full")

    assert len(shallow.edges) < len(deep.edges)
    assert [cell.id for cell in cells(protocol, shallow)] == [
        cell.id for cell in cells(protocol, deep)
    ]


def test_values_that_fire_other_rules_are_inputs_of_their_own(
    chat_model: Graph,
) -> None:
    in_flow = edges(chat_model, "file_data", "sending/wrong-data")

    assert {edge.message.offset for edge in in_flow} == {0, 5}


def test_another_value_of_an_id_makes_no_state_of_its_own(chat_model: Graph) -> None:
    first_offers = [
        edge
        for edge in edges(chat_model, "file_offer", "sending/offers")
        if all(
            s.sending == "idle" for s in edge.source.room.sessions.values() if s.sending
        )
    ]

    reached = {edge.target: edge for edge in reversed(chat_model.edges)}
    new = [edge for edge in first_offers if reached[edge.target] is edge]
    assert {edge.message.id for edge in new} == {7}


def test_a_role_becomes_the_name_of_the_moment() -> None:
    naming = Naming(fresh(5, lambda name: True), "name")
    room = hash.Room()
    room.connected(ALICE)
    before = naming.name(room, BOB, Role.OTHER)

    room.received(ALICE, hash.Login(name=naming.unused(room, ALICE)))

    assert (before, naming.name(room, BOB, Role.OTHER)) == ("alice005", "gus005")
    assert naming.name(room, ALICE, Role.UNKNOWN) == "alice005"


def test_names_are_fresh_and_fit_the_field() -> None:
    one, other = fresh(1, lambda n: len(n) <= 4), fresh(2, lambda n: len(n) <= 4)

    assert not set(one.all()) & set(other.all())
    assert len(one.all()) == 2 * len(LABELS)
    assert max(map(len, one.all())) == 4


def test_the_first_thing_of_one_who_is_not_there_is_to_connect(
    chat_model: Graph,
) -> None:
    actions = {input.action for input in chat_model.start.out if input.who == ALICE}

    assert actions == {CONNECTS}
    assert chat.Room is chat_model.protocol.room


# No edge: the clock's, and bytes that are no message, which phases of their own send.
NO_EDGES = {"timeout", "malformed"}
UNREACHED = {
    # What the stages before had, and what takes its place in the last one.
    ("slash", "stage6"): {
        "entry/bare-exit",
        "entry/named-exit",
        "entry/relay",
        "chat/list",
    },
    ("lounge", "full"): set(),
    # Two must act while a service is asked; and no message of clients is left over.
    ("window", "full"): {
        "entry/started-meanwhile",
        "entry/too-late",
        "entry/overtaken",
        "entry/repeated-meanwhile",
        "always/unexpected",
    },
    ("hash", "full"): set(),
}


@pytest.mark.parametrize(("name", "profile"), UNREACHED)
def test_every_rule_that_can_be_reached_has_a_cell(name: str, profile: str) -> None:
    whole = load(name)
    features = frozenset(whole.profiles[profile])
    protocol = whole.in_profile(features)

    found = cells(protocol, explore(protocol, features, BEYOND["quick"]))

    rules = {rule.id for rule in protocol.rules if rule.event not in NO_EDGES}
    have = {cell.rule.id for cell in found if cell.rule}
    assert rules - have == UNREACHED[name, profile]
