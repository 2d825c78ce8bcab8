"""Control characters in what others say: none may reach the terminal as it is.

An escape sequence can clear a screen, retitle a window or type by itself. A server that
relays one, or makes one up, is still no reason to obey it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

from codegen.protocol import MessageInfo
from codegen.wire import Text, WireError
from conformance.clients.entering import entrance, expects_end
from conformance.clients.faults import Fault
from conformance.clients.ordering import is_in
from conformance.clients.scene import Scene
from conformance.clients.showing import made_up, probe_for, shown_messages
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model import nominal
from conformance.model.graph import Edge
from conformance.results import Difference

PHASE = "controls"
ABOUT = "control characters in what others say"
_MARK = "Zq"  # behind the sequence, so that it is known to be that one
_HINT = "print what others say without its control characters, or spelled out"
_EVIL = (b"\x1b[7m" + _MARK.encode(), b"\x1b]2;" + _MARK.encode())


def trials(studio: Studio) -> Iterator[Trial]:
    """One for each message with a text in it that is shown."""
    way = studio.routes.way(partial(is_in, studio))
    if way is None:
        return
    first = True
    for info in shown_messages(studio):
        if info.cls in studio.protocol.client.ends:
            continue
        payloads = _payloads(studio, info)
        if not payloads:
            continue
        title = f"A client MUST NOT let control characters in {info.name} steer."
        yield Trial(
            case(f"controls/{info.name}", PHASE, title, info.line),
            partial(_steers, way, info, payloads),
            entrance(studio),
            "quick" if first else "normal",
            _HINT,
        )
        first = False


def _payloads(studio: Studio, info: MessageInfo) -> list[bytes]:
    """The message with a sequence in one of its texts, framed."""
    plain = made_up(studio, info)
    if plain is None:
        return []
    kinds = studio.protocol.server_messages.codecs[info.cls].fields
    texts = [f.name for f in fields(plain) if isinstance(kinds[f.name], Text)]
    found = []
    for name in texts:
        for evil in _EVIL:
            data = _with(studio, plain, name, evil)
            if data is not None:
                found.append(data)
    return found


def _with(studio: Studio, plain: Any, name: str, evil: bytes) -> bytes | None:
    """The bytes of a message whose text is a sequence; None if it has no room for it.

    Where the spec lets no such text be written it stands in place of another one of the
    same length: a server need not keep to the spec.
    """
    kind = studio.protocol.server_messages.codecs[type(plain)].fields[name]
    sample = next((it for it in _places(len(evil)) if nominal.allows(kind, it)), None)
    if sample is None:
        return None
    try:
        data = studio.wire.encode(replace(plain, **{name: sample}))
    except WireError:
        return None
    if data.count(sample.encode()) != 1:
        return None
    return data.replace(sample.encode(), evil)


def _places(size: int) -> Iterator[str]:
    """Texts of so many bytes that hardly any protocol forbids."""
    for letters in ("zy", "ㅋz", "28"):
        text = letters * size
        while len(text.encode()) > size:
            text = text[:-1]
        if len(text.encode()) == size:
            yield text


def _steers(
    way: list[Edge], info: MessageInfo, payloads: list[bytes], scene: Scene
) -> None:
    scene.arrives()
    scene.follows(way)
    scene.settles()
    program = scene.program
    assert program is not None
    mark = program.written
    for data in payloads:
        scene.sends_bytes(data, f"{info.name} with control characters")
        scene.awaits_reading()
    probe = probe_for(scene.studio)
    if probe is not None:  # what is shown now was said before
        scene.sends(probe)
        told, look = scene.told[-1], scene.look_of(probe)
        assert look is not None
        scene.until(lambda: scene.is_shown(look, told.mark) or scene.has_left())
    output = program.since(mark)
    for evil in _EVIL:
        at = output.find(evil)
        if at >= 0:
            raise Fault(
                f"control characters in {info.name} reach the terminal",
                (
                    Difference(
                        "user",
                        b"",
                        "no control characters of others",
                        output[max(0, at - 16) : at + 16],
                        "them as they are",
                    ),
                ),
            )
    if scene.has_left():
        expects_end(scene, f"after {info.name} with control characters")
