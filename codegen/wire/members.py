"""From field values to a dataclass instance and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

from codegen.wire.errors import WireError, bad_type

M = TypeVar("M")


def maker(cls: type[M], names: Sequence[str]) -> Callable[[Iterable[Any]], M]:
    """The function from values, in the order of the names, to an instance.

    ValueError unless the names are those of the dataclass's fields, each once.
    """
    declared = tuple(field.name for field in fields(cls))  # type: ignore[arg-type]
    if sorted(declared) != sorted(names):
        raise ValueError(
            f"{cls.__name__} has the fields {', '.join(declared) or 'none'}, "
            f"its wire has {', '.join(names) or 'none'}"
        )
    if tuple(names) == getattr(cls, "__match_args__", None):
        return lambda values: cls(*values)
    return lambda values: cls(**dict(zip(names, values, strict=True)))


def taker(cls: type[M], names: Sequence[str]) -> Callable[[M], Sequence[Any]]:
    """The function from an instance to its values, in the order of the names.

    It raises bad-type for anything but an instance of exactly this class, and
    missing-field for one that was never completed.
    """
    take = _attributes(names)

    def values(instance: M) -> Sequence[Any]:
        if type(instance) is not cls:
            raise bad_type(cls.__name__, instance)
        try:
            return take(instance)
        except AttributeError as error:
            reason = f"this {cls.__name__} has no value for it"
            raise WireError("missing-field", reason, field=error.name) from None

    return values


def _attributes(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """Like attrgetter, but a sequence whatever the number of names."""
    if not names:
        return lambda instance: ()
    take = attrgetter(*names)
    return take if len(names) > 1 else lambda instance: (take(instance),)
