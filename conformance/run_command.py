"""What ``conformance run`` does, step by step; slow modules are imported where used.

Whatever is wrong with the command line is a ``click.UsageError``; an end with an exit
code of its own is a ``Stop``.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

import click

from codegen.reason import reason
from conformance import defaults

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.protocol import Protocol
    from conformance.baseline.expected import Expectations
    from conformance.report import Report
    from conformance.report.files import Wanted
    from conformance.report.page import Page
    from conformance.runner import Options
    from conformance.targets.address import Address
    from conformance.targets.command import Command
    from conformance.targets.target import Target

UNREACHABLE = 3
USAGE = 4
NOBODY_READS = 141  # what a shell says of a program that SIGPIPE ended

_AGAIN = frozenset(
    {
        *("profile", "target", "spawn", "start_timeout", "fresh", "timeout"),
        *("case_timeout", "depth", "seed", "questions", "allow_remote", "dialect"),
        *("exhaustive", "client", "client_io"),
    }
)


class Stop(click.ClickException):
    """An end that has its own exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def _usage(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())


def address_of(text: str, allow_remote: bool) -> Address:
    """The address of a target that may be judged."""
    from conformance.targets.address import AddressError, check_local, parse

    try:
        address = parse(text)
        if not allow_remote:
            check_local(address)
    except AddressError as error:
        raise _usage(f"--target: {error}") from None
    return address


def command_of(
    text: str, option: str = "--spawn", usual: str = "./server {port}"
) -> Command:
    """The command that starts what is judged; ``usual`` is how such a one looks."""
    from conformance.targets.command import Command, CommandError

    try:
        return Command(text, usual)
    except CommandError as error:
        raise _usage(f"{option}: {error}") from None


def client_of(text: str | None) -> str:
    """The command that starts a client, once it is known to be one; "" for none."""
    if text is None:
        return ""
    return command_of(text, "--client", "./client {host} {port}").text


def protocol_of(spec: str, dialect: str | None = None) -> Protocol:
    """The protocol of a name or of a file, in its own words or those of a dialect."""
    from codegen.model import SpecError
    from conformance.choices import ChoiceError, in_dialect, protocol

    try:
        return protocol(spec) if dialect is None else in_dialect(spec, dialect)
    except ChoiceError as error:
        raise _usage(str(error)) from None
    except SpecError as error:  # its lines begin with file:line:column, for editors
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(USAGE) from None


def options_for(
    protocol: Protocol,
    profile: str | None,
    depth: str,
    select: tuple[str, ...],
    seed: int,
    **others: Any,
) -> Options:
    """What is run, for a profile that there is; ``others`` are options as they are."""
    from conformance import choices
    from conformance.runner import Options

    try:
        name, features = choices.profile(protocol, profile)
    except choices.ChoiceError as error:
        raise _usage(str(error)) from None
    return Options(
        features=features,
        profile=name,
        depth=depth,
        select=select,
        seed=seed,
        **others,
    )


def command_again(context: click.Context) -> list[str]:
    """This command line again, but for what it selects and how it writes."""
    words = ["conformance", "run", "--spec", context.params["spec"]]
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if parameter.name not in _AGAIN or value in (None, False, parameter.default):
            continue
        words.append(parameter.opts[0])
        if not isinstance(value, bool):
            words.append(f"{value:g}" if isinstance(value, float) else str(value))
    return words


def check_selection(protocol: Protocol, options: Options) -> None:
    """Refuse a selection of nothing: a run of no cases must not look like a pass."""
    from dataclasses import replace

    from conformance.choices import near
    from conformance.runner import list_cases

    if not options.select or list_cases(protocol, options):
        return
    every = [case.id for case in list_cases(protocol, replace(options, select=()))]
    message = f"no case matches {' '.join(map(repr, options.select))}"
    similar = near(options.select, every)
    if similar:
        message += "; did you mean one of these?" + "".join(f"\n  {i}" for i in similar)
    else:
        message += f"; --list shows the {len(every)} there are"
    raise _usage(message)


def write_list(protocol: Protocol, options: Options, page: Page) -> int:
    """The cases: for people on a terminal, for programs in a pipe."""
    from dataclasses import replace

    from conformance.report import listing
    from conformance.runner import list_cases

    cases = list_cases(protocol, options)
    if not sys.stdout.isatty():
        lines = listing.for_programs(cases)
    else:
        by_depth = {
            depth: list_cases(protocol, replace(options, depth=depth))
            for depth in defaults.DEPTHS
        }
        lines = [
            *listing.for_people(cases, protocol.source, page, lines=page.whole),
            "",
            *listing.depths(by_depth, page),
        ]
    click.echo("\n".join(lines))
    return 0


def target_for(
    address: Address | None,
    command: Command | None,
    start_timeout: float,
    spec: str,
    protocol: Protocol,
    options: Options,
) -> AbstractContextManager[Target]:
    """The target: started by a command, at an address, or the reference server.

    A client is started by whoever judges it.
    """
    if options.client:
        return client(options.client)
    if command is not None:
        return spawned(command, start_timeout)
    if address is not None:
        return target_at(address)
    return reference(spec, protocol, options)


def target_at(address: Address) -> AbstractContextManager[Target]:
    """A server that the user has started. Raises Stop."""
    from conformance.targets.target import Target

    return nullcontext(Target(_reachable(address), address.port, str(address)))


def client(command: str) -> AbstractContextManager[Target]:
    """What stands for a client in place of a server."""
    from conformance.targets.target import Target

    return nullcontext(Target("", 0, command))


@contextmanager
def spawned(command: Command, start_timeout: float) -> Iterator[Target]:
    """A server that is started by a command, and ended whatever happens."""
    from conformance.targets.spawned import Spawned
    from conformance.targets.target import StartError

    target = Spawned(command, start_timeout)
    with ExitStack() as stack:
        try:
            stack.enter_context(target)
        except StartError as error:
            raise Stop(str(error), UNREACHABLE) from None
        yield target


@contextmanager
def reference(spec: str, protocol: Protocol, options: Options) -> Iterator[Target]:
    """The reference server, started for this run."""
    from conformance.runner import list_cases
    from conformance.targets.embedded import EmbeddedError, reference_server
    from conformance.targets.target import Target

    try:
        # The model is explored while the server starts, and kept for the run.
        explore = partial(list_cases, protocol, options)
        with reference_server(spec, options.profile or None, explore) as own:
            yield Target(own.host, own.port, "the reference server")
    except EmbeddedError as error:
        raise Stop(str(error), UNREACHABLE) from None


def _reachable(address: Address) -> str:
    from conformance.targets.address import reach

    try:
        return reach(address)
    except OSError as error:
        reason = error.strerror or str(error) or "no answer"
        message = (
            f"nothing listens on {address} ({reason.lower()})\n"
            "start your server so that it listens there, then run this again, or let "
            "--spawn\nstart it"
        )
        raise Stop(message, UNREACHABLE) from None


def files_for(paths: Mapping[str, str | None]) -> Wanted:
    """Where reports go that are files; refused at once if they cannot be written."""
    from conformance.report.destination import Unwritable
    from conformance.report.files import wanted

    try:
        return wanted(paths)
    except Unwritable as error:
        raise _usage(str(error)) from None


def file_reports(
    files: Wanted,
    protocol: Protocol,
    options: Options,
    lang: str,
    spec: str,
    target: str | None,
    spawn: str | None,
    allow_remote: bool,
    dialect: str | None = None,
) -> list[Report]:
    """The reports that are files, with all that they want to know of the run."""
    if not files.to:
        return []
    from conformance.report.facts import facts
    from conformance.report.files import opened
    from conformance.runner import list_cases

    cases = list_cases(protocol, options)
    known = facts(
        protocol,
        options,
        cases,
        spec,
        target or "",
        allow_remote,
        spawn or "",
        dialect or "",
    )
    return [*opened(files, known, lang)]


def scripts_into(folder: str | None, address: Address | None) -> list[Report]:
    """What writes a program for each finding, if a folder was given."""
    if folder is None:
        return []
    from conformance.report.files import complain
    from conformance.report.scripts import HERE, ScriptsReport

    host, port = (address.host, address.port) if address else HERE
    return [ScriptsReport(_folder(folder), host, port, complain)]


def _folder(path: str) -> Path:
    """A folder that files can be written into; made if it is not there."""
    import tempfile
    from pathlib import Path

    try:
        Path(path).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        why = f"cannot write into {path}: {reason(error)}"
        raise _usage(f"--save-scripts: {why}") from None
    return Path(path)


def console(out: TextIO, page: Page, protocol: Protocol, quiet: bool) -> Report:
    """The report that a person reads while it is written."""
    from conformance.report.console import ConsoleReport
    from conformance.report.terminal import live

    return ConsoleReport(
        out,
        page,
        protocol.source,
        live(out, sys.stderr),
        quiet=quiet,
        verbose=page.whole,
    )


def judge_with_reports(
    protocol: Protocol,
    target: Target,
    options: Options,
    again: Sequence[str],
    reports: Sequence[Report],
    known: Expectations | None = None,
) -> int:
    """Judge, let the reports say what comes of it, and return the exit code.

    A report that could not be written is told, and nothing that looks like success.
    """
    from conformance.again import told_with
    from conformance.judging import OutputClosed, judge
    from conformance.runner import run

    gc.freeze()  # the explored model stays as long as the run: it is no garbage
    try:
        events = told_with(again, run(protocol, target, options))
        code = judge(known.over(events) if known else events, reports)
    except OutputClosed:
        raise SystemExit(NOBODY_READS) from None
    is_lost = any(getattr(report, "is_lost", False) for report in reports)
    return code or (USAGE if is_lost else 0)
