"""Hypothesis strategies made from codecs: what is valid, and what is nearly so.

`values(type_)` gives valid values of a field type, `messages(codec)` valid messages,
`near_misses(codec)` bytes that are, or only just are not, a valid payload.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from codegen.wire import (
    Array,
    Blob,
    Choice,
    Codec,
    Flag,
    Group,
    Integer,
    NulRecord,
    Template,
    Text,
    WireError,
)
from codegen.wire.field import Field
from codegen.wire.phrase import take_apart

Avoid = tuple[str, ...]
"""Literals that must neither occur in a value nor begin in it and end in themselves."""

ROOM = 64
"""The bytes that a value takes at most, unless its type asks for more."""


def values(
    type_: Field[Any], *, avoid: Avoid = (), room: int = ROOM
) -> st.SearchStrategy[Any]:
    """Return a strategy of valid values of a field type."""
    if isinstance(type_, Text):
        return _texts(type_, avoid, room)
    if isinstance(type_, Blob):
        least, most = type_.bytes
        return st.binary(min_size=least, max_size=max(least, min(most, room)))
    if isinstance(type_, Integer):
        return st.integers(*type_.range)
    if isinstance(type_, Choice):
        return st.sampled_from(list(type_.options))
    if isinstance(type_, Flag):
        return st.booleans()
    if isinstance(type_, Array):
        return _arrays(type_, avoid, room)
    if isinstance(type_, Group):
        return _groups(type_, avoid, room)
    raise TypeError(f"no values are known for {type_!r}")


def _texts(type_: Text, avoid: Avoid, room: int) -> st.SearchStrategy[str]:
    least = max(type_.length[0], (type_.bytes[0] + 3) // 4)
    most = max(least, min(type_.length[1], type_.bytes[1], room))
    if type_.pattern is not None:
        texts = st.from_regex(type_.pattern, fullmatch=True)
    else:
        texts = st.text(
            st.characters(codec=type_.encoding, exclude_characters=type_.without),
            min_size=least,
            max_size=most,
        )
    fits = _accepts(lambda text: type_.text(type_.encoding).build(text))
    return texts.map(lambda text: _cut(_without(text, avoid), most, room)).filter(fits)


def _without(text: str, avoid: Avoid) -> str:
    """The text, with no literal left in it or begun at its end."""
    while stops := [s for s in avoid if (text + s).find(s) != len(text)]:
        text = text.replace(stops[0][0], "")
    return text


def _cut(text: str, most: int, room: int) -> str:
    """The beginning of a text that has so many characters and bytes at most."""
    return text[:most].encode()[:room].decode(errors="ignore")


def _arrays(
    type_: Array[Any], avoid: Avoid, room: int
) -> st.SearchStrategy[tuple[Any, ...]]:
    separator = type_.ends or type_.between
    least, most = type_.count
    some = max(least, min(most, 5))
    items = values(
        type_.item,
        avoid=(*avoid, separator) if separator else avoid,
        room=room // max(some, 1) - len((separator or "").encode()),
    )
    return st.lists(items, min_size=least, max_size=some).map(tuple)


def _groups(type_: Group[Any], avoid: Avoid, room: int) -> st.SearchStrategy[Any]:
    stops: dict[str, str] = {}
    if type_.template is not None:
        _, turns = take_apart(type_.template)
        stops = dict(turns)
    return st.builds(
        type_.cls,
        **{
            name: values(
                field,
                avoid=(*avoid, stops[name]) if stops.get(name) else avoid,
                room=room // len(type_.fields),
            )
            for name, field in type_.fields.items()
            if name in type_.cls.__match_args__
        },
    )


def messages(codec: Codec[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy of messages that a codec can encode."""
    stops: dict[str, Avoid] = {}
    room = ROOM
    if isinstance(codec, Template):
        stops = _stops(codec)
    elif isinstance(codec, NulRecord):
        pad = codec.pad.decode("ascii")
        stops = {n: (*s, pad) for n, s in _stops(codec.inner).items()}
        literals = len(codec.inner.template.encode())
        room = max(0, codec.size - 1 - literals) // max(1, len(codec.fields))
    drawn = st.builds(
        codec.cls,
        **{
            name: values(field, avoid=stops.get(name, ()), room=room)
            for name, field in codec.fields.items()
        },
    )
    if isinstance(codec, NulRecord) and codec.whole:
        # Pad bytes at the end of a whole record are the record's.
        last, end = list(codec.fields)[-1], codec.pad
        drawn = drawn.filter(lambda message: not getattr(message, last).endswith(end))
    # The rest that cannot be encoded: an array of one empty item, and the like.
    return drawn.filter(_accepts(codec.encode))


def _stops(template: Template[Any]) -> dict[str, Avoid]:
    _, turns = take_apart(template.template)
    return {name: (stop,) if stop else () for name, stop in turns}


def _accepts(function: Callable[[Any], Any]) -> Callable[[Any], bool]:
    """Return the predicate of what a function takes without a WireError."""

    def accepted(value: Any) -> bool:
        try:
            function(value)
        except WireError:
            return False
        return True

    return accepted


@st.composite
def near_misses(draw: st.DrawFn, codec: Codec[Any]) -> bytes:
    """Return a strategy of encoded messages, changed a little or not at all."""
    data = codec.encode(draw(messages(codec)))
    for _ in range(draw(st.integers(0, 3))):
        data = _changed(draw, data)
    return data


def _changed(draw: st.DrawFn, data: bytes) -> bytes:
    """One mutation: flip, insert, delete, truncate or duplicate."""
    at = draw(st.integers(0, len(data)))
    end = draw(st.integers(at, len(data)))
    few = draw(st.binary(min_size=1, max_size=3) | st.sampled_from(_TROUBLE))
    kind = draw(st.sampled_from(("flip", "insert", "delete", "truncate", "repeat")))
    if kind == "flip":
        flipped = bytes(byte ^ few[0] for byte in data[at : at + 1])
        return data[:at] + flipped + data[at + 1 :]
    if kind == "insert":
        return data[:at] + few + data[at:]
    if kind == "delete":
        return data[:at] + data[end:]
    if kind == "truncate":
        return data[:at]
    return data[:end] + data[at:]


_TROUBLE = (b"\0", b"\n", b"#", b"\xff", b"\xed\xa0\x80", "é".encode()[:1], b"  ")
