"""What every message codec offers."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Generic, TypeVar

from construct import Construct
from construct.core import stream_read_entire, stream_write

from codegen.wire.errors import WireError
from codegen.wire.field import Field

M = TypeVar("M")


class Codec(Construct, Generic[M]):  # type: ignore[type-arg]  # generic in stubs only
    """Whole payloads to instances of one dataclass and back.

    ``decode(encode(m)) == m`` for every m that can be encoded, and
    ``encode(decode(b)) == b`` for every b that can be decoded. Nothing but `WireError`
    is raised: by `decode` for any bytes, by `encode` for any object.

    `head` is the constant that a payload starts with, `mark` another one that occurs
    somewhere in it (b"" if there is none); `fields` has the types by name, in the order
    of the wire.
    """

    cls: type[M]
    fields: dict[str, Field[Any]]
    head: bytes
    mark: bytes = b""

    @abstractmethod
    def decode(self, payload: bytes) -> M:
        """Return the message that a payload is; WireError if it is none."""

    @abstractmethod
    def encode(self, message: M) -> bytes:
        """Return the payload of a message; WireError if there is none for it."""

    def _parse(self, stream: Any, context: Any, path: str) -> M:
        try:
            return self.decode(stream_read_entire(stream, path))
        except WireError as error:
            error.path = path
            raise

    def _build(self, obj: M, stream: Any, context: Any, path: str) -> Any:
        try:
            payload = self.encode(obj)
        except WireError as error:
            error.path = path
            raise
        stream_write(stream, payload, len(payload), path)
        return obj
