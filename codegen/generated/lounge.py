"""Chat lounge with commands.

Generated from spec/lounge.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/lounge.yaml
"""

from dataclasses import dataclass
from typing import ClassVar

from codegen import functions, protocol, room, wire

# Messages from clients.


@dataclass(frozen=True, slots=True)
class Enter:
    """The first thing that a client sends, whatever it looks like.

    ``{name}``
    """

    name: str


@dataclass(frozen=True, slots=True)
class Exit:
    """``/exit``"""


@dataclass(frozen=True, slots=True)
class Say:
    """``{text}``"""

    text: str


@dataclass(frozen=True, slots=True)
class Users:
    """``/users``"""


@dataclass(frozen=True, slots=True)
class Nick:
    """``/nick {name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class Help:
    """``/help``"""


@dataclass(frozen=True, slots=True)
class Search:
    """``/search {query}``"""

    query: str


@dataclass(frozen=True, slots=True)
class Admin:
    """``/admin {secret}``"""

    secret: str


@dataclass(frozen=True, slots=True)
class Kick:
    """``/kick {to} {reason}``"""

    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileOffer:
    """``/file {to} {size} {name}``"""

    to: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class FileYes:
    """``/yes``"""


@dataclass(frozen=True, slots=True)
class FileNo:
    """``/no``"""


@dataclass(frozen=True, slots=True)
class FileMore:
    """``/more``"""


@dataclass(frozen=True, slots=True)
class FileData:
    """``/data {data}``"""

    data: bytes


@dataclass(frozen=True, slots=True)
class FileEnd:
    """``/end``"""


@dataclass(frozen=True, slots=True)
class FileCancel:
    """Ends both the file that one sends and the one that one gets.

    ``/cancel``
    """


# Messages from the server.


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the server says first.

    ``닉네임을 입력하세요: ``
    """


@dataclass(frozen=True, slots=True)
class Taken:
    """``이미 사용 중인 닉네임입니다.``"""


@dataclass(frozen=True, slots=True)
class BadName:
    """``사용할 수 없는 닉네임입니다.``"""


@dataclass(frozen=True, slots=True)
class Joined:
    """``{name} 님이 채팅방에 참여했습니다.``"""

    name: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    """``연결을 종료합니다.``"""


@dataclass(frozen=True, slots=True)
class Left:
    """``{name} 님이 채팅방을 떠났습니다.``"""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """The time is the server's local time.

    ``[{time}] {sender}: {text}``
    """

    time: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """``알 수 없는 명령어입니다.``"""


@dataclass(frozen=True, slots=True)
class List:
    """``접속자 목록: {names}``"""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """``{old} 님이 닉네임을 {new}(으)로 변경했습니다.``"""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NickChanged:
    """To the one who changed it, after the notice to all.

    ``닉네임이 {name}(으)로 변경되었습니다.``
    """

    name: str


@dataclass(frozen=True, slots=True)
class HelpText:
    """``사용 가능한 명령어:\\n/help - 명령어 목록 표시\\n/exit - 채팅방 나가기\\n/users - 접속자 목록 보기\\n/nick [새 닉네임] - 닉네임 변경\\n/search [내용] - OpenAI 기반 검색``"""


@dataclass(frozen=True, slots=True)
class Found:
    """``{name}님의 검색 결과:\\n{text}``"""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class NoSearch:
    """To the one who asked. The reason is for people, its wording free.

    ``검색을 사용할 수 없습니다: {reason}``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class IsAdmin:
    """``관리자가 되었습니다.``"""


@dataclass(frozen=True, slots=True)
class NoAdmin:
    """Wrong secret, or no right to do that.

    ``권한이 없습니다.``
    """


@dataclass(frozen=True, slots=True)
class Nobody:
    """The command names nobody who is here.

    ``그런 사용자가 없습니다.``
    """


@dataclass(frozen=True, slots=True)
class Kicked:
    """``관리자가 내보냈습니다: {reason}``"""

    reason: str


@dataclass(frozen=True, slots=True)
class FileOffered:
    """``\\x1e/file {size}:{sender}:{name}``"""

    size: int
    sender: str
    name: str


@dataclass(frozen=True, slots=True)
class FileAccepted:
    """``\\x1e/yes {name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class FileRefused:
    """``\\x1e/no {name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class FileGoOn:
    """``\\x1e/more``"""


@dataclass(frozen=True, slots=True)
class FileChunk:
    """``\\x1e/data {data}``"""

    data: bytes


@dataclass(frozen=True, slots=True)
class FileDone:
    """``\\x1e/end``"""


@dataclass(frozen=True, slots=True)
class FileCancelled:
    """``\\x1e/cancel {name}``"""

    name: str


@dataclass(frozen=True, slots=True)
class FileFailed:
    """Nobody of that name is here, or somebody has a file under way.

    ``\\x1e/failed {to}``
    """

    to: str


# The wire.

FLAG = wire.Flag()
NICK = wire.Text(length=(1, 20), pattern=r"[^,:\x00-\x1f\x7f-\x9f]+", level="should")
NICKS = wire.Array(NICK, count=(0, 1024), between=", ")
PERSON = wire.Text(bytes=(0, 200), pattern=r"[^\s\x00]*")
LINE = wire.Text(bytes=(1, 1024), pattern=r"(?!/)[\s\S]*")
TIME = wire.Text(length=(8, 8), pattern="[0-2][0-9]:[0-5][0-9]:[0-5][0-9]")
QUERY = wire.Text(bytes=(1, 1016))
ANSWER = wire.Text(bytes=(1, 8192))
REASON = wire.Text(bytes=(0, 500))
SECRET = wire.Text(bytes=(1, 200))
SIZE = wire.Integer(range=(0, 4294967295))
FILENAME = wire.Text(bytes=(1, 255), pattern=r"(?!\.\.?\Z)[^/\\\x00-\x1f\x7f-\x9f]+")
CHUNK = wire.Blob(bytes=(1, 1000))

CLIENT_MESSAGES = wire.Messages(
    [
        wire.Template(Enter, "{name}", {"name": NICK}),
        wire.Template(Exit, "/exit", {}),
        wire.Template(Say, "{text}", {"text": LINE}),
        wire.Template(Users, "/users", {}),
        wire.Template(Nick, "/nick {name}", {"name": NICK}),
        wire.Template(Help, "/help", {}),
        wire.Template(Search, "/search {query}", {"query": QUERY}),
        wire.Template(Admin, "/admin {secret}", {"secret": SECRET}),
        wire.Template(Kick, "/kick {to} {reason}", {"to": PERSON, "reason": REASON}),
        wire.Template(
            FileOffer,
            "/file {to} {size} {name}",
            {"to": PERSON, "size": SIZE, "name": FILENAME},
        ),
        wire.Template(FileYes, "/yes", {}),
        wire.Template(FileNo, "/no", {}),
        wire.Template(FileMore, "/more", {}),
        wire.Template(FileData, "/data {data}", {"data": CHUNK}),
        wire.Template(FileEnd, "/end", {}),
        wire.Template(FileCancel, "/cancel", {}),
    ],
    apart=[Enter],
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.Template(Prompt, "닉네임을 입력하세요: ", {}),
        wire.Template(Taken, "이미 사용 중인 닉네임입니다.", {}),
        wire.Template(BadName, "사용할 수 없는 닉네임입니다.", {}),
        wire.Template(Joined, "{name} 님이 채팅방에 참여했습니다.", {"name": NICK}),
        wire.Template(Goodbye, "연결을 종료합니다.", {}),
        wire.Template(Left, "{name} 님이 채팅방을 떠났습니다.", {"name": NICK}),
        wire.Template(
            Said,
            "[{time}] {sender}: {text}",
            {"time": TIME, "sender": NICK, "text": LINE},
        ),
        wire.Template(Unknown, "알 수 없는 명령어입니다.", {}),
        wire.Template(List, "접속자 목록: {names}", {"names": NICKS}),
        wire.Template(
            Renamed,
            "{old} 님이 닉네임을 {new}(으)로 변경했습니다.",
            {"old": NICK, "new": NICK},
        ),
        wire.Template(
            NickChanged, "닉네임이 {name}(으)로 변경되었습니다.", {"name": NICK}
        ),
        wire.Template(
            HelpText,
            "사용 가능한 명령어:\n/help - 명령어 목록 표시\n/exit - 채팅방 나가기\n/users - 접속자 목록 보기\n/nick [새 닉네임] - 닉네임 변경\n/search [내용] - OpenAI 기반 검색",
            {},
        ),
        wire.Template(
            Found, "{name}님의 검색 결과:\n{text}", {"name": NICK, "text": ANSWER}
        ),
        wire.Template(
            NoSearch,
            "검색을 사용할 수 없습니다: {reason}",
            {"reason": REASON},
            also=["검색 중 오류 발생: {reason}"],
        ),
        wire.Template(IsAdmin, "관리자가 되었습니다.", {}),
        wire.Template(NoAdmin, "권한이 없습니다.", {}),
        wire.Template(Nobody, "그런 사용자가 없습니다.", {}),
        wire.Template(Kicked, "관리자가 내보냈습니다: {reason}", {"reason": REASON}),
        wire.Template(
            FileOffered,
            "\x1e/file {size}:{sender}:{name}",
            {"size": SIZE, "sender": NICK, "name": FILENAME},
        ),
        wire.Template(FileAccepted, "\x1e/yes {name}", {"name": NICK}),
        wire.Template(FileRefused, "\x1e/no {name}", {"name": NICK}),
        wire.Template(FileGoOn, "\x1e/more", {}),
        wire.Template(FileChunk, "\x1e/data {data}", {"data": CHUNK}),
        wire.Template(FileDone, "\x1e/end", {}),
        wire.Template(FileCancelled, "\x1e/cancel {name}", {"name": NICK}),
        wire.Template(FileFailed, "\x1e/failed {to}", {"to": PERSON}),
    ]
)
CLIENT_FRAMING = wire.Unframed(max=1024)
SERVER_FRAMING = wire.Unframed(max=131072)


# The machine.


@dataclass(slots=True)
class Session(room.BaseSession):
    """One connection: the states of its regions, then its variables."""

    entry: str = ""
    sending: str = ""
    receiving: str = ""
    name: str = ""
    admin: bool = False
    tries: int = 0
    receiver: int = room.NOBODY
    giver: int = room.NOBODY
    size: int = 0
    sent: int = 0


class Room(room.Room[Session]):
    """The whole server of Chat lounge with commands, without I/O or clock."""

    SESSION = Session
    FEATURES = frozenset({"search", "admin", "file"})
    LIMITS: ClassVar = {
        "sessions": 1024,
        "name_seconds": 60,
        "idle_seconds": 0,
        "queue_bytes": 1048576,
        "admin_tries": 3,
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
        room.Region("sending", "idle", within=("entry", "inside")),
        room.Region("receiving", "idle", within=("entry", "inside")),
    )
    REFERENCES = ("receiver", "giver")
    READS: ClassVar = {("entry", "nameless"): Enter}

    def _all_inside(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.entry == "inside"]

    def _all_others(self, me: Session) -> list[Session]:
        return [
            s for s in self.sessions.values() if s.entry == "inside" and s is not me
        ]

    def _do_drop(self, me: Session) -> None:
        self._move(self._at(me.receiver), "receiving", "idle")
        self._at(me.receiver).giver = room.NOBODY
        self._move(me, "sending", "idle")
        me.receiver = room.NOBODY
        me.size = 0
        me.sent = 0

    def _do_cancel(self, me: Session) -> None:
        self._send(self._those(me.receiver), FileCancelled(name=me.name))
        self._do_drop(me)

    def _do_vanish(self, me: Session) -> None:
        if me.receiver != room.NOBODY:
            self._do_cancel(me)
        if me.giver != room.NOBODY:
            self._send(self._those(me.giver), FileCancelled(name=me.name))
            self._do_drop(self._at(me.giver))
        self._send(self._all_others(me), Left(name=me.name))

    def _entry_nameless_connected(self, me: Session, _: room.Connected) -> bool:
        # A server MUST ask a new connection for its nickname.
        self._fire("entry/prompts")
        self._reply(me, Prompt())
        return True

    def _entry_nameless_enter(self, me: Session, message: Enter) -> bool:
        if message.name in [s.name for s in self._all_inside()]:
            # A server MUST refuse a nickname in use, tell nobody else, and let the
            # client try again.
            self._fire("entry/name-taken")
            self._reply(me, Taken())
            return True
        # A server MUST announce a newcomer to all members, the newcomer too.
        self._fire("entry/enters")
        self._move(me, "entry", "inside")
        me.name = message.name
        self._send(self._all_inside(), Joined(name=message.name))
        return True

    def _entry_nameless_malformed(self, me: Session, _: room.Malformed) -> bool:
        # A server SHOULD refuse what can be no nickname, and let the client try again.
        self._fire("entry/bad-nickname")
        self._reply(me, BadName())
        return True

    def _entry_nameless_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY close a connection that does not say its nickname in time.
        self._fire("entry/name-patience")
        self._close(me)
        return True

    def _entry_inside_say(self, me: Session, message: Say) -> bool:
        # A server MUST send a text to all other members, behind the time and the
        # present nickname.
        self._fire("entry/relays")
        self._send(
            self._all_others(me),
            Said(
                time=functions.clock(int(self.now)), sender=me.name, text=message.text
            ),
        )
        return True

    def _entry_inside_users(self, me: Session, _: Users) -> bool:
        # A server MUST answer /users with all nicknames, in the order of joining.
        self._fire("entry/lists")
        self._reply(me, List(names=tuple(s.name for s in self._all_inside())))
        return True

    def _entry_inside_nick(self, me: Session, message: Nick) -> bool:
        if message.name in [s.name for s in self._all_inside()]:
            # A server MUST refuse a new nickname that is in use, be it one's own.
            self._fire("entry/nick-taken")
            self._reply(me, Taken())
            return True
        # A server MUST tell all members of a new nickname, and then confirm it to its
        # owner.
        self._fire("entry/renames")
        self._send(self._all_inside(), Renamed(old=me.name, new=message.name))
        me.name = message.name
        self._reply(me, NickChanged(name=message.name))
        return True

    def _entry_inside_help(self, me: Session, _: Help) -> bool:
        # A server MUST answer /help with the list of commands.
        self._fire("entry/helps")
        self._reply(me, HelpText())
        return True

    def _entry_inside_exit(self, me: Session, _: Exit) -> bool:
        # A server MUST say goodbye to one who leaves, announce the leaving to all, that
        # one too, and close.
        self._fire("entry/leaves")
        self._reply(me, Goodbye())
        self._reply(me, Left(name=me.name))
        self._do_vanish(me)
        self._close(me)
        return True

    def _entry_inside_search(self, me: Session, message: Search) -> bool:
        # A server MUST go on serving everybody while it searches.
        self._fire("entry/searches")
        self._ask(me, "search", query=message.query)
        return True

    def _entry_inside_search_answer(self, me: Session, message: room.Answer) -> bool:
        # A server MUST send what was found to all members, with the asker's nickname.
        self._fire("entry/finds")
        self._send(self._all_inside(), Found(name=me.name, text=message.result["text"]))
        return True

    def _entry_inside_search_failure(self, me: Session, message: room.Failure) -> bool:
        # A server that cannot search MUST say so, and why, to the asker alone.
        self._fire("entry/cannot-search")
        self._reply(me, NoSearch(reason=functions.cut(message.result["reason"], 500)))
        return True

    def _entry_inside_admin(self, me: Session, message: Admin) -> bool:
        if me.tries >= self.limits["admin_tries"]:
            # A server MUST NOT let a client guess the secret more often than a few
            # times.
            self._fire("entry/too-many-tries")
            self._reply(me, NoAdmin())
            return True
        # A server MUST NOT tell anybody else of an attempt to become administrator.
        self._fire("entry/tries-secret")
        me.tries = min(me.tries + 1, 99)
        self._ask(me, "secret", secret=message.secret)
        return True

    def _entry_inside_secret_answer(self, me: Session, message: room.Answer) -> bool:
        if message.result["right"]:
            # A server MUST tell the one who knows the secret that it is administrator
            # now.
            self._fire("entry/right-secret")
            me.admin = True
            me.tries = 0
            self._reply(me, IsAdmin())
            return True
        # A server MUST refuse a wrong secret, and tell nobody else.
        self._fire("entry/wrong-secret")
        self._reply(me, NoAdmin())
        return True

    def _entry_inside_secret_failure(self, me: Session, _: room.Failure) -> bool:
        # A server without a secret MUST refuse every attempt.
        self._fire("entry/no-secret")
        self._reply(me, NoAdmin())
        return True

    def _entry_inside_kick(self, me: Session, message: Kick) -> bool:
        if not me.admin:
            # A server MUST NOT let anybody but the administrator throw others out.
            self._fire("entry/kick-without-right")
            self._reply(me, NoAdmin())
            return True
        target = next((s for s in self._all_inside() if s.name == message.to), None)
        if target is None or target is me:
            # A server MUST tell the administrator when there is nobody to throw out.
            self._fire("entry/kicks-nobody")
            self._reply(me, Nobody())
            return True
        # A server MUST tell the one thrown out why, announce the leaving to the rest,
        # and close that connection.
        self._fire("entry/kicks")
        self._send([target], Kicked(reason=message.reason))
        self._do_vanish(target)
        self._close(target)
        return True

    def _entry_inside_malformed(self, me: Session, message: room.Malformed) -> bool:
        if message.code == "bad-encoding":
            # A server MUST ignore what is no text, and keep the connection.
            self._fire("entry/bad-text")
            return True
        # A server MUST answer an unknown or incomplete command, to the sender alone.
        self._fire("entry/unknown-command")
        self._reply(me, Unknown())
        return True

    def _entry_inside_eof(self, me: Session, _: room.Eof) -> bool:
        # A server MUST announce a member that vanishes as it announces one that leaves,
        # and free the nickname.
        self._fire("entry/vanishes")
        self._do_vanish(me)
        return True

    def _entry_inside_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY log a silent member out.
        self._fire("entry/idle")
        self._reply(me, Goodbye())
        self._do_vanish(me)
        self._close(me)
        return True

    def _sending_idle_file_offer(self, me: Session, message: FileOffer) -> bool:
        target = next((s for s in self._all_inside() if s.name == message.to), None)
        if (
            target is None
            or target is me
            or target.sending != "idle"
            or target.receiving != "idle"
            or me.receiving != "idle"
        ):
            # A server MUST refuse an offer to nobody, to oneself, or between two of
            # whom one has a file under way.
            self._fire("sending/offer-fails")
            self._reply(me, FileFailed(to=message.to))
            return True
        # A server MUST bring an offer to the one it is for, and to nobody else.
        self._fire("sending/offers")
        self._move(me, "sending", "offered")
        me.receiver = target.sid
        me.size = message.size
        me.sent = 0
        target.giver = me.sid
        self._move(target, "receiving", "asked")
        self._send(
            [target], FileOffered(size=message.size, sender=me.name, name=message.name)
        )
        return True

    def _sending_offered_file_cancel(self, me: Session, _: FileCancel) -> bool:
        # A server MUST let the sender take an offer back.
        self._fire("sending/offer-withdrawn")
        self._do_cancel(me)
        return True

    def _sending_ready_file_data(self, me: Session, message: FileData) -> bool:
        if me.sent + len(message.data) > me.size:
            # A server MUST cancel a transfer that is longer than it was offered, and
            # tell both.
            self._fire("sending/too-much")
            self._reply(me, FileCancelled(name=self._at(me.receiver).name))
            self._do_cancel(me)
            return True
        # A server MUST relay a piece, unchanged, to the receiver alone.
        self._fire("sending/relays-data")
        self._move(me, "sending", "paused")
        me.sent = me.sent + len(message.data)
        self._send(self._those(me.receiver), FileChunk(data=message.data))
        return True

    def _sending_ready_file_end(self, me: Session, _: FileEnd) -> bool:
        if me.sent != me.size:
            # A server MUST cancel a transfer that ends before it is complete, and tell
            # both.
            self._fire("sending/too-little")
            self._reply(me, FileCancelled(name=self._at(me.receiver).name))
            self._do_cancel(me)
            return True
        # A server MUST tell the receiver that a file is complete, after which both are
        # free again.
        self._fire("sending/completes")
        self._send(self._those(me.receiver), FileDone())
        self._do_drop(me)
        return True

    def _sending_ready_file_cancel(self, me: Session, _: FileCancel) -> bool:
        # A server MUST let the sender cancel a transfer, and tell the receiver.
        self._fire("sending/sender-cancels")
        self._do_cancel(me)
        return True

    def _sending_paused_file_cancel(self, me: Session, _: FileCancel) -> bool:
        # A server MUST let the sender cancel while the receiver is still busy with a
        # piece.
        self._fire("sending/sender-cancels-paused")
        self._do_cancel(me)
        return True

    def _receiving_asked_file_yes(self, me: Session, _: FileYes) -> bool:
        # A server MUST tell the sender that its file is wanted.
        self._fire("receiving/wanted")
        self._move(me, "receiving", "getting")
        self._move(self._at(me.giver), "sending", "ready")
        self._send(self._those(me.giver), FileAccepted(name=me.name))
        return True

    def _receiving_asked_file_no(self, me: Session, _: FileNo) -> bool:
        # A server MUST tell the sender that its file is not wanted.
        self._fire("receiving/unwanted")
        self._send(self._those(me.giver), FileRefused(name=me.name))
        self._do_drop(self._at(me.giver))
        return True

    def _receiving_getting_file_more(self, me: Session, _: FileMore) -> bool:
        if self._at(me.giver).sending == "paused":
            # A server MUST tell the sender when the receiver wants the next piece.
            self._fire("receiving/goes-on")
            self._move(self._at(me.giver), "sending", "ready")
            self._send(self._those(me.giver), FileGoOn())
            return True
        return False

    def _receiving_getting_file_cancel(self, me: Session, _: FileCancel) -> bool:
        # A server MUST let the receiver cancel a transfer, and tell the sender.
        self._fire("receiving/receiver-cancels")
        self._send(self._those(me.giver), FileCancelled(name=me.name))
        self._do_drop(self._at(me.giver))
        return True

    def _always_unexpected(self, me: Session, _: object) -> bool:
        if "file" in self.features:
            # A server MUST answer a command about files that does not fit as it answers
            # an unknown one.
            self._fire("always/not-now")
            self._reply(me, Unknown())
            return True
        return False

    HANDLERS: ClassVar = {
        room.Connected: (("entry", {"nameless": _entry_nameless_connected}),),
        Enter: (("entry", {"nameless": _entry_nameless_enter}),),
        room.Malformed: (
            (
                "entry",
                {
                    "nameless": _entry_nameless_malformed,
                    "inside": _entry_inside_malformed,
                },
            ),
        ),
        room.Timeout: (
            (
                "entry",
                {"nameless": _entry_nameless_timeout, "inside": _entry_inside_timeout},
            ),
        ),
        Say: (("entry", {"inside": _entry_inside_say}),),
        Users: (("entry", {"inside": _entry_inside_users}),),
        Nick: (("entry", {"inside": _entry_inside_nick}),),
        Help: (("entry", {"inside": _entry_inside_help}),),
        Exit: (("entry", {"inside": _entry_inside_exit}),),
        Search: (("entry", {"inside": _entry_inside_search}),),
        (room.Answer, "search"): (("entry", {"inside": _entry_inside_search_answer}),),
        (room.Failure, "search"): (
            ("entry", {"inside": _entry_inside_search_failure}),
        ),
        Admin: (("entry", {"inside": _entry_inside_admin}),),
        (room.Answer, "secret"): (("entry", {"inside": _entry_inside_secret_answer}),),
        (room.Failure, "secret"): (
            ("entry", {"inside": _entry_inside_secret_failure}),
        ),
        Kick: (("entry", {"inside": _entry_inside_kick}),),
        room.Eof: (("entry", {"inside": _entry_inside_eof}),),
        FileOffer: (("sending", {"idle": _sending_idle_file_offer}),),
        FileCancel: (
            (
                "sending",
                {
                    "offered": _sending_offered_file_cancel,
                    "ready": _sending_ready_file_cancel,
                    "paused": _sending_paused_file_cancel,
                },
            ),
            ("receiving", {"getting": _receiving_getting_file_cancel}),
        ),
        FileData: (("sending", {"ready": _sending_ready_file_data}),),
        FileEnd: (("sending", {"ready": _sending_ready_file_end}),),
        FileYes: (("receiving", {"asked": _receiving_asked_file_yes}),),
        FileNo: (("receiving", {"asked": _receiving_asked_file_no}),),
        FileMore: (("receiving", {"getting": _receiving_getting_file_more}),),
    }
    ALWAYS: ClassVar = {room.Unexpected: _always_unexpected}


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="prompt",
        cls=Prompt,
        sender="server",
        line=71,
        examples=((Prompt(), "닉네임을 입력하세요: ".encode()),),
    ),
    protocol.MessageInfo(
        name="enter",
        cls=Enter,
        sender="client",
        line=76,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=((Enter(name="alice"), b"alice"), (Enter(name="/users"), b"/users")),
        malformed=(
            (b"a,b", "bad-value"),
            (b"aaaaaaaaaabbbbbbbbbbc", "too-long"),
            (b"\xff\xff", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="taken",
        cls=Taken,
        sender="server",
        line=88,
        examples=((Taken(), "이미 사용 중인 닉네임입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="bad_name",
        cls=BadName,
        sender="server",
        line=92,
        examples=((BadName(), "사용할 수 없는 닉네임입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="joined",
        cls=Joined,
        sender="server",
        line=96,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=(
            (Joined(name="alice"), "alice 님이 채팅방에 참여했습니다.".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="exit", cls=Exit, sender="client", line=101, examples=((Exit(), b"/exit"),)
    ),
    protocol.MessageInfo(
        name="goodbye",
        cls=Goodbye,
        sender="server",
        line=105,
        examples=((Goodbye(), "연결을 종료합니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="left",
        cls=Left,
        sender="server",
        line=109,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=((Left(name="alice"), "alice 님이 채팅방을 떠났습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="say",
        cls=Say,
        sender="client",
        line=117,
        samples={"text": ("hello everyone", "안녕하세요 여러분", "a: b", "😀")},
        examples=((Say(text="hello"), b"hello"), (Say(text="bye/exit"), b"bye/exit")),
        malformed=(
            (b"/foo", "bad-value"),
            (b"/users ", "trailing-bytes"),
            (b"/nick", "bad-value"),
            (b"/exit\n", "trailing-bytes"),
            (b"\xff\xfe\xb0\xa1", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="said",
        cls=Said,
        sender="server",
        line=130,
        volatile=("time",),
        identities={"sender": "name"},
        samples={
            "time": ("12:34:56",),
            "sender": ("alice", "bob", "한글이름", "two words", "/users"),
            "text": ("hello everyone", "안녕하세요 여러분", "a: b", "😀"),
        },
        examples=(
            (
                Said(time="16:20:54", sender="alice", text="hello"),
                b"[16:20:54] alice: hello",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="unknown",
        cls=Unknown,
        sender="server",
        line=139,
        examples=((Unknown(), "알 수 없는 명령어입니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="users",
        cls=Users,
        sender="client",
        line=143,
        examples=((Users(), b"/users"),),
    ),
    protocol.MessageInfo(
        name="list",
        cls=List,
        sender="server",
        line=147,
        examples=((List(names=("alice", "bob")), "접속자 목록: alice, bob".encode()),),
    ),
    protocol.MessageInfo(
        name="nick",
        cls=Nick,
        sender="client",
        line=152,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=(
            (Nick(name="alice2"), b"/nick alice2"),
            (Nick(name="a b  c"), b"/nick a b  c"),
        ),
        malformed=((b"/nick ", "too-short"),),
    ),
    protocol.MessageInfo(
        name="renamed",
        cls=Renamed,
        sender="server",
        line=160,
        identities={"old": "name", "new": "name"},
        samples={
            "old": ("alice", "bob", "한글이름", "two words", "/users"),
            "new": ("alice", "bob", "한글이름", "two words", "/users"),
        },
        examples=(
            (
                Renamed(old="alice", new="al"),
                "alice 님이 닉네임을 al(으)로 변경했습니다.".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="nick_changed",
        cls=NickChanged,
        sender="server",
        line=167,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=(
            (NickChanged(name="al"), "닉네임이 al(으)로 변경되었습니다.".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="help", cls=Help, sender="client", line=173, examples=((Help(), b"/help"),)
    ),
    protocol.MessageInfo(
        name="help_text",
        cls=HelpText,
        sender="server",
        line=177,
        examples=(
            (
                HelpText(),
                "사용 가능한 명령어:\n/help - 명령어 목록 표시\n/exit - 채팅방 나가기\n/users - 접속자 목록 보기\n/nick [새 닉네임] - 닉네임 변경\n/search [내용] - OpenAI 기반 검색".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="search",
        cls=Search,
        sender="client",
        line=186,
        feature="search",
        samples={"query": ("what is TCP?",)},
        examples=((Search(query="hello world"), b"/search hello world"),),
        malformed=((b"/search ", "too-short"),),
    ),
    protocol.MessageInfo(
        name="found",
        cls=Found,
        sender="server",
        line=193,
        feature="search",
        volatile=("text",),
        identities={"name": "name"},
        samples={
            "name": ("alice", "bob", "한글이름", "two words", "/users"),
            "text": ("a protocol\nof the transport layer",),
        },
        examples=(
            (
                Found(name="alice", text="one\ntwo"),
                "alice님의 검색 결과:\none\ntwo".encode(),
            ),
        ),
    ),
    protocol.MessageInfo(
        name="no_search",
        cls=NoSearch,
        sender="server",
        line=202,
        feature="search",
        volatile=("reason",),
        samples={"reason": ("no reason",)},
        examples=(
            (NoSearch(reason="no key"), "검색을 사용할 수 없습니다: no key".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="admin",
        cls=Admin,
        sender="client",
        line=214,
        feature="admin",
        samples={"secret": ("guess",)},
        examples=((Admin(secret="guess"), b"/admin guess"),),
        malformed=((b"/admin ", "too-short"),),
    ),
    protocol.MessageInfo(
        name="kick",
        cls=Kick,
        sender="client",
        line=221,
        feature="admin",
        identities={"to": "name"},
        samples={"to": ("alice", "bob"), "reason": ("no reason",)},
        examples=(
            (Kick(to="bob", reason="too loud"), b"/kick bob too loud"),
            (Kick(to="bob", reason=""), b"/kick bob "),
        ),
        malformed=((b"/kick bob", "no-match"),),
    ),
    protocol.MessageInfo(
        name="is_admin",
        cls=IsAdmin,
        sender="server",
        line=230,
        feature="admin",
        examples=((IsAdmin(), "관리자가 되었습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="no_admin",
        cls=NoAdmin,
        sender="server",
        line=235,
        feature="admin",
        examples=((NoAdmin(), "권한이 없습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="nobody",
        cls=Nobody,
        sender="server",
        line=241,
        feature="admin",
        examples=((Nobody(), "그런 사용자가 없습니다.".encode()),),
    ),
    protocol.MessageInfo(
        name="kicked",
        cls=Kicked,
        sender="server",
        line=247,
        feature="admin",
        samples={"reason": ("no reason",)},
        examples=(
            (Kicked(reason="too loud"), "관리자가 내보냈습니다: too loud".encode()),
        ),
    ),
    protocol.MessageInfo(
        name="file_offer",
        cls=FileOffer,
        sender="client",
        line=257,
        feature="file",
        identities={"to": "name"},
        samples={
            "to": ("alice", "bob"),
            "size": (5,),
            "name": ("notes.txt", "사진.png"),
        },
        examples=(
            (FileOffer(to="bob", size=5, name="notes.txt"), b"/file bob 5 notes.txt"),
        ),
        malformed=((b"/file bob x a.txt", "bad-value"),),
    ),
    protocol.MessageInfo(
        name="file_yes",
        cls=FileYes,
        sender="client",
        line=264,
        feature="file",
        examples=((FileYes(), b"/yes"),),
    ),
    protocol.MessageInfo(
        name="file_no",
        cls=FileNo,
        sender="client",
        line=269,
        feature="file",
        examples=((FileNo(), b"/no"),),
    ),
    protocol.MessageInfo(
        name="file_more",
        cls=FileMore,
        sender="client",
        line=274,
        feature="file",
        examples=((FileMore(), b"/more"),),
    ),
    protocol.MessageInfo(
        name="file_data",
        cls=FileData,
        sender="client",
        line=279,
        feature="file",
        samples={"data": (b"hello",)},
        examples=((FileData(data=b"a\x00\xff"), b"/data a\x00\xff"),),
    ),
    protocol.MessageInfo(
        name="file_end",
        cls=FileEnd,
        sender="client",
        line=285,
        feature="file",
        examples=((FileEnd(), b"/end"),),
    ),
    protocol.MessageInfo(
        name="file_cancel",
        cls=FileCancel,
        sender="client",
        line=290,
        feature="file",
        examples=((FileCancel(), b"/cancel"),),
    ),
    protocol.MessageInfo(
        name="file_offered",
        cls=FileOffered,
        sender="server",
        line=296,
        feature="file",
        identities={"sender": "name"},
        samples={
            "size": (5,),
            "sender": ("alice", "bob", "한글이름", "two words", "/users"),
            "name": ("notes.txt", "사진.png"),
        },
        examples=(
            (
                FileOffered(size=5, sender="alice", name="notes.txt"),
                b"\x1e/file 5:alice:notes.txt",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_accepted",
        cls=FileAccepted,
        sender="server",
        line=304,
        feature="file",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=((FileAccepted(name="bob"), b"\x1e/yes bob"),),
    ),
    protocol.MessageInfo(
        name="file_refused",
        cls=FileRefused,
        sender="server",
        line=310,
        feature="file",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=((FileRefused(name="bob"), b"\x1e/no bob"),),
    ),
    protocol.MessageInfo(
        name="file_go_on",
        cls=FileGoOn,
        sender="server",
        line=316,
        feature="file",
        examples=((FileGoOn(), b"\x1e/more"),),
    ),
    protocol.MessageInfo(
        name="file_chunk",
        cls=FileChunk,
        sender="server",
        line=321,
        feature="file",
        samples={"data": (b"hello",)},
        examples=((FileChunk(data=b"a\x00\xff"), b"\x1e/data a\x00\xff"),),
    ),
    protocol.MessageInfo(
        name="file_done",
        cls=FileDone,
        sender="server",
        line=327,
        feature="file",
        examples=((FileDone(), b"\x1e/end"),),
    ),
    protocol.MessageInfo(
        name="file_cancelled",
        cls=FileCancelled,
        sender="server",
        line=332,
        feature="file",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름", "two words", "/users")},
        examples=((FileCancelled(name="alice"), b"\x1e/cancel alice"),),
    ),
    protocol.MessageInfo(
        name="file_failed",
        cls=FileFailed,
        sender="server",
        line=338,
        feature="file",
        identities={"to": "name"},
        samples={"to": ("alice", "bob")},
        examples=((FileFailed(to="bob"), b"\x1e/failed bob"),),
    ),
)

RULES = (
    protocol.Rule(
        id="entry/prompts",
        level="must",
        text=protocol.Text(
            "A server MUST ask a new connection for its nickname.",
            ko="서버는 새 연결에 닉네임을 물어야 한다.",
        ),
        line=387,
        region="entry",
        states=("nameless",),
        event="connected",
    ),
    protocol.Rule(
        id="entry/name-taken",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a nickname in use, tell nobody else, and let the client try again.",
            ko="서버는 사용 중인 닉네임을 거절하고, 남에게 알리지 않으며, 다시 시도할 수 있게 해야 한다.",
        ),
        line=394,
        region="entry",
        states=("nameless",),
        event="enter",
    ),
    protocol.Rule(
        id="entry/enters",
        level="must",
        text=protocol.Text(
            "A server MUST announce a newcomer to all members, the newcomer too.",
            ko="서버는 새로 온 사람을 본인을 포함한 모두에게 알려야 한다.",
        ),
        line=400,
        region="entry",
        states=("nameless",),
        event="enter",
    ),
    protocol.Rule(
        id="entry/bad-nickname",
        level="should",
        text=protocol.Text(
            "A server SHOULD refuse what can be no nickname, and let the client try again.",
            ko="서버는 닉네임이 될 수 없는 것을 거절하고 다시 시도할 수 있게 하는 것이 좋다.",
        ),
        line=409,
        region="entry",
        states=("nameless",),
        event="malformed",
    ),
    protocol.Rule(
        id="entry/name-patience",
        level="may",
        text=protocol.Text(
            "A server MAY close a connection that does not say its nickname in time.",
            ko="서버는 제때 닉네임을 말하지 않는 연결을 닫아도 된다.",
        ),
        line=416,
        region="entry",
        states=("nameless",),
        event="timeout",
    ),
    protocol.Rule(
        id="entry/relays",
        level="must",
        text=protocol.Text(
            "A server MUST send a text to all other members, behind the time and the present nickname.",
            ko="서버는 글을 시각과 현재 닉네임을 붙여 다른 모두에게 보내야 한다.",
        ),
        line=423,
        region="entry",
        states=("inside",),
        event="say",
    ),
    protocol.Rule(
        id="entry/lists",
        level="must",
        text=protocol.Text(
            "A server MUST answer /users with all nicknames, in the order of joining.",
            ko="서버는 /users에 들어온 순서대로 모든 닉네임을 답해야 한다.",
        ),
        line=429,
        region="entry",
        states=("inside",),
        event="users",
    ),
    protocol.Rule(
        id="entry/nick-taken",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a new nickname that is in use, be it one's own.",
            ko="서버는 사용 중인 (자신의 것이라도) 새 닉네임을 거절해야 한다.",
        ),
        line=436,
        region="entry",
        states=("inside",),
        event="nick",
    ),
    protocol.Rule(
        id="entry/renames",
        level="must",
        text=protocol.Text(
            "A server MUST tell all members of a new nickname, and then confirm it to its owner.",
            ko="서버는 바뀐 닉네임을 모두에게 알린 다음 본인에게 확인해 주어야 한다.",
        ),
        line=442,
        region="entry",
        states=("inside",),
        event="nick",
    ),
    protocol.Rule(
        id="entry/helps",
        level="must",
        text=protocol.Text(
            "A server MUST answer /help with the list of commands.",
            ko="서버는 /help에 명령어 목록으로 답해야 한다.",
        ),
        line=451,
        region="entry",
        states=("inside",),
        event="help",
    ),
    protocol.Rule(
        id="entry/leaves",
        level="must",
        text=protocol.Text(
            "A server MUST say goodbye to one who leaves, announce the leaving to all, that one too, and close.",
            ko="서버는 나가는 사람에게 인사하고, 본인을 포함한 모두에게 퇴장을 알리고, 연결을 닫아야 한다.",
        ),
        line=457,
        region="entry",
        states=("inside",),
        event="exit",
    ),
    protocol.Rule(
        id="entry/searches",
        level="must",
        text=protocol.Text(
            "A server MUST go on serving everybody while it searches.",
            ko="서버는 검색하는 동안에도 모두를 계속 섬겨야 한다.",
        ),
        line=463,
        region="entry",
        states=("inside",),
        event="search",
        feature="search",
    ),
    protocol.Rule(
        id="entry/finds",
        level="must",
        text=protocol.Text(
            "A server MUST send what was found to all members, with the asker's nickname.",
            ko="서버는 찾은 것을 물은 사람의 닉네임과 함께 모두에게 보내야 한다.",
        ),
        line=469,
        region="entry",
        states=("inside",),
        event="search.answer",
    ),
    protocol.Rule(
        id="entry/cannot-search",
        level="must",
        text=protocol.Text(
            "A server that cannot search MUST say so, and why, to the asker alone.",
            ko="검색할 수 없는 서버는 물은 사람에게만 까닭과 함께 알려야 한다.",
        ),
        line=475,
        region="entry",
        states=("inside",),
        event="search.failure",
    ),
    protocol.Rule(
        id="entry/too-many-tries",
        level="must",
        text=protocol.Text(
            "A server MUST NOT let a client guess the secret more often than a few times.",
            ko="서버는 비밀번호를 몇 번 넘게 시도하게 두지 않아야 한다.",
        ),
        line=482,
        region="entry",
        states=("inside",),
        event="admin",
        feature="admin",
    ),
    protocol.Rule(
        id="entry/tries-secret",
        level="must",
        text=protocol.Text(
            "A server MUST NOT tell anybody else of an attempt to become administrator.",
            ko="서버는 관리자가 되려는 시도를 남에게 알리지 않아야 한다.",
        ),
        line=488,
        region="entry",
        states=("inside",),
        event="admin",
        feature="admin",
    ),
    protocol.Rule(
        id="entry/right-secret",
        level="must",
        text=protocol.Text(
            "A server MUST tell the one who knows the secret that it is administrator now.",
            ko="서버는 비밀번호를 맞힌 사람에게 관리자가 되었음을 알려야 한다.",
        ),
        line=497,
        region="entry",
        states=("inside",),
        event="secret.answer",
    ),
    protocol.Rule(
        id="entry/wrong-secret",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a wrong secret, and tell nobody else.",
            ko="서버는 틀린 비밀번호를 거절하고 남에게 알리지 않아야 한다.",
        ),
        line=503,
        region="entry",
        states=("inside",),
        event="secret.answer",
    ),
    protocol.Rule(
        id="entry/no-secret",
        level="must",
        text=protocol.Text(
            "A server without a secret MUST refuse every attempt.",
            ko="비밀번호가 없는 서버는 모든 시도를 거절해야 한다.",
        ),
        line=509,
        region="entry",
        states=("inside",),
        event="secret.failure",
    ),
    protocol.Rule(
        id="entry/kick-without-right",
        level="must",
        text=protocol.Text(
            "A server MUST NOT let anybody but the administrator throw others out.",
            ko="서버는 관리자가 아닌 사람이 남을 내보내게 두지 않아야 한다.",
        ),
        line=516,
        region="entry",
        states=("inside",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="entry/kicks-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST tell the administrator when there is nobody to throw out.",
            ko="내보낼 사람이 없으면 관리자에게 알려야 한다.",
        ),
        line=523,
        region="entry",
        states=("inside",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="entry/kicks",
        level="must",
        text=protocol.Text(
            "A server MUST tell the one thrown out why, announce the leaving to the rest, and close that connection.",
            ko="서버는 내보낼 사람에게 까닭을 알리고, 나머지에게 퇴장을 알리고, 그 연결을 닫아야 한다.",
        ),
        line=529,
        region="entry",
        states=("inside",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="entry/bad-text",
        level="must",
        text=protocol.Text(
            "A server MUST ignore what is no text, and keep the connection.",
            ko="서버는 글이 아닌 것을 무시하고 연결을 유지해야 한다.",
        ),
        line=539,
        region="entry",
        states=("inside",),
        event="malformed",
    ),
    protocol.Rule(
        id="entry/unknown-command",
        level="must",
        text=protocol.Text(
            "A server MUST answer an unknown or incomplete command, to the sender alone.",
            ko="서버는 모르거나 모자란 명령에 보낸 사람에게만 답해야 한다.",
        ),
        line=544,
        region="entry",
        states=("inside",),
        event="malformed",
    ),
    protocol.Rule(
        id="entry/vanishes",
        level="must",
        text=protocol.Text(
            "A server MUST announce a member that vanishes as it announces one that leaves, and free the nickname.",
            ko="서버는 사라진 사람도 나간 사람처럼 알리고 그 닉네임을 풀어 주어야 한다.",
        ),
        line=550,
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
        line=558,
        region="entry",
        states=("inside",),
        event="timeout",
    ),
    protocol.Rule(
        id="sending/offer-fails",
        level="must",
        text=protocol.Text(
            "A server MUST refuse an offer to nobody, to oneself, or between two of whom one has a file under way.",
            ko="서버는 없는 사람, 자신, 또는 파일을 주고받는 중인 사람과의 파일 제안을 거절해야 한다.",
        ),
        line=574,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offers",
        level="must",
        text=protocol.Text(
            "A server MUST bring an offer to the one it is for, and to nobody else.",
            ko="서버는 파일 제안을 받을 이에게만 전해야 한다.",
        ),
        line=580,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offer-withdrawn",
        level="must",
        text=protocol.Text(
            "A server MUST let the sender take an offer back.",
            ko="서버는 보내는 이가 제안을 거둘 수 있게 해야 한다.",
        ),
        line=592,
        region="sending",
        states=("offered",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="sending/too-much",
        level="must",
        text=protocol.Text(
            "A server MUST cancel a transfer that is longer than it was offered, and tell both.",
            ko="서버는 제안보다 긴 전송을 취소하고 둘 모두에게 알려야 한다.",
        ),
        line=600,
        region="sending",
        states=("ready",),
        event="file_data",
        feature="file",
    ),
    protocol.Rule(
        id="sending/relays-data",
        level="must",
        text=protocol.Text(
            "A server MUST relay a piece, unchanged, to the receiver alone.",
            ko="서버는 조각을 그대로 받는 이에게만 전해야 한다.",
        ),
        line=606,
        region="sending",
        states=("ready",),
        event="file_data",
        feature="file",
    ),
    protocol.Rule(
        id="sending/too-little",
        level="must",
        text=protocol.Text(
            "A server MUST cancel a transfer that ends before it is complete, and tell both.",
            ko="서버는 다 보내기 전에 끝난 전송을 취소하고 둘 모두에게 알려야 한다.",
        ),
        line=616,
        region="sending",
        states=("ready",),
        event="file_end",
        feature="file",
    ),
    protocol.Rule(
        id="sending/completes",
        level="must",
        text=protocol.Text(
            "A server MUST tell the receiver that a file is complete, after which both are free again.",
            ko="서버는 파일이 끝났음을 받는 이에게 알리고 둘 모두 자유롭게 해야 한다.",
        ),
        line=622,
        region="sending",
        states=("ready",),
        event="file_end",
        feature="file",
    ),
    protocol.Rule(
        id="sending/sender-cancels",
        level="must",
        text=protocol.Text(
            "A server MUST let the sender cancel a transfer, and tell the receiver.",
            ko="서버는 보내는 이가 전송을 취소하게 하고 받는 이에게 알려야 한다.",
        ),
        line=628,
        region="sending",
        states=("ready",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="sending/sender-cancels-paused",
        level="must",
        text=protocol.Text(
            "A server MUST let the sender cancel while the receiver is still busy with a piece.",
            ko="서버는 받는 이가 조각을 처리하는 동안에도 보내는 이가 취소하게 해야 한다.",
        ),
        line=635,
        region="sending",
        states=("paused",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/wanted",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender that its file is wanted.",
            ko="서버는 파일을 받겠다는 답을 보내는 이에게 전해야 한다.",
        ),
        line=649,
        region="receiving",
        states=("asked",),
        event="file_yes",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/unwanted",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender that its file is not wanted.",
            ko="서버는 파일을 받지 않겠다는 답을 보내는 이에게 전해야 한다.",
        ),
        line=658,
        region="receiving",
        states=("asked",),
        event="file_no",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/goes-on",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender when the receiver wants the next piece.",
            ko="서버는 받는 이가 다음 조각을 원하면 보내는 이에게 알려야 한다.",
        ),
        line=668,
        region="receiving",
        states=("getting",),
        event="file_more",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/receiver-cancels",
        level="must",
        text=protocol.Text(
            "A server MUST let the receiver cancel a transfer, and tell the sender.",
            ko="서버는 받는 이가 전송을 취소하게 하고 보내는 이에게 알려야 한다.",
        ),
        line=676,
        region="receiving",
        states=("getting",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="always/not-now",
        level="must",
        text=protocol.Text(
            "A server MUST answer a command about files that does not fit as it answers an unknown one.",
            ko="서버는 때에 맞지 않는 파일 명령에 모르는 명령처럼 답해야 한다.",
        ),
        line=686,
        region="always",
        states=(),
        event="unexpected",
        feature="file",
    ),
)

FEATURES = (
    protocol.Feature(
        "search", "An answer from a language model for everybody to read."
    ),
    protocol.Feature("admin", "Somebody with a secret may throw others out."),
    protocol.Feature("file", "A file for one member who wants it."),
)

CLIENT = protocol.Client(
    login=protocol.Login(
        send=Enter, field="name", accepted=(Joined,), refused=(Taken, BadName)
    ),
    commands=(
        protocol.Command(message=Users, type="/users", help="접속자 목록 보기"),
        protocol.Command(
            message=Nick, type="/nick {name}", help="닉네임 변경", people=("name",)
        ),
        protocol.Command(
            message=Search,
            type="/search {query}",
            help="OpenAI 기반 검색",
            feature="search",
        ),
        protocol.Command(message=Help, type="/about", help="서버의 명령어 목록"),
        protocol.Command(
            message=Admin, type="/admin {secret}", help="관리자 되기", feature="admin"
        ),
        protocol.Command(
            message=Kick,
            type="/kick {to} {reason}",
            help="내보내기",
            people=("to",),
            feature="admin",
        ),
        protocol.Command(message=Exit, type="/exit", help="채팅방 나가기"),
        protocol.Command(message=Say, type="{text}", help="모두에게 하는 말"),
    ),
    display={
        Prompt: "",
        List: "접속자 목록: {names}",
        FileOffered: "{sender} 님의 파일 {name}, {size} bytes",
        FileAccepted: "{name} 님이 파일을 받습니다.",
        FileRefused: "{name} 님이 파일을 받지 않습니다.",
        FileGoOn: "",
        FileDone: "파일을 다 받았습니다.",
        FileCancelled: "{name} 님과의 파일 전송이 취소되었습니다.",
        FileFailed: "{to} 님에게 파일을 보낼 수 없습니다.",
    },
    members=protocol.Members(
        lists={List: "names"},
        joined={Joined: "name"},
        left={Left: "name"},
        renamed={Renamed: ("old", "new")},
    ),
    files=protocol.Files(
        type="/file {to} {path}",
        help="파일 보내기",
        ask="{sender} 님이 파일 {name} ({size} bytes)을 보내려고 합니다. 받을까요? (y/n)",
        digest="",
        chunk_bytes=1000,
        offer=protocol.Role(
            message=FileOffer, parts={"person": "to", "size": "size", "name": "name"}
        ),
        offered=protocol.Role(
            message=FileOffered,
            parts={"person": "sender", "size": "size", "name": "name"},
        ),
        accept=protocol.Role(message=FileYes),
        refuse=protocol.Role(message=FileNo),
        accepted=protocol.Role(message=FileAccepted, parts={"person": "name"}),
        refused=protocol.Role(message=FileRefused, parts={"person": "name"}),
        data=protocol.Role(message=FileData, parts={"data": "data"}),
        end=protocol.Role(message=FileEnd),
        chunk=protocol.Role(message=FileChunk, parts={"data": "data"}),
        done=protocol.Role(message=FileDone),
        cancel=protocol.Role(message=FileCancel),
        cancelled=protocol.Role(message=FileCancelled, parts={"person": "name"}),
        more=protocol.Role(message=FileMore),
        go_on=protocol.Role(message=FileGoOn),
        failed=(protocol.Role(message=FileFailed, parts={"person": "to"}),),
        feature="file",
    ),
    ends={Goodbye: 0, Kicked: 1},
    texts={
        "name": "닉네임: ",
        "lost": "서버와의 연결이 끊어졌습니다.",
        "refused": "서버에 연결할 수 없습니다.",
    },
)

SCENARIOS = (
    protocol.Scenario(
        id="refused-nickname-may-try-again",
        text=protocol.Text(
            "A client whose nickname was refused MUST be able to try another, without a new prompt.",
            ko="닉네임이 거절된 클라이언트는 새 안내 없이 다시 시도할 수 있어야 한다.",
        ),
        line=745,
        cast=("alice", "bob"),
        steps=(
            protocol.Step(
                "alice", "connects", expected={"alice": (Prompt(),)}, line=749
            ),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Joined(name="alice"),)},
                line=751,
            ),
            protocol.Step("bob", "connects", expected={"bob": (Prompt(),)}, line=753),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="alice"),
                expected={"bob": (Taken(),)},
                line=755,
            ),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={"alice": (Joined(name="bob"),), "bob": (Joined(name="bob"),)},
                line=757,
            ),
        ),
    ),
    protocol.Scenario(
        id="talk-rename-leave",
        text=protocol.Text(
            "Texts MUST carry the present nickname, and who leaves gets the notice of leaving too.",
            ko="글에는 현재 닉네임이 붙고, 나가는 사람도 퇴장 알림을 받아야 한다.",
        ),
        line=762,
        cast=("alice", "bob"),
        steps=(
            protocol.Step(
                "alice", "connects", expected={"alice": (Prompt(),)}, line=766
            ),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Joined(name="alice"),)},
                line=768,
            ),
            protocol.Step("bob", "connects", expected={"bob": (Prompt(),)}, line=770),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={"alice": (Joined(name="bob"),), "bob": (Joined(name="bob"),)},
                line=772,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(text="안녕하세요 여러분"),
                expected={
                    "alice": (
                        Said(time="12:34:56", sender="bob", text="안녕하세요 여러분"),
                    )
                },
                line=775,
            ),
            protocol.Step(
                "bob",
                "sends",
                Nick(name="bobby"),
                expected={
                    "alice": (Renamed(old="bob", new="bobby"),),
                    "bob": (Renamed(old="bob", new="bobby"), NickChanged(name="bobby")),
                },
                line=777,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(text="whose name?"),
                expected={
                    "alice": (
                        Said(time="12:34:56", sender="bobby", text="whose name?"),
                    )
                },
                line=780,
            ),
            protocol.Step(
                "alice",
                "sends",
                Users(),
                expected={"alice": (List(names=("alice", "bobby")),)},
                line=782,
            ),
            protocol.Step(
                "bob", "sends", raw=b"/foo", expected={"bob": (Unknown(),)}, line=784
            ),
            protocol.Step(
                "bob",
                "sends",
                Exit(),
                expected={
                    "alice": (Left(name="bobby"),),
                    "bob": (Goodbye(), Left(name="bobby")),
                },
                closed=("bob",),
                line=786,
            ),
        ),
    ),
    protocol.Scenario(
        id="nobody-throws-out-without-the-secret",
        text=protocol.Text(
            "Without the secret nobody MUST be able to throw anybody out.",
            ko="비밀번호 없이는 아무도 남을 내보낼 수 없어야 한다.",
        ),
        line=793,
        cast=("alice", "bob"),
        steps=(
            protocol.Step(
                "alice", "connects", expected={"alice": (Prompt(),)}, line=797
            ),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Joined(name="alice"),)},
                line=799,
            ),
            protocol.Step("bob", "connects", expected={"bob": (Prompt(),)}, line=801),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={"alice": (Joined(name="bob"),), "bob": (Joined(name="bob"),)},
                line=803,
            ),
            protocol.Step(
                "bob",
                "sends",
                Kick(to="alice", reason="because"),
                expected={"bob": (NoAdmin(),)},
                line=806,
            ),
        ),
        feature="admin",
    ),
    protocol.Scenario(
        id="a-file-piece-by-piece",
        text=protocol.Text(
            "A wanted file MUST reach its receiver piece by piece, and nobody else.",
            ko="받기로 한 파일은 조각조각 받는 이에게만 가야 한다.",
        ),
        line=811,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step(
                "alice", "connects", expected={"alice": (Prompt(),)}, line=815
            ),
            protocol.Step(
                "alice",
                "sends",
                Enter(name="alice"),
                expected={"alice": (Joined(name="alice"),)},
                line=817,
            ),
            protocol.Step("bob", "connects", expected={"bob": (Prompt(),)}, line=819),
            protocol.Step(
                "bob",
                "sends",
                Enter(name="bob"),
                expected={"alice": (Joined(name="bob"),), "bob": (Joined(name="bob"),)},
                line=821,
            ),
            protocol.Step(
                "carol", "connects", expected={"carol": (Prompt(),)}, line=824
            ),
            protocol.Step(
                "carol",
                "sends",
                Enter(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (Joined(name="carol"),),
                },
                line=826,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(to="bob", size=5, name="notes.txt"),
                expected={
                    "bob": (FileOffered(size=5, sender="alice", name="notes.txt"),)
                },
                line=830,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(to="carol", size=5, name="notes.txt"),
                expected={"alice": (Unknown(),)},
                line=832,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(),
                expected={"alice": (FileAccepted(name="bob"),)},
                line=834,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(data=b"hel"),
                expected={"bob": (FileChunk(data=b"hel"),)},
                line=836,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(data=b"lo"),
                expected={"alice": (Unknown(),)},
                line=838,
            ),
            protocol.Step(
                "bob", "sends", FileMore(), expected={"alice": (FileGoOn(),)}, line=840
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(data=b"lo"),
                expected={"bob": (FileChunk(data=b"lo"),)},
                line=842,
            ),
            protocol.Step(
                "bob", "sends", FileMore(), expected={"alice": (FileGoOn(),)}, line=844
            ),
            protocol.Step(
                "alice", "sends", FileEnd(), expected={"bob": (FileDone(),)}, line=846
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(to="carol", size=0, name="empty"),
                expected={
                    "carol": (FileOffered(size=0, sender="alice", name="empty"),)
                },
                line=848,
            ),
            protocol.Step(
                "carol",
                "sends",
                FileNo(),
                expected={"alice": (FileRefused(name="carol"),)},
                line=850,
            ),
        ),
        feature="file",
    ),
)

PROTOCOL = protocol.Protocol(
    name="lounge",
    title="Chat lounge with commands",
    source="spec/lounge.yaml",
    digest="6a1ec9cf134a",
    port=5002,
    client_framing=CLIENT_FRAMING,
    server_framing=SERVER_FRAMING,
    client_messages=CLIENT_MESSAGES,
    server_messages=SERVER_MESSAGES,
    room=Room,
    messages=MESSAGES,
    rules=RULES,
    features=FEATURES,
    profiles={
        "basic": frozenset(),
        "real": frozenset({"search"}),
        "full": frozenset({"admin", "file", "search"}),
    },
    limits=Room.LIMITS,
    services=(
        protocol.Service(
            "search", asks={"query": QUERY}, answers={"text": ANSWER, "cached": FLAG}
        ),
        protocol.Service("secret", asks={"secret": SECRET}, answers={"right": FLAG}),
    ),
    client=CLIENT,
    scenarios=SCENARIOS,
)
