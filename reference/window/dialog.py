"""What every small window beside the main one has: a place, a size, two buttons."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

WRAP = 360  # pixels
STEP = 28  # pixels; several of them are not to hide each other

Call = Callable[[], None]


class Dialog(tkinter.Toplevel):
    """Blocks nothing. Escape and closing it are the same as ``no``."""

    def __init__(
        self,
        parent: tkinter.Misc,
        title: str,
        *,
        yes: tuple[str, Call],
        no: tuple[str, Call],
    ) -> None:
        super().__init__(parent)
        self.withdraw()
        self.title(title)
        self.transient(parent.winfo_toplevel())
        self.resizable(True, False)
        self.body = ttk.Frame(self, padding=(16, 14, 16, 6))
        self.body.pack(side="top", fill="both", expand=True)
        buttons = ttk.Frame(self, padding=(16, 6, 16, 14))
        buttons.pack(side="bottom", fill="x")
        self.no = ttk.Button(buttons, text=no[0], command=no[1])
        self.no.pack(side="right")
        self.yes = ttk.Button(buttons, text=yes[0], command=yes[1])
        self.yes.pack(side="right", padx=(0, 8))
        self.protocol("WM_DELETE_WINDOW", no[1])
        self.bind("<Escape>", lambda event: no[1]())

    def say(self, text: str, **options: str) -> ttk.Label:
        """A label in the dialog."""
        label = ttk.Label(self.body, text=text, wraplength=WRAP, **options)  # type: ignore[arg-type]
        label.pack(side="top", anchor="w", fill="x")
        return label

    def appear(self, place: int = 0) -> None:
        """Show it over the window it belongs to; ``place`` shifts one of several."""
        over = self.master.winfo_toplevel()
        self.update_idletasks()
        self.minsize(self.winfo_reqwidth(), self.winfo_reqheight())
        x = over.winfo_rootx() + (over.winfo_width() - self.winfo_reqwidth()) // 2
        y = over.winfo_rooty() + over.winfo_height() // 4
        self.geometry(f"+{max(0, x + place * STEP)}+{max(0, y + place * STEP)}")
        self.deiconify()
