"""Chat with slash commands.

Generated from spec/slash.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/slash.yaml
"""

from dataclasses import dataclass
from typing import ClassVar

from codegen import functions, protocol, room, wire

# Messages from clients.


@dataclass(frozen=True, slots=True)
class RawText:
    """Any text. Stages 1 and 2 know nothing else; later it is what has no name.

    ``{text}``
    """

    text: str


@dataclass(frozen=True, slots=True)
class Login:
    """``/login {name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class Quit:
    """To leave before one has a name.

    ``/exit\\n``
    """


@dataclass(frozen=True, slots=True)
class Exit:
    """``[{name}] /exit\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class Who:
    """``[{name}] /list\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """``[{name}] /to {to} {text}\\n``"""

    name: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Sleep:
    """``[{name}] /sleep\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class Wake:
    """``[{name}] /wakeup\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class With:
    """Asks somebody for a 1:1 talk.

    ``[{name}] /with {to}\\n``
    """

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class WithYes:
    """``[{name}] /withyes {to}\\n``"""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class WithNo:
    """``[{name}] /withno {to}\\n``"""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class End:
    """``[{name}] /end\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class FileOffer:
    """``[{name}] /filesend {to} {document}\\n``"""

    name: str
    to: str
    document: str


@dataclass(frozen=True, slots=True)
class FileYes:
    """``[{name}] /fileyes {to} {document}\\n``"""

    name: str
    to: str
    document: str


@dataclass(frozen=True, slots=True)
class FileNo:
    """``[{name}] /fileno {to}\\n``"""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class FileBegin:
    """``[{name}] /filename {document} {size}\\n``"""

    name: str
    document: str
    size: int


@dataclass(frozen=True, slots=True)
class FileData:
    """What is left of the record are bytes of the file, whatever they are. How many
    of the last ones count follows from the size.

    ``[{name}] /filedata {data}``
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FileEnd:
    """``[{name}] /fileend\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class Say:
    """A text, or a command that this stage does not know.

    ``[{name}] {text}``
    """

    name: str
    text: str


# Messages from the server.


@dataclass(frozen=True, slots=True)
class Whispered:
    """``[귓속말] [{name}] {text}``"""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Talked:
    """``[1:1] [{name}] {text}``"""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """``[{name}]님이 입장하였습니다.\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class Left:
    """``[{name}]님이 퇴장하였습니다.\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class WithAsked:
    """``/with {name}\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class WithStarted:
    """``[{name}]님과 1:1 대화 시작\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class WithRefused:
    """``[{name}]님이 1:1 대화를 거부했습니다.\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class WithEnded:
    """``[{name}]님과 1:1 대화 종료\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class FileOffered:
    """``/filesend {name} {document}\\n``"""

    name: str
    document: str


@dataclass(frozen=True, slots=True)
class FileAccepted:
    """``/fileyes {name} {document}\\n``"""

    name: str
    document: str


@dataclass(frozen=True, slots=True)
class FileRefused:
    """``[{name}]님이 파일 수신을 거부했습니다.\\n``"""

    name: str


@dataclass(frozen=True, slots=True)
class FileBegun:
    """``/filename {document} {size}\\n``"""

    document: str
    size: int


@dataclass(frozen=True, slots=True)
class FileChunk:
    """``/filedata {data}``"""

    data: bytes


@dataclass(frozen=True, slots=True)
class FileDone:
    """``/fileend\\n``"""


@dataclass(frozen=True, slots=True)
class Said:
    """``[{name}] {text}``"""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ListTop:
    """``User\\tlist\\n-----------------\\n``"""


@dataclass(frozen=True, slots=True)
class ListBottom:
    """``-----------------\\n``"""


@dataclass(frozen=True, slots=True)
class StatusTop:
    """``User List\\nNo\\tname\\tstatus\\n----------------------\\n``"""


@dataclass(frozen=True, slots=True)
class StatusBottom:
    """``----------------------\\n``"""


@dataclass(frozen=True, slots=True)
class AwakeRow:
    """``{number}\\t{name}\\tO\\n``"""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class AsleepRow:
    """``{number}\\t{name}\\tS\\n``"""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """``{number}\\t{name}\\n``"""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the one it concerns. Its wording is free.

    ``{reason}``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Relayed:
    """A text as it came, in stages 1 and 2.

    ``{text}``
    """

    text: str


# The wire.

WISH = wire.Text(bytes=(0, 120), without="\n")
NAME = wire.Text(
    bytes=(1, 32),
    pattern=r"(?!(?:귓속말|1:1)\Z)[^\s\[\]\x00-\x1f\x7f-\x9f]+",
    level="should",
)
PERSON = wire.Text(bytes=(0, 111), pattern=r"[^\s\x00]*")
LINE = wire.Text(bytes=(0, 124), without="\x00")
WORDS = wire.Text(bytes=(0, 115), without="\x00")
RAW = wire.Text(bytes=(0, 127), without="\x00")
BARE_EXIT = wire.Text(bytes=(4, 5), pattern=r"exit\n?")
NAMED_EXIT = wire.Text(bytes=(7, 127), pattern=r"\[[^\[\]]*\] exit\n?")
NUMBER = wire.Integer(range=(0, 9999), digits=2)
FILENAME = wire.Text(bytes=(1, 100), pattern=r"(?!\.\.?\Z)[^/\\\s\x00-\x1f\x7f-\x9f]+")
LENGTH = wire.Integer(range=(0, 4294967295))
CHUNK = wire.Blob(bytes=(0, 118))

CLIENT_MESSAGES = wire.Messages(
    [
        wire.NulRecord(
            wire.Template(RawText, "{text}", {"text": RAW}), size=128, tail="any"
        ),
        wire.NulRecord(
            wire.Template(
                Login, "/login {name}", {"name": WISH}, also=["/login {name}\n"]
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(Quit, "/exit\n", {}, also=["/exit"]), size=128, tail="any"
        ),
        wire.NulRecord(
            wire.Template(
                Exit, "[{name}] /exit\n", {"name": NAME}, also=["[{name}] /exit"]
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                Who, "[{name}] /list\n", {"name": NAME}, also=["[{name}] /list"]
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                Whisper,
                "[{name}] /to {to} {text}\n",
                {"name": NAME, "to": PERSON, "text": WORDS},
                also=["[{name}] /to {to} {text}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                Sleep, "[{name}] /sleep\n", {"name": NAME}, also=["[{name}] /sleep"]
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                Wake, "[{name}] /wakeup\n", {"name": NAME}, also=["[{name}] /wakeup"]
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                With,
                "[{name}] /with {to}\n",
                {"name": NAME, "to": PERSON},
                also=["[{name}] /with {to}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                WithYes,
                "[{name}] /withyes {to}\n",
                {"name": NAME, "to": PERSON},
                also=["[{name}] /withyes {to}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                WithNo,
                "[{name}] /withno {to}\n",
                {"name": NAME, "to": PERSON},
                also=["[{name}] /withno {to}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                End, "[{name}] /end\n", {"name": NAME}, also=["[{name}] /end"]
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileOffer,
                "[{name}] /filesend {to} {document}\n",
                {"name": NAME, "to": PERSON, "document": FILENAME},
                also=["[{name}] /filesend {to} {document}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileYes,
                "[{name}] /fileyes {to} {document}\n",
                {"name": NAME, "to": PERSON, "document": FILENAME},
                also=["[{name}] /fileyes {to} {document}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileNo,
                "[{name}] /fileno {to}\n",
                {"name": NAME, "to": PERSON},
                also=["[{name}] /fileno {to}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileBegin,
                "[{name}] /filename {document} {size}\n",
                {"name": NAME, "document": FILENAME, "size": LENGTH},
                also=["[{name}] /filename {document} {size}"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileData, "[{name}] /filedata {data}", {"name": NAME, "data": CHUNK}
            ),
            size=128,
            tail="any",
            whole=True,
        ),
        wire.NulRecord(
            wire.Template(
                FileEnd,
                "[{name}] /fileend\n",
                {"name": NAME},
                also=["[{name}] /fileend"],
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(Say, "[{name}] {text}", {"name": NAME, "text": LINE}),
            size=128,
            tail="any",
        ),
    ]
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.NulRecord(
            wire.Template(
                Whispered, "[귓속말] [{name}] {text}", {"name": NAME, "text": LINE}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                Talked, "[1:1] [{name}] {text}", {"name": NAME, "text": LINE}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(Joined, "[{name}]님이 입장하였습니다.\n", {"name": NAME}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(Left, "[{name}]님이 퇴장하였습니다.\n", {"name": NAME}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(WithAsked, "/with {name}\n", {"name": NAME}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(WithStarted, "[{name}]님과 1:1 대화 시작\n", {"name": NAME}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                WithRefused, "[{name}]님이 1:1 대화를 거부했습니다.\n", {"name": NAME}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(WithEnded, "[{name}]님과 1:1 대화 종료\n", {"name": NAME}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileOffered,
                "/filesend {name} {document}\n",
                {"name": NAME, "document": FILENAME},
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileAccepted,
                "/fileyes {name} {document}\n",
                {"name": NAME, "document": FILENAME},
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileRefused, "[{name}]님이 파일 수신을 거부했습니다.\n", {"name": NAME}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                FileBegun,
                "/filename {document} {size}\n",
                {"document": FILENAME, "size": LENGTH},
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(FileChunk, "/filedata {data}", {"data": CHUNK}),
            size=128,
            tail="any",
            whole=True,
        ),
        wire.NulRecord(wire.Template(FileDone, "/fileend\n", {}), size=128, tail="any"),
        wire.NulRecord(
            wire.Template(Said, "[{name}] {text}", {"name": NAME, "text": LINE}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(ListTop, "User\tlist\n-----------------\n", {}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(ListBottom, "-----------------\n", {}), size=128, tail="any"
        ),
        wire.NulRecord(
            wire.Template(
                StatusTop, "User List\nNo\tname\tstatus\n----------------------\n", {}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(StatusBottom, "----------------------\n", {}),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                AwakeRow, "{number}\t{name}\tO\n", {"number": NUMBER, "name": NAME}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                AsleepRow, "{number}\t{name}\tS\n", {"number": NUMBER, "name": NAME}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(
                ListRow, "{number}\t{name}\n", {"number": NUMBER, "name": NAME}
            ),
            size=128,
            tail="any",
        ),
        wire.NulRecord(
            wire.Template(Notice, "{reason}", {"reason": RAW}), size=128, tail="any"
        ),
        wire.NulRecord(
            wire.Template(Relayed, "{text}", {"text": RAW}), size=128, tail="any"
        ),
    ]
)
CLIENT_FRAMING = wire.Records(size=128)
SERVER_FRAMING = wire.Records(size=128)


# The machine.


@dataclass(slots=True)
class Session(room.BaseSession):
    """One connection: the states of its regions, then its variables."""

    entry: str = ""
    mode: str = ""
    chat: str = ""
    talk: str = ""
    sending: str = ""
    receiving: str = ""
    name: str = ""
    partner: int = room.NOBODY
    receiver: int = room.NOBODY
    giver: int = room.NOBODY
    file: str = ""


class Room(room.Room[Session]):
    """The whole server of Chat with slash commands, without I/O or clock."""

    SESSION = Session
    FEATURES = frozenset(
        {"named", "login", "presence", "whisper", "sleep", "talk", "file"}
    )
    LIMITS: ClassVar = {"sessions": 64, "idle_seconds": 0, "queue_bytes": 1048576}
    REGIONS = (
        room.Region("entry", "open"),
        room.Region("mode", "awake", within=("entry", "online")),
        room.Region("chat", "open", within=("entry", "online")),
        room.Region("talk", "free", within=("entry", "online")),
        room.Region("sending", "idle", within=("entry", "online")),
        room.Region("receiving", "idle", within=("entry", "online")),
    )
    REFERENCES = ("partner", "receiver", "giver")

    def _all_everybody(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.entry == "open"]

    def _all_online(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.entry == "online"]

    def _all_others(self, me: Session) -> list[Session]:
        return [
            s for s in self.sessions.values() if s.entry == "online" and s is not me
        ]

    def _all_listeners(self) -> list[Session]:
        return [
            s
            for s in self.sessions.values()
            if s.entry == "online" and s.mode == "awake"
        ]

    def _do_part(self, me: Session) -> None:
        self._move(self._at(me.partner), "talk", "free")
        self._at(me.partner).partner = room.NOBODY
        self._move(me, "talk", "free")
        me.partner = room.NOBODY

    def _do_drop(self, me: Session) -> None:
        self._move(self._at(me.receiver), "receiving", "idle")
        self._at(me.receiver).giver = room.NOBODY
        self._move(me, "sending", "idle")
        me.receiver = room.NOBODY
        me.file = ""

    def _do_leave(self, me: Session) -> None:
        if me.partner != room.NOBODY:
            if me.talk == "talking":
                self._send(self._those(me.partner), WithEnded(name=me.name))
            self._do_part(me)
        if me.receiver != room.NOBODY:
            self._do_drop(me)
        if me.giver != room.NOBODY:
            self._do_drop(self._at(me.giver))
        if "presence" in self.features:
            self._send(self._all_others(me), Left(name=me.name))

    def _entry_open_connected(self, me: Session, _: room.Connected) -> bool:
        if "login" in self.features:
            # A server MUST bring nothing to a session that has not logged in.
            self._fire("entry/comes-in")
            self._move(me, "entry", "greeting")
            return True
        return False

    def _entry_open_raw_text(self, me: Session, message: RawText) -> bool:
        if functions.fits(BARE_EXIT, message.text) and "named" not in self.features:
            # A server MUST close the connection of a client that sends exit.
            self._fire("entry/bare-exit")
            self._close(me)
            return True
        if "named" in self.features and functions.fits(NAMED_EXIT, message.text):
            # A server MUST close the connection of a client that sends [NAME] exit.
            self._fire("entry/named-exit")
            self._close(me)
            return True
        # A server MUST relay a text, unchanged, to all, its sender too.
        self._fire("entry/relay")
        self._send(self._all_everybody(), Relayed(text=message.text))
        return True

    def _entry_open_malformed(self, me: Session, _: room.Malformed) -> bool:
        # A server MUST ignore a record that is no text, and keep the connection.
        self._fire("entry/unreadable")
        return True

    def _entry_greeting_login(self, me: Session, message: Login) -> bool:
        if functions.fits(NAME, message.name) and message.name not in [
            s.name for s in self._all_online()
        ]:
            # A server MUST give a client the name it asks for if it is a name and free,
            # and tell the others where it announces.
            self._fire("entry/joins")
            self._move(me, "entry", "online")
            me.name = message.name
            self._arrive(me)
            if "presence" in self.features:
                self._send(self._all_others(me), Joined(name=message.name))
            return True
        # A server MUST answer a login with a name that is taken or is none with a
        # notice, and tell nobody else.
        self._fire("entry/name-refused")
        self._reply(me, Notice(reason="* this name is taken or is no name\n"))
        return True

    def _entry_greeting_quit(self, me: Session, _: Quit) -> bool:
        # A server MUST close a connection that sends /exit before login.
        self._fire("entry/quits")
        self._close(me)
        return True

    def _entry_greeting_exit(self, me: Session, _: Exit) -> bool:
        # A server MUST close a connection that sends [X] /exit before login.
        self._fire("entry/quits-under-a-name")
        self._close(me)
        return True

    def _entry_online_exit(self, me: Session, message: Exit) -> bool:
        if message.name == me.name:
            # A server MUST close the connection of one who sends /exit, tell the others
            # where it announces, and not relay the record.
            self._fire("entry/exit")
            self._do_leave(me)
            self._close(me)
            return True
        return False

    def _entry_online_eof(self, me: Session, _: room.Eof) -> bool:
        # A server MUST treat one that vanishes as it treats one that leaves.
        self._fire("entry/vanished")
        self._do_leave(me)
        return True

    def _mode_awake_sleep(self, me: Session, message: Sleep) -> bool:
        if message.name == me.name:
            # A server MUST bring no texts and no whispers to one who sleeps.
            self._fire("mode/sleeps")
            self._move(me, "mode", "asleep")
            return True
        return False

    def _mode_asleep_wake(self, me: Session, message: Wake) -> bool:
        if message.name == me.name:
            # A server MUST let a sleeper hear again from /wakeup on.
            self._fire("mode/wakes")
            self._move(me, "mode", "awake")
            return True
        return False

    def _mode_asleep_say(self, me: Session, message: Say) -> bool:
        if "sleep" in self.features and message.name == me.name:
            # A server MUST wake a sleeper by any text of its own.
            self._fire("mode/say-wakes")
            self._move(me, "mode", "awake")
            return True
        return False

    def _chat_open_say(self, me: Session, message: Say) -> bool:
        if message.name == me.name and me.talk != "talking":
            # A server MUST relay a text, unchanged, to all who are awake, its sender
            # too.
            self._fire("chat/say")
            self._send(self._all_listeners(), Said(name=me.name, text=message.text))
            return True
        return False

    def _chat_open_who(self, me: Session, message: Who) -> bool:
        if "sleep" in self.features and message.name == me.name:
            # A server MUST answer /list with a heading, a numbered row for each user in
            # the order of login with S for a sleeper and O for the rest, and a line.
            self._fire("chat/list-with-status")
            self._reply(me, StatusTop())
            for i, s in enumerate(self._all_online(), 0):
                if s.mode == "asleep":
                    self._reply(me, AsleepRow(number=i, name=s.name))
                else:
                    self._reply(me, AwakeRow(number=i, name=s.name))
            self._reply(me, StatusBottom())
            return True
        if message.name == me.name:
            # A server MUST answer /list with a heading, a numbered row for each user in
            # the order of login, and a line.
            self._fire("chat/list")
            self._reply(me, ListTop())
            for i, s in enumerate(self._all_online(), 0):
                self._reply(me, ListRow(number=i, name=s.name))
            self._reply(me, ListBottom())
            return True
        return False

    def _chat_open_whisper(self, me: Session, message: Whisper) -> bool:
        if message.name != me.name:
            # A server MUST NOT deliver a whisper under a name that is not its sender's.
            self._fire("chat/whisper-forged")
            self._reply(me, Notice(reason="* that is not your name\n"))
            return True
        target = next((s for s in self._all_online() if s.name == message.to), None)
        if target is None:
            # A server MUST answer a whisper to a name that nobody has with a notice.
            self._fire("chat/whisper-to-nobody")
            self._reply(me, Notice(reason="* there is no such user\n"))
            return True
        if target.mode == "asleep":
            # A server MUST drop a whisper to a sleeper, with a notice to its sender.
            self._fire("chat/whisper-to-sleeper")
            self._reply(me, Notice(reason="* that user sleeps\n"))
            return True
        # A server MUST deliver a whisper to the one it is for and to nobody else, cut
        # to whole characters where it does not fit.
        self._fire("chat/whisper")
        self._send(
            [target],
            Whispered(
                name=me.name,
                text=functions.cut(message.text, 111 - len(me.name.encode())) + "\n",
            ),
        )
        return True

    def _talk_free_with(self, me: Session, message: With) -> bool:
        if message.name != me.name:
            # A server MUST NOT ask for a talk under a name that is not the asker's.
            self._fire("talk/with-forged")
            self._reply(me, Notice(reason="* that is not your name\n"))
            return True
        target = next((s for s in self._all_online() if s.name == message.to), None)
        if target is None:
            # A server MUST answer a request to talk to nobody with a notice.
            self._fire("talk/with-nobody")
            self._reply(me, Notice(reason="* there is no such user\n"))
            return True
        if target is me or target.talk != "free":
            # A server MUST answer a request to talk with oneself, or with one who asks,
            # is asked or talks, with a notice, and tell nobody else.
            self._fire("talk/with-busy")
            self._reply(me, Notice(reason="* that user is busy\n"))
            return True
        # A server MUST bring a request to talk to the one it is for.
        self._fire("talk/asks")
        self._move(me, "talk", "asking")
        me.partner = target.sid
        target.partner = me.sid
        self._move(target, "talk", "asked")
        self._send([target], WithAsked(name=me.name))
        return True

    def _talk_asked_with_yes(self, me: Session, message: WithYes) -> bool:
        if message.name == me.name and message.to == self._at(me.partner).name:
            # A server MUST tell both that their talk begins.
            self._fire("talk/accepted")
            self._move(me, "talk", "talking")
            self._move(self._at(me.partner), "talk", "talking")
            self._send(self._those(me.partner), WithStarted(name=me.name))
            self._reply(me, WithStarted(name=self._at(me.partner).name))
            return True
        return False

    def _talk_asked_with_no(self, me: Session, message: WithNo) -> bool:
        if message.name == me.name and message.to == self._at(me.partner).name:
            # A server MUST tell the asker alone that the other does not want to talk.
            self._fire("talk/refused-by-partner")
            self._send(self._those(me.partner), WithRefused(name=me.name))
            self._do_part(me)
            return True
        return False

    def _talk_talking_say(self, me: Session, message: Say) -> bool:
        if "talk" in self.features and (
            message.name == me.name and self._at(me.partner).mode == "asleep"
        ):
            # A server MUST bring no text of a talk to a partner who sleeps, nor to
            # others.
            self._fire("talk/partner-asleep")
            return True
        if "talk" in self.features and message.name == me.name:
            # A server MUST bring a text of a talk to the partner and to nobody else,
            # cut to whole characters where it does not fit, its newline kept.
            self._fire("talk/private-text")
            self._send(
                self._those(me.partner),
                Talked(
                    name=me.name,
                    text=message.text
                    if len(message.text.encode()) <= 118 - len(me.name.encode())
                    else functions.cut(message.text, 117 - len(me.name.encode()))
                    + "\n",
                ),
            )
            return True
        return False

    def _talk_talking_end(self, me: Session, message: End) -> bool:
        if message.name == me.name:
            # A server MUST end a talk when either side wants, and tell both.
            self._fire("talk/ends")
            self._send(self._those(me.partner), WithEnded(name=me.name))
            self._reply(me, WithEnded(name=self._at(me.partner).name))
            self._do_part(me)
            return True
        return False

    def _sending_idle_file_offer(self, me: Session, message: FileOffer) -> bool:
        if message.name != me.name:
            # A server MUST NOT offer a file under a name that is not the sender's.
            self._fire("sending/offer-forged")
            self._reply(me, Notice(reason="* that is not your name\n"))
            return True
        target = next((s for s in self._all_online() if s.name == message.to), None)
        if target is None:
            # A server MUST answer an offer to nobody with a notice.
            self._fire("sending/offer-to-nobody")
            self._reply(me, Notice(reason="* there is no such user\n"))
            return True
        if (
            target is me
            or target.sending != "idle"
            or target.receiving != "idle"
            or me.receiving != "idle"
        ):
            # A server MUST answer an offer to oneself, or between two of whom one has a
            # file under way, with a notice, and tell nobody else.
            self._fire("sending/offer-busy")
            self._reply(me, Notice(reason="* that user is busy\n"))
            return True
        # A server MUST bring an offer to the one it is for.
        self._fire("sending/offers")
        self._move(me, "sending", "offered")
        me.receiver = target.sid
        me.file = message.document
        target.giver = me.sid
        self._move(target, "receiving", "asked")
        self._send([target], FileOffered(name=me.name, document=message.document))
        return True

    def _sending_wanted_file_begin(self, me: Session, message: FileBegin) -> bool:
        if message.name == me.name and message.document == me.file:
            # A server MUST relay the name and size of a file to its receiver alone.
            self._fire("sending/begins")
            self._move(me, "sending", "flowing")
            self._send(
                self._those(me.receiver),
                FileBegun(document=message.document, size=message.size),
            )
            return True
        return False

    def _sending_flowing_file_data(self, me: Session, message: FileData) -> bool:
        if message.name == me.name:
            # A server MUST relay each chunk, unchanged, to the receiver alone.
            self._fire("sending/data")
            self._send(self._those(me.receiver), FileChunk(data=message.data))
            return True
        return False

    def _sending_flowing_file_end(self, me: Session, message: FileEnd) -> bool:
        if message.name == me.name:
            # A server MUST relay the end of a file, after which both are free again.
            self._fire("sending/done")
            self._send(self._those(me.receiver), FileDone())
            self._do_drop(me)
            return True
        return False

    def _receiving_asked_file_yes(self, me: Session, message: FileYes) -> bool:
        if (
            message.name == me.name
            and message.to == self._at(me.giver).name
            and message.document == self._at(me.giver).file
        ):
            # A server MUST tell the sender that its file is wanted.
            self._fire("receiving/wanted")
            self._move(me, "receiving", "getting")
            self._move(self._at(me.giver), "sending", "wanted")
            self._send(
                self._those(me.giver),
                FileAccepted(name=me.name, document=message.document),
            )
            return True
        return False

    def _receiving_asked_file_no(self, me: Session, message: FileNo) -> bool:
        if message.name == me.name and message.to == self._at(me.giver).name:
            # A server MUST tell the sender alone that its file is not wanted.
            self._fire("receiving/unwanted")
            self._send(self._those(me.giver), FileRefused(name=me.name))
            self._do_drop(self._at(me.giver))
            return True
        return False

    def _always_malformed(self, me: Session, _: room.Malformed) -> bool:
        if "login" in self.features and me.entry != "open":
            # A server MUST answer a record that it cannot read with a notice, and go
            # on.
            self._fire("always/malformed")
            self._reply(me, Notice(reason="* that cannot be read\n"))
            return True
        return False

    def _always_unexpected(self, me: Session, _: object) -> bool:
        if "login" in self.features and me.entry == "greeting":
            # A server MUST answer anything else before login with a notice, and relay
            # nothing.
            self._fire("always/login-first")
            self._reply(me, Notice(reason="* log in first: /login NAME\n"))
            return True
        if "login" in self.features:
            # A server MUST answer a record without its sender's own name, a second
            # login, and a command that its state does not allow with a notice, and do
            # nothing else.
            self._fire("always/not-now")
            self._reply(me, Notice(reason="* not under this name, or not now\n"))
            return True
        return False

    HANDLERS: ClassVar = {
        room.Connected: (("entry", {"open": _entry_open_connected}),),
        RawText: (("entry", {"open": _entry_open_raw_text}),),
        room.Malformed: (("entry", {"open": _entry_open_malformed}),),
        Login: (("entry", {"greeting": _entry_greeting_login}),),
        Quit: (("entry", {"greeting": _entry_greeting_quit}),),
        Exit: (
            ("entry", {"greeting": _entry_greeting_exit, "online": _entry_online_exit}),
        ),
        room.Eof: (("entry", {"online": _entry_online_eof}),),
        Sleep: (("mode", {"awake": _mode_awake_sleep}),),
        Wake: (("mode", {"asleep": _mode_asleep_wake}),),
        Say: (
            ("mode", {"asleep": _mode_asleep_say}),
            ("chat", {"open": _chat_open_say}),
            ("talk", {"talking": _talk_talking_say}),
        ),
        Who: (("chat", {"open": _chat_open_who}),),
        Whisper: (("chat", {"open": _chat_open_whisper}),),
        With: (("talk", {"free": _talk_free_with}),),
        WithYes: (("talk", {"asked": _talk_asked_with_yes}),),
        WithNo: (("talk", {"asked": _talk_asked_with_no}),),
        End: (("talk", {"talking": _talk_talking_end}),),
        FileOffer: (("sending", {"idle": _sending_idle_file_offer}),),
        FileBegin: (("sending", {"wanted": _sending_wanted_file_begin}),),
        FileData: (("sending", {"flowing": _sending_flowing_file_data}),),
        FileEnd: (("sending", {"flowing": _sending_flowing_file_end}),),
        FileYes: (("receiving", {"asked": _receiving_asked_file_yes}),),
        FileNo: (("receiving", {"asked": _receiving_asked_file_no}),),
    }
    ALWAYS: ClassVar = {
        room.Malformed: _always_malformed,
        room.Unexpected: _always_unexpected,
    }


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="raw_text",
        cls=RawText,
        sender="client",
        line=68,
        samples={
            "text": ("hello\n", "안녕", "[ann] hi\n", "exit", "exit\n", "[ann] exit\n")
        },
        examples=(
            (
                RawText(text="hello\n"),
                b"hello\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
        malformed=((b"a\x00", "truncated"),),
    ),
    protocol.MessageInfo(
        name="login",
        cls=Login,
        sender="client",
        line=75,
        feature="login",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Login(name="alice"),
                b"/login alice\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
            (
                Login(name="한글"),
                b"/login \xed\x95\x9c\xea\xb8\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="quit",
        cls=Quit,
        sender="client",
        line=83,
        feature="login",
        examples=(
            (
                Quit(),
                b"/exit\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="exit",
        cls=Exit,
        sender="client",
        line=89,
        feature="login",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Exit(name="alice"),
                b"[alice] /exit\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="who",
        cls=Who,
        sender="client",
        line=95,
        feature="login",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Who(name="bob"),
                b"[bob] /list\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="whisper",
        cls=Whisper,
        sender="client",
        line=101,
        feature="whisper",
        identities={"name": "name", "to": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "to": ("alice", "bob"),
            "text": ("psst", "three more words", "안녕"),
        },
        examples=(
            (
                Whisper(name="alice", to="bob", text="psst hello"),
                b"[alice] /to bob psst hello\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
            (
                Whisper(name="alice", to="bob", text="a\nb"),
                b"[alice] /to bob a\nb\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="sleep",
        cls=Sleep,
        sender="client",
        line=110,
        feature="sleep",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Sleep(name="bob"),
                b"[bob] /sleep\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="wake",
        cls=Wake,
        sender="client",
        line=116,
        feature="sleep",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Wake(name="bob"),
                b"[bob] /wakeup\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with",
        cls=With,
        sender="client",
        line=122,
        feature="talk",
        identities={"name": "name", "to": "name"},
        samples={"name": ("alice", "bob", "한글이름"), "to": ("alice", "bob")},
        examples=(
            (
                With(name="alice", to="bob"),
                b"[alice] /with bob\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with_yes",
        cls=WithYes,
        sender="client",
        line=129,
        feature="talk",
        identities={"name": "name", "to": "name"},
        samples={"name": ("alice", "bob", "한글이름"), "to": ("alice", "bob")},
        examples=(
            (
                WithYes(name="bob", to="alice"),
                b"[bob] /withyes alice\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with_no",
        cls=WithNo,
        sender="client",
        line=135,
        feature="talk",
        identities={"name": "name", "to": "name"},
        samples={"name": ("alice", "bob", "한글이름"), "to": ("alice", "bob")},
        examples=(
            (
                WithNo(name="bob", to="alice"),
                b"[bob] /withno alice\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="end",
        cls=End,
        sender="client",
        line=141,
        feature="talk",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                End(name="alice"),
                b"[alice] /end\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_offer",
        cls=FileOffer,
        sender="client",
        line=147,
        feature="file",
        identities={"name": "name", "to": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "to": ("alice", "bob"),
            "document": ("data.txt", "사진.png"),
        },
        examples=(
            (
                FileOffer(name="alice", to="bob", document="data.txt"),
                b"[alice] /filesend bob data.txt\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_yes",
        cls=FileYes,
        sender="client",
        line=154,
        feature="file",
        identities={"name": "name", "to": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "to": ("alice", "bob"),
            "document": ("data.txt", "사진.png"),
        },
        examples=(
            (
                FileYes(name="bob", to="alice", document="data.txt"),
                b"[bob] /fileyes alice data.txt\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_no",
        cls=FileNo,
        sender="client",
        line=161,
        feature="file",
        identities={"name": "name", "to": "name"},
        samples={"name": ("alice", "bob", "한글이름"), "to": ("alice", "bob")},
        examples=(
            (
                FileNo(name="bob", to="alice"),
                b"[bob] /fileno alice\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_begin",
        cls=FileBegin,
        sender="client",
        line=167,
        feature="file",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "document": ("data.txt", "사진.png"),
            "size": (256, 5),
        },
        examples=(
            (
                FileBegin(name="alice", document="data.txt", size=256),
                b"[alice] /filename data.txt 256\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_data",
        cls=FileData,
        sender="client",
        line=175,
        feature="file",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름"), "data": (b"ab\x00\xff\nc",)},
        examples=(
            (
                FileData(name="alice", data=b"abc"),
                b"[alice] /filedata abc\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_end",
        cls=FileEnd,
        sender="client",
        line=186,
        feature="file",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                FileEnd(name="alice"),
                b"[alice] /fileend\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="say",
        cls=Say,
        sender="client",
        line=192,
        feature="login",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone\n",
                "안녕하세요 여러분\n",
                "no newline",
                "a [b] /c: d\n",
            ),
        },
        examples=(
            (
                Say(name="alice", text="hello\n"),
                b"[alice] hello\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
            (
                Say(name="alice", text="hello"),
                b"[alice] hello\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
            (
                Say(name="alice", text="exit\n"),
                b"[alice] exit\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="whispered",
        cls=Whispered,
        sender="server",
        line=203,
        feature="whisper",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone\n",
                "안녕하세요 여러분\n",
                "no newline",
                "a [b] /c: d\n",
            ),
        },
        examples=(
            (
                Whispered(name="alice", text="psst\n"),
                b"[\xea\xb7\x93\xec\x86\x8d\xeb\xa7\x90] [alice] psst\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="talked",
        cls=Talked,
        sender="server",
        line=209,
        feature="talk",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone\n",
                "안녕하세요 여러분\n",
                "no newline",
                "a [b] /c: d\n",
            ),
        },
        examples=(
            (
                Talked(name="alice", text="hi\n"),
                b"[1:1] [alice] hi\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="joined",
        cls=Joined,
        sender="server",
        line=215,
        feature="presence",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Joined(name="alice"),
                b"[alice]\xeb\x8b\x98\xec\x9d\xb4 \xec\x9e\x85\xec\x9e\xa5\xed\x95\x98\xec\x98\x80\xec\x8a\xb5\xeb\x8b\x88\xeb\x8b\xa4.\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="left",
        cls=Left,
        sender="server",
        line=221,
        feature="presence",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                Left(name="alice"),
                b"[alice]\xeb\x8b\x98\xec\x9d\xb4 \xed\x87\xb4\xec\x9e\xa5\xed\x95\x98\xec\x98\x80\xec\x8a\xb5\xeb\x8b\x88\xeb\x8b\xa4.\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with_asked",
        cls=WithAsked,
        sender="server",
        line=227,
        feature="talk",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                WithAsked(name="alice"),
                b"/with alice\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with_started",
        cls=WithStarted,
        sender="server",
        line=233,
        feature="talk",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                WithStarted(name="bob"),
                b"[bob]\xeb\x8b\x98\xea\xb3\xbc 1:1 \xeb\x8c\x80\xed\x99\x94 \xec\x8b\x9c\xec\x9e\x91\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with_refused",
        cls=WithRefused,
        sender="server",
        line=239,
        feature="talk",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                WithRefused(name="bob"),
                b"[bob]\xeb\x8b\x98\xec\x9d\xb4 1:1 \xeb\x8c\x80\xed\x99\x94\xeb\xa5\xbc \xea\xb1\xb0\xeb\xb6\x80\xed\x96\x88\xec\x8a\xb5\xeb\x8b\x88\xeb\x8b\xa4.\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="with_ended",
        cls=WithEnded,
        sender="server",
        line=245,
        feature="talk",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                WithEnded(name="bob"),
                b"[bob]\xeb\x8b\x98\xea\xb3\xbc 1:1 \xeb\x8c\x80\xed\x99\x94 \xec\xa2\x85\xeb\xa3\x8c\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_offered",
        cls=FileOffered,
        sender="server",
        line=251,
        feature="file",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "document": ("data.txt", "사진.png"),
        },
        examples=(
            (
                FileOffered(name="alice", document="data.txt"),
                b"/filesend alice data.txt\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_accepted",
        cls=FileAccepted,
        sender="server",
        line=257,
        feature="file",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "document": ("data.txt", "사진.png"),
        },
        examples=(
            (
                FileAccepted(name="bob", document="data.txt"),
                b"/fileyes bob data.txt\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_refused",
        cls=FileRefused,
        sender="server",
        line=263,
        feature="file",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                FileRefused(name="bob"),
                b"[bob]\xeb\x8b\x98\xec\x9d\xb4 \xed\x8c\x8c\xec\x9d\xbc \xec\x88\x98\xec\x8b\xa0\xec\x9d\x84 \xea\xb1\xb0\xeb\xb6\x80\xed\x96\x88\xec\x8a\xb5\xeb\x8b\x88\xeb\x8b\xa4.\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_begun",
        cls=FileBegun,
        sender="server",
        line=269,
        feature="file",
        samples={"document": ("data.txt", "사진.png"), "size": (256, 5)},
        examples=(
            (
                FileBegun(document="data.txt", size=256),
                b"/filename data.txt 256\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_chunk",
        cls=FileChunk,
        sender="server",
        line=275,
        feature="file",
        samples={"data": (b"ab\x00\xff\nc",)},
        examples=(
            (
                FileChunk(data=b"abc"),
                b"/filedata abc\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_done",
        cls=FileDone,
        sender="server",
        line=282,
        feature="file",
        examples=(
            (
                FileDone(),
                b"/fileend\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="said",
        cls=Said,
        sender="server",
        line=287,
        feature="login",
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone\n",
                "안녕하세요 여러분\n",
                "no newline",
                "a [b] /c: d\n",
            ),
        },
        examples=(
            (
                Said(name="alice", text="hello\n"),
                b"[alice] hello\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="list_top",
        cls=ListTop,
        sender="server",
        line=293,
        feature="login",
        examples=(
            (
                ListTop(),
                b"User\tlist\n-----------------\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="list_bottom",
        cls=ListBottom,
        sender="server",
        line=298,
        feature="login",
        examples=(
            (
                ListBottom(),
                b"-----------------\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="status_top",
        cls=StatusTop,
        sender="server",
        line=303,
        feature="sleep",
        examples=(
            (
                StatusTop(),
                b"User List\nNo\tname\tstatus\n----------------------\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="status_bottom",
        cls=StatusBottom,
        sender="server",
        line=308,
        feature="sleep",
        examples=(
            (
                StatusBottom(),
                b"----------------------\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="awake_row",
        cls=AwakeRow,
        sender="server",
        line=313,
        feature="sleep",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                AwakeRow(number=0, name="alice"),
                b"00\talice\tO\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="asleep_row",
        cls=AsleepRow,
        sender="server",
        line=319,
        feature="sleep",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                AsleepRow(number=1, name="bob"),
                b"01\tbob\tS\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="list_row",
        cls=ListRow,
        sender="server",
        line=325,
        feature="login",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (
                ListRow(number=3, name="dave"),
                b"03\tdave\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="notice",
        cls=Notice,
        sender="server",
        line=331,
        feature="login",
        volatile=("reason",),
        samples={
            "reason": (
                "hello\n",
                "안녕",
                "[ann] hi\n",
                "exit",
                "exit\n",
                "[ann] exit\n",
            )
        },
        examples=(
            (
                Notice(reason="no such user\n"),
                b"no such user\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="relayed",
        cls=Relayed,
        sender="server",
        line=339,
        samples={
            "text": ("hello\n", "안녕", "[ann] hi\n", "exit", "exit\n", "[ann] exit\n")
        },
    ),
)

RULES = (
    protocol.Rule(
        id="entry/comes-in",
        level="must",
        text=protocol.Text(
            "A server MUST bring nothing to a session that has not logged in.",
            ko="서버는 로그인하지 않은 세션에 아무것도 전하지 않아야 한다(MUST).",
        ),
        line=388,
        region="entry",
        states=("open",),
        event="connected",
        feature="login",
    ),
    protocol.Rule(
        id="entry/bare-exit",
        level="must",
        text=protocol.Text(
            "A server MUST close the connection of a client that sends exit.",
            ko="서버는 exit를 보낸 클라이언트의 연결을 닫아야 한다(MUST).",
        ),
        line=395,
        region="entry",
        states=("open",),
        event="raw_text",
    ),
    protocol.Rule(
        id="entry/named-exit",
        level="must",
        text=protocol.Text(
            "A server MUST close the connection of a client that sends [NAME] exit.",
            ko="서버는 [NAME] exit를 보낸 클라이언트의 연결을 닫아야 한다(MUST).",
        ),
        line=403,
        region="entry",
        states=("open",),
        event="raw_text",
        feature="named",
    ),
    protocol.Rule(
        id="entry/relay",
        level="must",
        text=protocol.Text(
            "A server MUST relay a text, unchanged, to all, its sender too.",
            ko="서버는 글을 그대로, 보낸 이를 포함한 모두에게 전해야 한다(MUST).",
        ),
        line=409,
        region="entry",
        states=("open",),
        event="raw_text",
    ),
    protocol.Rule(
        id="entry/unreadable",
        level="must",
        text=protocol.Text(
            "A server MUST ignore a record that is no text, and keep the connection.",
            ko="서버는 글이 아닌 레코드를 무시하고 연결을 유지해야 한다(MUST).",
        ),
        line=415,
        region="entry",
        states=("open",),
        event="malformed",
    ),
    protocol.Rule(
        id="entry/joins",
        level="must",
        text=protocol.Text(
            "A server MUST give a client the name it asks for if it is a name and free, and tell the others where it announces.",
            ko="서버는 올바르고 비어 있는 이름을 주고, 알림이 있다면 나머지에게 알려야 한다(MUST).",
        ),
        line=422,
        region="entry",
        states=("greeting",),
        event="login",
        feature="login",
    ),
    protocol.Rule(
        id="entry/name-refused",
        level="must",
        text=protocol.Text(
            "A server MUST answer a login with a name that is taken or is none with a notice, and tell nobody else.",
            ko="서버는 이미 있거나 올바르지 않은 이름에 알림으로 답하고 남에게 알리지 않아야 한다(MUST).",
        ),
        line=435,
        region="entry",
        states=("greeting",),
        event="login",
        feature="login",
    ),
    protocol.Rule(
        id="entry/quits",
        level="must",
        text=protocol.Text(
            "A server MUST close a connection that sends /exit before login.",
            ko="서버는 로그인 전에 /exit를 보낸 연결을 닫아야 한다(MUST).",
        ),
        line=443,
        region="entry",
        states=("greeting",),
        event="quit",
        feature="login",
    ),
    protocol.Rule(
        id="entry/quits-under-a-name",
        level="must",
        text=protocol.Text(
            "A server MUST close a connection that sends [X] /exit before login.",
            ko="서버는 로그인 전에 [X] /exit를 보낸 연결을 닫아야 한다(MUST).",
        ),
        line=449,
        region="entry",
        states=("greeting",),
        event="exit",
        feature="login",
    ),
    protocol.Rule(
        id="entry/exit",
        level="must",
        text=protocol.Text(
            "A server MUST close the connection of one who sends /exit, tell the others where it announces, and not relay the record.",
            ko="서버는 /exit를 보낸 이의 연결을 닫고, 알림이 있다면 나머지에게 알려야 한다(MUST).",
        ),
        line=457,
        region="entry",
        states=("online",),
        event="exit",
        feature="login",
    ),
    protocol.Rule(
        id="entry/vanished",
        level="must",
        text=protocol.Text(
            "A server MUST treat one that vanishes as it treats one that leaves.",
            ko="서버는 사라진 이를 나간 이와 같이 다루어야 한다(MUST).",
        ),
        line=465,
        region="entry",
        states=("online",),
        event="eof",
    ),
    protocol.Rule(
        id="mode/sleeps",
        level="must",
        text=protocol.Text(
            "A server MUST bring no texts and no whispers to one who sleeps.",
            ko="서버는 잠든 사람에게 글도 귓속말도 전하지 않아야 한다(MUST).",
        ),
        line=479,
        region="mode",
        states=("awake",),
        event="sleep",
        feature="sleep",
    ),
    protocol.Rule(
        id="mode/wakes",
        level="must",
        text=protocol.Text(
            "A server MUST let a sleeper hear again from /wakeup on.",
            ko="서버는 /wakeup부터 다시 글을 전해야 한다(MUST).",
        ),
        line=487,
        region="mode",
        states=("asleep",),
        event="wake",
        feature="sleep",
    ),
    protocol.Rule(
        id="mode/say-wakes",
        level="must",
        text=protocol.Text(
            "A server MUST wake a sleeper by any text of its own.",
            ko="서버는 잠든 사람이 글을 쓰면 깨워야 한다(MUST).",
        ),
        line=495,
        region="mode",
        states=("asleep",),
        event="say",
        feature="sleep",
    ),
    protocol.Rule(
        id="chat/say",
        level="must",
        text=protocol.Text(
            "A server MUST relay a text, unchanged, to all who are awake, its sender too.",
            ko="서버는 글을 그대로, 보낸 이를 포함해 깨어 있는 모두에게 전해야 한다(MUST).",
        ),
        line=509,
        region="chat",
        states=("open",),
        event="say",
        feature="login",
    ),
    protocol.Rule(
        id="chat/list-with-status",
        level="must",
        text=protocol.Text(
            "A server MUST answer /list with a heading, a numbered row for each user in the order of login with S for a sleeper and O for the rest, and a line.",
            ko="서버는 /list에 머리글, 로그인 순서의 번호와 상태(S 또는 O)가 있는 줄들, 선으로 답해야 한다(MUST).",
        ),
        line=517,
        region="chat",
        states=("open",),
        event="who",
        feature="sleep",
    ),
    protocol.Rule(
        id="chat/list",
        level="must",
        text=protocol.Text(
            "A server MUST answer /list with a heading, a numbered row for each user in the order of login, and a line.",
            ko="서버는 /list에 머리글, 로그인 순서의 번호가 있는 줄들, 선으로 답해야 한다(MUST).",
        ),
        line=534,
        region="chat",
        states=("open",),
        event="who",
        feature="login",
    ),
    protocol.Rule(
        id="chat/whisper-forged",
        level="must",
        text=protocol.Text(
            "A server MUST NOT deliver a whisper under a name that is not its sender's.",
            ko="서버는 보낸 이의 것이 아닌 이름의 귓속말을 전하지 않아야 한다(MUST NOT).",
        ),
        line=548,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="chat/whisper-to-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer a whisper to a name that nobody has with a notice.",
            ko="서버는 없는 사람에게 보낸 귓속말에 알림으로 답해야 한다(MUST).",
        ),
        line=555,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="chat/whisper-to-sleeper",
        level="must",
        text=protocol.Text(
            "A server MUST drop a whisper to a sleeper, with a notice to its sender.",
            ko="서버는 잠든 사람에게 보낸 귓속말을 버리고 보낸 이에게 알려야 한다(MUST).",
        ),
        line=562,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="chat/whisper",
        level="must",
        text=protocol.Text(
            "A server MUST deliver a whisper to the one it is for and to nobody else, cut to whole characters where it does not fit.",
            ko="서버는 귓속말을 받을 이에게만, 넘치면 온전한 글자까지 잘라 전해야 한다(MUST).",
        ),
        line=568,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="talk/with-forged",
        level="must",
        text=protocol.Text(
            "A server MUST NOT ask for a talk under a name that is not the asker's.",
            ko="서버는 요청한 이의 것이 아닌 이름으로 대화를 청하지 않아야 한다(MUST NOT).",
        ),
        line=586,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/with-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer a request to talk to nobody with a notice.",
            ko="서버는 없는 사람과의 대화 요청에 알림으로 답해야 한다(MUST).",
        ),
        line=593,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/with-busy",
        level="must",
        text=protocol.Text(
            "A server MUST answer a request to talk with oneself, or with one who asks, is asked or talks, with a notice, and tell nobody else.",
            ko="서버는 자신이나 바쁜 사람과의 대화 요청에 알림으로만 답해야 한다(MUST).",
        ),
        line=600,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/asks",
        level="must",
        text=protocol.Text(
            "A server MUST bring a request to talk to the one it is for.",
            ko="서버는 대화 요청을 받을 이에게 전해야 한다(MUST).",
        ),
        line=608,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/accepted",
        level="must",
        text=protocol.Text(
            "A server MUST tell both that their talk begins.",
            ko="서버는 대화의 시작을 둘 모두에게 알려야 한다(MUST).",
        ),
        line=622,
        region="talk",
        states=("asked",),
        event="with_yes",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/refused-by-partner",
        level="must",
        text=protocol.Text(
            "A server MUST tell the asker alone that the other does not want to talk.",
            ko="서버는 거부를 요청한 이에게만 알려야 한다(MUST).",
        ),
        line=633,
        region="talk",
        states=("asked",),
        event="with_no",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/partner-asleep",
        level="must",
        text=protocol.Text(
            "A server MUST bring no text of a talk to a partner who sleeps, nor to others.",
            ko="서버는 1:1 대화의 글을 잠든 상대에게도 남에게도 전하지 않아야 한다(MUST).",
        ),
        line=644,
        region="talk",
        states=("talking",),
        event="say",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/private-text",
        level="must",
        text=protocol.Text(
            "A server MUST bring a text of a talk to the partner and to nobody else, cut to whole characters where it does not fit, its newline kept.",
            ko="서버는 1:1 대화의 글을 상대에게만, 넘치면 온전한 글자까지 잘라 전해야 한다(MUST).",
        ),
        line=651,
        region="talk",
        states=("talking",),
        event="say",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/ends",
        level="must",
        text=protocol.Text(
            "A server MUST end a talk when either side wants, and tell both.",
            ko="서버는 둘 중 누구든 원하면 대화를 끝내고 둘 모두에게 알려야 한다(MUST).",
        ),
        line=667,
        region="talk",
        states=("talking",),
        event="end",
        feature="talk",
    ),
    protocol.Rule(
        id="sending/offer-forged",
        level="must",
        text=protocol.Text(
            "A server MUST NOT offer a file under a name that is not the sender's.",
            ko="서버는 보낸 이의 것이 아닌 이름으로 파일을 제안하지 않아야 한다(MUST NOT).",
        ),
        line=684,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offer-to-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer an offer to nobody with a notice.",
            ko="서버는 없는 사람에게 한 파일 제안에 알림으로 답해야 한다(MUST).",
        ),
        line=691,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offer-busy",
        level="must",
        text=protocol.Text(
            "A server MUST answer an offer to oneself, or between two of whom one has a file under way, with a notice, and tell nobody else.",
            ko="서버는 자신이나 파일을 주고받는 중인 사람과의 파일 제안에 알림으로만 답해야 한다(MUST).",
        ),
        line=700,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offers",
        level="must",
        text=protocol.Text(
            "A server MUST bring an offer to the one it is for.",
            ko="서버는 파일 제안을 받을 이에게 전해야 한다(MUST).",
        ),
        line=708,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/begins",
        level="must",
        text=protocol.Text(
            "A server MUST relay the name and size of a file to its receiver alone.",
            ko="서버는 파일의 이름과 크기를 받을 이에게만 전해야 한다(MUST).",
        ),
        line=722,
        region="sending",
        states=("wanted",),
        event="file_begin",
        feature="file",
    ),
    protocol.Rule(
        id="sending/data",
        level="must",
        text=protocol.Text(
            "A server MUST relay each chunk, unchanged, to the receiver alone.",
            ko="서버는 조각을 그대로 받는 이에게만 전해야 한다(MUST).",
        ),
        line=731,
        region="sending",
        states=("flowing",),
        event="file_data",
        feature="file",
    ),
    protocol.Rule(
        id="sending/done",
        level="must",
        text=protocol.Text(
            "A server MUST relay the end of a file, after which both are free again.",
            ko="서버는 파일의 끝을 전하고 둘 모두 자유롭게 해야 한다(MUST).",
        ),
        line=738,
        region="sending",
        states=("flowing",),
        event="file_end",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/wanted",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender that its file is wanted.",
            ko="서버는 파일을 받겠다는 답을 보내는 이에게 전해야 한다(MUST).",
        ),
        line=753,
        region="receiving",
        states=("asked",),
        event="file_yes",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/unwanted",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender alone that its file is not wanted.",
            ko="서버는 파일을 받지 않겠다는 답을 보내는 이에게만 전해야 한다(MUST).",
        ),
        line=763,
        region="receiving",
        states=("asked",),
        event="file_no",
        feature="file",
    ),
    protocol.Rule(
        id="always/malformed",
        level="must",
        text=protocol.Text(
            "A server MUST answer a record that it cannot read with a notice, and go on.",
            ko="서버는 읽을 수 없는 레코드에 알림으로 답하고 계속해야 한다(MUST).",
        ),
        line=776,
        region="always",
        states=(),
        event="malformed",
        feature="login",
    ),
    protocol.Rule(
        id="always/login-first",
        level="must",
        text=protocol.Text(
            "A server MUST answer anything else before login with a notice, and relay nothing.",
            ko="서버는 로그인 전의 다른 모든 것에 알림으로만 답해야 한다(MUST).",
        ),
        line=784,
        region="always",
        states=(),
        event="unexpected",
        feature="login",
    ),
    protocol.Rule(
        id="always/not-now",
        level="must",
        text=protocol.Text(
            "A server MUST answer a record without its sender's own name, a second login, and a command that its state does not allow with a notice, and do nothing else.",
            ko="서버는 자기 이름이 없는 레코드, 두 번째 로그인, 지금 할 수 없는 명령에 알림으로만 답해야 한다(MUST).",
        ),
        line=791,
        region="always",
        states=(),
        event="unexpected",
        feature="login",
    ),
)

FEATURES = (
    protocol.Feature("named", "Texts are [NAME] TEXT, and [NAME] exit leaves."),
    protocol.Feature(
        "login",
        "Names that belong to one, a list of users, and /exit.",
        needs=("named",),
    ),
    protocol.Feature(
        "presence", "Everybody is told who comes and who goes.", needs=("login",)
    ),
    protocol.Feature(
        "whisper", "A text for one user alone.", needs=("presence", "sleep")
    ),
    protocol.Feature(
        "sleep", "To hear no texts for a while; the list shows it.", needs=("login",)
    ),
    protocol.Feature(
        "talk", "A 1:1 talk of two that both want.", needs=("presence", "sleep")
    ),
    protocol.Feature(
        "file", "A file for one user who wants it.", needs=("presence", "sleep")
    ),
)

CLIENT = protocol.Client(
    login=protocol.Login(send=Login, field="name", accepted=(), refused=(Notice,)),
    commands=(
        protocol.Command(
            message=Exit,
            type="/exit",
            help="leave",
            fill={"name": "me"},
            feature="login",
        ),
        protocol.Command(
            message=Who,
            type="/list",
            help="who is here",
            fill={"name": "me"},
            feature="login",
        ),
        protocol.Command(
            message=Whisper,
            type="/to {to} {text}",
            help="a text to one user",
            fill={"name": "me"},
            people=("to",),
            feature="whisper",
        ),
        protocol.Command(
            message=Sleep,
            type="/sleep",
            help="hear no texts",
            fill={"name": "me"},
            feature="sleep",
        ),
        protocol.Command(
            message=Wake,
            type="/wakeup",
            help="hear texts again",
            fill={"name": "me"},
            feature="sleep",
        ),
        protocol.Command(
            message=With,
            type="/with {to}",
            help="ask for a 1:1 talk",
            fill={"name": "me"},
            people=("to",),
            feature="talk",
        ),
        protocol.Command(
            message=End,
            type="/end",
            help="end the 1:1 talk",
            fill={"name": "me"},
            feature="talk",
        ),
        protocol.Command(
            message=Say,
            type="{text}",
            help="a text to everybody",
            fill={"name": "me", "text": "{text}\n"},
            feature="login",
        ),
        protocol.Command(
            message=RawText,
            type="{text}",
            help="a text to everybody",
            fill={"text": "{text}\n"},
            unless="named",
        ),
        protocol.Command(
            message=RawText,
            type="exit",
            help="leave",
            fill={"text": "exit\n"},
            unless="named",
        ),
        protocol.Command(
            message=RawText,
            type="{text}",
            help="a text to everybody",
            fill={"text": "[{me}] {text}\n"},
            feature="named",
            unless="login",
        ),
        protocol.Command(
            message=RawText,
            type="exit",
            help="leave",
            fill={"text": "[{me}] exit\n"},
            feature="named",
            unless="login",
        ),
    ),
    questions=(
        protocol.Question(
            on=WithAsked,
            ask="[{name}]님이 1:1 대화를 요청했습니다. (y/n)? ",
            yes=WithYes,
            no=WithNo,
            fill={"name": "me", "to": "name"},
            feature="talk",
        ),
    ),
    members=protocol.Members(joined={Joined: "name"}, left={Left: "name"}),
    files=protocol.Files(
        type="/filesend {to} {path}",
        help="offer a file",
        ask="[{name}]님이 파일을 보내려고 합니다. 수신 (y/n)? ",
        digest="",
        chunk_bytes=118,
        offer=protocol.Role(
            message=FileOffer, parts={"me": "name", "person": "to", "name": "document"}
        ),
        offered=protocol.Role(
            message=FileOffered, parts={"person": "name", "name": "document"}
        ),
        accept=protocol.Role(
            message=FileYes, parts={"me": "name", "person": "to", "name": "document"}
        ),
        refuse=protocol.Role(message=FileNo, parts={"me": "name", "person": "to"}),
        accepted=protocol.Role(
            message=FileAccepted, parts={"person": "name", "name": "document"}
        ),
        refused=protocol.Role(message=FileRefused, parts={"person": "name"}),
        data=protocol.Role(message=FileData, parts={"me": "name", "data": "data"}),
        end=protocol.Role(message=FileEnd, parts={"me": "name"}),
        chunk=protocol.Role(message=FileChunk, parts={"data": "data"}),
        done=protocol.Role(message=FileDone),
        begin=protocol.Role(
            message=FileBegin, parts={"me": "name", "name": "document", "size": "size"}
        ),
        begun=protocol.Role(
            message=FileBegun, parts={"name": "document", "size": "size"}
        ),
        failed=(protocol.Role(message=Notice),),
        feature="file",
    ),
    texts={
        "name": "Name: ",
        "unknown": "There is no such command. /help lists what there is.",
        "lost": "The connection was lost.",
        "refused": "There is no server there.",
    },
)

SCENARIOS = (
    protocol.Scenario(
        id="whisper-and-sleep",
        text=protocol.Text(
            "A whisper MUST reach one alone, and a sleeper neither whisper nor text.",
            ko="귓속말은 한 사람에게만 닿고, 잠든 사람에게는 글도 귓속말도 닿지 않아야 한다(MUST).",
        ),
        line=848,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=852),
            protocol.Step("alice", "sends", Login(name="alice"), line=853),
            protocol.Step("bob", "connects", line=854),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={"alice": (Joined(name="bob"),)},
                line=855,
            ),
            protocol.Step("carol", "connects", line=857),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                },
                line=858,
            ),
            protocol.Step(
                "alice",
                "sends",
                Whisper(name="alice", to="bob", text="psst"),
                expected={"bob": (Whispered(name="alice", text="psst\n"),)},
                line=861,
            ),
            protocol.Step(
                "carol",
                "sends",
                Say(name="alice", text="I am alice\n"),
                expected={"carol": (Notice(reason="hello\n"),)},
                line=863,
            ),
            protocol.Step("bob", "sends", Sleep(name="bob"), line=865),
            protocol.Step(
                "carol",
                "sends",
                Whisper(name="carol", to="bob", text="psst"),
                expected={"carol": (Notice(reason="hello\n"),)},
                line=866,
            ),
            protocol.Step(
                "carol",
                "sends",
                Say(name="carol", text="hello\n"),
                expected={
                    "alice": (Said(name="carol", text="hello\n"),),
                    "carol": (Said(name="carol", text="hello\n"),),
                },
                line=868,
            ),
            protocol.Step(
                "carol",
                "sends",
                Who(name="carol"),
                expected={
                    "carol": (
                        StatusTop(),
                        AwakeRow(number=0, name="alice"),
                        AsleepRow(number=1, name="bob"),
                        AwakeRow(number=2, name="carol"),
                        StatusBottom(),
                    )
                },
                line=871,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(name="bob", text="up\n"),
                expected={
                    "alice": (Said(name="bob", text="up\n"),),
                    "bob": (Said(name="bob", text="up\n"),),
                    "carol": (Said(name="bob", text="up\n"),),
                },
                line=876,
            ),
        ),
        feature="whisper",
    ),
    protocol.Scenario(
        id="talk-ends-when-a-partner-vanishes",
        text=protocol.Text(
            "One whose partner vanishes MUST hear that first, then the leaving, and be free.",
            ko="상대가 사라진 사람은 대화 종료를 퇴장 알림보다 먼저 받고 자유로워져야 한다(MUST).",
        ),
        line=883,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=887),
            protocol.Step("alice", "sends", Login(name="alice"), line=888),
            protocol.Step("bob", "connects", line=889),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={"alice": (Joined(name="bob"),)},
                line=890,
            ),
            protocol.Step("carol", "connects", line=892),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                },
                line=893,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(name="alice", to="bob"),
                expected={"bob": (WithAsked(name="alice"),)},
                line=896,
            ),
            protocol.Step(
                "carol",
                "sends",
                Say(name="carol", text="blocked?\n"),
                expected={
                    "alice": (Said(name="carol", text="blocked?\n"),),
                    "bob": (Said(name="carol", text="blocked?\n"),),
                    "carol": (Said(name="carol", text="blocked?\n"),),
                },
                line=898,
            ),
            protocol.Step(
                "carol",
                "sends",
                With(name="carol", to="bob"),
                expected={"carol": (Notice(reason="hello\n"),)},
                line=902,
            ),
            protocol.Step(
                "bob",
                "sends",
                WithYes(name="bob", to="alice"),
                expected={
                    "alice": (WithStarted(name="bob"),),
                    "bob": (WithStarted(name="alice"),),
                },
                line=904,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(name="alice", text="just us\n"),
                expected={"bob": (Talked(name="alice", text="just us\n"),)},
                line=907,
            ),
            protocol.Step(
                "bob",
                "resets",
                expected={
                    "alice": (WithEnded(name="bob"), Left(name="bob")),
                    "carol": (Left(name="bob"),),
                },
                line=909,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(name="alice", text="all\n"),
                expected={
                    "alice": (Said(name="alice", text="all\n"),),
                    "carol": (Said(name="alice", text="all\n"),),
                },
                line=912,
            ),
        ),
        feature="talk",
    ),
    protocol.Scenario(
        id="file-of-any-bytes",
        text=protocol.Text(
            "A file that was accepted MUST arrive unchanged, whatever bytes it has.",
            ko="수락된 파일은 어떤 바이트든 그대로 도착해야 한다(MUST).",
        ),
        line=918,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=922),
            protocol.Step("alice", "sends", Login(name="alice"), line=923),
            protocol.Step("bob", "connects", line=924),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={"alice": (Joined(name="bob"),)},
                line=925,
            ),
            protocol.Step("carol", "connects", line=927),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                },
                line=928,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(name="alice", to="bob", document="a.bin"),
                expected={"bob": (FileOffered(name="alice", document="a.bin"),)},
                line=931,
            ),
            protocol.Step(
                "carol",
                "sends",
                FileOffer(name="carol", to="bob", document="b.bin"),
                expected={"carol": (Notice(reason="hello\n"),)},
                line=933,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(name="bob", to="alice", document="a.bin"),
                expected={"alice": (FileAccepted(name="bob", document="a.bin"),)},
                line=935,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileBegin(name="alice", document="a.bin", size=7),
                expected={"bob": (FileBegun(document="a.bin", size=7),)},
                line=937,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(name="alice", data=b"\x00\xff\n[\x00/\x01"),
                expected={"bob": (FileChunk(data=b"\x00\xff\n[\x00/\x01"),)},
                line=939,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileEnd(name="alice"),
                expected={"bob": (FileDone(),)},
                line=941,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileOffer(name="bob", to="alice", document="c.bin"),
                expected={"alice": (FileOffered(name="bob", document="c.bin"),)},
                line=943,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileNo(name="alice", to="bob"),
                expected={"bob": (FileRefused(name="alice"),)},
                line=945,
            ),
        ),
        feature="file",
    ),
)

PROTOCOL = protocol.Protocol(
    name="slash",
    title="Chat with slash commands",
    source="spec/slash.yaml",
    digest="b6ac3fabaea7",
    port=30000,
    client_framing=CLIENT_FRAMING,
    server_framing=SERVER_FRAMING,
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=MESSAGES,
    rules=RULES,
    features=FEATURES,
    profiles={
        "stage1": frozenset(),
        "stage2": frozenset({"named"}),
        "stage3": frozenset({"login", "named"}),
        "stage4": frozenset({"login", "named", "presence", "sleep", "whisper"}),
        "stage5": frozenset({"login", "named", "presence", "sleep", "talk", "whisper"}),
        "stage6": frozenset(
            {"file", "login", "named", "presence", "sleep", "talk", "whisper"}
        ),
    },
    limits=Room.LIMITS,
    client=CLIENT,
    scenarios=SCENARIOS,
)
