"""``conformance mutants``: what can be typed. All that is slow is imported late."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance import defaults, run_command, shared_options

if TYPE_CHECKING:
    from conformance.mutants.campaign import Campaign, Wanted
    from conformance.mutants.score import Score
    from conformance.report.destination import Destination

_CASE_TIMEOUT = 10.0  # seconds: a finding need not be as short as can be
_TIME_LIMIT = 120.0  # seconds for one mutant
_SUFFIXES = (".md", ".json")
_ARGUED = "equivalent"  # the folder beside a spec
_ERROR = 2

EXAMPLES = """\b
Examples:
  conformance mutants --spec hash --list
      what would be done wrong, and where
  conformance mutants --spec hash --sample 20 --first
      twenty of them, quickly: is the judge awake?
  conformance mutants --spec hash --operators 'drop-*' --operators leak
      some kinds; a pattern may also be that of an id
  conformance mutants --spec hash --output hash.md --output hash.json
      all of them, with the whole kill matrix in files

\b
Exit codes:
  0  no mutant survives that is not argued, and no control is blamed
  1  there are survivors, blamed controls, or arguments for none
  2  nothing can be said: the reference server itself does not pass
  4  the command line, the spec or the file of arguments is wrong"""


@click.command(epilog=EXAMPLES)
@shared_options.spec("The protocol whose servers are made wrong.")
@shared_options.profile("What they have.")
@click.option(
    "--operators",
    metavar="GLOB",
    multiple=True,
    help="Only mutants of these operators, or with these ids; may be repeated.",
)
@shared_options.depth("How much the judge tries.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="So many mutants at a time.  [default: one for each core]",
)
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(1),
    help="So many mutants, of all operators, by chance.",
)
@shared_options.seed("Another seed takes another sample, and other random walks.")
@click.option(
    "--first/--all",
    default=False,
    help="Stop with each mutant at its first finding, or know all cases that fail.  "
    "[default: all]",
)
@shared_options.timeout
@shared_options.case_timeout(
    "After this a finding is told as it is, however long.", _CASE_TIMEOUT
)
@shared_options.time_limit(
    "After this a mutant counts as killed, and that is said. A control has five "
    "times as long.",
    _TIME_LIMIT,
)
@click.option(
    "--equivalent",
    metavar="FILE",
    help="Why some mutants cannot be told from the right server: PATTERN: reason.  "
    "[default: equivalent/NAME.yaml beside the spec]",
)
@click.option(
    "--output",
    metavar="FILE",
    multiple=True,
    help="The kill matrix, as FILE.md or FILE.json; may be repeated.",
)
@click.option("--list", "listing", is_flag=True, help="List the mutants, run nothing.")
def mutants(
    spec: str,
    profile: str | None,
    operators: tuple[str, ...],
    depth: str,
    jobs: int | None,
    sample: int | None,
    seed: int,
    first: bool,
    timeout: float,
    case_timeout: float,
    time_limit: float,
    equivalent: str | None,
    output: tuple[str, ...],
    listing: bool,
) -> int:
    """Judge the judge: does it find servers that are wrong on purpose?

    Each mutant is a spec with one mechanical change and a server that follows it, or a
    server with a bad habit on the wire. The judge, who knows the right spec, has to
    tell it from the right server, and to name the requirement that is broken.
    """
    from codegen.paths import find_spec
    from conformance.mutants.campaign import Wanted

    outputs = [_output(it) for it in output]
    run_command.protocol_of(spec)  # refuses what is none
    path = find_spec(spec)
    argued = _argued(equivalent, path)
    wanted = Wanted(
        spec=spec,
        path=path,
        profile=profile,
        operators=operators,
        depth=depth,
        jobs=jobs or os.cpu_count() or 1,
        sample=sample,
        seed=seed,
        first=first,
        timeout=timeout,
        case_timeout=case_timeout,
        time_limit=time_limit,
    )
    campaign = _prepared(wanted)
    if listing:
        return _list(campaign)
    interrupted = _run(campaign)
    code = _told(campaign, argued, outputs)
    return interrupted or code


def _output(name: str) -> Destination:
    from conformance.report.destination import Destination, Unwritable

    if not name.endswith(_SUFFIXES):
        raise click.UsageError(f"--output {name}: end it with {' or '.join(_SUFFIXES)}")
    try:
        return Destination(name)
    except Unwritable as error:
        raise click.UsageError(f"--output: {error}") from None


def _argued(name: str | None, spec: Path) -> dict[str, str]:
    from conformance.mutants.argued import ArguedError, read

    path = Path(name) if name else spec.parent / _ARGUED / f"{spec.stem}.yaml"
    if name is None and not path.is_file():
        return {}
    try:
        return read(path)
    except ArguedError as error:
        raise click.UsageError(str(error)) from None


def _prepared(wanted: Wanted) -> Campaign:
    from conformance.choices import ChoiceError
    from conformance.mutants.campaign import prepared

    try:
        campaign = prepared(wanted)
    except ChoiceError as error:
        raise click.UsageError(str(error)) from None
    if not campaign.mutants:
        raise click.UsageError(
            f"no mutant matches {' '.join(map(repr, wanted.operators))}; "
            "--list without --operators shows those there are"
        )
    return campaign


def _list(campaign: Campaign) -> int:
    for it in campaign.mutants:
        change = f"{it.before} -> {it.after}" if it.before else it.after
        click.echo(f"{it.id}\t{it.line or ''}\t{' '.join(change.split())}")
    return 0


def _run(campaign: Campaign) -> int:
    """Try all mutants; the exit code if that was interrupted, what is known counts."""
    from conformance.judging import INTERRUPTED, terminable
    from conformance.mutants import campaign as campaigns
    from conformance.mutants.progress import Progress
    from conformance.mutants.workers import WorkerDied

    progress = Progress(sys.stderr, shutil.get_terminal_size().columns)
    try:
        with terminable():
            campaigns.run(campaign, progress.tell)
    except (campaigns.NotGreen, WorkerDied) as error:
        raise run_command.Stop(str(error), _ERROR) from None
    except KeyboardInterrupt as reason:
        if not campaign.trials:
            raise
        return int(getattr(reason, "code", INTERRUPTED))
    finally:
        progress.clear()
    return 0


def _told(
    campaign: Campaign, argued: dict[str, str], outputs: list[Destination]
) -> int:
    from conformance.mutants import matrix
    from conformance.mutants.score import score

    wanted = campaign.wanted
    result: Score = score(campaign, argued, campaign.is_whole)
    command = _command(wanted)
    report = matrix.markdown(campaign, result, command)
    click.echo(report, nl=False)
    for file in outputs:
        is_json = file.name.endswith(".json")
        _write(file, matrix.as_json(campaign, result, command) if is_json else report)
    return 0 if result.is_good else 1


def _write(file: Destination, text: str) -> None:
    from codegen.reason import reason

    try:
        file.write(text)
    except OSError as error:
        why = f"cannot write {file.name}: {reason(error)}"
        raise run_command.Stop(why, run_command.USAGE) from None


def _command(wanted: Wanted) -> str:
    """The command line that makes the same table."""
    words = ["conformance mutants --spec", wanted.spec]
    words += ["--profile", wanted.profile] if wanted.profile else []
    words += [f"--operators '{it}'" for it in wanted.operators]
    words += ["--depth", wanted.depth] if wanted.depth != defaults.DEPTH else []
    words += [f"--sample {wanted.sample} --seed {wanted.seed}"] if wanted.sample else []
    words += ["--first"] if wanted.first else []
    return " ".join(words)
