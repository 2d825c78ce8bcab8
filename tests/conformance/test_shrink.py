from __future__ import annotations

from collections.abc import Callable

from conformance.findings.shrink import MOST_RUNS, minimal
from conformance.model.inputs import CONNECTS, Input
from conformance.talk.acts import Act


def acts(count: int) -> list[Act]:
    return [Act(Input(1, CONNECTS), turn=number) for number in range(count)]


def needing(*wanted: Act) -> Callable[[list[Act]], list[Act] | None]:
    """Shows the deviation when these are done in this order; nothing more is done."""

    def shows(tried: list[Act]) -> list[Act] | None:
        left = list(wanted)
        for number, act in enumerate(tried, 1):
            if left and act is left[0]:
                left.pop(0)
            if not left:
                return tried[:number]
        return None

    return shows


def test_only_what_is_needed_is_left() -> None:
    long = acts(90)

    assert minimal([long], needing(long[3], long[40], long[77])) == [
        long[3],
        long[40],
        long[77],
    ]


def test_the_first_trial_that_shows_it_is_taken() -> None:
    long = acts(200)
    tried: list[int] = []

    def shows(some: list[Act]) -> list[Act] | None:
        tried.append(len(some))
        return needing(long[1], long[2])(some)

    found = minimal([long[:1], long[1:3], long], shows)

    assert found == long[1:3]
    assert max(tried) == 2


def test_what_does_not_show_again_has_no_minimum() -> None:
    assert minimal([acts(5), acts(9)], lambda some: None) is None


def test_shrinking_comes_to_an_end() -> None:
    long = acts(1_000)
    runs: list[int] = []

    def shows(some: list[Act]) -> list[Act] | None:
        runs.append(len(some))
        return some if len(some) > 500 else None

    found = minimal([long], shows)

    assert found is not None
    assert len(runs) <= MOST_RUNS
