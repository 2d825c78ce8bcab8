"""What ``--baseline`` and ``--update-baseline`` do; imports inside what is slow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from codegen.reason import reason
from conformance import defaults, run_command

if TYPE_CHECKING:
    from codegen.protocol import Protocol
    from conformance.baseline.entries import Baseline
    from conformance.baseline.expected import Expectations
    from conformance.runner import Options


def expectations(
    path: str | None, update: bool, protocol: Protocol, options: Options
) -> Expectations | None:
    """What is expected of a run; None without a baseline. Raises UsageError."""
    if path is None:
        if update:
            raise _usage("--update-baseline needs --baseline FILE")
        return None
    from conformance.baseline.expected import Expectations
    from conformance.runner import list_cases

    if update:
        _check_writable(path)
    return Expectations(
        _read(path, update),
        {case.id for case in list_cases(protocol, options)},
        lambda: every_id(protocol, options),
        accepts=update,
    )


def _read(path: str, may_be_new: bool) -> Baseline:
    from conformance.baseline.entries import Baseline, BaselineError, read

    try:
        return read(path)
    except FileNotFoundError:
        if may_be_new:
            return Baseline(path)
        hint = "--update-baseline makes it"
        raise _usage(f"--baseline: there is no file {path}; {hint}") from None
    except BaselineError as error:
        raise _usage(f"--baseline: {error}") from None


def _check_writable(path: str) -> None:
    from conformance.report.destination import STDOUT, Destination, Unwritable

    if path == STDOUT:
        raise _usage("--update-baseline writes a file, not stdout")
    try:
        Destination(path)
    except Unwritable as error:
        raise _usage(f"--baseline: {error}") from None


def every_id(protocol: Protocol, options: Options) -> set[str]:
    """The ids of all cases there are, whatever this run looks at.

    The last depth has those of all others.
    """
    from conformance.runner import list_cases

    features = frozenset(feature.name for feature in protocol.features)
    claims = {options.features, features, *protocol.profiles.values()}
    every = replace(options, select=(), depth=defaults.DEPTHS[-1])
    return {
        case.id
        for claimed in claims
        for case in list_cases(protocol, replace(every, features=claimed))
    }


def saved(known: Expectations | None, code: int) -> int:
    """Write the baseline anew if that was asked for, and return the exit code."""
    if known is None or not known.accepts:
        return code
    from conformance.baseline.update import updated
    from conformance.report.destination import Destination

    name = known.baseline.name
    if known.end is None or known.end.stopped:
        why = "the run did not come to its end"
        click.echo(f"conformance: {name} stays as it was: {why}", err=True)
        return code or run_command.USAGE
    text, new, gone = updated(known)
    try:
        Destination(name).write(text)
    except OSError as error:
        click.echo(f"conformance: cannot write {name}: {reason(error)}", err=True)
        return code or run_command.USAGE
    remark = f"; give each its reason in place of {_todo()!r}" if new else ""
    said = f"{name}: {new} new, {gone} gone{remark}"
    click.echo(f"conformance: {said}", err=True)
    return code


def _todo() -> str:
    from conformance.baseline.entries import TODO

    return TODO


def _usage(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())
