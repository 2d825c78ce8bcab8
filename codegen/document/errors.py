"""The words for what can be wrong with bytes, as far as a protocol can meet them."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.document.book import Book
from codegen.document.markdown import Block, anchor, code, paragraph, table

_MEANINGS = {
    "unknown-message": "it begins like no message",
    "truncated": "it ends before the message does",
    "trailing-bytes": "something follows the end of the message",
    "bad-constant": "a number that is always the same is another",
    "no-match": "a text that always stands there is missing or another",
    "bad-encoding": "bytes that are no text in the encoding",
    "too-short": "fewer characters, bytes or items than there must be",
    "too-long": "more characters, bytes or items than there may be",
    "out-of-range": "a number outside its range",
    "bad-value": "a value that is none of its type",
    "no-nul": "a record whose text is not ended",
    "bad-padding": "something stands behind the end of the text",
}


def section(book: Book) -> list[Block]:
    """The codes, and what is done about bytes that are no message."""
    rows = [[code(word), _MEANINGS[word]] for word in _possible(book)]
    return [
        anchored("errors"),
        paragraph(
            "Bytes that are no message are malformed. What is wrong with them has a "
            "word, which is part of this protocol only where a message carries it. Of "
            "several things that are wrong, a reader names the one that it comes to "
            "last."
        ),
        table(["word", "what is wrong"], rows),
    ]


def anchored(name: str) -> Block:
    """A place by itself."""
    return [anchor(name), ""]


def _possible(book: Book) -> Iterator[str]:
    from codegen.wire import NulRecord, Template

    codecs = [c for messages in book.messages.values() for c in messages]
    is_text = any(isinstance(c, Template | NulRecord) for c in codecs)
    is_binary = book.spec.framing.kind != "record" and any(
        not isinstance(c, Template | NulRecord) for c in codecs
    )
    is_record = book.spec.framing.kind == "record"
    only = {
        "truncated": is_binary or is_record,
        "bad-constant": is_binary,
        "no-match": is_text,
        "no-nul": is_record,
        "bad-padding": is_record and book.spec.framing.tail == "nul",
    }
    yield from (word for word in _MEANINGS if only.get(word, True))
