"""The flagship chat.

Generated from spec/chat.yaml. Do not edit: change the spec, then run

    python -m codegen generate spec/chat.yaml
"""

import builtins
from dataclasses import dataclass
from typing import ClassVar

from codegen import functions, protocol, room, wire

# Groups of fields.


@dataclass(frozen=True, slots=True)
class Member:
    """``name: name, asleep: flag``"""

    name: str
    asleep: bool


@dataclass(frozen=True, slots=True)
class Score:
    """``name: name, words: points``"""

    name: str
    words: int


# Messages from clients.


@dataclass(frozen=True, slots=True)
class Login:
    """Says who one is. Nothing else counts before it.

    ``code: u16 = 1, name: wish``
    """

    name: str


@dataclass(frozen=True, slots=True)
class Exit:
    """Leaves in good order.

    ``code: u16 = 4``
    """


@dataclass(frozen=True, slots=True)
class Say:
    """A text for everybody, or for the partner of a private talk.

    ``code: u16 = 2, text: text``
    """

    text: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """``code: u16 = 3, to: wish, text: text``"""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Who:
    """``code: u16 = 5``"""


@dataclass(frozen=True, slots=True)
class Nick:
    """``code: u16 = 6, name: wish``"""

    name: str


@dataclass(frozen=True, slots=True)
class Sleep:
    """``code: u16 = 7``"""


@dataclass(frozen=True, slots=True)
class Wake:
    """``code: u16 = 8``"""


@dataclass(frozen=True, slots=True)
class Echo:
    """``code: u16 = 9, mode: case, text: text``"""

    mode: str
    text: str


@dataclass(frozen=True, slots=True)
class Ping:
    """``code: u16 = 10, token: u32``"""

    token: int


@dataclass(frozen=True, slots=True)
class Help:
    """``code: u16 = 41``"""


@dataclass(frozen=True, slots=True)
class With:
    """Asks somebody for a private talk.

    ``code: u16 = 20, to: wish``
    """

    to: str


@dataclass(frozen=True, slots=True)
class WithYes:
    """``code: u16 = 21``"""


@dataclass(frozen=True, slots=True)
class WithNo:
    """``code: u16 = 22``"""


@dataclass(frozen=True, slots=True)
class End:
    """Ends a talk, or takes back a request.

    ``code: u16 = 23``
    """


@dataclass(frozen=True, slots=True)
class FileOffer:
    """``code: u16 = 30, to: wish, id: id, name: filename, size: length, sha256:
    digest``
    """

    to: str
    id: int
    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class FileYes:
    """``code: u16 = 31, id: id``"""

    id: int


@dataclass(frozen=True, slots=True)
class FileNo:
    """``code: u16 = 32, id: id``"""

    id: int


@dataclass(frozen=True, slots=True)
class FileData:
    """The data is the rest of the frame.

    ``code: u16 = 33, id: id, offset: offset, data: chunk``
    """

    id: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class FileEnd:
    """``code: u16 = 34, id: id``"""

    id: int


@dataclass(frozen=True, slots=True)
class FileCancel:
    """Either side may. The reason is the user's own.

    ``code: u16 = 35, id: id, reason: reason``
    """

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Search:
    """A question that the server has answered for everybody.

    ``code: u16 = 40, query: query``
    """

    query: str


@dataclass(frozen=True, slots=True)
class Admin:
    """Who knows the secret is administrator until it leaves.

    ``code: u16 = 51, secret: secret``
    """

    secret: str


@dataclass(frozen=True, slots=True)
class Kick:
    """Throws somebody out.

    ``code: u16 = 50, to: wish, reason: reason``
    """

    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class GameStart:
    """``code: u16 = 60``"""


@dataclass(frozen=True, slots=True)
class GameWord:
    """A word that begins with the last syllable of the one before.

    ``code: u16 = 61, word: chained``
    """

    word: str


@dataclass(frozen=True, slots=True)
class GameStop:
    """``code: u16 = 62``"""


# Messages from the server.


@dataclass(frozen=True, slots=True)
class Welcome:
    """The name is now one's own.

    ``code: u16 = 100, name: name``
    """

    name: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Somebody has that name already.

    ``code: u16 = 101, name: name``
    """

    name: str


@dataclass(frozen=True, slots=True)
class BadName:
    """That cannot be a name. The reason is for people, its wording free.

    ``code: u16 = 103, reason: reason``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The last message to one who leaves.

    ``code: u16 = 102``
    """


@dataclass(frozen=True, slots=True)
class Joined:
    """``code: u16 = 201, name: name``"""

    name: str


@dataclass(frozen=True, slots=True)
class Left:
    """The reason is exit, lost (the connection ended) or idle.

    ``code: u16 = 202, name: name, reason: reason``
    """

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoSuchUser:
    """Nobody has the name that was asked for.

    ``code: u16 = 104, name: wish``
    """

    name: str


@dataclass(frozen=True, slots=True)
class LoginFirst:
    """``code: u16 = 105``"""


@dataclass(frozen=True, slots=True)
class Malformed:
    """A frame that is no message. The reason is for people, its wording free.

    ``code: u16 = 106, reason: reason``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class OutOfPlace:
    """A good message at the wrong time, by its code, and the state that forbids it.

    ``code: u16 = 107, request: u16, state: word``
    """

    request: int
    state: str


@dataclass(frozen=True, slots=True)
class Busy:
    """The one it names cannot be had now. It may be the asker.

    ``code: u16 = 108, name: name``
    """

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """The time is in seconds since 1970.

    ``code: u16 = 203, sender: name, text: text, time: seconds``
    """

    sender: str
    text: str
    time: int


@dataclass(frozen=True, slots=True)
class Whispered:
    """``code: u16 = 204, sender: name, text: text, time: seconds``"""

    sender: str
    text: str
    time: int


@dataclass(frozen=True, slots=True)
class Users:
    """Everybody who is here, oneself too, in the order of joining.

    ``code: u16 = 205, members: members``
    """

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """``code: u16 = 206, old: name, new: name``"""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Status:
    """``code: u16 = 207, name: name, asleep: flag``"""

    name: str
    asleep: bool


@dataclass(frozen=True, slots=True)
class Echoed:
    """``code: u16 = 112, text: cased``"""

    text: str


@dataclass(frozen=True, slots=True)
class Pong:
    """``code: u16 = 111, token: u32``"""

    token: int


@dataclass(frozen=True, slots=True)
class HelpText:
    """For people, its wording free.

    ``code: u16 = 241, text: text``
    """

    text: str


@dataclass(frozen=True, slots=True)
class WithAsked:
    """``code: u16 = 220, sender: name``"""

    sender: str


@dataclass(frozen=True, slots=True)
class WithStarted:
    """``code: u16 = 221, peer: name``"""

    peer: str


@dataclass(frozen=True, slots=True)
class WithRefused:
    """``code: u16 = 222, peer: name``"""

    peer: str


@dataclass(frozen=True, slots=True)
class WithEnded:
    """The reason is end, or why the peer left (exit, lost, idle).

    ``code: u16 = 223, peer: name, reason: reason``
    """

    peer: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileOffered:
    """``code: u16 = 230, sender: name, id: id, name: filename, size: length, sha256:
    digest``
    """

    sender: str
    id: int
    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class FileAccepted:
    """``code: u16 = 231, id: id``"""

    id: int


@dataclass(frozen=True, slots=True)
class FileRefused:
    """``code: u16 = 232, id: id``"""

    id: int


@dataclass(frozen=True, slots=True)
class FileChunk:
    """``code: u16 = 233, id: id, offset: offset, data: chunk``"""

    id: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class FileDone:
    """All of it was relayed. The receiver compares the digest with what it got.

    ``code: u16 = 234, id: id, bytes: length, sha256: digest``
    """

    id: int
    bytes: int
    sha256: builtins.bytes


@dataclass(frozen=True, slots=True)
class FileCancelled:
    """The reason is a user's; or why one of the two left (exit, lost, idle); or what
    was wrong with the data (id, offset, size).

    ``code: u16 = 235, id: id, reason: reason``
    """

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, and whether it was found before and kept.

    ``code: u16 = 240, query: query, asker: name, text: answer, cached: flag``
    """

    query: str
    asker: str
    text: str
    cached: bool


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A service cannot be used. The reason is for people, its wording free.

    ``code: u16 = 110, service: service, reason: reason``
    """

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class IsAdmin:
    """One is administrator now.

    ``code: u16 = 113``
    """


@dataclass(frozen=True, slots=True)
class Forbidden:
    """The secret was wrong, or only the administrator may do that.

    ``code: u16 = 109``
    """


@dataclass(frozen=True, slots=True)
class Kicked:
    """One is thrown out; the connection ends.

    ``code: u16 = 114, reason: reason``
    """

    reason: str


@dataclass(frozen=True, slots=True)
class GameStarted:
    """The game begins, with the word to go on from.

    ``code: u16 = 260, starter: name, word: chained``
    """

    starter: str
    word: str


@dataclass(frozen=True, slots=True)
class GameMove:
    """A word was accepted and is the one to go on from.

    ``code: u16 = 261, player: name, word: chained``
    """

    player: str
    word: str


@dataclass(frozen=True, slots=True)
class GameOver:
    """How many words of each user were accepted.

    ``code: u16 = 262, scores: scores``
    """

    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class GameRefused:
    """Why a word does not count, or a game cannot begin or end.

    ``code: u16 = 263, fault: fault``
    """

    fault: str


# The wire.

U16 = wire.Integer(size="u16")
FLAG = wire.Flag()
U32 = wire.Integer(size="u32")
WISH = wire.Text(bytes=(0, 255), prefix="u8")
NAME = wire.Text(
    length=(1, 20), pattern=r"[^\s\x00-\x1f\x7f-\x9f#\[\]/:]+", prefix="u8"
)
TEXT = wire.Text(
    bytes=(1, 4096), pattern=r"[^\x00-\x08\x0b-\x1f\x7f-\x9f]+", prefix="u16"
)
CASED = wire.Text(bytes=(1, 12288), prefix="u16")
REASON = wire.Text(bytes=(0, 255), pattern=r"[^\x00-\x1f\x7f-\x9f]*", prefix="u8")
WORD = wire.Text(length=(1, 20), pattern="[a-z]+", prefix="u8")
CASE = wire.Choice({"plain": 1, "upper": 2, "lower": 3}, size="u8")
SECONDS = wire.Integer(size="u64", range=(0, 18446744073709551615))
MEMBER = wire.Group(Member, {"name": NAME, "asleep": FLAG})
MEMBERS = wire.Array(MEMBER, count=(0, 384), prefix="u16")
ID = wire.Integer(size="u32", range=(1, 4294967295))
FILENAME = wire.Text(
    bytes=(1, 255), pattern=r"(?!\.\.?\Z)[^/\\\x00-\x1f\x7f-\x9f]+", prefix="u8"
)
LENGTH = wire.Integer(size="u64", range=(0, 18446744073709551615))
OFFSET = wire.Integer(size="u64", range=(0, 18446744073709551615))
DIGEST = wire.Blob(bytes=(32, 32))
CHUNK = wire.Blob(bytes=(1, 16384))
QUERY = wire.Text(bytes=(1, 1000), pattern=r"[^\x00-\x1f\x7f-\x9f]+", prefix="u16")
ANSWER = wire.Text(
    bytes=(1, 8192), pattern=r"[^\x00-\x08\x0b-\x1f\x7f-\x9f]+", prefix="u16"
)
SECRET = wire.Text(bytes=(1, 255), prefix="u8")
SERVICE = wire.Choice({"search": 1, "dictionary": 2, "admin": 3}, size="u8")
CHAINED = wire.Text(length=(1, 40), pattern=r"[^\s\x00-\x1f\x7f-\x9f]+", prefix="u8")
FAULT = wire.Choice(
    {"start": 1, "used": 2, "unknown": 3, "dead_end": 4, "running": 5, "idle": 6},
    size="u8",
)
POINTS = wire.Integer(size="u16", range=(0, 9999))
SCORE = wire.Group(Score, {"name": NAME, "words": POINTS})
SCORES = wire.Array(SCORE, count=(0, 384), prefix="u16")

CLIENT_MESSAGES = wire.Messages(
    [
        wire.Layout(Login, [("code", wire.Const("u16", 1)), ("name", WISH)]),
        wire.Layout(Exit, [("code", wire.Const("u16", 4))]),
        wire.Layout(Say, [("code", wire.Const("u16", 2)), ("text", TEXT)]),
        wire.Layout(
            Whisper, [("code", wire.Const("u16", 3)), ("to", WISH), ("text", TEXT)]
        ),
        wire.Layout(Who, [("code", wire.Const("u16", 5))]),
        wire.Layout(Nick, [("code", wire.Const("u16", 6)), ("name", WISH)]),
        wire.Layout(Sleep, [("code", wire.Const("u16", 7))]),
        wire.Layout(Wake, [("code", wire.Const("u16", 8))]),
        wire.Layout(
            Echo, [("code", wire.Const("u16", 9)), ("mode", CASE), ("text", TEXT)]
        ),
        wire.Layout(Ping, [("code", wire.Const("u16", 10)), ("token", U32)]),
        wire.Layout(Help, [("code", wire.Const("u16", 41))]),
        wire.Layout(With, [("code", wire.Const("u16", 20)), ("to", WISH)]),
        wire.Layout(WithYes, [("code", wire.Const("u16", 21))]),
        wire.Layout(WithNo, [("code", wire.Const("u16", 22))]),
        wire.Layout(End, [("code", wire.Const("u16", 23))]),
        wire.Layout(
            FileOffer,
            [
                ("code", wire.Const("u16", 30)),
                ("to", WISH),
                ("id", ID),
                ("name", FILENAME),
                ("size", LENGTH),
                ("sha256", DIGEST),
            ],
        ),
        wire.Layout(FileYes, [("code", wire.Const("u16", 31)), ("id", ID)]),
        wire.Layout(FileNo, [("code", wire.Const("u16", 32)), ("id", ID)]),
        wire.Layout(
            FileData,
            [
                ("code", wire.Const("u16", 33)),
                ("id", ID),
                ("offset", OFFSET),
                ("data", CHUNK),
            ],
        ),
        wire.Layout(FileEnd, [("code", wire.Const("u16", 34)), ("id", ID)]),
        wire.Layout(
            FileCancel,
            [("code", wire.Const("u16", 35)), ("id", ID), ("reason", REASON)],
        ),
        wire.Layout(Search, [("code", wire.Const("u16", 40)), ("query", QUERY)]),
        wire.Layout(Admin, [("code", wire.Const("u16", 51)), ("secret", SECRET)]),
        wire.Layout(
            Kick, [("code", wire.Const("u16", 50)), ("to", WISH), ("reason", REASON)]
        ),
        wire.Layout(GameStart, [("code", wire.Const("u16", 60))]),
        wire.Layout(GameWord, [("code", wire.Const("u16", 61)), ("word", CHAINED)]),
        wire.Layout(GameStop, [("code", wire.Const("u16", 62))]),
    ]
)
SERVER_MESSAGES = wire.Messages(
    [
        wire.Layout(Welcome, [("code", wire.Const("u16", 100)), ("name", NAME)]),
        wire.Layout(Duplicate, [("code", wire.Const("u16", 101)), ("name", NAME)]),
        wire.Layout(BadName, [("code", wire.Const("u16", 103)), ("reason", REASON)]),
        wire.Layout(Goodbye, [("code", wire.Const("u16", 102))]),
        wire.Layout(Joined, [("code", wire.Const("u16", 201)), ("name", NAME)]),
        wire.Layout(
            Left, [("code", wire.Const("u16", 202)), ("name", NAME), ("reason", REASON)]
        ),
        wire.Layout(NoSuchUser, [("code", wire.Const("u16", 104)), ("name", WISH)]),
        wire.Layout(LoginFirst, [("code", wire.Const("u16", 105))]),
        wire.Layout(Malformed, [("code", wire.Const("u16", 106)), ("reason", REASON)]),
        wire.Layout(
            OutOfPlace,
            [("code", wire.Const("u16", 107)), ("request", U16), ("state", WORD)],
        ),
        wire.Layout(Busy, [("code", wire.Const("u16", 108)), ("name", NAME)]),
        wire.Layout(
            Said,
            [
                ("code", wire.Const("u16", 203)),
                ("sender", NAME),
                ("text", TEXT),
                ("time", SECONDS),
            ],
        ),
        wire.Layout(
            Whispered,
            [
                ("code", wire.Const("u16", 204)),
                ("sender", NAME),
                ("text", TEXT),
                ("time", SECONDS),
            ],
        ),
        wire.Layout(Users, [("code", wire.Const("u16", 205)), ("members", MEMBERS)]),
        wire.Layout(
            Renamed, [("code", wire.Const("u16", 206)), ("old", NAME), ("new", NAME)]
        ),
        wire.Layout(
            Status, [("code", wire.Const("u16", 207)), ("name", NAME), ("asleep", FLAG)]
        ),
        wire.Layout(Echoed, [("code", wire.Const("u16", 112)), ("text", CASED)]),
        wire.Layout(Pong, [("code", wire.Const("u16", 111)), ("token", U32)]),
        wire.Layout(HelpText, [("code", wire.Const("u16", 241)), ("text", TEXT)]),
        wire.Layout(WithAsked, [("code", wire.Const("u16", 220)), ("sender", NAME)]),
        wire.Layout(WithStarted, [("code", wire.Const("u16", 221)), ("peer", NAME)]),
        wire.Layout(WithRefused, [("code", wire.Const("u16", 222)), ("peer", NAME)]),
        wire.Layout(
            WithEnded,
            [("code", wire.Const("u16", 223)), ("peer", NAME), ("reason", REASON)],
        ),
        wire.Layout(
            FileOffered,
            [
                ("code", wire.Const("u16", 230)),
                ("sender", NAME),
                ("id", ID),
                ("name", FILENAME),
                ("size", LENGTH),
                ("sha256", DIGEST),
            ],
        ),
        wire.Layout(FileAccepted, [("code", wire.Const("u16", 231)), ("id", ID)]),
        wire.Layout(FileRefused, [("code", wire.Const("u16", 232)), ("id", ID)]),
        wire.Layout(
            FileChunk,
            [
                ("code", wire.Const("u16", 233)),
                ("id", ID),
                ("offset", OFFSET),
                ("data", CHUNK),
            ],
        ),
        wire.Layout(
            FileDone,
            [
                ("code", wire.Const("u16", 234)),
                ("id", ID),
                ("bytes", LENGTH),
                ("sha256", DIGEST),
            ],
        ),
        wire.Layout(
            FileCancelled,
            [("code", wire.Const("u16", 235)), ("id", ID), ("reason", REASON)],
        ),
        wire.Layout(
            SearchResult,
            [
                ("code", wire.Const("u16", 240)),
                ("query", QUERY),
                ("asker", NAME),
                ("text", ANSWER),
                ("cached", FLAG),
            ],
        ),
        wire.Layout(
            Unavailable,
            [
                ("code", wire.Const("u16", 110)),
                ("service", SERVICE),
                ("reason", REASON),
            ],
        ),
        wire.Layout(IsAdmin, [("code", wire.Const("u16", 113))]),
        wire.Layout(Forbidden, [("code", wire.Const("u16", 109))]),
        wire.Layout(Kicked, [("code", wire.Const("u16", 114)), ("reason", REASON)]),
        wire.Layout(
            GameStarted,
            [("code", wire.Const("u16", 260)), ("starter", NAME), ("word", CHAINED)],
        ),
        wire.Layout(
            GameMove,
            [("code", wire.Const("u16", 261)), ("player", NAME), ("word", CHAINED)],
        ),
        wire.Layout(GameOver, [("code", wire.Const("u16", 262)), ("scores", SCORES)]),
        wire.Layout(GameRefused, [("code", wire.Const("u16", 263)), ("fault", FAULT)]),
    ]
)
CLIENT_FRAMING = wire.LengthPrefixed(size="u16", max=32768)
SERVER_FRAMING = wire.LengthPrefixed(size="u16", max=32768)
TAGS: dict[type, int] = {
    Login: 1,
    Exit: 4,
    Say: 2,
    Whisper: 3,
    Who: 5,
    Nick: 6,
    Sleep: 7,
    Wake: 8,
    Echo: 9,
    Ping: 10,
    Help: 41,
    With: 20,
    WithYes: 21,
    WithNo: 22,
    End: 23,
    FileOffer: 30,
    FileYes: 31,
    FileNo: 32,
    FileData: 33,
    FileEnd: 34,
    FileCancel: 35,
    Search: 40,
    Admin: 51,
    Kick: 50,
    GameStart: 60,
    GameWord: 61,
    GameStop: 62,
}


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
    search: str = ""
    rights: str = ""
    game: str = ""
    name: str = ""
    partner: int = room.NOBODY
    receiver: int = room.NOBODY
    giver: int = room.NOBODY
    outgoing: int = 0
    incoming: int = 0
    size: int = 0
    sent: int = 0
    digest: bytes = b""
    reason: str = ""
    admin: bool = False
    tries: int = 0
    words: int = 0


@dataclass(slots=True)
class Shared:
    """What the sessions share, as it is at first and when all have left."""

    playing: bool = False
    word: str = ""
    used: tuple[str, ...] = ()


class Room(room.Room[Session]):
    """The whole server of The flagship chat, without I/O or clock."""

    SESSION = Session
    SHARED = Shared
    FEATURES = frozenset(
        {
            "whisper",
            "who",
            "nick",
            "sleep",
            "echo",
            "ping",
            "help",
            "talk",
            "file",
            "search",
            "admin",
            "game",
            "dueum",
        }
    )
    LIMITS: ClassVar = {
        "sessions": 384,
        "login_seconds": 30,
        "idle_seconds": 0,
        "queue_bytes": 1048576,
        "admin_tries": 3,
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
        room.Region("mode", "awake", within=("entry", "online")),
        room.Region("chat", "open", within=("entry", "online")),
        room.Region("talk", "free", within=("entry", "online")),
        room.Region("sending", "idle", within=("entry", "online")),
        room.Region("receiving", "idle", within=("entry", "online")),
        room.Region("search", "ready", within=("entry", "online")),
        room.Region("rights", "plain", within=("entry", "online")),
        room.Region("game", "joined", within=("entry", "online")),
    )
    REFERENCES = ("partner", "receiver", "giver")

    shared: Shared

    def _all_online(self) -> list[Session]:
        return [s for s in self.sessions.values() if s.entry == "online"]

    def _all_others(self, me: Session) -> list[Session]:
        return [
            s for s in self.sessions.values() if s.entry == "online" and s is not me
        ]

    def _all_listeners(self, me: Session) -> list[Session]:
        return [
            s
            for s in self.sessions.values()
            if s.entry == "online"
            and s is not me
            and s.mode == "awake"
            and s.talk != "talking"
        ]

    def _do_part(self, me: Session) -> None:
        self._move(self._at(me.partner), "talk", "free")
        self._at(me.partner).partner = room.NOBODY
        self._move(me, "talk", "free")
        me.partner = room.NOBODY

    def _do_drop(self, me: Session) -> None:
        self._move(self._at(me.receiver), "receiving", "idle")
        self._at(me.receiver).giver = room.NOBODY
        self._at(me.receiver).incoming = 0
        self._move(me, "sending", "idle")
        me.receiver = room.NOBODY
        me.outgoing = 0
        me.size = 0
        me.sent = 0
        me.digest = b""

    def _do_leave(self, me: Session) -> None:
        if me.partner != room.NOBODY:
            self._send(
                self._those(me.partner), WithEnded(peer=me.name, reason=me.reason)
            )
            self._do_part(me)
        if me.receiver != room.NOBODY:
            self._send(
                self._those(me.receiver),
                FileCancelled(id=me.outgoing, reason=me.reason),
            )
            self._do_drop(me)
        if me.giver != room.NOBODY:
            self._send(
                self._those(me.giver), FileCancelled(id=me.incoming, reason=me.reason)
            )
            self._do_drop(self._at(me.giver))
        self._send(self._all_others(me), Left(name=me.name, reason=me.reason))
        if "game" in self.features and len(self._all_others(me)) == 0:
            self.shared.playing = False
            self.shared.word = ""
            self.shared.used = ()

    def _entry_greeting_login(self, me: Session, message: Login) -> bool:
        if not functions.fits(NAME, functions.nfc(message.name)):
            # A server MUST refuse a name that is none with 103, and keep the
            # connection.
            self._fire("entry/bad-name")
            self._reply(
                me, BadName(reason="1 to 20 characters, no spaces, none of # [ ] / :")
            )
            return True
        if functions.nfc(message.name) in [s.name for s in self._all_online()]:
            # A server MUST refuse a name that is in use with 101, and tell nobody else.
            self._fire("entry/name-taken")
            self._reply(me, Duplicate(name=functions.nfc(message.name)))
            return True
        # A server MUST announce a new user to all the others with 201, then welcome it
        # with 100 and its name in NFC, then send it the list of users with 205.
        self._fire("entry/joins")
        self._move(me, "entry", "online")
        me.name = functions.nfc(message.name)
        self._send(self._all_others(me), Joined(name=me.name))
        self._arrive(me)
        self._reply(me, Welcome(name=me.name))
        self._reply(
            me,
            Users(
                members=tuple(
                    Member(name=s.name, asleep=s.mode == "asleep")
                    for s in self._all_online()
                )
            ),
        )
        return True

    def _entry_greeting_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY close a connection that does not log in in time.
        self._fire("entry/login-in-time")
        self._close(me)
        return True

    def _entry_online_exit(self, me: Session, _: Exit) -> bool:
        # A server MUST answer 004 with 102, announce the leaving to all the others with
        # 202 and the reason exit, and close the connection.
        self._fire("entry/exit")
        self._reply(me, Goodbye())
        me.reason = "exit"
        self._do_leave(me)
        self._close(me)
        return True

    def _entry_online_eof(self, me: Session, _: room.Eof) -> bool:
        # A server MUST announce a user whose connection ended with 202 and the reason
        # lost, and free its name.
        self._fire("entry/vanished")
        me.reason = "lost"
        self._do_leave(me)
        return True

    def _entry_online_timeout(self, me: Session, _: room.Timeout) -> bool:
        # A server MAY log a silent user out, with the reason idle.
        self._fire("entry/idle")
        self._reply(me, Goodbye())
        me.reason = "idle"
        self._do_leave(me)
        self._close(me)
        return True

    def _mode_awake_sleep(self, me: Session, _: Sleep) -> bool:
        # A server MUST tell everybody with 207 who falls asleep, the sleeper too, and
        # bring it no texts until it wakes.
        self._fire("mode/sleep")
        self._move(me, "mode", "asleep")
        self._send(self._all_online(), Status(name=me.name, asleep=True))
        return True

    def _mode_asleep_wake(self, me: Session, _: Wake) -> bool:
        # A server MUST tell everybody with 207 who wakes, that one too.
        self._fire("mode/wake")
        self._move(me, "mode", "awake")
        self._send(self._all_online(), Status(name=me.name, asleep=False))
        return True

    def _mode_asleep_say(self, me: Session, _: Say) -> bool:
        if "sleep" in self.features:
            # A server MUST wake a sleeper who says something, and tell so before the
            # text.
            self._fire("mode/say-wakes")
            self._move(me, "mode", "awake")
            self._send(self._all_online(), Status(name=me.name, asleep=False))
            return True
        return False

    def _chat_open_say(self, me: Session, message: Say) -> bool:
        if me.talk != "talking":
            # A server MUST relay a text, unchanged, to all the others who are awake and
            # in no private talk, and to nobody else.
            self._fire("chat/say")
            self._send(
                self._all_listeners(me),
                Said(sender=me.name, text=message.text, time=int(self.now)),
            )
            return True
        return False

    def _chat_open_whisper(self, me: Session, message: Whisper) -> bool:
        target = next(
            (s for s in self._all_online() if s.name == functions.nfc(message.to)), None
        )
        if target is None:
            # A server MUST answer a whisper to an unknown name with 104, and tell
            # nobody else.
            self._fire("chat/whisper-to-nobody")
            self._reply(me, NoSuchUser(name=message.to))
            return True
        if target.mode == "asleep":
            # A server MUST answer a whisper to a sleeper with 108, and not deliver it.
            self._fire("chat/whisper-to-sleeper")
            self._reply(me, Busy(name=target.name))
            return True
        # A server MUST deliver a whisper, unchanged, to its recipient and to nobody
        # else.
        self._fire("chat/whisper")
        self._send(
            [target], Whispered(sender=me.name, text=message.text, time=int(self.now))
        )
        return True

    def _chat_open_who(self, me: Session, _: Who) -> bool:
        # A server MUST answer 005 with the list of users, in the order of joining.
        self._fire("chat/who")
        self._reply(
            me,
            Users(
                members=tuple(
                    Member(name=s.name, asleep=s.mode == "asleep")
                    for s in self._all_online()
                )
            ),
        )
        return True

    def _chat_open_nick(self, me: Session, message: Nick) -> bool:
        if not functions.fits(NAME, functions.nfc(message.name)):
            # A server MUST refuse a new name that is none with 103, and keep the old
            # one.
            self._fire("chat/bad-nick")
            self._reply(
                me, BadName(reason="1 to 20 characters, no spaces, none of # [ ] / :")
            )
            return True
        if functions.nfc(message.name) in [s.name for s in self._all_online()]:
            # A server MUST refuse a new name that is in use, also by oneself, with 101.
            self._fire("chat/nick-taken")
            self._reply(me, Duplicate(name=functions.nfc(message.name)))
            return True
        # A server MUST tell everybody a change of name with 206, the renamed one too.
        self._fire("chat/nick")
        self._send(
            self._all_online(), Renamed(old=me.name, new=functions.nfc(message.name))
        )
        me.name = functions.nfc(message.name)
        return True

    def _chat_open_echo(self, me: Session, message: Echo) -> bool:
        # A server MUST answer 009 with the text as it is (1), in upper case (2) or in
        # lower case (3), by the full case mapping of Unicode.
        self._fire("chat/echo")
        self._reply(
            me,
            Echoed(
                text=message.text.upper()
                if message.mode == "upper"
                else message.text.lower()
                if message.mode == "lower"
                else message.text
            ),
        )
        return True

    def _chat_open_ping(self, me: Session, message: Ping) -> bool:
        # A server MUST answer 010 with 111 and the same token.
        self._fire("chat/ping")
        self._reply(me, Pong(token=message.token))
        return True

    def _chat_open_help(self, me: Session, _: Help) -> bool:
        # A server MUST answer 041 with 241 and a text for people.
        self._fire("chat/help")
        self._reply(
            me,
            HelpText(
                text="Say something and everybody who is awake gets it. One can also whisper, sleep, take another name, talk in private and send files."
            ),
        )
        return True

    def _talk_free_with(self, me: Session, message: With) -> bool:
        target = next(
            (s for s in self._all_online() if s.name == functions.nfc(message.to)), None
        )
        if target is None:
            # A server MUST answer a request to talk with an unknown name with 104.
            self._fire("talk/with-nobody")
            self._reply(me, NoSuchUser(name=message.to))
            return True
        if target is me or target.talk != "free":
            # A server MUST answer a request to talk with one who asks, is asked or
            # talks, or with oneself, with 108 and that name, and tell nobody else.
            self._fire("talk/with-busy")
            self._reply(me, Busy(name=target.name))
            return True
        # A server MUST bring a request to talk to the one asked, a sleeper too, with
        # 220.
        self._fire("talk/asks")
        self._move(me, "talk", "asking")
        me.partner = target.sid
        target.partner = me.sid
        self._move(target, "talk", "asked")
        self._send([target], WithAsked(sender=me.name))
        return True

    def _talk_asking_end(self, me: Session, _: End) -> bool:
        # A server MUST let the asker take its request back, and tell both with 223.
        self._fire("talk/withdraws")
        self._send(self._those(me.partner), WithEnded(peer=me.name, reason="end"))
        self._reply(me, WithEnded(peer=self._at(me.partner).name, reason="end"))
        self._do_part(me)
        return True

    def _talk_asked_with_yes(self, me: Session, _: WithYes) -> bool:
        # A server MUST tell both with 221 that their talk begins.
        self._fire("talk/accepted")
        self._move(me, "talk", "talking")
        self._move(self._at(me.partner), "talk", "talking")
        self._send(self._those(me.partner), WithStarted(peer=me.name))
        self._reply(me, WithStarted(peer=self._at(me.partner).name))
        return True

    def _talk_asked_with_no(self, me: Session, _: WithNo) -> bool:
        # A server MUST tell the asker with 222 that its request was refused.
        self._fire("talk/refused-by-partner")
        self._send(self._those(me.partner), WithRefused(peer=me.name))
        self._do_part(me)
        return True

    def _talk_talking_say(self, me: Session, message: Say) -> bool:
        if "talk" in self.features and self._at(me.partner).mode == "asleep":
            # A server MUST answer a text for a partner who sleeps with 108, and not
            # deliver it.
            self._fire("talk/partner-asleep")
            self._reply(me, Busy(name=self._at(me.partner).name))
            return True
        if "talk" in self.features:
            # A server MUST relay a text of a private talk to the partner and to nobody
            # else.
            self._fire("talk/private-text")
            self._send(
                self._those(me.partner),
                Said(sender=me.name, text=message.text, time=int(self.now)),
            )
            return True
        return False

    def _talk_talking_end(self, me: Session, _: End) -> bool:
        # A server MUST end a talk when either side wants, and tell both with 223.
        self._fire("talk/end")
        self._send(self._those(me.partner), WithEnded(peer=me.name, reason="end"))
        self._reply(me, WithEnded(peer=self._at(me.partner).name, reason="end"))
        self._do_part(me)
        return True

    def _sending_idle_file_offer(self, me: Session, message: FileOffer) -> bool:
        target = next(
            (s for s in self._all_online() if s.name == functions.nfc(message.to)), None
        )
        if target is None:
            # A server MUST answer an offer to an unknown name with 104.
            self._fire("sending/offer-to-nobody")
            self._reply(me, NoSuchUser(name=message.to))
            return True
        if (
            target is me
            or target.receiving != "idle"
            or message.id in [me.incoming, target.outgoing]
        ):
            # A server MUST answer an offer to oneself, to one who has another offer or
            # transfer open, or with an id that either side already uses, with 108.
            self._fire("sending/offer-busy")
            self._reply(me, Busy(name=target.name))
            return True
        # A server MUST bring an offer, unchanged, to the one it is for, a sleeper too.
        self._fire("sending/offers")
        self._move(me, "sending", "offered")
        me.receiver = target.sid
        me.outgoing = message.id
        me.size = message.size
        me.digest = message.sha256
        target.giver = me.sid
        target.incoming = message.id
        self._move(target, "receiving", "asked")
        self._send(
            [target],
            FileOffered(
                sender=me.name,
                id=message.id,
                name=message.name,
                size=message.size,
                sha256=message.sha256,
            ),
        )
        return True

    def _sending_idle_file_data(self, me: Session, _: FileData) -> bool:
        # A server MUST ignore data when there is no transfer.
        self._fire("sending/late-data")
        return True

    def _sending_idle_file_end(self, me: Session, _: FileEnd) -> bool:
        # A server MUST ignore the end of a file when there is no transfer.
        self._fire("sending/late-end")
        return True

    def _sending_offered_file_cancel(self, me: Session, message: FileCancel) -> bool:
        if message.id == me.outgoing:
            # A server MUST let the sender take its offer back, and tell both with 235.
            self._fire("sending/takes-back")
            self._send(
                self._those(me.receiver),
                FileCancelled(id=message.id, reason=message.reason),
            )
            self._reply(me, FileCancelled(id=message.id, reason=message.reason))
            self._do_drop(me)
            return True
        return False

    def _sending_flowing_file_data(self, me: Session, message: FileData) -> bool:
        if (
            message.id == me.outgoing
            and message.offset == me.sent
            and message.offset + len(message.data) <= me.size
        ):
            # A server MUST relay the next chunk, unchanged, to the receiver alone.
            self._fire("sending/data")
            self._send(
                self._those(me.receiver),
                FileChunk(id=message.id, offset=message.offset, data=message.data),
            )
            me.sent = me.sent + len(message.data)
            return True
        # A server MUST cancel a transfer for both when a chunk has another id (reason
        # id), is not the next one (offset) or goes past the size (size).
        self._fire("sending/wrong-data")
        self._send(
            self._those(me.receiver),
            FileCancelled(
                id=me.outgoing,
                reason="id"
                if message.id != me.outgoing
                else "offset"
                if message.offset != me.sent
                else "size",
            ),
        )
        self._reply(
            me,
            FileCancelled(
                id=me.outgoing,
                reason="id"
                if message.id != me.outgoing
                else "offset"
                if message.offset != me.sent
                else "size",
            ),
        )
        self._do_drop(me)
        return True

    def _sending_flowing_file_end(self, me: Session, message: FileEnd) -> bool:
        if message.id == me.outgoing and me.sent == me.size:
            # A server MUST tell both with 234 that the whole file was relayed, with its
            # size and the digest of the offer.
            self._fire("sending/done")
            self._send(
                self._those(me.receiver),
                FileDone(id=message.id, bytes=me.size, sha256=me.digest),
            )
            self._reply(me, FileDone(id=message.id, bytes=me.size, sha256=me.digest))
            self._do_drop(me)
            return True
        # A server MUST cancel a transfer for both when it is ended under another id
        # (reason id) or before all of it was sent (size).
        self._fire("sending/wrong-end")
        self._send(
            self._those(me.receiver),
            FileCancelled(
                id=me.outgoing, reason="id" if message.id != me.outgoing else "size"
            ),
        )
        self._reply(
            me,
            FileCancelled(
                id=me.outgoing, reason="id" if message.id != me.outgoing else "size"
            ),
        )
        self._do_drop(me)
        return True

    def _sending_flowing_file_cancel(self, me: Session, message: FileCancel) -> bool:
        if message.id == me.outgoing:
            # A server MUST let the sender cancel a transfer, and tell both with 235.
            self._fire("sending/sender-cancels")
            self._send(
                self._those(me.receiver),
                FileCancelled(id=message.id, reason=message.reason),
            )
            self._reply(me, FileCancelled(id=message.id, reason=message.reason))
            self._do_drop(me)
            return True
        return False

    def _receiving_asked_file_yes(self, me: Session, message: FileYes) -> bool:
        if message.id == me.incoming:
            # A server MUST tell the sender with 231 that its file is wanted.
            self._fire("receiving/accepted")
            self._move(me, "receiving", "flowing")
            self._move(self._at(me.giver), "sending", "flowing")
            self._send(self._those(me.giver), FileAccepted(id=message.id))
            return True
        return False

    def _receiving_asked_file_no(self, me: Session, message: FileNo) -> bool:
        if message.id == me.incoming:
            # A server MUST tell the sender with 232 that its file is not wanted.
            self._fire("receiving/refused")
            self._send(self._those(me.giver), FileRefused(id=message.id))
            self._do_drop(self._at(me.giver))
            return True
        return False

    def _receiving_flowing_file_cancel(self, me: Session, message: FileCancel) -> bool:
        if message.id == me.incoming:
            # A server MUST let the receiver cancel a transfer, and tell both with 235.
            self._fire("receiving/receiver-cancels")
            self._send(
                self._those(me.giver),
                FileCancelled(id=message.id, reason=message.reason),
            )
            self._reply(me, FileCancelled(id=message.id, reason=message.reason))
            self._do_drop(self._at(me.giver))
            return True
        return False

    def _search_ready_search(self, me: Session, message: Search) -> bool:
        # A server MUST go on serving everybody while it searches.
        self._fire("search/searches")
        self._ask(me, "search", query=message.query)
        return True

    def _search_ready_search_answer(self, me: Session, message: room.Answer) -> bool:
        # A server MUST send what was found, with 240 and the asker's name, to all
        # users.
        self._fire("search/finds")
        self._send(
            self._all_online(),
            SearchResult(
                query=message.result["query"],
                asker=me.name,
                text=message.result["text"],
                cached=message.result["cached"],
            ),
        )
        return True

    def _search_ready_search_failure(self, me: Session, message: room.Failure) -> bool:
        # A server that cannot search MUST say so with 110 to the asker alone.
        self._fire("search/cannot-search")
        self._reply(
            me,
            Unavailable(
                service="search", reason=functions.cut(message.result["reason"], 255)
            ),
        )
        return True

    def _rights_plain_admin(self, me: Session, message: Admin) -> bool:
        if me.tries >= self.limits["admin_tries"]:
            # A server MUST answer 109 without a look when a client has guessed too
            # often.
            self._fire("rights/too-many-tries")
            self._reply(me, Forbidden())
            return True
        # A server MUST tell nobody else of an attempt to become administrator.
        self._fire("rights/tries-secret")
        me.tries = min(me.tries + 1, 99)
        self._ask(me, "secret", secret=message.secret)
        return True

    def _rights_plain_secret_answer(self, me: Session, message: room.Answer) -> bool:
        if message.result["right"]:
            # A server MUST answer the right secret with 113.
            self._fire("rights/right-secret")
            self._move(me, "rights", "administrator")
            me.tries = 0
            self._reply(me, IsAdmin())
            return True
        # A server MUST answer a wrong secret with 109.
        self._fire("rights/wrong-secret")
        self._reply(me, Forbidden())
        return True

    def _rights_plain_secret_failure(self, me: Session, message: room.Failure) -> bool:
        # A server that has no secret MUST say so with 110.
        self._fire("rights/no-secret")
        self._reply(
            me,
            Unavailable(
                service="admin", reason=functions.cut(message.result["reason"], 255)
            ),
        )
        return True

    def _rights_plain_kick(self, me: Session, _: Kick) -> bool:
        # A server MUST let nobody but the administrator throw others out.
        self._fire("rights/kick-without-right")
        self._reply(me, Forbidden())
        return True

    def _rights_administrator_kick(self, me: Session, message: Kick) -> bool:
        target = next(
            (s for s in self._all_online() if s.name == functions.nfc(message.to)), None
        )
        if target is None:
            # A server MUST answer a kick of an unknown name with 104.
            self._fire("rights/kicks-nobody")
            self._reply(me, NoSuchUser(name=message.to))
            return True
        if target is me:
            # A server MUST answer a kick of oneself with 108.
            self._fire("rights/kicks-oneself")
            self._reply(me, Busy(name=me.name))
            return True
        # A server MUST tell the one thrown out with 114, announce the leaving to all
        # the others with 202 and the reason kicked, and close that connection.
        self._fire("rights/kicks")
        self._send([target], Kicked(reason=message.reason))
        target.reason = "kicked"
        self._do_leave(target)
        self._close(target)
        return True

    def _game_joined_game_start(self, me: Session, _: GameStart) -> bool:
        if self.shared.playing:
            # A server MUST refuse to start a game while one runs.
            self._fire("game/already-running")
            self._reply(me, GameRefused(fault="running"))
            return True
        # A server MUST draw the first word from its dictionary.
        self._fire("game/draws")
        self._ask(me, "draw")
        return True

    def _game_joined_draw_answer(self, me: Session, message: room.Answer) -> bool:
        if self.shared.playing:
            # A server MUST NOT start a second game when two ask at once.
            self._fire("game/started-meanwhile")
            self._reply(me, GameRefused(fault="running"))
            return True
        # A server MUST tell all users with 260 that a game begins, who asked, and the
        # first word.
        self._fire("game/starts")
        self.shared.playing = True
        self.shared.word = message.result["word"]
        self.shared.used = (message.result["word"],)
        for s in self._all_online():
            s.words = 0
        self._send(
            self._all_online(),
            GameStarted(starter=me.name, word=message.result["word"]),
        )
        return True

    def _game_joined_draw_failure(self, me: Session, message: room.Failure) -> bool:
        # A server without a dictionary MUST say so with 110 to the asker alone.
        self._fire("game/cannot-start")
        self._reply(
            me,
            Unavailable(
                service="dictionary",
                reason=functions.cut(message.result["reason"], 255),
            ),
        )
        return True

    def _game_joined_game_word(self, me: Session, message: GameWord) -> bool:
        if not self.shared.playing:
            # A server MUST refuse a word while no game runs.
            self._fire("game/no-game")
            self._reply(me, GameRefused(fault="idle"))
            return True
        if not (
            message.word[:1] == self.shared.word[-1:]
            or (
                "dueum" in self.features
                and message.word[:1] == functions.dueum(self.shared.word[-1:])
            )
        ):
            # A server MUST refuse a word that does not begin with the last syllable of
            # the one before.
            self._fire("game/wrong-start")
            self._reply(me, GameRefused(fault="start"))
            return True
        if message.word in self.shared.used:
            # A server MUST refuse a word that was used before in the same game.
            self._fire("game/used-before")
            self._reply(me, GameRefused(fault="used"))
            return True
        # A server MUST look a word up in its dictionary before it counts.
        self._fire("game/looks-up")
        self._ask(me, "dictionary", word=message.word)
        return True

    def _game_joined_dictionary_answer(self, me: Session, message: room.Answer) -> bool:
        if not self.shared.playing:
            # A server MUST refuse a word that is judged after the end of the game.
            self._fire("game/too-late")
            self._reply(me, GameRefused(fault="idle"))
            return True
        if not (
            message.result["word"][:1] == self.shared.word[-1:]
            or (
                "dueum" in self.features
                and message.result["word"][:1] == functions.dueum(self.shared.word[-1:])
            )
        ):
            # A server MUST judge a word by the one before it at the time of the
            # verdict.
            self._fire("game/overtaken")
            self._reply(me, GameRefused(fault="start"))
            return True
        if message.result["word"] in self.shared.used:
            # A server MUST refuse a word that was used while this one was being judged.
            self._fire("game/used-meanwhile")
            self._reply(me, GameRefused(fault="used"))
            return True
        if not message.result["known"]:
            # A server MUST refuse a word that its dictionary does not have.
            self._fire("game/unknown-word")
            self._reply(me, GameRefused(fault="unknown"))
            return True
        if not message.result["follows"]:
            # A server MUST refuse a word that no word can follow.
            self._fire("game/dead-end")
            self._reply(me, GameRefused(fault="dead_end"))
            return True
        # A server MUST tell all users of an accepted word with 261, and count it for
        # its player.
        self._fire("game/accepts")
        self.shared.word = message.result["word"]
        self.shared.used = (*self.shared.used, message.result["word"])[-2000:]
        me.words = min(me.words + 1, 9999)
        self._send(
            self._all_online(), GameMove(player=me.name, word=message.result["word"])
        )
        return True

    def _game_joined_dictionary_failure(
        self, me: Session, message: room.Failure
    ) -> bool:
        # A server whose dictionary fails MUST say so with 110 to the player alone.
        self._fire("game/cannot-judge")
        self._reply(
            me,
            Unavailable(
                service="dictionary",
                reason=functions.cut(message.result["reason"], 255),
            ),
        )
        return True

    def _game_joined_game_stop(self, me: Session, _: GameStop) -> bool:
        if self.shared.playing:
            # A server MUST end the game for all with 262 and the count of each, in the
            # order of joining.
            self._fire("game/stops")
            self.shared.playing = False
            self.shared.word = ""
            self.shared.used = ()
            self._send(
                self._all_online(),
                GameOver(
                    scores=tuple(
                        Score(name=s.name, words=s.words) for s in self._all_online()
                    )
                ),
            )
            return True
        # A server MUST refuse to end a game when none runs.
        self._fire("game/nothing-to-stop")
        self._reply(me, GameRefused(fault="idle"))
        return True

    def _always_with(self, me: Session, _: With) -> bool:
        if me.entry == "online":
            # A server MUST answer a request to talk with 108 and the asker's own name
            # while the asker asks, is asked or talks.
            self._fire("always/one-talk")
            self._reply(me, Busy(name=me.name))
            return True
        return False

    def _always_file_offer(self, me: Session, _: FileOffer) -> bool:
        if me.entry == "online":
            # A server MUST answer an offer with 108 and the sender's own name while
            # another of the sender's files is offered or sent.
            self._fire("always/one-file")
            self._reply(me, Busy(name=me.name))
            return True
        return False

    def _always_malformed(self, me: Session, message: room.Malformed) -> bool:
        # A server MUST answer a frame that is no message with 106, and keep the
        # connection.
        self._fire("always/malformed")
        self._reply(me, Malformed(reason=message.code))
        return True

    def _always_unexpected(self, me: Session, message: object) -> bool:
        if me.entry == "greeting":
            # A server MUST answer every other request before login with 105.
            self._fire("always/login-first")
            self._reply(me, LoginFirst())
            return True
        # A server MUST answer a request that its state does not allow with 107, the
        # code of the request and the state, and change nothing.
        self._fire("always/out-of-place")
        self._reply(
            me,
            OutOfPlace(
                request=TAGS[type(message)],
                state=me.talk
                if 20 <= TAGS[type(message)] <= 23
                else me.receiving
                if TAGS[type(message)] in [31, 32]
                else me.sending
                if TAGS[type(message)] >= 30
                else me.mode
                if TAGS[type(message)] in [7, 8]
                else me.entry,
            ),
        )
        return True

    HANDLERS: ClassVar = {
        Login: (("entry", {"greeting": _entry_greeting_login}),),
        room.Timeout: (
            (
                "entry",
                {"greeting": _entry_greeting_timeout, "online": _entry_online_timeout},
            ),
        ),
        Exit: (("entry", {"online": _entry_online_exit}),),
        room.Eof: (("entry", {"online": _entry_online_eof}),),
        Sleep: (("mode", {"awake": _mode_awake_sleep}),),
        Wake: (("mode", {"asleep": _mode_asleep_wake}),),
        Say: (
            ("mode", {"asleep": _mode_asleep_say}),
            ("chat", {"open": _chat_open_say}),
            ("talk", {"talking": _talk_talking_say}),
        ),
        Whisper: (("chat", {"open": _chat_open_whisper}),),
        Who: (("chat", {"open": _chat_open_who}),),
        Nick: (("chat", {"open": _chat_open_nick}),),
        Echo: (("chat", {"open": _chat_open_echo}),),
        Ping: (("chat", {"open": _chat_open_ping}),),
        Help: (("chat", {"open": _chat_open_help}),),
        With: (("talk", {"free": _talk_free_with}),),
        End: (("talk", {"asking": _talk_asking_end, "talking": _talk_talking_end}),),
        WithYes: (("talk", {"asked": _talk_asked_with_yes}),),
        WithNo: (("talk", {"asked": _talk_asked_with_no}),),
        FileOffer: (("sending", {"idle": _sending_idle_file_offer}),),
        FileData: (
            (
                "sending",
                {
                    "idle": _sending_idle_file_data,
                    "flowing": _sending_flowing_file_data,
                },
            ),
        ),
        FileEnd: (
            (
                "sending",
                {"idle": _sending_idle_file_end, "flowing": _sending_flowing_file_end},
            ),
        ),
        FileCancel: (
            (
                "sending",
                {
                    "offered": _sending_offered_file_cancel,
                    "flowing": _sending_flowing_file_cancel,
                },
            ),
            ("receiving", {"flowing": _receiving_flowing_file_cancel}),
        ),
        FileYes: (("receiving", {"asked": _receiving_asked_file_yes}),),
        FileNo: (("receiving", {"asked": _receiving_asked_file_no}),),
        Search: (("search", {"ready": _search_ready_search}),),
        (room.Answer, "search"): (("search", {"ready": _search_ready_search_answer}),),
        (room.Failure, "search"): (
            ("search", {"ready": _search_ready_search_failure}),
        ),
        Admin: (("rights", {"plain": _rights_plain_admin}),),
        (room.Answer, "secret"): (("rights", {"plain": _rights_plain_secret_answer}),),
        (room.Failure, "secret"): (
            ("rights", {"plain": _rights_plain_secret_failure}),
        ),
        Kick: (
            (
                "rights",
                {
                    "plain": _rights_plain_kick,
                    "administrator": _rights_administrator_kick,
                },
            ),
        ),
        GameStart: (("game", {"joined": _game_joined_game_start}),),
        (room.Answer, "draw"): (("game", {"joined": _game_joined_draw_answer}),),
        (room.Failure, "draw"): (("game", {"joined": _game_joined_draw_failure}),),
        GameWord: (("game", {"joined": _game_joined_game_word}),),
        (room.Answer, "dictionary"): (
            ("game", {"joined": _game_joined_dictionary_answer}),
        ),
        (room.Failure, "dictionary"): (
            ("game", {"joined": _game_joined_dictionary_failure}),
        ),
        GameStop: (("game", {"joined": _game_joined_game_stop}),),
    }
    ALWAYS: ClassVar = {
        With: _always_with,
        FileOffer: _always_file_offer,
        room.Malformed: _always_malformed,
        room.Unexpected: _always_unexpected,
    }


# What the spec says about all this. Line numbers are those of the spec.

MESSAGES = (
    protocol.MessageInfo(
        name="login",
        cls=Login,
        sender="client",
        line=123,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (Login(name="alice"), b"\x00\x01\x05alice"),
            (Login(name="한글"), b"\x00\x01\x06\xed\x95\x9c\xea\xb8\x80"),
            (Login(name=""), b"\x00\x01\x00"),
        ),
        malformed=(
            (b"\x00\x01", "truncated"),
            (b"\x00\x01\x05alic", "truncated"),
            (b"\x00\x01\x03bob\x00", "trailing-bytes"),
            (b"\x00\x01\x02\xed\x95", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="welcome",
        cls=Welcome,
        sender="server",
        line=135,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Welcome(name="alice"), b"\x00d\x05alice"),),
        malformed=(
            (b"\x00d\x00", "too-short"),
            (b"\x00d\x02a ", "bad-value"),
            (b"\x00d\x15aaaaaaaaaaaaaaaaaaaaa", "too-long"),
        ),
    ),
    protocol.MessageInfo(
        name="duplicate",
        cls=Duplicate,
        sender="server",
        line=145,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Duplicate(name="alice"), b"\x00e\x05alice"),),
        malformed=((b"\x00e\x02a:", "bad-value"), (b"\x00e\x05alic", "truncated")),
    ),
    protocol.MessageInfo(
        name="bad_name",
        cls=BadName,
        sender="server",
        line=153,
        volatile=("reason",),
        samples={"reason": ("no time",)},
        examples=((BadName(reason="too long"), b"\x00g\x08too long"),),
        malformed=((b"\x00g\x01\n", "bad-value"),),
    ),
    protocol.MessageInfo(
        name="exit",
        cls=Exit,
        sender="client",
        line=160,
        examples=((Exit(), b"\x00\x04"),),
        malformed=((b"\x00\x04\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="goodbye",
        cls=Goodbye,
        sender="server",
        line=166,
        examples=((Goodbye(), b"\x00f"),),
        malformed=((b"\x00f\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="joined",
        cls=Joined,
        sender="server",
        line=172,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Joined(name="한글"), b"\x00\xc9\x06\xed\x95\x9c\xea\xb8\x80"),),
        malformed=(
            (b"\x00\xc9\x01\xff", "bad-encoding"),
            (b"\x00\xc9\x01/", "bad-value"),
        ),
    ),
    protocol.MessageInfo(
        name="left",
        cls=Left,
        sender="server",
        line=179,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름"), "reason": ("no time",)},
        examples=(
            (Left(name="bob", reason="exit"), b"\x00\xca\x03bob\x04exit"),
            (Left(name="bob", reason="lost"), b"\x00\xca\x03bob\x04lost"),
        ),
        malformed=((b"\x00\xca\x03bob", "truncated"),),
    ),
    protocol.MessageInfo(
        name="no_such_user",
        cls=NoSuchUser,
        sender="server",
        line=190,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (NoSuchUser(name="zoe"), b"\x00h\x03zoe"),
            (NoSuchUser(name="a b"), b"\x00h\x03a b"),
        ),
        malformed=((b"\x00h\x04zoe", "truncated"),),
    ),
    protocol.MessageInfo(
        name="login_first",
        cls=LoginFirst,
        sender="server",
        line=198,
        examples=((LoginFirst(), b"\x00i"),),
        malformed=((b"\x00i\x01", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="malformed",
        cls=Malformed,
        sender="server",
        line=203,
        volatile=("reason",),
        samples={"reason": ("no time",)},
        examples=((Malformed(reason="truncated"), b"\x00j\ttruncated"),),
        malformed=((b"\x00j\x02t", "truncated"),),
    ),
    protocol.MessageInfo(
        name="out_of_place",
        cls=OutOfPlace,
        sender="server",
        line=210,
        examples=((OutOfPlace(request=21, state="free"), b"\x00k\x00\x15\x04free"),),
        malformed=(
            (b"\x00k\x00", "truncated"),
            (b"\x00k\x00\x15\x00", "too-short"),
            (b"\x00k\x00\x15\x01A", "bad-value"),
        ),
    ),
    protocol.MessageInfo(
        name="busy",
        cls=Busy,
        sender="server",
        line=220,
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Busy(name="bob"), b"\x00l\x03bob"),),
        malformed=((b"\x00l\x03bob!", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="say",
        cls=Say,
        sender="client",
        line=229,
        samples={
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "two\nlines and a\ttab",
                "a#b [c] /d :e",
                "😀",
            )
        },
        examples=(
            (Say(text="hi"), b"\x00\x02\x00\x02hi"),
            (Say(text="안녕"), b"\x00\x02\x00\x06\xec\x95\x88\xeb\x85\x95"),
            (Say(text="a\tb\n"), b"\x00\x02\x00\x04a\tb\n"),
        ),
        malformed=(
            (b"\x00\x02", "truncated"),
            (b"\x00\x02\x00", "truncated"),
            (b"\x00\x02\x00\x03hi", "truncated"),
            (b"\x00\x02\x00\x00", "too-short"),
            (b"\x00\x02\x00\x02hi\x00", "trailing-bytes"),
            (b"\x00\x02\x00\x01\xff", "bad-encoding"),
            (b"\x00\x02\x00\x02\xc0\x80", "bad-encoding"),
            (b"\x00\x02\x00\x03\xed\xa0\x80", "bad-encoding"),
            (b"\x00\x02\x00\x01\x00", "bad-value"),
            (b"\x00\x02\x00\x01\r", "bad-value"),
            (b"\x00\x02\x00\x01\x1b", "bad-value"),
            (b"\x00\x02\x00\x02\xc2\x85", "bad-value"),
        ),
    ),
    protocol.MessageInfo(
        name="said",
        cls=Said,
        sender="server",
        line=244,
        volatile=("time",),
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "two\nlines and a\ttab",
                "a#b [c] /d :e",
                "😀",
            ),
        },
        examples=(
            (
                Said(sender="bob", text="hi", time=1700000000),
                b"\x00\xcb\x03bob\x00\x02hi\x00\x00\x00\x00eS\xf1\x00",
            ),
        ),
        malformed=(
            (b"\x00\xcb\x03bob\x00\x02hi\x00\x00\x00\x00", "truncated"),
            (b"\x00\xcb\x00\x00\x02hi\x00\x00\x00\x00\x00\x00\x00\x00", "too-short"),
        ),
    ),
    protocol.MessageInfo(
        name="whisper",
        cls=Whisper,
        sender="client",
        line=255,
        feature="whisper",
        identities={"to": "name"},
        samples={
            "to": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "two\nlines and a\ttab",
                "a#b [c] /d :e",
                "😀",
            ),
        },
        examples=(
            (Whisper(to="bob", text="psst"), b"\x00\x03\x03bob\x00\x04psst"),
            (Whisper(to="", text="psst"), b"\x00\x03\x00\x00\x04psst"),
        ),
        malformed=(
            (b"\x00\x03\x03bob", "truncated"),
            (b"\x00\x03\x03bob\x00\x00", "too-short"),
            (b"\x00\x03\x01\xff\x00\x04psst", "bad-encoding"),
        ),
    ),
    protocol.MessageInfo(
        name="whispered",
        cls=Whispered,
        sender="server",
        line=266,
        feature="whisper",
        volatile=("time",),
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "two\nlines and a\ttab",
                "a#b [c] /d :e",
                "😀",
            ),
        },
        examples=(
            (
                Whispered(sender="bob", text="psst", time=0),
                b"\x00\xcc\x03bob\x00\x04psst\x00\x00\x00\x00\x00\x00\x00\x00",
            ),
        ),
        malformed=(
            (b"\x00\xcc\x03bob\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "too-short"),
        ),
    ),
    protocol.MessageInfo(
        name="who",
        cls=Who,
        sender="client",
        line=278,
        feature="who",
        examples=((Who(), b"\x00\x05"),),
        malformed=((b"\x00\x05\x05", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="users",
        cls=Users,
        sender="server",
        line=284,
        examples=(
            (Users(members=()), b"\x00\xcd\x00\x00"),
            (
                Users(
                    members=(
                        Member(name="alice", asleep=False),
                        Member(name="bob", asleep=True),
                    )
                ),
                b"\x00\xcd\x00\x02\x05alice\x00\x03bob\x01",
            ),
        ),
        malformed=(
            (b"\x00\xcd\x00\x01", "truncated"),
            (b"\x00\xcd\x00\x00\x00", "trailing-bytes"),
            (b"\x00\xcd\x00\x01\x03bob\x02", "bad-value"),
        ),
    ),
    protocol.MessageInfo(
        name="nick",
        cls=Nick,
        sender="client",
        line=296,
        feature="nick",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=((Nick(name="al"), b"\x00\x06\x02al"),),
        malformed=(
            (b"\x00\x06\x03al", "truncated"),
            (b"\x00\x06\x01al", "trailing-bytes"),
        ),
    ),
    protocol.MessageInfo(
        name="renamed",
        cls=Renamed,
        sender="server",
        line=304,
        feature="nick",
        identities={"old": "name", "new": "name"},
        samples={
            "old": ("alice", "bob", "한글이름"),
            "new": ("alice", "bob", "한글이름"),
        },
        examples=((Renamed(old="alice", new="al"), b"\x00\xce\x05alice\x02al"),),
        malformed=((b"\x00\xce\x05alice\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="sleep",
        cls=Sleep,
        sender="client",
        line=310,
        feature="sleep",
        examples=((Sleep(), b"\x00\x07"),),
        malformed=((b"\x00\x07\x07", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="wake",
        cls=Wake,
        sender="client",
        line=316,
        feature="sleep",
        examples=((Wake(), b"\x00\x08"),),
        malformed=((b"\x00\x08\x08", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="status",
        cls=Status,
        sender="server",
        line=322,
        feature="sleep",
        identities={"name": "name"},
        samples={"name": ("alice", "bob", "한글이름")},
        examples=(
            (Status(name="bob", asleep=True), b"\x00\xcf\x03bob\x01"),
            (Status(name="bob", asleep=False), b"\x00\xcf\x03bob\x00"),
        ),
        malformed=(
            (b"\x00\xcf\x03bob\x02", "bad-value"),
            (b"\x00\xcf\x03bob", "truncated"),
        ),
    ),
    protocol.MessageInfo(
        name="echo",
        cls=Echo,
        sender="client",
        line=335,
        feature="echo",
        samples={
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "two\nlines and a\ttab",
                "a#b [c] /d :e",
                "😀",
            )
        },
        examples=(
            (Echo(mode="plain", text="Hi"), b"\x00\t\x01\x00\x02Hi"),
            (Echo(mode="upper", text="Hi"), b"\x00\t\x02\x00\x02Hi"),
            (Echo(mode="lower", text="Hi"), b"\x00\t\x03\x00\x02Hi"),
        ),
        malformed=(
            (b"\x00\t\x00\x00\x02Hi", "bad-value"),
            (b"\x00\t\x04\x00\x02Hi", "bad-value"),
            (b"\x00\t\x01", "truncated"),
        ),
    ),
    protocol.MessageInfo(
        name="echoed",
        cls=Echoed,
        sender="server",
        line=346,
        feature="echo",
        examples=((Echoed(text="HI"), b"\x00p\x00\x02HI"),),
        malformed=((b"\x00p\x00\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="ping",
        cls=Ping,
        sender="client",
        line=352,
        feature="ping",
        examples=((Ping(token=16909060), b"\x00\n\x01\x02\x03\x04"),),
        malformed=(
            (b"\x00\n\x01\x02\x03", "truncated"),
            (b"\x00\n\x01\x02\x03\x04\x05", "trailing-bytes"),
        ),
    ),
    protocol.MessageInfo(
        name="pong",
        cls=Pong,
        sender="server",
        line=360,
        feature="ping",
        examples=((Pong(token=16909060), b"\x00o\x01\x02\x03\x04"),),
        malformed=((b"\x00o", "truncated"),),
    ),
    protocol.MessageInfo(
        name="help",
        cls=Help,
        sender="client",
        line=366,
        feature="help",
        examples=((Help(), b"\x00)"),),
        malformed=((b"\x00)\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="help_text",
        cls=HelpText,
        sender="server",
        line=372,
        feature="help",
        volatile=("text",),
        samples={
            "text": (
                "hello everyone",
                "안녕하세요 여러분",
                "two\nlines and a\ttab",
                "a#b [c] /d :e",
                "😀",
            )
        },
        examples=((HelpText(text="say"), b"\x00\xf1\x00\x03say"),),
        malformed=((b"\x00\xf1\x00\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="with",
        cls=With,
        sender="client",
        line=383,
        feature="talk",
        identities={"to": "name"},
        samples={"to": ("alice", "bob", "한글이름")},
        examples=((With(to="bob"), b"\x00\x14\x03bob"),),
        malformed=((b"\x00\x14", "truncated"), (b"\x00\x14\x01\x80", "bad-encoding")),
    ),
    protocol.MessageInfo(
        name="with_asked",
        cls=WithAsked,
        sender="server",
        line=392,
        feature="talk",
        identities={"sender": "name"},
        samples={"sender": ("alice", "bob", "한글이름")},
        examples=((WithAsked(sender="alice"), b"\x00\xdc\x05alice"),),
        malformed=((b"\x00\xdc\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="with_yes",
        cls=WithYes,
        sender="client",
        line=398,
        feature="talk",
        examples=((WithYes(), b"\x00\x15"),),
        malformed=((b"\x00\x15\x01", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="with_no",
        cls=WithNo,
        sender="client",
        line=404,
        feature="talk",
        examples=((WithNo(), b"\x00\x16"),),
        malformed=((b"\x00\x16\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="with_started",
        cls=WithStarted,
        sender="server",
        line=410,
        feature="talk",
        identities={"peer": "name"},
        samples={"peer": ("alice", "bob", "한글이름")},
        examples=((WithStarted(peer="bob"), b"\x00\xdd\x03bob"),),
        malformed=((b"\x00\xdd\x03bo", "truncated"),),
    ),
    protocol.MessageInfo(
        name="with_refused",
        cls=WithRefused,
        sender="server",
        line=416,
        feature="talk",
        identities={"peer": "name"},
        samples={"peer": ("alice", "bob", "한글이름")},
        examples=((WithRefused(peer="bob"), b"\x00\xde\x03bob"),),
        malformed=((b"\x00\xde\x01[", "bad-value"),),
    ),
    protocol.MessageInfo(
        name="end",
        cls=End,
        sender="client",
        line=422,
        feature="talk",
        examples=((End(), b"\x00\x17"),),
        malformed=((b"\x00\x17\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="with_ended",
        cls=WithEnded,
        sender="server",
        line=429,
        feature="talk",
        identities={"peer": "name"},
        samples={"peer": ("alice", "bob", "한글이름"), "reason": ("no time",)},
        examples=((WithEnded(peer="bob", reason="end"), b"\x00\xdf\x03bob\x03end"),),
        malformed=((b"\x00\xdf\x03bob\x03en", "truncated"),),
    ),
    protocol.MessageInfo(
        name="file_offer",
        cls=FileOffer,
        sender="client",
        line=439,
        feature="file",
        identities={"to": "name"},
        samples={
            "to": ("alice", "bob", "한글이름"),
            "id": (7, 8),
            "name": ("notes.txt", "사진.png"),
            "size": (5,),
        },
        examples=(
            (
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=5,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                b"\x00\x1e\x03bob\x00\x00\x00\x07\x05a.txt\x00\x00\x00\x00\x00\x00\x00\x05,\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
            ),
        ),
        malformed=(
            (
                b"\x00\x1e\x03bob\x00\x00\x00\x07\x05a.txt\x00\x00\x00\x00\x00\x00\x00\x05,",
                "truncated",
            ),
            (
                b"\x00\x1e\x03bob\x00\x00\x00\x00\x01a\x00\x00\x00\x00\x00\x00\x00\x05,\xf2",
                "out-of-range",
            ),
            (
                b"\x00\x1e\x03bob\x00\x00\x00\x07\x03/et\x00\x00\x00\x00\x00\x00\x00\x05,\xf2",
                "bad-value",
            ),
            (
                b"\x00\x1e\x03bob\x00\x00\x00\x07\x01.\x00\x00\x00\x00\x00\x00\x00\x05,\xf2",
                "bad-value",
            ),
            (
                b"\x00\x1e\x03bob\x00\x00\x00\x07\x02..\x00\x00\x00\x00\x00\x00\x00\x05,\xf2",
                "bad-value",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_offered",
        cls=FileOffered,
        sender="server",
        line=470,
        feature="file",
        identities={"sender": "name"},
        samples={
            "sender": ("alice", "bob", "한글이름"),
            "id": (7, 8),
            "name": ("notes.txt", "사진.png"),
            "size": (5,),
        },
        examples=(
            (
                FileOffered(
                    sender="alice",
                    id=7,
                    name="a.txt",
                    size=5,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                b"\x00\xe6\x05alice\x00\x00\x00\x07\x05a.txt\x00\x00\x00\x00\x00\x00\x00\x05,\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
            ),
        ),
        malformed=((b"\x00\xe6\x05alice\x00\x00\x00\x07\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="file_yes",
        cls=FileYes,
        sender="client",
        line=491,
        feature="file",
        samples={"id": (7, 8)},
        examples=((FileYes(id=7), b"\x00\x1f\x00\x00\x00\x07"),),
        malformed=(
            (b"\x00\x1f\x00\x00\x00", "truncated"),
            (b"\x00\x1f\x00\x00\x00\x00", "out-of-range"),
        ),
    ),
    protocol.MessageInfo(
        name="file_no",
        cls=FileNo,
        sender="client",
        line=499,
        feature="file",
        samples={"id": (7, 8)},
        examples=((FileNo(id=7), b"\x00 \x00\x00\x00\x07"),),
        malformed=((b"\x00 \x00\x00\x00\x07\x07", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="file_accepted",
        cls=FileAccepted,
        sender="server",
        line=505,
        feature="file",
        samples={"id": (7, 8)},
        examples=((FileAccepted(id=7), b"\x00\xe7\x00\x00\x00\x07"),),
        malformed=((b"\x00\xe7\x00\x00\x00\x00", "out-of-range"),),
    ),
    protocol.MessageInfo(
        name="file_refused",
        cls=FileRefused,
        sender="server",
        line=511,
        feature="file",
        samples={"id": (7, 8)},
        examples=((FileRefused(id=7), b"\x00\xe8\x00\x00\x00\x07"),),
        malformed=((b"\x00\xe8\x07", "truncated"),),
    ),
    protocol.MessageInfo(
        name="file_data",
        cls=FileData,
        sender="client",
        line=517,
        feature="file",
        samples={"id": (7, 8), "offset": (0, 5), "data": (b"hello",)},
        examples=(
            (
                FileData(id=7, offset=0, data=b"hello"),
                b"\x00!\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x00hello",
            ),
        ),
        malformed=(
            (b"\x00!\x00\x00\x00\x07\x00\x00\x00\x00", "truncated"),
            (b"\x00!\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x00", "too-short"),
        ),
    ),
    protocol.MessageInfo(
        name="file_chunk",
        cls=FileChunk,
        sender="server",
        line=528,
        feature="file",
        samples={"id": (7, 8), "offset": (0, 5), "data": (b"hello",)},
        examples=(
            (
                FileChunk(id=7, offset=5, data=b"\x00\xff"),
                b"\x00\xe9\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x05\x00\xff",
            ),
        ),
        malformed=(
            (b"\x00\xe9\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x05", "too-short"),
        ),
    ),
    protocol.MessageInfo(
        name="file_end",
        cls=FileEnd,
        sender="client",
        line=536,
        feature="file",
        samples={"id": (7, 8)},
        examples=((FileEnd(id=7), b'\x00"\x00\x00\x00\x07'),),
        malformed=((b'\x00"', "truncated"),),
    ),
    protocol.MessageInfo(
        name="file_done",
        cls=FileDone,
        sender="server",
        line=542,
        feature="file",
        samples={"id": (7, 8), "bytes": (5,)},
        examples=(
            (
                FileDone(
                    id=7,
                    bytes=5,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                b"\x00\xea\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x05,\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
            ),
        ),
        malformed=(
            (
                b"\x00\xea\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x05,\xf2",
                "truncated",
            ),
        ),
    ),
    protocol.MessageInfo(
        name="file_cancel",
        cls=FileCancel,
        sender="client",
        line=556,
        feature="file",
        samples={"id": (7, 8), "reason": ("no time",)},
        examples=(
            (FileCancel(id=7, reason="disk full"), b"\x00#\x00\x00\x00\x07\tdisk full"),
        ),
        malformed=(
            (b"\x00#\x00\x00\x00\x07", "truncated"),
            (b"\x00#\x00\x00\x00\x07\x01\x1b", "bad-value"),
        ),
    ),
    protocol.MessageInfo(
        name="file_cancelled",
        cls=FileCancelled,
        sender="server",
        line=567,
        feature="file",
        samples={"id": (7, 8), "reason": ("no time",)},
        examples=(
            (
                FileCancelled(id=7, reason="offset"),
                b"\x00\xeb\x00\x00\x00\x07\x06offset",
            ),
        ),
        malformed=((b"\x00\xeb\x00\x00\x00\x07\x01", "truncated"),),
    ),
    protocol.MessageInfo(
        name="search",
        cls=Search,
        sender="client",
        line=579,
        feature="search",
        samples={"query": ("what is TCP?",)},
        examples=((Search(query="TCP?"), b"\x00(\x00\x04TCP?"),),
        malformed=(
            (b"\x00(\x00\x00", "too-short"),
            (b"\x00(\x00\x01\n", "bad-value"),
            (b"\x00(\x00\x04TC", "truncated"),
        ),
    ),
    protocol.MessageInfo(
        name="search_result",
        cls=SearchResult,
        sender="server",
        line=589,
        feature="search",
        volatile=("text", "cached"),
        identities={"asker": "name"},
        samples={
            "query": ("what is TCP?",),
            "asker": ("alice", "bob", "한글이름"),
            "text": ("a protocol\nof the transport layer",),
        },
        examples=(
            (
                SearchResult(query="TCP?", asker="al", text="yes", cached=False),
                b"\x00\xf0\x00\x04TCP?\x02al\x00\x03yes\x00",
            ),
        ),
        malformed=((b"\x00\xf0\x00\x04TCP?\x02al\x00\x03yes\x02", "bad-value"),),
    ),
    protocol.MessageInfo(
        name="unavailable",
        cls=Unavailable,
        sender="server",
        line=600,
        volatile=("reason",),
        samples={"reason": ("no time",)},
        examples=((Unavailable(service="search", reason="no"), b"\x00n\x01\x02no"),),
        malformed=((b"\x00n\x04\x00", "bad-value"),),
    ),
    protocol.MessageInfo(
        name="admin",
        cls=Admin,
        sender="client",
        line=610,
        feature="admin",
        samples={"secret": ("guess",)},
        examples=((Admin(secret="guess"), b"\x003\x05guess"),),
        malformed=((b"\x003\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="is_admin",
        cls=IsAdmin,
        sender="server",
        line=617,
        feature="admin",
        examples=((IsAdmin(), b"\x00q"),),
        malformed=((b"\x00q\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="forbidden",
        cls=Forbidden,
        sender="server",
        line=624,
        feature="admin",
        examples=((Forbidden(), b"\x00m"),),
        malformed=((b"\x00m\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="kick",
        cls=Kick,
        sender="client",
        line=631,
        feature="admin",
        identities={"to": "name"},
        samples={"to": ("alice", "bob", "한글이름"), "reason": ("no time",)},
        examples=((Kick(to="bob", reason="loud"), b"\x002\x03bob\x04loud"),),
        malformed=(
            (b"\x002\x03bob", "truncated"),
            (b"\x002\x03bob\x01\x07", "bad-value"),
        ),
    ),
    protocol.MessageInfo(
        name="kicked",
        cls=Kicked,
        sender="server",
        line=640,
        feature="admin",
        samples={"reason": ("no time",)},
        examples=((Kicked(reason="loud"), b"\x00r\x04loud"),),
        malformed=((b"\x00r\x04l", "truncated"),),
    ),
    protocol.MessageInfo(
        name="game_start",
        cls=GameStart,
        sender="client",
        line=650,
        feature="game",
        examples=((GameStart(), b"\x00<"),),
        malformed=((b"\x00<\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="game_word",
        cls=GameWord,
        sender="client",
        line=656,
        feature="game",
        samples={"word": ("가나다",)},
        examples=((GameWord(word="가나"), b"\x00=\x06\xea\xb0\x80\xeb\x82\x98"),),
        malformed=((b"\x00=\x00", "too-short"), (b"\x00=\x03a b", "bad-value")),
    ),
    protocol.MessageInfo(
        name="game_stop",
        cls=GameStop,
        sender="client",
        line=665,
        feature="game",
        examples=((GameStop(), b"\x00>"),),
        malformed=((b"\x00>\x00", "trailing-bytes"),),
    ),
    protocol.MessageInfo(
        name="game_started",
        cls=GameStarted,
        sender="server",
        line=671,
        feature="game",
        volatile=("word",),
        identities={"starter": "name"},
        samples={"starter": ("alice", "bob", "한글이름"), "word": ("가나다",)},
        examples=(
            (
                GameStarted(starter="al", word="가나"),
                b"\x01\x04\x02al\x06\xea\xb0\x80\xeb\x82\x98",
            ),
        ),
        malformed=((b"\x01\x04\x02al\x00", "too-short"),),
    ),
    protocol.MessageInfo(
        name="game_move",
        cls=GameMove,
        sender="server",
        line=680,
        feature="game",
        identities={"player": "name"},
        samples={"player": ("alice", "bob", "한글이름"), "word": ("가나다",)},
        examples=(
            (
                GameMove(player="al", word="가나"),
                b"\x01\x05\x02al\x06\xea\xb0\x80\xeb\x82\x98",
            ),
        ),
        malformed=((b"\x01\x05\x00\x01a", "too-short"),),
    ),
    protocol.MessageInfo(
        name="game_over",
        cls=GameOver,
        sender="server",
        line=688,
        feature="game",
        examples=(
            (
                GameOver(scores=(Score(name="al", words=2),)),
                b"\x01\x06\x00\x01\x02al\x00\x02",
            ),
        ),
        malformed=((b"\x01\x06\x00\x01\x02al", "truncated"),),
    ),
    protocol.MessageInfo(
        name="game_refused",
        cls=GameRefused,
        sender="server",
        line=697,
        feature="game",
        examples=((GameRefused(fault="used"), b"\x01\x07\x02"),),
        malformed=((b"\x01\x07\x07", "bad-value"),),
    ),
)

RULES = (
    protocol.Rule(
        id="entry/bad-name",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a name that is none with 103, and keep the connection.",
            ko="서버는 이름이 될 수 없는 것을 103으로 거절하고 연결을 유지해야 한다(MUST).",
        ),
        line=769,
        region="entry",
        states=("greeting",),
        event="login",
    ),
    protocol.Rule(
        id="entry/name-taken",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a name that is in use with 101, and tell nobody else.",
            ko="서버는 사용 중인 이름을 101로 거절하고 다른 누구에게도 알리지 않아야 한다(MUST).",
        ),
        line=778,
        region="entry",
        states=("greeting",),
        event="login",
    ),
    protocol.Rule(
        id="entry/joins",
        level="must",
        text=protocol.Text(
            "A server MUST announce a new user to all the others with 201, then welcome it with 100 and its name in NFC, then send it the list of users with 205.",
            ko="서버는 새 사용자를 다른 모두에게 201로 알리고, 그에게 NFC로 된 이름을 담은 100과 사용자 목록 205를 이 순서로 보내야 한다(MUST).",
        ),
        line=784,
        region="entry",
        states=("greeting",),
        event="login",
    ),
    protocol.Rule(
        id="entry/login-in-time",
        level="may",
        text=protocol.Text(
            "A server MAY close a connection that does not log in in time.",
            ko="서버는 제때 로그인하지 않는 연결을 닫아도 된다(MAY).",
        ),
        line=802,
        region="entry",
        states=("greeting",),
        event="timeout",
    ),
    protocol.Rule(
        id="entry/exit",
        level="must",
        text=protocol.Text(
            "A server MUST answer 004 with 102, announce the leaving to all the others with 202 and the reason exit, and close the connection.",
            ko="서버는 004에 102로 답하고, 다른 모두에게 202(이유 exit)로 퇴장을 알린 뒤 연결을 닫아야 한다(MUST).",
        ),
        line=808,
        region="entry",
        states=("online",),
        event="exit",
    ),
    protocol.Rule(
        id="entry/vanished",
        level="must",
        text=protocol.Text(
            "A server MUST announce a user whose connection ended with 202 and the reason lost, and free its name.",
            ko="서버는 연결이 끊긴 사용자를 202(이유 lost)로 알리고 그 이름을 다시 쓸 수 있게 해야 한다(MUST).",
        ),
        line=818,
        region="entry",
        states=("online",),
        event="eof",
    ),
    protocol.Rule(
        id="entry/idle",
        level="may",
        text=protocol.Text(
            "A server MAY log a silent user out, with the reason idle.",
            ko="서버는 아무것도 보내지 않는 사용자를 이유 idle로 내보내도 된다(MAY).",
        ),
        line=830,
        region="entry",
        states=("online",),
        event="timeout",
    ),
    protocol.Rule(
        id="mode/sleep",
        level="must",
        text=protocol.Text(
            "A server MUST tell everybody with 207 who falls asleep, the sleeper too, and bring it no texts until it wakes.",
            ko="서버는 잠든 사용자를 207로 본인을 포함한 모두에게 알리고, 깰 때까지 그에게 글을 보내지 않아야 한다(MUST).",
        ),
        line=842,
        region="mode",
        states=("awake",),
        event="sleep",
        feature="sleep",
    ),
    protocol.Rule(
        id="mode/wake",
        level="must",
        text=protocol.Text(
            "A server MUST tell everybody with 207 who wakes, that one too.",
            ko="서버는 깨어난 사용자를 207로 본인을 포함한 모두에게 알려야 한다(MUST).",
        ),
        line=853,
        region="mode",
        states=("asleep",),
        event="wake",
        feature="sleep",
    ),
    protocol.Rule(
        id="mode/say-wakes",
        level="must",
        text=protocol.Text(
            "A server MUST wake a sleeper who says something, and tell so before the text.",
            ko="서버는 말을 하는 잠든 사용자를 깨우고, 그 글보다 먼저 이를 알려야 한다(MUST).",
        ),
        line=861,
        region="mode",
        states=("asleep",),
        event="say",
        feature="sleep",
    ),
    protocol.Rule(
        id="chat/say",
        level="must",
        text=protocol.Text(
            "A server MUST relay a text, unchanged, to all the others who are awake and in no private talk, and to nobody else.",
            ko="서버는 깨어 있고 1:1 대화 중이 아닌 다른 모두에게, 그리고 그들에게만, 글을 그대로 전해야 한다(MUST).",
        ),
        line=875,
        region="chat",
        states=("open",),
        event="say",
    ),
    protocol.Rule(
        id="chat/whisper-to-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer a whisper to an unknown name with 104, and tell nobody else.",
            ko="서버는 없는 이름에게 보낸 귓속말에 104로 답하고 다른 누구에게도 알리지 않아야 한다(MUST).",
        ),
        line=887,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="chat/whisper-to-sleeper",
        level="must",
        text=protocol.Text(
            "A server MUST answer a whisper to a sleeper with 108, and not deliver it.",
            ko="서버는 잠든 사용자에게 보낸 귓속말에 108로 답하고 전하지 않아야 한다(MUST).",
        ),
        line=894,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="chat/whisper",
        level="must",
        text=protocol.Text(
            "A server MUST deliver a whisper, unchanged, to its recipient and to nobody else.",
            ko="서버는 귓속말을 그대로 받는 이에게만 전해야 한다(MUST).",
        ),
        line=899,
        region="chat",
        states=("open",),
        event="whisper",
        feature="whisper",
    ),
    protocol.Rule(
        id="chat/who",
        level="must",
        text=protocol.Text(
            "A server MUST answer 005 with the list of users, in the order of joining.",
            ko="서버는 005에 들어온 순서대로 된 사용자 목록으로 답해야 한다(MUST).",
        ),
        line=905,
        region="chat",
        states=("open",),
        event="who",
        feature="who",
    ),
    protocol.Rule(
        id="chat/bad-nick",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a new name that is none with 103, and keep the old one.",
            ko="서버는 이름이 될 수 없는 새 이름을 103으로 거절하고 전 이름을 유지해야 한다(MUST).",
        ),
        line=914,
        region="chat",
        states=("open",),
        event="nick",
        feature="nick",
    ),
    protocol.Rule(
        id="chat/nick-taken",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a new name that is in use, also by oneself, with 101.",
            ko="서버는 (자기 것이라도) 사용 중인 새 이름을 101로 거절해야 한다(MUST).",
        ),
        line=923,
        region="chat",
        states=("open",),
        event="nick",
        feature="nick",
    ),
    protocol.Rule(
        id="chat/nick",
        level="must",
        text=protocol.Text(
            "A server MUST tell everybody a change of name with 206, the renamed one too.",
            ko="서버는 이름이 바뀐 것을 206으로 본인을 포함한 모두에게 알려야 한다(MUST).",
        ),
        line=928,
        region="chat",
        states=("open",),
        event="nick",
        feature="nick",
    ),
    protocol.Rule(
        id="chat/echo",
        level="must",
        text=protocol.Text(
            "A server MUST answer 009 with the text as it is (1), in upper case (2) or in lower case (3), by the full case mapping of Unicode.",
            ko="서버는 009에 글을 그대로(1), 대문자로(2), 소문자로(3) 돌려주어야 한다(MUST). 대소문자는 유니코드의 완전한 변환을 따른다.",
        ),
        line=935,
        region="chat",
        states=("open",),
        event="echo",
        feature="echo",
    ),
    protocol.Rule(
        id="chat/ping",
        level="must",
        text=protocol.Text(
            "A server MUST answer 010 with 111 and the same token.",
            ko="서버는 010에 같은 토큰을 담은 111로 답해야 한다(MUST).",
        ),
        line=949,
        region="chat",
        states=("open",),
        event="ping",
        feature="ping",
    ),
    protocol.Rule(
        id="chat/help",
        level="must",
        text=protocol.Text(
            "A server MUST answer 041 with 241 and a text for people.",
            ko="서버는 041에 사람이 읽을 글을 담은 241로 답해야 한다(MUST).",
        ),
        line=954,
        region="chat",
        states=("open",),
        event="help",
        feature="help",
    ),
    protocol.Rule(
        id="talk/with-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer a request to talk with an unknown name with 104.",
            ko="서버는 없는 이름과의 대화 요청에 104로 답해야 한다(MUST).",
        ),
        line=973,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/with-busy",
        level="must",
        text=protocol.Text(
            "A server MUST answer a request to talk with one who asks, is asked or talks, or with oneself, with 108 and that name, and tell nobody else.",
            ko="서버는 이미 요청하거나 요청받았거나 대화 중인 사람, 또는 자기 자신과의 대화 요청에 그 이름을 담은 108로 답하고 다른 누구에게도 알리지 않아야 한다(MUST).",
        ),
        line=981,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/asks",
        level="must",
        text=protocol.Text(
            "A server MUST bring a request to talk to the one asked, a sleeper too, with 220.",
            ko="서버는 대화 요청을, 잠든 사람에게라도, 220으로 전해야 한다(MUST).",
        ),
        line=991,
        region="talk",
        states=("free",),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/withdraws",
        level="must",
        text=protocol.Text(
            "A server MUST let the asker take its request back, and tell both with 223.",
            ko="서버는 요청한 이가 요청을 거두게 하고 둘 모두에게 223으로 알려야 한다(MUST).",
        ),
        line=1003,
        region="talk",
        states=("asking",),
        event="end",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/accepted",
        level="must",
        text=protocol.Text(
            "A server MUST tell both with 221 that their talk begins.",
            ko="서버는 대화가 시작됨을 둘 모두에게 221로 알려야 한다(MUST).",
        ),
        line=1013,
        region="talk",
        states=("asked",),
        event="with_yes",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/refused-by-partner",
        level="must",
        text=protocol.Text(
            "A server MUST tell the asker with 222 that its request was refused.",
            ko="서버는 요청이 거절되었음을 요청한 이에게 222로 알려야 한다(MUST).",
        ),
        line=1023,
        region="talk",
        states=("asked",),
        event="with_no",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/partner-asleep",
        level="must",
        text=protocol.Text(
            "A server MUST answer a text for a partner who sleeps with 108, and not deliver it.",
            ko="서버는 잠든 상대에게 보낸 글에 108로 답하고 전하지 않아야 한다(MUST).",
        ),
        line=1033,
        region="talk",
        states=("talking",),
        event="say",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/private-text",
        level="must",
        text=protocol.Text(
            "A server MUST relay a text of a private talk to the partner and to nobody else.",
            ko="서버는 1:1 대화의 글을 상대에게만 전해야 한다(MUST).",
        ),
        line=1040,
        region="talk",
        states=("talking",),
        event="say",
        feature="talk",
    ),
    protocol.Rule(
        id="talk/end",
        level="must",
        text=protocol.Text(
            "A server MUST end a talk when either side wants, and tell both with 223.",
            ko="서버는 둘 중 누구든 원하면 대화를 끝내고 둘 모두에게 223으로 알려야 한다(MUST).",
        ),
        line=1047,
        region="talk",
        states=("talking",),
        event="end",
        feature="talk",
    ),
    protocol.Rule(
        id="sending/offer-to-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer an offer to an unknown name with 104.",
            ko="서버는 없는 이름에게 한 파일 제안에 104로 답해야 한다(MUST).",
        ),
        line=1064,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offer-busy",
        level="must",
        text=protocol.Text(
            "A server MUST answer an offer to oneself, to one who has another offer or transfer open, or with an id that either side already uses, with 108.",
            ko="서버는 자기 자신에게, 이미 다른 제안이나 수신이 있는 이에게, 또는 어느 한쪽이 쓰고 있는 id로 한 파일 제안에 108로 답해야 한다(MUST).",
        ),
        line=1074,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/offers",
        level="must",
        text=protocol.Text(
            "A server MUST bring an offer, unchanged, to the one it is for, a sleeper too.",
            ko="서버는 파일 제안을, 잠든 사람에게라도, 그대로 전해야 한다(MUST).",
        ),
        line=1084,
        region="sending",
        states=("idle",),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="sending/late-data",
        level="must",
        text=protocol.Text(
            "A server MUST ignore data when there is no transfer.",
            ko="서버는 전송이 없을 때 오는 데이터를 무시해야 한다(MUST).",
        ),
        line=1098,
        region="sending",
        states=("idle",),
        event="file_data",
        feature="file",
    ),
    protocol.Rule(
        id="sending/late-end",
        level="must",
        text=protocol.Text(
            "A server MUST ignore the end of a file when there is no transfer.",
            ko="서버는 전송이 없을 때 오는 파일 끝을 무시해야 한다(MUST).",
        ),
        line=1103,
        region="sending",
        states=("idle",),
        event="file_end",
        feature="file",
    ),
    protocol.Rule(
        id="sending/takes-back",
        level="must",
        text=protocol.Text(
            "A server MUST let the sender take its offer back, and tell both with 235.",
            ko="서버는 보내는 이가 제안을 거두게 하고 둘 모두에게 235로 알려야 한다(MUST).",
        ),
        line=1110,
        region="sending",
        states=("offered",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="sending/data",
        level="must",
        text=protocol.Text(
            "A server MUST relay the next chunk, unchanged, to the receiver alone.",
            ko="서버는 다음 조각을 그대로 받는 이에게만 전해야 한다(MUST).",
        ),
        line=1123,
        region="sending",
        states=("flowing",),
        event="file_data",
        feature="file",
    ),
    protocol.Rule(
        id="sending/wrong-data",
        level="must",
        text=protocol.Text(
            "A server MUST cancel a transfer for both when a chunk has another id (reason id), is not the next one (offset) or goes past the size (size).",
            ko="서버는 조각의 id가 다르거나(이유 id), 순서가 틀리거나(offset), 크기를 넘으면(size) 전송을 양쪽 모두에게서 취소해야 한다(MUST).",
        ),
        line=1131,
        region="sending",
        states=("flowing",),
        event="file_data",
        feature="file",
    ),
    protocol.Rule(
        id="sending/done",
        level="must",
        text=protocol.Text(
            "A server MUST tell both with 234 that the whole file was relayed, with its size and the digest of the offer.",
            ko="서버는 파일 전체를 전했음을 크기와 제안 때의 해시를 담은 234로 둘 모두에게 알려야 한다(MUST).",
        ),
        line=1156,
        region="sending",
        states=("flowing",),
        event="file_end",
        feature="file",
    ),
    protocol.Rule(
        id="sending/wrong-end",
        level="must",
        text=protocol.Text(
            "A server MUST cancel a transfer for both when it is ended under another id (reason id) or before all of it was sent (size).",
            ko="서버는 다른 id로 끝내거나(이유 id) 다 보내기 전에 끝내면(size) 전송을 양쪽 모두에게서 취소해야 한다(MUST).",
        ),
        line=1171,
        region="sending",
        states=("flowing",),
        event="file_end",
        feature="file",
    ),
    protocol.Rule(
        id="sending/sender-cancels",
        level="must",
        text=protocol.Text(
            "A server MUST let the sender cancel a transfer, and tell both with 235.",
            ko="서버는 보내는 이가 전송을 취소하게 하고 둘 모두에게 235로 알려야 한다(MUST).",
        ),
        line=1188,
        region="sending",
        states=("flowing",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/accepted",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender with 231 that its file is wanted.",
            ko="서버는 파일을 받겠다는 답을 보내는 이에게 231로 알려야 한다(MUST).",
        ),
        line=1206,
        region="receiving",
        states=("asked",),
        event="file_yes",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/refused",
        level="must",
        text=protocol.Text(
            "A server MUST tell the sender with 232 that its file is not wanted.",
            ko="서버는 파일을 받지 않겠다는 답을 보내는 이에게 232로 알려야 한다(MUST).",
        ),
        line=1216,
        region="receiving",
        states=("asked",),
        event="file_no",
        feature="file",
    ),
    protocol.Rule(
        id="receiving/receiver-cancels",
        level="must",
        text=protocol.Text(
            "A server MUST let the receiver cancel a transfer, and tell both with 235.",
            ko="서버는 받는 이가 전송을 취소하게 하고 둘 모두에게 235로 알려야 한다(MUST).",
        ),
        line=1226,
        region="receiving",
        states=("flowing",),
        event="file_cancel",
        feature="file",
    ),
    protocol.Rule(
        id="search/searches",
        level="must",
        text=protocol.Text(
            "A server MUST go on serving everybody while it searches.",
            ko="서버는 검색하는 동안에도 모두를 계속 섬겨야 한다(MUST).",
        ),
        line=1242,
        region="search",
        states=("ready",),
        event="search",
        feature="search",
    ),
    protocol.Rule(
        id="search/finds",
        level="must",
        text=protocol.Text(
            "A server MUST send what was found, with 240 and the asker's name, to all users.",
            ko="서버는 찾은 것을 물은 이의 이름과 함께 240으로 모두에게 보내야 한다(MUST).",
        ),
        line=1248,
        region="search",
        states=("ready",),
        event="search.answer",
    ),
    protocol.Rule(
        id="search/cannot-search",
        level="must",
        text=protocol.Text(
            "A server that cannot search MUST say so with 110 to the asker alone.",
            ko="검색할 수 없는 서버는 물은 이에게만 110으로 알려야 한다(MUST).",
        ),
        line=1257,
        region="search",
        states=("ready",),
        event="search.failure",
    ),
    protocol.Rule(
        id="rights/too-many-tries",
        level="must",
        text=protocol.Text(
            "A server MUST answer 109 without a look when a client has guessed too often.",
            ko="서버는 너무 자주 틀린 클라이언트의 시도를 보지도 않고 109로 답해야 한다(MUST).",
        ),
        line=1271,
        region="rights",
        states=("plain",),
        event="admin",
        feature="admin",
    ),
    protocol.Rule(
        id="rights/tries-secret",
        level="must",
        text=protocol.Text(
            "A server MUST tell nobody else of an attempt to become administrator.",
            ko="서버는 관리자가 되려는 시도를 다른 누구에게도 알리지 않아야 한다(MUST).",
        ),
        line=1277,
        region="rights",
        states=("plain",),
        event="admin",
        feature="admin",
    ),
    protocol.Rule(
        id="rights/right-secret",
        level="must",
        text=protocol.Text(
            "A server MUST answer the right secret with 113.",
            ko="서버는 맞는 비밀번호에 113으로 답해야 한다(MUST).",
        ),
        line=1286,
        region="rights",
        states=("plain",),
        event="secret.answer",
    ),
    protocol.Rule(
        id="rights/wrong-secret",
        level="must",
        text=protocol.Text(
            "A server MUST answer a wrong secret with 109.",
            ko="서버는 틀린 비밀번호에 109로 답해야 한다(MUST).",
        ),
        line=1293,
        region="rights",
        states=("plain",),
        event="secret.answer",
    ),
    protocol.Rule(
        id="rights/no-secret",
        level="must",
        text=protocol.Text(
            "A server that has no secret MUST say so with 110.",
            ko="비밀번호가 없는 서버는 110으로 알려야 한다(MUST).",
        ),
        line=1299,
        region="rights",
        states=("plain",),
        event="secret.failure",
    ),
    protocol.Rule(
        id="rights/kick-without-right",
        level="must",
        text=protocol.Text(
            "A server MUST let nobody but the administrator throw others out.",
            ko="서버는 관리자가 아닌 이가 남을 내보내게 두지 않아야 한다(MUST).",
        ),
        line=1305,
        region="rights",
        states=("plain",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="rights/kicks-nobody",
        level="must",
        text=protocol.Text(
            "A server MUST answer a kick of an unknown name with 104.",
            ko="서버는 없는 이름을 내보내라는 요청에 104로 답해야 한다(MUST).",
        ),
        line=1313,
        region="rights",
        states=("administrator",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="rights/kicks-oneself",
        level="must",
        text=protocol.Text(
            "A server MUST answer a kick of oneself with 108.",
            ko="서버는 자신을 내보내라는 요청에 108로 답해야 한다(MUST).",
        ),
        line=1320,
        region="rights",
        states=("administrator",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="rights/kicks",
        level="must",
        text=protocol.Text(
            "A server MUST tell the one thrown out with 114, announce the leaving to all the others with 202 and the reason kicked, and close that connection.",
            ko="서버는 내보낼 이에게 114를 보내고, 다른 모두에게 202(이유 kicked)로 알리고, 그 연결을 닫아야 한다(MUST).",
        ),
        line=1326,
        region="rights",
        states=("administrator",),
        event="kick",
        feature="admin",
    ),
    protocol.Rule(
        id="game/already-running",
        level="must",
        text=protocol.Text(
            "A server MUST refuse to start a game while one runs.",
            ko="서버는 게임 중에 새 게임을 거절해야 한다(MUST).",
        ),
        line=1348,
        region="game",
        states=("joined",),
        event="game_start",
        feature="game",
    ),
    protocol.Rule(
        id="game/draws",
        level="must",
        text=protocol.Text(
            "A server MUST draw the first word from its dictionary.",
            ko="서버는 사전에서 시작단어를 뽑아야 한다(MUST).",
        ),
        line=1354,
        region="game",
        states=("joined",),
        event="game_start",
        feature="game",
    ),
    protocol.Rule(
        id="game/started-meanwhile",
        level="must",
        text=protocol.Text(
            "A server MUST NOT start a second game when two ask at once.",
            ko="두 사람이 동시에 시작해도 게임은 하나여야 한다(MUST NOT).",
        ),
        line=1361,
        region="game",
        states=("joined",),
        event="draw.answer",
    ),
    protocol.Rule(
        id="game/starts",
        level="must",
        text=protocol.Text(
            "A server MUST tell all users with 260 that a game begins, who asked, and the first word.",
            ko="서버는 게임의 시작과 시작한 이와 시작단어를 260으로 모두에게 알려야 한다(MUST).",
        ),
        line=1367,
        region="game",
        states=("joined",),
        event="draw.answer",
    ),
    protocol.Rule(
        id="game/cannot-start",
        level="must",
        text=protocol.Text(
            "A server without a dictionary MUST say so with 110 to the asker alone.",
            ko="사전이 없는 서버는 요청한 이에게만 110으로 알려야 한다(MUST).",
        ),
        line=1376,
        region="game",
        states=("joined",),
        event="draw.failure",
    ),
    protocol.Rule(
        id="game/no-game",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word while no game runs.",
            ko="서버는 게임이 없을 때 낸 단어를 거절해야 한다(MUST).",
        ),
        line=1383,
        region="game",
        states=("joined",),
        event="game_word",
        feature="game",
    ),
    protocol.Rule(
        id="game/wrong-start",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that does not begin with the last syllable of the one before.",
            ko="서버는 앞 단어의 끝 글자로 시작하지 않는 단어를 거절해야 한다(MUST).",
        ),
        line=1392,
        region="game",
        states=("joined",),
        event="game_word",
        feature="game",
    ),
    protocol.Rule(
        id="game/used-before",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that was used before in the same game.",
            ko="서버는 같은 게임에서 이미 나온 단어를 거절해야 한다(MUST).",
        ),
        line=1399,
        region="game",
        states=("joined",),
        event="game_word",
        feature="game",
    ),
    protocol.Rule(
        id="game/looks-up",
        level="must",
        text=protocol.Text(
            "A server MUST look a word up in its dictionary before it counts.",
            ko="서버는 단어를 세기 전에 사전에서 찾아야 한다(MUST).",
        ),
        line=1405,
        region="game",
        states=("joined",),
        event="game_word",
        feature="game",
    ),
    protocol.Rule(
        id="game/too-late",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that is judged after the end of the game.",
            ko="서버는 게임이 끝난 뒤에 판정된 단어를 거절해야 한다(MUST).",
        ),
        line=1412,
        region="game",
        states=("joined",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="game/overtaken",
        level="must",
        text=protocol.Text(
            "A server MUST judge a word by the one before it at the time of the verdict.",
            ko="서버는 판정하는 때의 앞 단어를 기준으로 판정해야 한다(MUST).",
        ),
        line=1421,
        region="game",
        states=("joined",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="game/used-meanwhile",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that was used while this one was being judged.",
            ko="서버는 판정하는 동안 이미 나온 단어를 거절해야 한다(MUST).",
        ),
        line=1428,
        region="game",
        states=("joined",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="game/unknown-word",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that its dictionary does not have.",
            ko="서버는 사전에 없는 단어를 거절해야 한다(MUST).",
        ),
        line=1435,
        region="game",
        states=("joined",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="game/dead-end",
        level="must",
        text=protocol.Text(
            "A server MUST refuse a word that no word can follow.",
            ko="서버는 이을 수 없는 단어(한방단어)를 거절해야 한다(MUST).",
        ),
        line=1442,
        region="game",
        states=("joined",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="game/accepts",
        level="must",
        text=protocol.Text(
            "A server MUST tell all users of an accepted word with 261, and count it for its player.",
            ko="서버는 맞는 단어를 261로 모두에게 알리고 낸 이에게 세어 주어야 한다(MUST).",
        ),
        line=1448,
        region="game",
        states=("joined",),
        event="dictionary.answer",
    ),
    protocol.Rule(
        id="game/cannot-judge",
        level="must",
        text=protocol.Text(
            "A server whose dictionary fails MUST say so with 110 to the player alone.",
            ko="사전이 고장 난 서버는 낸 이에게만 110으로 알려야 한다(MUST).",
        ),
        line=1457,
        region="game",
        states=("joined",),
        event="dictionary.failure",
    ),
    protocol.Rule(
        id="game/stops",
        level="must",
        text=protocol.Text(
            "A server MUST end the game for all with 262 and the count of each, in the order of joining.",
            ko="서버는 게임을 끝내고 들어온 순서대로 점수를 262로 모두에게 알려야 한다(MUST).",
        ),
        line=1464,
        region="game",
        states=("joined",),
        event="game_stop",
        feature="game",
    ),
    protocol.Rule(
        id="game/nothing-to-stop",
        level="must",
        text=protocol.Text(
            "A server MUST refuse to end a game when none runs.",
            ko="서버는 진행 중인 게임이 없을 때 끝내라는 요청을 거절해야 한다(MUST).",
        ),
        line=1474,
        region="game",
        states=("joined",),
        event="game_stop",
        feature="game",
    ),
    protocol.Rule(
        id="always/one-talk",
        level="must",
        text=protocol.Text(
            "A server MUST answer a request to talk with 108 and the asker's own name while the asker asks, is asked or talks.",
            ko="서버는 요청 중이거나 요청받았거나 대화 중인 이의 대화 요청에 그 자신의 이름을 담은 108로 답해야 한다(MUST).",
        ),
        line=1485,
        region="always",
        states=(),
        event="with",
        feature="talk",
    ),
    protocol.Rule(
        id="always/one-file",
        level="must",
        text=protocol.Text(
            "A server MUST answer an offer with 108 and the sender's own name while another of the sender's files is offered or sent.",
            ko="서버는 이미 파일을 제안했거나 보내는 이의 새 제안에 그 자신의 이름을 담은 108로 답해야 한다(MUST).",
        ),
        line=1497,
        region="always",
        states=(),
        event="file_offer",
        feature="file",
    ),
    protocol.Rule(
        id="always/malformed",
        level="must",
        text=protocol.Text(
            "A server MUST answer a frame that is no message with 106, and keep the connection.",
            ko="서버는 메시지가 아닌 프레임에 106으로 답하고 연결을 유지해야 한다(MUST).",
        ),
        line=1507,
        region="always",
        states=(),
        event="malformed",
    ),
    protocol.Rule(
        id="always/login-first",
        level="must",
        text=protocol.Text(
            "A server MUST answer every other request before login with 105.",
            ko="서버는 로그인 전의 다른 모든 요청에 105로 답해야 한다(MUST).",
        ),
        line=1514,
        region="always",
        states=(),
        event="unexpected",
    ),
    protocol.Rule(
        id="always/out-of-place",
        level="must",
        text=protocol.Text(
            "A server MUST answer a request that its state does not allow with 107, the code of the request and the state, and change nothing.",
            ko="서버는 상태에 맞지 않는 요청에 그 코드와 상태를 담은 107로 답하고 아무것도 바꾸지 않아야 한다(MUST).",
        ),
        line=1522,
        region="always",
        states=(),
        event="unexpected",
    ),
)

FEATURES = (
    protocol.Feature("whisper", "A text for one user alone."),
    protocol.Feature("who", "The list of users on request."),
    protocol.Feature("nick", "Another name without leaving."),
    protocol.Feature("sleep", "To be left alone by texts for a while."),
    protocol.Feature("echo", "One's own text back in another case."),
    protocol.Feature("ping", "A sign of life."),
    protocol.Feature("help", "What the server can do in words for people."),
    protocol.Feature("talk", "A private talk of two that both want."),
    protocol.Feature("file", "A file for one user who wants it."),
    protocol.Feature(
        "search", "An answer from a language model for everybody to read."
    ),
    protocol.Feature("admin", "Somebody with a secret may throw others out."),
    protocol.Feature("game", "The word-chain game, 끝말잇기, that all play together."),
    protocol.Feature(
        "dueum",
        "In the game a word may begin as the initial-sound rule (두음법칙) has it.",
        needs=("game",),
    ),
)

CLIENT = protocol.Client(
    login=protocol.Login(
        send=Login, field="name", accepted=(Welcome,), refused=(Duplicate, BadName)
    ),
    commands=(
        protocol.Command(
            message=Say, type="{text}", help="a text to everybody or to one's partner"
        ),
        protocol.Command(
            message=Whisper,
            type="/w {to} {text}",
            help="a text to one user",
            people=("to",),
            feature="whisper",
        ),
        protocol.Command(message=Who, type="/who", help="who is here", feature="who"),
        protocol.Command(
            message=Nick,
            type="/nick {name}",
            help="take another name",
            people=("name",),
            feature="nick",
        ),
        protocol.Command(
            message=Sleep, type="/sleep", help="hear no texts", feature="sleep"
        ),
        protocol.Command(
            message=Wake, type="/wake", help="hear texts again", feature="sleep"
        ),
        protocol.Command(
            message=With,
            type="/with {to}",
            help="ask for a private talk",
            people=("to",),
            feature="talk",
        ),
        protocol.Command(
            message=End,
            type="/end",
            help="end the talk or take the request back",
            feature="talk",
        ),
        protocol.Command(
            message=Echo,
            type="/echo {mode} {text}",
            help="one's text back: plain, upper or lower",
            feature="echo",
        ),
        protocol.Command(
            message=Ping, type="/ping {token}", help="a number back", feature="ping"
        ),
        protocol.Command(
            message=Help,
            type="/about",
            help="what the server says it can do",
            feature="help",
        ),
        protocol.Command(
            message=Search,
            type="/search {query}",
            help="an answer for everybody to read",
            feature="search",
        ),
        protocol.Command(
            message=GameStart,
            type="/game",
            help="start the word-chain game, 끝말잇기",
            feature="game",
        ),
        protocol.Command(
            message=GameWord,
            type="/word {word}",
            help="a word that begins with the last syllable",
            feature="game",
        ),
        protocol.Command(
            message=GameStop, type="/gameover", help="end the game", feature="game"
        ),
        protocol.Command(
            message=Admin,
            type="/admin {secret}",
            help="become administrator",
            feature="admin",
        ),
        protocol.Command(
            message=Kick,
            type="/kick {to} {reason}",
            help="throw somebody out",
            people=("to",),
            feature="admin",
        ),
        protocol.Command(message=Exit, type="/exit", help="leave"),
    ),
    display={
        Welcome: "*** welcome, {name}",
        Duplicate: "*** the name {name} is taken",
        BadName: "*** not a name: {reason}",
        Goodbye: "*** goodbye",
        NoSuchUser: "*** there is no {name}",
        LoginFirst: "*** log in first",
        Malformed: "*** the server could not read that: {reason}",
        OutOfPlace: "*** not now: you are {state:free=in no private talk|asking=asking somebody, /end takes it back|asked=being asked, answer y or n|talking=in a private talk, /end ends it|asleep=asleep already|awake=awake already|idle=in no transfer}",
        Busy: "*** {name} is busy",
        Pong: "*** pong {token}",
        Echoed: "*** {text}",
        Joined: "*** {name} is here",
        Left: "*** {name} left ({reason})",
        Said: "[{time:%H:%M:%S}] {sender}: {text}",
        Whispered: "[{time:%H:%M:%S}] {sender} whispers: {text}",
        Users: "*** here: {members}",
        Renamed: "*** {old} is now {new}",
        Status: "*** {name} {asleep:yes=sleeps|no=is awake}",
        WithAsked: "*** {sender} asks for a private talk",
        WithStarted: "*** private talk with {peer}; /end ends it",
        WithRefused: "*** {peer} does not want to talk",
        WithEnded: "*** no private talk with {peer} any more ({reason})",
        FileOffered: "*** {sender} offers file {id}: {name}, {size} bytes",
        FileAccepted: "*** file {id} is wanted",
        FileRefused: "*** file {id} is not wanted",
        FileChunk: "*** file {id}: data from byte {offset} on",
        FileDone: "*** file {id} is complete: {bytes} bytes",
        FileCancelled: "*** file {id} was cancelled ({reason})",
        HelpText: "{text}",
        SearchResult: "*** {asker} asked: {query}\n{text}",
        Unavailable: "*** {service} is not available: {reason}",
        IsAdmin: "*** you are administrator",
        Forbidden: "*** you may not do that",
        Kicked: "*** you were thrown out: {reason}",
        GameStarted: "*** {starter} starts the word chain: {word}",
        GameMove: "*** {player}: {word}",
        GameOver: "*** the word chain is over: {scores}",
        GameRefused: "*** {fault:start=the word must begin with the last syllable|used=that word was used before|unknown=the dictionary has no such word|dead_end=no word can follow that one|running=a game runs already|idle=no game runs}",
    },
    questions=(
        protocol.Question(
            on=WithAsked,
            ask="{sender} asks for a private talk. Talk?",
            yes=WithYes,
            no=WithNo,
            over={WithEnded: "peer"},
            feature="talk",
        ),
    ),
    members=protocol.Members(
        lists={Users: "members"},
        name="name",
        joined={Joined: "name"},
        left={Left: "name"},
        renamed={Renamed: ("old", "new")},
    ),
    files=protocol.Files(
        type="/file {to} {path}",
        help="offer a file",
        ask="{sender} offers {name}, {size} bytes. Take it?",
        digest="sha256",
        chunk_bytes=16384,
        offer=protocol.Role(
            message=FileOffer,
            parts={
                "person": "to",
                "id": "id",
                "name": "name",
                "size": "size",
                "digest": "sha256",
            },
        ),
        offered=protocol.Role(
            message=FileOffered,
            parts={
                "person": "sender",
                "id": "id",
                "name": "name",
                "size": "size",
                "digest": "sha256",
            },
        ),
        accept=protocol.Role(message=FileYes, parts={"id": "id"}),
        refuse=protocol.Role(message=FileNo, parts={"id": "id"}),
        accepted=protocol.Role(message=FileAccepted, parts={"id": "id"}),
        refused=protocol.Role(message=FileRefused, parts={"id": "id"}),
        data=protocol.Role(
            message=FileData, parts={"id": "id", "offset": "offset", "data": "data"}
        ),
        end=protocol.Role(message=FileEnd, parts={"id": "id"}),
        chunk=protocol.Role(
            message=FileChunk, parts={"id": "id", "offset": "offset", "data": "data"}
        ),
        done=protocol.Role(
            message=FileDone, parts={"id": "id", "size": "bytes", "digest": "sha256"}
        ),
        cancel=protocol.Role(
            message=FileCancel, parts={"id": "id", "reason": "reason"}
        ),
        cancelled=protocol.Role(
            message=FileCancelled, parts={"id": "id", "reason": "reason"}
        ),
        failed=(
            protocol.Role(message=NoSuchUser, parts={"person": "name"}),
            protocol.Role(message=Busy, parts={"person": "name"}),
        ),
        feature="file",
    ),
    ends={Goodbye: 0, Kicked: 1},
    texts={
        "lost": "The connection was lost.",
        "refused": "There is no server there.",
        "name": "Your name: ",
    },
)

SCENARIOS = (
    protocol.Scenario(
        id="refused-name-may-try-again",
        text=protocol.Text(
            "A client whose name was refused MUST be able to try another on the same connection.",
            ko="이름을 거절당한 클라이언트는 같은 연결에서 다른 이름을 시도할 수 있어야 한다(MUST).",
        ),
        line=1643,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=1649),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1650,
            ),
            protocol.Step("bob", "connects", line=1653),
            protocol.Step(
                "bob",
                "sends",
                Login(name="no spaces"),
                expected={"bob": (BadName(reason="no time"),)},
                line=1654,
            ),
            protocol.Step(
                "bob",
                "sends",
                Login(name="alice"),
                expected={"bob": (Duplicate(name="alice"),)},
                line=1656,
            ),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1658,
            ),
        ),
    ),
    protocol.Scenario(
        id="one-name-however-written",
        text=protocol.Text(
            "A server SHOULD know a name again that is written with other code points for the same characters.",
            ko="서버는 같은 글자를 다른 코드 포인트로 쓴 이름도 같은 이름으로 알아보아야 한다(SHOULD).",
        ),
        line=1665,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=1671),
            protocol.Step(
                "alice",
                "sends",
                Login(name="Zoë"),
                expected={
                    "alice": (
                        Welcome(name="Zoë"),
                        Users(members=(Member(name="Zoë", asleep=False),)),
                    )
                },
                line=1672,
            ),
            protocol.Step("bob", "connects", line=1676),
            protocol.Step(
                "bob",
                "sends",
                Login(name="Zoë"),
                expected={"bob": (Duplicate(name="Zoë"),)},
                line=1677,
            ),
        ),
        level="should",
    ),
    protocol.Scenario(
        id="nothing-counts-before-login",
        text=protocol.Text(
            "A server MUST answer anything else before login, and then accept a login on the same connection.",
            ko="서버는 로그인 전의 다른 모든 것에 답하고, 그 뒤 같은 연결에서 로그인을 받아들여야 한다(MUST).",
        ),
        line=1681,
        cast=("alice",),
        steps=(
            protocol.Step("alice", "connects", line=1687),
            protocol.Step(
                "alice",
                "sends",
                Say(text="hello"),
                expected={"alice": (LoginFirst(),)},
                line=1688,
            ),
            protocol.Step(
                "alice", "sends", Exit(), expected={"alice": (LoginFirst(),)}, line=1690
            ),
            protocol.Step(
                "alice",
                "sends",
                raw=b"\x00\x02\x00c",
                expected={"alice": (Malformed(reason="no time"),)},
                line=1692,
            ),
            protocol.Step(
                "alice",
                "sends",
                raw=b"\x00\x00",
                expected={"alice": (Malformed(reason="no time"),)},
                line=1694,
            ),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1696,
            ),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={"alice": (OutOfPlace(request=1, state="online"),)},
                line=1699,
            ),
        ),
    ),
    protocol.Scenario(
        id="clean-exit",
        text=protocol.Text(
            "A user that leaves with 004 MUST get 102, and the rest its leaving, once.",
            ko="004로 나가는 사용자는 102를, 나머지는 그 퇴장을 한 번 받아야 한다(MUST).",
        ),
        line=1703,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=1707),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1708,
            ),
            protocol.Step("bob", "connects", line=1711),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1712,
            ),
            protocol.Step("carol", "connects", line=1717),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=1718,
            ),
            protocol.Step(
                "bob",
                "sends",
                Exit(),
                expected={
                    "alice": (Left(name="bob", reason="exit"),),
                    "bob": (Goodbye(),),
                    "carol": (Left(name="bob", reason="exit"),),
                },
                closed=("bob",),
                line=1724,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(text="gone"),
                expected={"carol": (Said(sender="alice", text="gone", time=0),)},
                line=1729,
            ),
        ),
    ),
    protocol.Scenario(
        id="name-is-free-after-reset",
        text=protocol.Text(
            "A name MUST be free again, and its leaving announced, after a reset.",
            ko="연결이 리셋되면 퇴장이 알려지고 그 이름을 다시 쓸 수 있어야 한다(MUST).",
        ),
        line=1733,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=1737),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1738,
            ),
            protocol.Step("bob", "connects", line=1741),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1742,
            ),
            protocol.Step(
                "bob",
                "resets",
                expected={"alice": (Left(name="bob", reason="lost"),)},
                line=1747,
            ),
            protocol.Step("bob", "connects", line=1749),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1750,
            ),
        ),
    ),
    protocol.Scenario(
        id="whisper-is-private",
        text=protocol.Text(
            "A whisper MUST reach its recipient and nobody else.",
            ko="귓속말은 받는 이에게만 전해져야 한다(MUST).",
        ),
        line=1757,
        cast=("alice", "bob", "carol", "dave"),
        steps=(
            protocol.Step("alice", "connects", line=1762),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1763,
            ),
            protocol.Step("bob", "connects", line=1766),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1767,
            ),
            protocol.Step("carol", "connects", line=1772),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=1773,
            ),
            protocol.Step(
                "alice",
                "sends",
                Whisper(to="bob", text="psst"),
                expected={"bob": (Whispered(sender="alice", text="psst", time=0),)},
                line=1779,
            ),
            protocol.Step(
                "alice",
                "sends",
                Whisper(to="dave", text="psst"),
                expected={"alice": (NoSuchUser(name="dave"),)},
                line=1781,
            ),
        ),
        feature="whisper",
    ),
    protocol.Scenario(
        id="new-name",
        text=protocol.Text(
            "A server MUST tell everybody of a new name, and free the old one.",
            ko="서버는 새 이름을 모두에게 알리고 전 이름을 다시 쓸 수 있게 해야 한다(MUST).",
        ),
        line=1785,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=1790),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1791,
            ),
            protocol.Step("bob", "connects", line=1794),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1795,
            ),
            protocol.Step(
                "alice",
                "sends",
                Nick(name="bob"),
                expected={"alice": (Duplicate(name="bob"),)},
                line=1800,
            ),
            protocol.Step(
                "alice",
                "sends",
                Nick(name="carol"),
                expected={
                    "alice": (Renamed(old="alice", new="carol"),),
                    "bob": (Renamed(old="alice", new="carol"),),
                },
                line=1802,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(text="it is me"),
                expected={"bob": (Said(sender="carol", text="it is me", time=0),)},
                line=1805,
            ),
            protocol.Step(
                "bob",
                "sends",
                Nick(name="alice"),
                expected={
                    "alice": (Renamed(old="bob", new="alice"),),
                    "bob": (Renamed(old="bob", new="alice"),),
                },
                line=1807,
            ),
        ),
        feature="nick",
    ),
    protocol.Scenario(
        id="sleeper-hears-nothing",
        text=protocol.Text(
            "A sleeper MUST get no texts until it wakes, which saying something does.",
            ko="잠든 사용자는 깰 때까지 글을 받지 않아야 하고, 말을 하면 깨어나야 한다(MUST).",
        ),
        line=1812,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=1817),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1818,
            ),
            protocol.Step("bob", "connects", line=1821),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1822,
            ),
            protocol.Step("carol", "connects", line=1827),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=1828,
            ),
            protocol.Step(
                "bob",
                "sends",
                Sleep(),
                expected={
                    "alice": (Status(name="bob", asleep=True),),
                    "bob": (Status(name="bob", asleep=True),),
                    "carol": (Status(name="bob", asleep=True),),
                },
                line=1834,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(text="anybody awake?"),
                expected={
                    "carol": (Said(sender="alice", text="anybody awake?", time=0),)
                },
                line=1838,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(text="I am"),
                expected={
                    "alice": (
                        Status(name="bob", asleep=False),
                        Said(sender="bob", text="I am", time=0),
                    ),
                    "bob": (Status(name="bob", asleep=False),),
                    "carol": (
                        Status(name="bob", asleep=False),
                        Said(sender="bob", text="I am", time=0),
                    ),
                },
                line=1840,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(text="welcome back"),
                expected={
                    "bob": (Said(sender="alice", text="welcome back", time=0),),
                    "carol": (Said(sender="alice", text="welcome back", time=0),),
                },
                line=1844,
            ),
        ),
        feature="sleep",
    ),
    protocol.Scenario(
        id="talk-refused",
        text=protocol.Text(
            "A refused request MUST leave both as free as they were.",
            ko="거절된 요청 뒤에는 둘 다 전처럼 자유로워야 한다(MUST).",
        ),
        line=1849,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=1854),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1855,
            ),
            protocol.Step("bob", "connects", line=1858),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1859,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="bob"),
                expected={"bob": (WithAsked(sender="alice"),)},
                line=1864,
            ),
            protocol.Step(
                "bob",
                "sends",
                WithNo(),
                expected={"alice": (WithRefused(peer="bob"),)},
                line=1866,
            ),
            protocol.Step(
                "bob",
                "sends",
                WithYes(),
                expected={"bob": (OutOfPlace(request=21, state="free"),)},
                line=1868,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="bob"),
                expected={"bob": (WithAsked(sender="alice"),)},
                line=1870,
            ),
        ),
        feature="talk",
    ),
    protocol.Scenario(
        id="talk-is-private",
        text=protocol.Text(
            "Texts of a private talk MUST reach the partner alone, and texts of others neither of the two.",
            ko="1:1 대화의 글은 상대에게만 전해지고, 남의 글은 둘에게 전해지지 않아야 한다(MUST).",
        ),
        line=1874,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=1881),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1882,
            ),
            protocol.Step("bob", "connects", line=1885),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1886,
            ),
            protocol.Step("carol", "connects", line=1891),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=1892,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="bob"),
                expected={"bob": (WithAsked(sender="alice"),)},
                line=1898,
            ),
            protocol.Step(
                "bob",
                "sends",
                WithYes(),
                expected={
                    "alice": (WithStarted(peer="bob"),),
                    "bob": (WithStarted(peer="alice"),),
                },
                line=1900,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(text="just us"),
                expected={"bob": (Said(sender="alice", text="just us", time=0),)},
                line=1903,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(text="good"),
                expected={"alice": (Said(sender="bob", text="good", time=0),)},
                line=1905,
            ),
            protocol.Step("carol", "sends", Say(text="hello?"), line=1907),
            protocol.Step(
                "bob",
                "sends",
                End(),
                expected={
                    "alice": (WithEnded(peer="bob", reason="end"),),
                    "bob": (WithEnded(peer="alice", reason="end"),),
                },
                line=1908,
            ),
            protocol.Step(
                "carol",
                "sends",
                Say(text="hello again"),
                expected={
                    "alice": (Said(sender="carol", text="hello again", time=0),),
                    "bob": (Said(sender="carol", text="hello again", time=0),),
                },
                line=1911,
            ),
        ),
        feature="talk",
    ),
    protocol.Scenario(
        id="undecided-user-blocks-nobody",
        text=protocol.Text(
            "Somebody who was asked and has not answered MUST keep nobody from anything else.",
            ko="아직 답하지 않은 사람이 다른 누구의 다른 일도 막지 않아야 한다(MUST).",
        ),
        line=1916,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=1921),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1922,
            ),
            protocol.Step("bob", "connects", line=1925),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1926,
            ),
            protocol.Step("carol", "connects", line=1931),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=1932,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="bob"),
                expected={"bob": (WithAsked(sender="alice"),)},
                line=1938,
            ),
            protocol.Step(
                "carol",
                "sends",
                With(to="bob"),
                expected={"carol": (Busy(name="bob"),)},
                line=1940,
            ),
            protocol.Step(
                "carol",
                "sends",
                With(to="alice"),
                expected={"carol": (Busy(name="alice"),)},
                line=1942,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="carol"),
                expected={"alice": (Busy(name="alice"),)},
                line=1944,
            ),
            protocol.Step(
                "bob",
                "sends",
                Say(text="let me think"),
                expected={
                    "alice": (Said(sender="bob", text="let me think", time=0),),
                    "carol": (Said(sender="bob", text="let me think", time=0),),
                },
                line=1946,
            ),
            protocol.Step(
                "alice",
                "sends",
                End(),
                expected={
                    "alice": (WithEnded(peer="bob", reason="end"),),
                    "bob": (WithEnded(peer="alice", reason="end"),),
                },
                line=1949,
            ),
            protocol.Step(
                "carol",
                "sends",
                With(to="bob"),
                expected={"bob": (WithAsked(sender="carol"),)},
                line=1952,
            ),
        ),
        feature="talk",
    ),
    protocol.Scenario(
        id="partner-vanishes",
        text=protocol.Text(
            "One whose partner vanishes MUST be told so before the leaving is announced, and be free again.",
            ko="상대가 사라진 사람은 퇴장 알림보다 먼저 이를 알게 되고 다시 자유로워져야 한다(MUST).",
        ),
        line=1956,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=1963),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=1964,
            ),
            protocol.Step("bob", "connects", line=1967),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=1968,
            ),
            protocol.Step("carol", "connects", line=1973),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=1974,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="bob"),
                expected={"bob": (WithAsked(sender="alice"),)},
                line=1980,
            ),
            protocol.Step(
                "bob",
                "sends",
                WithYes(),
                expected={
                    "alice": (WithStarted(peer="bob"),),
                    "bob": (WithStarted(peer="alice"),),
                },
                line=1982,
            ),
            protocol.Step(
                "bob",
                "resets",
                expected={
                    "alice": (
                        WithEnded(peer="bob", reason="lost"),
                        Left(name="bob", reason="lost"),
                    ),
                    "carol": (Left(name="bob", reason="lost"),),
                },
                line=1985,
            ),
            protocol.Step(
                "alice",
                "sends",
                Say(text="where is bob?"),
                expected={
                    "carol": (Said(sender="alice", text="where is bob?", time=0),)
                },
                line=1988,
            ),
            protocol.Step(
                "alice",
                "sends",
                With(to="carol"),
                expected={"carol": (WithAsked(sender="alice"),)},
                line=1990,
            ),
            protocol.Step(
                "alice",
                "sends",
                Exit(),
                expected={
                    "alice": (Goodbye(),),
                    "carol": (
                        WithEnded(peer="alice", reason="exit"),
                        Left(name="alice", reason="exit"),
                    ),
                },
                closed=("alice",),
                line=1992,
            ),
            protocol.Step(
                "carol",
                "sends",
                WithYes(),
                expected={"carol": (OutOfPlace(request=21, state="free"),)},
                line=1997,
            ),
        ),
        feature="talk",
    ),
    protocol.Scenario(
        id="file-arrives-whole",
        text=protocol.Text(
            "A file that was accepted MUST arrive chunk by chunk and unchanged, at its receiver alone.",
            ko="수락된 파일은 조각마다 그대로, 받는 이에게만 도착해야 한다(MUST).",
        ),
        line=2001,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=2008),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2009,
            ),
            protocol.Step("bob", "connects", line=2012),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2013,
            ),
            protocol.Step("carol", "connects", line=2018),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=2019,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2025,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"alice": (FileAccepted(id=7),)},
                line=2031,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=0, data=b"hello"),
                expected={"bob": (FileChunk(id=7, offset=0, data=b"hello"),)},
                line=2033,
            ),
            protocol.Step(
                "carol",
                "sends",
                Say(text="meanwhile"),
                expected={
                    "alice": (Said(sender="carol", text="meanwhile", time=0),),
                    "bob": (Said(sender="carol", text="meanwhile", time=0),),
                },
                line=2035,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=5, data=b"\x00\xff\n\r\x00"),
                expected={
                    "bob": (FileChunk(id=7, offset=5, data=b"\x00\xff\n\r\x00"),)
                },
                line=2038,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileEnd(id=7),
                expected={
                    "alice": (
                        FileDone(
                            id=7,
                            bytes=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    ),
                    "bob": (
                        FileDone(
                            id=7,
                            bytes=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    ),
                },
                line=2040,
            ),
        ),
        feature="file",
    ),
    protocol.Scenario(
        id="file-refused",
        text=protocol.Text(
            "A refused offer MUST bring the sender 232, and nobody anything else.",
            ko="거절된 파일 제안은 보내는 이에게 232를 가져오고 다른 누구에게도 아무것도 가져오지 않아야 한다(MUST).",
        ),
        line=2049,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=2054),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2055,
            ),
            protocol.Step("bob", "connects", line=2058),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2059,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2064,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileNo(id=7),
                expected={"alice": (FileRefused(id=7),)},
                line=2070,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"bob": (OutOfPlace(request=31, state="idle"),)},
                line=2072,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2074,
            ),
        ),
        feature="file",
    ),
    protocol.Scenario(
        id="wrong-offset-cancels",
        text=protocol.Text(
            "A chunk that is not the next one MUST cancel the transfer for both.",
            ko="다음 차례가 아닌 조각은 양쪽 모두에게서 전송을 취소시켜야 한다(MUST).",
        ),
        line=2082,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=2087),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2088,
            ),
            protocol.Step("bob", "connects", line=2091),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2092,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2097,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"alice": (FileAccepted(id=7),)},
                line=2103,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=0, data=b"hello"),
                expected={"bob": (FileChunk(id=7, offset=0, data=b"hello"),)},
                line=2105,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=4, data=b"o"),
                expected={
                    "alice": (FileCancelled(id=7, reason="offset"),),
                    "bob": (FileCancelled(id=7, reason="offset"),),
                },
                line=2107,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2110,
            ),
        ),
        feature="file",
    ),
    protocol.Scenario(
        id="too-much-or-too-little-cancels",
        text=protocol.Text(
            "Data past the size, or an end before it, MUST cancel the transfer for both.",
            ko="크기를 넘는 데이터나 크기에 못 미친 끝은 양쪽 모두에게서 전송을 취소시켜야 한다(MUST).",
        ),
        line=2118,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=2123),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2124,
            ),
            protocol.Step("bob", "connects", line=2127),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2128,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=1,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=1,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2133,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"alice": (FileAccepted(id=7),)},
                line=2139,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=0, data=b"he"),
                expected={
                    "alice": (FileCancelled(id=7, reason="size"),),
                    "bob": (FileCancelled(id=7, reason="size"),),
                },
                line=2141,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=1,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=1,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2144,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"alice": (FileAccepted(id=7),)},
                line=2150,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileEnd(id=7),
                expected={
                    "alice": (FileCancelled(id=7, reason="size"),),
                    "bob": (FileCancelled(id=7, reason="size"),),
                },
                line=2152,
            ),
        ),
        feature="file",
    ),
    protocol.Scenario(
        id="cancelled-by-the-receiver",
        text=protocol.Text(
            "Chunks that were on their way when the receiver cancelled MUST be ignored.",
            ko="받는 이가 취소할 때 이미 오고 있던 조각은 무시되어야 한다(MUST).",
        ),
        line=2157,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=2162),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2163,
            ),
            protocol.Step("bob", "connects", line=2166),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2167,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2172,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"alice": (FileAccepted(id=7),)},
                line=2178,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=0, data=b"hello"),
                expected={"bob": (FileChunk(id=7, offset=0, data=b"hello"),)},
                line=2180,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileCancel(id=7, reason="disk full"),
                expected={
                    "alice": (FileCancelled(id=7, reason="disk full"),),
                    "bob": (FileCancelled(id=7, reason="disk full"),),
                },
                line=2182,
            ),
            protocol.Step(
                "alice", "sends", FileData(id=7, offset=5, data=b"hello"), line=2185
            ),
            protocol.Step("alice", "sends", FileEnd(id=7), line=2186),
        ),
        feature="file",
    ),
    protocol.Scenario(
        id="sender-vanishes",
        text=protocol.Text(
            "A receiver whose sender vanishes MUST be told that the transfer is cancelled.",
            ko="보내는 이가 사라지면 받는 이는 전송이 취소되었음을 알게 되어야 한다(MUST).",
        ),
        line=2189,
        cast=("alice", "bob", "carol"),
        steps=(
            protocol.Step("alice", "connects", line=2194),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2195,
            ),
            protocol.Step("bob", "connects", line=2198),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2199,
            ),
            protocol.Step("carol", "connects", line=2204),
            protocol.Step(
                "carol",
                "sends",
                Login(name="carol"),
                expected={
                    "alice": (Joined(name="carol"),),
                    "bob": (Joined(name="carol"),),
                    "carol": (
                        Welcome(name="carol"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                                Member(name="carol", asleep=False),
                            )
                        ),
                    ),
                },
                line=2205,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileOffer(
                    to="bob",
                    id=7,
                    name="a.txt",
                    size=10,
                    sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                ),
                expected={
                    "bob": (
                        FileOffered(
                            sender="alice",
                            id=7,
                            name="a.txt",
                            size=10,
                            sha256=b",\xf2M\xba_\xb0\xa3\x0e&\xe8;*\xc5\xb9\xe2\x9e\x1b\x16\x1e\\\x1f\xa7B^s\x043b\x93\x8b\x98$",
                        ),
                    )
                },
                line=2211,
            ),
            protocol.Step(
                "bob",
                "sends",
                FileYes(id=7),
                expected={"alice": (FileAccepted(id=7),)},
                line=2217,
            ),
            protocol.Step(
                "alice",
                "sends",
                FileData(id=7, offset=0, data=b"hello"),
                expected={"bob": (FileChunk(id=7, offset=0, data=b"hello"),)},
                line=2219,
            ),
            protocol.Step(
                "alice",
                "resets",
                expected={
                    "bob": (
                        FileCancelled(id=7, reason="lost"),
                        Left(name="alice", reason="lost"),
                    ),
                    "carol": (Left(name="alice", reason="lost"),),
                },
                line=2221,
            ),
        ),
        feature="file",
    ),
    protocol.Scenario(
        id="kick-needs-the-administrator",
        text=protocol.Text(
            "Without the secret nobody MUST be able to throw anybody out.",
            ko="비밀번호 없이는 아무도 남을 내보낼 수 없어야 한다(MUST).",
        ),
        line=2227,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=2231),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2232,
            ),
            protocol.Step("bob", "connects", line=2234),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2235,
            ),
            protocol.Step(
                "bob",
                "sends",
                Kick(to="alice", reason="because"),
                expected={"bob": (Forbidden(),)},
                line=2240,
            ),
        ),
        feature="admin",
    ),
    protocol.Scenario(
        id="no-words-without-a-game",
        text=protocol.Text(
            "A word without a game MUST be refused to its player alone.",
            ko="게임 없이 낸 단어는 낸 이에게만 거절해야 한다(MUST).",
        ),
        line=2245,
        cast=("alice", "bob"),
        steps=(
            protocol.Step("alice", "connects", line=2249),
            protocol.Step(
                "alice",
                "sends",
                Login(name="alice"),
                expected={
                    "alice": (
                        Welcome(name="alice"),
                        Users(members=(Member(name="alice", asleep=False),)),
                    )
                },
                line=2250,
            ),
            protocol.Step("bob", "connects", line=2252),
            protocol.Step(
                "bob",
                "sends",
                Login(name="bob"),
                expected={
                    "alice": (Joined(name="bob"),),
                    "bob": (
                        Welcome(name="bob"),
                        Users(
                            members=(
                                Member(name="alice", asleep=False),
                                Member(name="bob", asleep=False),
                            )
                        ),
                    ),
                },
                line=2253,
            ),
            protocol.Step(
                "bob",
                "sends",
                GameWord(word="가나다"),
                expected={"bob": (GameRefused(fault="idle"),)},
                line=2258,
            ),
            protocol.Step(
                "alice",
                "sends",
                GameStop(),
                expected={"alice": (GameRefused(fault="idle"),)},
                line=2260,
            ),
        ),
        feature="game",
    ),
)

PROTOCOL = protocol.Protocol(
    name="chat",
    title="The flagship chat",
    source="spec/chat.yaml",
    digest="d49745cb9791",
    port=6000,
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
        "full": frozenset(
            {
                "admin",
                "dueum",
                "echo",
                "file",
                "game",
                "help",
                "nick",
                "ping",
                "search",
                "sleep",
                "talk",
                "whisper",
                "who",
            }
        ),
    },
    limits=Room.LIMITS,
    services=(
        protocol.Service(
            "search", asks={"query": QUERY}, answers={"text": ANSWER, "cached": FLAG}
        ),
        protocol.Service("secret", asks={"secret": SECRET}, answers={"right": FLAG}),
        protocol.Service("draw", answers={"word": CHAINED}),
        protocol.Service(
            "dictionary",
            asks={"word": CHAINED},
            answers={"known": FLAG, "follows": FLAG},
        ),
    ),
    client=CLIENT,
    scenarios=SCENARIOS,
)
