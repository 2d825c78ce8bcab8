"""Binary messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from codegen.wire.codec import Codec
from codegen.wire.errors import WireError, counted
from codegen.wire.field import Field
from codegen.wire.members import maker, taker
from codegen.wire.sequence import Const, Run

M = TypeVar("M")


class Layout(Codec[M]):
    """A message of fields and constants that follow one another.

    Errors: bad-constant, truncated, trailing-bytes, those of the fields; encoding
    bad-type and missing-field too.
    """

    def __init__(self, cls: type[M], items: Iterable[tuple[str, Field[Any]]]) -> None:
        super().__init__()
        items = list(items)
        self.cls = cls
        self.fields = {n: item for n, item in items if not isinstance(item, Const)}
        self._run = Run(items)
        self._make = maker(cls, self._run.names)
        self._take = taker(cls, self._run.names)
        self.head = self._run.head

    def decode(self, payload: bytes) -> M:
        """Return the message that a payload is; WireError if it is none."""
        values, end = self._run.read(payload, 0)
        if end != len(payload):
            surplus = f"{counted(len(payload) - end, 'byte')} after the end"
            raise WireError("trailing-bytes", surplus, offset=end)
        return self._make(values)

    def encode(self, message: M) -> bytes:
        """Return the payload of a message; WireError if there is none for it."""
        return self._run.write(self._take(message))
