"""The bytes of a protocol as the judge sees them: encoded once, compared by form.

A message with volatile fields, such as a clock's, is recognised by its form: whatever
decodes as the same message and agrees in all the other fields is as good as it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from codegen.protocol import MessageInfo, Protocol
from codegen.wire import Codec, FramingError, NulRecord, Template, Unframed, WireError
from codegen.wire.phrase import take_apart

Messages = tuple[Any, ...]


class Wire:
    """Encodes what is due and decodes what was seen, for one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.framed = not isinstance(protocol.server_framing, Unframed)
        self.infos: dict[type, MessageInfo] = {m.cls: m for m in protocol.messages}
        self._bytes: dict[Any, bytes] = {}
        self._expected: dict[Messages, Expected] = {}

    def name(self, message: Any) -> str:
        """What the spec calls a message."""
        return self.infos[type(message)].name

    def encode(self, message: Any) -> bytes:
        """The bytes of a message, framed. WireError if there are none."""
        found = self._bytes.get(message)
        if found is None:
            found = self._bytes[message] = self.protocol.encode(message)
        return found

    def payload(self, message: Any) -> bytes:
        """The bytes of a message without their framing."""
        payload: bytes = self._codec(message).encode(message)
        return payload

    def wrapped(self, payload: bytes) -> bytes:
        """A payload from the server with its framing; as it is if it can have none."""
        try:
            return self.protocol.server_framing.wrap(payload)
        except WireError:
            return payload

    def decode(self, payload: bytes) -> Any | None:
        """The server's message that a payload is; None if it is none."""
        try:
            return self.protocol.server_messages.decode(payload)
        except WireError:
            return None

    def is_volatile(self, message: Any) -> bool:
        """Whether some field of a message cannot be predicted."""
        return bool(self.infos[type(message)].volatile)

    def alike(self, due: Any, seen: Any) -> bool:
        """Whether two messages agree in all but their volatile fields."""
        if type(due) is not type(seen):
            return False
        volatile = {n: getattr(due, n) for n in self.infos[type(due)].volatile}
        return bool(replace(seen, **volatile) == due)

    def split(self, data: bytes) -> Iterator[bytes]:
        """The payloads of a framed stream; what cannot be split comes last."""
        splitter = self.protocol.server_framing.splitter()
        splitter.feed(data)
        at = 0
        while True:
            try:
                payload = splitter.next()
            except FramingError:
                break
            if payload is None:
                break
            at += len(self.protocol.server_framing.wrap(payload))
            yield payload
        if at < len(data):
            yield data[at:]

    def expected(self, messages: Messages) -> Expected:
        """The bytes of a sequence of messages, ready to be compared."""
        found = self._expected.get(messages)
        if found is None:
            found = self._expected[messages] = self._expect(messages)
        return found

    def _expect(self, messages: Messages) -> Expected:
        literal = b"".join(map(self.encode, messages))
        if not any(map(self.is_volatile, messages)):
            return Expected(literal, None, messages)
        if self.framed:
            return Expected(literal, self, messages)
        pattern = re.compile(b"".join(map(self.pattern, messages)), re.DOTALL)
        return Expected(literal, pattern, messages)

    def pattern(self, message: Any, shut: Collection[Any] = ()) -> bytes:
        """A regular expression of the bytes of a message, volatile fields left open.

        All but those with one of the values to be kept ``shut``.
        """
        data = self.encode(message)
        parts, at = [], 0
        spans = self.spans(message)
        volatile = self.infos[type(message)].volatile
        for start, end in sorted(
            spans[name] for name in volatile if getattr(message, name) not in shut
        ):
            parts += [re.escape(data[at:start]), b".*?"]
            at = end
        return b"".join([*parts, re.escape(data[at:])])

    def is_open_ended(self, message: Any) -> bool:
        """Whether nothing in the bytes of a message says where it ends."""
        return self.is_volatile(message) and self.pattern(message).endswith(b".*?")

    # Where in the bytes a field is. Offsets count from the start of the payload.

    def spans(self, message: Any) -> dict[str, tuple[int, int]]:
        """Where each field of a message's payload begins and ends."""
        codec = self._codec(message)
        payload = codec.encode(message)
        if isinstance(codec, NulRecord):
            return _template_spans(codec.inner, payload.partition(codec.pad)[0])
        if isinstance(codec, Template):
            return _template_spans(codec, payload)
        return _layout_spans(codec, payload)

    def field_at(self, message: Any, offset: int) -> str:
        """The field that a byte of a message's payload lies in; "" for none."""
        spans = self.spans(message).items()
        inside = (name for name, (start, end) in spans if start <= offset < end)
        behind = (name for name, (_, end) in spans if offset == end)
        return next(inside, next(behind, ""))

    def framed_spans(self, message: Any) -> dict[str, tuple[int, int]]:
        """Where each field is in the bytes of a message with its framing."""
        shift = max(0, self.header(message))
        spans = self.spans(message).items()
        return {name: (start + shift, end + shift) for name, (start, end) in spans}

    def _codec(self, message: Any) -> Any:
        sides = self.protocol.server_messages, self.protocol.client_messages
        return next(s.codecs[type(message)] for s in sides if type(message) in s.codecs)

    def header(self, message: Any) -> int:
        """The number of bytes that the framing puts in front of a payload."""
        data, payload = self.encode(message), self._codec(message).encode(message)
        return data.find(payload)


class Expected(NamedTuple):
    """What one connection must bring; ``form`` is set if it cannot be told by bytes."""

    literal: bytes
    form: Any
    messages: Messages

    def complete(self, seen: bytes | bytearray) -> bool:
        """Whether there is no more to wait for: it may be the wrong bytes."""
        if isinstance(self.form, Wire):
            enough = islice(self.form.split(bytes(seen)), len(self.messages))
            return sum(1 for _ in enough) >= len(self.messages)
        return len(seen) >= len(self.literal) or self.matches(seen)

    def matches(self, seen: bytes | bytearray) -> bool:
        """Whether it is this, all of this and nothing but this."""
        if seen == self.literal:
            return True
        return self.form is not None and self._by_form(bytes(seen))

    def _by_form(self, seen: bytes) -> bool:
        if not isinstance(self.form, Wire):
            return bool(self.form.fullmatch(seen))
        payloads = list(self.form.split(seen))
        return len(payloads) == len(self.messages) and all(
            self.form.alike(due, self.form.decode(payload))
            for due, payload in zip(self.messages, payloads, strict=True)
        )


def _template_spans(codec: Template[Any], payload: bytes) -> dict[str, tuple[int, int]]:
    """A field ends where the literal behind it comes first, as when it is read."""
    head, turns = take_apart(codec.template)
    at = len(head.encode(codec.encoding))
    spans = {}
    for name, literal in turns:
        stop = literal.encode(codec.encoding)
        end = payload.find(stop, at) if stop else len(payload)
        spans[name] = at, end
        at = end + len(stop)
    return spans


def _layout_spans(codec: Codec[Any], payload: bytes) -> dict[str, tuple[int, int]]:
    """What is cut off before its end lacks the field that the cut went through."""
    order = list(codec.fields)

    def lacking(offset: int) -> int:
        try:
            codec.decode(payload[:offset])
        except WireError as error:
            name = (error.field or "").partition("[")[0].partition(".")[0]
            return order.index(name) if name in order else -1
        return len(order)

    starts = [
        max(0, bisect_right(range(len(payload) + 1), index - 1, key=lacking))
        for index in range(len(order))
    ]
    ends = [*starts[1:], len(payload)]
    return {name: (starts[i], ends[i]) for i, name in enumerate(order)}
