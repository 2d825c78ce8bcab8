from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.c_server import HASH, compiled, listening
from tests.conformance.report.recorded import Recording, record


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server that leaks, mixes up and does not hang up."""
    folder = tmp_path_factory.mktemp("faulty")
    return compiled(folder, "WHISPER_LEAK", "LIST_ORDER", "NO_CLOSE_AFTER_102")


@pytest.fixture(scope="session")
def recording(faulty: Path) -> Recording:
    """A run against it."""
    with listening(faulty) as target:
        return record(HASH, target)
