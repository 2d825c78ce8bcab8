"""Servers that do too little, too much, or the right thing to the wrong people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conformance.mutants.mutant import Mutant
from conformance.mutants.operators.making import never, of_effect
from conformance.mutants.sites import Effect, Sites
from conformance.mutants.tree import Tree, at

_DROPPED = {
    "reply": "drop-send",
    "send": "drop-send",
    "set": "drop-set",
    "next": "drop-next",
    "close": "drop-close",
    "run": "drop-clean-up",
    "ask": "drop-question",
    "arrive": "drop-arrival",
    "for": "drop-loop",
}
_EVERYBODY = "mutant_everybody"
_THIRD = "mutant_third"
_NEIGHBOURS = 2


def drops(sites: Sites) -> Iterator[Mutant]:
    """An effect is left out."""
    for effect in sites.effects:
        operator = _DROPPED.get(effect.kind)
        if operator is not None:
            after = [never(effect.tree)]
            yield of_effect(sites, operator, effect, after, means=[])


def repeats(sites: Sites) -> Iterator[Mutant]:
    """A message is sent twice."""
    for effect in _sends(sites):
        yield of_effect(sites, "repeat-send", effect, [effect.tree, effect.tree])


def wrong_audiences(sites: Sites) -> Iterator[Mutant]:
    """A message goes to other people than those it is for."""
    audiences = list(at(sites.tree, ("session", "audiences")) or {})
    for effect in _sends(sites):
        if effect.kind == "send":
            for other in [it for it in audiences if it != effect.tree["to"]]:
                tree = {**effect.tree, "to": other}
                yield of_effect(
                    sites,
                    "wrong-audience",
                    effect,
                    [tree],
                    word=f"{effect.word}-to-{other}",
                )


def wrong_recipients(sites: Sites) -> Iterator[Mutant]:
    """An answer goes to another; what is for others comes back to the sender."""
    for effect in _sends(sites):
        if effect.kind == "send":
            after = [never(effect.tree), _as_reply(effect.tree)]
            means: list[Tree] = [_as_reply(effect.tree)]
        else:
            means = [_loop(effect.tree, f"s for s in {_EVERYBODY} if s is not self")]
            after = [never(effect.tree), *means]
        yield _with_everybody(
            sites,
            of_effect(sites, "wrong-recipient", effect, after, means=means),
            after,
        )


def leaks(sites: Sites) -> Iterator[Mutant]:
    """Somebody gets it who should not."""
    for effect in _sends(sites):
        others = _not_meant(sites, effect)
        if others:
            after = [effect.tree, _loop(effect.tree, others)]
            mutant = of_effect(sites, "leak", effect, after)
            yield _with_everybody(sites, mutant, after)


def _not_meant(sites: Sites, effect: Effect) -> str:
    """All that a message is not for, as an expression."""
    to = effect.tree.get("to")
    everybody = f"s for s in {_EVERYBODY}"
    if to is None:
        return f"{everybody} if s is not self"
    if to in (at(sites.tree, ("session", "audiences")) or {}):
        return f"{everybody} if s not in {to}"
    return f"{everybody} if s is not self and s is not {to}"


def wrong_messages(sites: Sites) -> Iterator[Mutant]:
    """Another message is sent, one that has the same fields."""
    sent = sites.sent_by("server")
    for effect in _sends(sites):
        alike = [it for it in sent if _is_alike(sites, it, effect.message)]
        place = alike.index(effect.message)
        order = [*alike[place + 1 :], *alike[:place]]
        for other in order[:_NEIGHBOURS]:
            instead = {**effect.tree, effect.kind: other}
            yield of_effect(
                sites,
                "wrong-message",
                effect,
                [never(effect.tree), instead],
                means=[instead],
                word=f"{effect.word}-as-{other}",
            )


def _is_alike(sites: Sites, one: str, other: str) -> bool:
    return sites.fields(one) == sites.fields(other)


def swapped_sends(sites: Sites) -> Iterator[Mutant]:
    """Two messages to the same people come in the other order."""
    by_path = {it.path: it for it in _sends(sites)}
    for path, effect in by_path.items():
        number = path[-1]
        assert isinstance(number, int)
        after = by_path.get((*path[:-1], number + 1))
        if after is not None and effect.tree.get("to") == after.tree.get("to"):
            known = at(sites.tree, path[:-1])
            swapped = [*known[:number], after.tree, effect.tree, *known[number + 2 :]]
            mutant = of_effect(sites, "swap-sends", effect, [after.tree, effect.tree])
            yield replace(mutant, edits=((path[:-1], swapped),))


def _sends(sites: Sites) -> list[Effect]:
    return [it for it in sites.effects if it.message]


def _as_reply(tree: Tree) -> Tree:
    values = {"with": tree["with"]} if "with" in tree else {}
    return {"reply": tree["send"], **values}


def _loop(tree: Tree, people: str) -> Tree:
    """Send the same to each of these people."""
    values = {"with": tree["with"]} if "with" in tree else {}
    message = tree.get("reply") or tree["send"]
    return {
        "for": _THIRD,
        "in": f"[{people}]",
        "do": [{"send": message, "to": _THIRD, **values}],
    }


def _with_everybody(sites: Sites, mutant: Mutant, after: list[Tree]) -> Mutant:
    """The same with an audience of everybody, if an effect needs one."""
    if _EVERYBODY not in str(after):
        return mutant
    path = ("session", "audiences", _EVERYBODY)
    everybody = path, "s is self or s is not self"
    return replace(mutant, edits=(*mutant.edits, everybody))
