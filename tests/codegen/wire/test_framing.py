from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.wire import (
    Framing,
    FramingError,
    LengthPrefixed,
    Lines,
    Records,
    Splitter,
    Unframed,
    WireError,
)
from tests.codegen.wire.expect import raises_wire_error
from tests.growth import assert_linear


def drained(splitter: Splitter) -> Iterator[bytes | str]:
    """What a splitter has now: payloads, and an error as its text."""
    while True:
        try:
            payload = splitter.next()
        except FramingError as error:
            yield str(error)
            if error.fatal:
                return
        else:
            if payload is None:
                return
            yield payload


def split(framing: Framing, *feeds: bytes) -> list[bytes | str]:
    """All that comes out when a splitter is asked after each feed."""
    splitter = framing.splitter()
    found: list[bytes | str] = []
    for data in feeds:
        splitter.feed(data)
        found += drained(splitter)
        if found and "fatal" in str(found[-1]):
            break
    return found


def test_unframed_every_feed_is_a_payload() -> None:
    splitter = Unframed(max=4).splitter()

    splitter.feed(b"one")
    splitter.feed(b"")
    splitter.feed(b"two\n")

    assert splitter.pending == 7
    assert [splitter.next(), splitter.next(), splitter.next()] == [
        b"one",
        b"two\n",
        None,
    ]
    assert splitter.pending == 0


def test_unframed_a_feed_that_is_too_long_is_dropped_in_its_turn() -> None:
    error = "too-long: 5 bytes in one payload, at most 4"
    splitter = Unframed(max=4).splitter()

    for data in (b"a", b"12345", b"b"):
        splitter.feed(data)

    assert splitter.pending == 2
    assert list(drained(splitter)) == [b"a", error, b"b"]


def test_unframed_nothing_and_too_much_cannot_be_sent() -> None:
    assert Unframed(max=4).wrap(b"1234") == b"1234"
    with raises_wire_error("too-short: 0 bytes, at least 1"):
        Unframed(max=4).wrap(b"")
    with raises_wire_error("too-long: 5 bytes, at most 4"):
        Unframed(max=4).wrap(b"12345")


def test_lines_come_without_their_ends() -> None:
    assert split(Lines(max=9), b"one\n\ntw", b"o\nth") == [b"one", b"", b"two"]


def test_an_end_of_two_bytes_may_be_cut_in_the_middle() -> None:
    lines = Lines(end=b"\r\n", max=3)

    assert split(lines, b"a\rb\r", b"\nabc", b"\r", b"\n") == [b"a\rb", b"abc"]


@pytest.mark.parametrize(
    "feeds",
    [
        (b"12345\nok\n",),
        (b"12345", b"678\nok\n"),
        (b"1234", b"5", b"6" * 99, b"\n", b"ok\n"),
    ],
)
def test_a_line_that_is_too_long_is_one_error_and_skipped(
    feeds: tuple[bytes, ...],
) -> None:
    error = "too-long: a line of more than 4 bytes"

    assert split(Lines(max=4), *feeds) == [error, b"ok"]


def test_a_line_is_too_long_as_soon_as_no_end_can_save_it() -> None:
    splitter = Lines(end=b"\r\n", max=4).splitter()

    splitter.feed(b"1234\r")
    assert splitter.next() is None
    splitter.feed(b"\r")
    with pytest.raises(FramingError, match="more than 4 bytes"):
        splitter.next()


def test_a_line_that_is_too_long_is_not_held() -> None:
    splitter = Lines(end=b"\r\n", max=4).splitter()

    for _ in range(100):
        splitter.feed(b"x" * 50)
        list(drained(splitter))

    assert splitter.pending == 1  # what could be the beginning of an end


def test_a_line_has_no_end_inside() -> None:
    assert Lines(max=4).wrap(b"1234") == b"1234\n"
    with raises_wire_error("too-long: 5 bytes, at most 4"):
        Lines(max=4).wrap(b"12345")
    with raises_wire_error("separator-in-field: b'\\n' would end the line early"):
        Lines().wrap(b"a\nb")
    with raises_wire_error("separator-in-field: b'\\n\\n' would end the line early"):
        Lines(end=b"\n\n").wrap(b"a\n")


def test_records_are_cut_by_size_alone() -> None:
    splitter = Records(size=3).splitter()
    splitter.feed(b"ab")

    assert splitter.pending == 2
    assert split(Records(size=3), b"ab", b"cde", b"fg") == [b"abc", b"def"]
    assert Records(size=3).wrap(b"abc") == b"abc"
    with raises_wire_error("too-short: 2 bytes, at least 3"):
        Records(size=3).wrap(b"ab")
    with raises_wire_error("too-long: 4 bytes, at most 3"):
        Records(size=3).wrap(b"abcd")


@pytest.mark.parametrize(
    ("size", "frame"),
    [
        ("u8", b"\x02hi"),
        ("u16", b"\x00\x02hi"),
        ("u16le", b"\x02\x00hi"),
        ("u32", b"\x00\x00\x00\x02hi"),
    ],
)
def test_a_length_counts_the_bytes_behind_it(size: str, frame: bytes) -> None:
    framing = LengthPrefixed(size=size, max=9)

    assert framing.wrap(b"hi") == frame
    assert split(framing, frame + frame[:1], frame[1:]) == [b"hi", b"hi"]
    assert split(framing, framing.wrap(b"")) == [b""]


def test_a_length_that_is_too_large_is_fatal_before_its_body_arrives() -> None:
    splitter = LengthPrefixed(max=4).splitter()
    splitter.feed(b"\x00\x02hi\x00\x05")

    assert splitter.next() == b"hi"
    for _ in range(2):
        with pytest.raises(FramingError, match="5 bytes in one payload") as caught:
            splitter.next()
        assert caught.value.fatal
        splitter.feed(b"\x00\x02hi")
        assert splitter.pending == 0


def test_a_frame_that_is_too_long_is_not_made() -> None:
    with raises_wire_error("too-long: 5 bytes, at most 4"):
        LengthPrefixed(max=4).wrap(b"12345")


def test_impossible_framings_are_refused() -> None:
    with pytest.raises(ValueError, match="needs an end"):
        Lines(end=b"")
    with pytest.raises(ValueError, match="at least one byte"):
        Records(size=0)
    with pytest.raises(ValueError, match="u8 cannot count 256 bytes"):
        LengthPrefixed(size="u8", max=256)
    with pytest.raises(ValueError, match="no size is called"):
        LengthPrefixed(size="u24")


FRAMINGS: list[Framing] = [
    Lines(max=3),
    Lines(end=b"ab", max=3),
    Lines(end=b"aab", max=2),
    Lines(end=b"\r\n", max=0),
    Records(size=3),
    LengthPrefixed(size="u8", max=3),
    LengthPrefixed(size="u16le", max=0x6161),
]


@pytest.mark.parametrize("framing", FRAMINGS, ids=repr)
@given(
    stream=st.binary(max_size=30)
    | st.lists(st.sampled_from([b"a", b"b", b"\r", b"\n", b"\x02"])).map(b"".join),
    cuts=st.lists(st.integers(0, 30)),
)
def test_how_the_stream_is_cut_does_not_matter(
    framing: Framing, stream: bytes, cuts: list[int]
) -> None:
    edges = [0, *sorted(cuts), len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    whole = split(framing, stream)
    fed_first = framing.splitter()
    for piece in pieces:
        fed_first.feed(piece)

    assert split(framing, *pieces)[: len(whole)] == whole
    assert (
        split(framing, *(stream[i : i + 1] for i in range(len(stream))))[: len(whole)]
        == whole
    )
    assert list(drained(fed_first)) == whole


@pytest.mark.parametrize("framing", FRAMINGS, ids=repr)
@given(payloads=st.lists(st.binary(max_size=4)))
def test_what_was_wrapped_comes_out_again(
    framing: Framing, payloads: list[bytes]
) -> None:
    sent: list[bytes] = []
    refused: set[str] = set()
    stream = b""
    for payload in payloads:
        try:
            stream += framing.wrap(payload)
            sent.append(payload)
        except WireError as error:
            refused.add(error.code)

    assert split(framing, stream) == sent
    assert refused <= {"too-long", "too-short", "separator-in-field"}


@pytest.mark.parametrize(
    ("framing_of", "stream_of"),
    [
        (lambda _: LengthPrefixed(), lambda size: size.to_bytes(2) + bytes(size)),
        (
            lambda _: Lines(end=b"\r\n", max=32768),
            lambda size: b"\r" * size + b"\r\n",
        ),
        (lambda size: Records(size=size), bytes),
    ],
    ids=["length", "lines", "records"],
)
def test_a_payload_fed_byte_by_byte_takes_linear_time(
    framing_of: Callable[[int], Framing], stream_of: Callable[[int], bytes]
) -> None:
    def prepare(size: int) -> Callable[[], None]:
        stream, splitter = stream_of(size), framing_of(size).splitter()

        def work() -> None:
            found: list[bytes | str] = []
            for i in range(len(stream)):
                splitter.feed(stream[i : i + 1])
                found += drained(splitter)
            assert len(found) == 1

        return work

    assert_linear(prepare, 32768)


@pytest.mark.parametrize(
    "framing", [Lines(), Records(size=2), LengthPrefixed(size="u8", max=9)], ids=repr
)
def test_many_small_payloads_in_one_feed_take_linear_time(framing: Framing) -> None:
    def prepare(count: int) -> Callable[[], None]:
        splitter = framing.splitter()
        splitter.feed(framing.wrap(b"ab") * count)

        def work() -> None:
            assert list(drained(splitter)) == [b"ab"] * count

        return work

    assert_linear(prepare, 20_000)
