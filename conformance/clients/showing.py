"""What is sent and what must be shown of it: one case for each message."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from codegen.protocol import MessageInfo
from conformance.clients.explain import unshown
from conformance.clients.faults import Fault
from conformance.clients.scene import Scene, Told, exchanged
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model import nominal
from conformance.model.cast import ALICE, BOB
from conformance.model.graph import Edge
from conformance.model.inputs import CONNECTS, SENDS
from conformance.results import Verdict

PHASE = "displays"
ABOUT = "every message of the server, and what is shown of it"


def trials(studio: Studio) -> Iterator[Trial]:
    """One for each message that the spec has shown."""
    from conformance.clients.entering import entrance

    for info in shown_messages(studio):
        play = stimulus(studio, info)
        if play is None:
            continue
        way, message = play
        title = f"A client MUST show {info.name}."
        yield Trial(
            case(f"display/{info.name}", PHASE, title, info.line),
            partial(_shows, info, way, message),
            entrance(studio),
        )


def shown_messages(studio: Studio) -> Iterator[MessageInfo]:
    """The messages that are there to be read; none about files on their way."""
    files = studio.protocol.client.files
    roles = (
        ()
        if files is None
        else (
            files.accepted,
            files.refused,
            files.chunk,
            files.done,
            files.cancelled,
            files.begun,
            files.go_on,
        )
    )
    silent = {role.message for role in roles if role is not None}
    for info in studio.server_messages:
        template = studio.protocol.client.display.get(info.cls)
        if info.cls not in silent and (template is None or template.strip()):
            yield info


Stimulus = tuple[list[Edge], Any]


def stimulus(studio: Studio, info: MessageInfo) -> Stimulus | None:
    """A way to where a message is sent to the client; else what the judge makes up.

    In the second case the way ends with the client being in.
    """
    from conformance.clients.ordering import is_in

    ends = studio.protocol.client.ends

    def gets(edge: Edge) -> bool:
        kinds = [type(it.message) for it in edge.outcome.of(ALICE)]
        if info.cls not in kinds:
            return False
        # What comes after the end is not there to be seen.
        return not any(kind in ends for kind in kinds[: kinds.index(info.cls)])

    way = studio.routes.way(
        lambda edge: (
            gets(edge) and edge.input.who == BOB and edge.input.action == SENDS
        ),
        lambda edge: gets(edge) and edge.input.who == BOB,
        lambda edge: gets(edge) and edge.input.action == SENDS,
        lambda edge: gets(edge) and edge.input.action == CONNECTS,
    )
    if way is not None:
        return way, None
    there = studio.routes.way(partial(is_in, studio))
    message = made_up(studio, info)
    return None if there is None or message is None else (there, message)


def made_up(studio: Studio, info: MessageInfo) -> Any | None:
    """A message with ordinary values, by its examples or by its types."""
    if info.examples:
        me, other = (studio.graph.naming.names.first[who] for who in (ALICE, BOB))
        return exchanged(info.examples[0][0], {me: other})
    codec = studio.protocol.server_messages.codecs[info.cls]
    values = {
        name: nominal.values(kind, nominal.sampled(info.samples, name))[0]
        for name, kind in codec.fields.items()
    }
    return info.cls(**values)


def brings(scene: Scene, way: list[Edge], message: Any | None) -> None:
    """Let the client get what is to be judged, by the room or by the judge itself."""
    scene.arrives()
    if message is not None:
        scene.follows(way)
        scene.settles()
        scene.sends(message)
        return
    scene.follows(way[:-1])
    scene.settles()
    scene.follows(way[-1:])


def _shows(
    info: MessageInfo, way: list[Edge], message: Any | None, scene: Scene
) -> None:
    scene.holds = True
    brings(scene, way, message)
    told = [it for it in scene.told if type(it.message) is info.cls]
    if not told:
        raise Fault(
            f"the judge could not send {info.name}", verdict=Verdict.INCONCLUSIVE
        )
    expects_shown(scene, told[-1])


def expects_shown(scene: Scene, told: Told, as_ever: bool = False) -> None:
    """What was sent must be read on the screen.

    ``as_ever``: in no other words than those that the client has for it otherwise.
    """
    look = scene.look_of(told.message)
    program = scene.program
    assert program is not None
    if look is None:
        return
    prompt = scene.studio.protocol.client.texts.get("prompt", "")
    scene.comes(lambda: scene.is_shown(look, told.mark))
    output = scene.output(told.mark)
    name = scene.studio.wire.name(told.message)
    if look.is_in(output):
        scene.shows(look.text)
        return
    ending = scene.ending()
    if ending is not None and ending.word.startswith("SIG"):
        raise Fault(f"the client {ending.said}", ending=ending)
    difference = (unshown(look, output),)
    is_other = type(told.message) not in scene.studio.unshown
    if look.is_told_by(output, prompt) and not (as_ever and is_other):
        scene.studio.unshown.add(type(told.message))
        raise Fault(
            f"the client shows {name} in other words",
            difference,
            verdict=Verdict.NONSTRICT,
        )
    raise Fault(f"the client does not show {name}", difference, is_silence=True)


def probe_for(studio: Studio) -> object | None:
    """A message whose showing proves that a client lives."""
    ends, login = studio.protocol.client.ends, studio.protocol.client.login
    special = {*ends, *studio.questions, *(login.refused if login else ())}
    for info in shown_messages(studio):
        message = made_up(studio, info) if info.cls not in special else None
        look = studio.looks.of(message) if message is not None else None
        if look is not None and look.exact and look.values:
            return message
    return None
