"""What several do at once comes out as if they had done it in some order."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.generated import hash
from codegen.protocol import load
from codegen.room import Room
from conformance.model.inputs import LEAVES, RESETS, SENDS, Input
from conformance.results import Verdict
from conformance.runner import list_cases
from conformance.talk.acts import Act
from conformance.talk.together import Part, Unknown, orders
from conformance.talk.wire import Wire
from tests.conformance.test_liveness import HASH, judged, options

WIRE = Wire(HASH)
ALICE, BOB, CAROL = 1, 2, 3
NAMES = {ALICE: "alice", BOB: "bob", CAROL: "carol"}


@pytest.fixture
def room() -> Room[Any]:
    room = hash.Room()
    for who, name in NAMES.items():
        room.connected(who)
        room.received(who, hash.Login(name=name))
    return room


def says(who: int, message: Any) -> Part:
    return Part(Act(Input(who, SENDS)), message, WIRE.encode(message))


def say(who: int, text: str = "hi") -> Part:
    return says(who, hash.Say(sender=NAMES[who], text=text))


def goes(who: int, action: str) -> Part:
    return Part(Act(Input(who, action)), None, b"")


def told(way: Any, who: int) -> list[str]:
    return [type(due.message).__name__ for due in way.outcome.of(who)]


def test_who_is_first_gets_the_name() -> None:
    empty = hash.Room()
    for who in (ALICE, BOB):
        empty.connected(who)
    wanted = hash.Login(name="eve")

    ways = orders(WIRE, empty, [says(ALICE, wanted), says(BOB, wanted)], ())

    accepted = {who for way in ways for who in NAMES if "Welcome" in told(way, who)}
    assert len(ways) == 2
    assert accepted == {ALICE, BOB}
    assert all(told(w, ALICE) + told(w, BOB) != [] for w in ways)


def test_what_nobody_can_tell_apart_is_one_way(room: Room[Any]) -> None:
    ways = orders(WIRE, room, [say(ALICE), say(BOB), say(CAROL)], ())

    assert [told(way, ALICE) for way in ways] == [["Said", "Said"]]


def test_each_keeps_to_its_own_order(room: Room[Any]) -> None:
    (way,) = orders(WIRE, room, [say(ALICE, "one"), say(ALICE, "two"), say(BOB)], ())

    texts = [d.message.text for d in way.outcome.of(CAROL) if d.author == ALICE]
    assert texts == ["one", "two"]


def test_the_last_words_before_a_reset_may_be_lost(room: Room[Any]) -> None:
    parts = [say(ALICE), goes(ALICE, RESETS)]

    ways = orders(WIRE, room, parts, {ALICE})

    assert sorted(told(way, BOB) for way in ways) == [["Left"], ["Said", "Left"]]
    assert all(way.room.sessions.keys() == {BOB, CAROL} for way in ways)


def test_what_comes_to_one_who_leaves_is_not_looked_at(room: Room[Any]) -> None:
    ways = orders(WIRE, room, [goes(ALICE, LEAVES), say(BOB)], {ALICE})

    assert [told(way, ALICE) for way in ways] == [[]]


def test_too_many_orders_are_not_guessed_at(room: Room[Any]) -> None:
    parts = [
        says(who, hash.Whisper(sender=NAMES[who], to=str(number), text="hi"))
        for number in range(30)
        for who in NAMES
    ]

    with pytest.raises(Unknown, match="orders"):
        orders(WIRE, room, parts, ())


def test_whatever_may_clash_is_a_case() -> None:
    ids = {case.id for case in list_cases(HASH, options(HASH, "must/burst/*"))}

    assert {"login-beside-login", "exit-beside-who"} <= {it[11:] for it in ids}
    # Two texts do not depend on each other.
    assert "must/burst/say-beside-say" not in ids


def test_a_target_that_looks_before_anybody_spoke_is_found() -> None:
    judgement = judged(HASH, "hasty", "must/burst/login-beside-login")

    assert judgement.results["must/burst/login-beside-login"].is_failure
    assert judgement.findings[0].summary.startswith("login: ")


def test_a_server_without_a_fault_passes() -> None:
    window = load("window")

    judgement = judged(window, "", "must/burst/*")

    assert judgement.findings == []
    assert set(judgement.results.values()) == {Verdict.PASS}
