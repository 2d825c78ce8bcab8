"""Options that are listed in groups, since click's help has one list for all."""

from __future__ import annotations

from typing import Any

import click


class GroupedOption(click.Option):
    """An option that opens a group of this title, or belongs to that of the last."""

    def __init__(self, *arguments: Any, group: str = "", **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.group = group


class GroupedCommand(click.Command):
    """Lists its plain options first, then those that are ``GroupedOption`` by group."""

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write a section for each group."""
        plain: list[tuple[str, str]] = []
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            if not isinstance(parameter, GroupedOption):
                plain.append(record)
                continue
            if parameter.group:
                groups.append((parameter.group, []))
            groups[-1][1].append(record)
        for title, records in (("Options", plain), *groups):
            with formatter.section(title):
                formatter.write_dl(records)
