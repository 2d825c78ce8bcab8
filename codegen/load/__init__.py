"""YAML text -> ``model.Spec``: everything that is wrong with its shape, at once.

What a well-shaped spec may still get wrong is the business of ``codegen.rules``.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from hashlib import sha256

from codegen.load.client import read_client, read_operator
from codegen.load.document import compose
from codegen.load.messages import Script, read_messages
from codegen.load.nodes import Keys, Node, Problems, mapping_of
from codegen.load.scenarios import read_scenarios
from codegen.load.session import read_services, read_session
from codegen.load.types import PREFIXES, read_types
from codegen.model import (
    Feature,
    Framing,
    Problem,
    Session,
    Spec,
    SpecError,
    Word,
)

SPEC = Keys(
    "a spec",
    (
        "spec",
        "name",
        "title",
        "port",
        "framing",
        "limits",
        "messages",
        "session",
    ),
    (
        "about",
        "encoding",
        "features",
        "profiles",
        "types",
        "services",
        "operator",
        "client",
        "scenarios",
    ),
)
FRAMINGS = {
    "none": Keys("framing 'none'", ("kind", "max"), ("server_max",)),
    "line": Keys("framing 'line'", ("kind", "max"), ("end", "server_max")),
    "record": Keys("framing 'record'", ("kind", "size"), ("pad", "tail")),
    "length": Keys("framing 'length'", ("kind", "max"), ("prefix", "server_max")),
}
FEATURE = Keys("a feature", (), ("about", "needs"))


def load(text: str, path: str) -> Spec:
    """The spec in ``text``; ``path`` is only for messages.

    Raises SpecError with all problems of shape, in order.
    """
    spec, problems = read(text, path)
    if problems:
        raise SpecError(path, problems)
    return spec


def read(text: str, path: str) -> tuple[Spec, list[Problem]]:
    """As much of a spec as can be read, and the problems of its shape.

    Raises SpecError when the text is no YAML at all.
    """
    problems = Problems()
    root = compose(text, path, problems)
    found = root.fields(SPEC)
    return _spec(found, text, path), problems.found


def _spec(found: Mapping[str, Node], text: str, path: str) -> Spec:
    if "spec" in found:
        found["spec"].choice(("1",), "version of the spec language")
    encoding = _encoding(found.get("encoding"))
    framing = _framing(found.get("framing"))
    types = read_types(found.get("types"))
    messages = (
        read_messages(found["messages"], types, Script(encoding, framing))
        if "messages" in found
        else ()
    )
    return Spec(
        name=found["name"].name("a protocol's name") if "name" in found else Word(""),
        title=_text(found, "title"),
        about=" ".join(_text(found, "about").split()),
        path=path,
        digest=sha256(text.encode()).hexdigest()[:12],
        port=found["port"].integer(1, 65535) if "port" in found else 0,
        encoding=encoding,
        framing=framing,
        limits=_limits(found.get("limits")),
        features=_features(found.get("features")),
        profiles=_profiles(found.get("profiles")),
        types=tuple(t for t in types.values() if not t.builtin),
        messages=messages,
        session=read_session(found["session"]) if "session" in found else Session(),
        services=read_services(found.get("services"), types),
        client=read_client(found.get("client")),
        operator=read_operator(found.get("operator")),
        scenarios=read_scenarios(found.get("scenarios"), messages),
    )


def _text(found: Mapping[str, Node], key: str) -> str:
    return str(found[key].text()) if key in found else ""


def _encoding(node: Node | None) -> str:
    if node is None:
        return "utf-8"
    word = node.text("an encoding")
    try:
        return Word(codecs.lookup(word).name, node.mark)
    except LookupError:
        node.problem(f"unknown encoding {str(word)!r}")
        return "utf-8"


def _framing(node: Node | None) -> Framing:
    kind = next((v for k, v in node.items() if k == "kind"), None) if node else None
    if node is None or kind is None:
        if node is not None:
            node.problem(f"the framing needs 'kind', one of: {', '.join(FRAMINGS)}")
        return Framing(kind="none", max=1, server_max=1)
    word = kind.choice(tuple(FRAMINGS), "kind of framing")
    if word not in FRAMINGS:
        return Framing(kind="none", max=1, server_max=1)
    found = node.fields(FRAMINGS[word])
    size = found["size"].integer(1, 2**20) if "size" in found else 0
    most = found["max"].integer(1, 2**24) if "max" in found else size or 1
    return Framing(
        kind=str(word),
        max=most,
        server_max=(
            found["server_max"].integer(1, 2**24) if "server_max" in found else most
        ),
        end=found["end"].text().encode() if "end" in found else b"\n",
        size=size,
        pad=found["pad"].integer(0, 255) if "pad" in found else 0,
        tail=str(found["tail"].choice(("nul", "any"), "tail"))
        if "tail" in found
        else "nul",
        prefix=(
            str(found["prefix"].choice(PREFIXES, "prefix"))
            if "prefix" in found
            else "u16"
        ),
        mark=node.mark,
    )


def _limits(node: Node | None) -> Mapping[str, int]:
    if node is not None and node.is_empty:
        node.problem("expected limits such as {sessions: 16, queue_bytes: 65536}")
    return {name: value.integer() for name, value in mapping_of(node).items()}


def _features(node: Node | None) -> tuple[Feature, ...]:
    features = []
    for name, value in mapping_of(node, "features").items():
        found = value.fields(FEATURE)
        about = " ".join(_text(found, "about").split())
        needs = found["needs"].words("feature") if "needs" in found else ()
        features.append(Feature(name, about, needs))
    return tuple(features)


def _profiles(node: Node | None) -> Mapping[Word, tuple[Word, ...]]:
    """``all`` becomes (``all``,): it stands for every feature."""
    profiles: dict[Word, tuple[Word, ...]] = {}
    for name, value in mapping_of(node, "profiles").items():
        if value.is_scalar:
            profiles[name] = (value.choice(("all",), "profile"),)
        else:
            profiles[name] = value.words("feature")
    return profiles
