"""What generated modules should say, whether they say it, and writing them."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from codegen.build import spec_from_file
from codegen.paths import all_specs, generated_folder, shown


@dataclass(frozen=True, slots=True)
class Output:
    """A generated module: where it lies, its text as it should be and as it is.

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


def output(path: Path) -> Output:
    """The output of the spec in a file. Raises SpecError."""
    from codegen.emit.module import module

    spec = spec_from_file(path)
    target = generated_folder() / f"{spec.name}.py"
    return Output(shown(path), target, module(spec), _text(target))


def orphans() -> list[Output]:
    """Generated modules that no spec of the project means."""
    specs = {path.stem for path in all_specs()}
    modules = sorted(generated_folder().glob("[!_]*.py"))
    return [Output("", p, None, _text(p)) for p in modules if p.stem not in specs]


def write(output: Output) -> None:
    """Write a module whole or not at all: nobody ever imports half of one."""
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
