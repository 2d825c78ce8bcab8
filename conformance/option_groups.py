"""Options under headings, so that a long help can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click


class Grouped(click.Command):
    """A command whose options stand under the headings of ``groups``, in that order.

    What stands under none comes last, under the usual heading.
    """

    groups: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write each group with its options."""
        options = [it for it in self.get_params(ctx) if isinstance(it, click.Option)]
        left = {it.name: it.get_help_record(ctx) for it in options}
        for heading, names in {**self.groups, "Options": tuple(left)}.items():
            rows = [left.pop(name, None) for name in names]
            shown = [row for row in rows if row is not None]
            if shown:
                with formatter.section(heading):
                    formatter.write_dl(shown)


def grouped(**groups: str) -> type[Grouped]:
    """A class of commands: heading -> names of parameters; ``_`` becomes a space."""
    table = {
        heading.replace("_", " "): tuple(names.split())
        for heading, names in groups.items()
    }
    return type("GroupedCommand", (Grouped,), {"groups": table})
