from __future__ import annotations

from conformance.phases.cases import Case
from conformance.report import listing
from conformance.report.page import Page

CASES = [
    Case("must/a/x", "cells", "must", "A server MUST answer.", 12),
    Case("must/a/y", "cells", "must", "A server MUST answer.", 12),
    Case("should/b", "cells", "should", "A server SHOULD  be\nkind.", 14),
    Case("must/c", "fields", "must", "한글 MUST arrive.", 0),
]


def test_programs_get_one_case_a_line_with_its_id_first() -> None:
    assert listing.for_programs(CASES) == [
        "must/a/x\tmust\tcells\t12\tA server MUST answer.",
        "must/a/y\tmust\tcells\t12\tA server MUST answer.",
        "should/b\tshould\tcells\t14\tA server SHOULD be kind.",
        "must/c\tmust\tfields\t0\t한글 MUST arrive.",
    ]


def test_people_get_the_cases_under_their_requirement() -> None:
    assert listing.for_people(CASES[:2] + CASES[3:], "s.yaml", Page()) == [
        "cells: 2 cases",
        "  MUST   A server MUST answer.",
        "    must/a/x",
        "    must/a/y",
        "",
        "fields: 1 case",
        "  MUST   한글 MUST arrive.",
        "    must/c",
    ]


def test_people_may_ask_for_the_lines_of_the_spec() -> None:
    lines = listing.for_people(CASES, "s.yaml", Page(width=60), lines=True)

    assert lines[1] == "  MUST   A server MUST answer.                     s.yaml:12"
    assert lines[-2] == "  MUST   한글 MUST arrive."


def test_each_depth_says_what_it_covers() -> None:
    assert listing.depths({"quick": CASES[:1], "normal": CASES}, Page()) == [
        "depth quick: 1 case (cells 1)",
        "depth normal: 4 cases (cells 3, fields 1)",
    ]
