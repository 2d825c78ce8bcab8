from __future__ import annotations

import pytest

from tests.conformance.c_server import HASH, compiled, listening
from tests.conformance.report.recorded import Recording, record


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """A run against a server that leaks, mixes up and does not hang up."""
    folder = tmp_path_factory.mktemp("recorded")
    faults = ("WHISPER_LEAK", "LIST_ORDER", "NO_CLOSE_AFTER_102")
    with listening(compiled(folder, *faults)) as target:
        return record(HASH, target)
