"""Files that come and go: what is said for them, and where they are written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from codegen.protocol import Files, Role
from codegen.room import Room, Send
from codegen.typed import Pattern
from codegen.wire import WireError
from conformance.clients.entering import entrance, expects_end
from conformance.clients.explain import stray
from conformance.clients.faults import Fault
from conformance.clients.routes import Line
from conformance.clients.scene import Scene
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model import nominal
from conformance.model.cast import ALICE, BOB
from conformance.model.graph import Edge

PHASE = "files"
ABOUT = "files that are offered, taken and refused, and where they are written"
NUMBER = 7
_PIECES = 3  # that a file is sent in, the last one not full
_PLAIN = "letter.txt"
_HINT = "keep only what stands behind the last / of a name that somebody else gives"
_CLIMBING = ("../../stray.txt", "../stray.txt")


def trials(studio: Studio) -> Iterator[Trial]:
    """Sending, receiving, refusing; and names that point elsewhere."""
    files = studio.protocol.client.files
    if files is None or not _is_there(studio, files):
        return
    way = studio.routes.way(partial(_offers, studio, files))
    if way is None:
        return
    needs = entrance(studio)
    line = studio.info(files.offered.message).line
    pattern = Pattern(files.type)
    offer = studio.info(files.offer.message)
    title = f"A client MUST offer and send a file for {pattern.usage}."
    yield Trial(
        case("files/send", PHASE, title, offer.line), partial(_sends, files, way), needs
    )
    title = "A client MUST take a file that its user wants, and keep it as it is."
    yield Trial(
        case("files/receive", PHASE, title, line), partial(_receives, files, way), needs
    )
    title = "A client MUST refuse a file that its user does not want."
    yield Trial(
        case("files/refuse", PHASE, title, line), partial(_refuses, files, way), needs
    )
    title = "A client MUST NOT write a file outside its folder, whatever it is called."
    kind = studio.protocol.client_messages.codecs[files.offer.message].fields[
        files.offer.parts["name"]
    ]
    for word, name in (("climbing", _CLIMBING), ("absolute", ("/",))):
        if any(nominal.allows(kind, _harmless(it)) for it in name):
            yield Trial(
                case(f"files/{word}-name", PHASE, title, line),
                partial(_strays, files, way, name),
                needs,
                hint=_HINT,
            )


def _is_there(studio: Studio, files: Files) -> bool:
    known = {
        *studio.protocol.client_messages.codecs,
        *studio.protocol.server_messages.codecs,
    }
    roles = (files.offer, files.offered, files.accept, files.refuse, files.accepted)
    rest = (files.refused, files.data, files.end, files.chunk, files.done)
    return all(role.message in known for role in (*roles, *rest))


def _offers(studio: Studio, files: Files, edge: Edge) -> bool:
    """Whether somebody else can offer the client a file in the state behind it."""
    room = edge.target.room.copy()
    if not {ALICE, BOB} <= set(room.sessions):
        return False
    effects = room.received(BOB, Parcel(studio, files, room, _PLAIN).offer())
    return any(
        isinstance(it, Send)
        and ALICE in it.to
        and isinstance(it.message, files.offered.message)
        for it in effects
    )


class Parcel:
    """A file, and what is said about it in the state that a room is in."""

    def __init__(
        self, studio: Studio, files: Files, room: Room[Any], name: str
    ) -> None:
        self.studio = studio
        self.files = files
        self.room = room
        size = files.chunk_bytes * (_PIECES - 1) + files.chunk_bytes // 2
        line = b"a line of the file that goes from one to the other\n"
        self.content = (line * (size // len(line) + 1))[:size]
        digest = b""
        if files.digest:
            digest = hashlib.new(files.digest, self.content).digest()
        self.parts: dict[str, Any] = {
            "id": NUMBER,
            "name": name,
            "size": len(self.content),
            "digest": digest,
            "offset": 0,
            "reason": "",
        }

    def message(self, role: Role, me: int, other: int, **parts: Any) -> Any:
        """What one says to the other about it."""
        naming = self.studio.graph.naming
        people = {
            "me": naming.current(self.room, me),
            "person": naming.current(self.room, other),
        }
        values: Mapping[str, Any] = {**self.parts, **people, **parts}
        return role.message(**{at: values[part] for part, at in role.parts.items()})

    def most(self, me: int, other: int) -> int:
        """How many bytes of it fit one message of somebody."""
        role, encode = self.files.data, self.studio.wire.encode

        def fits(size: int) -> bool:
            try:
                encode(self.message(role, me, other, data=bytes(size)))
            except WireError as error:
                return error.code != "too-long"
            return True

        sizes = range(self.files.chunk_bytes, 0, -1)
        return next((size for size in sizes if fits(size)), 1)

    def offer(self) -> Any:
        """What somebody else says to offer it to the client."""
        return self.message(self.files.offer, BOB, ALICE)


class Transfer(Parcel):
    """A file on its way between the client and another member of the cast."""

    def __init__(self, scene: Scene, files: Files, name: str) -> None:
        super().__init__(scene.studio, files, scene.room, name)
        self.scene = scene

    def heard(self, role: Role) -> list[Any]:
        """What the other one has got in this role."""
        inbox = self.scene.inbox.get(BOB, [])
        return [it for it in inbox if isinstance(it, role.message)]

    def comes(self) -> None:
        """The other one sends it, at the pace that the client sets."""
        scene, files = self.scene, self.files
        if files.begin is not None:
            scene.says(BOB, self.message(files.begin, BOB, ALICE))
        full = self.most(BOB, ALICE)
        for at in range(0, len(self.content), full):
            piece = self.content[at : at + full]
            paced = 0 if files.go_on is None else len(self.heard(files.go_on))
            scene.says(BOB, self.message(files.data, BOB, ALICE, offset=at, data=piece))
            if files.go_on is not None:
                self._awaits(files.go_on, paced + 1)
            scene.awaits_reading()
        scene.says(BOB, self.message(files.end, BOB, ALICE))

    def _awaits(self, role: Role, count: int) -> None:
        """The client has to ask for what follows."""
        scene = self.scene
        if not scene.until(lambda: len(self.heard(role)) >= count):
            assert self.files.more is not None
            scene.fails_if_over()
            due = self.message(self.files.more, ALICE, BOB)
            scene.expects(Line("", due))
        for heard in scene.heard:
            if heard.message is None:
                scene.expects_nothing()
        scene.heard.clear()

    def goes(self) -> bytes:
        """The client sends it; what of it reaches the other one."""
        scene, files = self.scene, self.files
        asked = 0
        while not self.heard(files.done):
            seen = len(scene.inbox.get(BOB, []))
            if not scene.until(lambda: len(scene.inbox.get(BOB, [])) > seen):  # noqa: B023
                scene.fails_if_over()
                raise Fault("the client does not send the file to its end")
            if files.more is not None and len(self.heard(files.chunk)) > asked:
                asked = len(self.heard(files.chunk))
                scene.says(BOB, self.message(files.more, BOB, ALICE))
        at = files.chunk.parts["data"]
        pieces = [getattr(it, at) for it in self.heard(files.chunk)]
        codec = scene.studio.protocol.server_messages.codecs[files.chunk.message]
        if getattr(codec, "whole", False):
            # A whole record does not tell where its bytes end: they fill it.
            full = self.most(ALICE, BOB)
            pieces = [piece[:full].ljust(full, b"\0") for piece in pieces]
        return b"".join(pieces)[: len(self.content)]


def _begins(files: Files, way: list[Edge], scene: Scene, name: str) -> Transfer:
    scene.arrives()
    scene.follows(way)
    scene.settles()
    return Transfer(scene, files, name)


def _sends(files: Files, way: list[Edge], scene: Scene) -> None:
    parcel = _begins(files, way, scene, _PLAIN)
    path = scene.folder / _PLAIN
    path.write_bytes(parcel.content)
    person = scene.naming.current(scene.room, BOB)
    scene.types(Pattern(files.type).line({"to": person, "path": str(path)}))
    due = parcel.message(files.offer, ALICE, BOB)
    free = {files.offer.parts["id"]} if "id" in files.offer.parts else set()
    heard = scene.expects(Line("", due, None, frozenset(free)))
    if free:
        parcel.parts["id"] = getattr(heard.message, files.offer.parts["id"])
    scene.says(BOB, parcel.message(files.accept, BOB, ALICE))
    if parcel.goes() != parcel.content:
        raise Fault("the client sends another file than the one it has offered")


def _asked(parcel: Transfer, scene: Scene) -> None:
    """A file is offered, and the client has asked about it."""
    scene.says(BOB, parcel.offer())
    scene.settles()


def _refuses(files: Files, way: list[Edge], scene: Scene) -> None:
    parcel = _begins(files, way, scene, _PLAIN)
    _asked(parcel, scene)
    scene.types("n")
    scene.expects(Line("n", parcel.message(files.refuse, ALICE, BOB)))
    scene.leaves()


def _receives(files: Files, way: list[Edge], scene: Scene) -> None:
    parcel = _begins(files, way, scene, _PLAIN)
    _asked(parcel, scene)
    scene.types("y")
    scene.expects(Line("y", parcel.message(files.accept, ALICE, BOB)))
    parcel.comes()
    if scene.until(lambda: parcel.content in _contents(scene.files())):
        return
    scene.fails_if_over()
    written = [path for path in scene.files() if path.read_bytes()]
    if written:
        raise Fault("the client writes another file than the one it was sent")
    raise Fault("the client does not write the file into its folder")


def _strays(
    files: Files, way: list[Edge], names: tuple[str, ...], scene: Scene
) -> None:
    kind = scene.studio.protocol.client_messages.codecs[files.offer.message].fields[
        files.offer.parts["name"]
    ]
    evil = next(it for it in names if nominal.allows(kind, _harmless(it)))
    if evil == "/":
        evil = str(scene.root / "stray")
        if not nominal.allows(kind, _harmless(evil)):
            return
    plain = _harmless(evil)
    scene.swaps.append((plain.encode(), evil.encode()))
    parcel = _begins(files, way, scene, plain)
    _asked(parcel, scene)
    scene.types("y")
    accept = files.accept.message
    if not scene.until(lambda: bool(scene.heard) or scene.has_left()) or not (
        scene.heard and isinstance(scene.heard[0].message, accept)
    ):
        _nothing_strays(scene, evil)  # it may well refuse such a name
        return
    scene.heard.clear()
    parcel.comes()
    scene.until(
        lambda: bool(scene.strays()) or parcel.content in _contents(scene.files())
    )
    _nothing_strays(scene, evil)
    if scene.has_left():
        expects_end(scene, "after a file with such a name")


def _nothing_strays(scene: Scene, evil: str) -> None:
    strays = scene.strays()
    if strays:
        where = os.path.relpath(strays[0], scene.folder)
        raise Fault(
            "the client writes a file outside its folder",
            (stray(evil, where),),
        )


def _harmless(name: str) -> str:
    """A name of the same length without folders."""
    return name.replace("/", "-").replace("..", "aa")


def _contents(paths: list[Path]) -> list[bytes]:
    return [path.read_bytes() for path in paths]
