"""What is made of specs: modules and pages; whether it is current; and writing it."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from codegen.build import spec_from_file
from codegen.model import Spec
from codegen.paths import all_specs, generated_folder, shown, specs_folder


@dataclass(frozen=True, slots=True)
class Output:
    """A generated file: where it lies, its text as it should be and as it is.

    ``actual`` is None where there is no such file, ``wanted`` where no spec means it.
    ``spec`` is the file that it is made from.
    """

    spec: str
    path: Path
    wanted: str | None
    actual: str | None

    @property
    def is_current(self) -> bool:
        """Whether the file says what its spec means."""
        return self.wanted == self.actual

    def diff(self) -> str:
        """What generating would change, as a unified diff."""
        name = shown(self.path)
        lines = difflib.unified_diff(
            (self.actual or "").splitlines(keepends=True),
            (self.wanted or "").splitlines(keepends=True),
            name if self.actual is not None else "/dev/null",
            name if self.wanted is not None else "/dev/null",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


class NotOursError(Exception):
    """A file stands where a page is to go, and was written by somebody."""


def outputs(path: Path) -> list[Output]:
    """All that is made of the spec in a file. Raises SpecError and NotOursError."""
    spec = spec_from_file(path)
    return [_module(spec, path), _page(spec, path, page_path(path))]


def page(path: Path, target: Path | None = None) -> Output:
    """The page of the spec in a file, to lie beside it or elsewhere.

    Raises SpecError and NotOursError.
    """
    return _page(spec_from_file(path), path, target or page_path(path))


def page_path(path: Path) -> Path:
    """Where the page of a spec's file lies."""
    return path.with_suffix(".md")


def _module(spec: Spec, path: Path) -> Output:
    from codegen.emit.module import module

    target = generated_folder() / f"{spec.name}.py"
    return Output(shown(path), target, module(spec), _text(target))


def _page(spec: Spec, path: Path, target: Path) -> Output:
    from codegen.document.page import MADE, page

    actual = _text(target)
    if actual is not None and actual.strip() and not actual.startswith(MADE):
        raise NotOursError(
            f"{shown(target)} was not made from a spec: move it away, or have the page "
            f"elsewhere: python -m codegen document {shown(path)} --output FILE"
        )
    return Output(shown(path), target, page(spec), actual)


def orphans() -> list[Output]:
    """Generated modules and pages that no spec of the project means."""
    specs = {path.stem for path in all_specs()}
    found = sorted(generated_folder().glob("[!_]*.py"))
    found += [path for path in sorted(specs_folder().glob("*.md")) if _is_page(path)]
    return [Output("", p, None, _text(p)) for p in found if p.stem not in specs]


def _is_page(path: Path) -> bool:
    from codegen.document.page import MADE

    return (_text(path) or "").startswith(MADE)


def write(output: Output) -> None:
    """Write a file whole or not at all: nobody ever imports half of a module."""
    assert output.wanted is not None, "what no spec means is never written"
    draft = output.path.with_name(f".{output.path.name}.{os.getpid()}")
    try:
        draft.write_text(output.wanted, encoding="utf-8", newline="\n")
        draft.replace(output.path)
    finally:
        draft.unlink(missing_ok=True)


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None
