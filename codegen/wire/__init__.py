"""The construct subclasses and framings that generated modules are made of.

Field types (`Text`, `Blob`, `Integer`, `Choice`, `Flag`, `Array`, `Group`, `Const`) say
what a field may hold. Message codecs (`Template`, `Layout`, `NulRecord`) put them in
order: a whole payload to an instance of a dataclass and back. `Messages` holds those of
one side. Framings (`Unframed`, `Lines`, `Records`, `LengthPrefixed`) cut a stream into
payloads. Whatever is wrong is a `WireError`.
"""

from codegen.wire.codec import Codec
from codegen.wire.compound import Array, Group
from codegen.wire.dispatch import Messages
from codegen.wire.errors import FramingError, WireError
from codegen.wire.field import Field
from codegen.wire.framing import (
    Framing,
    LengthPrefixed,
    Lines,
    Records,
    Splitter,
    Unframed,
)
from codegen.wire.layout import Layout
from codegen.wire.numbers import Choice, Flag, Integer
from codegen.wire.record import NulRecord
from codegen.wire.sequence import Const
from codegen.wire.template import Template
from codegen.wire.text import Blob, Text

__all__ = [
    "Array",
    "Blob",
    "Choice",
    "Codec",
    "Const",
    "Field",
    "Flag",
    "Framing",
    "FramingError",
    "Group",
    "Integer",
    "Layout",
    "LengthPrefixed",
    "Lines",
    "Messages",
    "NulRecord",
    "Records",
    "Splitter",
    "Template",
    "Text",
    "Unframed",
    "WireError",
]
