"""The bytes of a protocol as the judge sees them: encoded once, compared by form.

A message with volatile fields, such as a clock's, is recognised by its form: whatever
decodes as the same message and agrees in all the other fields is as good as it.
"""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from codegen.protocol import MessageInfo, Protocol
from codegen.wire import Codec, FramingError, NulRecord, Template, Unframed, WireError
from codegen.wire.phrase import take_apart

Messages = tuple[Any, ...]
_TELLING = 3  # characters without which a text is not recognised within another


class Wire:
    """Encodes what is due and decodes what was seen, for one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.framed = not isinstance(protocol.server_framing, Unframed)
        self.infos: dict[type, MessageInfo] = {m.cls: m for m in protocol.messages}
        self._bytes: dict[Any, bytes] = {}
        self._expected: dict[Messages, Expected] = {}
        self._learned: dict[type, Any] = {}  # codecs of what the target words otherwise

    def name(self, message: Any) -> str:
        """What the spec calls a message."""
        return self.infos[type(message)].name

    def encode(self, message: Any) -> bytes:
        """The bytes of a message, framed. WireError if there are none."""
        found = self._bytes.get(message)
        if found is None:
            found = self._bytes[message] = self._encoded(message)
        return found

    def _encoded(self, message: Any) -> bytes:
        codec = self._learned.get(type(message))
        if codec is None:
            return self.protocol.encode(message)
        return self.protocol.server_framing.wrap(codec.encode(message))

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

    def is_of_client(self, payload: bytes) -> bool:
        """Whether a payload is something that clients say."""
        try:
            self.protocol.client_messages.decode(payload)
        except WireError:
            return False
        return True

    def is_told_by_clients(self, payload: bytes) -> bool:
        """Whether a payload is a message of clients, and none that may be any text."""
        try:
            message = self.protocol.client_messages.decode(payload)
        except WireError:
            return False
        codec = self.protocol.client_messages.codecs[type(message)]
        inner = codec.inner if isinstance(codec, NulRecord) else codec
        if not isinstance(inner, Template):
            return True
        head, turns = take_apart(inner.template)
        return any([head, *(turn.stop for turn in turns)])

    def is_volatile(self, message: Any) -> bool:
        """Whether some field of a message cannot be predicted."""
        return bool(self.infos[type(message)].volatile)

    def alike(self, due: Any, seen: Any) -> bool:
        """Whether two messages agree in all but their volatile fields."""
        if type(due) is not type(seen):
            return False
        volatile = {n: getattr(due, n) for n in self.infos[type(due)].volatile}
        return bool(replace(seen, **volatile) == due)

    def is_due(self, due: Any, payload: bytes) -> bool:
        """Whether a payload is the message that is due, in all that can be predicted.

        It is read by the codec of that message: what has free wording may well begin
        like another message.
        """
        try:
            return self.alike(due, self._codec(due).decode(payload))
        except WireError:
            return False

    def split(self, data: bytes) -> Iterator[bytes]:
        """The payloads of a framed stream; what cannot be split comes last."""
        payloads, rest = self.frames(data)
        yield from payloads
        if rest:
            yield rest

    def frames(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The payloads of a framed stream, and what comes behind the last whole one."""
        framing = self.protocol.server_framing
        splitter = framing.splitter()
        splitter.feed(data)
        payloads: list[bytes] = []
        with contextlib.suppress(FramingError):
            while (payload := splitter.next()) is not None:
                payloads.append(payload)
        return payloads, data[sum(len(framing.wrap(it)) for it in payloads) :]

    def expected(self, messages: Messages) -> Expected:
        """The bytes of a sequence of messages, ready to be compared."""
        found = self._expected.get(messages)
        if found is None:
            found = self._expected[messages] = self._expect(messages)
        return found

    def _expect(self, messages: Messages) -> Expected:
        literal = b"".join(map(self.encode, messages))
        if not any(map(self.is_volatile, messages)):
            return Expected(literal, messages)
        if self.framed:
            return Expected(literal, messages, self)
        patterns = b"".join(b"(%s)" % self.pattern(it) for it in messages)
        return Expected(literal, messages, self, re.compile(patterns, re.DOTALL))

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

    def beginning(self, message: Any) -> bytes:
        """The bytes of a message before its first volatile field."""
        spans, volatile = self.spans(message), self.infos[type(message)].volatile
        data = self.encode(message)
        return data[: min((spans[name][0] for name in volatile), default=len(data))]

    def is_open(self, message: Any) -> bool:
        """Whether a message ends in a volatile field, so that nothing marks its end."""
        spans, size = self.spans(message), len(self.encode(message))
        return any(
            spans[name][1] == size for name in self.infos[type(message)].volatile
        )

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

    # What the target words otherwise than the spec.

    def spec_codec(self, message: Any) -> Any:
        """The codec of a message as the spec words it."""
        return self._codec_of(type(message))

    def spelt_text(self, message: Any) -> str:
        """The text of a message as the spec words it."""
        payload, encoding = self._spelt(message)
        return payload.decode(encoding)

    def texts(self, message: Any) -> dict[str, str]:
        """The text of each field, as the spec words the message."""
        payload, encoding = self._spelt(message)
        spans = _template_spans(_template_of(self.spec_codec(message)), payload)
        return {
            name: payload[start:end].decode(encoding)
            for name, (start, end) in spans.items()
        }

    def _spelt(self, message: Any) -> tuple[bytes, str]:
        inner = _template_of(self.spec_codec(message))
        return inner.encode(message), inner.encoding

    def holds_another(self, message: Any, text: str) -> bool:
        """Whether somewhere in a text there is another message of the server."""
        for cls, codec in self.protocol.server_messages.codecs.items():
            inner = _template_of(codec)
            if cls is type(message) or not isinstance(inner, Template):
                continue
            head, turns = take_apart(inner.template)
            literals = [head, *(turn.stop for turn in turns)]
            if len("".join(literals).strip()) < _TELLING:
                continue
            if re.search(".+?".join(map(re.escape, literals)), text):
                return True
        return False

    def can_be_worded(self, message: Any, template: str) -> bool:
        """Whether a message can be written by a template, and read again."""
        try:
            codec = _reworded(self.spec_codec(message), template)
            return self.alike(message, codec.decode(codec.encode(message)))
        except (ValueError, WireError):
            return False

    def learn(self, message: Any, template: str) -> None:
        """From now on all messages of this kind are expected in these words."""
        cls = type(message)
        self._learned[cls] = _reworded(self.spec_codec(message), template)
        self._bytes = {
            it: data for it, data in self._bytes.items() if type(it) is not cls
        }
        self._expected.clear()

    def _codec(self, message: Any) -> Any:
        return self._learned.get(type(message)) or self._codec_of(type(message))

    def _codec_of(self, cls: type) -> Any:
        sides = self.protocol.server_messages, self.protocol.client_messages
        return next(s.codecs[cls] for s in sides if cls in s.codecs)

    def header(self, message: Any) -> int:
        """The number of bytes that the framing puts in front of a payload."""
        data, payload = self.encode(message), self._codec(message).encode(message)
        return data.find(payload)


class Expected(NamedTuple):
    """What one connection must bring; the ``wire`` is set if bytes cannot tell it.

    Without framing there is a ``form`` then, with a group for each message.
    """

    literal: bytes
    messages: Messages
    wire: Wire | None = None
    form: re.Pattern[bytes] | None = None

    def complete(self, seen: bytes | bytearray) -> bool:
        """Whether there is no more to wait for: it may be the wrong bytes."""
        if self.wire is not None and self.form is None:
            payloads, _ = self.wire.frames(bytes(seen))
            return len(payloads) >= len(self.messages)
        return len(seen) >= len(self.literal) or self.matches(seen)

    def matches(self, seen: bytes | bytearray) -> bool:
        """Whether it is this, all of this and nothing but this."""
        if seen == self.literal:
            return True
        return self.wire is not None and self._is_alike(self.wire, bytes(seen))

    def _is_alike(self, wire: Wire, seen: bytes) -> bool:
        payloads = self._payloads(wire, seen)
        return len(payloads) == len(self.messages) and all(
            map(wire.is_due, self.messages, payloads)
        )

    def _payloads(self, wire: Wire, seen: bytes) -> Sequence[bytes]:
        if self.form is None:
            payloads, rest = wire.frames(seen)
            return () if rest else payloads
        if len(self.messages) == 1:
            return [seen]
        found = self.form.fullmatch(seen)
        return found.groups() if found else ()


def _template_of(codec: Any) -> Template[Any]:
    inner: Template[Any] = codec.inner if isinstance(codec, NulRecord) else codec
    return inner


def _reworded(codec: Any, template: str) -> Any:
    """The codec of a text with another template. Raises ValueError."""
    known = _template_of(codec)
    inner = Template(known.cls, template, known.fields, encoding=known.encoding)
    if not isinstance(codec, NulRecord):
        return inner
    tail: Any = codec.tail
    return NulRecord(inner, size=codec.size, pad=codec.pad[0], tail=tail)


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
