"""What all operators have in common: how a mutant is made of a site."""

from __future__ import annotations

from typing import Any

from conformance.mutants.mutant import Mutant
from conformance.mutants.sites import Effect, Rule, Sites
from conformance.mutants.tree import Path, Tree, at, in_one_line

NEVER = "false"


def never(*effects: Tree) -> Tree:
    """Effects that are not done, but stand there: nothing they name is unused."""
    return {"if": NEVER, "do": list(effects)}


def of_effect(
    sites: Sites, operator: str, effect: Effect, after: list[Tree], **others: Any
) -> Mutant:
    """A mutant in which other effects stand in the place of one."""
    here = _placed(sites, effect.path, others.pop("means", after))
    list_path, number = effect.path[:-1], effect.path[-1]
    assert isinstance(number, int)
    known = at(sites.tree, list_path)
    return Mutant(
        id=f"{operator}/{effect.owner}/{others.pop('word', effect.word)}",
        operator=operator,
        requirements=effect.rules,
        edits=((list_path, [*known[:number], *after, *known[number + 1 :]]),),
        **here,
        **others,
    )


def of_rule(
    sites: Sites,
    operator: str,
    rule: Rule,
    key: str,
    after: Tree,
    site: str,
    means: object = None,
) -> Mutant:
    """A mutant in which a key of a rule is another one."""
    path = (*rule.path, key)
    return Mutant(
        id=f"{operator}/{rule.id}/{site}",
        operator=operator,
        requirements=frozenset({rule.id}),
        edits=((path, after),),
        **_placed(sites, path, after if means is None else means),
    )


def of_place(
    sites: Sites, operator: str, name: str, path: Path, after: Tree, **others: Any
) -> Mutant:
    """A mutant in which something else stands at a place of the spec."""
    return Mutant(
        id=f"{operator}/{name}",
        operator=operator,
        edits=((path, after),),
        **_placed(sites, path, after),
        **others,
    )


def _placed(sites: Sites, path: Path, after: Tree) -> dict[str, Any]:
    return dict(
        place=".".join(map(str, path)),
        line=sites.line(path),
        before=sites.shown(path),
        after=_shown(after),
    )


def _shown(after: Tree) -> str:
    if isinstance(after, list):
        return ", ".join(map(in_one_line, after)) or "nothing"
    return in_one_line(after)
