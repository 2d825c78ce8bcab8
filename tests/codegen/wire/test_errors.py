from __future__ import annotations

import copy
import pickle

import pytest
from construct import ConstructError

from codegen.wire import FramingError, Text, WireError


def test_an_error_says_what_where_and_why_in_one_line() -> None:
    error = WireError("too-long", "21 characters, at most 20", field="name", offset=4)

    assert str(error) == "too-long: field 'name' at byte 4: 21 characters, at most 20"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (WireError("bad-type", "why"), "bad-type: why"),
        (WireError("bad-type", "why", field="a"), "bad-type: field 'a': why"),
        (WireError("no-nul", "why", offset=0), "no-nul: at byte 0: why"),
    ],
)
def test_an_error_leaves_out_what_it_does_not_know(error: WireError, text: str) -> None:
    assert str(error) == text


def test_errors_nest_like_an_expression() -> None:
    error = WireError("bad-value", "why", offset=1)

    error.within("name", 10)
    error.within("[2]", 100)
    error.within("users", 1000)

    assert (error.field, error.offset) == ("users[2].name", 1111)


def test_an_error_without_a_shift_keeps_no_offset() -> None:
    error = WireError("bad-value", "why", offset=1)

    error.within("name")

    assert (error.field, error.offset) == ("name", None)


def test_errors_are_construct_errors() -> None:
    assert issubclass(WireError, ConstructError)
    assert issubclass(FramingError, WireError)


@pytest.mark.parametrize(
    "error",
    [
        WireError("no-nul", "why", field="a", offset=3, level="should"),
        FramingError("too-long", "why", fatal=True),
    ],
)
def test_errors_can_be_copied_and_pickled(error: WireError) -> None:
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_a_level_is_must_or_should() -> None:
    with pytest.raises(ValueError, match="not 'may'"):
        Text(length=(0, 1), level="may")
