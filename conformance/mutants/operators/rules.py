"""Servers that decide wrongly: what to do, in which order, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conformance.mutants.mutant import Mutant
from conformance.mutants.operators.making import NEVER, of_place, of_rule
from conformance.mutants.sites import Rule, Sites
from conformance.mutants.tree import Tree, at

_COUNTER = "mutant_count"
_OFTEN = 2  # times that a server with a hidden state does as it should


def dropped_rules(sites: Sites) -> Iterator[Mutant]:
    """A case is not seen: what comes after it in the spec is done, if anything."""
    for rule in sites.rules:
        if not sites.is_ignored_anyway(rule):
            guard = f"({rule.guard}) and {NEVER}" if rule.guard else NEVER
            yield of_rule(sites, "drop-rule", rule, "if", guard, "if", "nothing")


def missing_guards(sites: Sites) -> Iterator[Mutant]:
    """A condition is not tested."""
    for rule in sites.rules:
        if rule.guard:
            after = f"({rule.guard}) or true"
            mutant = of_rule(sites, "missing-guard", rule, "if", after, "if", "true")
            yield _with_rivals(sites, rule, mutant)


def negated_guards(sites: Sites) -> Iterator[Mutant]:
    """A condition is tested the wrong way round."""
    for rule in sites.rules:
        if rule.guard:
            after = f"not ({rule.guard})"
            mutant = of_rule(sites, "negated-guard", rule, "if", after, "if")
            yield _with_rivals(sites, rule, mutant)


def _with_rivals(sites: Sites, rule: Rule, mutant: Mutant) -> Mutant:
    """What comes too often comes instead of something else, which is broken then."""
    rivals = sites.after(rule)
    broken = mutant.requirements | {it.id for it in rivals}
    return replace(mutant, requirements=broken)


def swapped_rules(sites: Sites) -> Iterator[Mutant]:
    """Of two cases that both fit the wrong one comes first."""
    rules = {it.path: it for it in sites.rules}
    for path, first in rules.items():
        *rest, number = path
        assert isinstance(number, int)
        second = rules.get((*rest, number + 1))
        if second is None or second.event != first.event:
            continue
        if not (first.guard and second.guard):
            continue  # one that always fits comes last
        path = tuple(rest)
        known = at(sites.tree, path)
        swapped = [*known[:number], second.tree, first.tree, *known[number + 2 :]]
        yield Mutant(
            id=f"swap-rules/{first.id}/{second.id.rpartition('/')[2]}",
            operator="swap-rules",
            place=".".join(map(str, first.path)),
            line=sites.line(first.path),
            before=f"{first.id}, then {second.id}",
            after=f"{second.id}, then {first.id}",
            requirements=frozenset({first.id, second.id}),
            edits=((path, swapped),),
        )


def wrong_states(sites: Sites) -> Iterator[Mutant]:
    """A rule leads into another state, or nowhere."""
    for rule in sites.rules:
        target = rule.tree.get("next")
        if target is None:
            continue
        states = at(sites.tree, ("session", "regions", rule.region, "states"))
        here = rule.path[4]
        for other in states:
            if other == target:
                continue
            word = "stays" if other == here else other
            yield _instead(sites, "wrong-next", rule, {"next": other}, word)


def _instead(sites: Sites, operator: str, rule: Rule, keys: Tree, word: str) -> Mutant:
    """Another rule for the same; the right one stands there too, and never fits.

    Without it a state could not be reached, and such a spec is refused.
    """
    path = rule.path[:-1]
    number = rule.path[-1]
    assert isinstance(number, int)
    guard = f"({rule.guard}) and {NEVER}" if rule.guard else NEVER
    dead, alive = {**rule.tree, "if": guard}, {**rule.tree, **keys}
    known = at(sites.tree, path)
    key = next(iter(keys))
    mutant = of_rule(sites, operator, rule, key, keys[key], word)
    edit = path, [*known[:number], dead, alive, *known[number + 1 :]]
    return replace(mutant, edits=(edit,))


def hang_ups(sites: Sites) -> Iterator[Mutant]:
    """The connection is closed although it should be kept."""
    for rule in sites.rules:
        effects = rule.tree.get("do") or []
        if rule.event != "eof" and "close" not in effects:
            after = [*effects, "close"]
            yield of_rule(sites, "hang-up", rule, "do", after, "close")


def needless_answers(sites: Sites) -> Iterator[Mutant]:
    """What should be ignored is answered."""
    plain = [m for m in sites.sent_by("server") if not sites.fields(m)]
    plain.sort(key=lambda m: "feature" in sites.messages[m])
    for rule in sites.rules:
        if plain and not rule.tree.get("do") and rule.event != "eof":
            after = [{"reply": plain[0]}]
            yield of_rule(sites, "needless-answer", rule, "do", after, plain[0])


def hidden_states(sites: Sites) -> Iterator[Mutant]:
    """Something works twice for each client, and never again."""
    for rule in sites.rules:
        effects = rule.tree.get("do")
        is_once = rule.event in ("eof", "connected") or "close" in (effects or ())
        if is_once or not sites.effects_of(rule):
            continue
        count = f"min(self.{_COUNTER} + 1, {_OFTEN})"
        after = [
            {"if": f"self.{_COUNTER} < {_OFTEN}", "do": effects},
            {"set": {_COUNTER: count}},
        ]
        mutant = of_rule(sites, "hidden-state", rule, "do", after, "do")
        counter = ("session", "vars", _COUNTER), "integer"
        yield replace(mutant, edits=(*mutant.edits, counter))


def wrong_beginnings(sites: Sites) -> Iterator[Mutant]:
    """A variable begins with another value."""
    for part in ("vars", "shared"):
        for name, kind in (at(sites.tree, ("session", part)) or {}).items():
            after = _other_beginning(kind)
            if after is not None:
                yield of_place(
                    sites,
                    "wrong-beginning",
                    f"{part}/{name}",
                    ("session", part, name),
                    after,
                    requirements=sites.using(name),
                )


def _other_beginning(kind: Tree) -> Tree:
    plain = kind.get("is") if isinstance(kind, dict) else kind
    known = kind.get("initial") if isinstance(kind, dict) else None
    if plain == "integer":
        return {"is": plain, "initial": str(int(known or "0", 0) + 1)}
    if plain == "flag":
        return {"is": plain, "initial": "false" if known == "true" else "true"}
    return None
