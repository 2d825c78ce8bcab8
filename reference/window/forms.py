"""What can be chosen in a window, from the commands of the protocol: without any Tk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.protocol import Command, Protocol
from codegen.typed import Keyboard, Pattern, Refusal
from codegen.wire import Choice, Flag
from reference.client import usable
from reference.client.rehearsal import ME, companion, rehearsed, told
from reference.client.texts import Wording
from reference.harmless import harmless, harmless_line

YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in. ``options`` are all that is possible, if they are few."""

    name: str
    options: tuple[str, ...] = ()
    is_person: bool = False

    @property
    def label(self) -> str:
        """What stands before it."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Form:
    """A command with its blanks; one without a command offers a file.

    ``usage`` is how the same is typed, ``about`` what it is for.
    """

    usage: str
    about: str
    blanks: tuple[Blank, ...]
    command: Command | None = None

    @property
    def title(self) -> str:
        """What it is called in a menu."""
        return self.about[:1].upper() + self.about[1:] or self.usage

    @property
    def person(self) -> Blank | None:
        """The blank for a person, if there is exactly one."""
        people = [blank for blank in self.blanks if blank.is_person]
        return people[0] if len(people) == 1 else None


class Forms:
    """All forms of one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._wording = Wording(protocol.client.texts)
        self._keyboard = Keyboard(protocol.client.commands, protocol.client_messages)
        self._codecs = protocol.client_messages.codecs
        self.commands = tuple(
            self._form(pattern, command) for pattern, command in self._keyboard.commands
        )
        self.file = _file_form(protocol)
        files = usable.files(protocol)
        self.can_stop_files = files is not None and files.cancel is not None

    @property
    def chosen(self) -> tuple[Form, ...]:
        """Those for a menu: a line by itself needs no form."""
        patterns = [pattern for pattern, _ in self._keyboard.commands]
        return tuple(
            form
            for form, pattern in zip(self.commands, patterns, strict=True)
            if not (pattern.takes_anything and len(pattern.fields) == 1)
        )

    @property
    def about_people(self) -> tuple[Form, ...]:
        """Those that are about one person who is there."""
        files = () if self.file is None else (self.file,)
        people = [form for form in self.commands if form.person]
        return (*(form for form in people if not self._renames(form)), *files)

    def address(self, name: str) -> str | None:
        """The beginning of a line that says something to one person, if there is any.

        A name that is not what it looks like is not put into anybody's mouth.
        """
        if name != harmless_line(name):
            return None
        for pattern, command in self._keyboard.commands:
            turns = pattern.turns
            if len(turns) > 1 and [turns[0].name] == list(command.people):
                stop = turns[0].stop
                return pattern.head + name + stop if stop not in name else None
        return None

    def complaint(self, form: Form, filled: Mapping[str, str], me: str) -> str | None:
        """Why a form cannot be sent as it is; None if it can."""
        if form.command is None:
            empty = [blank.label for blank in form.blanks if not filled[blank.name]]
            return f"{empty[0]}?" if empty else None
        order = self._keyboard.order(form.command, me, filled)
        if not isinstance(order, Refusal):
            return None
        return harmless(self._wording.text(order.key, **order.values))

    def _renames(self, form: Form) -> bool:
        """Whether the name in a form is one that the user takes: the machine knows."""
        me = companion(self._protocol, "")
        other = companion(self._protocol, me)
        if form.command is None or len(form.blanks) != 1:
            return False
        order = self._keyboard.order(form.command, me, {form.blanks[0].name: other})
        if isinstance(order, Refusal):
            return False
        heard = told(rehearsed(self._protocol, order.message, me), ME)
        return any(type(m) in self._protocol.client.members.renamed for m in heard)

    def _form(self, pattern: Pattern, command: Command) -> Form:
        kinds = self._codecs[command.message].fields
        blanks = [
            Blank(name, _options(kinds[name]), name in command.people)
            for name in pattern.fields
        ]
        return Form(pattern.usage, command.help, tuple(blanks), command)


def _options(kind: object) -> tuple[str, ...]:
    if isinstance(kind, Flag):
        return YES_OR_NO
    return tuple(kind.options) if isinstance(kind, Choice) else ()


def _file_form(protocol: Protocol) -> Form | None:
    files = usable.files(protocol)
    if files is None:
        return None
    pattern = Pattern(files.type)
    person = files.offer.parts.get("person")
    blanks = tuple(Blank(name, (), name == person) for name in pattern.fields)
    return Form(pattern.usage, files.help or "offer a file", blanks)
