from __future__ import annotations

import io

import pyte

from conformance.report.console import ConsoleReport
from conformance.report.page import Page
from conformance.report.progress import Bar
from conformance.results import Event, PhaseStarted, Progress
from tests.conformance.report.examples import EVENTS, LEAK


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bar_is_drawn_over_itself() -> None:
    out, time = io.StringIO(), Time()
    bar = Bar(out, 80, time)

    bar.draw("cells", 1, 4)
    time.now = 0.2
    bar.draw("cells", 4, 4, "1 FAIL")

    assert out.getvalue() == (
        "\r  cells       [######..................] 1 of 4"
        "\r  cells       [########################] 4 of 4 1 FAIL"
    )


def test_a_bar_is_drawn_ten_times_a_second_at_most() -> None:
    out, time = io.StringIO(), Time()
    bar = Bar(out, 80, time)

    for step in range(1001):
        time.now = step / 1000
        bar.draw("cells", step, 1000)

    assert 9 <= out.getvalue().count("\r") <= 11


def test_a_bar_never_fills_the_last_column() -> None:
    out = io.StringIO()

    Bar(out, 20).draw("cells", 1, 1000)

    assert len(out.getvalue()) == len("\r") + 19


def test_a_phase_of_unknown_length_counts_its_steps() -> None:
    out = io.StringIO()

    Bar(out, 80).draw("walks", 1234, 0)

    assert out.getvalue() == "\r  walks       1,234 steps"


def test_without_a_terminal_there_is_no_bar() -> None:
    Bar(None, 80).draw("cells", 1, 2)

    Bar(None, 80).clear()


def on_a_terminal(events: tuple[Event, ...], quiet: bool = False) -> list[str]:
    """What a terminal of 88 columns shows in the end."""
    screen = pyte.Screen(88, 60)
    out, time = io.StringIO(newline="\r\n"), Time()
    report = ConsoleReport(out, Page(), live=out, clock=time, quiet=quiet)
    for event in events:
        time.now += 0.2
        report.handle(event)
    pyte.Stream(screen).feed(out.getvalue())
    return [line.rstrip() for line in screen.display]


def test_the_bar_stands_below_what_is_written_and_gives_way_to_it() -> None:
    seen = on_a_terminal(
        (PhaseStarted("cells", "", 40), LEAK, Progress("cells", 20, 40))
    )

    assert seen[0].startswith("    FAIL must/entry/whisper/online-online: carol")
    assert seen[1] == "      bob"
    assert seen[2] == "  cells       [############............] 20 of 40 1 FAIL"


def test_nothing_of_the_bar_is_left_in_the_end() -> None:
    seen = on_a_terminal(EVENTS)

    assert not any("[#" in line or "[." in line for line in seen)
    assert "deviates: 1 finding (exit code 1)" in seen


def test_a_quiet_run_draws_no_bar() -> None:
    seen = on_a_terminal((PhaseStarted("c", "", 9), Progress("c", 5, 9)), quiet=True)

    assert not any(seen)
