"""How these tests state an expected error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from codegen.wire import WireError


@contextmanager
def raises_wire_error(text: str, *, level: str = "must") -> Iterator[None]:
    """Expect a WireError that reads exactly like this."""
    with pytest.raises(WireError) as caught:
        yield
    assert str(caught.value) == text
    assert caught.value.level == level
