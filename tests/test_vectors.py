"""Bytes typed by hand against the generated codecs, both ways.

Judge and reference share the codecs, so only bytes that no code of ours has made can
tell that both are wrong in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen.protocol import Protocol, available, load
from codegen.wire import (
    Array,
    Blob,
    Codec,
    Flag,
    Group,
    Integer,
    Messages,
    Records,
)
from codegen.wire.field import Field

VECTORS = Path(__file__).parent.parent / "spec" / "vectors"


@dataclass(frozen=True)
class Vector:
    """One message and its payload, as somebody typed them."""

    protocol: Protocol
    message: str
    fields: dict[str, Any]
    payload: bytes

    @property
    def messages(self) -> Messages:
        """The side that the message comes from."""
        side = self.protocol
        is_client = self.cls in side.client_messages.codecs
        return side.client_messages if is_client else side.server_messages

    @property
    def cls(self) -> type[Any]:
        """The generated class of the message."""
        return next(m.cls for m in self.protocol.messages if m.name == self.message)

    @property
    def value(self) -> Any:
        """The message itself."""
        types = self.messages.codecs[self.cls].fields
        fields = {name: _value(types[name], v) for name, v in self.fields.items()}
        return self.cls(**fields)


def _value(type_: Field[Any], written: Any) -> Any:
    """The value of a field that a scalar, a list or a mapping of scalars writes."""
    if isinstance(type_, Array):
        return tuple(_value(type_.item, item) for item in written)
    if isinstance(type_, Group):
        members = {k: _value(type_.fields[k], v) for k, v in written.items()}
        return type_.cls(**members)
    if isinstance(type_, Integer):
        return int(written, 0)
    if isinstance(type_, Flag):
        return {"true": True, "false": False}[written]
    return bytes.fromhex(written) if isinstance(type_, Blob) else written


def _payload(protocol: Protocol, vector: dict[str, Any]) -> bytes:
    if "hex" in vector:
        return bytes.fromhex(vector["hex"])
    framing = protocol.client_framing
    size = framing.size if isinstance(framing, Records) else 0
    return str(vector["text"]).encode().ljust(size, b"\0")


def _vectors(name: str) -> list[Vector]:
    protocol = load(name)
    # BaseLoader: every scalar stays the text that was typed.
    written = yaml.load((VECTORS / f"{name}.yaml").read_text(), yaml.BaseLoader)
    return [
        Vector(_spoken(protocol, v), v["message"], v["fields"], _payload(protocol, v))
        for v in written
    ]


def _spoken(protocol: Protocol, vector: dict[str, Any]) -> Protocol:
    """The protocol in the profile of a vector: what a payload is may depend on it."""
    profile = vector.get("profile")
    return protocol.in_profile(protocol.profiles[profile]) if profile else protocol


NAMES = sorted(path.stem for path in VECTORS.glob("*.yaml"))
ALL = [
    pytest.param(vector, id=f"{name}-{vector.message}-{index}")
    for name in NAMES
    for index, vector in enumerate(_vectors(name))
]


@pytest.mark.parametrize("vector", ALL)
def test_the_payload_is_decoded_to_the_message(vector: Vector) -> None:
    reads = vector.cls if vector.cls in vector.messages.apart else None

    assert vector.messages.decode(vector.payload, reads) == vector.value


@pytest.mark.parametrize("vector", ALL)
def test_the_message_is_encoded_to_the_payload(vector: Vector) -> None:
    assert vector.messages.encode(vector.value).hex(" ") == vector.payload.hex(" ")


@pytest.mark.parametrize("name", available())
def test_every_message_of_a_protocol_has_a_vector(name: str) -> None:
    protocol = load(name)
    codecs: list[Codec[Any]] = [*protocol.client_messages, *protocol.server_messages]
    on_wire = {codec.cls for codec in codecs}

    typed = {vector.message for vector in _vectors(name)}

    assert {m.name for m in protocol.messages if m.cls in on_wire} - typed == set()
