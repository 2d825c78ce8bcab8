"""Mutants that nobody can tell from the right server, each with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from codegen.reason import reason
from conformance.mutants.outcome import Fate, Trial


class ArguedError(ValueError):
    """A file of reasons that cannot be read; its text says why."""


def read(path: Path) -> dict[str, str]:
    """Pattern of ids -> reason. Raises ArguedError."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise ArguedError(f"cannot read {path}: {why}") from None
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(
        isinstance(it, str) and it.strip() for pair in found.items() for it in pair
    ):
        raise ArguedError(
            f"{path}: write 'PATTERN OF IDS: the reason', one after another"
        )
    return {pattern: " ".join(why.split()) for pattern, why in found.items()}


def reason_for(trial: Trial, argued: Mapping[str, str]) -> str:
    """Why a survivor cannot be told from the right server; "" if nobody says so."""
    if trial.fate is not Fate.SURVIVED:
        return ""
    found = (w for p, w in argued.items() if fnmatchcase(trial.mutant.id, p))
    return next(found, "")


def stale(argued: Mapping[str, str], trials: Iterable[Trial]) -> list[str]:
    """The patterns that match no survivor."""
    left = [it.mutant.id for it in trials if it.fate is Fate.SURVIVED]
    return [p for p in argued if not any(fnmatchcase(id, p) for id in left)]
