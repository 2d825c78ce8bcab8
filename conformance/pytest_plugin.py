"""The judge within pytest: ``pytest --conformance-spec NAME --conformance-target …``.

pytest loads this always, so it loads nothing itself before it is asked for anything.
"""

from __future__ import annotations

import pytest

PREFIX = "conformance"
_OPTIONS = {
    "spec": ("NAME|FILE", "judge a server of this protocol, each case a test"),
    "target": ("HOST:PORT", "where that server listens"),
    "spawn": ("COMMAND", "start it with this: './server {port}'"),
    "profile": ("NAME", "what it claims to have; all features without it"),
    "depth": ("DEPTH", "how much is tried, as for conformance run"),
    "select": ("PATTERN", "some of the cases, by their ids; may be given again"),
    "baseline": ("FILE", "deviations that are expected: they are xfailed"),
}


def option(name: str) -> str:
    """An option as the user types it."""
    return f"--{PREFIX}-{name}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, in a group of their own."""
    group = parser.getgroup(PREFIX, "a chat server against its protocol's spec")
    for name, (metavar, text) in _OPTIONS.items():
        group.addoption(
            option(name),
            metavar=metavar,
            help=text,
            action="append" if name == "select" else "store",
            default=[] if name == "select" else None,
        )
    group.addoption(
        option("allow-remote"),
        action="store_true",
        help="let the target be another machine",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Take part only if a protocol is named."""
    given = [name for name in _OPTIONS if config.getoption(option(name))]
    if not given:
        return
    if "spec" not in given:
        raise pytest.UsageError(f"{option(given[0])} needs {option('spec')}")
    from conformance.pytest_items import Suite, on_one_worker

    on_one_worker(config)
    config.pluginmanager.register(Suite(config), f"{PREFIX}-suite")
