"""How a server behaves: what a session remembers, and what is done when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from codegen.document import effects, mermaid
from codegen.document.arrows import Arrows
from codegen.document.book import Book, area
from codegen.document.markdown import (
    Block,
    anchor,
    bold,
    bullets,
    code,
    heading,
    joined,
    link,
    literal,
    numbered,
    paragraph,
    prose,
    table,
)
from codegen.document.places import (
    audience_anchor,
    feature_anchor,
    limit_anchor,
    lookup_anchor,
    region_anchor,
    routine_anchor,
    shared_anchor,
    variable_anchor,
)
from codegen.document.words import functions_used
from codegen.model import Arrive, Region, Transition, Variable
from codegen.rules.facts import Setting


def reading(book: Book) -> list[Block]:
    """How the tables of this part are to be read."""
    session = book.spec.session
    several = len(session.regions) > 1
    steps = [
        "A server keeps one session for each connection: the state of each region "
        "below, and the variables. Both begin with the connection and end with it.",
        "Something happens to a session: a message arrives, or one of the events below."
        + (
            " It is offered to every region that is active, from top to bottom, and "
            "each sees what those above it have done."
            if several
            else ""
        ),
        "In the state of a region, the rows on that event are tried from top to "
        "bottom: the first whose condition holds is done, and only that one.",
        "What no region took goes to the rows that hold in every state. A message "
        f"that not even those take becomes the event {code('unexpected')}; what "
        "nothing takes is ignored, and the connection stays.",
        "The state changes first, then the effects are done in their order. A "
        "message to several sessions is one effect; who sees what in which order is "
        "fixed for each receiver, and between different receivers it is not.",
        "A session that is closed gets nothing more, and is forgotten at once: it is "
        "in no list, and variables of others that held it are empty.",
        "Lists of sessions are in the order in which these connected"
        + (
            ", or did what makes them stand last."
            if any(isinstance(e, Arrive) for e in book.facts.each_effect())
            else "."
        ),
    ]
    return [
        numbered(steps),
        bullets(_events(book)),
        *_notation(book),
    ]


_EVENTS = {
    "connected": "the connection was accepted",
    "eof": "the connection is gone: the client closed it, half of it, or it was reset",
    "malformed": (
        "bytes arrived that are no message; `$code` is one of the words for "
        "[what is wrong with them](#errors)"
    ),
    "timeout": (
        "the session was in a state for so long, or silent for so long; 0 seconds is "
        "never"
    ),
    "unexpected": "a message arrived that nothing took",
}


def _events(book: Book) -> Iterator[str]:
    for event, meaning in _EVENTS.items():
        if event in book.takers:
            yield f"{bold(code(event))}: {meaning}."
    for service in book.spec.services:
        answer, failure = f"{service.name}.answer", f"{service.name}.failure"
        if answer in book.takers or failure in book.takers:
            yield (
                f"{bold(code(answer))} and {bold(code(failure))}: what became of a "
                "question to the service."
            )


_FUNCTIONS = {
    "upper": "`upper(x)`: in capitals",
    "lower": "`lower(x)`: in small letters",
    "nfc": "`nfc(x)`: in Unicode Normalization Form C",
    "str": "`str(x)`: a number as text",
    "int": "`int(x)`: a text as number",
    "len": "`len(x)`: how many characters, bytes or items there are",
    "size": "`size(x)`: the bytes of a text",
    "cut": "`cut(x, n)`: as many whole characters of a text as fit in `n` bytes",
    "count": "`count(list)`: how many there are",
    "first": "`first(list)`: the first, or none",
    "any": "`any(…)`: whether one is",
    "all": "`all(…)`: whether all are",
    "min": "`min(…)`: the least",
    "max": "`max(…)`: the greatest",
    "join": "`join(', ', list)`: a text of a list",
    "enumerate": "`enumerate(list, 1)`: each with its number, from 1 on",
    "fits": "`fits('type', x)`: whether a text keeps all limits of a type",
    "feature": "`feature('name')`: whether this server has a feature",
    "limit": "`limit('name')`: a limit",
    "now": "`now()`: seconds since 1970",
    "clock": "`clock(seconds)`: their local time, as `HH:MM:SS`",
    "dueum": "`dueum(x)`: a Korean text as the initial-sound rule (두음법칙) has it",
    "tag": "`tag()`: the code that the message has",
}


def _notation(book: Book) -> Iterator[Block]:
    shared = (
        "`room.name` is a variable that all share." if book.spec.session.shared else ""
    )
    session = [
        "`$name` is a field of what arrived; `self.name` a variable, or the state of a "
        "region, of the session it happened to; `x.name` that of another session `x`. "
        "`a if c else b`, `[s.name for s in list]` and the operators are as in Python."
    ]
    yield paragraph(f"{bold('Values')} in what follows:", *session, shared)
    used = functions_used(book.facts.expressions())
    yield bullets(text for name, text in _FUNCTIONS.items() if name in used)


# What a session remembers, and how sessions are found.


def memory(book: Book) -> list[Block]:
    """Variables, audiences, lookups and routines."""
    session = book.spec.session
    variables = [_variable(v, variable_anchor(v.name)) for v in session.variables]
    shared = [_variable(v, shared_anchor(v.name)) for v in session.shared]
    audiences = [
        [
            anchor(audience_anchor(name)) + f"*{_plain(name)}*",
            book.words.those(found),
            book.words.source(found),
        ]
        for name, found in session.audiences.items()
    ]
    lookups = [
        [
            anchor(lookup_anchor(name)) + f"*{_plain(name)}*",
            book.words.those(found),
            book.words.source(found),
        ]
        for name, found in session.lookups.items()
    ]
    routines = [
        [
            anchor(routine_anchor(name)) + f"*{_plain(name)}*",
            effects.in_cell(book, found),
        ]
        for name, found in session.routines.items()
    ]
    return [
        *_titled(
            "What a session remembers", ["variable", "kind", "at first"], variables
        ),
        *_titled(
            "What all share, for as long as somebody is there",
            ["variable of the room", "kind", "at first"],
            shared,
        ),
        *_titled("Whom messages go to", ["audience", "is", "exactly"], audiences),
        *_titled(
            "Whom a message means", ["lookup", "is, or nobody", "exactly"], lookups
        ),
        *_titled("What is done in several places", ["routine", "what"], routines),
    ]


_KINDS = {
    "text": "text",
    "integer": "whole number",
    "flag": "yes or no",
    "bytes": "bytes",
    "session": "another session, or none",
}


def _variable(variable: Variable, place: str) -> list[str]:
    kind = _KINDS.get(variable.kind, variable.kind)
    if variable.kind == "list":
        of = _KINDS.get(variable.of, variable.of)
        kind = f"list of {of}, of more than {variable.most} the last {variable.most}"
    return [anchor(place) + code(variable.name), kind, _initial(variable)]


def _initial(variable: Variable) -> str:
    value = variable.initial
    if variable.kind == "list":
        return "empty"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return code(value.hex(" ")) if value else "no bytes"
    if isinstance(value, str):
        return literal(value) if value else "empty"
    return str(value)


def _titled(title: str, head: Sequence[str], rows: list[list[str]]) -> Iterator[Block]:
    if rows:
        yield heading(3, title)
        yield table(head, rows)


def _plain(name: str) -> str:
    return name.replace("_", " ")


# Regions.


class Regions:
    """The regions with their diagrams and tables."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def _arrows(self) -> Arrows:
        return Arrows(self.book)

    def blocks(self) -> Iterator[Block]:
        """All regions, then what holds in every state."""
        for region in self.book.spec.session.regions:
            yield from self._region(region)
        always = [
            s
            for s in self.book.facts.transitions
            if s.region is None and not s.operator
        ]
        if always:
            yield heading(3, "In every state")
            yield paragraph("What no region took:")
            yield rows_of(self.book, always)

    def _region(self, region: Region) -> Iterator[Block]:
        yield heading(
            3, anchor(region_anchor(region.name)) + f"Region {code(region.name)}"
        )
        yield paragraph(self._when(region))
        yield self._diagram(region)
        for state in region.states:
            yield heading(4, f"In {code(f'{region.name}.{state.name}')}")
            if state.reads is not None:
                reads = self.book.message(state.reads)
                yield paragraph(
                    f"Here everything that arrives is read as {reads}, whatever it "
                    "looks like; what cannot be is malformed."
                )
            settings = [s for s in self.book.facts.transitions if s.state is state]
            if settings:
                yield rows_of(self.book, settings)
            else:
                yield paragraph("Nothing is taken here: others lead out of it.")

    def _when(self, region: Region) -> str:
        begins = f"It begins in {code(region.initial)}"
        if region.within is None:
            return f"{begins} when a client connects."
        owner = region.within.partition(".")[0]
        where = link(code(region.within), region_anchor(owner))
        return (
            f"It is active only while the session is in {where}. {begins} each time "
            "that state is entered; outside of it, it has no state and takes nothing."
        )

    def _diagram(self, region: Region) -> Block:
        inside = {}
        for state in region.states:
            stays = self._arrows.stays(region, str(state.name))
            inside[str(state.name)] = mermaid.in_lines(stays) if stays else []
        names = [str(state.name) for state in region.states]
        return mermaid.states(names, inside, self._arrows.of(region))


def rows_of(book: Book, settings: Iterable[Setting]) -> Block:
    """Transitions as a table."""
    rows = []
    seen: set[str] = set()
    for setting in settings:
        assert setting.transition is not None
        rows.append(_row(book, setting, str(setting.transition.event) in seen))
        seen.add(str(setting.transition.event))
    head = ["on", "if", "requirement", "the server", "next"]
    return table(head, rows)


def _row(book: Book, setting: Setting, is_second: bool) -> list[str]:
    transition = setting.transition
    assert transition is not None
    rule = f"{area(setting)}/{transition.rule}"
    done = effects.in_cell(book, transition.effects, rule) or "does nothing"
    sentence = prose(transition.requirement.sentence.en)
    return [
        _event(book, transition),
        _condition(book, transition, is_second),
        f"{sentence} {book.rule(setting)}",
        done,
        code(transition.target) if transition.target is not None else "",
    ]


def _event(book: Book, transition: Transition) -> str:
    event = book.event(transition.event)
    if transition.after is not None:
        event += f" after {_seconds(book, transition)}"
        if transition.since == "message":
            event += " of silence"
    if transition.feature is not None:
        feature = str(transition.feature)
        event += f"<br>(feature {link(code(feature), feature_anchor(feature))})"
    return event


def _seconds(book: Book, transition: Transition) -> str:
    after = str(transition.after)
    if after in book.spec.limits:
        value = book.spec.limits[after]
        return f"{link(code(after), limit_anchor(after))} ({value or 'never'})"
    return f"{after} seconds"


def _condition(book: Book, transition: Transition, is_second: bool) -> str:
    if transition.condition is None:
        return "otherwise" if is_second else ""
    guard = book.words.guard(transition.condition)
    return f"otherwise, if {guard}" if is_second else guard


def services(book: Book) -> list[Block]:
    """What a server asks others."""
    from codegen.document.places import service_anchor
    from codegen.document.types import named

    rows = [
        [
            anchor(service_anchor(s.name)) + code(s.name),
            joined(f"{code(f.name)} ({named(f.type)})" for f in s.asks),
            joined(f"{code(f.name)} ({named(f.type)})" for f in s.answers),
        ]
        for s in book.spec.services
    ]
    if not rows:
        return []
    return [
        heading(3, "Services"),
        paragraph(
            "A server asks a service without waiting for it: everything else goes on, "
            "and the answer comes later as an event, for the session that asked. A "
            f"failure has a {code('reason')}. Both know what was asked."
        ),
        table(["service", "is asked with", "answers"], rows),
    ]
