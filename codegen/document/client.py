"""What a client does: what is typed, what is shown, what is asked, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codegen.document.book import Book
from codegen.document.markdown import (
    Block,
    bold,
    bullets,
    code,
    heading,
    joined,
    literal,
    paragraph,
    prose,
    table,
    template,
)
from codegen.document.mermaid import Note, Said, sequence
from codegen.model import Client, Command, Files, Word


def section(book: Book) -> list[Block]:
    """The client, as far as a spec describes one."""
    client = book.spec.client
    return [
        *_login(book, client),
        *_commands(book, client.commands),
        *_display(book, client.display),
        *_questions(book, client),
        *_members(book, client),
        *_files(book, client.files),
        *_rest(book, client),
    ]


def _login(book: Book, client: Client) -> Iterator[Block]:
    login = client.login
    if login is None:
        return
    accepted = joined((book.message(m) for m in login.accepted), "or")
    said = (
        f"{bold('Logging in')}: a client sends {book.message(login.send)} with the "
        f"user's name as {code(login.field)}. {accepted} means that it has the name"
    )
    if login.refused:
        refused = joined((book.message(m) for m in login.refused), "or")
        said += f"; {refused} that it has not, and should ask for another"
    yield paragraph(f"{said}.")


def _commands(book: Book, commands: Iterable[Command]) -> Iterator[Block]:
    rows = [
        [
            template(command.type),
            book.message(command.message),
            _fill(command.fill),
            prose(command.help) + _where(command),
        ]
        for command in commands
    ]
    if rows:
        yield heading(3, "What is typed")
        yield paragraph(
            "A command is a line. Its fields are what stands between the blanks; the "
            "last one takes the rest of the line."
        )
        yield table(["typed", "sends", "and fills in", "help"], rows)


def _where(command: Command) -> str:
    """Where a command is there, if it is not everywhere."""
    said = [f"with {code(w)}" for w in (command.feature,) if w]
    said += [f"without {code(w)}" for w in (command.unless,) if w]
    return f" ({joined(said, 'and')})" if said else ""


def _fill(fill: Mapping[Word, str]) -> str:
    return ", ".join(f"{code(name)} = {_filled(value)}" for name, value in fill.items())


def _filled(value: str) -> str:
    words = {"me": "one's own name", "id": "a new number"}
    return words.get(value) or (literal(value) if value else "empty")


def _display(book: Book, display: Mapping[Word, Word]) -> Iterator[Block]:
    rows = [
        [
            book.message(name),
            template(shown),
        ]
        for name, shown in display.items()
    ]
    if rows:
        yield heading(3, "What is shown")
        yield paragraph(
            "A message that is not listed is shown as its text. "
            + _formats(display.values())
        )
        yield table(["message", "shown as"], rows)


def _formats(texts: Iterable[str]) -> str:
    said = []
    if any(":%" in text for text in texts):
        said.append(
            f"{code('{time:%H:%M}')} formats seconds since 1970 as strftime does."
        )
    if any("=" in text and "|" in text for text in texts):
        said.append(f"{code('{field:value=words|…}')} puts words for a value.")
    return " ".join(said)


def _questions(book: Book, client: Client) -> Iterator[Block]:
    rows = []
    for question in client.questions:
        fill = ", ".join(
            f"{code(field)} = the {code(source)} of what asked"
            for field, source in question.fill.items()
        )
        over = joined(book.message(name) for name in question.over)
        rows.append(
            [
                book.message(question.on),
                code(question.ask),
                book.message(question.yes),
                book.message(question.no),
                fill,
                over if question.over else "",
            ]
        )
    if rows:
        yield heading(3, "What is asked")
        yield paragraph(
            "The user is asked, and everything else goes on meanwhile: other messages "
            "are shown, and other commands may be typed."
        )
        yield table(
            ["on", "question", "yes sends", "no sends", "with", "taken back by"], rows
        )


def _members(book: Book, client: Client) -> Iterator[Block]:
    members = client.members
    said = [
        *_roles(book, members.lists, "has the whole list, in"),
        *_roles(book, members.joined, "adds one, by"),
        *_roles(book, members.left, "removes one, by"),
    ]
    said += [
        f"{book.message(name)} renames one, from {code(old)} to {code(new)}"
        for name, (old, new) in members.renamed.items()
    ]
    if said:
        yield heading(3, "Who is here")
        yield paragraph(
            "A client that shows a list of those who are here, or completes their "
            "names, keeps it by these messages:"
        )
        yield bullets(f"{item}." for item in said)


def _roles(book: Book, roles: Mapping[Word, Word], verb: str) -> Iterator[str]:
    for name, field in roles.items():
        yield f"{book.message(name)} {verb} {code(field)}"


# Files.

_FROM, _SERVER, _TO = "the one who sends", "the server", "the one who gets"
_ROUTE: tuple[tuple[str, str, str], ...] = (
    ("offer", _FROM, _SERVER),
    ("offered", _SERVER, _TO),
    ("accept", _TO, _SERVER),
    ("accepted", _SERVER, _FROM),
    ("begin", _FROM, _SERVER),
    ("begun", _SERVER, _TO),
    ("data", _FROM, _SERVER),
    ("chunk", _SERVER, _TO),
    ("more", _TO, _SERVER),
    ("go_on", _SERVER, _FROM),
    ("end", _FROM, _SERVER),
    ("done", _SERVER, _TO),
)
FILE_ROLES_SAID = {
    "offer": "offers a file",
    "offered": "is offered one",
    "accept": "wants it",
    "refuse": "does not want it",
    "accepted": "hears that it is wanted: data may follow",
    "refused": "hears that it is not wanted: it is over",
    "begin": "says what comes",
    "begun": "hears what comes",
    "data": "sends a piece of it",
    "chunk": "gets a piece of it",
    "more": "has stored a piece and wants what follows",
    "go_on": "hears that: after each piece nothing more is sent before",
    "end": "says that this was all",
    "done": "hears that this was all",
    "cancel": "gives up, either side may",
    "cancelled": "hears that it is over: what has been received is thrown away",
}


def _files(book: Book, files: Files | None) -> Iterator[Block]:
    if files is None:
        return
    yield heading(3, "Files")
    offers = f" ({prose(files.help)})" if files.help else ""
    yield paragraph(
        f"{template(files.type)} offers a file{offers}.",
        f"Whoever is offered one is asked: {template(files.ask)}",
        f"A file goes in pieces of at most {files.chunk_bytes:,} bytes.",
    )
    roles = {str(name): role for name, role in files.roles.items()}
    steps: list[Said | Note] = []
    for name, source, target in _ROUTE:
        if name in roles:
            if name == "data":
                steps.append(Note(_FROM, "again and again, until all is sent"))
            steps.append(Said(source, target, str(roles[name].message)))
    yield sequence([_FROM, _SERVER, _TO], steps)
    rows = []
    for name, meaning in FILE_ROLES_SAID.items():
        if name in roles:
            parts = ", ".join(
                f"{code(field)} is the {_PARTS.get(str(part), str(part))}"
                for part, field in roles[name].parts.items()
            )
            rows.append([book.message(roles[name].message), meaning, parts])
    for role in files.failed:
        rows.append([book.message(role.message), "hears that the offer failed", ""])
    yield table(["message", "one", "its fields"], rows)
    yield bullets(_receiving(files))


_PARTS = {
    "person": "other person's name",
    "me": "sender's own name",
    "id": "number of the transfer",
    "name": "file's name",
    "size": "file's size in bytes",
    "digest": "digest of the whole file",
    "offset": "number of bytes before this piece",
    "data": "piece",
    "reason": "reason",
}


def _receiving(files: Files) -> Iterator[str]:
    yield (
        "The name of a file comes from somebody else: take its last part only, store "
        "it in a folder for such files, and never replace one that is there."
    )
    if files.digest:
        yield (
            f"Compare the {code(files.digest)} of what was received with what was "
            "offered. Until they agree, the file has a name of its own, so that no "
            "half of one is ever taken for the whole."
        )
    yield (
        "Neither side holds a whole file in memory, and a sender waits while its "
        "connection takes no more."
    )


def _rest(book: Book, client: Client) -> Iterator[Block]:
    ends = [
        f"After {book.message(name)} the client leaves, with exit status {status}."
        for name, status in client.ends.items()
    ]
    texts = [[_TEXTS.get(str(k), str(k)), literal(v)] for k, v in client.texts.items()]
    if ends or texts:
        yield heading(3, "Ends and texts")
        yield bullets(ends)
        yield table(["when", "the client says"], texts)


_TEXTS = {
    "name": "asking for the user's name",
    "unknown": "a line that is no command",
    "usage": "a command that lacks something",
    "lost": "the connection is gone",
    "refused": "there is no server",
}


def operator(book: Book) -> Iterator[Block]:
    """The person at the server's console."""
    from codegen.document.session import rows_of

    found = book.spec.operator
    if found is None:
        return
    yield paragraph(
        "The operator is the person at the server's console. What is typed there and "
        "shown there never crosses a connection."
    )
    yield from _commands(book, found.commands)
    settings = [s for s in book.facts.transitions if s.operator]
    if settings:
        yield heading(3, "What the operator does")
        yield rows_of(book, settings)
    yield from _display(book, found.display)
