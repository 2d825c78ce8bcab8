"""Numbered '#' chat.

Generated from spec/hash.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/hash.yaml
"""

from dataclasses import dataclass
from typing import ClassVar

from codegen import protocol, room, wire

# Messages from clients.


@dataclass(frozen=True, slots=True)
class Login:
    """``001#{name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class Say:
    """``002#{sender}#{text}``"""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """``003#{sender}#{to}#{text}``"""

    sender: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Exit:
    """``004#{name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class Who:
    """``005#{name}``"""

    name: str


# Messages from the server.


@dataclass(frozen=True, slots=True)
class Taken:
    """``101``"""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """``102``"""


@dataclass(frozen=True, slots=True)
class Welcome:
    """``채팅방에 입장하였습니다.``"""


@dataclass(frozen=True, slots=True)
class Members:
    """``=== 접속자 리스트 ===\\n{names}=====================``"""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """``[공지]{name} 사용자가 접속하였습니다.``"""

    name: str


@dataclass(frozen=True, slots=True)
class Left:
    """``[공지]{name} 사용자가 퇴장하였습니다.``"""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """``{sender} : {text}``"""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Whispered:
    """``{sender}님의 귓속말 : {text}``"""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """``해당 사용자가 존재하지 않습니다.``"""


# The wire.

ID = wire.Text(length=(1, 20), pattern=r"[^\s#\x00-\x1f\x7f-\x9f]+", level="should")
RECIPIENT = wire.Text(bytes=(0, 1017), level="should")
LINE = wire.Text(bytes=(0, 1018), level="should")
IDS = wire.Array(ID, count=(0, 1024), ends="\n")

CLIENT_MESSAGES = wire.Messages(
    [
        wire.Template(Login, "001#{name}", {"name": ID}),
        wire.Template(Say, "002#{sender}#{text}", {"sender": ID, "text": LINE}),
        wire.Template(
            Whisper,
            "003#{sender}#{to}#{text}",
            {"sender": ID, "to": RECIPIENT, "text": LINE},
        ),
        wire.Template(Exit, "004#{name}", {"name": ID}),
        wire.Template(Who, "005#{name}", {"name": ID}),
    ]
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.Template(Taken, "101", {}),
        wire.Template(Goodbye, "102", {}),
        wire.Template(Welcome, "채팅방에 입장하였습니다.", {}),
        wire.Template(
            Members,
            "=== 접속자 리스트 ===\n{names}=====================",
            {"names": IDS},
        ),
        wire.Template(Joined, "[공지]{name} 사용자가 접속하였습니다.", {"name": ID}),
        wire.Template(Left, "[공지]{name} 사용자가 퇴장하였습니다.", {"name": ID}),
        wire.Template(Said, "{sender} : {text}", {"sender": ID, "text": LINE}),
        wire.Template(
            Whispered, "{sender}님의 귓속말 : {text}", {"sender": ID, "text": LINE}
        ),
        wire.Template(Nobody, "해당 사용자가 존재하지 않습니다.", {}),
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


class Room(room.Room[Session]):
    """The whole server of Numbered '#' chat, without I/O or clock."""

    SESSION = Session
    FEATURES = frozenset({"whisper", "who"})
    LIMITS: ClassVar = {
        "sessions": 1024,
        "login_seconds": 30,
        "idle_seconds": 0,
        "queue_bytes": 1048576,
    }
    REGIONS = (
        room.Region(
            "entry",
            "greeting",
            timers={
                "greeting": room.Timer("login_seconds"),
                "online": room.Timer("idle_seconds", "message"),
            },
        ),
    )

    def _all_online(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.entry == "online"]

    def _all_others(self, me: Session) -> list[Session]:
        return [
            s for s in self.sessions.values() if s.entry == "online" and s is not me
        ]

    def _do_leave(self, me: Session) -> None:
        self._send(self._all_others(me), Left(name=me.name))

    def _entry_greeting_login(self, me: Session, message: Login) -> bool:
        if message.name in [s.name for s in self._all_online()]:
            # A server MUST refuse an ID that is in use with 101, and tell nobody else.
            self._fire("entry/name-taken")
            self._reply(me, Taken())
            return True
        # A server MUST announce a new member to every other member, then welcome it and
        # send it the list of members in the order in which they joined.
        self._fire("entry/joins")
        self._move(me, "entry", "online")
        me.name = message.name
        self._send(self._all_others(me), Joined(name=message.name))
        self._arrive(me)
        self._reply(me, Welcome())
        self._reply(me, Members(names=tuple(s.name for s in self._all_online())))
        return True

    def _entry_greeting_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY close a connection that does not log in in time.
        self._fire("entry/login-in-time")
        self._close(me)
        return True

    def _entry_online_login(self, me: Session, message: Login) -> bool:
        if message.name == me.name:
            # A server MUST answer a second login with one's own ID with 101.
            self._fire("entry/own-name-again")
            self._reply(me, Taken())
            return True
        # A server MUST ignore a login with another ID while logged in.
        self._fire("entry/no-renaming")
        return True

    def _entry_online_say(self, me: Session, message: Say) -> bool:
        if message.sender != me.name:
            # A server MUST ignore a text whose FROM is not the sender's own ID:
            # identity comes from the connection.
            self._fire("entry/say-forged")
            return True
        # A server MUST relay a text, unchanged, to everybody but its sender.
        self._fire("entry/say")
        self._send(self._all_others(me), Said(sender=me.name, text=message.text))
        return True

    def _entry_online_whisper(self, me: Session, message: Whisper) -> bool:
        if message.sender != me.name:
            # A server MUST ignore a whisper whose FROM is not the sender's own ID.
            self._fire("entry/whisper-forged")
            return True
        target = next((s for s in self._all_online() if s.name == message.to), None)
        if target is None:
            # A server MUST tell the sender of a whisper, and nobody else, that there is
            # no such member.
            self._fire("entry/whisper-to-nobody")
            self._reply(me, Nobody())
            return True
        # A server MUST deliver a whisper to its recipient and to nobody else.
        self._fire("entry/whisper")
        self._send([target], Whispered(sender=me.name, text=message.text))
        return True

    def _entry_online_exit(self, me: Session, message: Exit) -> bool:
        if message.name != me.name:
            # A server MUST NOT let a client log anybody else out.
            self._fire("entry/exit-forged")
            return True
        # A server MUST answer 004 with 102, announce the leaving to the rest, and close
        # the connection.
        self._fire("entry/exit")
        self._reply(me, Goodbye())
        self._do_leave(me)
        self._close(me)
        return True

    def _entry_online_who(self, me: Session, message: Who) -> bool:
        if message.name != me.name:
            # A server MUST ignore a request for the list under another's ID.
            self._fire("entry/who-forged")
            return True
        # A server MUST answer 005 with the list, in the order of joining.
        self._fire("entry/who")
        self._reply(me, Members(names=tuple(s.name for s in self._all_online())))
        return True

    def _entry_online_eof(self, me: Session, _: room.Eof) -> bool:
        # A server MUST announce a member that vanishes as it announces one that leaves,
        # and free its ID.
        self._fire("entry/vanished")
        self._do_leave(me)
        return True

    def _entry_online_timeout(self, me: Session, _: room.Timeout) -> bool:
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
        # A server MUST ignore every request before login.
        self._fire("always/login-first")
        return True

    HANDLERS: ClassVar = {
        Login: (
            (
                "entry",
                {"greeting": _entry_greeting_login, "online": _entry_online_login},
            ),
        ),
        room.Timeout: (
            (
                "entry",
                {"greeting": _entry_greeting_timeout, "online": _entry_online_timeout},
            ),
        ),
        Say: (("entry", {"online": _entry_online_say}),),
        Whisper: (("entry", {"online": _entry_online_whisper}),),
        Exit: (("entry", {"online": _entry_online_exit}),),
        Who: (("entry", {"online": _entry_online_who}),),
        room.Eof: (("entry", {"online": _entry_online_eof}),),
    }
    ALWAYS: ClassVar = {
        room.Malformed: _always_malformed,
        room.Unexpected: _always_unexpected,
    }


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="login",
        cls=Login,
        sender="client",
        line=36,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (Login(name="alice"), b"001#alice"),
            (Login(name="한글"), "001#한글".encode()),
        ),
        malformed=(
            (b"001#", "too-short"),
            (b"001#al ice", "bad-value"),
            (b"001#a#b", "bad-value"),
            (b"001#aaaaaaaaaabbbbbbbbbbc", "too-long"),
            (b"001#\xff", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="say",
        cls=Say,
        sender="client",
        line=49,
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "a#b#c",
                "trailing space ",
                "",
            ),
        },
        examples=(
            (Say(sender="alice", text="hello"), b"002#alice#hello"),
            (Say(sender="alice", text="a#b"), b"002#alice#a#b"),
        ),
        malformed=((b"002#alice", "no-match"), (b"002##hello", "too-short")),
    ),
    protocol.MessageInfo(
        name="whisper",
        cls=Whisper,
        sender="client",
        line=59,
        feature="whisper",
        identities={"sender": "name", "to": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "a#b#c",
                "trailing space ",
                "",
            ),
        },
        examples=(
            (Whisper(sender="alice", to="bob", text="psst"), b"003#alice#bob#psst"),
            (Whisper(sender="alice", to="", text="psst"), b"003#alice##psst"),
        ),
        malformed=((b"003#alice#bob", "no-match"),),
    ),
    protocol.MessageInfo(
        name="exit",
        cls=Exit,
        sender="client",
        line=69,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Exit(name="alice"), b"004#alice"),),
        malformed=((b"004#", "too-short"),),
    ),
    protocol.MessageInfo(
        name="who",
        cls=Who,
        sender="client",
        line=75,
        feature="who",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Who(name="alice"), b"005#alice"),),
        malformed=((b"005#", "too-short"),),
    ),
    protocol.MessageInfo(
        name="taken", cls=Taken, sender="server", line=83, examples=((Taken(), b"101"),)
    ),
    protocol.MessageInfo(
        name="goodbye",
        cls=Goodbye,
        sender="server",
        line=87,
        examples=((Goodbye(), b"102"),),
    ),
    protocol.MessageInfo(
        name="welcome",
        cls=Welcome,
        sender="server",
        line=91,
        examples=((Welcome(), "채팅방에 입장하였습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="members",
        cls=Members,
        sender="server",
        line=95,
        examples=(
            (
                Members(names=("alice", "bob")),
                "=== 접속자 리스트 ===\nalice\nbob\n=====================".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="joined",
        cls=Joined,
        sender="server",
        line=102,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (Joined(name="alice"), "[공지]alice 사용자가 접속하였습니다.".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="left",
        cls=Left,
        sender="server",
        line=108,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (Left(name="alice"), "[공지]alice 사용자가 퇴장하였습니다.".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="said",
        cls=Said,
        sender="server",
        line=114,
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "a#b#c",
                "trailing space ",
                "",
            ),
        },
        examples=((Said(sender="alice", text="hello"), b"alice : hello"),),
    ),
    protocol.MessageInfo(
        name="whispered",
        cls=Whispered,
        sender="server",
        line=119,
        feature="whisper",
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "a#b#c",
                "trailing space ",
                "",
            ),
        },
        examples=(
            (
                Whispered(sender="alice", text="psst"),
                "alice님의 귓속말 : psst".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="nobody",
        cls=Nobody,
        sender="server",
        line=126,
        feature="whisper",
        examples=((Nobody(), "해당 사용자가 존재하지 않습니다.".encode()),),
    ),
)

RULES = (
    protocol.Rule(
        id="entry/name-taken",
        level="must",
        text=protocol.Text(
            "A server MUST refuse an ID that is in use with 101, and tell nobody else."
        ),
        line=150,
        region="entry",
        states=("greeting",),
        event="login",
    ),
    protocol.Rule(
        id="entry/joins",
        level="must",
        text=protocol.Text(
            "A server MUST announce a new member to every other member, then welcome it and send it the list of members in the order in which they joined."
        ),
        line=154,
        region="entry",
        states=("greeting",),
        event="login",
    ),
    protocol.Rule(
        id="entry/login-in-time",
        level="may",
        text=protocol.Text(
            "A server MAY close a connection that does not log in in time."
        ),
        line=167,
        region="entry",
        states=("greeting",),
        event="timeout",
    ),
    protocol.Rule(
        id="entry/own-name-again",
        level="must",
        text=protocol.Text(
            "A server MUST answer a second login with one's own ID with 101."
        ),
        line=173,
        region="entry",
        states=("online",),
        event="login",
    ),
    protocol.Rule(
        id="entry/no-renaming",
        level="must",
        text=protocol.Text(
            "A server MUST ignore a login with another ID while logged in."
        ),
        line=177,
        region="entry",
        states=("online",),
        event="login",
    ),
    protocol.Rule(
        id="entry/say-forged",
        level="must",
        text=protocol.Text(
            "A server MUST ignore a text whose FROM is not the sender's own ID: identity comes from the connection."
        ),
        line=181,
        region="entry",
        states=("online",),
        event="say",
    ),
    protocol.Rule(
        id="entry/say",
        level="must",
        text=protocol.Text(
            "A server MUST relay a text, unchanged, to everybody but its sender."
        ),
        line=186,
        region="entry",
        states=("online",),
        event="say",
    ),
    protocol.Rule(
        id="entry/whisper-forged",
        level="must",
        text=protocol.Text(
            "A server MUST ignore a whisper whose FROM is not the sender's own ID."
        ),
        line=191,
        region="entry",
        states=("online",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="entry/whisper-to-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender of a whisper, and nobody else, that there is no such member."
        ),
        line=195,
        region="entry",
        states=("online",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="entry/whisper",
        level="must",
        text=protocol.Text(
            "A server MUST deliver a whisper to its recipient and to nobody else."
        ),
        line=201,
        region="entry",
        states=("online",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="entry/exit-forged",
        level="must",
        text=protocol.Text("A server MUST NOT let a client log anybody else out."),
        line=206,
        region="entry",
        states=("online",),
        event="exit",
    ),
    protocol.Rule(
        id="entry/exit",
        level="must",
        text=protocol.Text(
            "A server MUST answer 004 with 102, announce the leaving to the rest, and close the connection."
        ),
        line=209,
        region="entry",
        states=("online",),
        event="exit",
    ),
    protocol.Rule(
        id="entry/who-forged",
        level="must",
        text=protocol.Text(
            "A server MUST ignore a request for the list under another's ID."
        ),
        line=216,
        region="entry",
        states=("online",),
        event="who",
        feature="who",
    ),
    protocol.Rule(
        id="entry/who",
        level="must",
        text=protocol.Text(
            "A server MUST answer 005 with the list, in the order of joining."
        ),
        line=219,
        region="entry",
        states=("online",),
        event="who",
        feature="who",
    ),
    protocol.Rule(
        id="entry/vanished",
        level="must",
        text=protocol.Text(
            "A server MUST announce a member that vanishes as it announces one that leaves, and free its ID."
        ),
        line=223,
        region="entry",
        states=("online",),
        event="eof",
    ),
    protocol.Rule(
        id="entry/idle",
        level="may",
        text=protocol.Text("A server MAY log a silent member out."),
        line=231,
        region="entry",
        states=("online",),
        event="timeout",
    ),
    protocol.Rule(
        id="always/malformed",
        level="must",
        text=protocol.Text(
            "A server MUST ignore what is no message, and keep the connection."
        ),
        line=236,
        region="always",
        states=(),
        event="malformed",
    ),
    protocol.Rule(
        id="always/login-first",
        level="must",
        text=protocol.Text("A server MUST ignore every request before login."),
        line=239,
        region="always",
        states=(),
        event="unexpected",
    ),
)

FEATURES = (
    protocol.Feature("whisper", "A text for one member alone."),
    protocol.Feature("who", "The list of members on request."),
)

CLIENT = protocol.Client(
    login=protocol.Login(
        send=Login, field="name", accepted=(Welcome,), refused=(Taken,)
    ),
    commands=(
        protocol.Command(
            message=Say,
            type="/b {text}",
            help="a text to everybody",
            fill={"sender": "me"},
        ),
        protocol.Command(
            message=Whisper,
            type="/m {to} {text}",
            help="a text to one member",
            fill={"sender": "me"},
            people=("to",),
            feature="whisper",
        ),
        protocol.Command(
            message=Who,
            type="/who",
            help="who is here",
            fill={"name": "me"},
            feature="who",
        ),
        protocol.Command(message=Exit, type="/q", help="leave", fill={"name": "me"}),
    ),
    display={
        Taken: "이미 사용 중인 ID입니다.",
        Goodbye: "채팅방 접속이 해제되었습니다.",
    },
    members=protocol.Members(
        lists={Members: "names"}, joined={Joined: "name"}, left={Left: "name"}
    ),
    ends={Goodbye: 0},
    texts={
        "unknown": "메시지를 정상적으로 입력해주세요.",
        "usage": "메시지를 정상적으로 입력해주세요: {usage}",
        "lost": "접속 오류가 발생하였습니다.",
        "refused": "네트워크 오류가 발생하였습니다.",
    },
)

SCENARIOS = (
    protocol.Scenario(
        id="refused-name-may-try-again",
        text=protocol.Text(
            "A client whose ID was refused MUST be able to try another on the same connection."
        ),
        line=264,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=267),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={"alice": (Welcome(), Members(names=("alice",)))},
                line=268,
            ),
            protocol.Step("bob", "connects", line=270),
            protocol.Step(
                "bob",
                "sends",
                Login(name="alice"),
                expected={"bob": (Taken(),)},
                line=271,
            ),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (Welcome(), Members(names=("alice", "bob"))),
                },
                line=273,
            ),
        ),
    ),
    protocol.Scenario(
        id="clean-exit",
        text=protocol.Text(
            "A member that leaves with 004 MUST get 102, and the rest its leave notice, once."
        ),
        line=278,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=281),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={"alice": (Welcome(), Members(names=("alice",)))},
                line=282,
            ),
            protocol.Step("bob", "connects", line=284),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (Welcome(), Members(names=("alice", "bob"))),
                },
                line=285,
            ),
            protocol.Step("carol", "connects", line=288),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (Welcome(), Members(names=("alice", "bob", "carol"))),
                },
                line=289,
            ),
            protocol.Step(
                "bob",
                "sends",
                Exit(name="bob"),
                expected={
                    "alice": (Left(name="bob"),),
                    "bob": (Goodbye(),),
                    "carol": (Left(name="bob"),),
                },
                closed=("bob",),
                line=293,
            ),
            protocol.Step(
                "alice",
                "sends",
                Who(name="alice"),
                expected={"alice": (Members(names=("alice", "carol")),)},
                line=298,
            ),
        ),
        feature="who",
    ),
    protocol.Scenario(
        id="name-is-free-after-reset",
        text=protocol.Text(
            "An ID MUST be free again, and its leaving announced, after a reset."
        ),
        line=301,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=304),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={"alice": (Welcome(), Members(names=("alice",)))},
                line=305,
            ),
            protocol.Step("bob", "connects", line=307),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (Welcome(), Members(names=("alice", "bob"))),
                },
                line=308,
            ),
            protocol.Step(
                "bob", "resets", expected={"alice": (Left(name="bob"),)}, line=311
            ),
            protocol.Step("bob", "connects", line=313),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (Welcome(), Members(names=("alice", "bob"))),
                },
                line=314,
            ),
        ),
    ),
    protocol.Scenario(
        id="half-close-still-gets-the-reply",
        text=protocol.Text(
            "A half-closed connection is a leaving one; its pending reply MUST still be written."
        ),
        line=318,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=321),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={"alice": (Welcome(), Members(names=("alice",)))},
                line=322,
            ),
            protocol.Step("bob", "connects", line=324),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (Welcome(), Members(names=("alice", "bob"))),
                },
                line=325,
            ),
            protocol.Step(
                "bob",
                "leaves",
                expected={"alice": (Left(name="bob"),)},
                closed=("bob",),
                line=328,
            ),
        ),
    ),
)

PROTOCOL = protocol.Protocol(
    name="hash",
    title="Numbered '#' chat",
    source="spec/hash.yaml",
    digest="0e0b89e12b02",
    port=5000,
    client_framing=CLIENT_FRAMING,
    server_framing=SERVER_FRAMING,
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=MESSAGES,
    rules=RULES,
    features=FEATURES,
    profiles={"basic": frozenset(), "full": frozenset({"whisper", "who"})},
    limits=Room.LIMITS,
    client=CLIENT,
    scenarios=SCENARIOS,
)
