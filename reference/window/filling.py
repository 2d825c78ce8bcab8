"""The dialog in which the blanks of a command are filled in."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from functools import partial
from tkinter import TclError, filedialog, ttk

from reference.window.dialog import Dialog
from reference.window.forms import Blank, Form

Complaint = Callable[[Mapping[str, str]], str | None]
Send = Callable[[Mapping[str, str]], None]


class Filling(Dialog):
    """One line for each blank. It stays, with the reason, while it cannot be sent."""

    def __init__(
        self,
        root: tkinter.Misc,
        form: Form,
        people: tuple[str, ...],
        filled: Mapping[str, str],
        *,
        complaint: Complaint,
        send: Send,
    ) -> None:
        super().__init__(
            root, form.title, yes=("Send", self._send), no=("Cancel", self.destroy)
        )
        self._complaint = complaint
        self._sent = send
        self.say(form.title)
        self.say(form.usage, foreground="#707070")
        self.entries: dict[str, ttk.Entry] = {}
        self._place(form, people)
        for name, value in filled.items():
            self.entries[name].insert(0, value)
        self.wrong = self.say("", foreground="#b3261e")
        self.bind("<Return>", lambda event: self._send())
        self.bind("<Map>", self._mapped)
        self.appear()

    def _place(self, form: Form, people: tuple[str, ...]) -> None:
        grid = ttk.Frame(self.body, padding=(0, 8))
        grid.pack(side="top", fill="x")
        grid.columnconfigure(1, weight=1)
        for row, blank in enumerate(form.blanks):
            ttk.Label(grid, text=blank.label).grid(
                row=row, column=0, sticky="w", padx=(0, 10), pady=3
            )
            entry = _entry(grid, blank, people)
            entry.grid(row=row, column=1, sticky="ew", pady=3)
            self.entries[blank.name] = entry
            if form.command is None and not blank.is_person:
                browse = partial(self._browse, entry)
                self.browse = ttk.Button(grid, text="Browse…", command=browse)
                self.browse.grid(row=row, column=2, padx=(8, 0))

    def _browse(self, entry: ttk.Entry) -> None:
        try:
            path = filedialog.askopenfilename(parent=self)
        except TclError:
            return  # the window was closed meanwhile
        if path and entry.winfo_exists():
            entry.delete(0, "end")
            entry.insert(0, path)

    def _send(self) -> None:
        filled = {name: entry.get() for name, entry in self.entries.items()}
        wrong = self._complaint(filled)
        if wrong is not None:
            self.wrong.configure(text=wrong)
            return
        self.destroy()
        self._sent(filled)

    def _mapped(self, event: tkinter.Event[tkinter.Misc]) -> None:
        if event.widget is self:
            entries = self.entries.values()
            empty = [entry for entry in entries if not entry.get()]
            for entry in [*empty, *entries][:1]:
                entry.focus_force()


def _entry(parent: ttk.Frame, blank: Blank, people: tuple[str, ...]) -> ttk.Entry:
    if blank.options:
        choice = ttk.Combobox(parent, values=blank.options, state="readonly", width=28)
        choice.set(blank.options[0])
        return choice
    if blank.is_person:
        return ttk.Combobox(parent, values=people, width=28)
    return ttk.Entry(parent, width=30)
