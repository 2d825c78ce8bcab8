"""``python -m reference``: what can be typed. All that is slow is imported late."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

import click

from codegen.protocol import DEFAULT, Protocol
from reference.grouped import GroupedCommand, GroupedOption
from reference.statuses import EXIT_STATUSES

if TYPE_CHECKING:
    from reference.selection import Selection
    from reference.server.services import Services

EXIT_USAGE = 2

spec_option = click.option(
    "--spec",
    default=DEFAULT,
    show_default=True,
    metavar="NAME|FILE.yaml",
    help="The protocol to speak.",
)
profile_option = click.option(
    "--profile", metavar="NAME", help="Only the features of this profile of the spec."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A server and a client for every protocol that has a spec."""


FILE = click.Path(path_type=Path)

SERVICES = (
    GroupedOption(
        ["--search-model"],
        group="Search, for protocols that have it (pip install 'chatspec[search]')",
        metavar="NAME",
        help="The model that answers. Default: OPENAI_MODEL, or one that is quick.",
    ),
    GroupedOption(
        ["--search-url"],
        metavar="URL",
        help="Any server that speaks OpenAI's API. Default: OPENAI_BASE_URL.",
    ),
    GroupedOption(
        ["--search-key-file"],
        type=FILE,
        metavar="FILE",
        help="The key of that server. Default: the variable OPENAI_API_KEY.",
    ),
    GroupedOption(
        ["--search-cache"],
        type=FILE,
        metavar="FOLDER",
        help="Where answers are kept for a day. Default: the user's cache folder.",
    ),
    GroupedOption(
        ["--dictionary"],
        group="Words, for protocols with a word game",
        type=FILE,
        metavar="FILE",
        help="One word a line, UTF-8, or a .dic of hunspell. Default: the one of the "
        "package hunspell-ko.",
    ),
    GroupedOption(
        ["--admin-secret-file"],
        group="Administrator, for protocols that know one",
        type=FILE,
        metavar="FILE",
        help="What proves one to be it. Default: the variable CHATSPEC_ADMIN_SECRET.",
    ),
)


@main.command("server", cls=GroupedCommand, params=list(SERVICES))
@spec_option
@profile_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Default: the spec's port. 0 is any free one.",
)
@click.option(
    "--limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="Replace a limit of the spec; may be repeated.",
)
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="Log troubles only, as is usual where somebody chats at the console.",
)
@click.option("--verbose", "-v", is_flag=True, help="Log messages sent, too.")
def server_command(
    spec: str,
    profile: str | None,
    host: str,
    port: int | None,
    limits: tuple[str, ...],
    quiet: bool,
    verbose: bool,
    **services: Any,
) -> None:
    """Serve until interrupted. Log lines say who does what, never what is said.

    Where the protocol has an operator, what is typed here are the operator's commands.
    """
    selection = _select(spec, profile)
    level = logging.WARNING if quiet else logging.DEBUG if verbose else None
    sys.exit(_serve(selection, host, port, limits, level, services))


def _serve(
    selection: Selection,
    host: str,
    port: int | None,
    changes: tuple[str, ...],
    level: int | None,
    options: Mapping[str, Any],
) -> int:
    from reference.server.limits import LimitError, limits_of

    protocol = selection.protocol
    try:
        limits = limits_of(protocol.limits, changes)
    except LimitError as error:
        raise click.BadParameter(str(error), param_hint="'--limits'") from None

    from reference.server.console import Console
    from reference.server.journal import open_journal
    from reference.server.serve import serve
    from reference.server.server import Server

    services, warnings = _services(protocol, options)
    console = Console(protocol)
    if level is None:
        level = logging.WARNING if console.wanted else logging.INFO
    journal = open_journal(level)
    for warning in warnings:
        journal.trouble(warning, time())
    server = Server(
        protocol,
        features=selection.features,
        limits=limits,
        services=services,
        journal=journal,
        show=console.show,
    )
    return serve(server, host, protocol.port if port is None else port, console)


def _services(
    protocol: Protocol, options: Mapping[str, Any]
) -> tuple[Services, list[str]]:
    from reference.server.offered.catalogue import services_for
    from reference.server.offered.option import OptionError, Options

    try:
        return services_for(protocol, Options(**options))
    except OptionError as error:
        raise click.BadParameter(str(error), param_hint=f"'{error.option}'") from None


def talk_options(command: Callable[..., None]) -> Callable[..., None]:
    """What can be said to every client."""
    for option in reversed(
        (
            spec_option,
            profile_option,
            click.option(
                "--name", metavar="NAME", help="Log in as this; asked for otherwise."
            ),
            click.option(
                "--downloads",
                type=click.Path(file_okay=False, path_type=Path),
                default=Path("downloads"),
                show_default=True,
                help="Where received files are put.",
            ),
            click.argument("address", metavar="[HOST:PORT]", required=False),
        )
    ):
        command = option(command)
    return command


@main.command("client", epilog=EXIT_STATUSES)
@talk_options
def client_command(
    spec: str,
    profile: str | None,
    name: str | None,
    downloads: Path,
    address: str | None,
) -> None:
    """Talk to the server at HOST:PORT; the default is this machine, the spec's port."""
    protocol = _select(spec, profile).protocol

    from reference.client.run import run

    sys.exit(run(protocol, parse_address(address, protocol.port), name, downloads))


@main.command("window", epilog=EXIT_STATUSES)
@talk_options
def window_command(
    spec: str,
    profile: str | None,
    name: str | None,
    downloads: Path,
    address: str | None,
) -> None:
    """The same in a window, with menus, a list of members and dialogs."""
    protocol = _select(spec, profile).protocol

    from reference.window.run import run

    sys.exit(run(protocol, parse_address(address, protocol.port), name, downloads))


def _select(spec: str, profile: str | None) -> Selection:
    from reference.selection import SelectionError, select

    try:
        return select(spec, profile)
    except SelectionError as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_USAGE)


def parse_address(text: str | None, default_port: int) -> tuple[str, int]:
    """``host``, ``host:port``, ``:port`` or ``[host]:port``."""
    if not text:
        return "127.0.0.1", default_port
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]"):
        return text.strip("[]"), default_port
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise click.BadParameter(f"{port!r} is no port", param_hint="'HOST:PORT'")
    return host.strip("[]") or "127.0.0.1", int(port)
