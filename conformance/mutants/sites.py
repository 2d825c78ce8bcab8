"""Where a spec can be changed: its rules, their effects, and who depends on what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from conformance.mutants.tree import Path, Tree, at, in_one_line, scalars

_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_LEVELS = ("must", "should", "may")
_EVENTS = ("connected", "eof", "malformed", "timeout", "unexpected")
_LISTS = ("do", "else")  # of effects
_EFFECTS = ("reply", "send", "set", "next", "close", "run", "ask", "for", "if")


@dataclass(frozen=True, slots=True)
class Rule:
    """A transition: what is done on an event."""

    path: Path
    id: str
    region: str
    tree: Tree
    level: str

    @property
    def event(self) -> str:
        """What it is on."""
        return str(self.tree["on"])

    @property
    def guard(self) -> str:
        """Its condition; "" if it has none."""
        return str(self.tree.get("if") or "")


@dataclass(frozen=True)
class Effect:
    """Something that is done, and the rules that do it.

    ``owner`` is the id of a rule, or ``routine/NAME``.
    """

    path: Path
    owner: str
    tree: Tree
    rules: frozenset[str]

    @cached_property
    def kind(self) -> str:
        """Its first key, or the word that it is."""
        if isinstance(self.tree, str):
            return self.tree
        return next(it for it in _EFFECTS if it in self.tree)

    @cached_property
    def word(self) -> str:
        """What tells it from its neighbours: the message, variable or routine."""
        if isinstance(self.tree, str):
            return self.tree
        what = self.tree[self.kind]
        if isinstance(what, dict):
            return "-".join(what)
        if self.kind in ("for", "if"):
            return self.kind
        return str(what)

    @cached_property
    def message(self) -> str:
        """What it sends; "" if it sends nothing."""
        return self.word if self.kind in ("reply", "send") else ""


class Sites:
    """A spec's tree with the lines of its text, and the features that are offered."""

    def __init__(
        self, tree: Tree, lines: Mapping[Path, int], features: frozenset[str]
    ) -> None:
        self.tree = tree
        self.features = features
        self._lines = lines

    def line(self, path: Path) -> int:
        """The line in which something stands, or what it stands in."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def shown(self, path: Path) -> str:
        """What stands there, in one line."""
        return in_one_line(at(self.tree, path))

    # Messages.

    @cached_property
    def messages(self) -> Mapping[str, Tree]:
        """Those that cross the wire, in this profile."""
        found = at(self.tree, ("messages",)) or {}
        return {name: it for name, it in found.items() if self._is_there(it)}

    def _is_there(self, message: Tree) -> bool:
        sides = message.get("from"), message.get("to")
        return "operator" not in sides and self.offers(message.get("feature"))

    def offers(self, feature: str | None) -> bool:
        """Whether something of this feature is there."""
        return feature is None or feature in self.features

    def sent_by(self, side: str) -> list[str]:
        """The messages of the client or of the server."""
        return [name for name, it in self.messages.items() if it["from"] == side]

    def fields(self, message: str) -> dict[str, str]:
        """The fields of a message with their types."""
        tree = self.messages[message]
        if "layout" not in tree:
            return dict(tree.get("fields") or {})
        parts = (
            next(iter(part.items())) for part in tree["layout"] if "is" not in part
        )
        return dict(parts)

    def type(self, name: str) -> Tree:
        """A declared type; of one that needs no declaration what it amounts to."""
        declared = at(self.tree, ("types", name))
        if declared is not None:
            return declared
        return {"is": "flag"} if name == "flag" else {"is": "integer"}

    def messages_with(self, type: str, side: str = "") -> frozenset[str]:
        """The messages that have a value of this type in them."""
        sent = self.sent_by(side) if side else self.messages
        return frozenset(m for m in sent if type in self._types_in(m))

    def _types_in(self, message: str) -> set[str]:
        pending, found = list(self.fields(message).values()), set[str]()
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                tree = self.type(name)
                pending += [tree["of"]] if tree["is"] == "list" else []
                pending += (tree.get("fields") or {}).values()
        return found

    # Rules.

    @cached_property
    def every_rule(self) -> list[Rule]:
        """All rules of sessions, in the order of the spec."""
        regions = at(self.tree, ("session", "regions")) or {}
        found = []
        for region, tree in regions.items():
            for state, content in (tree.get("states") or {}).items():
                path: Path = ("session", "regions", region, "states", state)
                if isinstance(content, dict):
                    path = (*path, "on")
                found += self._rules(path, region)
        return [*found, *self._rules(("session", "always"), "always")]

    def _rules(self, path: Path, region: str) -> list[Rule]:
        found = []
        for number, tree in enumerate(at(self.tree, path) or []):
            plain = str(tree["on"]).replace(".", "-").replace("_", "-")
            level = next(it for it in _LEVELS if it in tree)
            id = f"{region}/{tree.get('rule', plain)}"
            found.append(Rule((*path, number), id, region, tree, level))
        return found

    @cached_property
    def rules(self) -> list[Rule]:
        """Those that can be broken: what may be done may be left.

        Nor those that this profile has not, or that others always come before.
        """
        return [it for it in self.every_rule if it.level != "may" and self._happens(it)]

    def _happens(self, rule: Rule) -> bool:
        if rule.event == "timeout" or not self.offers(rule.tree.get("feature")):
            return False
        message = at(self.tree, ("messages", rule.event))
        if message is not None and rule.event not in self.messages:
            return False
        earlier = at(self.tree, rule.path[:-1])[: rule.path[-1]]
        return not any(
            it["on"] == rule.event and "if" not in it and self.offers(it.get("feature"))
            for it in earlier
        )

    def after(self, rule: Rule) -> list[Rule]:
        """The rules that are asked when this one does not fit."""
        behind = self.rules[self.rules.index(rule) + 1 :]
        state = rule.path[:-1]
        return [
            it
            for it in behind
            if (it.path[:-1] == state and it.event == rule.event)
            or (it.region == "always" and _catches(it, rule))
        ]

    def is_ignored_anyway(self, rule: Rule) -> bool:
        """Whether nobody can see that a rule is left out."""
        is_silent = not self.effects_of(rule) and "next" not in rule.tree
        return is_silent and not self.after(rule)

    # Effects.

    @cached_property
    def effects(self) -> list[Effect]:
        """All effects that somebody can see, of rules and of routines."""
        found: list[Effect] = []
        for rule in self.rules:
            top: Path = (*rule.path, "do")
            found += self._effects(top, rule.id, frozenset({rule.id}))
        for name in at(self.tree, ("session", "routines")) or {}:
            users = self.running(name)
            top = ("session", "routines", name)
            if users:
                found += self._effects(top, f"routine/{name}", users)
        return found

    def _effects(
        self, path: Path, owner: str, rules: frozenset[str]
    ) -> Iterator[Effect]:
        for number, tree in enumerate(at(self.tree, path) or []):
            here = (*path, number)
            effect = Effect(here, owner, tree, rules)
            if self._is_seen(effect):
                yield effect
            for key in _LISTS if isinstance(tree, dict) else ():
                yield from self._effects((*here, key), owner, rules)

    def _is_seen(self, effect: Effect) -> bool:
        """Whether it is more than words to the operator, and of this profile."""
        return not effect.message or effect.message in self.messages

    def effects_of(self, rule: Rule) -> list[Effect]:
        """What somebody can see of a rule."""
        return [it for it in self.effects if it.path[: len(rule.path)] == rule.path]

    # Who depends on what.

    def running(self, routine: str) -> frozenset[str]:
        """The rules that do a routine, or one that does it."""
        routines = at(self.tree, ("session", "routines")) or {}
        names = {routine}
        while (
            more := {
                name for name, tree in routines.items() if names & set(_runs(tree))
            }
            - names
        ):
            names |= more
        return self._rules_where(lambda it: bool(names & set(_runs(it.get("do")))))

    def using(self, name: str) -> frozenset[str]:
        """The rules in which a name is used, or what is made of it."""
        names = {name}
        while more := {it for it, known in self._made_of.items() if names & known} - (
            names
        ):
            names |= more
        rules = (it.id for it in self.rules if names & self._words_of[it.path])
        parts = (self.running(r) for r, known in self._said_in.items() if names & known)
        return frozenset(rules).union(*parts)

    @cached_property
    def _made_of(self) -> Mapping[str, set[str]]:
        """The words of every audience and lookup."""
        session = at(self.tree, ("session",))
        parts = [session.get(it) or {} for it in ("audiences", "lookups")]
        return {name: _words(it) for part in parts for name, it in part.items()}

    @cached_property
    def _words_of(self) -> Mapping[Path, set[str]]:
        return {it.path: _words_in(it.tree) for it in self.rules}

    @cached_property
    def _said_in(self) -> Mapping[str, set[str]]:
        """The words of every routine."""
        routines = at(self.tree, ("session", "routines")) or {}
        return {name: _words_in(it) for name, it in routines.items()}

    def on(self, message: str) -> frozenset[str]:
        """The rules for a message of a client."""
        return frozenset(it.id for it in self.rules if it.event == message)

    def sending(self, message: str) -> frozenset[str]:
        """The rules that send a message."""
        return self._sending.get(message, frozenset())

    @cached_property
    def _sending(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for it in self.effects:
            found[it.message] = found.get(it.message, frozenset()) | it.rules
        return found

    def _rules_where(self, holds: Callable[[Tree], bool]) -> frozenset[str]:
        return frozenset(it.id for it in self.rules if holds(it.tree))


def _catches(general: Rule, rule: Rule) -> bool:
    """Whether a rule for all states takes what one for a state does not."""
    is_message = "." not in rule.event and rule.event not in _EVENTS
    return general.event == rule.event or (general.event == "unexpected" and is_message)


def _runs(tree: Tree) -> Iterator[str]:
    """The routines that effects run."""
    for effect in tree or []:
        if isinstance(effect, dict):
            if "run" in effect:
                yield effect["run"]
            for key in _LISTS:
                yield from _runs(effect.get(key))


def _words(source: str) -> set[str]:
    return set(_WORD.findall(source))


def _words_in(tree: Tree) -> set[str]:
    """The words of effects, or of all that is said in a rule but its sentence."""
    is_rule = isinstance(tree, dict)
    parts = [v for k, v in tree.items() if k not in _LEVELS] if is_rule else tree
    return set().union(*(_words(it) for it in scalars(parts)), set())
