"""Cases as tests: collected before anything runs, judged in one run by the first."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest

from codegen.model import SpecError
from conformance import baseline_option, choices, defaults, judging, run_command
from conformance.again import told_with
from conformance.phases.cases import Case
from conformance.pytest_plugin import PREFIX, option
from conformance.report.finding import finding
from conformance.report.page import Page
from conformance.report.tally import Tally
from conformance.report.words import by_locale
from conformance.results import CaseResult, Finding, Verdict
from conformance.runner import Options, list_cases, run

RUN = "must/run/comes-to-its-end"  # whatever is wrong that no other test tells
_EVEN = {"load", "worksteal"}  # ways of pytest-xdist that spread what they get
_TOGETHER = "loadfile"  # by what stands before the first :: of an id
_GOOD = frozenset({Verdict.PASS, Verdict.INFO, Verdict.NONSTRICT})


class Deviates(Exception):
    """A case that did not pass; its text is all that there is to say."""


def on_one_worker(config: pytest.Config) -> None:
    """Let pytest-xdist keep the cases together: they come of one run.

    Raises UsageError where that cannot be.
    """
    way = getattr(config.option, "dist", "no")
    if way in _EVEN:
        config.option.dist = _TOGETHER
    elif way not in ("no", _TOGETHER):
        raise pytest.UsageError(
            f"{option('spec')} and --dist {way} exclude each other: all verdicts come "
            f"of one run; --dist {_TOGETHER} will do"
        )


@contextmanager
def _told() -> Iterator[None]:
    """Mistakes in the options end pytest in one sentence."""
    with click.Context(click.Command(PREFIX)).scope():
        try:
            yield
        except (click.ClickException, choices.ChoiceError) as error:
            said = getattr(error, "message", str(error))
            raise pytest.UsageError(_renamed(said)) from None
        except SpecError as error:
            raise pytest.UsageError(str(error)) from None


def _renamed(text: str) -> str:
    """A sentence of the command line, with the options as pytest has them."""
    for name in ("target", "spawn", "profile", "baseline", "allow-remote"):
        text = text.replace(f"--{name}", option(name))
    return text


class Suite:
    """What is judged, how, and what came of it; registered as a plugin."""

    def __init__(self, config: pytest.Config) -> None:
        def given(name: str) -> Any:
            return config.getoption(option(name))

        self._target, self._spawn = given("target"), given("spawn")
        if (self._target is None) == (self._spawn is None):
            either = f"{option('target')} or {option('spawn')}"
            raise pytest.UsageError(f"{option('spec')} needs either {either}")
        self._spec: str = given("spec")
        self._baseline: str | None = given("baseline")
        depth = given("depth") or defaults.DEPTH
        if depth not in defaults.DEPTHS:
            raise pytest.UsageError(
                f"{option('depth')}: {choices.unknown('depth', depth, defaults.DEPTHS)}"
            )
        with _told():
            remote = given("allow-remote")
            self._address = self._target and run_command.address_of(
                self._target, remote
            )
            self._command = self._spawn and run_command.command_of(self._spawn)
            self.protocol = choices.protocol(self._spec)
            self.options = run_command.options_for(
                self.protocol,
                given("profile"),
                depth,
                tuple(given("select")),
                defaults.SEED,
            )
            run_command.check_selection(self.protocol, self.options)
            self._known = self._expectations(self.options)
        self.again = self._command_again(given)
        self.page = Page(lang=by_locale(), encoding="utf-8")

    def _expectations(self, options: Options) -> Any:
        return baseline_option.expectations(
            self._baseline, False, self.protocol, options
        )

    def _command_again(self, given: Any) -> list[str]:
        words = ["conformance", "run", "--spec", self._spec]
        for name in ("profile", "target", "spawn", "depth"):
            words += [f"--{name}", given(name)] if given(name) else []
        return [*words, *(["--allow-remote"] if given("allow-remote") else [])]

    # Collecting.

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, items: list[pytest.Item]
    ) -> None:
        """Add the cases to what was collected from files, before -k takes any away."""
        self._session = session
        node = Cases.from_parent(session, name=PREFIX, nodeid=PREFIX)
        node.suite = self
        report = pytest.CollectReport(PREFIX, "passed", None, list(node.collect()))
        session.ihook.pytest_collectreport(report=report)
        items.extend(it for it in report.result if isinstance(it, pytest.Item))

    # Judging.

    @cached_property
    def selected(self) -> list[CaseItem]:
        """The cases that are left by all that selects tests."""
        return [it for it in self._session.items if isinstance(it, CaseItem)]

    @cached_property
    def every(self) -> frozenset[str]:
        """The ids of all cases that there are to select from."""
        cases = list_cases(self.protocol, self.options)
        return frozenset(case.id for case in cases)

    @cached_property
    def outcome(self) -> Outcome:
        """What one run of all selected cases has said."""
        ids = tuple(it.case.id for it in self.selected if it.case.id != RUN)
        options = self.options
        if set(ids) != self.every:
            options = replace(options, select=ids)
            self._known = self._known and self._expectations(options)
        tally = Tally()
        try:
            with _told(), self._opened(options) as target:
                events = told_with(self.again, run(self.protocol, target, options))
                events = self._known.over(events) if self._known else events
                code = judging.judge(events, [tally])
        except pytest.UsageError as error:  # it is not there, or does not start
            return Outcome(tally, frozenset(ids), str(error))
        if code == judging.INTERRUPTED:
            raise KeyboardInterrupt
        return Outcome(tally, frozenset(ids))

    def _opened(self, options: Options) -> Any:
        return run_command.target_for(
            self._address,
            self._command,
            defaults.START_TIMEOUT,
            self._spec,
            self.protocol,
            options,
        )

    def told(self, it: Finding) -> str:
        """A finding as the console tells it."""
        return "\n".join(finding(it, self.protocol.source, self.page))


class Outcome:
    """The results of a run; ``lost`` says why there are none."""

    def __init__(self, tally: Tally, selected: frozenset[str], lost: str = "") -> None:
        self.tally = tally
        self.selected = selected
        self.lost = lost

    def finding_of(self, result: CaseResult) -> Finding | None:
        """What a case fails or is blocked by."""
        ids = (result.id, result.cause)
        return next((it for it in self.tally.findings if it.id in ids), None)

    def trouble(self, suite: Suite) -> str:
        """What is wrong that no case is there to tell; "" if nothing is."""
        if self.lost:
            return self.lost
        end = self.tally.finished
        said = [f"stopped: {end.stopped}"] if end is not None and end.stopped else []
        said += [f"stale: {it.place}: {it.id}: {it.why}" for it in self.tally.stale]
        said += [
            suite.told(it)
            for it in self.tally.unexpected
            if (it.verdict.is_failure or it.verdict is Verdict.INCONCLUSIVE)
            and suite.every.isdisjoint((it.id, *it.also))
        ]
        return "\n\n".join(said)


class Cases(pytest.Collector):
    """All cases, under one name."""

    suite: Suite

    def collect(self) -> Sequence[pytest.Item]:
        """A test for each, and one for what no case tells."""
        suite = self.suite
        own = Case(RUN, "run", "must", "The run comes to its end.")
        cases = [*list_cases(suite.protocol, suite.options), own]
        return [self._item(case) for case in cases]

    def _item(self, case: Case) -> CaseItem:
        item: CaseItem = CaseItem.from_parent(self, name=case.id)
        item.case, item.suite = case, self.suite
        return item


class CaseItem(pytest.Item):
    """One case."""

    case: Case
    suite: Suite

    def runtest(self) -> None:
        """Say what the run has found out about it."""
        outcome, id = self.suite.outcome, self.case.id
        is_first = self is self.suite.selected[0]
        if outcome.lost:
            if is_first:
                raise Deviates(outcome.lost)
            pytest.skip(f"BLOCKED: {outcome.lost.splitlines()[0]}")
        others = {it.case.id for it in self.suite.selected}
        if id == RUN or (is_first and RUN not in others):
            trouble = outcome.trouble(self.suite)
            if trouble:
                beside = "" if id == RUN else "besides the selected cases:\n\n"
                raise Deviates(beside + trouble)
        if id != RUN:
            self._judged(outcome, outcome.tally.results.get(id))

    def _judged(self, outcome: Outcome, result: CaseResult | None) -> None:
        if result is None:
            raise Deviates("the run has given no verdict")
        verdict, found = result.verdict, outcome.finding_of(result)
        if verdict in _GOOD:
            return
        why = self.suite.page.told(result.reason)
        if result.expected:
            pytest.xfail(result.expected)
        if verdict is Verdict.UNSUPPORTED:
            pytest.skip(f"{verdict.value}: {why}")
        is_told = found is not None and found.id in outcome.selected
        if verdict is Verdict.BLOCKED and is_told:
            pytest.skip(f"{verdict.value}: {why}")
        self._fail(result, found, why, is_told)

    def _fail(
        self, result: CaseResult, found: Finding | None, why: str, is_told: bool
    ) -> NoReturn:
        if found is not None and (found.id == result.id or not is_told):
            raise Deviates(self.suite.told(found))
        raise Deviates(f"{result.verdict.value}: {why}\n\n{self._alone()}")

    def _alone(self) -> str:
        words = shlex.join(self.suite.again)
        return f"run this alone\n  {words} '{self.case.id}'"

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """The finding, in place of a traceback."""
        if isinstance(excinfo.value, Deviates):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the spec states the requirement."""
        source = Path(self.suite.protocol.source)
        return source, (self.case.line or 1) - 1, self.case.id
