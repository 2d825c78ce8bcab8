"""The parts of transfers on wires of different kinds.

The second protocol here is one of records: its transfers have no number and no digest,
their size is told late, and a piece is filled up to the record that carries it.
"""

from __future__ import annotations

from dataclasses import make_dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

from codegen import protocol
from codegen.protocol import Protocol, Role
from codegen.wire import Blob, Integer, Messages, NulRecord, Records, Template, Text
from reference.client.actions import Ask, Kind, Show, Transmit
from reference.client.files.clerk import Clerk
from reference.client.files.inbox import Inbox
from reference.client.files.measure import measure
from reference.client.files.outbox import Outbox
from reference.client.files.roles import Roles
from reference.client.files.transfer import Outgoing, Receiving
from reference.client.texts import Wording
from tests.reference.parcel import FILES, PARCEL

Sending, Heard, Fine, Begin, Piece, End, Piped = (
    make_dataclass(name, names, frozen=True, slots=True)
    for name, names in (
        ("Sending", ["sender", "to", "file"]),
        ("Heard", ["sender", "file"]),
        ("Fine", ["sender", "to", "file"]),
        ("Begin", ["file", "size"]),
        ("Piece", ["sender", "data"]),
        ("End", []),
        ("Piped", ["data"]),
    )
)
WORD = Text(length=(1, 9), pattern=r"[^\s\]]+")
COUNT = Integer(range=(0, 10**6))
ANY = Blob(bytes=(0, 32))


def record(cls: Any, template: str, **fields: Any) -> NulRecord[Any]:
    return NulRecord(Template(cls, template, fields), size=32)


def of_records() -> Protocol:
    role = protocol.Role
    files = replace(
        FILES,
        type="/filesend {to} {path}",
        ask="[{sender}] sends {file} (y/n)? ",
        digest="",
        chunk_bytes=99,
        offer=role(
            message=Sending, parts={"me": "sender", "person": "to", "name": "file"}
        ),
        offered=role(message=Heard, parts={"person": "sender", "name": "file"}),
        accept=role(
            message=Fine, parts={"me": "sender", "person": "to", "name": "file"}
        ),
        accepted=role(message=Begin, parts={"name": "file"}),
        begin=role(message=Begin, parts={"name": "file", "size": "size"}),
        begun=role(message=Begin, parts={"name": "file", "size": "size"}),
        data=role(message=Piece, parts={"me": "sender", "data": "data"}),
        chunk=role(message=Piped, parts={"data": "data"}),
        end=role(message=End),
        done=role(message=End),
        cancel=None,
        cancelled=None,
    )
    client = Messages(
        [
            record(
                Sending, "[{sender}] /send {to} {file}", sender=WORD, to=WORD, file=WORD
            ),
            record(
                Fine, "[{sender}] /yes {to} {file}", sender=WORD, to=WORD, file=WORD
            ),
            record(Begin, "/name {file} {size}", file=WORD, size=COUNT),
            Template(Piece, "[{sender}] {data}", {"sender": WORD, "data": ANY}),
            record(End, "/end"),
        ]
    )
    return replace(
        PARCEL,
        client_framing=Records(32),
        client_messages=client,
        client=replace(PARCEL.client, files=files),
    )


def test_pieces_fill_the_record_that_carries_them(tmp_path: Path) -> None:
    spoken = of_records()
    assert spoken.client.files is not None
    roles = Roles(spoken, replace(spoken.client.files, refuse=FILES.refuse))
    outbox = Outbox(Clerk(roles, Wording({}), lambda: "al"))
    path = tmp_path / "f"
    path.write_bytes(b"x" * 30)

    actions = outbox.offer("bob", measure(path, roles.hasher, Event()))
    actions += outbox.accepted({"name": "f"}) + outbox.next_piece()
    actions += outbox.next_piece()

    assert [action.data for action in actions if isinstance(action, Transmit)] == [
        b"[al] /send bob f".ljust(32, b"\0"),
        b"/name f 30".ljust(32, b"\0"),
        b"[al] " + b"x" * 27,
        b"[al] " + b"xxx".ljust(27, b"\0"),
        b"/end".ljust(32, b"\0"),
    ]


def test_what_fills_the_last_piece_up_is_not_kept(tmp_path: Path) -> None:
    spoken = of_records()
    assert spoken.client.files is not None
    roles = Roles(spoken, spoken.client.files)
    inbox = Inbox(Clerk(roles, Wording({}), lambda: "bob"), tmp_path)

    (asked,) = inbox.offered({"person": "al", "name": "f"}, Heard("al", "f"))
    assert isinstance(asked, Ask)
    assert asked.text == "[al] sends f (y/n)? "
    accept, _ = asked.yes()
    assert accept == Transmit(b"[bob] /yes al f".ljust(32, b"\0"))
    inbox.begun({"name": "f", "size": 30})
    inbox.chunk({"data": b"x" * 27})
    inbox.chunk({"data": b"xxx".ljust(27, b"\0")})
    (notice,) = inbox.done({})

    assert notice == Show(f"Received 30 bytes from al: {tmp_path / 'f'}", Kind.NOTICE)
    assert (tmp_path / "f").read_bytes() == b"x" * 30


def test_data_before_the_size_is_no_transfer(tmp_path: Path) -> None:
    spoken = of_records()
    assert spoken.client.files is not None
    inbox = Inbox(
        Clerk(Roles(spoken, spoken.client.files), Wording({}), lambda: "bob"), tmp_path
    )
    (asked,) = inbox.offered({"person": "al", "name": "f"}, Heard("al", "f"))
    assert isinstance(asked, Ask)
    asked.yes()

    (notice,) = inbox.chunk({"data": b"x" * 27})

    assert isinstance(notice, Show)
    assert notice.text.endswith("data came before the size was told")
    assert list(tmp_path.iterdir()) == []


def test_a_piece_is_made_to_fit_what_the_wire_takes() -> None:
    files = replace(FILES, chunk_bytes=60_000)
    spoken = replace(PARCEL, client=replace(PARCEL.client, files=files))
    roles = Roles(spoken, files)

    assert roles.chunk_bytes(Outgoing("bob", "x", 1).parts("alice")) == 16384


def test_a_piece_in_a_whole_record_is_as_long_as_its_sender_could_send() -> None:
    spoken = of_records()
    chunk: NulRecord[Any] = NulRecord(
        Template(Piped, "/data {data}", {"data": ANY}), size=32, whole=True
    )
    assert spoken.client.files is not None
    files = replace(spoken.client.files, chunk=Role(message=chunk.cls, parts={}))
    roles = Roles(replace(spoken, server_messages=Messages([chunk])), files)
    sender = Receiving("al", "f").parts("al")

    assert roles.piece({"data": b"x"}, sender) == b"x".ljust(27, b"\0")
    assert roles.piece({"data": b"x" * 27 + b"\xff"}, sender) == b"x" * 27
