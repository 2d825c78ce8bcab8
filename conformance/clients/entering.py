"""Coming in and leaving: without these nothing else of a client can be judged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from conformance.clients.faults import Fault
from conformance.clients.routes import Line
from conformance.clients.scene import Scene
from conformance.clients.showing import expects_shown
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model.cast import ALICE
from conformance.model.graph import Edge
from conformance.results import Verdict

PHASE = "entering"
ABOUT = "a client starts, says who it is, and leaves"
CONNECTS_ID = "client/connects"
LOGIN_ID = "client/login"


def trials(studio: Studio) -> Iterator[Trial]:
    """That it connects, says who it is, takes a refusal, and leaves."""
    title = "A client MUST connect to the address on its command line."
    about = case("connects", PHASE, title)
    yield Trial(about, _connects)
    yield from _logins(studio)
    if studio.farewell is not None:
        _, edge = studio.farewell
        name = studio.wire.name(edge.message)
        title = f"A client MUST send {name} when it is told to leave, and end."
        info = studio.info(type(edge.message))
        yield Trial(
            case("leaves", PHASE, title, info.line),
            partial(_leaves, studio),
            entrance(studio),
        )


def entrance(studio: Studio) -> tuple[str, ...]:
    """The cases without which nobody is in."""
    return (CONNECTS_ID, *([LOGIN_ID] if studio.protocol.client.login else []))


def _connects(scene: Scene) -> None:
    scene.arrives()
    scene.starts()
    if scene.connection is None:  # it wants its name first
        scene.gives(scene.naming.names.first[ALICE])
        if not scene.until(lambda: scene.connection is not None):
            scene.fails_if_over()
            raise Fault("the client does not connect")


def _logins(studio: Studio) -> Iterator[Trial]:
    login = studio.protocol.client.login
    if login is None:
        return
    info = studio.info(login.send)
    accepted = studio.routes.way(
        lambda edge: studio.routes.is_login(edge) and _is_welcome(studio, edge)
    )
    if accepted is not None:
        title = f"A client MUST send {info.name} with the name that its user gives."
        yield Trial(
            case("login", PHASE, title, info.line),
            partial(_logs_in, accepted),
            (CONNECTS_ID,),
        )
    for kind in login.refused:
        refused = studio.routes.way(
            lambda edge: (
                studio.routes.is_login(edge)
                and ALICE not in edge.outcome.closed
                and any(type(it.message) is kind for it in edge.outcome.of(ALICE))  # noqa: B023
            )
        )
        if refused is None or studio.command.takes_name:
            continue
        name = studio.info(kind).name
        title = f"A client MUST let its user give another name after {name}."
        yield Trial(
            case(f"login/{name}", PHASE, title, studio.info(kind).line),
            partial(_tries_again, refused, kind),
            (LOGIN_ID,),
        )


def _is_welcome(studio: Studio, edge: Edge) -> bool:
    login = studio.protocol.client.login
    assert login is not None
    due = [it.message for it in edge.outcome.of(ALICE)]
    if any(isinstance(it, login.refused) for it in due) or edge.outcome.closed:
        return False
    return not login.accepted or any(isinstance(it, login.accepted) for it in due)


def _logs_in(way: list[Edge], scene: Scene) -> None:
    scene.arrives()
    for edge in way:
        scene.does(edge)
    scene.settles()
    scene.expects_nothing()
    scene.fails_if_over()


def _tries_again(way: list[Edge], kind: type, scene: Scene) -> None:
    studio = scene.studio
    scene.arrives()
    scene.follows(way[:-1])
    scene.does(way[-1])
    told = next(it for it in scene.told if type(it.message) is kind)
    expects_shown(scene, told)
    login = studio.protocol.client.login
    assert login is not None
    name = scene.naming.names.spare[ALICE]
    scene.gives(name)
    scene.expects(Line(name, login.send(**{login.field: name})))


def _leaves(studio: Studio, scene: Scene) -> None:
    assert studio.farewell is not None
    _, edge = studio.farewell
    way = studio.routes.way(lambda it: it is edge)
    assert way is not None
    scene.arrives()
    scene.follows(way[:-1])
    scene.does(edge)
    expects_end(scene, "after it was told to leave")


def expects_end(scene: Scene, when: str, status: int | None = None) -> None:
    """The client must end, of its own accord; it should have a certain exit status."""
    program = scene.program
    assert program is not None
    if not scene.until(lambda: program.ending() is not None):
        raise Fault(f"the client does not end {when}")
    ending = program.ending()
    assert ending is not None
    scene.lines.append(scene.ended(ending))
    if ending.word.startswith("SIG"):
        raise Fault(f"{when} the client {ending.said}", ending=ending)
    if status is not None and ending.word != f"status {status}":
        raise Fault(
            f"the client {ending.said} {when}",
            verdict=Verdict.NONSTRICT,
            hint=f"the spec has it end with exit status {status}",
        )
