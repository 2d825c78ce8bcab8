"""The whole text of a generated module."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.emit import tables
from codegen.emit.client import client, operator
from codegen.emit.codecs import codecs, tags
from codegen.emit.layout import lay_out
from codegen.emit.machine import machine
from codegen.emit.messages import classes
from codegen.emit.scenarios import scenarios
from codegen.emit.text import docstring
from codegen.emit.types import constants
from codegen.model import Spec

_FITS = re.compile(r"\bfunctions\.fits\((\w+)")


def module(spec: Spec) -> str:
    """The source of the module that a valid spec means."""
    room = machine(spec).rstrip("\n")
    blocks = [
        *classes(spec),
        "# The wire.\n\n" + "\n".join(_wire(spec, room)),
        "# The machine.",
        room,
    ]
    body = "\n\n\n".join(blocks)
    head = "\n".join(_head(spec, body))
    data = "\n\n".join(_data(spec))
    return lay_out(f"{head}\n\n{body}\n\n\n{data}\n")


def _head(spec: Spec, body: str) -> Iterator[str]:
    yield from docstring(
        f"{spec.title}.\n\nGenerated from {spec.path}. Do not edit: change the spec, "
        f"then run\n\n    python -m codegen generate {spec.path}"
    )
    yield ""
    if "builtins." in body:
        yield "import builtins"
    yield "from dataclasses import dataclass"
    yield "from typing import ClassVar"
    yield ""
    functions = "functions, " if "functions." in body else ""
    yield f"from codegen import {functions}protocol, room, wire"


def _wire(spec: Spec, room: str) -> Iterator[str]:
    named = constants(spec, also=_FITS.findall(room))
    yield from named
    if named:
        yield ""
    yield from codecs(spec)
    if "TAGS[" in room:
        yield tags(spec)


def _data(spec: Spec) -> Iterator[str]:
    yield "# What the spec says about all this. Line numbers are those of the spec."
    yield tables.messages(spec)
    yield tables.rules(spec)
    yield tables.features(spec)
    yield client(spec)
    if spec.operator is not None:
        yield operator(spec)
    yield scenarios(spec)
    yield tables.protocol(spec)
