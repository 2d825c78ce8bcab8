"""What an implementer must not trust, as far as it is true of a spec."""

from __future__ import annotations

from collections.abc import Iterator

from codegen import codec
from codegen.document.book import Book
from codegen.document.markdown import Block, bold, bullets, code, joined
from codegen.model import Close, Message, Type
from codegen.rules.facts import Setting
from codegen.wire import WireError

_ESCAPE = "\x1b[2J"


def section(book: Book) -> list[Block]:
    """Notes, each of which holds for this protocol."""
    notes = [
        *_identity(book),
        *_lengths(book),
        *_bounds(book),
        *_malformed(book),
        *_terminals(book),
        *_files(book),
        *_services(book),
        *_plain(book),
    ]
    return [bullets(notes)]


# Who somebody is.


def _identity(book: Book) -> Iterator[str]:
    login = book.spec.client.login
    compared = [
        (str(m.name), name)
        for m in book.sent_by("client")
        if login is None or m.name != login.send
        for name in _own(book, m)
    ]
    if not compared:
        if any(v.kind == "text" for v in book.spec.session.variables):
            yield (
                f"{bold('Identity comes from the connection.')} No message of a client "
                "says who sent it, so nobody can speak under another's name: a server "
                "knows whose connection it reads."
            )
        return
    messages = joined(
        f"{code(field)} of {book.message(name)}" for name, field in compared
    )
    yield (
        f"{bold('Identity comes from the connection.')} Some messages carry the name "
        f"of their sender all the same ({messages}). A server compares it with the "
        "name of the session, and never believes it; what it does about another is in "
        "the tables."
    )


def _own(book: Book, message: Message) -> Iterator[str]:
    """The fields of a message that guards compare with the sender's own variable."""
    for field in message.fields:
        for setting in book.takers.get(str(message.name), ()):
            assert setting.transition is not None
            guard = setting.transition.condition
            own = f"self.{field.type.identity}"
            if (
                field.type.identity
                and guard
                and _compares(guard.source, field.name, own)
            ):
                yield str(field.name)
                break


def _compares(source: str, field: str, own: str) -> bool:
    flat = " ".join(source.split())
    return any(
        text in flat
        for sign in ("==", "!=")
        for text in (f"${field} {sign} {own}", f"{own} {sign} ${field}")
    )


# Numbers from the network.


def _lengths(book: Book) -> Iterator[str]:
    framing = book.spec.framing
    prefixed = sorted({t.prefix for t in _types(book) if t.prefix})
    if framing.kind == "length":
        yield (
            f"{bold('Never trust a length.')} The one in front of a frame is compared "
            f"with {framing.max} before anything is allocated or waited for."
        )
    if prefixed:
        widths = joined(code(prefix) for prefix in prefixed)
        yield (
            f"{bold('A length within a message')} ({widths}) is compared with what is "
            "left of the message before a byte is read, and with the limit of its "
            "type. A count of items says nothing about how much memory they need "
            "until they are there."
        )
    if framing.kind in ("none", "record"):
        yield (
            f"{bold('Never trust an end.')} What recv returns is not ended by NUL: use "
            "its number of bytes, and never strlen or %s on what was not checked."
        )


def _types(book: Book) -> Iterator[Type]:
    for message in book.spec.messages:
        for field in message.fields:
            yield from _nested(field.type)


def _nested(type_: Type) -> Iterator[Type]:
    yield type_
    if type_.of is not None:
        yield from _nested(type_.of)
    for field in type_.fields:
        yield from _nested(field.type)


def _bounds(book: Book) -> Iterator[str]:
    framing, limits = book.spec.framing, book.spec.limits
    yield (
        f"{bold('Everything is bounded.')} A message from a client has at most "
        f"{framing.max} bytes, one from the server {framing.server_max}; a server has "
        f"at most {limits.get('sessions', 0):,} sessions, and for each at most "
        f"{limits.get('queue_bytes', 0):,} bytes that wait to be written."
    )
    waits = [
        s for s in book.takers.get("timeout", ()) if s.transition and s.transition.after
    ]
    never = [
        s
        for s in waits
        if s.transition and not book.spec.limits.get(str(s.transition.after), 1)
    ]
    if waits and len(never) < len(waits):
        rules = joined(book.rule(s) for s in waits if s not in never)
        yield f"{bold('Nobody waits for ever')}: {rules}."


# Bytes that are no message.


def _malformed(book: Book) -> Iterator[str]:
    settings = book.takers.get("malformed", [])
    if not settings:
        yield (
            f"{bold('Malformed bytes')} are ignored, and the connection stays: they "
            "change nothing, whatever they are."
        )
        return
    closing = [s for s in settings if _closes(book, s)]
    rules = joined(dict.fromkeys(book.rule(s) for s in settings))
    what = (
        "end the connection they came on, and no other"
        if len(closing) == len(settings)
        else "never end a connection"
        if not closing
        else "end a connection in some states"
    )
    yield (
        f"{bold('Malformed bytes')} {what} ({rules}). They are a normal case: a server "
        "neither crashes nor hangs over any bytes, and other sessions notice nothing."
    )


def _closes(book: Book, setting: Setting) -> bool:
    return any(isinstance(e, Close) for e in book.inlined(setting.effects))


# What others write.


def _terminals(book: Book) -> Iterator[str]:
    """Whether texts of other people can draw on a terminal."""
    dangerous = [
        m
        for m in book.sent_by("server")
        if any(_takes(book, t, _ESCAPE) for f in m.fields for t in _nested(f.type))
    ]
    texts = [t for t in _types(book) if t.kind == "text"]
    if dangerous:
        names = joined(book.message(m.name) for m in dangerous)
        yield (
            f"{bold('Texts may hold control characters')} ({names}): a client makes "
            "them harmless before it writes them to a terminal, or somebody else "
            "draws on it."
        )
    elif texts:
        yield (
            f"{bold('No text from the server can hold an escape character')}, as its "
            "type forbids them. A client relies on that only if it checks what it "
            "reads."
        )


def _takes(book: Book, type_: Type, text: str) -> bool:
    if type_.kind != "text":
        return False
    try:
        field = codec.field(type_, book.spec.encoding)
        field.text(book.spec.encoding).build(text)
    except (WireError, ValueError):
        return False
    return True


def _files(book: Book) -> Iterator[str]:
    files = book.spec.client.files
    if files is None:
        return
    yield (
        f"{bold('The name of a file is no path.')} It comes from somebody else: no "
        "folder of it is used, and no file that exists is replaced."
    )


def _services(book: Book) -> Iterator[str]:
    if book.spec.services:
        names = joined(code(s.name) for s in book.spec.services)
        yield (
            f"{bold('What a service answers')} ({names}) comes from outside: it is "
            "held to the limits of its fields like anything else, and a server goes "
            "on without it."
        )


def _plain(book: Book) -> Iterator[str]:
    yield (
        f"{bold('Nothing is encrypted.')} Whoever can see the packets can read along, "
        "and a name proves nothing about the person who has it."
    )
