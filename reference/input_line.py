"""A terminal's input line: it stays whole, whatever is printed meanwhile.

Texts are given to the terminal as lists of parts, never as markup: nothing that others
say is interpreted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TextIO, cast

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.patch_stdout import StdoutProxy
from prompt_toolkit.styles import Style

MENU_ROWS = 6
REDRAW_SECONDS = 0.05  # nothing is drawn more often than anybody can see

STYLE = Style.from_dict({"bottom-toolbar": "noreverse"})


class InputLine:
    """A prompt at the bottom of a terminal, with a line of state below it.

    ``prompt`` and ``toolbar`` are asked for their texts whenever the line is drawn.
    What was typed is left on the screen unless it is to ``vanish``. ``above`` is a
    stream for what is printed above it.
    """

    def __init__(
        self,
        prompt: Callable[[], str],
        *,
        toolbar: Callable[[], StyleAndTextTuples] | None = None,
        completer: Completer | None = None,
        vanish: bool = False,
    ) -> None:
        # Raw: what is printed is harmless already, and its colours are our own.
        proxy = StdoutProxy(sleep_between_writes=REDRAW_SECONDS, raw=True)
        self.above = cast(TextIO, proxy)  # as sys.stdout it would have to pass, too
        self._prompt: PromptSession[str] = PromptSession(
            lambda: [("", prompt())],
            completer=completer,
            complete_while_typing=False,
            reserve_space_for_menu=MENU_ROWS if completer is not None else 0,
            bottom_toolbar=toolbar,
            erase_when_done=vanish,
            style=STYLE,
        )
        self._prompt.app.min_redraw_interval = REDRAW_SECONDS
        # Else the terminal would echo what is typed while a text is shown, misplaced.
        self._prompt.input.cooked_mode = nullcontext  # type: ignore[method-assign]

    def __enter__(self) -> InputLine:
        """Begin to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until all is shown."""
        self.above.close()

    def write(self, text: str, colour: str | None = None) -> None:
        """Print a harmless text above the line; ``colour`` is the number of one."""
        if colour is None or "NO_COLOR" in os.environ:
            self.above.write(f"{text}\n")
        else:
            self.above.write(f"\x1b[{colour}m{text}\x1b[0m\n")

    def changed(self) -> None:
        """Draw prompt and state anew."""
        self._prompt.app.invalidate()

    def raw(self) -> AbstractContextManager[None]:
        """Be raw from line to line: what is typed ahead is not echoed in between."""
        return self._prompt.input.raw_mode()

    async def read(self) -> str | None:
        """The next line; None if its writer wants to leave."""
        try:
            # The signal has a handler already, which the prompt would remove.
            return await self._prompt.prompt_async(handle_sigint=False)
        except (EOFError, KeyboardInterrupt):
            return None
