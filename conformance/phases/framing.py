"""The phase that cuts and joins messages in every way that TCP may, and some others.

Only where a wire has a framing: without one, a message is whatever one read returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codegen.wire import LengthPrefixed, Lines, Records
from codegen.wire.sizes import capacity, form
from conformance.model.cast import ALICE, BOB
from conformance.model.graph import Edge
from conformance.model.inputs import LEAVES, RESETS, Input
from conformance.phases.bench import Bench
from conformance.phases.cases import Case
from conformance.phases.trials import OfTrials, Trial
from conformance.talk.acts import Act

_MANY = 5  # messages in one segment
_PLENTY = 64  # bytes of a message that is sent byte by byte


class Framing(OfTrials):
    """Whole, byte by byte, cut, glued, unfinished, and of absurd lengths."""

    name = "framing"
    about = "messages cut, glued, unfinished and of absurd lengths"
    since = "normal"

    def trials(self, bench: Bench) -> Iterator[Trial]:
        """One for each way, where a message does most; none without a framing."""
        edge = liveliest(bench) if bench.wire.framed else None
        if edge is None:
            return
        for word, acts, title in self._ways(bench, edge):
            case = Case(f"must/framing/{word}", self.name, "must", title)
            yield Trial(case, edge.source, acts)

    def _ways(
        self, bench: Bench, edge: Edge
    ) -> Iterator[tuple[str, tuple[Act, ...], str]]:
        it = edge.input
        size = min(len(bench.wire.encode(edge.message)), _PLENTY)
        title = "A server MUST read a message however TCP cuts it."
        yield (
            "byte-by-byte",
            (Act(it, cuts=tuple(range(1, size)), note="byte by byte"),),
            title,
        )
        for cut in range(1, min(size, _header(bench) + 3)):
            yield (
                f"cut-after-{cut}",
                (Act(it, cuts=(cut,), note=f"cut after {cut}"),),
                title,
            )
        yield "cut-before-the-end", (Act(it, cuts=(size - 1,), note="cut"),), title
        glued = "A server MUST read all messages of a segment, in their order."
        for count in (2, _MANY):
            act = Act(it, frame=_repeated(count), note=f"{count} times in one")
            yield f"{count}-in-one-segment", (act,), glued
        act = Act(it, frame=lambda d: d + d[: len(d) // 2], note="and half of another")
        rest = Act(it, frame=lambda d: d[len(d) // 2 :], note="the other half")
        yield "one-and-a-half", (act, rest), glued
        yield from self._unfinished(bench, edge)
        yield from self._lengths(bench, it)

    def _unfinished(
        self, bench: Bench, edge: Edge
    ) -> Iterator[tuple[str, tuple[Act, ...], str]]:
        it = edge.input
        half = Act(it, frame=lambda d: d[: len(d) // 2], note="the first half")
        rest = Act(it, frame=lambda d: d[len(d) // 2 :], note="the other half")
        header = Act(it, frame=lambda d: d[:1], note="the first byte")
        title = "A server MUST serve the others while a message is unfinished."
        others = [Act(e.input) for e in edge.source.edges if _is_others(e)][:3]
        yield "half-a-message-pending", (half, *others, rest), title
        lost = "A server MUST drop an unfinished message with its connection."
        for word, first in (("half-a-message", half), ("one-byte", header)):
            yield f"{word}-then-closed", (first, Act(Input(ALICE, LEAVES))), lost
            yield f"{word}-then-reset", (first, Act(Input(ALICE, RESETS))), lost

    def _lengths(
        self, bench: Bench, it: Input
    ) -> Iterator[tuple[str, tuple[Act, ...], str]]:
        title = "A server MUST handle a message of no possible length as the spec says."
        for word, data in _absurd(bench):
            act = Act(it, frame=_always(data), note=word.replace("-", " "))
            yield word, (act,), title


def _repeated(count: int) -> Callable[[bytes], bytes]:
    return lambda data: data * count


def _always(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data


def _absurd(bench: Bench) -> Iterator[tuple[str, bytes]]:
    framing = bench.protocol.client_framing
    match framing:
        case LengthPrefixed():
            header = form(framing.size).pack
            yield "length-zero", header(0)
            yield "longest", header(framing.max) + b"\xff" * framing.max
            if framing.max < capacity(framing.size):
                yield "one-too-long", header(framing.max + 1)
                yield "length-all-bits", header(capacity(framing.size)) + b"\xff" * 16
        case Lines():
            yield "empty-line", framing.end
            yield "longest-line", b"\x01" * framing.max + framing.end
            yield "line-too-long", b"\x01" * (framing.max + 1) + framing.end
            yield "endless-line", b"\x01" * (framing.max * 3) + framing.end
        case Records():
            yield "record-of-nuls", b"\0" * framing.size
            yield "record-without-nul", b"\x01" * framing.size


def _header(bench: Bench) -> int:
    framing = bench.protocol.client_framing
    return form(framing.size).size if isinstance(framing, LengthPrefixed) else 2


def liveliest(bench: Bench) -> Edge | None:
    """What alice says to all the others, naming nobody and changing nothing."""

    def weight(edge: Edge) -> tuple[bool, int, int, int]:
        heard = len({due.who for due in edge.outcome.due})
        asks = len(bench.answers_before(edge.source))
        quiet = edge.stays and not edge.input.roles
        return quiet, -asks, heard, -edge.source.number

    edges = [
        edge
        for info in bench.graph.alphabet.infos
        for edge in bench.edges_of(info.name)
        if BOB in edge.source.room.sessions
        if not edge.outcome.closed and not edge.answers
    ]
    return max(edges, key=weight, default=None)


def _is_others(edge: Edge) -> bool:
    is_quiet = edge.stays and not edge.answers
    return edge.input.who == BOB and is_quiet and bool(edge.outcome.due)
