"""Files: two sessions, a server between them in a table, and a disk."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from codegen.protocol import Protocol
from codegen.wire import Splitter
from reference.client.actions import Action, Ended, Prepare, Show, Transmit
from reference.client.files.downloads import PartialFile
from reference.client.files.measure import measure
from reference.client.files.transfer import Broken, Receiving
from reference.client.session import Session
from tests.reference.parcel import CLASSES, PACED, PARCEL, relayed, say

CONTENT = bytes(range(256)) * 200  # 51200 bytes, four pieces


class Client:
    """A session, what it showed, and the messages it sent."""

    def __init__(self, name: str, folder: Path, protocol: Protocol = PARCEL) -> None:
        self.session = Session(protocol, name=name, downloads=folder)
        self.folder = folder
        self.shown: list[str] = []
        self.sent: list[Any] = []
        self._splitter: Splitter = PARCEL.client_framing.splitter()
        self.do(self.session.begin())
        self.hear("Welcome", name)
        self.sent.clear()
        self.shown.clear()

    def do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Show(text):
                    self.shown.append(text)
                case Transmit(data):
                    self._splitter.feed(data)
                    while (payload := self._splitter.next()) is not None:
                        self.sent.append(PARCEL.client_messages.decode(payload))
                case Prepare(person, path):
                    self._prepare(person, Path(path))
                case Ended():
                    pass

    def _prepare(self, person: str, path: Path) -> None:
        assert self.session.desk is not None
        try:
            found = measure(path, self.session.desk.hasher, Event())
        except OSError as error:
            self.do(self.session.unmeasured(str(path), error.strerror or str(error)))
        else:
            self.do(self.session.measured(person, found))

    def type(self, line: str) -> None:
        self.do(self.session.typed(line))

    def hear(self, name: str, *values: Any) -> None:
        self.do(self.session.received(say(name, *values)))

    def hear_message(self, message: Any) -> None:
        self.do(self.session.received(PARCEL.encode(message)))

    def kinds(self) -> list[str]:
        return [type(message).__name__ for message in self.sent]

    def files(self) -> dict[str, bytes]:
        if not self.folder.exists():
            return {}
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


class Pair:
    """Alice, who sends, and bob, with a server that passes on what they say."""

    def __init__(self, alice: Client, bob: Client) -> None:
        self.alice = alice
        self.bob = bob
        self.tampered: Any = lambda message: message

    def settle(self) -> None:
        """Pass messages on, and let files be sent, until nothing is left to do."""
        for _ in range(10_000):
            if not (
                self._pass(self.alice, self.bob) | self._pass(self.bob, self.alice)
            ):
                return
        raise AssertionError("they never come to rest")

    def _pass(self, source: Client, target: Client) -> bool:
        source.do(source.session.next_piece())
        said, source.sent = source.sent, []
        for message in said:
            heard = relayed("alice" if source is self.alice else "bob", message)
            if heard is not None:
                target.hear_message(self.tampered(heard))
        return bool(said)


Clients = Callable[..., Client]


@pytest.fixture
def client_of(tmp_path: Path) -> Iterator[Clients]:
    """Makes a client by its name, which is also that of its folder."""
    made: list[Client] = []

    def make(name: str, protocol: Protocol = PARCEL) -> Client:
        made.append(Client(name, tmp_path / name, protocol))
        return made[-1]

    yield make
    for client in made:
        client.do(client.session.closed())


@pytest.fixture
def pair(client_of: Clients) -> Pair:
    return Pair(client_of("alice"), client_of("bob"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "사진 1.png"
    path.write_bytes(CONTENT)
    return path


def offer(name: str = "a.txt", content: bytes = CONTENT, number: int = 7) -> list[Any]:
    digest = hashlib.sha256(content).digest()
    return ["Offered", "alice", number, name, len(content), digest]


@pytest.fixture
def bob(client_of: Clients) -> Client:
    """Bob, who has accepted an offer of alice's."""
    client = client_of("bob")
    client.hear(*offer())
    client.type("y")
    client.shown.clear()
    client.sent.clear()
    return client


def test_a_file_gets_across_whole_and_both_are_told(pair: Pair, file: Path) -> None:
    pair.alice.type(f"/file bob {file}")
    pair.settle()

    assert pair.bob.shown == ["alice offers 사진 1.png, 51200 bytes. Take it? (y/n)"]
    assert pair.bob.files() == {}

    pair.bob.type("y")
    pair.settle()

    assert pair.bob.files() == {"사진 1.png": CONTENT}
    label = "사진 1.png"
    assert pair.alice.shown == [
        f"Offering {label}, 51200 bytes, to bob.",
        f"Sending {label} to bob.",
        f"Sent {label}, 51200 bytes, to bob.",
    ]
    assert pair.bob.shown[1:] == [
        f"Receiving {label} from alice.",
        f"Received 51200 bytes from alice: {pair.bob.folder / '사진 1.png'}",
    ]


def test_an_empty_file_is_a_file(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    pair.alice.type(f"/file bob '{tmp_path / 'empty'}'")
    pair.settle()
    pair.bob.type("y")
    pair.settle()

    assert pair.bob.files() == {"empty": b""}


def test_ten_megabytes_pass_a_piece_at_a_time(pair: Pair, tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(CONTENT * 200)

    pair.alice.type(f"/file bob {big}")
    pair.settle()
    pair.bob.type("y")
    pair.settle()

    got = (pair.bob.folder / "big").read_bytes()
    assert hashlib.sha256(got).digest() == hashlib.sha256(CONTENT * 200).digest()


def test_two_files_at_once_take_turns(pair: Pair, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(CONTENT[::-1])
    pair.alice.type(f"/file bob {file}")
    pair.alice.type(f"/file bob {other}")
    pair.settle()
    pair.bob.type("y")
    pair.bob.type("y")
    pair._pass(pair.bob, pair.alice)

    first, second = pair.alice.session.next_piece(), pair.alice.session.next_piece()
    pair.alice.do([*first, *second])

    assert {message.offset for message in pair.alice.sent} == {0}
    pair.settle()
    assert pair.bob.files() == {"사진 1.png": CONTENT, "other": CONTENT[::-1]}


def test_files_cross(pair: Pair, file: Path) -> None:
    pair.alice.type(f"/file bob {file}")
    pair.bob.type(f"/file alice {file}")
    pair.settle()
    pair.alice.type("y")
    pair.bob.type("y")
    pair.settle()

    assert pair.alice.files() == pair.bob.files() == {"사진 1.png": CONTENT}


def test_a_refused_offer_leaves_nothing(pair: Pair, file: Path) -> None:
    pair.alice.type(f"/file bob {file}")
    pair.settle()
    pair.bob.type("n")
    pair.settle()

    assert pair.alice.shown[-1].startswith("bob does not want 사진 1.png")
    assert pair.bob.files() == {}
    assert pair.alice.session.desk is not None
    assert pair.alice.session.desk.progress() == []


def test_a_question_about_a_file_that_was_cancelled_is_gone(bob: Client) -> None:
    bob.hear(*offer(number=8))
    bob.hear("Cancelled", 8, "changed\x07 my mind")

    assert bob.shown[-1] == (
        r"The transfer of a.txt was cancelled: changed\x07 my mind"
    )
    bob.type("y")
    assert bob.sent == [CLASSES["Say"]("y")]


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "..", "a\0/x", "CON", "n" * 999])
def test_no_name_leads_out_of_the_folder(
    name: str, client_of: Clients, tmp_path: Path
) -> None:
    client = client_of("in")
    client.hear(*offer(name, b"x"))
    client.type("y")
    client.hear("Chunk", 7, 0, b"x")
    client.hear("Done", 7)

    assert list(client.files().values()) == [b"x"]
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == list(client.files())
    assert client.shown[-1].isprintable()


def test_nothing_is_overwritten(bob: Client, tmp_path: Path) -> None:
    (tmp_path / "bob" / "a.txt").write_text("mine")

    bob.hear("Chunk", 7, 0, CONTENT[:16384])
    for at in range(16384, len(CONTENT), 16384):
        bob.hear("Chunk", 7, at, CONTENT[at : at + 16384])
    bob.hear("Done", 7)

    assert bob.files() == {"a.txt": b"mine", "a (1).txt": CONTENT}


def test_a_wrong_digest_is_cancelled_and_nothing_is_kept(
    pair: Pair, file: Path
) -> None:
    def tampered(message: Any) -> Any:
        if isinstance(message, CLASSES["Chunk"]) and message.offset == 16384:
            return replace(message, data=bytes(16384))
        return message

    pair.tampered = tampered
    pair.alice.type(f"/file bob {file}")
    pair.settle()
    pair.bob.type("y")
    pair.settle()

    assert pair.bob.files() == {}
    assert "its digest is not the one announced" in pair.bob.shown[-1]
    assert "its digest is not the one announced" in pair.alice.shown[-1]


@pytest.mark.parametrize(
    ("chunk", "reason"),
    [
        ((7, 1, b"x"), "a piece is missing"),
        ((7, 0, bytes(16384)), "more bytes came than were announced"),
    ],
)
def test_a_piece_that_is_not_due_cancels(
    chunk: tuple[Any, ...], reason: str, client_of: Clients
) -> None:
    client = client_of("bob")
    client.hear(*offer(content=b"1234"))
    client.type("y")
    client.sent.clear()

    client.hear("Chunk", *chunk)

    assert client.sent == [CLASSES["Cancel"](7, reason)]
    assert client.shown[-1].endswith(f"was cancelled: {reason}")
    assert client.files() == {}


def test_the_digest_of_the_end_counts_too(tmp_path: Path) -> None:
    transfer = Receiving("alice", "a.txt", 7, 1)
    transfer.open(tmp_path, hashlib.sha256())
    transfer.take(b"x", 0)

    with pytest.raises(Broken, match="its digest is not the one announced"):
        transfer.finish(bytes(32))
    assert transfer.finish(hashlib.sha256(b"x").digest()) == tmp_path / "a.txt"


def test_an_end_before_the_end_keeps_nothing(bob: Client) -> None:
    bob.hear("Chunk", 7, 0, b"1234")
    bob.hear("Done", 7)

    assert bob.shown == ["The transfer of a.txt was cancelled: 4 of 51200 bytes came"]
    assert bob.files() == {}


def test_a_lost_connection_keeps_nothing(bob: Client) -> None:
    bob.hear("Chunk", 7, 0, b"1234")
    assert list(bob.files().values()) == [b"1234"]

    bob.do(bob.session.closed())

    assert bob.files() == {}


def test_pieces_that_nobody_asked_for_are_ignored(bob: Client) -> None:
    bob.hear("Chunk", 99, 0, b"1234")
    bob.hear("Done", 99)

    assert bob.shown == []
    assert len(bob.files()) == 1


def test_a_full_disk_cancels_and_the_chat_goes_on(
    bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: PartialFile, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PartialFile, "write", full)
    bob.hear("Chunk", 7, 0, b"1234")

    assert bob.kinds() == ["Cancel"]
    assert bob.shown == [
        "a.txt cannot be stored: No space left on device",
    ]
    assert bob.files() == {}
    bob.type("hello")
    assert bob.kinds() == ["Cancel", "Say"]


def test_a_folder_that_cannot_be_made_refuses(
    client_of: Clients, tmp_path: Path
) -> None:
    (tmp_path / "bob").touch()
    client = client_of("bob")
    client.hear(*offer())

    client.type("y")

    assert client.kinds() == ["Refuse"]
    assert client.shown[-1].startswith("a.txt cannot be stored: ")


def test_a_file_that_cannot_be_sent_is_told(client_of: Clients, tmp_path: Path) -> None:
    client = client_of("alice")

    client.type(f"/file bob {tmp_path / 'missing'}")
    client.type(f"/file bob {tmp_path}")
    client.type("/file bob")

    assert client.sent == []
    assert [line.rpartition(": ")[2] for line in client.shown] == [
        "No such file or directory",
        "it is not a regular file",
        "/file TO PATH",
    ]


def test_a_file_that_has_become_shorter_is_cancelled(pair: Pair, file: Path) -> None:
    pair.alice.type(f"/file bob {file}")
    pair.settle()
    file.write_bytes(CONTENT[:20_000])
    pair.bob.type("y")
    pair.settle()

    assert "the file has become shorter" in pair.alice.shown[-1]
    assert "the file has become shorter" in pair.bob.shown[-1]
    assert pair.bob.files() == {}


def test_everything_can_be_stopped(pair: Pair, file: Path) -> None:
    pair.alice.type(f"/file bob {file}")
    pair.settle()
    pair.bob.type("y")
    pair.bob.type("/cancel")
    pair.settle()

    assert pair.bob.files() == {}
    assert pair.bob.shown[-1].endswith("is stopped.")
    assert pair.alice.shown[-1].endswith("was cancelled: stopped")
    pair.bob.type("/cancel")
    assert pair.bob.shown[-1] == "No file is being transferred."


def test_a_server_that_repeats_ones_own_cancel_tells_nothing_new(bob: Client) -> None:
    bob.type("/cancel")
    told = list(bob.shown)

    bob.hear("Cancelled", 7, "stopped")

    assert bob.shown == told == ["The transfer of a.txt is stopped."]


def test_what_was_sent_can_still_be_cancelled_by_the_server(
    pair: Pair, file: Path
) -> None:
    pair.alice.type(f"/file bob {file}")
    (offer,) = pair.alice.sent
    pair.settle()
    pair.bob.type("y")
    pair.settle()

    pair.alice.hear("Cancelled", offer.id, "no")

    assert pair.alice.shown[-1].endswith("was cancelled: no")


def test_an_acceptance_of_nothing_is_cancelled(client_of: Clients) -> None:
    client = client_of("alice")

    client.hear("Accepted", 5)

    assert client.sent == [CLASSES["Cancel"](5, "the offer is gone")]


def test_an_offer_under_a_number_in_use_is_not_asked_about(bob: Client) -> None:
    bob.hear(*offer("b.txt"))

    assert bob.shown == ["alice offered b.txt: refused, too many offers are open."]
    assert bob.sent == []


def test_a_flood_of_offers_is_refused(client_of: Clients) -> None:
    client = client_of("bob")

    for number in range(1, 20):
        client.hear(*offer(number=number))

    assert client.kinds() == ["Refuse"] * 3


def test_progress_is_known_on_both_sides(pair: Pair, file: Path) -> None:
    pair.alice.type(f"/file bob {file}")
    pair.settle()
    pair.bob.type("y")
    pair._pass(pair.bob, pair.alice)
    pair._pass(pair.alice, pair.bob)

    for client, label in (
        (pair.alice, "bob → 사진 1.png"),
        (pair.bob, "alice ← 사진 1.png"),
    ):
        assert client.session.desk is not None
        (progress,) = client.session.desk.progress()
        assert progress.label == label
        assert (progress.done, progress.total) == (16384, 51200)


# The receiver sets the pace.


def test_a_paced_file_has_never_more_than_a_piece_on_its_way(
    client_of: Clients, file: Path
) -> None:
    alice = client_of("alice", PACED)
    bob = client_of("bob", PACED)
    pair = Pair(alice, bob)
    alice.type(f"/file bob {file}")
    pair.settle()
    bob.type("y")
    [accept] = bob.sent
    alice.hear_message(relayed("bob", accept))
    bob.sent.clear()
    pieces = 0

    while alice.session.sending:
        for _ in range(3):  # there is room for more, but nobody has asked for it
            alice.do(alice.session.next_piece())
        [said] = alice.sent
        alice.sent.clear()
        bob.hear_message(relayed("alice", said))
        if isinstance(said, CLASSES["Data"]):
            pieces += 1
            assert not alice.session.sending
            [more] = bob.sent
            bob.sent.clear()
            alice.hear_message(relayed("bob", more))

    assert pieces == 4
    assert bob.files() == {"사진 1.png": CONTENT}
    assert alice.shown[-1] == "Sent 사진 1.png, 51200 bytes, to bob."


def test_a_paced_empty_file_needs_no_asking(client_of: Clients, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    alice = client_of("alice", PACED)
    bob = client_of("bob", PACED)
    pair = Pair(alice, bob)
    alice.type(f"/file bob {empty}")
    pair.settle()
    bob.type("y")
    pair.settle()

    assert bob.files() == {"empty": b""}


def test_going_on_with_nothing_is_nothing(client_of: Clients) -> None:
    alice = client_of("alice", PACED)
    alice.hear("GoOn", 7)

    assert alice.sent == []
    assert alice.shown == []


def test_two_paced_files_do_not_wait_for_each_other(
    client_of: Clients, file: Path
) -> None:
    alice = client_of("alice", PACED)
    numbers = []
    for person in ("bob", "carol"):
        alice.type(f"/file {person} {file}")
        numbers.append(alice.sent[-1].id)
        alice.hear("Accepted", numbers[-1])
    alice.sent.clear()

    for _ in range(4):
        alice.do(alice.session.next_piece())
    assert [piece.id for piece in alice.sent] == numbers
    alice.sent.clear()
    alice.hear("GoOn", numbers[1])
    for _ in range(2):
        alice.do(alice.session.next_piece())

    assert [(piece.id, piece.offset) for piece in alice.sent] == [(numbers[1], 16384)]


# An offer that comes to nothing.

FAILED = "The offer of 사진 1.png to bob came to nothing."


def test_an_offer_to_nobody_is_over(client_of: Clients, file: Path) -> None:
    alice = client_of("alice")
    alice.type(f"/file bob {file}")
    number = alice.sent[-1].id
    alice.hear("Nobody", "carol")
    assert FAILED not in alice.shown
    alice.type("this may take a while")

    alice.hear("Nobody", "bob")

    assert alice.shown[-2:] == ["nobody: name=bob", FAILED]
    alice.sent.clear()
    alice.type("/cancel")
    assert (alice.shown[-1], alice.sent) == ("No file is being transferred.", [])
    alice.hear("Accepted", number)
    assert alice.kinds() == ["Cancel"]


def test_a_refusal_that_names_nobody_is_of_what_was_said_last(
    client_of: Clients, file: Path
) -> None:
    alice = client_of("alice")
    alice.type(f"/file bob {file}")
    alice.type("hello")
    alice.hear("Sorry")
    assert FAILED not in alice.shown

    alice.type(f"/file carol {file}")
    alice.hear("Sorry")

    assert alice.shown[-1] == "The offer of 사진 1.png to carol came to nothing."
    alice.type("/cancel")
    assert alice.shown[-1] == "The transfer of 사진 1.png is stopped."


def test_a_transfer_under_way_does_not_fail_so(client_of: Clients, file: Path) -> None:
    alice = client_of("alice")
    alice.type(f"/file bob {file}")
    alice.hear("Accepted", alice.sent[-1].id)

    alice.hear("Nobody", "bob")

    assert alice.session.sending
    assert FAILED not in alice.shown
