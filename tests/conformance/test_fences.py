from __future__ import annotations

import pytest

from codegen.generated import hash
from codegen.protocol import load
from conformance.model.cast import ALICE, CAROL, READABLE, Naming
from conformance.model.explore import explore
from conformance.model.fences import Fences, Usable
from conformance.model.graph import Graph
from conformance.talk.wire import Wire

PROTOCOL = load("hash")
ALL = frozenset({"whisper", "who"})


@pytest.fixture(scope="module")
def graph() -> Graph:
    return explore(PROTOCOL, ALL, beyond=8_000)


@pytest.fixture
def fences(graph: Graph) -> Fences:
    return Fences(graph, Wire(PROTOCOL))


def room() -> hash.Room:
    """Carol is online and alice connected."""
    it = hash.Room()
    it.connected(CAROL)
    it.received(CAROL, hash.Login(name="carol"))
    it.connected(ALICE)
    return it


def usable(fences: Fences, it: hash.Room, who: int) -> Usable:
    return fences.in_state(it, Naming(READABLE, "name"), who)


def test_one_who_is_not_logged_in_asks_for_a_name_that_is_taken(
    fences: Fences,
) -> None:
    fence = usable(fences, room(), ALICE).best("say")

    assert fence is not None
    assert fence.message == hash.Login(name="carol")
    assert [due.message for due in fence.due] == [hash.Taken()]


def test_a_fence_answers_like_nothing_that_the_input_may_cause(fences: Fences) -> None:
    for name in ("login", "say", "whisper", "exit", "who"):
        fence = usable(fences, room(), CAROL).best(name)
        assert fence is not None
        assert not fence.answers & fences.answers[name]


def test_a_fence_changes_nothing(fences: Fences) -> None:
    it = room()
    it.received(ALICE, hash.Login(name="alice"))

    for fence in usable(fences, it, ALICE).some():
        after = it.copy()
        after.received(ALICE, fence.message)
        assert after.key() == it.key()


def test_a_list_in_which_strangers_stand_is_the_last_choice(fences: Fences) -> None:
    some = usable(fences, room(), CAROL).some()

    assert len(some) > 1
    assert hash.Members not in some[0].answers


def test_a_fence_that_was_not_answered_is_used_no_more(fences: Fences) -> None:
    broken = usable(fences, room(), ALICE).best("say")
    assert broken is not None

    fences.give_up(broken)

    assert usable(fences, room(), ALICE).best("say") is None


def test_nobody_has_a_fence_where_nothing_is_answered(fences: Fences) -> None:
    alone = hash.Room()
    alone.connected(ALICE)

    assert usable(fences, alone, ALICE).some() == []
