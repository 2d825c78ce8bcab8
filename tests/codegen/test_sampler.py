"""What only the sampler uses, from YAML to the behaviour of its room.

tests/specs/sampler.yaml has lines, an operator, a service, timers, loops, choices and
effects on other sessions. Its module is made here and never written.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from codegen.emit.module import module
from codegen.room import Ask, Close, Send, Show
from codegen.rules import valid

SPEC = Path(__file__).parents[1] / "specs/sampler.yaml"


@pytest.fixture(scope="module")
def sampler() -> Iterator[Any]:
    source = module(valid(SPEC.read_text(encoding="utf-8"), "tests/specs/sampler.yaml"))
    made = ModuleType("sampler")
    sys.modules["sampler"] = made  # dataclasses look their module up
    exec(compile(source, "sampler.py", "exec"), made.__dict__)
    yield made
    del sys.modules["sampler"]


@pytest.fixture
def room(sampler: Any) -> Any:
    """A room with alice (1), who came first, and bob (2)."""
    room = sampler.Room()
    for sid, nick in ((1, "alice"), (2, "bob")):
        room.connected(sid)
        room.received(sid, sampler.Hello(nick=nick, mood="happy"))
    return room


def sent(effects: list[Any]) -> list[tuple[tuple[int, ...], Any]]:
    return [(e.to, e.message) for e in effects if isinstance(e, Send)]


def test_a_loop_replies_row_by_row(sampler: Any, room: Any) -> None:
    room.received(1, sampler.Hush(hushed=True))

    effects = room.received(1, sampler.Roll())

    assert sent(effects) == [
        ((1,), sampler.Row(place=1, nick="alice")),
        ((1,), sampler.Row(place=2, nick="bob")),
        ((1,), sampler.Rows(count=2)),
    ]


def test_a_list_of_groups_is_one_line_on_the_wire(sampler: Any, room: Any) -> None:
    [(_, rolled)] = sent(room.received(2, sampler.Roll()))

    line = sampler.PROTOCOL.encode(rolled)

    assert line == b"rolled 001 alice :) loud, 002 bob :) loud\n"
    assert sampler.SERVER_MESSAGES.decode(line[:-1]) == rolled


def test_effects_reach_another_session(sampler: Any, room: Any) -> None:
    room.received(2, sampler.Hush(hushed=True))

    effects = room.received(1, sampler.Poke(to="bob"))

    bob = room.sessions[2]
    assert sent(effects) == [((2,), sampler.Poked(nick="alice", times=1))]
    assert (bob.hushed, bob.manner, bob.poker, bob.pokes) == (False, "loud", 1, 1)


def test_a_lookup_that_finds_nobody_is_told(sampler: Any, room: Any) -> None:
    effects = room.received(1, sampler.Poke(to="carol"))

    assert sent(effects) == [((1,), sampler.Nobody(nick="carol"))]


def test_if_and_else_take_one_way_each(sampler: Any, room: Any) -> None:
    room.received(1, sampler.Poke(to="bob"))
    room.received(1, sampler.Hush(hushed=True))

    effects = room.received(2, sampler.Say(text="yes?"))
    again = room.received(2, sampler.Say(text="hm"))

    assert sent(effects) == [((1,), sampler.Said(nick="bob", text="yes?"))]
    assert sent(again) == []


def test_a_region_within_a_state_has_its_own_unexpected_messages(
    sampler: Any, room: Any
) -> None:
    room.received(1, sampler.Hush(hushed=True))

    effects = room.received(1, sampler.Say(text="hello"))

    assert sent(effects) == [((1,), sampler.NotNow())]


def test_a_service_has_typed_questions_and_answers(sampler: Any) -> None:
    (service,) = sampler.PROTOCOL.services

    assert service.name == "dictionary"
    assert dict(service.asks) == {"word": sampler.WORD}
    assert dict(service.answers) == {"text": sampler.LINE}


def test_a_service_is_asked_and_its_answer_passed_on(sampler: Any, room: Any) -> None:
    [ask] = room.received(1, sampler.Define(word="CHAT"))

    effects = room.answered(ask.call, {"text": "to talk"})

    assert isinstance(ask, Ask)
    assert (ask.service, ask.arguments) == ("dictionary", {"word": "chat"})
    assert sent(effects) == [((1,), sampler.Means(word="chat", text="to talk"))]


def test_a_service_that_fails_is_told_of(sampler: Any, room: Any) -> None:
    [ask] = room.received(1, sampler.Define(word="chat"))

    effects = room.answered(ask.call, None, "no dictionary")

    text = "no dictionary"
    assert sent(effects) == [((1,), sampler.NoMeaning(word="chat", text=text))]


def test_the_operator_sends_away_and_counts(sampler: Any, room: Any) -> None:
    dismissed = room.operated(sampler.Dismiss(nick="bob"))
    counted = room.operated(sampler.Count())
    missing = room.operated(sampler.Dismiss(nick="bob"))

    assert sent(dismissed) == [((1,), sampler.Parted(nick="bob", why="sent"))]
    assert dismissed[-1] == Close(2)
    assert [e.message for e in counted if isinstance(e, Show)] == [sampler.Counted(1)]
    assert [e.message for e in missing] == [sampler.Missing(nick="bob")]


def test_the_operator_hears_of_the_server_itself(sampler: Any, room: Any) -> None:
    listening = room.listening("127.0.0.1:7077")
    came = room.connected(3, "10.0.0.1:5")
    stopping = room.stopping()

    assert [e.message for e in listening] == [sampler.Open("127.0.0.1:7077")]
    assert [e.message for e in came] == [sampler.Came("10.0.0.1:5")]
    assert sent(stopping) == [((1, 2), sampler.Farewell())]


def test_what_the_operator_types_has_its_limits(sampler: Any) -> None:
    operator = sampler.PROTOCOL.operator

    assert operator.prompt == "sampler> "
    assert operator.fields[sampler.Shout]["text"].bytes == (1, 50)


def test_silence_is_counted_from_the_last_message(sampler: Any, room: Any) -> None:
    room.elapsed(500.0)
    room.received(1, sampler.Roll())

    effects = room.elapsed(700.0)

    assert sent(effects) == [((1,), sampler.Parted(nick="bob", why="idle"))]
    assert Close(2) in effects
    assert room.deadline == 1100.0


def test_a_hello_is_waited_for_from_the_start(sampler: Any) -> None:
    room = sampler.Room()
    room.connected(1)
    room.elapsed(19.0)

    assert room.elapsed(20.0) == [Close(1)]


def test_a_sentence_comes_in_two_languages(sampler: Any) -> None:
    [rule] = [r for r in sampler.RULES if r.id == "presence/joins"]

    assert rule.text.en.startswith("A server MUST number members")
    assert rule.text.ko.startswith("서버는 들어온 순서대로")


def test_its_own_scenario_is_what_its_room_does(sampler: Any) -> None:
    [scenario] = [s for s in sampler.SCENARIOS if s.id == "poke-wakes"]
    room, sids = sampler.Room(), {"alice": 1, "bob": 2}

    for step in scenario.steps:
        effects = happen(sampler, room, step, sids[step.actor])
        got = {name: messages_to(effects, sid) for name, sid in sids.items()}
        expected = {name: tuple(step.expected.get(name, ())) for name in sids}
        assert got == expected, step
        closed = {e.sid for e in effects if isinstance(e, Close)}
        assert closed == {sids[name] for name in step.closed}, step


def messages_to(effects: list[Any], sid: int) -> tuple[Any, ...]:
    return tuple(e.message for e in effects if isinstance(e, Send) and sid in e.to)


def happen(sampler: Any, room: Any, step: Any, sid: int) -> Any:
    if step.action == "connects":
        return room.connected(sid)
    if step.action != "sends":
        return room.disconnected(sid)
    if step.message is not None:
        return room.received(sid, step.message)
    splitter = sampler.CLIENT_FRAMING.splitter()
    splitter.feed(step.raw)
    with pytest.raises(sampler.wire.WireError) as caught:
        sampler.CLIENT_MESSAGES.decode(splitter.next(), room.reads(sid))
    return room.malformed(sid, caught.value.code, caught.value.reason)


def test_words_are_kept_up_to_a_bound(sampler: Any, room: Any) -> None:
    room.received(1, sampler.Play())
    for number, word in enumerate("abcdefg", 1):
        effects = room.received(1 + number % 2, sampler.Word(word=word))

    worded = sampler.Worded(nick="bob", word="g", words=("c", "d", "e", "f", "g"))
    assert sent(effects) == [((1, 2), worded), ((2,), sampler.NotNow())]
    assert room.sessions[2].said == ("c", "e", "g")


def test_a_word_of_the_list_ends_the_game(sampler: Any, room: Any) -> None:
    room.received(2, sampler.Play())
    room.received(1, sampler.Word(word="a"))

    effects = room.received(2, sampler.Word(word="a"))

    assert sent(effects) == [((1, 2), sampler.Again(word="a"))]
    assert room.shared == sampler.Shared(rounds=2)


def test_the_room_forgets_a_session_that_is_gone(sampler: Any, room: Any) -> None:
    room.received(1, sampler.Play())
    room.received(2, sampler.Word(word="a"))
    assert room.shared.last == 2

    room.disconnected(2)

    assert room.shared.last == 0
    assert room.shared.used == ("a",)


def test_a_list_can_be_filtered_and_joined(sampler: Any, room: Any) -> None:
    room.received(1, sampler.Play())
    room.received(1, sampler.Word(word="a"))
    room.received(2, sampler.Word(word="b"))
    room.received(1, sampler.Word(word="c"))

    effects = room.received(1, sampler.Mine())

    assert sent(effects) == [((1,), sampler.Yours(text="a c."))]


def test_the_operator_reads_and_sets_what_is_shared(sampler: Any, room: Any) -> None:
    room.received(1, sampler.Play())
    room.received(2, sampler.Word(word="a"))

    room.operated(sampler.Finish())

    assert room.shared == sampler.Shared(rounds=2)
    room.operated(sampler.Finish())
    assert room.shared == sampler.Shared()
