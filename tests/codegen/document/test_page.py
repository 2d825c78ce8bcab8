"""Whole pages: every spec makes one that is complete and whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.document import anatomy
from codegen.document.page import page
from codegen.document.places import rule_anchor
from codegen.document.samples import examples
from codegen.emit.tables import all_rules
from codegen.model import Message
from codegen.paths import all_specs
from tests.codegen.document.pages import (
    HOSTILE,
    SPECS,
    anchors,
    book_of,
    inline,
    page_of,
    tokens_of,
)

each_spec = pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
OUR_HTML = re.compile(r'<a id="[^"<>]+">|</a>|<br>|</?code>|</?sub>')


@each_spec
def test_a_spec_makes_the_same_page_every_time(path: Path) -> None:
    assert page(book_of(path).spec) == page_of(path)


@pytest.mark.parametrize("path", all_specs(), ids=lambda path: path.stem)
def test_the_pages_of_the_project_are_current(path: Path) -> None:
    assert path.with_suffix(".md").read_text(encoding="utf-8") == page_of(path)


# Its form.


@each_spec
def test_every_row_of_a_table_is_one(path: Path) -> None:
    lines = page_of(path).splitlines()
    in_tables: set[int] = set()
    for token in tokens_of(path):
        if token.type == "table_open" and token.map:
            in_tables.update(range(*token.map))
        elif token.type == "fence" and token.map:
            in_tables -= set(range(*token.map))

    rows = {n for n, line in enumerate(lines) if line.startswith("|")}

    assert rows
    assert rows == in_tables


@each_spec
def test_every_row_has_as_many_cells_as_its_head(path: Path) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", page_of(path), re.MULTILINE):
        rows = [re.split(r"(?<!\\)\|", line) for line in block.splitlines()]

        assert {len(row) for row in rows} == {len(rows[0])}
        assert all(set(cell.strip()) == {"-"} for cell in rows[1][1:-1])


@each_spec
def test_no_html_but_that_of_the_page_gets_out(path: Path) -> None:
    html = [token.content for token in inline(path) if token.type == "html_inline"]
    blocks = [t.content for t in tokens_of(path) if t.type == "html_block"]

    assert [tag for tag in html if not OUR_HTML.fullmatch(tag)] == []
    assert len(blocks) == 1
    assert blocks[0].startswith("<!-- Made from ")


@each_spec
def test_every_link_leads_somewhere(path: Path) -> None:
    links = [str(t.attrs["href"]) for t in inline(path) if t.type == "link_open"]
    within = {link[1:] for link in links if link.startswith("#")}
    elsewhere = {link for link in links if not link.startswith("#")}

    assert within - set(anchors(path)) == set()
    assert elsewhere == {path.name}


@each_spec
def test_every_anchor_is_there_once(path: Path) -> None:
    counts = Counter(anchors(path))

    assert [name for name, count in counts.items() if count > 1] == []


@each_spec
def test_a_page_has_no_control_characters(path: Path) -> None:
    text = page_of(path).replace("\n", "")

    assert text.isprintable()


# What it says.


@each_spec
def test_every_requirement_has_its_anchor_and_its_sentence(path: Path) -> None:
    spec = book_of(path).spec
    wanted = {
        rule_anchor(rule.id, rule.requirement.level): rule.requirement.sentence
        for rule in all_rules(spec)
    }
    found = Counter(anchors(path))
    text = page_of(path)

    assert [name for name in wanted if found[name] != 1] == []
    for name, sentence in wanted.items():
        row = next(li for li in text.splitlines() if f'<a id="{name}"></a>' in li)
        assert _words(sentence.en) <= _words(row)
        assert _words(sentence.ko) <= _words(row)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z가-힣]{3,}", text))


def messages_of(path: Path) -> Iterator[Message]:
    """Those that are sent."""
    return (m for m in book_of(path).spec.messages if m.on_wire)


@each_spec
def test_the_example_of_a_message_is_bytes_that_are_it(path: Path) -> None:
    book = book_of(path)
    for message in messages_of(path):
        first = examples(book, message)[0]
        own = book.codec_of(message)
        parts = anatomy.pieces(book.spec, message, first.values, first.payload)
        framing = book.framings[message.sender]

        assert type(own.decode(first.payload)) is own.cls
        if message.examples:
            assert type(book.decode(message, first.payload)) is own.cls
        assert b"".join(p.data for p in parts) == framing.wrap(first.payload)
        assert "\n".join(anatomy.drawn(parts)) in page_of(path)


@each_spec
def test_every_field_of_an_example_has_its_own_bytes(path: Path) -> None:
    book = book_of(path)
    for message in messages_of(path):
        first = examples(book, message)[0]
        parts = anatomy.pieces(book.spec, message, first.values, first.payload)

        told = [part.what for part in parts]

        for field in message.fields:
            assert any(re.match(rf"{field.name}\b", what) for what in told), told


@each_spec
def test_every_malformed_payload_is_shown_with_its_error(path: Path) -> None:
    for message in messages_of(path):
        anchor = f'<a id="message-{message.name}"></a>'
        section = page_of(path).partition(anchor)[2].partition("\n####")[0]

        for broken in message.malformed:
            shown = broken.payload[:12].rstrip(b"\0").hex(" ") or "no bytes"
            rows = [li for li in section.splitlines() if f"`{broken.error}`" in li]
            assert any(shown in row for row in rows)


@each_spec
def test_everything_that_has_a_name_is_on_the_page(path: Path) -> None:
    spec = book_of(path).spec
    session = spec.session
    found = set(anchors(path))
    wanted = {f"message-{m.name}" for m in spec.messages if m.on_wire}
    wanted |= {f"type-{t.name}" for t in spec.types if not t.builtin}
    wanted |= {f"feature-{f.name}" for f in spec.features}
    wanted |= {f"limit-{name}" for name in spec.limits}
    wanted |= {f"region-{r.name}" for r in session.regions}
    wanted |= {f"variable-{v.name}" for v in session.variables}
    wanted |= {f"shared-{v.name}" for v in session.shared}
    wanted |= {f"audience-{name}" for name in session.audiences}
    wanted |= {f"lookup-{name}" for name in session.lookups}
    wanted |= {f"routine-{name}" for name in session.routines}
    wanted |= {f"service-{s.name}" for s in spec.services}
    wanted |= {f"scenario-{s.id}" for s in spec.scenarios}

    assert wanted - found == set()


def test_a_page_says_what_a_client_shows_and_an_operator_may_do() -> None:
    text = page_of(next(p for p in SPECS if p.stem == "sampler"))

    assert "| `<{nick}> {text}` |" in text
    assert "| `/dismiss {nick}` | `dismiss` |" in text
    assert "`{nick} pokes you. Poke back?`" in text
    assert "A server asks a service without waiting for it" in text


def test_what_is_read_in_a_state_alone_is_said_there() -> None:
    path = next(p for p in SPECS if p.stem == "gate")
    reads = book_of(path).spec.session.reads

    assert reads
    for name in reads:
        said = f"everything that arrives is read as [`{name}`](#message-{name})"
        assert said in page_of(path)


def test_hostile_texts_are_seen_as_they_are() -> None:
    spec = book_of(HOSTILE).spec
    title = next(t for t in tokens_of(HOSTILE) if t.type == "inline")
    shown = "".join(t.content for t in title.children or ())

    assert shown == spec.title
    assert "<script" not in re.sub(r"`[^`]*`", "", page_of(HOSTILE))


# Security notes are true.


def note(name: str, beginning: str) -> str:
    """The note of a spec's page that begins so; "" if there is none."""
    path = next(p for p in SPECS if p.stem == name)
    text = page_of(path).rpartition("Security\n")[2]
    return next((li for li in text.splitlines() if beginning in li), "")


@pytest.mark.parametrize(
    ("spec", "beginning", "said"),
    [
        ("hash", "Identity comes", "`sender` of [`whisper`]"),
        ("chat", "Identity comes", "No message of a client says who sent it"),
        ("echo", "Identity comes", ""),
        ("chat", "Never trust a length", "compared with 32768"),
        ("hash", "Never trust a length", ""),
        ("echo", "Malformed bytes", "end the connection they came on"),
        ("hash", "Malformed bytes", "never end a connection"),
        ("chat", "Texts may hold control characters", "[`no_such_user`]"),
        ("chat", "can hold an escape character", ""),
        ("hash", "Texts may hold control characters", "[`said`](#message-said)"),
        ("chat", "The name of a file is no path", "no file that exists is replaced"),
        ("hash", "The name of a file is no path", ""),
        ("sampler", "What a service answers", "`dictionary`"),
        ("hash", "Nobody waits for ever", "may/entry/login-in-time"),
    ],
)
def test_security_notes_are_true(spec: str, beginning: str, said: str) -> None:
    found = note(spec, beginning)

    assert said in found
    assert bool(found) == bool(said)
