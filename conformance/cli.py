"""The command line. Whatever is slow to import is imported where it is needed."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence

import click

from conformance import (
    baseline_option,
    defaults,
    mutants_command,
    report_commands,
    run_command,
    shared_options,
)
from conformance.option_groups import grouped

_INTERRUPTED = 130

_EXIT_CODES = """\b
Exit codes:
  0  the target conforms
  1  it deviates from a MUST
  2  inconclusive: not everything could be settled
  3  the target is not there, does not start, or was lost on the way
  4  the command line or the spec is wrong, or a report could not be written"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog=_EXIT_CODES,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, wanted: _show_version(context) if wanted else None,
    help="Show the version and exit.",
)
def cli() -> None:
    """Say where a chat server or client deviates from its protocol's spec, and why.

    \b
    First steps:
      conformance specs                        which protocols there are
      conformance run --spec hash              see a run that conforms
      conformance run --spec hash --target 127.0.0.1:5000
                                               judge your own server
    """


def _show_version(context: click.Context) -> None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("chatspec")
    except PackageNotFoundError:
        number = "(not installed: run from its folder)"
    click.echo(f"conformance {number}")
    context.exit()


_DEPTHS = "\n".join(f"  {name:8}{it}" for name, it in defaults.COVERS.items())
_RUN_EXAMPLES = f"""\b
Depths, each with all that is above it:
{_DEPTHS}

\b
Examples:
  conformance run --target 127.0.0.1:5000
      judge the server that listens there
  conformance run --spawn './server {{port}}'
      start it on a free port, judge it, and end it
  conformance run --spec hash --target 127.0.0.1:5000 --profile basic
      another protocol, and only what its smallest profile asks for
  conformance run --spec hash --client './client {{host}} {{port}}'
      judge a client: type its commands, read its screen, and be its server
  conformance run --spec hash --list
      which cases there are, with the sentence each of them checks
  conformance run --spec hash --target 127.0.0.1:5000 'must/*/whisper*'
      some of them; the quotes keep the shell from reading the stars
  conformance run --spec my-protocol.yaml
      a spec of your own, straight from its file

{_EXIT_CODES}"""


_RUN_GROUPS = grouped(
    What_is_judged="spec dialect profile target spawn client client_io start_timeout "
    "fresh allow_remote",
    How_much="depth exhaustive listing seed questions timeout case_timeout time_limit",
    What_is_known="baseline update_baseline",
    What_is_shown="quiet verbose color lang",
    Reports="json junit html save_scripts",
)


_judged_spec = shared_options.spec(
    "The protocol: one of `conformance specs`, or a YAML file."
)
_claimed = shared_options.profile("What the target claims to have.")
_client_io = click.option(
    "--client-io",
    type=click.Choice(defaults.CLIENT_IO),
    default=defaults.CLIENT_IO[0],
    show_default=True,
    help="What --client types on and reads from.",
)


@cli.command(cls=_RUN_GROUPS, epilog=_RUN_EXAMPLES)
@click.argument("select", nargs=-1)
@_judged_spec
@click.option(
    "--dialect",
    metavar="FILE",
    help="The words of your server, where they are not those of the spec; "
    "`conformance dialect` writes such a file.",
)
@_claimed
@click.option(
    "--target",
    metavar="HOST:PORT",
    help="Where your server listens.  [default: the reference server, started for you]",
)
@shared_options.spawn
@shared_options.client
@_client_io
@shared_options.start_timeout
@click.option(
    "--fresh",
    type=click.Choice(("never", "phase", "case")),
    default="never",
    show_default=True,
    help="When --spawn starts it anew although it lives.",
)
@shared_options.depth("How much is tried; --list says what each depth covers.")
@click.option(
    "--exhaustive",
    is_flag=True,
    help="--depth exhaustive: first it says how much that is. --time-limit ends it "
    "with what was found.",
)
@click.option("--list", "listing", is_flag=True, help="List the cases and run nothing.")
@click.option(
    "--questions",
    metavar="N",
    type=click.IntRange(0),
    default=defaults.QUESTIONS,
    show_default=True,
    help="So many to each service of the target at most, as they may cost money.",
)
@shared_options.seed("Another seed takes other random walks.")
@shared_options.timeout
@shared_options.case_timeout("After this a case is given up, or told as it is.")
@shared_options.time_limit("After this the run is given up; what was found is told.")
@click.option(
    "--baseline",
    metavar="FILE",
    help="Deviations that are expected, and why: they do not fail the run, what is "
    "not true any more does.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Write that file anew after the run. Reasons and comments stay.",
)
@shared_options.allow_remote
@click.option("-q", "--quiet", is_flag=True, help="Only findings and the last line.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Every case, and every byte of a finding."
)
@shared_options.color
@shared_options.lang("The language of the console and of --html.")
@click.option(
    "--json",
    metavar="FILE",
    help="For programs: everything, with every byte. - is stdout, as for the others.",
)
@click.option("--junit", metavar="FILE", help="For test services: XML as JUnit's.")
@click.option(
    "--html", metavar="FILE", help="For people: one page, with a picture per finding."
)
@click.option(
    "--save-scripts",
    metavar="DIR",
    help="A program per finding that shows it again, without this tool.",
)
def run(
    spec: str,
    dialect: str | None,
    profile: str | None,
    target: str | None,
    spawn: str | None,
    client: str | None,
    client_io: str,
    start_timeout: float,
    fresh: str,
    depth: str,
    exhaustive: bool,
    select: tuple[str, ...],
    listing: bool,
    questions: int,
    seed: int,
    timeout: float,
    case_timeout: float,
    time_limit: float | None,
    baseline: str | None,
    update_baseline: bool,
    allow_remote: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    lang: str | None,
    json: str | None,
    junit: str | None,
    html: str | None,
    save_scripts: str | None,
) -> int:
    """Judge a server, or a client, by its protocol's spec.

    SELECT are patterns of case ids; all cases without it. --list shows the ids.
    """
    _refuse_contradictions(quiet, verbose, target, spawn, client, fresh)
    if dialect is not None and target is None and spawn is None:
        raise click.UsageError("--dialect is for a server of yours: give its --target")
    from conformance.judging import terminable
    from conformance.report.terminal import page_for

    files = run_command.files_for({"json": json, "junit": junit, "html": html})
    address = run_command.address_of(target, allow_remote) if target else None
    command = run_command.command_of(spawn) if spawn is not None else None
    protocol = run_command.protocol_of(spec, dialect)
    options = run_command.options_for(
        protocol,
        profile,
        defaults.EXHAUSTIVE if exhaustive else depth,
        select,
        seed,
        questions=questions,
        timeout=timeout,
        case_timeout=case_timeout,
        time_limit=time_limit or math.inf,
        fresh=fresh,
        client=run_command.client_of(client),
        client_io=client_io,
        start_timeout=start_timeout,
    )
    run_command.check_selection(protocol, options)
    known = baseline_option.expectations(baseline, update_baseline, protocol, options)
    out = sys.stderr if files.takes_stdout else sys.stdout
    page = page_for(out, color, verbose, lang=lang)
    if listing:
        return run_command.write_list(protocol, options, page)
    programs = run_command.scripts_into(save_scripts, address)
    again = run_command.command_again(click.get_current_context())
    at = run_command.target_for(
        address, command, start_timeout, spec, protocol, options
    )
    with terminable(), at as judged:
        console = run_command.console(out, page, protocol, quiet)
        others = run_command.file_reports(
            files,
            protocol,
            options,
            page.lang,
            spec,
            target,
            spawn,
            allow_remote,
            dialect,
        )
        code = run_command.judge_with_reports(
            protocol, judged, options, again, [*others, *programs, console], known
        )
    return baseline_option.saved(known, code)


def _refuse_contradictions(
    quiet: bool,
    verbose: bool,
    target: str | None,
    spawn: str | None,
    client: str | None,
    fresh: str,
) -> None:
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")
    _refuse_both(target, spawn)
    if client is not None and (target, spawn) != (None, None):
        raise click.UsageError("--client is judged by itself: no --target or --spawn")
    if fresh != "never" and spawn is None:
        raise click.UsageError("--fresh is for a server that --spawn starts")


def _refuse_both(target: str | None, spawn: str | None) -> None:
    if target is not None and spawn is not None:
        raise click.UsageError("--target and --spawn exclude each other")


_DIALECT_EXAMPLES = """\b
Examples:
  conformance dialect --spec hash --target 127.0.0.1:5000 --output ours.yaml
      write down how that server words its messages
  conformance run --spec hash --target 127.0.0.1:5000 --dialect ours.yaml
      judge it by its own words

\b
Exit codes:
  0  written, or there is nothing to write
  3  the target is not there, does not start, or was lost on the way
  4  the command line or the spec is wrong, or the file could not be written"""


@cli.command(epilog=_DIALECT_EXAMPLES)
@click.argument("select", nargs=-1)
@_judged_spec
@_claimed
@click.option("--target", metavar="HOST:PORT", help="Where your server listens.")
@shared_options.spawn
@shared_options.start_timeout
@shared_options.allow_remote
@shared_options.depth("How much is tried to hear it.", defaults.DEPTHS[0])
@shared_options.timeout
@click.option("--output", metavar="FILE", default="-", help="[default: stdout]")
def dialect(
    select: tuple[str, ...],
    spec: str,
    profile: str | None,
    target: str | None,
    spawn: str | None,
    start_timeout: float,
    allow_remote: bool,
    depth: str,
    timeout: float,
    output: str,
) -> int:
    """Write down how a server words its messages, where the spec words them otherwise.

    A person should look over it before it is used: what is wrong may be in it too.
    SELECT are patterns of case ids, as for `conformance run`.
    """
    _refuse_both(target, spawn)
    if target is None and spawn is None:
        raise click.UsageError("give --target HOST:PORT or --spawn COMMAND")
    from conformance import dialect_command
    from conformance.judging import terminable

    to = dialect_command.destination(output)
    address = run_command.address_of(target, allow_remote) if target else None
    command = run_command.command_of(spawn) if spawn is not None else None
    protocol = run_command.protocol_of(spec)
    options = run_command.options_for(
        protocol, profile, depth, select, defaults.SEED, timeout=timeout
    )
    run_command.check_selection(protocol, options)
    at = run_command.target_for(
        address, command, start_timeout, spec, protocol, options
    )
    with terminable(), at as judged:
        return dialect_command.propose(spec, protocol, options, judged, to)


_report = click.argument("report", metavar="REPORT.json")
_id = click.argument("id", metavar="[ID]", required=False)
_page_lang = shared_options.lang("The language of the console.")

_SHOW_EXAMPLES = """\b
Examples:
  conformance run --target 127.0.0.1:5000 --json report.json
      judge, and keep what was found
  conformance show report.json
      all findings again, with every byte
  conformance show report.json must/entry/who/online-name-self --as script > who.py
      a program that needs nothing but Python, for somebody who has no judge
  conformance show report.json must/entry/who/online-name-self --as scenario
      to be pasted below `scenarios:` in the spec

\b
Exit codes:
  0  shown
  4  no such finding, or no report"""


@cli.command(epilog=_SHOW_EXAMPLES)
@_report
@_id
@click.option(
    "--as",
    "form",
    type=click.Choice(report_commands.FORMS),
    default="console",
    show_default=True,
    help="A script in Python, lines for nc where the wire is text, or a scenario.",
)
@shared_options.color
@_page_lang
def show(report: str, id: str | None, form: str, color: str, lang: str | None) -> int:
    """Show findings of a report: that of an ID, or all."""
    from conformance.report.terminal import page_for

    stored, findings = report_commands.read(report, id)
    page = page_for(sys.stdout, color, True, lang=lang)
    return report_commands.show(stored, findings, form, page)


_REPLAY_EXAMPLES = """\b
Examples:
  conformance run --target 127.0.0.1:5000 --json report.json
      judge, and keep what was found
  conformance replay report.json
      is it mended? each finding, against the target of the report
  conformance replay report.json must/entry/who/online-name-self
      one of them
  conformance replay report.json --spawn './server {port}'
      against another target

\b
Exit codes:
  0  FIXED, all of them
  1  STILL FAILS, at least one
  2  CANNOT RUN, at least one, or the spec has changed since
  3  the target is not there, or does not start
  4  no such finding, no report, or no such spec"""


@cli.command(epilog=_REPLAY_EXAMPLES)
@_report
@_id
@click.option(
    "--target",
    metavar="HOST:PORT",
    help="Where your server listens now.  [default: the target of the report]",
)
@shared_options.spawn
@shared_options.client
@shared_options.start_timeout
@shared_options.allow_remote
@shared_options.color
@_page_lang
def replay(
    report: str,
    id: str | None,
    target: str | None,
    spawn: str | None,
    client: str | None,
    start_timeout: float,
    allow_remote: bool,
    color: str,
    lang: str | None,
) -> int:
    """Play findings of a report again: that of an ID, or all. Are they mended?"""
    _refuse_contradictions(False, False, target, spawn, client, "never")
    from conformance.judging import terminable
    from conformance.report.terminal import page_for

    stored, findings = report_commands.read(report, id)
    page = page_for(sys.stdout, color, False, lang=lang)
    if not findings:
        return report_commands.show(stored, findings, "console", page)
    if target is None and spawn is None:
        target, spawn = stored.address or None, stored.spawn or None
    address = run_command.address_of(target, allow_remote) if target else None
    command = run_command.command_of(spawn) if spawn is not None else None
    again = run_command.client_of(client) or stored.client
    protocol, options = report_commands.options_of(stored, again)
    at = run_command.target_for(
        address, command, start_timeout, stored.spec, protocol, options
    )
    with terminable(), at as judged:
        return report_commands.replay(stored, findings, protocol, options, judged, page)


@cli.command()
def specs() -> None:
    """List the protocols with their profiles and features."""
    from codegen.protocol import available, load

    for name in available():
        protocol = load(name)
        click.echo(f"{name}: {protocol.title} (port {protocol.port})")
        for profile, claimed in protocol.profiles.items():
            words = ", ".join(sorted(claimed)) or "no features"
            click.echo(f"  profile {profile}: {words}")
        for feature in protocol.features:
            click.echo(f"  feature {feature.name}: {feature.about}")


cli.add_command(mutants_command.mutants)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code. No traceback leaves it."""
    from conformance.report.terminal import tolerate

    tolerate(sys.stdout, sys.stderr)
    try:
        code = cli.main(arguments, "conformance", standalone_mode=False)
    except click.ClickException as error:
        return _refused(error)
    except (click.Abort, KeyboardInterrupt) as reason:
        return int(getattr(reason.__cause__, "code", _INTERRUPTED))
    except SystemExit:  # what click does when nobody reads on, as after `| head`
        return run_command.NOBODY_READS
    return code if isinstance(code, int) else 0


def _refused(error: click.ClickException) -> int:
    """Say what is wrong with the command line, and nothing else."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return run_command.USAGE
    click.echo(f"conformance: {error.format_message()}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(f"try: {context.command_path} --help", err=True)
    return error.code if isinstance(error, run_command.Stop) else run_command.USAGE
