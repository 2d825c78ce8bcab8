"""What ``conformance show`` and ``conformance replay`` do with a report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from conformance import defaults, run_command

if TYPE_CHECKING:
    from codegen.protocol import Protocol
    from conformance.replay import Replayed
    from conformance.report.page import Page
    from conformance.report.stored import Stored
    from conformance.results import Finding
    from conformance.runner import Options
    from conformance.targets.target import Target

FORMS = ("console", "script", "nc", "scenario")
_INCONCLUSIVE = 2


def read(path: str, id: str | None) -> tuple[Stored, Sequence[Finding]]:
    """A report and the findings that were chosen in it: that of an id, or all."""
    from conformance.report.stored import StoredError, read

    try:
        stored = read(path)
        return stored, stored.chosen(id)
    except StoredError as error:
        raise run_command.Stop(str(error), run_command.USAGE) from None


def show(stored: Stored, findings: Sequence[Finding], form: str, page: Page) -> int:
    """Write findings as the console would, or as something that can be run."""
    for it in findings:
        click.echo(_shown(stored, it, form, page), nl=False)
    if not findings:
        click.echo(page.say("no findings"), err=form != "console")
    return 0


def _shown(stored: Stored, it: Finding, form: str, page: Page) -> str:
    from conformance.report import scripts
    from conformance.report.finding import finding
    from conformance.report.scenario import scenario

    address = _address_in(stored)
    if form == "script" and stored.client:
        return f"# {it.id}: a client has to be started, see `conformance replay`\n"
    if form == "script":
        return scripts.python(it, *address)
    if form == "nc":
        without = f"# {it.id}: nc cannot do this, see --as script\n"
        return scripts.shell(it, *address) or without
    if form == "scenario" and not it.moves:
        return f"# {it.id}: it is about more than messages, see `conformance replay`\n"
    if form == "scenario":
        return scenario(
            it, run_command.protocol_of(stored.spec, stored.dialect or None)
        )
    return "\n".join([*finding(it, stored.source, page), "", ""])


def _address_in(stored: Stored) -> tuple[str, int]:
    """Where the target of a report was, for what is to be run by hand."""
    from conformance.report.scripts import HERE
    from conformance.targets.address import AddressError, parse

    try:
        address = parse(stored.address)
    except AddressError:
        return HERE
    return address.host, address.port


def options_of(stored: Stored, client: str = "") -> tuple[Protocol, Options]:
    """What was judged then, with a ``client``. Stop if it is another protocol now."""
    from conformance.runner import Options

    protocol = run_command.protocol_of(stored.spec, stored.dialect or None)
    if protocol.digest != stored.digest:
        why = "has changed since, and with it what is right: judge the server again"
        raise run_command.Stop(f"{protocol.source} {why}", _INCONCLUSIVE)
    options = Options(
        features=stored.features,
        profile=stored.profile,
        depth=stored.depth,
        client=client,
        client_io=stored.client_io or defaults.CLIENT_IO[0],
    )
    return protocol, options


def replay(
    stored: Stored,
    findings: Sequence[Finding],
    protocol: Protocol,
    options: Options,
    target: Target,
    page: Page,
) -> int:
    """Play findings again and say of each what has become of it."""
    from conformance.replay import answered_wrongly, replayed
    from conformance.runner import bench_for

    if options.client:
        return _replay_client(findings, protocol, options, page)
    bench = bench_for(protocol, options)
    bench.meet(target)
    bench.salt_names()
    bench.fences.distrust(answered_wrongly(stored.findings))
    return _told((replayed(bench, it) for it in findings), page)


def _replay_client(
    findings: Sequence[Finding], protocol: Protocol, options: Options, page: Page
) -> int:
    """Play the cases of findings about a client again."""
    from conformance.clients.replay import replayed

    return _told((replayed(protocol, options, it) for it in findings), page)


def _told(results: Iterable[Replayed], page: Page) -> int:
    """Say of each finding what has become of it; the exit code."""
    from conformance.replay import CANNOT, FAILS

    outcomes = set()
    for it in results:
        outcomes.add(it.outcome)
        _tell(it.outcome, it.finding, it.why, page)
    if FAILS in outcomes:
        return 1
    return _INCONCLUSIVE if CANNOT in outcomes else 0


def _tell(outcome: str, it: Finding, why: str, page: Page) -> None:
    style = {"FIXED": "good", "STILL FAILS": "bad"}.get(outcome, "doubtful")
    word = page.paint(outcome, style) + " " * (len("STILL FAILS") - len(outcome))
    reason = f": {page.summary(why)}" if why else ""
    click.echo(f"{word}  {page.clean(it.id)}{reason}")
    sys.stdout.flush()
