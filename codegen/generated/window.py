"""Chat room with a member list, and the word-chain game.

Generated from spec/window.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/window.yaml
"""

from dataclasses import dataclass
from typing import ClassVar

from codegen import functions, protocol, room, wire

# Groups of fields.


@dataclass(frozen=True, slots=True)
class Score:
    """``{name}: {words}``"""

    name: str
    words: int


# Messages from clients.


@dataclass(frozen=True, slots=True)
class Enter:
    """The first thing that a client sends, whatever it looks like.

    ``{name}``
    """

    name: str


@dataclass(frozen=True, slots=True)
class Leave:
    """``/종료``"""


@dataclass(frozen=True, slots=True)
class Say:
    """``{text}``"""

    text: str


@dataclass(frozen=True, slots=True)
class Start:
    """``/시작``"""


@dataclass(frozen=True, slots=True)
class Stop:
    """``/그만``"""


# Messages from the server.


@dataclass(frozen=True, slots=True)
class Members:
    """All members, in the order in which they came.

    ``[접속명단]|{names}``
    """

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """``{name}님이 입장하셨습니다``"""

    name: str


@dataclass(frozen=True, slots=True)
class Left:
    """``{name}님이 퇴장하셨습니다.``"""

    name: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The word of leaving comes back to the one who said it.

    ``/종료``
    """


@dataclass(frozen=True, slots=True)
class Taken:
    """``이미 사용 중인 이름입니다.``"""


@dataclass(frozen=True, slots=True)
class Said:
    """``{sender}: {text}``"""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Started:
    """``--------------------------------------------------게임을 시작합니다.\\n시작단어: {word}``"""

    word: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """How many words of each member were accepted.

    ``--------------------------------------------------게임을 종료합니다.\\n{scores}``
    """

    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class WrongStart:
    """`` [오류] '{syllable}' (으)로 시작하는 단어를 입력하세요.``"""

    syllable: str


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """No word can follow this one.

    `` [오류] 한방단어는 사용할 수 없습니다.``
    """


@dataclass(frozen=True, slots=True)
class Repeated:
    """`` [오류] 이미 나온 단어입니다.``"""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """`` [오류] 사전에 없는 단어입니다.``"""


@dataclass(frozen=True, slots=True)
class NoDictionary:
    """The server has no dictionary. The reason is for people, its wording free.

    `` [오류] 사전을 사용할 수 없습니다: {reason}``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Running:
    """`` [오류] 게임이 이미 진행 중입니다.``"""


@dataclass(frozen=True, slots=True)
class NotRunning:
    """`` [오류] 진행 중인 게임이 없습니다.``"""


# The wire.

FLAG = wire.Flag()
NAME = wire.Text(length=(1, 20), pattern=r"[^|:\x00-\x1f\x7f-\x9f]+", level="should")
NAMES = wire.Array(NAME, count=(0, 1024), ends="|")
LINE = wire.Text(bytes=(1, 1024), level="should")
WORD = wire.Text(bytes=(1, 1024))
SYLLABLE = wire.Text(length=(1, 1))
REASON = wire.Text(bytes=(0, 500))
POINTS = wire.Integer(range=(0, 9999))
SCORE = wire.Group(Score, {"name": NAME, "words": POINTS}, template="{name}: {words}")
SCORES = wire.Array(SCORE, count=(0, 1024), ends="\n")

CLIENT_MESSAGES = wire.Messages(
    [
        wire.Template(Enter, "{name}", {"name": NAME}),
        wire.Template(Leave, "/종료", {}),
        wire.Template(Say, "{text}", {"text": LINE}),
        wire.Template(Start, "/시작", {}),
        wire.Template(Stop, "/그만", {}),
    ],
    apart=[Enter],
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.Template(Members, "[접속명단]|{names}", {"names": NAMES}),
        wire.Template(Joined, "{name}님이 입장하셨습니다", {"name": NAME}),
        wire.Template(Left, "{name}님이 퇴장하셨습니다.", {"name": NAME}),
        wire.Template(Goodbye, "/종료", {}),
        wire.Template(Taken, "이미 사용 중인 이름입니다.", {}),
        wire.Template(Said, "{sender}: {text}", {"sender": NAME, "text": LINE}),
        wire.Template(
            Started,
            "--------------------------------------------------게임을 시작합니다.\n시작단어: {word}",
            {"word": WORD},
        ),
        wire.Template(
            Stopped,
            "--------------------------------------------------게임을 종료합니다.\n{scores}",
            {"scores": SCORES},
        ),
        wire.Template(
            WrongStart,
            " [오류] '{syllable}' (으)로 시작하는 단어를 입력하세요.",
            {"syllable": SYLLABLE},
        ),
        wire.Template(DeadEnd, " [오류] 한방단어는 사용할 수 없습니다.", {}),
        wire.Template(Repeated, " [오류] 이미 나온 단어입니다.", {}),
        wire.Template(UnknownWord, " [오류] 사전에 없는 단어입니다.", {}),
        wire.Template(
            NoDictionary,
            " [오류] 사전을 사용할 수 없습니다: {reason}",
            {"reason": REASON},
        ),
        wire.Template(Running, " [오류] 게임이 이미 진행 중입니다.", {}),
        wire.Template(NotRunning, " [오류] 진행 중인 게임이 없습니다.", {}),
    ]
)
CLIENT_FRAMING = wire.Unframed(max=1024)
SERVER_FRAMING = wire.Unframed(max=131072)


# The machine.


@dataclass(slots=True)
class Session(room.BaseSession):
    """One connection: the states of its regions, then its variables."""

    entry: str = ""
    name: str = ""
    words: int = 0


@dataclass(slots=True)
class Shared:
    """What the sessions share, as it is at first and when all have left."""

    playing: bool = False
    word: str = ""
    used: tuple[str, ...] = ()


class Room(room.Room[Session]):
    """The whole server of Chat room with a member list, and the word-chain game, without I/O or clock."""

    SESSION = Session
    SHARED = Shared
    FEATURES = frozenset({"unique", "game", "dueum"})
    LIMITS: ClassVar = {
        "sessions": 1024,
        "name_seconds": 60,
        "idle_seconds": 0,
        "queue_bytes": 1048576,
    }
    REGIONS = (
        room.Region(
            "entry",
            "nameless",
            timers={
                "nameless": room.Timer("name_seconds"),
                "inside": room.Timer("idle_seconds", "message"),
            },
        ),
    )
    READS: ClassVar = {("entry", "nameless"): Enter}

    shared: Shared

    def _all_inside(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.entry == "inside"]

    def _all_others(self, me: Session) -> list[Session]:
        return [
            s for s in self.sessions.values() if s.entry == "inside" and s is not me
        ]

    def _do_leave(self, me: Session) -> None:
        self._send(self._all_others(me), Left(name=me.name))
        self._send(
            self._all_others(me),
            Members(names=tuple(s.name for s in self._all_others(me))),
        )
        if len(self._all_others(me)) == 0:
            self.shared.playing = False
            self.shared.word = ""
            self.shared.used = ()

    def _entry_nameless_enter(self, me: Session, message: Enter) -> bool:
        if "unique" in self.features and message.name in [
            s.name for s in self._all_inside()
        ]:
            # A server MUST refuse a name that is in use, tell nobody else, and let the
            # client try again.
            self._fire("entry/name-taken")
            self._reply(me, Taken())
            return True
        # A server MUST send the list of members and then the notice of the newcomer to
        # all members, the newcomer too.
        self._fire("entry/enters")
        self._move(me, "entry", "inside")
        me.name = message.name
        self._send(
            self._all_inside(), Members(names=tuple(s.name for s in self._all_inside()))
        )
        self._send(self._all_inside(), Joined(name=message.name))
        return True

    def _entry_nameless_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY close a connection that does not say its name in time.
        self._fire("entry/name-patience")
        self._close(me)
        return True

    def _entry_inside_leave(self, me: Session, _: Leave) -> bool:
        # A server MUST send /종료 back, tell the rest who left and send them the list,
        # and close the connection.
        self._fire("entry/leaves")
        self._reply(me, Goodbye())
        self._do_leave(me)
        self._close(me)
        return True

    def _entry_inside_say(self, me: Session, message: Say) -> bool:
        if "game" in self.features and self.shared.playing:
            # While a game runs, a server MUST take every text for a move.
            self._fire("entry/move")
            if message.text[:1] == self.shared.word[-1:] or (
                "dueum" in self.features
                and message.text[:1] == functions.dueum(self.shared.word[-1:])
            ):
                if message.text in self.shared.used:
                    self._reply(me, Repeated())
                else:
                    self._ask(me, "dictionary", word=message.text)
            else:
                self._reply(me, WrongStart(syllable=self.shared.word[-1:]))
            return True
        # A server MUST send a text to all members, the sender too, behind the sender's
        # name.
        self._fire("entry/relays")
        self._send(self._all_inside(), Said(sender=me.name, text=message.text))
        return True

    def _entry_inside_start(self, me: Session, _: Start) -> bool:
        if self.shared.playing:
            # A server MUST refuse to start a game while one runs, and tell the asker
            # alone.
            self._fire("entry/already-running")
            self._reply(me, Running())
            return True
        # A server MUST draw the first word from its dictionary.
        self._fire("entry/draws")
        self._ask(me, "draw")
        return True

    def _entry_inside_draw_answer(self, me: Session, message: room.Answer) -> bool:
        if self.shared.playing:
            # A server MUST NOT start a second game when two ask at once.
            self._fire("entry/started-meanwhile")
            self._reply(me, Running())
            return True
        # A server MUST tell all members that the game begins, and with which word.
        self._fire("entry/starts")
        self.shared.playing = True
        self.shared.word = message.result["word"]
        self.shared.used = (message.result["word"],)
        for s in self._all_inside():
            s.words = 0
        self._send(self._all_inside(), Started(word=message.result["word"]))
        return True

    def _entry_inside_draw_failure(self, me: Session, message: room.Failure) -> bool:
        # A server without a dictionary MUST say so to the asker alone, and start
        # nothing.
        self._fire("entry/cannot-start")
        self._reply(me, NoDictionary(reason=message.result["reason"]))
        return True

    def _entry_inside_dictionary_answer(
        self, me: Session, message: room.Answer
    ) -> bool:
        if not self.shared.playing:
            # A move that is judged after the end of the game MUST be dropped.
            self._fire("entry/too-late")
            return True
        if not (
            message.result["word"][:1] == self.shared.word[-1:]
            or (
                "dueum" in self.features
                and message.result["word"][:1] == functions.dueum(self.shared.word[-1:])
            )
        ):
            # A server MUST judge a move by the word before it at the time of the
            # verdict.
            self._fire("entry/overtaken")
            self._reply(me, WrongStart(syllable=self.shared.word[-1:]))
            return True
        if message.result["word"] in self.shared.used:
            # A server MUST refuse a word that was used while this one was being judged.
            self._fire("entry/repeated-meanwhile")
            self._reply(me, Repeated())
            return True
        if not message.result["known"]:
            # A server MUST refuse a word that its dictionary does not have, to the
            # mover alone.
            self._fire("entry/not-in-dictionary")
            self._reply(me, UnknownWord())
            return True
        if not message.result["follows"]:
            # A server MUST refuse a word that no word can follow, to the mover alone.
            self._fire("entry/dead-end")
            self._reply(me, DeadEnd())
            return True
        # A server MUST send an accepted word to all members as a text of the mover, and
        # count it.
        self._fire("entry/accepts")
        self.shared.word = message.result["word"]
        self.shared.used = (*self.shared.used, message.result["word"])[-2000:]
        me.words = min(me.words + 1, 9999)
        self._send(
            self._all_inside(), Said(sender=me.name, text=message.result["word"])
        )
        return True

    def _entry_inside_dictionary_failure(
        self, me: Session, message: room.Failure
    ) -> bool:
        # A server whose dictionary fails MUST say so to the mover alone.
        self._fire("entry/cannot-judge")
        self._reply(me, NoDictionary(reason=message.result["reason"]))
        return True

    def _entry_inside_stop(self, me: Session, _: Stop) -> bool:
        if self.shared.playing:
            # A server MUST end the game for all with the tally, in the order of the
            # list.
            self._fire("entry/stops")
            self.shared.playing = False
            self.shared.word = ""
            self.shared.used = ()
            self._send(
                self._all_inside(),
                Stopped(
                    scores=tuple(
                        Score(name=s.name, words=s.words) for s in self._all_inside()
                    )
                ),
            )
            return True
        # A server MUST say to the asker alone that no game runs.
        self._fire("entry/nothing-to-stop")
        self._reply(me, NotRunning())
        return True

    def _entry_inside_eof(self, me: Session, _: room.Eof) -> bool:
        # A server MUST announce a member that vanishes as it announces one that leaves,
        # and free the name.
        self._fire("entry/vanishes")
        self._do_leave(me)
        return True

    def _entry_inside_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY log a silent member out.
        self._fire("entry/idle")
        self._do_leave(me)
        self._close(me)
        return True

    def _always_malformed(self, me: Session, _: room.Malformed) -> bool:
        # A server MUST ignore what is no message, and keep the connection.
        self._fire("always/malformed")
        return True

    def _always_unexpected(self, me: Session, _: object) -> bool:
        # A server MUST ignore what does not fit.
        self._fire("always/unexpected")
        return True

    HANDLERS: ClassVar = {
        Enter: (("entry", {"nameless": _entry_nameless_enter}),),
        room.Timeout: (
            (
                "entry",
                {"nameless": _entry_nameless_timeout, "inside": _entry_inside_timeout},
            ),
        ),
        Leave: (("entry", {"inside": _entry_inside_leave}),),
        Say: (("entry", {"inside": _entry_inside_say}),),
        Start: (("entry", {"inside": _entry_inside_start}),),
        (room.Answer, "draw"): (("entry", {"inside": _entry_inside_draw_answer}),),
        (room.Failure, "draw"): (("entry", {"inside": _entry_inside_draw_failure}),),
        (room.Answer, "dictionary"): (
            ("entry", {"inside": _entry_inside_dictionary_answer}),
        ),
        (room.Failure, "dictionary"): (
            ("entry", {"inside": _entry_inside_dictionary_failure}),
        ),
        Stop: (("entry", {"inside": _entry_inside_stop}),),
        room.Eof: (("entry", {"inside": _entry_inside_eof}),),
    }
    ALWAYS: ClassVar = {
        room.Malformed: _always_malformed,
        room.Unexpected: _always_unexpected,
    }


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="enter",
        cls=Enter,
        sender="client",
        line=57,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words")},
        examples=(
            (Enter(name="alice"), b"alice"),
            (Enter(name="/종료"), "/종료".encode()),
        ),
        malformed=(
            (b"na|me", "bad-value"),
            (b"aaaaaaaaaabbbbbbbbbbc", "too-long"),
            (b"\xff\xff", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="leave",
        cls=Leave,
        sender="client",
        line=69,
        examples=((Leave(), "/종료".encode()),),
    ),
    protocol.MessageInfo(
        name="members",
        cls=Members,
        sender="server",
        line=73,
        examples=((Members(names=("alice", "bob")), "[접속명단]|alice|bob|".encode()),),
    ),
    protocol.MessageInfo(
        name="joined",
        cls=Joined,
        sender="server",
        line=80,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words")},
        examples=((Joined(name="alice"), "alice님이 입장하셨습니다".encode()),),
    ),
    protocol.MessageInfo(
        name="left",
        cls=Left,
        sender="server",
        line=85,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words")},
        examples=((Left(name="alice"), "alice님이 퇴장하셨습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="goodbye",
        cls=Goodbye,
        sender="server",
        line=90,
        examples=((Goodbye(), "/종료".encode()),),
    ),
    protocol.MessageInfo(
        name="taken",
        cls=Taken,
        sender="server",
        line=95,
        feature="unique",
        examples=((Taken(), "이미 사용 중인 이름입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="say",
        cls=Say,
        sender="client",
        line=103,
        samples={"text": ("hello everyone", "안녕하세요 여러분", "a: b", "/foo", "😀")},
        examples=(
            (Say(text="hello"), b"hello"),
            (Say(text="/종료\n"), "/종료\n".encode()),
        ),
        malformed=((b"\xff\xfe\xb0\xa1", "bad-encoding"),),
    ),
    protocol.MessageInfo(
        name="said",
        cls=Said,
        sender="server",
        line=111,
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름", "two words"),
            "text": ("hello everyone", "안녕하세요 여러분", "a: b", "/foo", "😀"),
        },
        examples=((Said(sender="alice", text="hello"), b"alice: hello"),),
    ),
    protocol.MessageInfo(
        name="start",
        cls=Start,
        sender="client",
        line=119,
        feature="game",
        examples=((Start(), "/시작".encode()),),
    ),
    protocol.MessageInfo(
        name="stop",
        cls=Stop,
        sender="client",
        line=124,
        feature="game",
        examples=((Stop(), "/그만".encode()),),
    ),
    protocol.MessageInfo(
        name="started",
        cls=Started,
        sender="server",
        line=129,
        feature="game",
        volatile=("word",),
        samples={"word": ("가나다",)},
        examples=(
            (
                Started(word="기차"),
                "--------------------------------------------------게임을 시작합니다.\n시작단어: 기차".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="stopped",
        cls=Stopped,
        sender="server",
        line=138,
        feature="game",
        examples=(
            (
                Stopped(
                    scores=(Score(name="alice", words=2), Score(name="bob", words=0))
                ),
                "--------------------------------------------------게임을 종료합니다.\nalice: 2\nbob: 0\n".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="wrong_start",
        cls=WrongStart,
        sender="server",
        line=147,
        feature="game",
        volatile=("syllable",),
        samples={"syllable": ("다",)},
        examples=(
            (
                WrongStart(syllable="차"),
                " [오류] '차' (으)로 시작하는 단어를 입력하세요.".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="dead_end",
        cls=DeadEnd,
        sender="server",
        line=156,
        feature="game",
        examples=((DeadEnd(), " [오류] 한방단어는 사용할 수 없습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="repeated",
        cls=Repeated,
        sender="server",
        line=162,
        feature="game",
        examples=((Repeated(), " [오류] 이미 나온 단어입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="unknown_word",
        cls=UnknownWord,
        sender="server",
        line=167,
        feature="game",
        examples=((UnknownWord(), " [오류] 사전에 없는 단어입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="no_dictionary",
        cls=NoDictionary,
        sender="server",
        line=172,
        feature="game",
        volatile=("reason",),
        samples={"reason": ("no dictionary",)},
        examples=(
            (
                NoDictionary(reason="none"),
                " [오류] 사전을 사용할 수 없습니다: none".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="running",
        cls=Running,
        sender="server",
        line=181,
        feature="game",
        examples=((Running(), " [오류] 게임이 이미 진행 중입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="not_running",
        cls=NotRunning,
        sender="server",
        line=186,
        feature="game",
        examples=((NotRunning(), " [오류] 진행 중인 게임이 없습니다.".encode()),),
    ),
)

RULES = (
    protocol.Rule(
        id="entry/name-taken",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a name that is in use, tell nobody else, and let the client try again.",
            ko="서버는 이미 사용 중인 이름을 거절하고, 다른 누구에게도 알리지 않으며, 다시 시도할 수 있게 해야 한다.",
        ),
        line=221,
        region="entry",
        states=("nameless",),
        event="enter",
        feature="unique",
    ),
    protocol.Rule(
        id="entry/enters",
        level="must",
        text=protocol.Text(
            "A server MUST send the list of members and then the notice of the newcomer to all members, the newcomer too.",
            ko="서버는 접속명단을 보낸 다음 입장 알림을 새로 온 사람을 포함한 모두에게 보내야 한다.",
        ),
        line=227,
        region="entry",
        states=("nameless",),
        event="enter",
    ),
    protocol.Rule(
        id="entry/name-patience",
        level="may",
        text=protocol.Text(
            "A server MAY close a connection that does not say its name in time.",
            ko="서버는 제때 이름을 말하지 않는 연결을 닫아도 된다.",
        ),
        line=238,
        region="entry",
        states=("nameless",),
        event="timeout",
    ),
    protocol.Rule(
        id="entry/leaves",
        level="must",
        text=protocol.Text(
            "A server MUST send /종료 back, tell the rest who left and send them the list, and close the connection.",
            ko="서버는 /종료를 돌려보내고, 나머지에게 퇴장 알림과 접속명단을 보내고, 연결을 닫아야 한다.",
        ),
        line=245,
        region="entry",
        states=("inside",),
        event="leave",
    ),
    protocol.Rule(
        id="entry/move",
        level="must",
        text=protocol.Text(
            "While a game runs, a server MUST take every text for a move.",
            ko="게임 중에 서버는 모든 글을 단어로 여겨야 한다.",
        ),
        line=253,
        region="entry",
        states=("inside",),
        event="say",
        feature="game",
    ),
    protocol.Rule(
        id="entry/relays",
        level="must",
        text=protocol.Text(
            "A server MUST send a text to all members, the sender too, behind the sender's name.",
            ko="서버는 글을 보낸 사람을 포함한 모두에게 보낸 사람의 이름을 붙여 보내야 한다.",
        ),
        line=267,
        region="entry",
        states=("inside",),
        event="say",
    ),
    protocol.Rule(
        id="entry/already-running",
        level="must",
        text=protocol.Text(
            "A server MUST refuse to start a game while one runs, and tell the asker alone.",
            ko="게임 중에는 서버가 새 게임을 거절하고 요청한 사람에게만 알려야 한다.",
        ),
        line=274,
        region="entry",
        states=("inside",),
        event="start",
        feature="game",
    ),
    protocol.Rule(
        id="entry/draws",
        level="must",
        text=protocol.Text(
            "A server MUST draw the first word from its dictionary.",
            ko="서버는 사전에서 시작단어를 뽑아야 한다.",
        ),
        line=280,
        region="entry",
        states=("inside",),
        event="start",
        feature="game",
    ),
    protocol.Rule(
        id="entry/started-meanwhile",
        level="must",
        text=protocol.Text(
            "A server MUST NOT start a second game when two ask at once.",
            ko="두 사람이 동시에 시작해도 게임은 하나여야 한다.",
        ),
        line=287,
        region="entry",
        states=("inside",),
        event="draw.answer",
    ),
    protocol.Rule(
        id="entry/starts",
        level="must",
        text=protocol.Text(
            "A server MUST tell all members that the game begins, and with which word.",
            ko="서버는 게임의 시작과 시작단어를 모두에게 알려야 한다.",
        ),
        line=293,
        region="entry",
        states=("inside",),
        event="draw.answer",
    ),
    protocol.Rule(
        id="entry/cannot-start",
        level="must",
        text=protocol.Text(
            "A server without a dictionary MUST say so to the asker alone, and start nothing.",
            ko="사전이 없는 서버는 요청한 사람에게만 알리고 게임을 시작하지 않아야 한다.",
        ),
        line=302,
        region="entry",
        states=("inside",),
        event="draw.failure",
    ),
    protocol.Rule(
        id="entry/too-late",
        level="must",
        text=protocol.Text(
            "A move that is judged after the end of the game MUST be dropped.",
            ko="게임이 끝난 뒤에 판정된 단어는 버려야 한다.",
        ),
        line=309,
        region="entry",
        states=("inside",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="entry/overtaken",
        level="must",
        text=protocol.Text(
            "A server MUST judge a move by the word before it at the time of the verdict.",
            ko="서버는 판정하는 때의 앞 단어를 기준으로 판정해야 한다.",
        ),
        line=317,
        region="entry",
        states=("inside",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="entry/repeated-meanwhile",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that was used while this one was being judged.",
            ko="판정하는 동안 이미 나온 단어는 거절해야 한다.",
        ),
        line=324,
        region="entry",
        states=("inside",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="entry/not-in-dictionary",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that its dictionary does not have, to the mover alone.",
            ko="서버는 사전에 없는 단어를 낸 사람에게만 거절을 알려야 한다.",
        ),
        line=331,
        region="entry",
        states=("inside",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="entry/dead-end",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that no word can follow, to the mover alone.",
            ko="서버는 이을 수 없는 단어(한방단어)를 낸 사람에게만 거절을 알려야 한다.",
        ),
        line=338,
        region="entry",
        states=("inside",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="entry/accepts",
        level="must",
        text=protocol.Text(
            "A server MUST send an accepted word to all members as a text of the mover, and count it.",
            ko="서버는 맞는 단어를 낸 사람의 글로 모두에게 보내고 세어야 한다.",
        ),
        line=344,
        region="entry",
        states=("inside",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="entry/cannot-judge",
        level="must",
        text=protocol.Text(
            "A server whose dictionary fails MUST say so to the mover alone.",
            ko="사전이 고장 난 서버는 낸 사람에게만 알려야 한다.",
        ),
        line=353,
        region="entry",
        states=("inside",),
        event="dictionary.failure",
    ),
    protocol.Rule(
        id="entry/stops",
        level="must",
        text=protocol.Text(
            "A server MUST end the game for all with the tally, in the order of the list.",
            ko="서버는 게임을 끝내고 접속명단 순서로 점수를 모두에게 알려야 한다.",
        ),
        line=360,
        region="entry",
        states=("inside",),
        event="stop",
        feature="game",
    ),
    protocol.Rule(
        id="entry/nothing-to-stop",
        level="must",
        text=protocol.Text(
            "A server MUST say to the asker alone that no game runs.",
            ko="진행 중인 게임이 없으면 요청한 사람에게만 알려야 한다.",
        ),
        line=370,
        region="entry",
        states=("inside",),
        event="stop",
        feature="game",
    ),
    protocol.Rule(
        id="entry/vanishes",
        level="must",
        text=protocol.Text(
            "A server MUST announce a member that vanishes as it announces one that leaves, and free the name.",
            ko="서버는 사라진 사람도 나간 사람처럼 알리고 그 이름을 풀어 주어야 한다.",
        ),
        line=376,
        region="entry",
        states=("inside",),
        event="eof",
    ),
    protocol.Rule(
        id="entry/idle",
        level="may",
        text=protocol.Text(
            "A server MAY log a silent member out.",
            ko="서버는 오래 조용한 사람을 내보내도 된다.",
        ),
        line=384,
        region="entry",
        states=("inside",),
        event="timeout",
    ),
    protocol.Rule(
        id="always/malformed",
        level="must",
        text=protocol.Text(
            "A server MUST ignore what is no message, and keep the connection.",
            ko="서버는 메시지가 아닌 것을 무시하고 연결을 유지해야 한다.",
        ),
        line=391,
        region="always",
        states=(),
        event="malformed",
    ),
    protocol.Rule(
        id="always/unexpected",
        level="must",
        text=protocol.Text(
            "A server MUST ignore what does not fit.",
            ko="서버는 맞지 않는 메시지를 무시해야 한다.",
        ),
        line=396,
        region="always",
        states=(),
        event="unexpected",
    ),
)

FEATURES = (
    protocol.Feature("unique", "A name that is in use is refused."),
    protocol.Feature("game", "The word-chain game, 끝말잇기."),
    protocol.Feature(
        "dueum",
        "In the game a word may begin as the initial-sound rule (두음법칙) has it.",
        needs=("game",),
    ),
)

CLIENT = protocol.Client(
    login=protocol.Login(
        send=Enter, field="name", accepted=(Joined,), refused=(Taken,)
    ),
    commands=(
        protocol.Command(message=Leave, type="/종료", help="나가기"),
        protocol.Command(
            message=Start, type="/시작", help="끝말잇기를 시작한다", feature="game"
        ),
        protocol.Command(
            message=Stop, type="/그만", help="끝말잇기를 끝낸다", feature="game"
        ),
        protocol.Command(message=Say, type="{text}", help="모두에게 하는 말"),
    ),
    display={Members: ""},
    members=protocol.Members(lists={Members: "names"}),
    ends={Goodbye: 0},
    texts={"name": "닉네임: "},
)

SCENARIOS = (
    protocol.Scenario(
        id="everybody-always-has-the-list",
        text=protocol.Text(
            "Whenever somebody comes or goes, every member MUST get the list.",
            ko="누가 오거나 갈 때마다 모든 사람이 접속명단을 받아야 한다.",
        ),
        line=417,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=421),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Members(names=("alice",)), Joined(name="alice"))},
                line=422,
            ),
            protocol.Step("bob", "connects", line=424),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={
                    "alice": (Members(names=("alice", "bob")), Joined(name="bob")),
                    "bob": (Members(names=("alice", "bob")), Joined(name="bob")),
                },
                line=425,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(text="안녕하세요"),
                expected={
                    "alice": (Said(sender="bob", text="안녕하세요"),),
                    "bob": (Said(sender="bob", text="안녕하세요"),),
                },
                line=428,
            ),
            protocol.Step(
                "bob",
                "sends",
                Leave(),
                expected={
                    "alice": (Left(name="bob"), Members(names=("alice",))),
                    "bob": (Goodbye(),),
                },
                closed=("bob",),
                line=431,
            ),
        ),
    ),
    protocol.Scenario(
        id="refused-name-may-try-again",
        text=protocol.Text(
            "A client whose name was refused MUST be able to try another on the same connection.",
            ko="이름이 거절된 클라이언트는 같은 연결에서 다시 시도할 수 있어야 한다.",
        ),
        line=438,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=442),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Members(names=("alice",)), Joined(name="alice"))},
                line=443,
            ),
            protocol.Step("bob", "connects", line=445),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="alice"),
                expected={"bob": (Taken(),)},
                line=446,
            ),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={
                    "alice": (Members(names=("alice", "bob")), Joined(name="bob")),
                    "bob": (Members(names=("alice", "bob")), Joined(name="bob")),
                },
                line=448,
            ),
        ),
        feature="unique",
    ),
    protocol.Scenario(
        id="who-vanishes-leaves-the-list",
        text=protocol.Text(
            "A member that vanishes MUST leave the list, and its name be free.",
            ko="사라진 사람은 접속명단에서 빠지고 그 이름은 풀려야 한다.",
        ),
        line=453,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=457),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Members(names=("alice",)), Joined(name="alice"))},
                line=458,
            ),
            protocol.Step("bob", "connects", line=460),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={
                    "alice": (Members(names=("alice", "bob")), Joined(name="bob")),
                    "bob": (Members(names=("alice", "bob")), Joined(name="bob")),
                },
                line=461,
            ),
            protocol.Step(
                "bob",
                "resets",
                expected={"alice": (Left(name="bob"), Members(names=("alice",)))},
                line=464,
            ),
            protocol.Step("bob", "connects", line=466),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={
                    "alice": (Members(names=("alice", "bob")), Joined(name="bob")),
                    "bob": (Members(names=("alice", "bob")), Joined(name="bob")),
                },
                line=467,
            ),
        ),
    ),
    protocol.Scenario(
        id="no-game-to-stop",
        text=protocol.Text(
            "Stopping a game that does not run MUST be told to the asker alone.",
            ko="없는 게임을 끝내려는 것은 요청한 사람에게만 알려야 한다.",
        ),
        line=473,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=477),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Members(names=("alice",)), Joined(name="alice"))},
                line=478,
            ),
            protocol.Step("bob", "connects", line=480),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={
                    "alice": (Members(names=("alice", "bob")), Joined(name="bob")),
                    "bob": (Members(names=("alice", "bob")), Joined(name="bob")),
                },
                line=481,
            ),
            protocol.Step(
                "alice", "sends", Stop(), expected={"alice": (NotRunning(),)}, line=484
            ),
        ),
        feature="game",
    ),
)

PROTOCOL = protocol.Protocol(
    name="window",
    title="Chat room with a member list, and the word-chain game",
    source="spec/window.yaml",
    digest="28e4a0ef32e7",
    port=2500,
    client_framing=CLIENT_FRAMING,
    server_framing=SERVER_FRAMING,
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=MESSAGES,
    rules=RULES,
    features=FEATURES,
    profiles={
        "real": frozenset(),
        "unique": frozenset({"unique"}),
        "game": frozenset({"game", "unique"}),
        "full": frozenset({"dueum", "game", "unique"}),
    },
    limits=Room.LIMITS,
    services=(
        protocol.Service("draw", answers={"word": WORD}),
        protocol.Service(
            "dictionary", asks={"word": WORD}, answers={"known": FLAG, "follows": FLAG}
        ),
    ),
    client=CLIENT,
    scenarios=SCENARIOS,
)
