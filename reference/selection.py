"""Which protocol was meant: a generated one by name, or a spec's file; in a profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from codegen.protocol import Protocol, available, load


class SelectionError(Exception):
    """What was asked for does not exist; the text says what does."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A protocol and the features of it that are offered; None is all of them."""

    protocol: Protocol
    features: frozenset[str] | None = None


def select(spec: str, profile: str | None = None) -> Selection:
    """The protocol of ``spec``, a name or the path of a YAML file, in ``profile``."""
    protocol = _from_file(Path(spec)) if _is_path(spec) else _by_name(spec)
    if profile is None:
        every = frozenset(feature.name for feature in protocol.features)
        return Selection(protocol.in_profile(every))
    if profile not in protocol.profiles:
        raise SelectionError(
            f"{protocol.name} has {no_such('profile', profile, protocol.profiles)}"
        )
    features = protocol.profiles[profile]
    return Selection(protocol.in_profile(features), features)


def no_such(kind: str, name: str, known: Iterable[str]) -> str:
    """``no limit 'session'; did you mean 'sessions'? there are: …``."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(name, known, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else ";"
    there_are = f"there are: {', '.join(known)}" if known else "there are none"
    return f"no {kind} {name!r}{guess} {there_are}"


def _is_path(spec: str) -> bool:
    return spec.endswith((".yaml", ".yml"))


def _by_name(name: str) -> Protocol:
    names = available()
    if name not in names:
        hint = "" if "." in name or "/" in name else f"; or give a file: {name}.yaml"
        raise SelectionError(no_such("spec", name, names) + hint)
    return load(name)


def _from_file(path: Path) -> Protocol:
    from codegen.build import protocol_from_file
    from codegen.model import SpecError

    try:
        return protocol_from_file(path)
    except SpecError as error:
        raise SelectionError(str(error)) from None
