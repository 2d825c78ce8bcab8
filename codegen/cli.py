"""``python -m codegen``: generate, document, check, lint. Only this prints."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegen.model import SpecError
from codegen.paths import NoSpecError, UnreadableError, all_specs, find_spec, shown
from codegen.reason import reason

if TYPE_CHECKING:
    from codegen.generate import Output
    from codegen.model import Spec

STALE = 1
UNUSABLE = 2

SPECS = click.argument("specs", metavar="[SPEC]...", nargs=-1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Make Python modules and pages of the protocols that YAML files describe.

    A SPEC is a file (spec/chat.yaml) or the name of one in spec/ (chat). Without any,
    all files in spec/ are meant. A module lies in codegen/generated/, a page beside its
    spec. They are never edited: change the spec and generate again.

    \b
    While you write:    python -m codegen lint chat
    After a change:     python -m codegen generate
    Before a commit:    python -m codegen check

    Exit status: 0 all is well, 1 a generated file is not what its spec means, 2 a spec
    or a file cannot be used.
    """


@main.command()
@SPECS
def generate(specs: tuple[str, ...]) -> None:
    """Write the module and the page of each SPEC.

    Says which ones changed. What was made of a spec stays as it was while that has
    problems.
    """
    sys.exit(_each(specs, _generate))


@main.command()
@SPECS
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where the page goes; - is standard output. For one SPEC.",
)
def document(specs: tuple[str, ...], output: str | None) -> None:
    """Write the page of each SPEC: all that one must know to implement it.

    It is Markdown with diagrams, as GitHub shows it, and lies beside its spec.
    """
    if output is None:
        sys.exit(_each(specs, _document))
    if len(specs) != 1:
        raise click.UsageError("--output takes the page of one SPEC: name it.")
    sys.exit(_each(specs, lambda path: _document_elsewhere(path, output)))


@main.command()
@SPECS
def check(specs: tuple[str, ...]) -> None:
    """See whether modules and pages are current.

    Writes nothing, and shows what generating would change as a diff. Without a SPEC,
    those that no spec means are found too.
    """
    status = _each(specs, _check)
    if not specs and status != UNUSABLE:
        from codegen.generate import orphans

        status = max([status, *map(_report, orphans())])
    sys.exit(status)


@main.command()
@SPECS
def lint(specs: tuple[str, ...]) -> None:
    """Show every problem of each SPEC.

    Problems go to standard output as file:line:column: message, for editors; how many
    a file has goes to standard error.
    """
    sys.exit(_each(specs, _lint))


def _each(words: tuple[str, ...], do: Callable[[Path], int]) -> int:
    """Do something for each spec; the worst exit status of all."""
    try:
        paths = [find_spec(word) for word in words] or all_specs()
    except NoSpecError as error:
        click.echo(error, err=True)
        return UNUSABLE
    return max(_attempt(path, do) for path in paths)


def _attempt(path: Path, do: Callable[[Path], int]) -> int:
    from codegen.generate import NotOursError

    try:
        return do(path)
    except (SpecError, NotOursError) as error:
        click.echo(error, err=True)
    except OSError as error:
        click.echo(f"cannot write {error.filename}: {reason(error)}", err=True)
    return UNUSABLE


def _generate(path: Path) -> int:
    from codegen.generate import outputs

    for made in outputs(path):
        _write(made)
    return 0


def _document(path: Path) -> int:
    from codegen.generate import page

    _write(page(path))
    return 0


def _document_elsewhere(path: Path, target: str) -> int:
    from codegen.generate import page

    if target == "-":
        from codegen.build import spec_from_file
        from codegen.document.page import page as page_of

        click.echo(page_of(spec_from_file(path)).encode(), nl=False)
    else:
        _write(page(path, Path(target)))
    return 0


def _write(made: Output) -> None:
    from codegen.generate import write

    change = "unchanged"
    if not made.is_current:
        change = "new" if made.actual is None else "changed"
        write(made)
    click.echo(f"{shown(made.path)}: {change}")


def _check(path: Path) -> int:
    from codegen.generate import outputs

    return max([_report(made) for made in outputs(path)])


def _report(output: Output) -> int:
    if output.is_current:
        return 0
    click.echo(output.diff(), nl=False)
    click.echo(f"{shown(output.path)}: {_reason(output)}", err=True)
    return STALE


def _reason(output: Output) -> str:
    if output.wanted is None:
        return "no spec means this file; delete it or bring its spec back"
    what = "missing" if output.actual is None else "not what its spec means"
    return f"{what}; run: python -m codegen generate {output.spec}"


def _lint(path: Path) -> int:
    from codegen.build import spec_from_file

    try:
        spec = spec_from_file(path)
    except UnreadableError:
        raise
    except SpecError as error:
        click.echo(error)
        click.echo(
            f"{_count(len(error.problems), 'problem')} in {shown(path)}", err=True
        )
        return UNUSABLE
    click.echo(f"{shown(path)}: ok: {_summary(spec)}")
    return 0


def _summary(spec: Spec) -> str:
    from codegen.emit.tables import all_rules

    return ", ".join(
        (
            _count(len(spec.messages), "message"),
            _count(len(all_rules(spec)), "rule"),
            _count(len(spec.scenarios), "scenario"),
        )
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
