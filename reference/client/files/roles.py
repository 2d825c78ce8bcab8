"""The parts of a file transfer in the messages of a protocol, both ways."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from codegen.protocol import Files, Protocol, Role
from codegen.typed import fresh_number
from codegen.wire import Blob, WireError
from reference.client.files.measure import Hash, NoHash

FROM_SERVER = (
    "offered",
    "accepted",
    "refused",
    "begun",
    "chunk",
    "done",
    "cancelled",
    "go_on",
)
FROM_CLIENT = ("offer", "accept", "refuse", "begin", "data", "more", "end", "cancel")


class Roles:
    """Makes and reads the messages that carry files."""

    def __init__(self, protocol: Protocol, files: Files) -> None:
        self.files = files
        self._protocol = protocol
        self._heard: dict[type[Any], str] = {
            getattr(files, name).message: name
            for name in FROM_SERVER
            if getattr(files, name) is not None
        }

    def heard(self, message: Any) -> tuple[str, dict[str, Any]] | None:
        """The role of a message and its parts; None if it is not about files."""
        name = self._heard.get(type(message))
        if name is None:
            return None
        role: Role = getattr(self.files, name)
        return name, _parts(role, message)

    def failed(self, message: Any) -> dict[str, Any] | None:
        """The parts of a message that says that an offer failed, else None."""
        roles = (r for r in self.files.failed if r.message is type(message))
        role = next(roles, None)
        return None if role is None else _parts(role, message)

    def has(self, name: str) -> bool:
        """Whether the protocol has a message in this role."""
        return getattr(self.files, name) is not None

    def fresh_id(self) -> int | None:
        """A number for a new transfer, if the protocol numbers them."""
        field = self.files.offer.parts.get("id")
        if field is None:
            return None
        codec = self._protocol.client_messages.codecs[self.files.offer.message]
        return fresh_number(codec.fields[field])

    def bytes_of(self, name: str, parts: Mapping[str, Any]) -> bytes:
        """The bytes of the message in a role; WireError if these parts do not fit."""
        role: Role = getattr(self.files, name)
        kinds = self._protocol.client_messages.codecs[role.message].fields
        values = {at: parts[part] for part, at in role.parts.items()}
        digest = role.parts.get("digest")
        if digest is not None and not isinstance(kinds[digest], Blob):
            values[digest] = values[digest].hex()
        return self._protocol.encode(role.message(**values))

    def chunk_bytes(self, parts: Mapping[str, Any]) -> int:
        """How much of a file one message takes: the wire may take less than allowed."""
        least, most = 1, self.files.chunk_bytes
        while least < most:
            middle = (least + most + 1) // 2
            if self._too_long({**parts, "data": bytes(middle)}):
                most = middle - 1
            else:
                least = middle
        return least

    def _too_long(self, parts: Mapping[str, Any]) -> bool:
        try:
            self.bytes_of("data", parts)
        except WireError as error:
            return error.code == "too-long"
        return False

    def data(self, parts: Mapping[str, Any], full: int) -> bytes:
        """The message of a piece of the file, filled up where the wire wants it."""
        try:
            return self.bytes_of("data", parts)
        except WireError as error:
            if error.code != "too-short":
                raise
        filled = parts["data"].ljust(full, b"\0")
        return self.bytes_of("data", {**parts, "data": filled})

    def piece(self, parts: Mapping[str, Any], sender: Mapping[str, Any]) -> bytes:
        """The bytes of a file in a message; ``sender`` are the parts its sender has.

        A whole record does not tell where its bytes end: they fill the sender's one.
        """
        data: bytes = parts["data"]
        codec = self._protocol.server_messages.codecs.get(self.files.chunk.message)
        if not getattr(codec, "whole", False):
            return data
        full = self.chunk_bytes(sender)
        return data[:full].ljust(full, b"\0")

    def digest_of(self, parts: Mapping[str, Any]) -> bytes | None:
        """The digest that a message states; None if it states none that can be read."""
        value = parts.get("digest") if self.files.digest else None
        if isinstance(value, str):
            try:
                return bytes.fromhex(value)
            except ValueError:
                return b""  # equal to no digest
        return value

    def hasher(self) -> Hash:
        """A new hash of the protocol's kind."""
        name = self.files.digest
        return hashlib.new(name, usedforsecurity=False) if name else NoHash()


def _parts(role: Role, message: Any) -> dict[str, Any]:
    return {part: getattr(message, at) for part, at in role.parts.items()}
