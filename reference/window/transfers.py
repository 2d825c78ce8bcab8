"""The files under way, a bar for each."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from reference.client.files.transfer import Progress

MOST_BARS = 4
FULL = 1000  # steps of a bar
WIDTH = 160  # pixels


class Transfers(ttk.Frame):
    """Takes no room while nothing is under way. ``stop`` is None where none can be."""

    def __init__(
        self,
        parent: tkinter.Misc,
        stop: Callable[[int], None] | None,
        padding: tuple[int, int, int, int],
    ) -> None:
        super().__init__(parent, padding=padding)
        self._stop = stop
        self.more = ttk.Label(self)
        self.rows: dict[int, Row] = {}

    def show(self, transfers: tuple[Progress, ...]) -> None:
        """Show these transfers, and no others."""
        for number in self.rows.keys() - {transfer.number for transfer in transfers}:
            self.rows.pop(number).destroy()
        for transfer in transfers:
            if transfer.number not in self.rows and len(self.rows) < MOST_BARS:
                self.rows[transfer.number] = Row(self, transfer, self._stop)
            if transfer.number in self.rows:
                self.rows[transfer.number].show(transfer)
        hidden = len(transfers) - len(self.rows)
        self.more.configure(text=f"… and {hidden} more")
        if hidden:
            self.more.pack(side="bottom", anchor="w")
        else:
            self.more.pack_forget()


class Row(ttk.Frame):
    """One transfer."""

    def __init__(
        self,
        parent: tkinter.Misc,
        transfer: Progress,
        stop: Callable[[int], None] | None,
    ) -> None:
        super().__init__(parent, padding=(0, 2))
        self.pack(side="top", fill="x")
        self.bar = ttk.Progressbar(self, length=WIDTH, maximum=FULL)
        self.bar.pack(side="left")
        self._share = ttk.Label(self, width=5, anchor="e")
        self._share.pack(side="left", padx=(6, 8))
        if stop is not None:
            number = transfer.number
            self.cancel = ttk.Button(
                self, text="Cancel", command=lambda: self._cancel(stop, number)
            )
            self.cancel.pack(side="right")
        self.label = ttk.Label(self, text=transfer.label)
        self.label.pack(side="left", fill="x")

    def show(self, transfer: Progress) -> None:
        """Show how far it is."""
        share = transfer.done / transfer.total if transfer.total else 1.0
        self.bar.configure(value=int(share * FULL))
        self._share.configure(text=f"{share:.0%}")

    def _cancel(self, stop: Callable[[int], None], number: int) -> None:
        self.cancel.state(["disabled"])
        stop(number)
