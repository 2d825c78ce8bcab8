"""The list of who is there, always current."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from reference.harmless import harmless_line

Chosen = Callable[[str], None]
Menu = Callable[[str, tkinter.Menu], None]


class People(ttk.Frame):
    """Names. A double click calls ``chosen``; ``offer`` fills the menu of a name."""

    def __init__(self, parent: tkinter.Misc, chosen: Chosen, offer: Menu) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self._chosen = chosen
        self._offer = offer
        self._count = ttk.Label(self, padding=(4, 2))
        self._count.pack(side="top", fill="x")
        self.list = tkinter.Listbox(
            self,
            width=16,
            relief="flat",
            font="TkTextFont",
            activestyle="none",
            exportselection=False,
            background="white",
            highlightthickness=0,
        )
        bar = ttk.Scrollbar(self, command=self.list.yview)
        self.list.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.list.pack(side="left", fill="both", expand=True)
        self.menu = tkinter.Menu(self, tearoff=False)
        self.list.bind("<Double-Button-1>", self._double)
        self.list.bind("<Return>", self._double)
        self.list.bind("<Button-3>", self._right)
        self.show(())

    def show(self, names: tuple[str, ...]) -> None:
        """Show these names; what is selected and where one looks stays, if it can."""
        self._count.configure(text=f"Here: {len(names)}")
        if names == self.names:
            return
        selected = self._selected()
        top = self.list.yview()[0]
        self.names = names
        self.list.delete(0, "end")
        self.list.insert("end", *map(harmless_line, names))
        self.list.yview_moveto(top)
        if selected in names:
            self.list.selection_set(names.index(selected))

    def _selected(self) -> str | None:
        at = self.list.curselection()  # type: ignore[no-untyped-call]
        return self.names[at[0]] if at else None

    def _double(self, event: object) -> None:
        name = self._selected()
        if name is not None:
            self._chosen(name)

    def _right(self, event: tkinter.Event[tkinter.Misc]) -> None:
        at = self.list.nearest(event.y)  # type: ignore[no-untyped-call]
        if at < 0:
            return
        self.list.selection_clear(0, "end")
        self.list.selection_set(at)
        self.menu.delete(0, "end")
        self._offer(self.names[at], self.menu)
        if self.menu.index("end") is not None:
            self.menu.tk_popup(event.x_root, event.y_root)
