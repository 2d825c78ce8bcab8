"""What can be wrong with bytes, or with a message: one exception, precise to the byte.

Bytes that do not follow their declaration and values that cannot be written are the
same kind of trouble, told apart by `offset`: it is a number when bytes were read and
None when a message was being written.
"""

from __future__ import annotations

from collections.abc import Sequence

from construct import ConstructError

Limits = tuple[int, int]
"""The least and the most that is allowed, both included."""


class WireError(ConstructError):
    """Bytes that are no message, or a message that has no bytes.

    `code` is a stable word, `reason` a sentence for people. `field` names the culprit
    where there is one, nested like ``items[2].size``; `offset` is the byte of the
    payload where the trouble is, None when encoding. `level` is "should" if all that
    was broken is a limit declared so, else "must".
    """

    def __init__(
        self,
        code: str,
        reason: str,
        *,
        field: str | None = None,
        offset: int | None = None,
        level: str = "must",
    ) -> None:
        super().__init__(reason)
        self.args = (code, reason)  # what copy and pickle make the next one from
        self.code = code
        self.reason = reason
        self.field = field
        self.offset = offset
        self.level = level

    def __str__(self) -> str:
        """Like ``too-long: field 'size' at byte 4: 21 characters, at most 20``."""
        field = "" if self.field is None else f" field {self.field!r}"
        byte = "" if self.offset is None else f" at byte {self.offset}"
        where = f"{field}{byte}:" if field or byte else ""
        return f"{self.code}:{where} {self.reason}"

    def within(self, field: str, shift: int | None = None) -> None:
        """Add that all this happened inside `field`, which begins `shift` further on.

        Without a shift the error keeps no offset: nothing was being read.
        """
        inner = self.field or ""
        dot = "." if inner and not inner.startswith("[") else ""
        self.field = f"{field}{dot}{inner}"
        self.offset = None if shift is None else (self.offset or 0) + shift


class FramingError(WireError):
    """A stream that breaks its framing; if `fatal`, all that follows is lost too."""

    def __init__(self, code: str, reason: str, *, fatal: bool = False) -> None:
        super().__init__(code, reason)
        self.fatal = fatal


def bad_type(expected: str, value: object) -> WireError:
    """The error for a value of a type that is never written (subclasses included)."""
    return WireError("bad-type", f"expected {expected}, got {type(value).__name__}")


def truncated(needed: int, found: int, end: int) -> WireError:
    """The error for bytes that run out at `end`, `found` of `needed` being there."""
    reason = f"{counted(needed, 'byte')} needed, {found} left"
    return WireError("truncated", reason, offset=end)


def wrong_count(amount: int, unit: str, limits: Limits, level: str) -> WireError:
    """The error for an amount that is outside its limits."""
    least, most = limits
    code, bound = (
        ("too-short", f"at least {least}")
        if amount < least
        else ("too-long", f"at most {most}")
    )
    return WireError(code, f"{counted(amount, unit)}, {bound}", level=level)


def counted(amount: int, unit: str) -> str:
    """An amount in words: ``1 byte``, ``2 bytes``."""
    return f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"


def excerpt(text: Sequence[object]) -> str:
    """The beginning of a text or of bytes, as a literal short enough for a report."""
    return repr(text) if len(text) <= 24 else f"{text[:24]!r}…"


def first_difference(one: Sequence[object], other: Sequence[object]) -> int:
    """Where two texts, or runs of bytes, part: at the latest where the shorter ends."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def check_limits(limits: Limits, what: str) -> None:
    """Raise ValueError unless limits (of lengths or counts) are possible ones."""
    least, most = limits
    if not 0 <= least <= most:
        raise ValueError(f"{what}: {least}..{most} is no range of lengths")


def check_level(level: str) -> str:
    """Return the level of a limit; ValueError unless it is "must" or "should"."""
    if level not in ("must", "should"):
        raise ValueError(f"a level is 'must' or 'should', not {level!r}")
    return level
