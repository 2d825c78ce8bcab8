"""The phase of names that begin alike: what is for one must not reach the other.

That nobody speaks for another, and that no bystander hears what is private, is tried
wherever the model is walked: every field that names a member names everybody once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codegen.wire import Text
from conformance.model import nominal
from conformance.model.cast import ALICE, BOB, CAROL, Role
from conformance.model.inputs import SENDS, Input
from conformance.phases import members
from conformance.phases.bench import Bench
from conformance.phases.boundaries import Content
from conformance.phases.cases import Case
from conformance.phases.members import Lobby
from conformance.phases.splice import altering
from conformance.phases.trials import OfTrials, Trial
from conformance.talk.acts import Act

_TITLE = "What is for one user MUST NOT reach one whose name only begins like it."
_LETTERS = "xa1"


class Security(OfTrials):
    """Two members of which one's name is the beginning of the other's."""

    name = "security"
    about = "what is for one never reaches another whose name begins alike"
    since = "normal"

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """One for each message that reaches the one it names, whoever comes first."""
        return _trials(bench)


def _trials(bench: Bench) -> Iterator[Trial]:
    login = members.login(bench)
    longer = _longer(bench)
    if longer is None or login is None or login.info is None or not bench.arrival:
        return
    lobby = Lobby(bench)
    for name, inputs in _private(lobby).items():
        for word, first, second in (
            ("longer-name-first", longer, None),
            ("shorter-name-first", None, longer),
        ):
            way = (
                *_comes_in(bench, CAROL, login, first),
                *_comes_in(bench, BOB, login, second),
                *members.arrival(bench, ALICE),
            )
            id = f"must/security/prefix/{name}/{word}"
            case = Case(id, Security.name, "must", _TITLE)
            acts = tuple(map(Act, inputs))
            yield Trial(case, bench.graph.start, acts, way)


def _private(lobby: Lobby) -> dict[str, list[Input]]:
    """What alice can say to one member alone: by its name, to bob and to carol."""
    found: dict[str, dict[Role, Input]] = {}
    for said in lobby.said_by(ALICE):
        for role, who in ((Role.OTHER, BOB), (Role.BYSTANDER, CAROL)):
            heard = {due.who for due in said.outcome.due}
            names = [it for it in said.input.roles.values() if it is not Role.OWN]
            if names == [role] and who in heard and not said.outcome.asks:
                found.setdefault(said.input.name, {}).setdefault(role, said.input)
    return {name: list(by_role.values()) for name, by_role in found.items()}


def _longer(bench: Bench) -> Content | None:
    """What makes a name one letter longer; None where there are no names."""
    login = bench.protocol.client.login
    if login is None:
        return None
    kind = bench.graph.alphabet.fields_of(login.send)[login.field]
    name = bench.graph.naming.names.first[BOB]
    letters = (it for it in _LETTERS if nominal.allows(kind, name + it))
    letter = next(letters, None) if isinstance(kind, Text) else None
    return None if letter is None else (lambda plain, room: (plain + letter).encode())


def _comes_in(
    bench: Bench, who: int, login: Input, content: Content | None
) -> tuple[Act, ...]:
    """How somebody comes in under the name of bob, or one that begins with it."""
    config = bench.protocol.client.login
    assert config is not None
    named = replace(login, who=who, roles=dict.fromkeys(login.roles, BOB))
    said = Act(named)
    if content is not None:
        alter = altering(bench.wire, config.field, content)
        said = Act(named, alter=alter, note="with one letter more")
    return tuple(
        said if act.input.action == SENDS else act
        for act in members.arrival(bench, who)
    )
