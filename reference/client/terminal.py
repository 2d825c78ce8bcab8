"""The client in a terminal: the line being typed stays whole, whatever arrives.

Texts are given to the terminal as lists of parts, never as markup: nothing that a chat
partner says is interpreted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import nullcontext

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    PathCompleter,
)
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.patch_stdout import StdoutProxy
from prompt_toolkit.styles import Style

from reference.client.actions import Kind
from reference.client.files.transfer import Progress
from reference.client.help import help_word
from reference.client.link import Link
from reference.client.session import Session, Stage
from reference.harmless import harmless_line

BAR_WIDTH = 20
MENU_ROWS = 6
MOST_BARS = 3
REDRAW_SECONDS = 0.05  # nothing is drawn more often than anybody can see

STYLE = Style.from_dict({"bottom-toolbar": "noreverse"})
COLOURS = {Kind.NOTICE: "2", Kind.QUESTION: "1", Kind.FAILURE: "31"}


class TerminalScreen:
    """A prompt with a line of state below it."""

    def __init__(self, session: Session) -> None:
        self.link: Link | None = None
        self._session = session
        # Raw: what is printed is harmless already, and its colours are our own.
        self._above = StdoutProxy(sleep_between_writes=REDRAW_SECONDS, raw=True)
        self._prompt: PromptSession[str] = PromptSession(
            lambda: [("", session.prompt)],
            completer=Commands(session),
            complete_while_typing=False,
            reserve_space_for_menu=MENU_ROWS,
            bottom_toolbar=self._toolbar,
            style=STYLE,
        )
        self._prompt.app.min_redraw_interval = REDRAW_SECONDS
        # Else the terminal would echo what is typed while a text is shown, misplaced.
        self._prompt.input.cooked_mode = nullcontext  # type: ignore[method-assign]

    def __enter__(self) -> TerminalScreen:
        """Begin to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until all is shown."""
        self._above.close()

    def show(self, text: str, kind: Kind) -> None:
        """Print a text above the line being typed."""
        colour = None if "NO_COLOR" in os.environ else COLOURS.get(kind)
        self._above.write(f"\x1b[{colour}m{text}\x1b[0m\n" if colour else f"{text}\n")

    def changed(self) -> None:
        """Draw the line of state anew."""
        self._prompt.app.invalidate()

    async def run(self, link: Link) -> None:
        """Hand over line after line until the user leaves."""
        # Raw from prompt to prompt: what is typed ahead must not be echoed in between.
        with self._prompt.input.raw_mode():
            while link.session.stage not in (Stage.LEAVING, Stage.OVER):
                try:
                    # The signal has a handler already, which the prompt would remove.
                    line = await self._prompt.prompt_async(handle_sigint=False)
                except (EOFError, KeyboardInterrupt):
                    link.leave()
                else:
                    link.typed(line)

    def _toolbar(self) -> StyleAndTextTuples:
        session = self._session
        name = harmless_line(session.name) or "…"
        transfers = session.desk.progress() if session.desk else []
        bars = [f"\n{bar(progress)}" for progress in transfers[:MOST_BARS]]
        if len(transfers) > MOST_BARS:
            bars.append(f"\n… and {len(transfers) - MOST_BARS} more")
        about = [session.protocol.title]
        if session.stage is Stage.IN:
            about.append(help_word(session.keyboard))
        return [("bold", name), ("", f" · {' · '.join(about)}{''.join(bars)}")]


def bar(progress: Progress) -> str:
    """A progress bar: how much of it is full, the percentage, and what it is about."""
    share = progress.done / progress.total if progress.total else 1.0
    full = int(share * BAR_WIDTH)
    drawn = "█" * full + "░" * (BAR_WIDTH - full)
    return f"{drawn} {share:4.0%} {progress.label}"


class Commands(Completer):
    """Completes commands behind a slash, and members where a command wants one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Offer what may stand at the cursor."""
        line = document.text_before_cursor
        if line.startswith("/") and " " not in line:
            return [
                Completion(word, -len(line), display_meta=[("", about)])
                for word, about in self._words(line)
            ]
        return [*self._members(line), *self._files(line, complete_event)]

    def _words(self, start: str) -> list[tuple[str, str]]:
        """The commands that begin so, each with what it is for."""
        session = self._session
        rows = {p.word: command.help for p, command in session.keyboard.commands}
        if session.file_row is not None:
            pattern, about = session.file_row
            rows[pattern.word] = about
        rows[help_word(session.keyboard)] = "what can be typed"
        return sorted((w, about) for w, about in rows.items() if w.startswith(start))

    def _members(self, line: str) -> list[Completion]:
        starts = set(self._names_begun(line))
        names = self._session.roster.names
        return [
            Completion(name, -len(start), display=[("", name)])
            for start in starts
            for name in names
            # A name that is not what it looks like is not put into anybody's mouth.
            if name.startswith(start) and name == harmless_line(name)
        ]

    def _names_begun(self, line: str) -> Iterable[str]:
        """What the line ends with of a name, for each command that it may be."""
        session = self._session
        for pattern, command in session.keyboard.commands:
            field = pattern.field_at_end(line)
            if field is not None and field[0] in command.people:
                yield field[1]
        about_file = session.desk.typing(line) if session.desk is not None else None
        if about_file is not None and about_file[0]:
            yield about_file[1]

    def _files(self, line: str, event: CompleteEvent) -> Iterable[Completion]:
        desk = self._session.desk
        typing = desk.typing(line) if desk is not None else None
        if typing is None or typing[0]:
            return []
        return self._paths.get_completions(Document(typing[1]), event)
