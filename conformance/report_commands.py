"""What ``conformance show`` and ``conformance replay`` do with a report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance import run_command

if TYPE_CHECKING:
    from codegen.protocol import Protocol
    from conformance.report.page import Page
    from conformance.report.stored import Stored
    from conformance.results import Finding
    from conformance.runner import Options

FORMS = ("console", "python", "shell", "scenario")


def read(path: str, id: str) -> tuple[Stored, tuple[Finding, ...]]:
    """A report and the findings that were chosen in it."""
    from conformance.report.stored import StoredError, read

    try:
        stored = read(path)
        return stored, stored.chosen(id)
    except StoredError as error:
        raise run_command.Stop(str(error), run_command.USAGE) from None


def show(stored: Stored, findings: Sequence[Finding], form: str, page: Page) -> int:
    """Write findings as the console would, or as something that can be run."""
    for it in findings:
        click.echo(_shown(stored, it, form, page))
    if not findings:
        click.echo(page.say("no findings"))
    return 0


def _shown(stored: Stored, it: Finding, form: str, page: Page) -> str:
    from conformance.report import scripts
    from conformance.report.finding import finding
    from conformance.report.scenario import scenario

    host, port = address_of(stored)
    if form == "python":
        return scripts.python(it, host, port)
    if form == "shell":
        wire = "a binary wire cannot be typed in a shell: use --as python"
        return scripts.shell(it, host, port) or f"# {it.id}: {wire}\n"
    if form == "scenario":
        return scenario(it)
    return "\n".join([*finding(it, stored.suite["source"], page), ""])


def address_of(stored: Stored) -> tuple[str, int]:
    """Where the target of a report was, for what is to be run by hand."""
    from conformance.targets.address import AddressError, parse

    text = stored.target.get("address") or stored.target.get("name") or ""
    try:
        address = parse(text)
    except AddressError:
        return "127.0.0.1", 5000
    return address.host, address.port


def replay(
    stored: Stored,
    findings: Sequence[Finding],
    target: str | None,
    allow_remote: bool,
    page: Page,
) -> int:
    """Play findings again and say of each what has become of it."""
    from conformance.replay import CANNOT, FAILS, replayed

    suite = stored.suite
    protocol = run_command.protocol_of(suite["spec"])
    if protocol.digest != suite["digest"]:
        why = f"{protocol.source} has changed since: run the judge again"
        return _none(findings, why, page)
    text = target or stored.target.get("address")
    address = run_command.address_of(text, allow_remote) if text else None
    options = _options(suite)
    outcomes = set()
    with run_command.target_at(address, suite["spec"], protocol, options) as judged:
        bench = _bench(protocol, options, judged.host, judged.port)
        for it in findings:
            result = replayed(bench, it)
            outcomes.add(result.outcome)
            _tell(result.outcome, it, result.why, page)
    if FAILS in outcomes:
        return 1
    return run_command.UNREACHABLE if CANNOT in outcomes else 0


def _none(findings: Sequence[Finding], why: str, page: Page) -> int:
    from conformance.replay import CANNOT

    for it in findings:
        _tell(CANNOT, it, why, page)
    return run_command.UNREACHABLE


def _tell(outcome: str, it: Finding, why: str, page: Page) -> None:
    style = {"FIXED": "good", "STILL FAILS": "bad"}.get(outcome, "doubtful")
    word = page.paint(outcome, style) + " " * (len("STILL FAILS") - len(outcome))
    reason = f": {page.summary(why)}" if why else ""
    click.echo(f"{word}  {page.clean(it.id)}{reason}")
    sys.stdout.flush()


def _options(suite: Any) -> Options:
    from conformance.runner import Options

    return Options(
        features=frozenset(suite["features"]),
        profile=suite["profile"],
        depth=suite["depth"],
    )


def _bench(protocol: Protocol, options: Options, host: str, port: int) -> Any:
    """The judge's tools, with names that no run before has had."""
    from conformance.runner import bench_for

    bench = bench_for(protocol, options)
    bench.meet(host, port)
    bench.salt_names()
    return bench


def folder_for(path: str | None) -> Path | None:
    """A folder that files can be written into; made if it is not there."""
    if path is None:
        return None
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        context = click.get_current_context()
        message = f"--save-scripts: cannot write into {path}: {why}"
        raise click.UsageError(message, context) from None
    return folder
