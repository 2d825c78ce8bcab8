"""Two sessions that know each other by variables, and the states they are in together.

They meet in a transition that sets a variable of each to the other, and puts them into
certain states. Every transition that either may follow from there leads to the next
states of both, until one of them forgets the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codegen.document.deeds import Act, Deed, Path

States = dict[str, str]
"""The states of a session that are known, by region."""

_MOST = 400  # states of both that are followed


class Link:
    """Sessions 0 and 1: 0 knows 1 by the first variable, 1 knows 0 by the second."""

    def __init__(self, variables: tuple[str, str]) -> None:
        self.variables = variables
        self.found: list[tuple[States, States]] = []

    def resolve(self, role: int, path: Path) -> int | None:
        """Who is meant when ``role`` says ``path``; None if it leads elsewhere."""
        for name in path:
            if name != self.variables[role]:
                return None
            role = 1 - role
        return role

    def meetings(self, act: Act) -> Iterator[tuple[int, tuple[States, States]]]:
        """Who may follow a transition, and the states of both before."""
        for both in self.found:
            for role in (0, 1):
                if _may(act, both[role]):
                    yield role, both

    def begin(self, act: Act) -> None:
        """They meet in a transition of session 0."""
        mine = next(
            d for d in act.deeds if not d.whom and d.variable == self.variables[0]
        )
        both = States(), States()
        for (whose, region), states in act.known.items():
            if len(states) == 1 and whose in ("self", mine.value):
                both[whose != "self"][region] = next(iter(states))
        if act.state is not None:
            both[0][act.region] = act.state
        self._add(act, both, {(): 0, (mine.value,): 1})

    def settle(self, acts: Iterable[Act]) -> None:
        """Follow them through all transitions, until there is nothing new."""
        regions = {region for both in self.found for side in both for region in side}
        acts = [act for act in acts if act.region in regions]
        for both in self.found:  # grows meanwhile
            for act in acts:
                self._follow(act, both)

    def _follow(self, act: Act, both: tuple[States, States]) -> None:
        for role in (0, 1):
            if not _may(act, both[role]) or act.ends:
                continue
            if any(self._parts(role, deed) for deed in act.deeds):
                continue
            paths = {deed.whom for deed in act.deeds} | {()}
            found = {path: self.resolve(role, path) for path in paths}
            self._add(act, both, {p: r for p, r in found.items() if r is not None})

    def _parts(self, role: int, deed: Deed) -> bool:
        """Whether a deed makes one forget the other."""
        whose = self.resolve(role, deed.whom)
        return whose is not None and deed.variable == self.variables[whose]

    def _add(
        self, act: Act, before: tuple[States, States], who: Mapping[Path, int]
    ) -> None:
        """The states after a transition; ``who`` is done something to by which path."""
        both = dict(before[0]), dict(before[1])
        if act.transition.target is not None and act.region:
            both[who[()]][act.region] = str(act.transition.target)
        for deed in act.deeds:
            role = who.get(deed.whom)
            if role is not None and deed.region:
                both[role][deed.region] = deed.state
        if both not in self.found and len(self.found) < _MOST:
            self.found.append(both)


def links_of(acts: list[Act]) -> list[Link]:
    """The pairs of variables by which two sessions come to know each other."""
    found: dict[tuple[str, str], Link] = {}
    for act in acts:
        for pair in _introductions(act.deeds):
            found.setdefault(pair, Link(pair)).begin(act)
    for link in found.values():
        link.settle(acts)
    return list(found.values())


def _introductions(deeds: Iterable[Deed]) -> Iterator[tuple[str, str]]:
    """The variables that two sessions set to each other."""
    deeds = list(deeds)
    for mine in deeds:
        if mine.whom or not mine.variable or mine.value in ("", "none", "self"):
            continue
        for theirs in deeds:
            if theirs.whom == (mine.value,) and theirs.value == "self":
                yield mine.variable, theirs.variable


def _may(act: Act, states: States) -> bool:
    """Whether a session in these states may follow a transition."""
    if act.by_operator:
        return False
    if act.state is not None and states.get(act.region, act.state) != act.state:
        return False
    return all(
        whose != "self" or states.get(region) in (None, *allowed)
        for (whose, region), allowed in act.known.items()
    )
