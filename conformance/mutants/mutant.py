"""What a mutant is: one small change, the requirement that it breaks, and its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from conformance.mutants.tree import Path, Tree, changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A server that is wrong in one respect.

    ``id`` is OPERATOR/RULE/SITE. ``requirements`` are the ids of the rules that it
    breaks, any of which a finding may name, and ``messages`` those whose form it
    changes; without both nothing in particular is broken. ``edits`` change the spec
    that the server gets; ``habit`` is what stands between it and its clients. A
    ``control`` is no fault, and must not be found.
    """

    id: str
    operator: str
    place: str = ""
    line: int = 0
    before: str = ""
    after: str = ""
    requirements: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()
    edits: tuple[tuple[Path, Tree], ...] = ()
    habit: str = ""
    control: bool = False

    @property
    def has_requirement(self) -> bool:
        """Whether a finding can be right or wrong about what is broken."""
        return bool(self.requirements or self.messages)

    def applied(self, tree: Tree) -> Tree:
        """The spec that its server gets."""
        for path, value in self.edits:
            tree = changed(tree, path, value)
        return tree


def numbered(mutants: Iterable[Mutant]) -> list[Mutant]:
    """The same with an id each: where several would have one, they are counted."""
    seen: dict[str, int] = {}
    found = []
    for mutant in mutants:
        count = seen[mutant.id] = seen.get(mutant.id, 0) + 1
        suffix = f"-{count}" if count > 1 else ""
        found.append(replace(mutant, id=mutant.id + suffix))
    return found
