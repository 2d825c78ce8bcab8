"""What the user names: a spec, a profile, cases. Unknown names get a suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from codegen.protocol import Protocol, available, load

_SUFFIXES = (".yaml", ".yml")


class ChoiceError(ValueError):
    """A name that stands for nothing; its text says which names there are."""


def protocol(spec: str) -> Protocol:
    """The protocol of that name, or of that file. Raises ChoiceError or SpecError."""
    if is_file(spec):
        return _from_file(Path(spec))
    names = available()
    if spec not in names:
        raise ChoiceError(unknown("spec", spec, names))
    return load(spec)


def in_dialect(spec: str, dialect: str) -> Protocol:
    """That protocol in the words of a file. Raises ChoiceError or SpecError."""
    from codegen.dialect import protocol_in_dialect
    from codegen.paths import find_spec

    if not is_file(spec) and spec not in available():
        raise ChoiceError(unknown("spec", spec, available()))
    for path in (Path(dialect), *([Path(spec)] if is_file(spec) else [])):
        if not path.is_file():
            raise ChoiceError(f"no file {str(path)!r}")
    return protocol_in_dialect(find_spec(spec), Path(dialect))


def is_file(spec: str) -> bool:
    """Whether a spec is given by its file and not by its name."""
    return spec.endswith(_SUFFIXES) or "/" in spec


def _from_file(path: Path) -> Protocol:
    if not path.is_file():
        raise ChoiceError(f"no spec file {str(path)!r}")

    from codegen.build import protocol_from_file

    return protocol_from_file(path)


def profile(of: Protocol, name: str | None) -> tuple[str, frozenset[str]]:
    """A profile's name and what it claims; without a name, all that there is.

    Raises ChoiceError.
    """
    if name is None:
        every = frozenset(feature.name for feature in of.features)
        same = (known for known, claimed in of.profiles.items() if claimed == every)
        return next(same, ""), every
    if name not in of.profiles:
        raise ChoiceError(unknown("profile", name, of.profiles))
    return name, of.profiles[name]


def unknown(kind: str, name: str, names: Iterable[str]) -> str:
    """A sentence about a name that is none, with the nearest or with all of them."""
    known = sorted(names)
    near = get_close_matches(name, known, n=1)
    if near:
        return f"no {kind} named {name!r}; did you mean {near[0]!r}?"
    return f"no {kind} named {name!r}; there are: {', '.join(known) or 'none'}"


def near(patterns: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Ids that look like patterns which match none, the nearest first."""
    known = list(ids)
    found: list[str] = []
    for pattern in patterns:
        words = [word for word in pattern.replace("*", "/").split("/") if word]
        alike = [i for i in known if words and all(word in i for word in words)]
        alike = alike or _by_a_word(words, known)
        found += alike or get_close_matches(pattern, known, n=3)
    return list(dict.fromkeys(found))[:5]


def _by_a_word(words: list[str], ids: list[str]) -> list[str]:
    """Ids with a word that is nearly the last word of a pattern."""
    parts = {part: id for id in reversed(ids) for part in id.split("/")}
    matches = get_close_matches(words[-1] if words else "", parts, n=3, cutoff=0.7)
    return [parts[match] for match in matches]
