from __future__ import annotations

import io

import pytest

from conformance.report import terminal


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "environment", "coloured"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, True),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
    ],
)
def test_colours_on_a_terminal(
    color: str, environment: dict[str, str], coloured: bool
) -> None:
    assert terminal.page_for(Terminal(), color, False, environment).colour is coloured


@pytest.mark.parametrize(("color", "coloured"), [("auto", False), ("always", True)])
def test_colours_in_a_pipe(color: str, coloured: bool) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), "utf-8")

    assert terminal.page_for(pipe, color, False, {}).colour is coloured


def test_a_page_knows_the_encoding_of_its_stream() -> None:
    page = terminal.page_for(Terminal("euc-kr"), "auto", False, {})

    assert page.clean("한글 😀") == r"한글 \U0001f600"


def test_a_live_line_is_for_a_terminal_alone() -> None:
    pipe, screen = io.StringIO(), Terminal()

    assert terminal.live(pipe, screen) is screen
    assert terminal.live(pipe) is None


def test_a_stream_that_cannot_encode_writes_an_escape() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, "ascii")

    terminal.tolerate(stream)
    stream.write("한")
    stream.flush()

    assert raw.getvalue() == rb"\ud55c"
