"""From a file straight to a protocol, in memory: nothing is written to disk."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import CodeType, ModuleType

from codegen.model import Spec
from codegen.paths import read_spec, shown, source_name
from codegen.protocol import Protocol

_numbers = count(1)


def spec_from_file(path: Path) -> Spec:
    """The valid spec in a file. Raises SpecError with all problems."""
    from codegen.rules import valid

    return replace(valid(read_spec(path), shown(path)), path=source_name(path))


def protocol_from_file(path: Path) -> Protocol:
    """The protocol that a file describes. Raises SpecError."""
    return protocol_from_spec(spec_from_file(path))


def protocol_from_spec(spec: Spec) -> Protocol:
    """The protocol of a valid spec."""
    from codegen.emit.module import module

    return _executed(f"{spec.name}_{next(_numbers)}", module(spec))


def _executed(name: str, source: str) -> Protocol:
    """Run a module's source. Dataclasses look their module up, so it is registered."""
    built = ModuleType(f"codegen.built.{name}")
    sys.modules[built.__name__] = built
    try:
        exec(_compiled(source, built.__name__), built.__dict__)
    except BaseException:
        del sys.modules[built.__name__]
        raise
    protocol: Protocol = built.__dict__["PROTOCOL"]
    return protocol


def _compiled(source: str, name: str) -> CodeType:
    # This module's __future__ imports are not those of the source.
    return compile(source, f"<{name}>", "exec", dont_inherit=True)
