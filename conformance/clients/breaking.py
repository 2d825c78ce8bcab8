"""A server that does what no server should: a client lives on, or ends in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from codegen.wire import LengthPrefixed, Lines, Records, WireError
from codegen.wire.sizes import capacity, form
from conformance.clients.entering import entrance, expects_end
from conformance.clients.ordering import is_in
from conformance.clients.scene import Scene, Told
from conformance.clients.showing import expects_shown, made_up, probe_for
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model.graph import Edge
from conformance.talk.wire import Wire

PHASE = "robust"
ABOUT = "a server that closes, resets, and sends what is no message"
_LONG = 3  # times the longest that is allowed


def trials(studio: Studio) -> Iterator[Trial]:
    """Its connection ends in two ways; bytes that are no message come."""
    way = studio.routes.way(partial(is_in, studio))
    if way is None:
        return
    needs = entrance(studio)
    title = "A client MUST end when the server closes the connection."
    yield Trial(
        case("robust/server-closes", PHASE, title), partial(_closed, way), needs
    )
    title = "A client MUST end when the connection breaks."
    yield Trial(case("robust/server-resets", PHASE, title), partial(_reset, way), needs)
    yield from _endings(studio, way)
    probe = probe_for(studio)
    if probe is None:
        return
    title = "A client MUST go on after what is no message, or end in order."
    for word, data in _nonsense(studio):
        yield Trial(
            case(f"robust/{word}", PHASE, title),
            partial(_bears, way, data, probe),
            needs,
            "normal",
        )


def _endings(studio: Studio, way: list[Edge]) -> Iterator[Trial]:
    """Messages after which the client leaves, although the server waits for that."""
    known = studio.protocol.server_messages.codecs
    for kind, status in studio.protocol.client.ends.items():
        if kind not in known:
            continue
        info = studio.info(kind)
        message = made_up(studio, info)
        title = f"A client MUST end after {info.name}."
        yield Trial(
            case(f"end/{info.name}", PHASE, title, info.line),
            partial(_ends, way, message, status),
            entrance(studio),
        )


def _enters(way: list[Edge], scene: Scene) -> None:
    scene.arrives()
    scene.follows(way)
    scene.settles()


def _closed(way: list[Edge], scene: Scene) -> None:
    _enters(way, scene)
    scene.closes()
    expects_end(scene, "when the server closes the connection")


def _reset(way: list[Edge], scene: Scene) -> None:
    _enters(way, scene)
    scene.resets()
    expects_end(scene, "when the connection breaks")


def _ends(way: list[Edge], message: object, status: int, scene: Scene) -> None:
    scene.holds = True
    _enters(way, scene)
    scene.sends(message)
    name = scene.studio.wire.name(message)
    expects_end(scene, f"after {name}", status)


# What is no message.


def _nonsense(studio: Studio) -> Iterator[tuple[str, bytes]]:
    """Bytes that are none of the server's messages, each with a word for it."""
    framing = studio.protocol.server_framing
    for word, payload in (
        ("unknown-message", b"\x7f\x7f?!"),
        ("broken-text", b"\xff\xfe\xfd\xfc"),
        ("controls-alone", b"\x01\x02\x03\x04"),
    ):
        if _is_no_message(studio.wire, payload):
            yield word, _framed(studio, payload)
    most = getattr(framing, "max", 0)
    match framing:
        case LengthPrefixed():
            header = form(framing.size).pack
            yield "length-zero", header(0)
            if most < capacity(framing.size):
                full = header(capacity(framing.size))
                yield "length-all-bits", full + b"\xff" * _LONG
        case Lines():
            yield "empty-line", framing.end
            yield "line-too-long", b"x" * (most * _LONG) + framing.end
        case Records():
            yield "record-without-end", b"x" * framing.size
        case _:
            yield "too-long", b"\xff" * min(most * _LONG, 1 << 16)


def _is_no_message(wire: Wire, payload: bytes) -> bool:
    return wire.decode(payload) is None


def _framed(studio: Studio, payload: bytes) -> bytes:
    framing = studio.protocol.server_framing
    if isinstance(framing, Records):
        return payload.ljust(framing.size, b"\0")
    try:
        return framing.wrap(payload)
    except WireError:
        return payload


def _bears(way: list[Edge], data: bytes, probe: object, scene: Scene) -> None:
    """Send it, then something to be shown: that, or an orderly end, must come."""
    _enters(way, scene)
    count = f"{len(data):,} bytes that are no message"
    scene.sends_bytes(data, count)
    scene.sends(probe)
    told: Told = scene.told[-1]
    look = scene.look_of(probe)
    assert look is not None
    if scene.until(lambda: scene.is_shown(look, told.mark) or scene.has_left()):
        if scene.has_left():
            expects_end(scene, f"after {count}")
        return
    expects_shown(scene, told)
