"""Servers that say the right thing with the wrong values in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from conformance.mutants.mutant import Mutant
from conformance.mutants.operators.making import of_place
from conformance.mutants.sites import Effect, Sites
from conformance.mutants.tree import Path


def wrong_values(sites: Sites) -> Iterator[Mutant]:
    """A field of a message, or a variable, gets another value."""
    for effect in sites.effects:
        fields = sites.fields(effect.message) if effect.message else {}
        for name, source in _values(effect).items():
            kind = sites.type(fields[name]) if name in fields else {}
            for after in _others(kind, str(source)):
                yield _mutant(sites, "wrong-value", effect, name, after)


def _values(effect: Effect) -> dict[str, str]:
    return dict(effect.tree.get("with") or {}) if effect.message else {}


def _others(kind: dict[str, object], source: str) -> list[str]:
    """Expressions of the same kind with another value."""
    match kind.get("is"):
        case "integer":
            return [f"({source}) + 1"]
        case "flag":
            return [f"not ({source})"]
        case "list":
            return ["[]"]
        case "choice":
            words = list(kind["of"])  # type: ignore[call-overload]
            plain = source.strip("'\"")
            return [repr(it) for it in words if it != plain][:1]
        case "text":
            return [f"({source})[:1]", f"({source}) + ({source})[-1:]"]
        case _:
            return []


def swapped_values(sites: Sites) -> Iterator[Mutant]:
    """Two fields have each other's value."""
    for effect in sites.effects:
        if not effect.message:
            continue
        kinds = {
            n: sites.type(t)["is"] for n, t in sites.fields(effect.message).items()
        }
        values = _values(effect)
        for one, other in combinations(values, 2):
            if kinds.get(one) == kinds.get(other) and values[one] != values[other]:
                after = {**values, one: values[other], other: values[one]}
                path: Path = (*effect.path, "with")
                name = f"{effect.owner}/{effect.word}.{one}-{other}"
                yield of_place(
                    sites,
                    "swap-values",
                    name,
                    path,
                    after,
                    requirements=effect.rules,
                )


def _mutant(
    sites: Sites, operator: str, effect: Effect, name: str, after: str
) -> Mutant:
    return of_place(
        sites,
        operator,
        f"{effect.owner}/{effect.word}.{name}",
        (*effect.path, "with", name),
        after,
        requirements=effect.rules,
    )
