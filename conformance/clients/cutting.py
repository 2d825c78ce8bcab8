"""Messages as TCP may bring them: byte by byte, and several at once.

Only where a wire has a framing: without one, a message is whatever one read returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

from codegen.protocol import MessageInfo
from conformance.clients.entering import entrance
from conformance.clients.ordering import is_in
from conformance.clients.scene import Scene
from conformance.clients.showing import expects_shown, made_up, shown_messages
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model import nominal
from conformance.model.graph import Edge

PHASE = "segments"
ABOUT = "messages byte by byte, cut, and several at once"
_MANY = 5
_CUT = "one recv() is not one message: keep what is incomplete and read on"
_GLUED = "one recv() may bring several messages: take them one by one, all of them"


def trials(studio: Studio) -> Iterator[Trial]:
    """None where there is no framing."""
    way = studio.routes.way(partial(is_in, studio))
    found = tellable(studio)
    if way is None or found is None or not studio.wire.framed:
        return
    needs = entrance(studio)
    title = "A client MUST read a message however TCP cuts it."
    yield Trial(
        case("segments/byte-by-byte", PHASE, title),
        partial(_apart, way, found[:1], False),
        needs,
        hint=_CUT,
    )
    yield Trial(
        case("segments/cut-in-the-second", PHASE, title),
        partial(_apart, way, found[:2], True),
        needs,
        hint=_CUT,
    )
    title = "A client MUST read all messages of a segment."
    for count in (2, _MANY):
        yield Trial(
            case(f"segments/{count}-in-one", PHASE, title),
            partial(_glued, way, [found[n % len(found)] for n in range(count)]),
            needs,
            hint=_GLUED,
        )


def tellable(studio: Studio) -> list[Any] | None:
    """Messages of one kind that look different, and after which all is as it was."""
    ends, login = studio.protocol.client.ends, studio.protocol.client.login
    special = {*ends, *studio.questions, *(login.refused if login else ())}
    candidates = [info for info in shown_messages(studio) if info.cls not in special]
    best: list[Any] = []
    for info in candidates:
        found = _alike(studio, info)
        if len(found) > len(best):
            best = found
    return best or None


def _alike(studio: Studio, info: MessageInfo) -> list[Any]:
    """The message with different ordinary texts."""
    plain = made_up(studio, info)
    if plain is None:
        return []
    kinds = studio.protocol.server_messages.codecs[info.cls].fields
    found = {}
    for field in fields(plain):
        samples = nominal.sampled(info.samples, field.name)
        for value in [it for it in samples if isinstance(it, str)]:
            if not nominal.allows(kinds[field.name], value) or not value.strip():
                continue
            message = replace(plain, **{field.name: value})
            look = studio.looks.of(message)
            if look is not None and look.exact and value in look.values:
                found[look.text] = message
    return list(found.values())


def _begins(way: list[Edge], scene: Scene) -> None:
    scene.arrives()
    scene.follows(way)
    scene.settles()


def _apart(way: list[Edge], messages: list[Any], is_late: bool, scene: Scene) -> None:
    """Byte by byte; if ``is_late`` the cut comes in the middle of the last message."""
    _begins(way, scene)
    encode = scene.studio.wire.encode
    for message in messages[:-1] if not is_late else []:
        scene.sends(message)
    if not is_late:
        last = messages[-1]
        scene.sends_bytes(encode(last), scene.said(last), last, apart=True)
        expects_shown(scene, scene.told[-1], as_ever=True)
        return
    data = b"".join(map(encode, messages))
    cut = len(data) - len(encode(messages[-1])) // 2
    words = ", ".join(map(scene.said, messages))
    scene.sends_bytes(data[:cut], f"{words}, but for the end", messages[0])
    first = scene.told[-1]
    scene.awaits_reading()
    scene.sends_bytes(data[cut:], "the end of that", messages[-1])
    expects_shown(scene, first, as_ever=True)
    expects_shown(scene, first._replace(message=messages[-1]), as_ever=True)


def _glued(way: list[Edge], messages: list[Any], scene: Scene) -> None:
    _begins(way, scene)
    data = b"".join(map(scene.studio.wire.encode, messages))
    words = ", ".join(map(scene.said, messages))
    scene.sends_bytes(data, f"{words}, all at once", messages[0])
    told = scene.told[-1]
    for message in messages:
        expects_shown(scene, told._replace(message=message), as_ever=True)
