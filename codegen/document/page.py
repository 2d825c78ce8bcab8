"""The whole page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from codegen.document import (
    client,
    errors,
    messages,
    overview,
    requirements,
    scenarios,
    security,
    session,
    types,
)
from codegen.document.book import Book
from codegen.document.markdown import (
    Block,
    bullets,
    heading,
    link,
    paragraph,
    prose,
    whole,
)
from codegen.model import Spec

MADE = "<!-- Made from"
"""What a page begins with: nothing else is ever replaced."""


def page(spec: Spec) -> str:
    """The page of a spec, which must be a valid one."""
    book = Book(spec)
    parts = [
        (title, blocks)
        for title, make in _SECTIONS.items()
        if any(blocks := list(make(book)))
    ]
    return whole(
        [
            [
                f"{MADE} {spec.path}. Do not edit: change the spec, then run",
                f"     {_command(spec)} -->",
                "",
            ],
            heading(1, prose(spec.title)),
            paragraph(prose(spec.about)),
            paragraph(
                "This page is all that is needed to write a server or a client. It is "
                "made from "
                f"[{spec.path.rpartition('/')[2]}]({spec.path.rpartition('/')[2]}), "
                "like everything else in this project that knows the protocol."
            ),
            *overview.glance(book),
            bullets(
                link(f"{number}. {title}", _slug(f"{number}. {title}"))
                for number, (title, _) in enumerate(parts, 1)
            ),
            *(
                block
                for number, (title, blocks) in enumerate(parts, 1)
                for block in [heading(2, f"{number}. {title}"), *blocks]
            ),
        ]
    )


def _command(spec: Spec) -> str:
    """What makes the page anew."""
    folder, _, name = spec.path.rpartition("/")
    if folder == "spec":
        return f"python -m codegen generate {name.rpartition('.')[0]}"
    return f"python -m codegen document {spec.path}"


def _slug(title: str) -> str:
    """The anchor that GitHub gives a heading of plain words."""
    kept = (c for c in title.lower() if c.isalnum() or c in " -_")
    return "".join(kept).replace(" ", "-")


def _machine(book: Book) -> Iterable[Block]:
    yield from session.reading(book)
    yield from session.memory(book)
    yield from session.services(book)
    yield from session.Regions(book).blocks()


_SECTIONS: dict[str, Callable[[Book], Iterable[Block]]] = {
    "Transport and framing": overview.transport,
    "Features and profiles": overview.features,
    "Limits": overview.limits,
    "Types": types.section,
    "Messages": messages.overview,
    "Every message": messages.descriptions,
    "Malformed bytes": errors.section,
    "The server": _machine,
    "The operator": client.operator,
    "Requirements": requirements.section,
    "The client": client.section,
    "Conversations": scenarios.section,
    "Security": security.section,
}
