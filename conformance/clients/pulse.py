"""Whether a client that did not do what it must does anything at all any more."""

from __future__ import annotations

from conformance.clients.faults import Fault, OutOfCase
from conformance.clients.program import Stuck
from conformance.clients.scene import Scene
from conformance.results import Verdict


def look_why(scene: Scene, fault: Fault) -> None:
    """See whether what is wrong is that the client has crashed, or hangs."""
    if fault.ending is not None or scene.program is None:
        return
    try:
        ending = scene.ending()
        if ending is None and fault.is_silence and _hangs(scene):
            fault.verdict = Verdict.HUNG
            fault.summary += ", nor anything else any more"
            fault.hint = fault.hint or (
                "it neither reacts to its keyboard nor ends with its connection: does "
                "it wait for one thing alone, or run in a circle?"
            )
    except OutOfCase:
        return
    if ending is not None and ending.word.startswith("SIG"):
        fault.ending, fault.verdict = ending, Verdict.CRASHED
        fault.summary = f"the client {ending.said}"


def _hangs(scene: Scene) -> bool:
    """Whether nothing comes of a further line, nor of the end of the connection."""
    studio, program = scene.studio, scene.program
    assert program is not None
    scene.look()
    written, known = program.written, len(scene.heard)

    def stirs() -> bool:
        is_new = program.written > written or len(scene.heard) > known
        return is_new or scene.has_left() or program.ending() is not None

    try:
        if scene.fenced and scene.has_left():
            return False
        line = studio.farewell[0] if studio.farewell is not None else "?"
        program.type(line, studio.timeout)
    except Stuck:
        return True
    if scene.until(stirs):
        return False
    if scene.connection is not None and not scene.has_left():
        scene.connection.end()
    return not scene.until(stirs)
