"""The main window: shows batches, and hands what the user does to the engine."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from pathlib import Path
from tkinter import ttk
from types import TracebackType

from codegen.protocol import Protocol
from reference.client import usable
from reference.client.actions import Kind
from reference.client.session import Stage
from reference.client.texts import Wording
from reference.harmless import harmless_line
from reference.window.asking import Asking
from reference.window.board import Batch
from reference.window.engine import Engine, Finished
from reference.window.filling import Filling
from reference.window.fonts import use_hangul
from reference.window.forms import Form, Forms
from reference.window.history import History
from reference.window.mailbox import Mailbox
from reference.window.naming import Naming
from reference.window.pane import COLOURS, Pane
from reference.window.people import People
from reference.window.picture import Picture
from reference.window.transfers import Transfers

SIZE = "760x520"
LEAST_SIZE = 420, 300
LEAVE = "Leave the chat"


class Window:
    """One conversation in one window. ``closed`` is true when the user has left."""

    def __init__(
        self,
        root: tkinter.Tk,
        protocol: Protocol,
        address: tuple[str, int],
        name: str | None,
        downloads: Path,
    ) -> None:
        self.root = root
        self.closed = False
        self.picture = Picture()
        self.forms = Forms(protocol)
        self._title = protocol.title
        self._place = f"{address[0]}:{address[1]}"
        self._history = History()
        self._dialogs: list[Filling] = []
        self._dress()
        self.mailbox: Mailbox[Batch | Finished] = Mailbox(root, self._take)
        self.engine = Engine(protocol, address, name, downloads, self.mailbox.put)
        self._build(usable.members(protocol))
        prompt = harmless_line(Wording(protocol.client.texts).text("name").strip())
        self.naming = Naming(root, self._title, prompt, self.engine, self.leave)
        self.asking = Asking(root, self._title, self.engine.answered)
        self._show(self.picture)
        self.engine.start()

    def run(self) -> int:
        """Show the window until the user has left; return the exit status."""
        with self.mailbox.signals(self.leave):
            self.root.mainloop()
        return self.close()

    def close(self) -> int:
        """Wait for the conversation's end, which has been asked for, and let go."""
        try:
            return self.engine.join()
        finally:
            self.mailbox.close()
            self.root.destroy()

    @property
    def dialogs(self) -> list[Filling]:
        """The dialogs in which something is being filled in."""
        return [dialog for dialog in self._dialogs if dialog.winfo_exists()]

    def leave(self) -> None:
        """Say goodbye, then close; the second time, close at once."""
        self.engine.leave()

    # How it looks.

    def _dress(self) -> None:
        root = self.root
        use_hangul(root)
        style = ttk.Style(root)
        if root.tk.call("tk", "windowingsystem") == "x11":
            style.theme_use("clam")
            style.configure("TProgressbar", background=COLOURS[Kind.OWN])
            style.map("TEntry", fieldbackground=[("disabled", "#eeeeea")])
        root.configure(background=style.lookup("TFrame", "background"))
        root.title(self._title)
        root.geometry(SIZE)
        root.minsize(*LEAST_SIZE)
        root.option_add("*Menu.font", "TkMenuFont")
        root.option_add("*TCombobox*Listbox.font", "TkTextFont")
        root.protocol("WM_DELETE_WINDOW", self.leave)
        root.report_callback_exception = self._broken

    def _build(self, with_people: bool) -> None:
        root = self.root
        self._build_menus()
        self._state = ttk.Label(root, padding=(10, 3), foreground="#505050")
        self._state.pack(side="bottom", fill="x")
        line = ttk.Frame(root, padding=(10, 6, 10, 4))
        line.pack(side="bottom", fill="x")
        self.send = ttk.Button(line, text="Send", command=self._enter)
        self.send.pack(side="right", padx=(8, 0))
        self.again = ttk.Button(line, text="Reconnect", command=self._reconnect)
        self.entry = ttk.Entry(line, font="TkTextFont")
        self.entry.pack(side="left", fill="x", expand=True)
        self.entry.bind("<Return>", lambda event: self._enter())
        self.entry.bind("<KP_Enter>", lambda event: self._enter())
        self.entry.bind("<Up>", lambda event: self._recall(self._history.older))
        self.entry.bind("<Down>", lambda event: self._recall(self._history.newer))
        stop = self.engine.stopped if self.forms.can_stop_files else None
        self.transfers = Transfers(root, stop, padding=(10, 8, 10, 0))
        self._middle = middle = ttk.PanedWindow(root, orient="horizontal")
        middle.pack(side="top", fill="both", expand=True, padx=10, pady=(10, 0))
        self.pane = Pane(middle, self._typed)
        middle.add(self.pane, weight=1)
        self.people: People | None = None
        if with_people:
            self.people = People(middle, self._address, self._offer_about)
            middle.add(self.people, weight=0)

    def _build_menus(self) -> None:
        bar = tkinter.Menu(self.root)
        self.chat_menu = tkinter.Menu(bar, tearoff=False)
        self.command_menu = tkinter.Menu(bar, tearoff=False)
        bar.add_cascade(label="Chat", menu=self.chat_menu)
        if self.forms.chosen:
            bar.add_cascade(label="Commands", menu=self.command_menu)
        for form in self.forms.chosen:
            self._add(self.command_menu, form)
        if self.forms.file is not None:
            self._add(self.chat_menu, self.forms.file)
        self.chat_menu.add_command(label="Reconnect", command=self._reconnect)
        self.chat_menu.add_separator()
        self.chat_menu.add_command(label=LEAVE, command=self.leave)
        self.root.configure(menu=bar)

    def _add(
        self, menu: tkinter.Menu, form: Form, filled: Mapping[str, str] | None = None
    ) -> None:
        known = filled or {}
        more = "…" if len(form.blanks) > len(known) else ""
        menu.add_command(
            label=form.title + more,
            accelerator=form.usage if form.title != form.usage else "",
            command=lambda: self.choose(form, known),
        )

    # What is new.

    def _take(self, item: Batch | Finished) -> None:
        if isinstance(item, Finished):
            self.closed = True
            self.root.quit()
            return
        self.pane.add(item.lines)
        if item.picture != self.picture:
            self._show(item.picture)
        self.engine.taken()

    def _show(self, picture: Picture) -> None:
        before, self.picture = self.picture, picture
        self._state.configure(text=picture.state(self._place))
        name = harmless_line(picture.name)
        self.root.title(f"{name} · {self._title}" if name else self._title)
        if self.people is not None:
            self.people.show(picture.members)
        self._show_transfers(picture)
        self._allow(picture)
        self.naming.show(picture)
        self.asking.show(picture.questions)
        if picture.stage is Stage.IN and before.stage is not Stage.IN:
            # Not before the popup that has it is gone.
            self.root.after_idle(self.entry.focus_force)

    def _show_transfers(self, picture: Picture) -> None:
        self.transfers.show(picture.transfers)
        if picture.transfers:
            self.transfers.pack(side="bottom", fill="x", before=self._middle)
        else:
            self.transfers.pack_forget()

    def _allow(self, picture: Picture) -> None:
        """Let be done what can be done now."""
        able = picture.stage is Stage.IN
        for widget in (self.entry, self.send):
            widget.state(["!disabled" if able else "disabled"])
        for menu in (self.command_menu, self.chat_menu):
            last = menu.index("end")
            for at in range(0 if last is None else last + 1):
                _enable(menu, at, able)
        _enable(self.chat_menu, "Reconnect", picture.is_over)
        _enable(self.chat_menu, LEAVE, True)
        if picture.is_over:
            self.again.pack(side="right", padx=(8, 0), before=self.send)
        else:
            self.again.pack_forget()
        if not able:
            for dialog in self.dialogs:
                dialog.destroy()

    def _broken(
        self, kind: object, error: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault of the window's own is not to be lived with."""
        self.engine.abandon(error)

    # What the user does.

    def choose(self, form: Form, filled: Mapping[str, str] | None = None) -> None:
        """Send a command that lacks nothing, else let its blanks be filled in."""
        known = dict(filled or {})
        if form.command is not None and len(known) == len(form.blanks):
            self._send_form(form, known)
            return
        dialog = Filling(
            self.root,
            form,
            self._people(),
            known,
            complaint=lambda now: self.forms.complaint(form, now, self.picture.name),
            send=lambda now: self._send_form(form, now),
        )
        self._dialogs = [*self.dialogs, dialog]

    def _send_form(self, form: Form, filled: Mapping[str, str]) -> None:
        if form.command is not None:
            self.engine.ordered(form.command, filled)
            return
        person = form.person
        names = {person.name} if person is not None else set()
        path = "".join(text for name, text in filled.items() if name not in names)
        self.engine.offered("".join(filled[name] for name in names), path)

    def _people(self) -> tuple[str, ...]:
        names = (name for name in self.picture.members if name == harmless_line(name))
        return tuple(name for name in names if name != self.picture.name)

    def _enter(self) -> None:
        text = self.entry.get()
        if self.picture.stage is not Stage.IN or not text.strip():
            return
        self._history.add(text)
        self.entry.delete(0, "end")
        for line in text.splitlines():  # pasted lines are lines
            self.engine.typed(line)

    def _recall(self, move: Callable[[str], str]) -> str:
        text = move(self.entry.get())
        self.entry.delete(0, "end")
        self.entry.insert(0, text)
        return "break"

    def _typed(self, text: str) -> None:
        self.entry.focus_set()
        self.entry.insert("insert", text)

    def _address(self, name: str) -> None:
        """Begin a line to somebody, or else put the name where one is typing."""
        line = self.forms.address(name)
        if line is not None:
            self.entry.delete(0, "end")
        self._typed(harmless_line(name) if line is None else line)
        self.entry.icursor("end")

    def _offer_about(self, name: str, menu: tkinter.Menu) -> None:
        if self.picture.stage is not Stage.IN or name != harmless_line(name):
            return
        for form in self.forms.about_people:
            if form.person is not None:
                self._add(menu, form, {form.person.name: name})

    def _reconnect(self) -> None:
        self.engine.reconnect()


def _enable(menu: tkinter.Menu, at: int | str, able: bool) -> None:
    if menu.type(at) == "command":
        menu.entryconfigure(at, state="normal" if able else "disabled")
