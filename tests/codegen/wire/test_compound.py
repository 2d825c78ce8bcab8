from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from codegen.wire import (
    Array,
    Blob,
    Const,
    Field,
    Flag,
    Group,
    Integer,
    Layout,
    Template,
    Text,
)
from tests.codegen.wire.expect import raises_wire_error
from tests.codegen.wire.samples import BINARY_TABLE, NAME, TABLE, Row, Table


@dataclass(frozen=True, slots=True)
class Holder:
    items: Any


@dataclass(frozen=True, slots=True)
class Inner:
    size: int


BYTE = Integer(size="u8")
WORD = Text(bytes=(0, 9))


def binary(field: Field[Any]) -> Layout[Holder]:
    return Layout(Holder, [("items", field)])


def textual(field: Field[Any], template: str = "={items}") -> Template[Holder]:
    return Template(Holder, template, {"items": field})


def test_an_array_is_counted_fixed_or_goes_on_to_the_end() -> None:
    three = Holder((1, 2, 3))

    assert binary(Array(BYTE, count=(0, 9), prefix="u16")).encode(three) == (
        b"\x00\x03\x01\x02\x03"
    )
    for count in ((3, 3), (0, 9)):
        codec = binary(Array(BYTE, count=count))
        assert codec.encode(three) == b"\x01\x02\x03"
        assert codec.decode(b"\x01\x02\x03") == three


def test_the_count_is_checked_before_any_item_is_read() -> None:
    codec = binary(Array(BYTE, count=(1, 2), prefix="u8", level="should"))

    with raises_wire_error(
        "too-long: field 'items' at byte 0: 200 items, at most 2", level="should"
    ):
        codec.decode(b"\xc8")
    with raises_wire_error(
        "too-short: field 'items' at byte 0: 0 items, at least 1", level="should"
    ):
        codec.decode(b"\x00")
    with raises_wire_error(
        "too-long: field 'items': 3 items, at most 2", level="should"
    ):
        codec.encode(Holder((1, 2, 3)))


def test_more_items_than_the_prefix_counts_are_structurally_too_long() -> None:
    codec = binary(Array(BYTE, count=(0, 1024), prefix="u8", level="should"))

    with raises_wire_error("too-long: field 'items': 256 items, at most 255"):
        codec.encode(Holder((0,) * 256))


def test_an_open_array_is_counted_too() -> None:
    codec = binary(Array(BYTE, count=(1, 2)))

    with raises_wire_error("too-long: field 'items' at byte 0: 3 items, at most 2"):
        codec.decode(b"abcdef")
    with raises_wire_error("too-short: field 'items' at byte 0: 0 items, at least 1"):
        codec.decode(b"")


def test_items_without_bytes_cannot_go_on_to_the_end() -> None:
    codec = binary(Array(Blob(bytes=(0, 0)), count=(0, 9)))

    with raises_wire_error(
        "bad-value: field 'items': an item without bytes would be lost"
    ):
        codec.encode(Holder((b"",)))
    with raises_wire_error("too-long: field 'items' at byte 0: 10 items, at most 9"):
        codec.decode(b"x")


def test_an_error_names_the_item() -> None:
    counted = binary(Array(Flag(), count=(0, 9), prefix="u8"))
    open_ended = binary(Array(Flag(), count=(0, 9)))

    with raises_wire_error("bad-value: field 'items[1]' at byte 2: 7 is none of 1, 0"):
        counted.decode(b"\x02\x00\x07")
    with raises_wire_error("bad-value: field 'items[1]' at byte 1: 7 is none of 1, 0"):
        open_ended.decode(b"\x00\x07")
    with raises_wire_error("bad-type: field 'items[0]': expected bool, got int"):
        counted.encode(Holder((1,)))


@pytest.mark.parametrize("odd", [[1], None, "a", {1}])
def test_an_array_is_a_tuple_and_nothing_else(odd: Any) -> None:
    with raises_wire_error(
        f"bad-type: field 'items': expected tuple, got {type(odd).__name__}"
    ):
        binary(Array(BYTE, count=(0, 9))).encode(Holder(odd))


def test_an_item_cannot_take_the_rest() -> None:
    with pytest.raises(ValueError, match="cannot take the rest"):
        binary(Array(WORD, count=(0, 9), prefix="u8"))


def test_items_with_an_end_each() -> None:
    codec = textual(Array(WORD, count=(0, 9), ends="\n"))

    for items, payload in [((), b"="), (("",), b"=\n"), (("a", "b"), b"=a\nb\n")]:
        assert codec.encode(Holder(items)) == payload
        assert codec.decode(payload) == Holder(items)
    with raises_wire_error(
        r"no-match: field 'items[1]' at byte 3: no '\n' follows 'b'"
    ):
        codec.decode(b"=a\nb")


def test_items_with_a_literal_between() -> None:
    codec = textual(Array(WORD, count=(0, 9), between=", "))

    for items, payload in [((), b"="), (("", ""), b"=, "), (("a", "b"), b"=a, b")]:
        assert codec.encode(Holder(items)) == payload
        assert codec.decode(payload) == Holder(items)


def test_one_empty_item_is_told_from_none_only_if_there_has_to_be_one() -> None:
    maybe = textual(Array(WORD, count=(0, 9), between=", "))
    always = textual(Array(WORD, count=(1, 9), between=", "))

    assert always.decode(b"=") == Holder(("",))
    assert always.encode(Holder(("",))) == b"="
    with raises_wire_error(
        "bad-value: field 'items': one empty item would read as no item"
    ):
        maybe.encode(Holder(("",)))


@pytest.mark.parametrize(
    ("items", "culprit", "quoted"),
    [(("a#b",), 0, "'a#b'"), (("a", "b#"), 1, "'b#'"), (("#",), 0, "'#'")],
)
def test_an_item_that_would_end_early_is_refused(
    items: tuple[str, ...], culprit: int, quoted: str
) -> None:
    codec = textual(Array(WORD, count=(0, 9), ends="#"))

    with raises_wire_error(
        f"separator-in-field: field 'items[{culprit}]': "
        f"'#' would end it early in {quoted}"
    ):
        codec.encode(Holder(items))


def test_an_item_may_hold_part_of_a_separator_where_it_reads_back() -> None:
    between = textual(Array(WORD, count=(0, 9), between="##"))
    ended = textual(Array(WORD, count=(0, 9), ends="##"))

    assert between.decode(b"=a##b#") == Holder(("a", "b#"))
    assert between.encode(Holder(("a", "b#"))) == b"=a##b#"
    for codec in (between, ended):
        with raises_wire_error(
            "separator-in-field: field 'items[0]': '##' would end it early in 'a#'"
        ):
            codec.encode(Holder(("a#", "b")))


def test_an_array_ends_at_the_first_literal_behind_it() -> None:
    codec = textual(Array(WORD, count=(0, 9), ends="\n"), "<{items}--->")

    assert codec.decode(b"<a\n--\n--->") == Holder(("a", "--"))
    with raises_wire_error(
        "separator-in-field: field 'items': '--->' would end it early in '--->\\n'"
    ):
        codec.encode(Holder(("--->",)))


def test_the_items_of_a_template_are_counted() -> None:
    codec = textual(Array(WORD, count=(1, 2), between=","))

    with raises_wire_error("too-long: field 'items' at byte 1: 3 items, at most 2"):
        codec.decode(b"=a,b,c")


def test_an_error_in_an_item_of_a_template_is_at_its_byte() -> None:
    codec = textual(Array(NAME, count=(0, 9), between=", "))

    with raises_wire_error(
        "bad-value: field 'items[2]' at byte 10: 'c c' does not match [^\\s#]+",
        level="should",
    ):
        codec.decode("=한, bb, c c".encode())


def test_an_array_has_one_separator_in_a_template() -> None:
    with pytest.raises(ValueError, match="one separator"):
        Array(WORD, count=(0, 1), ends="a", between="b")
    with pytest.raises(ValueError, match="one separator"):
        Array(WORD, count=(0, 1), ends="")
    with pytest.raises(ValueError, match="needs ends or between"):
        textual(Array(WORD, count=(0, 1)))


ROWS = Table("t", (Row(1, "al", False), Row(12, "bo", True)))


def test_groups_in_a_template() -> None:
    payload = b"== t ==\n01\tal\tO\n12\tbo\tS\n===="

    assert TABLE.encode(ROWS) == payload
    assert TABLE.decode(payload) == ROWS


def test_groups_in_a_layout_with_a_constant_among_their_fields() -> None:
    payload = b"\x00\x04\x01t\x02\x00\x01\x07\x02al\x00\x00\x0c\x07\x02bo\x01"

    assert BINARY_TABLE.encode(ROWS) == payload
    assert BINARY_TABLE.decode(payload) == ROWS


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (
            b"== t ==\n01\tal\tO\n12\tb b\tS\n====",
            "bad-value: field 'rows[1].name' at byte 19: 'b b' does not match [^\\s#]+",
        ),
        (
            b"== t ==\n01\tal\n====",
            "no-match: field 'rows[0].name' at byte 11: no '\\t' follows it",
        ),
    ],
)
def test_an_error_in_a_group_has_the_whole_path(payload: bytes, text: str) -> None:
    with raises_wire_error(text, level="should" if "bad-value" in text else "must"):
        TABLE.decode(payload)


def test_an_error_in_a_group_of_a_layout_has_the_whole_path() -> None:
    with raises_wire_error(
        "bad-constant: field 'rows[0].kind' at byte 7: expected 07, found 08"
    ):
        BINARY_TABLE.decode(b"\x00\x04\x01t\x01\x00\x01\x08\x02al\x00")


def test_a_value_in_a_group_has_to_be_of_its_class() -> None:
    for codec in (TABLE, BINARY_TABLE):
        with raises_wire_error("bad-type: field 'rows[0]': expected Row, got tuple"):
            codec.encode(Table("t", ((1, "al", False),)))  # type: ignore[arg-type]


def test_a_separator_in_a_group_is_refused() -> None:
    rows = Group(Inner, {"size": WORD}, template="{size};")
    codec = textual(Array(rows, count=(0, 9), ends="\n"))

    with raises_wire_error(
        "separator-in-field: field 'items[0].size': ';' would end it early in ';'"
    ):
        codec.encode(Holder((Inner(";"),)))  # type: ignore[arg-type]


def test_a_group_that_takes_the_rest_has_to_be_last() -> None:
    open_group = Group(Inner, {"size": WORD})

    with pytest.raises(ValueError, match="'more' follows one that takes the rest"):
        Layout(Holder, [("items", open_group), ("more", Const("u8", 1))])


def test_a_group_is_either_for_templates_or_for_layouts() -> None:
    with pytest.raises(ValueError, match="cannot stand in a layout"):
        binary(Group(Inner, {"size": BYTE}, template="{size}"))
    with pytest.raises(ValueError, match="needs a template too"):
        textual(Array(Group(Inner, {"size": BYTE}), count=(0, 1), ends=";"))


def test_a_group_has_the_fields_of_its_class() -> None:
    with pytest.raises(ValueError, match="Inner has the fields size, its wire has"):
        binary(Group(Inner, {"length": BYTE}))
