"""Where specs are found and where generated modules go, from any directory."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from codegen.model import Mark, Problem, SpecError
from codegen.reason import reason

PACKAGE = Path(__file__).resolve().parent
SUFFIXES = (".yaml", ".yml")


class NoSpecError(Exception):
    """A name that is no spec's; its text says which there are."""


class UnreadableError(SpecError):
    """A spec whose text cannot be had."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, [Problem(Mark(), reason)])
        self.args = (f"cannot read {path}: {reason}",)


def specs_folder() -> Path:
    """The folder of the specs: package data in a wheel, ``spec/`` in a checkout."""
    packaged = PACKAGE / "spec"
    return packaged if packaged.is_dir() else PACKAGE.parent / "spec"


def all_specs() -> list[Path]:
    """Every spec of the project. Raises NoSpecError when there is none."""
    found = sorted(specs_folder().glob("*.yaml"))
    if not found:
        raise NoSpecError(f"there are no specs in {shown(specs_folder())}")
    return found


def find_spec(word: str) -> Path:
    """The file that ``word`` means: a path, or the bare name of a spec.

    Raises NoSpecError when a bare name is none; whether a path exists is not looked at.
    """
    if word.endswith(SUFFIXES) or "/" in word or os.sep in word:
        return Path(word)
    path = specs_folder() / f"{word}.yaml"
    if path.is_file():
        return path
    known = [spec.stem for spec in all_specs()]
    near = get_close_matches(word, known, n=1)
    guess = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"
    raise NoSpecError(f"no spec named {word!r}; {guess}")


def read_spec(path: Path) -> str:
    """The text of a spec. Raises UnreadableError."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        why = f"it is not UTF-8: line {line} has the byte 0x{byte:02x}"
    except OSError as error:
        why = reason(error)
    raise UnreadableError(shown(path), why)


def source_name(path: Path) -> str:
    """How a generated module names its spec: alike wherever the project lies."""
    whole = path.resolve()
    if whole.parent == specs_folder().resolve():
        return f"spec/{whole.name}"
    return path.as_posix()


def generated_folder() -> Path:
    """Where generated modules go."""
    return PACKAGE / "generated"


def shown(path: Path) -> str:
    """A path as short as it can be written here."""
    whole = path.absolute()
    here = Path.cwd()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else path)
