"""Which changes of a spec are mutants at all: what compiles, and is not the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from codegen.model import SpecError
from conformance.mutants.mutant import Mutant
from conformance.mutants.tree import Tree, write

_LINE = re.compile(r"\bline=\d+")
_FOR_OTHERS = frozenset({"client", "scenarios"})
_SHOWN = frozenset({"examples", "malformed", "samples"})


def bare(tree: Tree) -> Tree:
    """A spec without what no server needs: its examples need not fit a mutant."""
    kept = {key: value for key, value in tree.items() if key not in _FOR_OTHERS}
    for part in ("messages", "types"):
        things = kept.get(part) or {}
        kept[part] = {
            name: {k: v for k, v in it.items() if k not in _SHOWN}
            for name, it in things.items()
        }
    return kept


@dataclass(frozen=True, slots=True)
class Birth:
    """What became of a change: ``made`` is the same where the same protocol is meant.

    It is "" if the compiler refuses the spec, and ``why`` is its first complaint.
    """

    made: str
    why: str = ""


def birth(tree: Tree, mutant: Mutant) -> Birth:
    """Compile the spec of a mutant."""
    try:
        return Birth(_made_of(write(mutant.applied(tree))))
    except SpecError as error:
        return Birth("", error.problems[0].message)


def original(tree: Tree) -> Birth:
    """What the spec itself compiles to. Raises SpecError."""
    return Birth(_made_of(write(tree)))


def sorted_out(
    right: Birth, mutants: Sequence[Mutant], births: Sequence[Birth]
) -> tuple[list[Mutant], dict[str, str], dict[str, str]]:
    """Those that live; the stillborn and those that are no change, each with why."""
    known = {right.made: ""}
    alive, stillborn, same = [], {}, {}
    for mutant, it in zip(mutants, births, strict=True):
        if not it.made:
            stillborn[mutant.id] = it.why
            continue
        twin = known.setdefault(it.made, mutant.id)
        if twin == mutant.id:
            alive.append(mutant)
        else:
            same[mutant.id] = f"compiles to the same as {twin or 'the spec'}"
    return alive, stillborn, same


def _made_of(text: str) -> str:
    """A digest of the generated module, without where in the spec things stand."""
    from codegen.emit.module import module
    from codegen.rules import valid

    spec = replace(valid(text, "mutant"), path="", digest="")
    tree = ast.dump(ast.parse(_LINE.sub("line=0", module(spec))))
    return sha256(tree.encode()).hexdigest()
