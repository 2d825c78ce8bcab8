"""Servers that write or read messages wrongly: words, codes, limits, byte order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.mutants.mutant import Mutant
from conformance.mutants.operators.making import of_place
from conformance.mutants.sites import Sites
from conformance.mutants.tree import Path, Tree, at

_RANGE = re.compile(r"([0-9]+|0x[0-9a-fA-F]+)(?:\.\.([0-9]+|0x[0-9a-fA-F]+))?")
_LITERAL = re.compile(r"\{[^{}]*\}|[^{}]+")
_SECONDS = "_seconds"
_SERVERS_OWN = ("sessions", "queue_bytes")


def wrong_texts(sites: Sites) -> Iterator[Mutant]:
    """A message of the server is worded otherwise, or its code is another."""
    for name in sites.sent_by("server"):
        for path, after in _reworded(sites, name) if sites.sending(name) else ():
            yield of_place(
                sites,
                "wrong-text",
                f"messages/{name}",
                path,
                after,
                requirements=sites.sending(name),
                messages=frozenset({name}),
            )


def deaf_ears(sites: Sites) -> Iterator[Mutant]:
    """A message of a client is known by another word or code."""
    for name in sites.sent_by("client"):
        for path, after in _reworded(sites, name)[:1]:
            yield of_place(
                sites,
                "unknown-command",
                f"messages/{name}",
                path,
                after,
                requirements=sites.on(name),
                messages=frozenset({name}),
            )


def _reworded(sites: Sites, name: str) -> list[tuple[Path, Tree]]:
    tree = sites.messages[name]
    path: Path = ("messages", name)
    if "layout" in tree:
        return [
            ((*path, "layout", number, "is"), str(int(part["is"], 0) + 1))
            for number, part in enumerate(tree["layout"])
            if "is" in part
        ][:1]
    wire = tree["wire"]
    templates = wire if isinstance(wire, list) else [wire]
    others = [it for it in map(_misspelt, templates[:1]) if it]
    if isinstance(wire, list):
        return [((*path, "wire"), [it, *templates[1:]]) for it in others]
    return [((*path, "wire"), it) for it in others]


def _misspelt(template: str) -> str:
    """A template with a letter in the other case, or another letter, in its text."""
    parts = _LITERAL.findall(template)
    for place, part in enumerate(parts):
        if part.startswith("{"):
            continue
        for number, letter in enumerate(part):
            if letter.isalnum():
                other = _other(letter)
                parts[place] = part[:number] + other + part[number + 1 :]
                return "".join(parts)
    return ""


def _other(letter: str) -> str:
    if letter.isdigit():
        return str((int(letter) + 1) % 10)
    swapped = letter.swapcase()
    return swapped if swapped != letter else "x"


def byte_orders(sites: Sites) -> Iterator[Mutant]:
    """The bytes of a number come in the other order."""
    prefix = at(sites.tree, ("framing", "prefix"))
    if at(sites.tree, ("framing", "kind")) == "length" and prefix != "u8":
        path: Path = ("framing", "prefix")
        if prefix is not None:
            yield of_place(sites, "byte-order", "framing/prefix", path, _turned(prefix))
    for name, tree in (at(sites.tree, ("types",)) or {}).items():
        for key in ("size", "prefix"):
            yield from _turned_type(sites, name, key, tree.get(key))
    for name in sites.messages:
        yield from _turned_layout(sites, name)


def _turned_type(
    sites: Sites, name: str, key: str, width: str | None
) -> Iterator[Mutant]:
    users = sites.messages_with(name)
    if width not in (None, "u8") and users:
        yield of_place(
            sites,
            "byte-order",
            f"types/{name}.{key}",
            ("types", name, key),
            _turned(width),
            requirements=_rules_about(sites, users),
            messages=users,
        )


def _turned_layout(sites: Sites, name: str) -> Iterator[Mutant]:
    for number, part in enumerate(sites.messages[name].get("layout", ())):
        word, width = next(iter(part.items()))
        if str(width).startswith("u") and width != "u8" and width[1:2].isdigit():
            yield of_place(
                sites,
                "byte-order",
                f"messages/{name}.{word}",
                ("messages", name, "layout", number, word),
                _turned(width),
                requirements=_rules_about(sites, frozenset({name})),
                messages=frozenset({name}),
            )


def _turned(width: str | None) -> str:
    assert width is not None
    return width.removesuffix("le") if width.endswith("le") else f"{width}le"


def limits(sites: Sites) -> Iterator[Mutant]:
    """A limit of what clients say is one more, or one less."""
    for name, tree in (at(sites.tree, ("types",)) or {}).items():
        users = sites.messages_with(name, "client")
        for key in ("length", "bytes", "count", "range") if users else ():
            for word, after in _off_by_one(tree.get(key)):
                yield of_place(
                    sites,
                    "off-by-one-limit",
                    f"types/{name}.{key}-{word}",
                    ("types", name, key),
                    after,
                    requirements=_rules_about(sites, users) | _refusals(sites),
                    messages=users,
                )
    for name, value in (at(sites.tree, ("limits",)) or {}).items():
        if name in _SERVERS_OWN or name.endswith(_SECONDS):
            continue
        users = sites.using(name)
        for step in (1, -1):
            word = "one-more" if step > 0 else "one-less"
            yield of_place(
                sites,
                "off-by-one-limit",
                f"limits/{name}-{word}",
                ("limits", name),
                str(int(value, 0) + step),
                requirements=users,
            )


def _off_by_one(span: str | None) -> Iterator[tuple[str, str]]:
    match = _RANGE.fullmatch(span or "")
    if match is None:
        return
    low = int(match[1], 0)
    high = int(match[2] or match[1], 0)
    yield "most-one-more", f"{low}..{high + 1}"
    if high > low:
        yield "most-one-less", f"{low}..{high - 1}"
        yield "least-one-more", f"{low + 1}..{high}"
    if low:
        yield "least-one-less", f"{low - 1}..{high}"


def _rules_about(sites: Sites, messages: frozenset[str]) -> frozenset[str]:
    found = (sites.on(it) | sites.sending(it) for it in messages)
    return frozenset().union(*found)


def _refusals(sites: Sites) -> frozenset[str]:
    return frozenset(it.id for it in sites.rules if it.event == "malformed")
