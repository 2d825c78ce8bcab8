"""What the protocol is: transport, framing, features, limits."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.document import framing
from codegen.document.book import Book
from codegen.document.markdown import (
    Block,
    anchor,
    bullets,
    code,
    joined,
    link,
    paragraph,
    prose,
    table,
)
from codegen.document.places import feature_anchor, limit_anchor
from codegen.model import Message


def glance(book: Book) -> list[Block]:
    """The whole in one table."""
    spec = book.spec
    counts = {side: len(book.sent_by(side)) for side in ("client", "server")}
    rows = [
        ["name", code(spec.name)],
        [
            "transport",
            f"TCP, the server listens on port {spec.port} unless told otherwise",
        ],
        ["framing", framing.short(spec.framing)],
        ["text", f"{code(spec.encoding)}, strictly: bytes that are none are malformed"],
        [
            "messages",
            f"{counts['client']} from clients, {counts['server']} from the server",
        ],
        [
            "features",
            joined(_feature(f.name) for f in spec.features) if spec.features else "",
        ],
        [
            "profiles",
            joined(code(name) for name in spec.profiles) if spec.profiles else "",
        ],
    ]
    return [table(["", ""], [row for row in rows if row[1]])]


def _feature(name: str) -> str:
    return link(code(name), feature_anchor(name))


def transport(book: Book) -> list[Block]:
    """How messages get across."""
    return [
        paragraph(
            "A client opens a TCP connection, and both sides send whenever they have "
            "something to say. A connection ends when either side closes it."
        ),
        bullets(framing.full(book.spec.framing)),
    ]


# Features and profiles.


def features(book: Book) -> list[Block]:
    """What an implementation may leave out."""
    spec = book.spec
    if not spec.features:
        return [
            paragraph("There are none: an implementation does everything on this page.")
        ]
    rows = [
        [
            anchor(feature_anchor(f.name)) + code(f.name),
            prose(f.about),
            joined(_feature(n) for n in f.needs) if f.needs else "",
            ", ".join(book.message(m.name) for m in spec.messages if _is_of(m, f.name)),
        ]
        for f in spec.features
    ]
    profiles = [
        [code(name), _claimed(claimed)] for name, claimed in spec.profiles.items()
    ]
    return [
        paragraph(
            "A feature may be left out, as a whole. An implementation without one "
            "does not know its messages: to its server they are malformed. What "
            "belongs to no feature is the core, which everybody has. A profile is a "
            "choice of features with a name."
        ),
        table(["feature", "what it is", "needs", "its messages"], rows),
        table(["profile", "features"], profiles),
    ]


def _is_of(message: Message, feature: str) -> bool:
    return message.on_wire and message.feature == feature


def _claimed(claimed: tuple[str, ...]) -> str:
    if claimed == ("all",):
        return "all"
    return joined(map(_feature, claimed)) if claimed else "none: the core alone"


# Limits.


def limits(book: Book) -> list[Block]:
    """Every limit with its value and what comes of it."""
    rows = [
        [
            anchor(limit_anchor(name)) + code(name),
            f"{value:,}" if value else "0 (never)" if _is_time(book, name) else "0",
            _unit(book, name),
            " ".join(_meaning(book, name)),
        ]
        for name, value in book.spec.limits.items()
    ]
    return [table(["limit", "value", "unit", "what happens there"], rows)]


def _is_time(book: Book, name: str) -> bool:
    return any(
        s.transition and s.transition.after == name for s in book.facts.transitions
    )


def _unit(book: Book, name: str) -> str:
    if _is_time(book, name) or name.endswith("_seconds"):
        return "seconds"
    if name.endswith("_bytes"):
        return "bytes"
    return "sessions" if name == "sessions" else ""


_ROOM: dict[str, str] = {
    "sessions": (
        "So many connections are served at a time. One more is closed at once, "
        "without a message."
    ),
    "queue_bytes": (
        "So much may wait in a server for one client that does not read. A connection "
        "that would need more is cut, so that one slow reader costs neither memory nor "
        "anybody else's time."
    ),
}


def _meaning(book: Book, name: str) -> Iterator[str]:
    if name in _ROOM:
        yield _ROOM[name]
    rules: dict[str, None] = {}
    for setting in book.facts.transitions:
        if setting.transition and setting.transition.after == name:
            rules.setdefault(book.rule(setting))
    if rules:
        yield f"A timer: see {joined(rules)}."
    elif any(f"limit('{name}')" in e.source for e in book.facts.expressions()):
        yield "Conditions and values below use it."
