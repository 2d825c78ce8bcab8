"""The client in a terminal: the line being typed stays whole, whatever arrives."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    PathCompleter,
)
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples

from reference.client.actions import Kind
from reference.client.files.transfer import Progress
from reference.client.help import help_word
from reference.client.link import Link
from reference.client.session import Session, Stage
from reference.harmless import harmless_line
from reference.input_line import InputLine

BAR_WIDTH = 20
MOST_BARS = 3

COLOURS = {Kind.NOTICE: "2", Kind.QUESTION: "1", Kind.FAILURE: "31"}


class TerminalScreen:
    """A prompt with a line of state below it."""

    def __init__(self, session: Session) -> None:
        self.link: Link | None = None
        self._session = session
        self._line = InputLine(
            lambda: session.prompt, toolbar=self._toolbar, completer=Commands(session)
        )

    def __enter__(self) -> TerminalScreen:
        """Begin to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until all is shown."""
        self._line.__exit__()

    def show(self, text: str, kind: Kind) -> None:
        """Print a text above the line being typed."""
        self._line.write(text, COLOURS.get(kind))

    def changed(self) -> None:
        """Draw the line of state anew."""
        self._line.changed()

    async def run(self, link: Link) -> None:
        """Hand over line after line until the user leaves."""
        with self._line.raw():
            # Also while the goodbye is awaited: an interrupt then must not get lost.
            while link.session.stage is not Stage.OVER:
                line = await self._line.read()
                if line is None:
                    link.leave()
                else:
                    link.typed(line)

    def _toolbar(self) -> StyleAndTextTuples:
        session = self._session
        name = harmless_line(session.name)
        transfers = session.desk.progress() if session.desk else []
        bars = [f"\n{bar(progress)}" for progress in transfers[:MOST_BARS]]
        if len(transfers) > MOST_BARS:
            bars.append(f"\n… and {len(transfers) - MOST_BARS} more")
        about = [session.protocol.title]
        if session.stage is Stage.IN:
            about.append(help_word(session.keyboard))
        if not name and session.stage is not Stage.IN:
            name = "…"  # it may have one soon; a protocol without names has none
        if name:
            about.insert(0, "")
        return [("bold", name), ("", f"{' · '.join(about)}{''.join(bars)}")]


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
