"""What a run does unless it is told otherwise. Loads nothing: ``--help`` needs it."""

from __future__ import annotations

EXHAUSTIVE = "exhaustive"
DEPTHS = ("quick", "normal", "full", EXHAUSTIVE)
COVERS = {  # each of them all that is above it, too
    "quick": "everybody comes in, every rule in every situation, scenarios, limits",
    "normal": "all limits, framing, every transition of the model, names alike",
    "full": "pieces, silence, resets, crowds, several at once, random walks",
    EXHAUSTIVE: "every two inputs from every state; may take hours",
}
DEPTH = "normal"
SEED = 1
QUESTIONS = 40  # to one service in one run
TIMEOUT = 2.0  # seconds for a message, when it counts
SERVICE_TIMEOUT = 25.0  # seconds for what a service answers
CASE_TIMEOUT = 30.0  # seconds, most of which go into making a finding short
START_TIMEOUT = 10.0  # seconds until a server that is started listens
CLIENT_IO = ("pty", "pipe")


def covers(depth: str, other: str) -> bool:
    """Whether at a depth all is done that is done at another one."""
    return DEPTHS.index(other) <= DEPTHS.index(depth)
