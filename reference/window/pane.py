"""The conversation: to be read and copied; it follows the newest text."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable
from tkinter import ttk

from reference.client.actions import Kind, Show
from reference.window.board import MOST_LINES

COLOURS = {
    Kind.SAID: "#1a1a1a",
    Kind.NEWS: "#2e7d32",
    Kind.OWN: "#1a4fa0",
    Kind.NOTICE: "#707070",
    Kind.QUESTION: "#8a5a00",
    Kind.FAILURE: "#b3261e",
}


class Pane(ttk.Frame):
    """Texts, each in the colour of who speaks. ``typed`` gets what is typed here."""

    def __init__(self, parent: tkinter.Misc, typed: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._typed = typed
        self.text = tkinter.Text(
            self,
            wrap=tkinter.WORD,
            state="disabled",
            font="TkTextFont",
            width=56,
            height=20,
            relief="flat",
            padx=10,
            pady=8,
            spacing1=1,
            spacing3=2,
            background="white",
        )
        bar = ttk.Scrollbar(self, command=self.text.yview)
        self.text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        for kind, colour in COLOURS.items():
            self.text.tag_configure(kind.name, foreground=colour, lmargin2=16)
        self.text.tag_raise("sel")
        # What is typed while the pane has the focus belongs into the line below it.
        self.text.bind("<Button-1>", lambda event: self.text.focus_set(), add=True)
        self.text.bind("<KeyPress>", self._key, add=True)

    def add(self, lines: Iterable[Show]) -> None:
        """Append texts; follow them unless the reader has scrolled up."""
        text = self.text
        follows = text.dlineinfo("end-1c") is not None or not text.winfo_viewable()
        parts: list[str] = []
        for line in lines:
            parts += ["\n", "", line.text, line.kind.name]
        if not parts:
            return
        text.configure(state="normal")
        if text.compare("end-1c", "==", "1.0"):
            del parts[:2]
        text.insert("end", *parts)
        surplus = self.count() - MOST_LINES
        if surplus > 0:
            text.delete("1.0", f"{surplus + 1}.0")
        text.configure(state="disabled")
        if follows:
            text.see("end")

    def count(self) -> int:
        """How many lines there are."""
        return int(self.text.index("end-1c").split(".")[0])

    def _key(self, event: tkinter.Event[tkinter.Misc]) -> str | None:
        with_control = int(event.state) & 0x4
        if not event.char.isprintable() or not event.char or with_control:
            return None
        self._typed(event.char)
        return "break"
