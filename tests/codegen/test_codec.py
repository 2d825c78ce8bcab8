"""Codecs straight from a spec do what the generated ones do."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from codegen import codec, protocol, wire
from codegen.load import load
from codegen.model import Message, Spec

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "spec").glob("*.yaml"))
GENERATED = [name for name in NAMES if name in protocol.available()]

RECORDS = """\
spec: 1
name: records
title: Records
port: 7000
framing: {kind: record, size: 8, pad: 0x20, tail: any}
limits: {sessions: 1, queue_bytes: 8}
types: {word: {is: text, length: 1..4}}
messages:
  hi:
    from: client
    wire: "/{word}"
    fields: {word: word}
    examples: [{fields: {word: on}, text: /on}]
    malformed:
      - {text: /on offer, error: no-nul}
      - {hex: "2f 6f", error: truncated}
session: {regions: {}}
"""


def spec_of(path: Path) -> Spec:
    return load(path.read_text(encoding="utf-8"), str(path))


def face(message: Any) -> tuple[str, dict[str, Any]]:
    return type(message).__name__, asdict(message)


def outcome(messages: wire.Messages, payload: bytes) -> tuple[str, Any]:
    try:
        return face(messages.decode(payload))
    except wire.WireError as error:
        return error.code, (error.field, error.offset, error.level)


def payloads(spec: Spec, sender: str) -> list[bytes]:
    own = [m for m in spec.messages if m.on_wire and m.sender == sender]
    found = [e.payload for m in own for e in m.examples]
    found += [b.payload for m in own for b in m.malformed]
    return [*found, *(p[:-1] for p in found), *(p + b"\n" for p in found), b"", b"\xff"]


@pytest.mark.parametrize("sender", ["client", "server"])
@pytest.mark.parametrize("name", GENERATED)
def test_they_read_what_the_generated_codecs_read(name: str, sender: str) -> None:
    spec = spec_of(ROOT / f"spec/{name}.yaml")
    generated = protocol.load(name)
    theirs = getattr(generated, f"{sender}_messages")
    ours = codec.messages(spec, sender)

    for payload in payloads(spec, sender):
        assert outcome(ours, payload) == outcome(theirs, payload)


@pytest.mark.parametrize("sender", ["client", "server"])
@pytest.mark.parametrize("name", GENERATED)
def test_they_frame_what_the_generated_framing_frames(name: str, sender: str) -> None:
    spec = spec_of(ROOT / f"spec/{name}.yaml")
    generated = protocol.load(name)

    assert codec.framing(spec, sender) == getattr(generated, f"{sender}_framing")


def test_a_message_has_one_class_whatever_codec_it_came_from() -> None:
    spec = spec_of(ROOT / "tests/specs/sampler.yaml")
    message = one(spec, "rolled")
    values = message.examples[0].values

    decoded = codec.codec(message, spec).decode(message.examples[0].payload)

    assert decoded == codec.instance(message, values)
    assert decoded.members[0].hushed is False


def test_a_record_is_padded_and_read_to_its_padding() -> None:
    spec = load(RECORDS, "records.yaml")
    message = one(spec, "hi")
    codec_ = codec.codec(message, spec)

    payload = codec_.encode(codec.instance(message, message.examples[0].values))

    assert payload == b"/on     " == message.examples[0].payload
    assert codec_.decode(b"/on rest").word == "on"
    assert [b.payload for b in message.malformed] == [b"/on offer", b"/o"]
    assert codec.framing(spec, "client") == wire.Records(size=8)


def test_a_type_without_a_form_has_no_codec() -> None:
    spec = load(RECORDS.replace("/{word}", "/{word}{word}"), "records.yaml")

    with pytest.raises(ValueError, match="need a literal between them"):
        codec.codec(one(spec, "hi"), spec)


def one(spec: Spec, name: str) -> Message:
    message = spec.message(name)
    assert message is not None
    return message
