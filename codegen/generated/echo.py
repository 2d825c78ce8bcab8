"""Echo chat with options.

Generated from spec/echo.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/echo.yaml
"""

from dataclasses import dataclass
from typing import ClassVar

from codegen import protocol, room, wire

# Messages from clients.


@dataclass(frozen=True, slots=True)
class NormalEcho:
    """Option 1, the normal echo.

    ``{sender}: 1: {text}``
    """

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class UpperEcho:
    """Option 2, the upper case echo.

    ``{sender}: 2: {text}``
    """

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class LowerEcho:
    """Option 3, the lower case echo.

    ``{sender}: 3: {text}``
    """

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Exit:
    """Option 4 ends the session. Its message does not matter.

    ``{sender}: 4: {text}``
    """

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class OtherEcho:
    """An option that the menu does not have.

    ``{sender}: {option}: {text}``
    """

    sender: str
    option: str
    text: str


# Messages from the server.


@dataclass(frozen=True, slots=True)
class SessionOver:
    """``Chat session ended.``"""


@dataclass(frozen=True, slots=True)
class WrongOption:
    """``Invalid echo option.``"""


@dataclass(frozen=True, slots=True)
class SessionOverStatus:
    """``200: Chat session ended.``"""


@dataclass(frozen=True, slots=True)
class WrongOptionStatus:
    """``400: Invalid echo option.``"""


@dataclass(frozen=True, slots=True)
class UnreadableStatus:
    """What came was no message. The reason is for people, its wording free.

    ``400: {reason}``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class EchoedStatus:
    """``200: {text}``"""

    text: str


@dataclass(frozen=True, slots=True)
class Echoed:
    """``{text}``"""

    text: str


# The wire.

USER = wire.Text(bytes=(0, 1019), pattern=r"(?:(?!: )[\s\S])*")
OPTION = wire.Text(bytes=(0, 1020), pattern=r"(?![1-4]\Z)(?:(?!: )[\s\S])*")
LINE = wire.Text(bytes=(0, 1019))
CASED = wire.Text(bytes=(1, 3072))
ANSWER = wire.Text(bytes=(0, 3072))
REASON = wire.Text(bytes=(0, 255))

CLIENT_MESSAGES = wire.Messages(
    [
        wire.Template(
            NormalEcho, "{sender}: 1: {text}", {"sender": USER, "text": LINE}
        ),
        wire.Template(UpperEcho, "{sender}: 2: {text}", {"sender": USER, "text": LINE}),
        wire.Template(LowerEcho, "{sender}: 3: {text}", {"sender": USER, "text": LINE}),
        wire.Template(Exit, "{sender}: 4: {text}", {"sender": USER, "text": LINE}),
        wire.Template(
            OtherEcho,
            "{sender}: {option}: {text}",
            {"sender": USER, "option": OPTION, "text": LINE},
        ),
    ]
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.Template(SessionOver, "Chat session ended.", {}),
        wire.Template(WrongOption, "Invalid echo option.", {}),
        wire.Template(SessionOverStatus, "200: Chat session ended.", {}),
        wire.Template(WrongOptionStatus, "400: Invalid echo option.", {}),
        wire.Template(UnreadableStatus, "400: {reason}", {"reason": REASON}),
        wire.Template(EchoedStatus, "200: {text}", {"text": ANSWER}),
        wire.Template(Echoed, "{text}", {"text": CASED}),
    ]
)
CLIENT_FRAMING = wire.Unframed(max=1024)
SERVER_FRAMING = wire.Unframed(max=4096)


# The machine.


@dataclass(slots=True)
class Session(room.BaseSession):
    """One connection: the states of its regions, then its variables."""

    chat: str = ""


class Room(room.Room[Session]):
    """The whole server of Echo chat with options, without I/O or clock."""

    SESSION = Session
    FEATURES = frozenset({"status"})
    LIMITS: ClassVar = {"sessions": 1024, "idle_seconds": 0, "queue_bytes": 1048576}
    REGIONS = (
        room.Region(
            "chat", "open", timers={"open": room.Timer("idle_seconds", "message")}
        ),
    )

    def _chat_open_normal_echo(self, me: Session, message: NormalEcho) -> bool:
        if "status" in self.features:
            # A server MUST answer option 1 with 200 and the message, unchanged.
            self._fire("chat/plain-status")
            self._reply(me, EchoedStatus(text=message.text))
            return True
        if message.text != "":
            # A server MUST answer option 1 with the message, unchanged.
            self._fire("chat/plain")
            self._reply(me, Echoed(text=message.text))
            return True
        # A server MUST answer an empty message with nothing.
        self._fire("chat/plain-empty")
        return True

    def _chat_open_upper_echo(self, me: Session, message: UpperEcho) -> bool:
        if "status" in self.features:
            # A server MUST answer option 2 with 200 and the message in upper case.
            self._fire("chat/upper-status")
            self._reply(me, EchoedStatus(text=message.text.upper()))
            return True
        if message.text != "":
            # A server MUST answer option 2 with the message in upper case.
            self._fire("chat/upper")
            self._reply(me, Echoed(text=message.text.upper()))
            return True
        # A server MUST answer an empty message in upper case with nothing.
        self._fire("chat/upper-empty")
        return True

    def _chat_open_lower_echo(self, me: Session, message: LowerEcho) -> bool:
        if "status" in self.features:
            # A server MUST answer option 3 with 200 and the message in lower case.
            self._fire("chat/lower-status")
            self._reply(me, EchoedStatus(text=message.text.lower()))
            return True
        if message.text != "":
            # A server MUST answer option 3 with the message in lower case.
            self._fire("chat/lower")
            self._reply(me, Echoed(text=message.text.lower()))
            return True
        # A server MUST answer an empty message in lower case with nothing.
        self._fire("chat/lower-empty")
        return True

    def _chat_open_exit(self, me: Session, _: Exit) -> bool:
        if "status" in self.features:
            # A server MUST answer option 4 with 200 and its goodbye, and close.
            self._fire("chat/exit-status")
            self._reply(me, SessionOverStatus())
            self._close(me)
            return True
        # A server MUST answer option 4 with its goodbye, and close the connection.
        self._fire("chat/exit")
        self._reply(me, SessionOver())
        self._close(me)
        return True

    def _chat_open_other_echo(self, me: Session, _: OtherEcho) -> bool:
        if "status" in self.features:
            # A server MUST answer any other option with 400, and keep the connection.
            self._fire("chat/other-status")
            self._reply(me, WrongOptionStatus())
            return True
        # A server MUST answer any other option with its complaint, and keep the
        # connection.
        self._fire("chat/other")
        self._reply(me, WrongOption())
        return True

    def _chat_open_malformed(self, me: Session, message: room.Malformed) -> bool:
        if "status" in self.features:
            # A server MUST answer what is no message with 400 and why, and close.
            self._fire("chat/malformed-status")
            self._reply(me, UnreadableStatus(reason=message.code))
            self._close(me)
            return True
        # A server MUST close a connection that sends what is no message, silently.
        self._fire("chat/malformed")
        self._close(me)
        return True

    def _chat_open_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY close a silent connection.
        self._fire("chat/idle")
        self._close(me)
        return True

    HANDLERS: ClassVar = {
        NormalEcho: (("chat", {"open": _chat_open_normal_echo}),),
        UpperEcho: (("chat", {"open": _chat_open_upper_echo}),),
        LowerEcho: (("chat", {"open": _chat_open_lower_echo}),),
        Exit: (("chat", {"open": _chat_open_exit}),),
        OtherEcho: (("chat", {"open": _chat_open_other_echo}),),
        room.Malformed: (("chat", {"open": _chat_open_malformed}),),
        room.Timeout: (("chat", {"open": _chat_open_timeout}),),
    }


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="normal_echo",
        cls=NormalEcho,
        sender="client",
        line=41,
        samples={
            "sender": ("alice", "한글이름", "a:b", ""),
            "text": (
                "Hello World",
                "안녕하세요",
                "a: b: c",
                "  spaces  ",
                "two\nlines\r\n",
                "straße",
            ),
        },
        examples=(
            (NormalEcho(sender="alice", text="Hello World"), b"alice: 1: Hello World"),
            (NormalEcho(sender="alice", text="a: b: c"), b"alice: 1: a: b: c"),
            (NormalEcho(sender="", text="noname"), b": 1: noname"),
        ),
        malformed=(
            (b"d: 1", "no-match"),
            (b"e:1:x", "no-match"),
            (b"justtext", "no-match"),
            (b": 1:", "no-match"),
            (b"a: 1: \xff\xfe", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="upper_echo",
        cls=UpperEcho,
        sender="client",
        line=53,
        samples={
            "sender": ("alice", "한글이름", "a:b", ""),
            "text": (
                "Hello World",
                "안녕하세요",
                "a: b: c",
                "  spaces  ",
                "two\nlines\r\n",
                "straße",
            ),
        },
        examples=(
            (
                UpperEcho(sender="alice", text="straße abc 안녕"),
                "alice: 2: straße abc 안녕".encode(),
            ),
        ),
        malformed=((b"alice: 2", "no-match"),),
    ),
    protocol.MessageInfo(
        name="lower_echo",
        cls=LowerEcho,
        sender="client",
        line=61,
        samples={
            "sender": ("alice", "한글이름", "a:b", ""),
            "text": (
                "Hello World",
                "안녕하세요",
                "a: b: c",
                "  spaces  ",
                "two\nlines\r\n",
                "straße",
            ),
        },
        examples=((LowerEcho(sender="alice", text="Hello"), b"alice: 3: Hello"),),
        malformed=((b"alice: 3:", "no-match"),),
    ),
    protocol.MessageInfo(
        name="exit",
        cls=Exit,
        sender="client",
        line=68,
        samples={
            "sender": ("alice", "한글이름", "a:b", ""),
            "text": (
                "Hello World",
                "안녕하세요",
                "a: b: c",
                "  spaces  ",
                "two\nlines\r\n",
                "straße",
            ),
        },
        examples=(
            (Exit(sender="alice", text="bye"), b"alice: 4: bye"),
            (Exit(sender="bob", text=""), b"bob: 4: "),
        ),
        malformed=((b"carol: 4", "no-match"),),
    ),
    protocol.MessageInfo(
        name="other_echo",
        cls=OtherEcho,
        sender="client",
        line=77,
        samples={
            "sender": ("alice", "한글이름", "a:b", ""),
            "option": ("9", "", "one", "12"),
            "text": (
                "Hello World",
                "안녕하세요",
                "a: b: c",
                "  spaces  ",
                "two\nlines\r\n",
                "straße",
            ),
        },
        examples=(
            (OtherEcho(sender="alice", option="9", text="x"), b"alice: 9: x"),
            (OtherEcho(sender="alice", option="", text="x"), b"alice: : x"),
            (OtherEcho(sender="al", option="ice", text="1: hi"), b"al: ice: 1: hi"),
        ),
        malformed=((b"alice: 9", "no-match"),),
    ),
    protocol.MessageInfo(
        name="session_over",
        cls=SessionOver,
        sender="server",
        line=88,
        examples=((SessionOver(), b"Chat session ended."),),
    ),
    protocol.MessageInfo(
        name="wrong_option",
        cls=WrongOption,
        sender="server",
        line=92,
        examples=((WrongOption(), b"Invalid echo option."),),
    ),
    protocol.MessageInfo(
        name="session_over_status",
        cls=SessionOverStatus,
        sender="server",
        line=96,
        feature="status",
        examples=((SessionOverStatus(), b"200: Chat session ended."),),
    ),
    protocol.MessageInfo(
        name="wrong_option_status",
        cls=WrongOptionStatus,
        sender="server",
        line=101,
        feature="status",
        examples=((WrongOptionStatus(), b"400: Invalid echo option."),),
    ),
    protocol.MessageInfo(
        name="unreadable_status",
        cls=UnreadableStatus,
        sender="server",
        line=106,
        feature="status",
        volatile=("reason",),
        samples={"reason": ("not a message",)},
        examples=((UnreadableStatus(reason="no option"), b"400: no option"),),
    ),
    protocol.MessageInfo(
        name="echoed_status",
        cls=EchoedStatus,
        sender="server",
        line=114,
        feature="status",
        examples=(
            (EchoedStatus(text="HELLO"), b"200: HELLO"),
            (EchoedStatus(text=""), b"200: "),
        ),
    ),
    protocol.MessageInfo(
        name="echoed",
        cls=Echoed,
        sender="server",
        line=122,
        examples=((Echoed(text="Hello World"), b"Hello World"),),
    ),
)

RULES = (
    protocol.Rule(
        id="chat/plain-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 1 with 200 and the message, unchanged.",
            ko="서버는 선택 1에 200과 바뀌지 않은 메시지로 답해야 한다(MUST).",
        ),
        line=138,
        region="chat",
        states=("open",),
        event="normal_echo",
        feature="status",
    ),
    protocol.Rule(
        id="chat/upper-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 2 with 200 and the message in upper case.",
            ko="서버는 선택 2에 200과 대문자로 바꾼 메시지로 답해야 한다(MUST).",
        ),
        line=145,
        region="chat",
        states=("open",),
        event="upper_echo",
        feature="status",
    ),
    protocol.Rule(
        id="chat/lower-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 3 with 200 and the message in lower case.",
            ko="서버는 선택 3에 200과 소문자로 바꾼 메시지로 답해야 한다(MUST).",
        ),
        line=152,
        region="chat",
        states=("open",),
        event="lower_echo",
        feature="status",
    ),
    protocol.Rule(
        id="chat/exit-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 4 with 200 and its goodbye, and close.",
            ko="서버는 선택 4에 200과 종료 인사로 답하고 연결을 닫아야 한다(MUST).",
        ),
        line=159,
        region="chat",
        states=("open",),
        event="exit",
        feature="status",
    ),
    protocol.Rule(
        id="chat/other-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer any other option with 400, and keep the connection.",
            ko="서버는 다른 모든 선택에 400으로 답하고 연결을 유지해야 한다(MUST).",
        ),
        line=166,
        region="chat",
        states=("open",),
        event="other_echo",
        feature="status",
    ),
    protocol.Rule(
        id="chat/malformed-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer what is no message with 400 and why, and close.",
            ko="서버는 메시지가 아닌 것에 400과 이유로 답하고 연결을 닫아야 한다(MUST).",
        ),
        line=173,
        region="chat",
        states=("open",),
        event="malformed",
        feature="status",
    ),
    protocol.Rule(
        id="chat/plain",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 1 with the message, unchanged.",
            ko="서버는 선택 1에 바뀌지 않은 메시지로 답해야 한다(MUST).",
        ),
        line=181,
        region="chat",
        states=("open",),
        event="normal_echo",
    ),
    protocol.Rule(
        id="chat/plain-empty",
        level="must",
        text=protocol.Text(
            "A server MUST answer an empty message with nothing.",
            ko="서버는 빈 메시지에 아무것도 답하지 않아야 한다(MUST).",
        ),
        line=187,
        region="chat",
        states=("open",),
        event="normal_echo",
    ),
    protocol.Rule(
        id="chat/upper",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 2 with the message in upper case.",
            ko="서버는 선택 2에 대문자로 바꾼 메시지로 답해야 한다(MUST).",
        ),
        line=193,
        region="chat",
        states=("open",),
        event="upper_echo",
    ),
    protocol.Rule(
        id="chat/upper-empty",
        level="must",
        text=protocol.Text(
            "A server MUST answer an empty message in upper case with nothing.",
            ko="서버는 빈 메시지의 대문자 요청에 아무것도 답하지 않아야 한다(MUST).",
        ),
        line=199,
        region="chat",
        states=("open",),
        event="upper_echo",
    ),
    protocol.Rule(
        id="chat/lower",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 3 with the message in lower case.",
            ko="서버는 선택 3에 소문자로 바꾼 메시지로 답해야 한다(MUST).",
        ),
        line=205,
        region="chat",
        states=("open",),
        event="lower_echo",
    ),
    protocol.Rule(
        id="chat/lower-empty",
        level="must",
        text=protocol.Text(
            "A server MUST answer an empty message in lower case with nothing.",
            ko="서버는 빈 메시지의 소문자 요청에 아무것도 답하지 않아야 한다(MUST).",
        ),
        line=211,
        region="chat",
        states=("open",),
        event="lower_echo",
    ),
    protocol.Rule(
        id="chat/exit",
        level="must",
        text=protocol.Text(
            "A server MUST answer option 4 with its goodbye, and close the connection.",
            ko="서버는 선택 4에 종료 인사로 답하고 연결을 닫아야 한다(MUST).",
        ),
        line=216,
        region="chat",
        states=("open",),
        event="exit",
    ),
    protocol.Rule(
        id="chat/other",
        level="must",
        text=protocol.Text(
            "A server MUST answer any other option with its complaint, and keep the connection.",
            ko="서버는 다른 모든 선택에 잘못된 선택이라고 답하고 연결을 유지해야 한다(MUST).",
        ),
        line=222,
        region="chat",
        states=("open",),
        event="other_echo",
    ),
    protocol.Rule(
        id="chat/malformed",
        level="must",
        text=protocol.Text(
            "A server MUST close a connection that sends what is no message, silently.",
            ko="서버는 메시지가 아닌 것을 보낸 연결을 말없이 닫아야 한다(MUST).",
        ),
        line=230,
        region="chat",
        states=("open",),
        event="malformed",
    ),
    protocol.Rule(
        id="chat/idle",
        level="may",
        text=protocol.Text(
            "A server MAY close a silent connection.",
            ko="서버는 조용한 연결을 닫아도 된다(MAY).",
        ),
        line=238,
        region="chat",
        states=("open",),
        event="timeout",
    ),
)

FEATURES = (protocol.Feature("status", "A status code in front of every reply."),)

CLIENT = protocol.Client(
    commands=(
        protocol.Command(
            message=NormalEcho,
            type="1 {text}",
            help="Normal echo",
            fill={"sender": "me"},
        ),
        protocol.Command(
            message=UpperEcho,
            type="2 {text}",
            help="Uppercase echo",
            fill={"sender": "me"},
        ),
        protocol.Command(
            message=LowerEcho,
            type="3 {text}",
            help="Lowercase echo",
            fill={"sender": "me"},
        ),
        protocol.Command(
            message=Exit, type="4", help="Exit chat", fill={"sender": "me", "text": ""}
        ),
        protocol.Command(
            message=OtherEcho,
            type="{option} {text}",
            help="what the server says to that",
            fill={"sender": "me"},
        ),
    ),
    display={
        Echoed: "Server response: {text}",
        EchoedStatus: "Server response: 200: {text}",
        SessionOver: "Server response: Chat session ended.",
        SessionOverStatus: "Server response: 200: Chat session ended.",
        WrongOption: "Server response: Invalid echo option.",
        WrongOptionStatus: "Server response: 400: Invalid echo option.",
        UnreadableStatus: "Server response: 400: {reason}",
    },
    ends={SessionOver: 0, SessionOverStatus: 0},
    texts={
        "name": "Enter your username: ",
        "unknown": "Select an echo option: 1 TEXT, 2 TEXT (upper case), 3 TEXT (lower case), 4",
        "lost": "The connection was lost.",
        "refused": "There is no server there.",
    },
)

SCENARIOS = (
    protocol.Scenario(
        id="whole-menu",
        text=protocol.Text(
            "A server MUST answer one option after the other on one connection.",
            ko="서버는 한 연결에서 선택을 차례로 처리해야 한다(MUST).",
        ),
        line=268,
        cast=("alice",),
        steps=(
            protocol.Step("alice", "connects", line=272),
            protocol.Step(
                "alice",
                "sends",
                NormalEcho(sender="alice", text="a: b: c"),
                expected={"alice": (EchoedStatus(text="a: b: c"),)},
                line=273,
            ),
            protocol.Step(
                "alice",
                "sends",
                UpperEcho(sender="alice", text="straße abc 안녕"),
                expected={"alice": (EchoedStatus(text="STRASSE ABC 안녕"),)},
                line=275,
            ),
            protocol.Step(
                "alice",
                "sends",
                LowerEcho(sender="alice", text="Hello World"),
                expected={"alice": (EchoedStatus(text="hello world"),)},
                line=277,
            ),
            protocol.Step(
                "alice",
                "sends",
                OtherEcho(sender="alice", option="9", text="x"),
                expected={"alice": (WrongOptionStatus(),)},
                line=279,
            ),
            protocol.Step(
                "alice",
                "sends",
                NormalEcho(sender="", text=""),
                expected={"alice": (EchoedStatus(text=""),)},
                line=281,
            ),
            protocol.Step(
                "alice",
                "sends",
                Exit(sender="alice", text="bye"),
                expected={"alice": (SessionOverStatus(),)},
                closed=("alice",),
                line=283,
            ),
        ),
        feature="status",
    ),
    protocol.Scenario(
        id="many-at-once",
        text=protocol.Text(
            "A server MUST serve a client while another is connected.",
            ko="서버는 다른 클라이언트가 연결되어 있는 동안에도 클라이언트에게 답해야 한다(MUST).",
        ),
        line=289,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=293),
            protocol.Step("bob", "connects", line=294),
            protocol.Step(
                "bob",
                "sends",
                NormalEcho(sender="bob", text="waiting"),
                expected={"bob": (EchoedStatus(text="waiting"),)},
                line=295,
            ),
            protocol.Step(
                "alice",
                "sends",
                NormalEcho(sender="alice", text="first"),
                expected={"alice": (EchoedStatus(text="first"),)},
                line=297,
            ),
            protocol.Step(
                "bob",
                "sends",
                Exit(sender="bob", text=""),
                expected={"bob": (SessionOverStatus(),)},
                closed=("bob",),
                line=299,
            ),
            protocol.Step(
                "alice",
                "sends",
                NormalEcho(sender="alice", text="still here"),
                expected={"alice": (EchoedStatus(text="still here"),)},
                line=302,
            ),
        ),
        feature="status",
    ),
    protocol.Scenario(
        id="no-message-no-connection",
        text=protocol.Text(
            "What is no message MUST end the connection it came on, and no other.",
            ko="메시지가 아닌 것은 그것이 온 연결만을 끝내야 한다(MUST).",
        ),
        line=307,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=311),
            protocol.Step("bob", "connects", line=312),
            protocol.Step(
                "bob",
                "sends",
                raw=b"d: 1",
                expected={"bob": (UnreadableStatus(reason="not a message"),)},
                closed=("bob",),
                line=313,
            ),
            protocol.Step(
                "alice",
                "sends",
                NormalEcho(sender="alice", text="ok"),
                expected={"alice": (EchoedStatus(text="ok"),)},
                line=316,
            ),
        ),
        feature="status",
    ),
)

PROTOCOL = protocol.Protocol(
    name="echo",
    title="Echo chat with options",
    source="spec/echo.yaml",
    digest="8504be8b5b74",
    port=12000,
    client_framing=CLIENT_FRAMING,
    server_framing=SERVER_FRAMING,
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=MESSAGES,
    rules=RULES,
    features=FEATURES,
    profiles={"plain": frozenset(), "status": frozenset({"status"})},
    limits=Room.LIMITS,
    client=CLIENT,
    scenarios=SCENARIOS,
)
