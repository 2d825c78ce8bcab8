"""How messages stand in the stream, in words: what a writer and a reader must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codegen.document.markdown import bold, code, literal
from codegen.model import Framing
from codegen.wire.sizes import capacity, form


@dataclass(frozen=True, slots=True)
class Way:
    """A way of framing: in a few words, and in full."""

    short: Callable[[Framing], str]
    full: Callable[[Framing], Iterator[str]]


def short(framing: Framing) -> str:
    """A framing in a few words."""
    return _WAYS[framing.kind].short(framing)


def full(framing: Framing) -> list[str]:
    """What to know about a framing, one thing each."""
    return list(_WAYS[framing.kind].full(framing))


# Nothing.


def _none_short(framing: Framing) -> str:
    return "none: one send is one message"


def _none(framing: Framing) -> Iterator[str]:
    yield (
        f"{bold('Nothing marks where a message ends.')} Each message is written with "
        "one send, and whatever one recv returns is taken for one message."
    )
    yield (
        f"{bold('Writing')}: one call of send for each message, with nothing behind "
        "it: no NUL, no newline that the message does not have. Look at what send "
        "returns. Switch Nagle's algorithm off (TCP_NODELAY), or the system joins "
        "what is sent in quick succession."
    )
    yield (
        f"{bold('Reading')}: recv into a buffer of at least {framing.max + 1} bytes in "
        f"a server and {framing.server_max + 1} in a client: room for the longest "
        "message, and for one byte more that shows that one is too long. Use the "
        "number that recv returns; nothing ends what was read, no NUL either. 0 means "
        "that the other side has closed."
    )
    yield (
        f"{bold('TCP promises none of this.')} Two messages may arrive in one recv, or "
        "one in two, when a peer sends fast or a network is slow. What arrives joined "
        "is read as one message, and is mostly malformed. No reader can repair that: "
        "it is what a protocol without framing costs. Never crash over it."
    )
    yield (
        f"{_most('A message', framing)} One that is longer is malformed "
        f"({code('too-long')}); the connection stays."
    )


# Lines.


def _line_short(framing: Framing) -> str:
    return f"lines that end in {_end(framing)}"


def _end(framing: Framing) -> str:
    return literal(framing.end.decode("latin-1"))


def _line(framing: Framing) -> Iterator[str]:
    end = _end(framing)
    yield (
        f"{bold('A message is a line.')} It ends in {end} "
        f"({code(framing.end.hex(' '))}), which is no part of the message and cannot "
        "occur in it."
    )
    yield f"{bold('Writing')}: the message, then {end}, better in one send than in two."
    yield (
        f"{bold('Reading')}: TCP is a stream. One recv may return half a line, or "
        "three and a half. Keep what has arrived in a buffer of the connection's own, "
        f"take lines out of it as long as there is an {end} in it, and keep the rest "
        "for the next recv. What has no end when the stream ends is no message."
    )
    yield (
        f"{_most('A line, without its end,', framing)} One that is longer is malformed "
        f"({code('too-long')}), once and as soon as it is too long; the rest of it is "
        "skipped up to its end, and the connection stays. So a buffer never holds more "
        "than the longest line."
    )


# Records.


def _record_short(framing: Framing) -> str:
    return f"records of {framing.size} bytes"


def _record(framing: Framing) -> Iterator[str]:
    pad = code(f"{framing.pad:02x}")
    yield (
        f"{bold(f'Every message is exactly {framing.size} bytes')}: a text, at least "
        f"one byte {pad} that ends it, and bytes that fill the record. So a text has "
        f"at most {framing.size - 1} bytes; where one would have more, it is cut "
        "between characters."
    )
    yield (
        f"{bold('Writing')}: fill the whole record with {pad} first, then put the text "
        f"in front, and send all {framing.size} bytes: send may take fewer, so repeat "
        "it with the rest. What a buffer held before must not get out."
    )
    behind = (
        "What stands behind it is ignored: it may be anything."
        if framing.tail == "any"
        else f"Behind it nothing but {pad} may stand ({code('bad-padding')})."
    )
    yield (
        f"{bold('Reading')}: repeat recv until {framing.size} bytes are there, however "
        "few each returns (in C: a loop, or MSG_WAITALL). Take the text up to the "
        f"first {pad}; a record without one is malformed ({code('no-nul')}). {behind}"
    )
    yield "A stream that ends within a record ends there: those bytes are no message."


# Frames.


def _length_short(framing: Framing) -> str:
    return f"frames: the length ({code(framing.prefix)}), then as many bytes"


def _length(framing: Framing) -> Iterator[str]:
    size = form(framing.prefix).size
    order = "little" if framing.prefix.endswith("le") else "big"
    number = f"{size} bytes, {order} endian" if size > 1 else "1 byte"
    yield (
        f"{bold('In front of every message stands its length')}: {number} "
        f"({code(framing.prefix)}), which counts the bytes that follow and not itself. "
        "Both together are a frame."
    )
    yield (
        f"{bold('Writing')}: the number, then the message, better in one send than in "
        "two. Put numbers into bytes one by one or with htons and its like: never "
        "send a struct as it lies in memory."
    )
    yield (
        f"{bold('Reading')}: TCP is a stream. One recv may return a part of the "
        "length, a part of a message, or several frames. Keep what has arrived in a "
        f"buffer of the connection's own: while it holds {size} bytes and as many as "
        "these say, take a frame out; keep the rest for the next recv."
    )
    yield (
        f"{_most('The length', framing)} A larger one is malformed "
        f"({code('too-long')}) and fatal: where the next frame begins cannot be known "
        "any more, so the connection ends after the answer, as if the client had "
        "closed it. It is noticed as soon as the number is read, before anything is "
        f"allocated: the number can be anything up to {capacity(framing.prefix)}."
    )
    yield (
        "A frame of length 0 is a frame, and holds no message: it is malformed, and "
        "the connection stays."
    )


def _most(what: str, framing: Framing) -> str:
    unit = "" if what == "The length" else " bytes"
    if framing.max == framing.server_max:
        return f"{bold(what)} is at most {framing.max}{unit}."
    return (
        f"{bold(what)} is at most {framing.max}{unit} from a client and "
        f"{framing.server_max}{unit} from the server."
    )


_WAYS = {
    "none": Way(_none_short, _none),
    "line": Way(_line_short, _line),
    "record": Way(_record_short, _record),
    "length": Way(_length_short, _length),
}
