"""The flagship's machine: whoever is tied to somebody is tied back, come what may."""

from __future__ import annotations

import random
from typing import Any

from codegen.protocol import Protocol, load
from codegen.room import Ask, Close, Effect, Send
from codegen.wire import Array, Group

PEOPLE = ("alice", "bob", "carol")
ODD_NAMES = ("zoe", "not a name", "")
STEPS = 40_000
# Each may follow some of the others.
WORDS = ("가가", "가나", "나가", "나나")
UNTRIED = ("timeout", "malformed")


def everything_to_say(protocol: Protocol) -> list[Any]:
    """Good and bad requests, to everybody, about two files of two sizes."""
    say = {m.name: m.cls for m in protocol.messages if m.sender == "client"}
    bare = ["exit", "who", "sleep", "wake", "with_yes", "with_no", "end", "help"]
    bare += ["game_start", "game_stop"]
    said = [say[name]() for name in bare]
    # Letters that grow when their case changes.
    said += [say["say"]("hi"), say["ping"](1), say["echo"]("upper", "ŉΐß" * 1000)]
    said += [say["search"]("TCP"), say["admin"]("sesame")]
    said += 4 * [say["game_word"](word) for word in WORDS]
    for name in PEOPLE + ODD_NAMES:
        said.append(say["kick"](name, "too loud"))
        said += [say["login"](name), say["nick"](name), say["with"](name)]
        said.append(say["whisper"](name, "psst"))
        for number, size in ((7, 0), (7, 5), (8, 5)):
            said.append(say["file_offer"](name, number, "a.txt", size, bytes(32)))
    for number in (7, 8, 9):
        said += [say[f"file_{word}"](number) for word in ("yes", "no", "end")]
        said.append(say["file_cancel"](number, "no time"))
        for offset, data in ((0, b"hello"), (0, b"hel"), (3, b"lo"), (5, b"!")):
            said.append(say["file_data"](number, offset, data))
    return said


class Crowd:
    """People who come, say anything at all, and vanish."""

    def __init__(self, protocol: Protocol, seed: int) -> None:
        self.room = protocol.room()
        self.chance = random.Random(seed)
        self.said = everything_to_say(protocol)
        self.here: list[int] = []
        self._last = 0
        self._asked: list[Ask] = []

    def something_happens(self) -> list[Effect]:
        effects = self._anything()
        self._asked += [effect for effect in effects if isinstance(effect, Ask)]
        return effects

    def _anything(self) -> list[Effect]:
        dice = self.chance.random()
        if self._asked and dice > 0.95:
            return self._a_service_answers()
        if len(self.here) < 2 or (dice < 0.02 and len(self.here) < 4):
            return self._somebody_comes()
        who = self.chance.choice(self.here)
        if dice < 0.03:
            self.here.remove(who)
            return self.room.disconnected(who)
        return self.room.received(who, self.chance.choice(self.said))

    def _a_service_answers(self) -> list[Effect]:
        """Any answer to any open question, or none."""
        ask = self._asked.pop(self.chance.randrange(len(self._asked)))
        if self.chance.random() < 0.1:
            return self.room.answered(ask.call, None, "no time")
        results: dict[str, dict[str, Any]] = {
            "search": {"text": "found", "cached": self._perhaps()},
            "secret": {"right": self.chance.random() < 0.1},
            "draw": {"word": WORDS[0]},
            "dictionary": {"known": self._perhaps(), "follows": self._perhaps()},
        }
        return self.room.answered(ask.call, results[ask.service])

    def _perhaps(self) -> bool:
        return self.chance.random() < 0.8

    def _somebody_comes(self) -> list[Effect]:
        self._last += 1
        self.here.append(self._last)
        return self.room.connected(self._last)


def assert_tied_both_ways(room: Any) -> None:
    sessions = room.sessions
    for me in sessions.values():
        assert (me.partner != 0) == (me.talk in ("asking", "asked", "talking"))
        assert (me.receiver != 0) == (me.sending in ("offered", "flowing"))
        assert (me.giver != 0) == (me.receiving in ("asked", "flowing"))
        if me.partner:
            peer = sessions[me.partner]
            assert peer is not me
            assert peer.partner == me.sid
            assert {me.talk, peer.talk} in ({"asking", "asked"}, {"talking"})
        if me.receiver:
            assert_transfer(me, sessions[me.receiver])
        else:
            assert (me.outgoing, me.size, me.sent, me.digest) == (0, 0, 0, b"")


def assert_transfer(me: Any, receiver: Any) -> None:
    assert receiver is not me
    assert receiver.giver == me.sid
    assert receiver.incoming == me.outgoing
    states = (me.sending, receiver.receiving)
    assert states in (("offered", "asked"), ("flowing", "flowing"))
    # Both can tell this transfer from another one of theirs.
    assert me.outgoing not in (me.incoming, receiver.outgoing)
    assert me.sent <= me.size


def test_partners_and_transfers_stay_tied_both_ways() -> None:
    protocol = load("chat")
    crowd = Crowd(protocol, seed=2)
    fired: set[str] = set()

    for _ in range(STEPS):
        effects = crowd.something_happens()

        fired.update(crowd.room.fired)
        for effect in effects:
            if isinstance(effect, Send):
                protocol.encode(effect.message)  # whatever is said can be
            elif isinstance(effect, Close):
                crowd.here.remove(effect.sid)
        assert set(crowd.here) == set(crowd.room.sessions)
        assert_tied_both_ways(crowd.room)
    assert {r.id for r in protocol.rules if r.event not in UNTRIED} - fired == set()


def test_the_longest_list_of_users_fits_in_a_frame() -> None:
    protocol = load("chat")
    classes = {m.name: m.cls for m in protocol.messages}
    codec = protocol.server_messages.codecs[classes["users"]]
    members = codec.fields["members"]
    assert isinstance(members, Array)
    assert isinstance(members.item, Group)
    member = members.item.cls
    faces = [chr(0x1F600 + number) for number in range(64)]  # four bytes each
    longest = tuple(
        member(name=faces[i // 64] + faces[i % 64] * 19, asleep=False)
        for i in range(protocol.limits["sessions"])
    )

    frame = protocol.encode(classes["users"](members=longest))

    assert 31_000 < len(frame) <= 2 + 32_768
