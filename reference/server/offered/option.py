"""What the one who runs a server can say about its services."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path


class OptionError(Exception):
    """An option that cannot be followed; ``option`` is how it is typed."""

    def __init__(self, option: str, reason: str) -> None:
        super().__init__(reason)
        self.option = option


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of all services. None: it was not given."""

    search_model: str | None = None
    search_url: str | None = None
    search_key_file: Path | None = None
    search_cache: Path | None = None
    dictionary: Path | None = None
    admin_secret_file: Path | None = None

    def given(self) -> list[str]:
        """The names of those that were given."""
        return [f.name for f in fields(self) if getattr(self, f.name) is not None]


def typed(name: str) -> str:
    """How the option is typed."""
    return "--" + name.replace("_", "-")
