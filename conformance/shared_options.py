"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from codegen.protocol import DEFAULT
from conformance import defaults
from conformance.report.words import LANGUAGES

Option = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What gives a command an option."""


def _seconds(name: str, help: str, default: float | None) -> Option:
    return click.option(
        name,
        metavar="SECONDS",
        type=click.FloatRange(0, min_open=True),
        default=default,
        show_default=default is not None,
        help=help,
    )


# What is judged.


def spec(help: str) -> Option:
    """The protocol."""
    return click.option(
        "--spec", metavar="NAME|FILE", default=DEFAULT, show_default=True, help=help
    )


def profile(help: str) -> Option:
    """What of the protocol."""
    return click.option(
        "--profile", metavar="NAME", help=f"{help}  [default: all features]"
    )


spawn = click.option(
    "--spawn",
    metavar="COMMAND",
    help="Start your server with this: './server {port}' gets a free port. It is "
    "ended with the run, and started again when it dies.",
)
client = click.option(
    "--client",
    metavar="COMMAND",
    help="Judge a client: './client {host} {port}' is started anew for each case, on a "
    "terminal of its own; what it sends and shows is checked. {name} is its name, "
    "typed if it is not there.",
)
start_timeout = _seconds(
    "--start-timeout",
    "How long --spawn waits until it listens, --client until it connects.",
    defaults.START_TIMEOUT,
)
allow_remote = click.option(
    "--allow-remote",
    is_flag=True,
    help="Let --target be another machine. Only where you may: it gets floods and "
    "garbage.",
)

# How much.


def depth(help: str, default: str = defaults.DEPTH) -> Option:
    """How much is tried."""
    return click.option(
        "--depth",
        type=click.Choice(defaults.DEPTHS),
        default=default,
        show_default=True,
        help=help,
    )


def seed(help: str) -> Option:
    """What stands for chance."""
    return click.option(
        "--seed",
        metavar="N",
        type=click.IntRange(0),
        default=defaults.SEED,
        show_default=True,
        help=help,
    )


timeout = _seconds(
    "--timeout", "How long an answer may take when it counts.", defaults.TIMEOUT
)


def case_timeout(help: str, default: float = defaults.CASE_TIMEOUT) -> Option:
    """How long is looked into one thing."""
    return _seconds("--case-timeout", help, default)


def time_limit(help: str, default: float | None = None) -> Option:
    """How long at all."""
    return _seconds("--time-limit", help, default)


# What is shown.

color = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="NO_COLOR is respected.",
)


def lang(help: str) -> Option:
    """In which language."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        help=f"{help}  [default: that of the locale]",
    )
