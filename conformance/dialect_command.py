"""What ``conformance dialect`` does: listen to a server, and write down its words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from codegen.reason import reason
from conformance import run_command
from conformance.report.destination import Destination, Unwritable

if TYPE_CHECKING:
    from codegen.model import Spec
    from codegen.protocol import Protocol
    from conformance.runner import Options
    from conformance.targets.target import Target

_INTERRUPTED = 130
_SHOWN = 72  # characters of a text that is shown beside another


def destination(path: str) -> Destination:
    """Where the file goes. Raises UsageError at once if it cannot be written."""
    try:
        return Destination(path)
    except Unwritable as error:
        context = click.get_current_context()
        raise click.UsageError(f"--output: {error}", context) from None


def propose(
    spec: str, protocol: Protocol, options: Options, target: Target, to: Destination
) -> int:
    """Judge, collect what is said in other words, and write it as a dialect."""
    from codegen.build import spec_from_file
    from codegen.paths import find_spec
    from conformance.judging import INTERRUPTED, judge
    from conformance.report.tally import Tally
    from conformance.runner import run

    tally = Tally()
    code = judge(run(protocol, target, options), [tally])
    if code == INTERRUPTED:
        return _INTERRUPTED
    if code == run_command.UNREACHABLE:
        end = tally.finished
        why = end.stopped if end is not None else "the target is lost"
        raise run_command.Stop(f"nothing can be heard: {why}", code)
    if not tally.worded:
        _say("it words all that was heard as the spec does: no dialect is needed")
        return _left(tally.failures)
    texts = {it.message: it.text for it in tally.worded}
    model = spec_from_file(find_spec(spec))
    good = _valid(model, {name: text for name, text in texts.items() if text})
    try:
        to.write("".join(f"{line}\n" for line in _lines(model, texts, good)))
    except OSError as error:
        raise run_command.Stop(f"cannot write {to.name}: {reason(error)}", 4) from None
    missing = f", {len(texts) - len(good)} to be filled in" if good != texts else ""
    _say(f"{len(good)} texts that it words otherwise{missing}; look over them")
    return _left(tally.failures)


def _left(failures: int) -> int:
    if failures:
        _say("it deviates in more than words: conformance run says where")
    return 0


def _say(text: str) -> None:
    click.echo(f"conformance: {text}", err=True)


def _valid(model: Spec, texts: Mapping[str, str]) -> Mapping[str, str]:
    """The texts with which the spec is a good one still; those that break it go."""
    from codegen.dialect import in_dialect
    from codegen.model import SpecError

    good: dict[str, str] = {}
    for name, text in texts.items():
        tried = {**good, name: text}
        try:
            in_dialect(model, "\n".join(_document(model, tried)), "proposal")
        except SpecError:
            continue
        good = tried
    return good


def _document(model: Spec, texts: Mapping[str, str]) -> Iterator[str]:
    yield f"dialect: {model.name}"
    yield "texts:"
    for name, text in texts.items():
        yield f"  {name}: {_quoted(text)}"


def _lines(
    model: Spec, texts: Mapping[str, str], good: Mapping[str, str]
) -> Iterator[str]:
    """The file, with the words of the spec beside those of the server."""
    yield f"# How one server words the messages of {model.path}."
    yield f"dialect: {model.name}"
    yield "texts:" if good else "texts: {}"
    for name, text in texts.items():
        known = model.message(name)
        was = _quoted(str(known.template)) if known else ""
        yield f"  # in the spec: {was[:_SHOWN]}"
        if name in good:
            yield f"  {name}: {_quoted(text)}"
        else:
            yield f"  # {name}: what it says here cannot be told apart from its fields"


def _quoted(text: str) -> str:
    """A text as YAML reads it, on one line."""
    return json.dumps(text, ensure_ascii=False)
