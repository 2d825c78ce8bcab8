"""Each open question in a dialog of its own, which goes when the question is over."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from reference.window.dialog import Dialog

MOST_DIALOGS = 3
"""At once; the next question is put when one of them is answered."""


class Asking:
    """The dialogs of the open questions. ``answered`` gets number and answer."""

    def __init__(
        self, root: tkinter.Misc, title: str, answered: Callable[[int, bool], None]
    ) -> None:
        self._root = root
        self._title = title
        self._answered = answered
        self._done: set[int] = set()  # answered, but the session may not know yet
        self.dialogs: dict[int, Dialog] = {}

    def show(self, questions: tuple[tuple[int, str], ...]) -> None:
        """Put these questions, and no others."""
        self._done &= {number for number, _ in questions}
        texts = {n: text for n, text in questions if n not in self._done}
        for number in self.dialogs.keys() - texts.keys():
            self.dialogs.pop(number).destroy()
        for number, text in texts.items():
            if number not in self.dialogs and len(self.dialogs) < MOST_DIALOGS:
                self.dialogs[number] = self._dialog(number, text)

    def _dialog(self, number: int, text: str) -> Dialog:
        dialog = Dialog(
            self._root,
            self._title,
            yes=("Yes", lambda: self._answer(number, True)),
            no=("No", lambda: self._answer(number, False)),
        )
        dialog.say(text)
        # No button has the focus: whoever is typing must not answer by accident.
        dialog.appear(len(self.dialogs))
        return dialog

    def _answer(self, number: int, yes: bool) -> None:
        self._done.add(number)
        self.dialogs.pop(number).destroy()
        self._answered(number, yes)
