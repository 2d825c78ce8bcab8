"""An example of every message, from what a spec has: at best its own examples.

Where there is none, values from conversations are taken, then samples of the types,
then ordinary ones. Whatever it is, the codec encodes it, and it decodes as the message;
only of messages that look alike, which no server sends side by side, not by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from typing import Any

from codegen import codec
from codegen.document.book import Book
from codegen.model import Message, Said, Type
from codegen.wire import WireError

_TEXTS = ("hello", "abc", "a", "1", "", "A", "x_1")
_ENOUGH = 512  # combinations of values that are tried
_FEW = 6  # values of one field


@dataclass(frozen=True, slots=True)
class Shown:
    """The values of a message's fields and its payload."""

    values: Mapping[str, Any]
    payload: bytes


def examples(book: Book, message: Message) -> list[Shown]:
    """The examples of a message; there is at least one if one can be found."""
    own = [
        Shown({str(k): v for k, v in e.values.items()}, e.payload)
        for e in message.examples
    ]
    if own:
        return sorted(own, key=_says_little)
    for decode in (partial(book.decode, message), book.codec_of(message).decode):
        for values in _candidates(book, message):
            shown = _encoded(book, message, values, decode)
            if shown is not None:
                return [shown]
    return []


def _says_little(shown: Shown) -> int:
    """How many fields are empty: an example without such ones teaches more."""
    return sum(value in ("", b"", (), []) for value in shown.values.values())


def _encoded(
    book: Book,
    message: Message,
    values: Mapping[str, Any],
    decode: Callable[[bytes], Any],
) -> Shown | None:
    """A message with these values, if they can be sent and are read as they were."""
    try:
        instance = codec.instance(message, values)  # type: ignore[arg-type]
        payload = book.codec_of(message).encode(instance)
        return Shown(values, payload) if decode(payload) == instance else None
    except (WireError, ValueError, TypeError, KeyError):
        return None


def _candidates(book: Book, message: Message) -> Iterator[dict[str, Any]]:
    names = [str(f.name) for f in message.fields]
    choices = [list(islice(values_of(f.type), _FEW)) for f in message.fields]
    ordinary = {n: c[0] for n, c in zip(names, choices, strict=True) if c}
    for said in _conversations(book, message):
        given = {str(k): v for k, v in said.values.items() if v is not None}
        yield {**ordinary, **given}
    for values in islice(product(*choices), _ENOUGH):
        yield dict(zip(names, values, strict=True))


def _conversations(book: Book, message: Message) -> Iterator[Said]:
    for scenario in book.spec.scenarios:
        for step in scenario.steps:
            heard = [said for items in step.expected.values() for said in items]
            for said in ([step.said] if step.said else []) + heard:
                if said.message == message.name:
                    yield said


def values_of(type_: Type) -> Iterator[Any]:
    """Values of a type as they would stand in a spec, the most telling ones first."""
    yield from type_.samples
    match type_.kind:
        case "text":
            least = max((type_.length or (0, 0))[0], (type_.size or (0, 0))[0])
            yield from (*_TEXTS, "a" * least, "1" * least)
        case "bytes":
            least, most = type_.size or (0, 0)
            yield bytes(range(min(max(least, 4), most)))
        case "integer":
            least, most = type_.range or (0, 0)
            yield from dict.fromkeys((min(max(7, least), most), least, most))
        case "choice":
            yield from (str(word) for word, _ in type_.values)
        case "flag":
            yield from (True, False)
        case "list" | "group":
            yield from _compound(type_)


def _compound(type_: Type) -> Iterator[Any]:
    if type_.kind == "list" and type_.of is not None:
        least, most = type_.count or (0, 0)
        items = list(islice(values_of(type_.of), _FEW))
        for count in dict.fromkeys((min(max(2, least), most), least)):
            yield [items[i % len(items)] for i in range(count)] if items else []
        return
    names = [f.name for f in type_.fields]
    choices = [list(islice(values_of(f.type), _FEW)) for f in type_.fields]
    for values in islice(product(*choices), _FEW):
        yield dict(zip(names, values, strict=True))
