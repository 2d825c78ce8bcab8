"""Questions with yes or no: one case for each answer, and what comes of a question."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from codegen.protocol import Question
from conformance.clients.entering import entrance
from conformance.clients.routes import Line
from conformance.clients.scene import Scene
from conformance.clients.showing import brings, stimulus
from conformance.clients.studio import Studio
from conformance.clients.trial import Trial, case
from conformance.model.cast import ALICE
from conformance.model.graph import Edge

PHASE = "answers"
ABOUT = "every question of the server, answered with yes and with no"


def trials(studio: Studio) -> Iterator[Trial]:
    """Two for each question."""
    for kind, question in studio.questions.items():
        info = studio.info(kind)
        found = stimulus(studio, info)
        if found is None:
            continue
        for word, reply in (("yes", question.yes), ("no", question.no)):
            name = studio.info(reply).name
            title = f"A client MUST send {name} for a {word} to {info.name}."
            yield Trial(
                case(f"answer/{info.name}/{word}", PHASE, title, info.line),
                partial(_answers, question, reply, word[0], *found),
                entrance(studio),
            )


def _answers(
    question: Question,
    reply: type[Any],
    typed: str,
    way: list[Edge],
    message: Any | None,
    scene: Scene,
) -> None:
    brings(scene, way, message)
    asked = [it.message for it in scene.told if type(it.message) is question.on][-1]
    me = scene.naming.current(scene.room, ALICE)
    values = {name: getattr(asked, name) for name in asked.__dataclass_fields__}
    values["me"] = me
    due = reply(**{name: values[source] for name, source in question.fill.items()})
    scene.types(typed)
    scene.expects(Line(typed, due))
    scene.leaves()
