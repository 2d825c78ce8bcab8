"""One-to-one console chat.

Generated from spec/duet.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/duet.yaml
"""

from dataclasses import dataclass
from typing import ClassVar

from codegen import protocol, room, wire

# Messages from clients.


@dataclass(frozen=True, slots=True)
class Say:
    """The guest says something.

    ``{text}``
    """

    text: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The guest ends the talk.

    ``종료``
    """


# Messages from the server.


@dataclass(frozen=True, slots=True)
class Said:
    """The host says something.

    ``{text}``
    """

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The host ends the talk.

    ``종료``
    """


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody else is here.

    ``이미 대화 중입니다.``
    """


# What the operator types and sees. None of it crosses a wire.


@dataclass(frozen=True, slots=True)
class HostSay:
    """Typed by the operator."""

    text: str


@dataclass(frozen=True, slots=True)
class HostFinish:
    """Typed by the operator."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Shown to the operator."""

    place: str


@dataclass(frozen=True, slots=True)
class GuestCame:
    """Shown to the operator."""

    place: str


@dataclass(frozen=True, slots=True)
class GuestSaid:
    """Shown to the operator."""

    text: str


@dataclass(frozen=True, slots=True)
class HostSaid:
    """Shown to the operator."""

    text: str


@dataclass(frozen=True, slots=True)
class GuestFinished:
    """Shown to the operator."""


@dataclass(frozen=True, slots=True)
class GuestLost:
    """Shown to the operator."""


@dataclass(frozen=True, slots=True)
class HostFinished:
    """Shown to the operator."""


@dataclass(frozen=True, slots=True)
class Alone:
    """Shown to the operator."""


# The wire.

LINE = wire.Text(bytes=(1, 1000), pattern=r"(?!종료\Z).*", without="\n")
HOST_LINE = wire.Text(
    bytes=(1, 1000), pattern=r"(?!(?:종료|이미 대화 중입니다\.)\Z).*", without="\n"
)

CLIENT_MESSAGES = wire.Messages(
    [wire.Template(Say, "{text}", {"text": LINE}), wire.Template(Finish, "종료", {})]
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.Template(Said, "{text}", {"text": HOST_LINE}),
        wire.Template(Finished, "종료", {}),
        wire.Template(Busy, "이미 대화 중입니다.", {}),
    ]
)
CLIENT_FRAMING = wire.Lines(end=b"\n", max=1024)
SERVER_FRAMING = wire.Lines(end=b"\n", max=1024)


# The machine.


@dataclass(slots=True)
class Session(room.BaseSession):
    """One connection: the states of its regions, then its variables."""

    talk: str = ""


class Room(room.Room[Session]):
    """The whole server of One-to-one console chat, without I/O or clock."""

    SESSION = Session
    FEATURES = frozenset()
    LIMITS: ClassVar = {"sessions": 16, "idle_seconds": 0, "queue_bytes": 65536}
    REGIONS = (
        room.Region(
            "talk",
            "arriving",
            timers={"talking": room.Timer("idle_seconds", "message")},
        ),
    )

    def _all_talking(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.talk == "talking"]

    def _talk_arriving_connected(self, me: Session, message: room.Connected) -> bool:
        guest = next((s for s in self._all_talking()), None)
        if guest is not None:
            # A server MUST tell whoever comes while two are talking that the host is
            # talking already, and close that connection.
            self._fire("talk/one-guest")
            self._reply(me, Busy())
            self._close(me)
            return True
        # A server MUST take whoever comes while nobody is there for its guest.
        self._fire("talk/guest-comes")
        self._move(me, "talk", "talking")
        self._show(GuestCame(place=message.address))
        return True

    def _talk_talking_say(self, me: Session, message: Say) -> bool:
        # A server MUST show the host what the guest says, and send nothing back.
        self._fire("talk/guest-says")
        self._show(GuestSaid(text=message.text))
        return True

    def _talk_talking_finish(self, me: Session, _: Finish) -> bool:
        # A server MUST tell the host that the guest ends the talk, and close.
        self._fire("talk/guest-finishes")
        self._show(GuestFinished())
        self._close(me)
        return True

    def _talk_talking_eof(self, me: Session, _: room.Eof) -> bool:
        # A server MUST tell the host that the guest is gone, and be free for the next
        # one.
        self._fire("talk/guest-vanishes")
        self._show(GuestLost())
        return True

    def _talk_talking_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY end the talk with a guest that says nothing.
        self._fire("talk/idle")
        self._reply(me, Finished())
        self._show(HostFinished())
        self._close(me)
        return True

    def _always_malformed(self, me: Session, _: room.Malformed) -> bool:
        # A server MUST ignore a line that is no text, and go on with the talk.
        self._fire("always/malformed")
        return True

    def _operator_listening(self, message: room.Listening) -> bool:
        # A server MUST tell its host where it waits.
        self._fire("operator/listening")
        self._show(Waiting(place=message.address))
        return True

    def _operator_host_say(self, message: HostSay) -> bool:
        guest = next((s for s in self._all_talking()), None)
        if guest is None:
            # A server MUST tell its host that nobody is there to hear it.
            self._fire("operator/nobody-hears")
            self._show(Alone())
            return True
        # A server MUST send the guest what the host says, while the guest talks too.
        self._fire("operator/host-says")
        self._send([guest], Said(text=message.text))
        self._show(HostSaid(text=message.text))
        return True

    def _operator_host_finish(self, _: HostFinish) -> bool:
        guest = next((s for s in self._all_talking()), None)
        if guest is None:
            # A server MUST tell its host that there is no talk to end.
            self._fire("operator/nothing-to-finish")
            self._show(Alone())
            return True
        # A server MUST tell the guest that the host ends the talk, close, and wait for
        # the next guest.
        self._fire("operator/host-finishes")
        self._send([guest], Finished())
        self._show(HostFinished())
        self._close(guest)
        return True

    def _operator_stopping(self, _: room.Stopping) -> bool:
        guest = next((s for s in self._all_talking()), None)
        if guest is not None:
            # A server that ends MUST end the talk first.
            self._fire("operator/host-leaves")
            self._send([guest], Finished())
            self._close(guest)
            return True
        return False

    HANDLERS: ClassVar = {
        room.Connected: (("talk", {"arriving": _talk_arriving_connected}),),
        Say: (("talk", {"talking": _talk_talking_say}),),
        Finish: (("talk", {"talking": _talk_talking_finish}),),
        room.Eof: (("talk", {"talking": _talk_talking_eof}),),
        room.Timeout: (("talk", {"talking": _talk_talking_timeout}),),
    }
    ALWAYS: ClassVar = {room.Malformed: _always_malformed}
    OPERATOR: ClassVar = {
        room.Listening: _operator_listening,
        HostSay: _operator_host_say,
        HostFinish: _operator_host_finish,
        room.Stopping: _operator_stopping,
    }


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="say",
        cls=Say,
        sender="client",
        line=31,
        samples={"text": ("안녕하세요", "hello there", " 종료 ", "종료.", "/exit")},
        examples=(
            (Say(text="hello"), b"hello"),
            (Say(text="안녕하세요"), "안녕하세요".encode()),
            (Say(text="종료 "), "종료 ".encode()),
        ),
        malformed=(
            (b"", "too-short"),
            (b"\xff", "bad-encoding"),
            (b"\xec\xa2\x85\xeb\xa3", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="finish",
        cls=Finish,
        sender="client",
        line=43,
        examples=((Finish(), "종료".encode()),),
    ),
    protocol.MessageInfo(
        name="said",
        cls=Said,
        sender="server",
        line=49,
        samples={"text": ("안녕하세요", "hello there")},
        examples=(
            (Said(text="hello"), b"hello"),
            (Said(text="이미 대화 중입니다"), "이미 대화 중입니다".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="finished",
        cls=Finished,
        sender="server",
        line=57,
        examples=((Finished(), "종료".encode()),),
    ),
    protocol.MessageInfo(
        name="busy",
        cls=Busy,
        sender="server",
        line=62,
        examples=((Busy(), "이미 대화 중입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="host_say",
        cls=HostSay,
        sender="operator",
        line=69,
        samples={"text": ("안녕하세요", "hello there")},
    ),
    protocol.MessageInfo(
        name="host_finish", cls=HostFinish, sender="operator", line=70
    ),
    protocol.MessageInfo(name="waiting", cls=Waiting, sender="server", line=71),
    protocol.MessageInfo(name="guest_came", cls=GuestCame, sender="server", line=72),
    protocol.MessageInfo(
        name="guest_said",
        cls=GuestSaid,
        sender="server",
        line=73,
        samples={"text": ("안녕하세요", "hello there", " 종료 ", "종료.", "/exit")},
    ),
    protocol.MessageInfo(
        name="host_said",
        cls=HostSaid,
        sender="server",
        line=74,
        samples={"text": ("안녕하세요", "hello there")},
    ),
    protocol.MessageInfo(
        name="guest_finished", cls=GuestFinished, sender="server", line=75
    ),
    protocol.MessageInfo(name="guest_lost", cls=GuestLost, sender="server", line=76),
    protocol.MessageInfo(
        name="host_finished", cls=HostFinished, sender="server", line=77
    ),
    protocol.MessageInfo(name="alone", cls=Alone, sender="server", line=78),
)

RULES = (
    protocol.Rule(
        id="talk/one-guest",
        level="must",
        text=protocol.Text(
            "A server MUST tell whoever comes while two are talking that the host is talking already, and close that connection.",
            ko="서버는 대화 중에 온 클라이언트에게 이미 대화 중임을 알리고 그 연결을 닫아야 한다(MUST).",
        ),
        line=94,
        region="talk",
        states=("arriving",),
        event="connected",
    ),
    protocol.Rule(
        id="talk/guest-comes",
        level="must",
        text=protocol.Text(
            "A server MUST take whoever comes while nobody is there for its guest.",
            ko="서버는 아무도 없을 때 온 클라이언트를 대화 상대로 받아야 한다(MUST).",
        ),
        line=104,
        region="talk",
        states=("arriving",),
        event="connected",
    ),
    protocol.Rule(
        id="talk/guest-says",
        level="must",
        text=protocol.Text(
            "A server MUST show the host what the guest says, and send nothing back.",
            ko="서버는 클라이언트의 말을 호스트에게 보여 주고 되돌려 보내지 않아야 한다(MUST).",
        ),
        line=112,
        region="talk",
        states=("talking",),
        event="say",
    ),
    protocol.Rule(
        id="talk/guest-finishes",
        level="must",
        text=protocol.Text(
            "A server MUST tell the host that the guest ends the talk, and close.",
            ko="서버는 클라이언트가 대화를 종료했음을 호스트에게 알리고 연결을 닫아야 한다(MUST).",
        ),
        line=118,
        region="talk",
        states=("talking",),
        event="finish",
    ),
    protocol.Rule(
        id="talk/guest-vanishes",
        level="must",
        text=protocol.Text(
            "A server MUST tell the host that the guest is gone, and be free for the next one.",
            ko="서버는 클라이언트와의 연결이 끊어졌음을 호스트에게 알리고 다음 클라이언트를 받을 수 있어야 한다(MUST).",
        ),
        line=126,
        region="talk",
        states=("talking",),
        event="eof",
    ),
    protocol.Rule(
        id="talk/idle",
        level="may",
        text=protocol.Text(
            "A server MAY end the talk with a guest that says nothing.",
            ko="서버는 말이 없는 클라이언트와의 대화를 끝내도 된다(MAY).",
        ),
        line=138,
        region="talk",
        states=("talking",),
        event="timeout",
    ),
    protocol.Rule(
        id="always/malformed",
        level="must",
        text=protocol.Text(
            "A server MUST ignore a line that is no text, and go on with the talk.",
            ko="서버는 텍스트가 아닌 줄을 무시하고 대화를 계속해야 한다(MUST).",
        ),
        line=144,
        region="always",
        states=(),
        event="malformed",
    ),
    protocol.Rule(
        id="operator/listening",
        level="must",
        text=protocol.Text(
            "A server MUST tell its host where it waits.",
            ko="서버는 어디에서 기다리는지 호스트에게 알려야 한다(MUST).",
        ),
        line=164,
        region="operator",
        states=(),
        event="listening",
    ),
    protocol.Rule(
        id="operator/nobody-hears",
        level="must",
        text=protocol.Text(
            "A server MUST tell its host that nobody is there to hear it.",
            ko="서버는 들을 사람이 없음을 호스트에게 알려야 한다(MUST).",
        ),
        line=171,
        region="operator",
        states=(),
        event="host_say",
    ),
    protocol.Rule(
        id="operator/host-says",
        level="must",
        text=protocol.Text(
            "A server MUST send the guest what the host says, while the guest talks too.",
            ko="서버는 클라이언트가 말하는 동안에도 호스트의 말을 보내야 한다(MUST).",
        ),
        line=177,
        region="operator",
        states=(),
        event="host_say",
    ),
    protocol.Rule(
        id="operator/nothing-to-finish",
        level="must",
        text=protocol.Text(
            "A server MUST tell its host that there is no talk to end.",
            ko="서버는 끝낼 대화가 없음을 호스트에게 알려야 한다(MUST).",
        ),
        line=186,
        region="operator",
        states=(),
        event="host_finish",
    ),
    protocol.Rule(
        id="operator/host-finishes",
        level="must",
        text=protocol.Text(
            "A server MUST tell the guest that the host ends the talk, close, and wait for the next guest.",
            ko="서버는 호스트가 대화를 종료했음을 클라이언트에게 알리고, 연결을 닫고, 다음 클라이언트를 기다려야 한다(MUST).",
        ),
        line=192,
        region="operator",
        states=(),
        event="host_finish",
    ),
    protocol.Rule(
        id="operator/host-leaves",
        level="must",
        text=protocol.Text(
            "A server that ends MUST end the talk first.",
            ko="끝나는 서버는 먼저 대화를 종료해야 한다(MUST).",
        ),
        line=206,
        region="operator",
        states=(),
        event="stopping",
    ),
)

FEATURES = ()

CLIENT = protocol.Client(
    commands=(
        protocol.Command(message=Say, type="{text}", help="say it to the host"),
        protocol.Command(message=Finish, type="종료", help="end the talk"),
    ),
    display={Said: "서버: {text}", Finished: "서버가 대화를 종료했습니다."},
    ends={Finished: 0, Busy: 1},
    texts={
        "prompt": "클라이언트: ",
        "lost": "서버와의 연결이 끊어졌습니다.",
        "refused": "서버에 연결할 수 없습니다.",
    },
)

OPERATOR = protocol.Operator(
    prompt="서버: ",
    commands=(
        protocol.Command(message=HostSay, type="{text}", help="say it to the guest"),
        protocol.Command(
            message=HostFinish,
            type="종료",
            help="end the talk and wait for the next guest",
        ),
    ),
    display={
        Waiting: "서버가 {place}에서 대기 중입니다...",
        GuestCame: "클라이언트 ({place})와 연결되었습니다.",
        GuestSaid: "클라이언트: {text}",
        HostSaid: "서버: {text}",
        GuestFinished: "클라이언트가 대화를 종료했습니다. 다음 클라이언트를 기다립니다...",
        GuestLost: "클라이언트와의 연결이 끊어졌습니다. 다음 클라이언트를 기다립니다...",
        HostFinished: "대화를 종료했습니다. 다음 클라이언트를 기다립니다...",
        Alone: "연결된 클라이언트가 없습니다. (Ctrl-C로 서버를 끝냅니다.)",
    },
    fields={HostSay: {"text": HOST_LINE}},
)

SCENARIOS = (
    protocol.Scenario(
        id="one-guest-at-a-time",
        text=protocol.Text(
            "A second guest MUST be refused and closed, and the first one MUST stay.",
            ko="두 번째 클라이언트는 거절되고 닫혀야 하며 첫 번째는 남아야 한다(MUST).",
        ),
        line=226,
        cast=("ann", "ben", "carol"),
        steps=(
            protocol.Step("ann", "connects", line=230),
            protocol.Step(
                "ben",
                "connects",
                expected={"ben": (Busy(),)},
                closed=("ben",),
                line=231,
            ),
            protocol.Step("ann", "sends", Say(text="아직 있어요"), line=234),
            protocol.Step(
                "carol",
                "connects",
                expected={"carol": (Busy(),)},
                closed=("carol",),
                line=235,
            ),
        ),
    ),
    protocol.Scenario(
        id="next-guest-after-finish",
        text=protocol.Text(
            "After a guest has ended the talk the next one MUST be taken.",
            ko="클라이언트가 대화를 종료한 다음에는 새 클라이언트를 받아야 한다(MUST).",
        ),
        line=240,
        cast=("ann", "ben", "carol"),
        steps=(
            protocol.Step("ann", "connects", line=244),
            protocol.Step("ann", "sends", Say(text="안녕하세요"), line=245),
            protocol.Step("ann", "sends", Finish(), closed=("ann",), line=246),
            protocol.Step("ben", "connects", line=248),
            protocol.Step(
                "carol",
                "connects",
                expected={"carol": (Busy(),)},
                closed=("carol",),
                line=249,
            ),
            protocol.Step("ben", "sends", Finish(), closed=("ben",), line=252),
        ),
    ),
    protocol.Scenario(
        id="next-guest-after-reset",
        text=protocol.Text(
            "After a guest has vanished the next one MUST be taken.",
            ko="클라이언트가 사라진 다음에는 새 클라이언트를 받아야 한다(MUST).",
        ),
        line=256,
        cast=("ann", "ben"),
        steps=(
            protocol.Step("ann", "connects", line=260),
            protocol.Step("ann", "resets", line=261),
            protocol.Step("ben", "connects", line=262),
            protocol.Step("ben", "sends", Say(text="hello"), line=263),
            protocol.Step("ben", "sends", Finish(), closed=("ben",), line=264),
        ),
    ),
    protocol.Scenario(
        id="no-text-no-harm",
        text=protocol.Text(
            "A line that is no text MUST NOT end the talk.",
            ko="텍스트가 아닌 줄 때문에 대화가 끝나지 않아야 한다(MUST NOT).",
        ),
        line=268,
        cast=("ann", "ben"),
        steps=(
            protocol.Step("ann", "connects", line=272),
            protocol.Step("ann", "sends", raw=b"\xff\xfe\n\n", line=273),
            protocol.Step(
                "ben",
                "connects",
                expected={"ben": (Busy(),)},
                closed=("ben",),
                line=274,
            ),
            protocol.Step("ann", "sends", Finish(), closed=("ann",), line=277),
        ),
    ),
)

PROTOCOL = protocol.Protocol(
    name="duet",
    title="One-to-one console chat",
    source="spec/duet.yaml",
    digest="990ec0f24db4",
    port=5002,
    client_framing=CLIENT_FRAMING,
    server_framing=SERVER_FRAMING,
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=MESSAGES,
    rules=RULES,
    features=FEATURES,
    profiles={},
    limits=Room.LIMITS,
    client=CLIENT,
    operator=OPERATOR,
    scenarios=SCENARIOS,
)
