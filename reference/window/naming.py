"""The popup that asks for the name, again and with the reason when it is refused."""

from __future__ import annotations

import tkinter
from tkinter import ttk

from reference.client.session import Stage
from reference.window.dialog import Call, Dialog
from reference.window.engine import Engine
from reference.window.picture import Picture


class Naming:
    """Is there as long as a name is wanted, or the answer to one is awaited."""

    def __init__(
        self, root: tkinter.Misc, title: str, prompt: str, engine: Engine, leave: Call
    ) -> None:
        self._root = root
        self._title = title
        self._prompt = prompt
        self._engine = engine
        self._leave = leave
        self.popup: NamePopup | None = None

    def show(self, picture: Picture) -> None:
        """Open, change or close the popup."""
        if picture.wants_name:
            if self.popup is None:
                self.popup = self._open()
            self.popup.wants(picture.hint)
        elif self.popup is not None and picture.stage is not Stage.ASKED:
            self.popup.destroy()
            self.popup = None

    def _open(self) -> NamePopup:
        title, prompt = self._title, self._prompt
        return NamePopup(self._root, title, prompt, self._engine, self._leave)


class NamePopup(Dialog):
    """One line for a name."""

    def __init__(
        self, root: tkinter.Misc, title: str, prompt: str, engine: Engine, leave: Call
    ) -> None:
        super().__init__(root, title, yes=("OK", self._enter), no=("Cancel", leave))
        self._engine = engine
        self.hint = self.say("", foreground="#b3261e")
        self.say(prompt)
        self.entry = ttk.Entry(self.body, width=30)
        self.entry.pack(side="top", fill="x", pady=(4, 6))
        self.entry.bind("<Return>", lambda event: self._enter())
        self.bind("<Map>", self._mapped)
        self.appear()

    def wants(self, hint: str) -> None:
        """Let a name be typed."""
        if hint:
            self.hint.configure(text=hint)
        for widget in (self.entry, self.yes):
            widget.state(["!disabled"])
        self.entry.selection_range(0, "end")

    def _enter(self) -> None:
        name = self.entry.get()
        if not name.strip():
            return
        for widget in (self.entry, self.yes):
            widget.state(["disabled"])
        self._engine.typed(name)

    def _mapped(self, event: tkinter.Event[tkinter.Misc]) -> None:
        if event.widget is self:
            self.entry.focus_force()
