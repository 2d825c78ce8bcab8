"""What holds for every codec, tried with Hypothesis."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import construct
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.wire import Codec, Template, Text, WireError
from codegen.wire.phrase import take_apart
from tests.codegen.wire.samples import BINARY_NOTE, CODECS, Note, One, Pair
from tests.strategies import messages, near_misses

every_codec = pytest.mark.parametrize("codec", CODECS.values(), ids=list(CODECS))


def attempt(function: Callable[[Any], Any], value: Any) -> tuple[Any, WireError | None]:
    """What a function returns, or the WireError, the only thing it may raise."""
    try:
        return function(value), None
    except WireError as error:
        return None, error


@every_codec
@given(data=st.data())
def test_what_was_encoded_decodes_to_the_same_message(
    codec: Codec[Any], data: st.DataObject
) -> None:
    message = data.draw(messages(codec))

    payload = codec.encode(message)

    assert codec.decode(payload) == message
    assert codec.parse(payload) == message
    assert codec.build(message) == payload
    assert payload.startswith(codec.head)
    assert codec.mark in payload


@every_codec
@given(data=st.data())
def test_what_was_decoded_encodes_to_the_same_bytes_and_the_rest_is_a_wire_error(
    codec: Codec[Any], data: st.DataObject
) -> None:
    payload = data.draw(near_misses(codec) | st.binary(max_size=200))

    message, error = attempt(codec.decode, payload)

    if error is None:
        assert codec.encode(message) == payload
    else:
        assert error.offset is not None
        assert 0 <= error.offset <= len(payload)
        assert str(error).startswith(error.code)


ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=9),
    st.text(st.characters(), max_size=9),
    st.text(st.characters(categories=["Cs"]), min_size=1, max_size=3),
    st.lists(st.text(), max_size=2),
    st.tuples(st.text(), st.none()),
    st.builds(One, st.integers()),
    st.builds(object),
)


@every_codec
@given(data=st.data())
def test_encoding_whatever_values_raises_nothing_but_a_wire_error(
    codec: Codec[Any], data: st.DataObject
) -> None:
    good = data.draw(messages(codec))
    fields = {
        name: data.draw(ODD | st.just(getattr(good, name))) for name in codec.fields
    }
    message = codec.cls(**fields)

    payload, error = attempt(codec.encode, message)

    if error is None:
        assert codec.decode(payload) == message
    else:
        assert error.offset is None


TEMPLATES = ["a{x}b{y}", "{x}ab{y}ba", "{x}aba{y}", "{x}aab{y}ab{z}b", "b{x}bb"]


@pytest.mark.parametrize("template", TEMPLATES)
@given(text=st.text("ab#", max_size=12))
def test_fields_end_where_a_regular_expression_says_they_end(
    template: str, text: str
) -> None:
    head, turns = take_apart(template)
    pattern = re.escape(head)
    for _, stop in turns:
        pattern += f"((?:(?!{stop}).)*){stop}" if stop else "(.*)"
    expected = re.fullmatch(pattern, text, re.DOTALL)
    fields = ["sender", "to", "text"][: len(turns)]
    wire = head + "".join(
        f"{{{f}}}{t.stop}" for f, t in zip(fields, turns, strict=True)
    )
    cls: type = {1: One, 2: Pair, 3: Note}[len(turns)]
    if cls is One:
        fields, wire = ["text"], wire.replace("{sender}", "{text}")
    codec: Template[Any] = Template(
        cls, wire, dict.fromkeys(fields, Text(bytes=(0, 99)))
    )

    found, _ = attempt(codec.decode, text.encode())

    assert (found and astuple(found)) == (expected and expected.groups())


STOCK_NOTE = construct.Struct(
    "code" / construct.Const(3, construct.Int16ub),
    "sender" / construct.PascalString(construct.Int8ub, "utf-8"),
    "to" / construct.PascalString(construct.Int8ub, "utf-8"),
    "text" / construct.PascalString(construct.Int16ub, "utf-8"),
    construct.Terminated,
)


@given(payload=near_misses(BINARY_NOTE))
def test_a_layout_reads_what_the_stock_constructs_read_within_the_limits(
    payload: bytes,
) -> None:
    try:
        stock = STOCK_NOTE.parse(payload)
        fits = all(
            re.fullmatch(r"[^\s#]{1,20}", stock[name]) for name in ("sender", "to")
        )
        fits = fits and len(stock.text.encode()) <= 900 and "\n" not in stock.text
        expected = Note(stock.sender, stock.to, stock.text) if fits else None
    except (construct.ConstructError, UnicodeDecodeError):
        expected = None

    found, _ = attempt(BINARY_NOTE.decode, payload)

    assert found == expected
