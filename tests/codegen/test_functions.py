"""What specs may call."""

from __future__ import annotations

import pytest

from codegen.functions import cut


@pytest.mark.parametrize(
    ("most", "left"),
    [(9, "a한글"), (7, "a한글"), (6, "a한"), (4, "a한"), (3, "a"), (0, ""), (-1, "")],
)
def test_a_text_is_cut_to_whole_characters(most: int, left: str) -> None:
    assert cut("a한글", most) == left
