"""A client without socket, clock and screen: what is typed and heard, and what follows.

Whoever owns the connection tells a ``Session`` what happened, and carries out the
actions that it returns, in their order. Terminal, lines on a pipe and a window share
it. Rules kept here:

1. Until the server has accepted a name, nothing but the name is sent.
2. A question blocks nothing: y or n answer the oldest open one, all else is as usual.
3. After ``Ended`` nothing follows any more.
4. The exit status is honest: 0 only for a leave that the server granted, or needed not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from codegen.protocol import Command, Protocol
from codegen.show import Display, as_mapping
from codegen.typed import Keyboard, Order, Pattern, Refusal, complaint, normal
from codegen.wire import WireError
from reference.client import usable
from reference.client.actions import (
    Action,
    Ask,
    Ended,
    HalfClose,
    Kind,
    Prepare,
    Transmit,
    show,
)
from reference.client.farewell import farewell
from reference.client.files.measure import Measured
from reference.client.help import CANCEL, help_text, help_word
from reference.client.incoming import Incoming, Unread
from reference.client.members import Roster
from reference.client.own import OwnTexts
from reference.client.questions import Questions, ask_about, is_by, is_taken_back
from reference.client.texts import Wording
from reference.harmless import harmless_line
from reference.statuses import LEFT, LOST, REFUSED


class Stage(Enum):
    """How far a client has come."""

    NAMELESS = "nameless"  # a name is to be typed
    ASKED = "asked"  # the server has not answered to the name
    IN = "in"
    LEAVING = "leaving"  # the server has not let go yet
    OVER = "over"


class Session:
    """One conversation with one server.

    ``retry`` says whether another name can be typed when one is refused. ``by_line``:
    all is typed, and what was typed stays to be seen. Else questions are answered by
    number, and the own lines are shown, with the time of ``clock`` where they have one.
    """

    def __init__(
        self,
        protocol: Protocol,
        *,
        name: str | None = None,
        downloads: Path = Path("downloads"),
        retry: bool = True,
        by_line: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.protocol = protocol
        self.wording = Wording(protocol.client.texts)
        self.stage = Stage.NAMELESS
        self.name = ""
        self.keyboard = Keyboard(protocol.client.commands, protocol.client_messages)
        self.roster = Roster(protocol.client.members)
        self.desk = usable.desk(protocol, downloads, self.wording, lambda: self.name)
        self._display = Display(protocol)
        self._incoming = Incoming(protocol.server_framing, protocol.server_messages)
        self._questions = Questions(self.wording, by_line=by_line)
        self._own = None if by_line else OwnTexts(protocol, self._display, clock)
        self._asks = usable.questions(protocol)
        self._goodbye: Order | None = None
        self._wished = name
        self._retry = retry
        self._was_refused = False
        self._provisional = False  # the name counts until the server says otherwise
        self._status_of_silence = LOST

    # What a screen shows beside the conversation.

    @property
    def prompt(self) -> str:
        """What stands before the line being typed."""
        if self.stage is Stage.NAMELESS:
            return harmless_line(self.wording.text("name").rstrip("\n"))
        return harmless_line(self.wording.text("prompt"))

    @property
    def file_row(self) -> tuple[Pattern, str] | None:
        """How the sending of a file is typed and what is said of it, if it works."""
        if self.desk is None:
            return None
        return self.desk.pattern, self.desk.help

    @property
    def questions(self) -> tuple[tuple[int, str], ...]:
        """Number and text of each open question, the oldest first."""
        return self._questions.open

    @property
    def sending(self) -> bool:
        """Whether a piece of a file waits for its turn."""
        return self.desk is not None and self.desk.sending

    # What happened.

    def begin(self) -> list[Action]:
        """The connection is made."""
        if not usable.needs_name(self.protocol):
            return self._accepted("")
        return [] if self._wished is None else self._log_in(self._wished)

    def typed(self, line: str) -> list[Action]:
        """A line was typed."""
        if not line.strip() or self.stage in (Stage.LEAVING, Stage.OVER):
            return []
        if line.strip() == help_word(self.keyboard):
            return [show(self._help(), Kind.NOTICE)]
        if self.stage is Stage.ASKED:
            return [self.wording.notice("wait", name=self._wished or "")]
        if self.stage is Stage.NAMELESS:
            return self._log_in(line)
        self._provisional = False
        answered = self._questions.answer(line)
        return self._order(line) if answered is None else self._asking(answered)

    def ordered(self, command: Command, typed: Mapping[str, str]) -> list[Action]:
        """A command was chosen, and its fields were filled in."""
        if self.stage is not Stage.IN:
            return []
        self._provisional = False
        pattern = next(p for p, known in self.keyboard.commands if known is command)
        order = self.keyboard.order(command, self.name, typed)
        return self._carry_out(order, pattern.line(typed))

    def offered(self, person: str, path: str) -> list[Action]:
        """A file was chosen to be offered."""
        if self.stage is not Stage.IN or self.desk is None:
            return []
        return [Prepare(normal(person), path)]

    def answered(self, number: int, yes: bool) -> list[Action]:
        """A question was answered; nothing follows if it is over already."""
        return self._asking(self._questions.decide(number, yes))

    def stopped(self, number: int) -> list[Action]:
        """A transfer is to be stopped; nothing follows if it is over already."""
        return [] if self.desk is None else self._asking(self.desk.stop_one(number))

    def received(self, data: bytes) -> list[Action]:
        """Bytes came from the server."""
        actions: list[Action] = []
        for message in self._incoming.read(data):
            if self.stage is not Stage.OVER:
                actions += self._heard(message)
        return actions

    def closed(self) -> list[Action]:
        """The server ended the connection, or it broke."""
        if self.stage is Stage.OVER:
            return []
        if self.stage is Stage.LEAVING:
            return self._over(LEFT)
        return [self.wording.failure("lost"), *self._over(LOST)]

    def refused(self, reason: str) -> list[Action]:
        """There is no connection."""
        detail = show(f"({reason})", Kind.FAILURE)
        return [self.wording.failure("refused"), detail, *self._over(LOST)]

    def leave(self) -> list[Action]:
        """The user wants to leave; the second time, at once."""
        if self.stage is Stage.IN:
            return self._say_goodbye()
        if self.stage is Stage.LEAVING:
            return self._over(self._status_of_silence)
        if self.stage is Stage.OVER:
            return []
        return self._over(REFUSED if self._was_refused else LEFT)

    def silent(self, seconds: float) -> list[Action]:
        """The server did not let go within this time."""
        if self.stage is not Stage.LEAVING:
            return []
        told = self.wording.failure("silent", seconds=f"{seconds:g}")
        notices = [told] if self._status_of_silence != LEFT else []
        return [*notices, *self._over(self._status_of_silence)]

    def measured(self, person: str, file: Measured) -> list[Action]:
        """The file that is to be offered was read through."""
        if self.desk is None or self.stage is not Stage.IN:
            return []
        return self.desk.offer(person, file)

    def unmeasured(self, path: str, reason: str) -> list[Action]:
        """The file that is to be offered cannot be."""
        return [self.wording.notice("unreadable", path=path, reason=reason)]

    def next_piece(self) -> list[Action]:
        """The connection has room: the next piece of a file, if there is one."""
        return [] if self.desk is None else self.desk.next_piece()

    def stuck(self) -> list[Action]:
        """The server does not read; what is typed would only pile up."""
        return [self.wording.notice("stuck")]

    # A name.

    def _log_in(self, name: str) -> list[Action]:
        self._wished = normal(name.strip())
        login = self.protocol.client.login
        if login is None:
            return self._accepted(self._wished)
        try:
            message = login.send(**{login.field: self._wished})
            data = self.protocol.encode(message)
        except WireError as error:
            told = self.wording.notice("invalid", reason=complaint(error))
            return [told, *self._name_refused()]
        self.stage = Stage.ASKED
        if not login.accepted:
            self._provisional = True
            return [Transmit(data), *self._accepted(self._wished)]
        return [Transmit(data)]

    def _accepted(self, name: str) -> list[Action]:
        self.stage = Stage.IN
        self._was_refused = False
        self._called(name)
        return []

    def _called(self, name: str) -> None:
        """From now on this is the own name."""
        self.name = name
        self._goodbye = farewell(self.protocol, self.keyboard, name)

    def _name_refused(self) -> list[Action]:
        self.stage = Stage.NAMELESS
        self._was_refused = True
        return [] if self._retry else self._over(REFUSED)

    def _login_step(self, message: Any) -> list[Action]:
        """What a message means for the name."""
        login = self.protocol.client.login
        if login is None or not (self.stage is Stage.ASKED or self._provisional):
            return []
        self._provisional = False  # this, or what comes later, is about something else
        if type(message) in login.refused:
            return self._name_refused()
        if type(message) in login.accepted:
            given = as_mapping(message).get(login.field)
            name = given if isinstance(given, str) else self._wished
            return self._accepted(name or "")
        return []

    # A line.

    def _order(self, line: str) -> list[Action]:
        special = self._file_order(line)
        if special is not None:
            return special
        return self._carry_out(self.keyboard.read(line, self.name), line)

    def _carry_out(self, order: Order | Refusal, line: str) -> list[Action]:
        if isinstance(order, Refusal):
            return [self._unsent(order)]
        actions = self._send(order.message)
        text = None if self._own is None else self._own.text(order, line, self.name)
        if text is not None:
            actions.append(show(text, Kind.OWN))
        if self._goodbye is not None and order.command is self._goodbye.command:
            self.stage = Stage.LEAVING
        return actions

    def _unsent(self, refusal: Refusal) -> Action:
        """Why a line is not sent."""
        return self.wording.notice(refusal.key, **refusal.values)

    def _file_order(self, line: str) -> list[Action] | None:
        """What follows from a line about files; None if it is not about them."""
        if self.desk is None:
            return None
        if line.strip() == CANCEL and not self.keyboard.word_taken(CANCEL):
            return self._asking(self.desk.stop())
        order = self.desk.order(line)
        if isinstance(order, Refusal):
            return [self._unsent(order)]
        return None if order is None else [order]

    def _send(self, message: Any) -> list[Action]:
        if self.desk is not None:
            self.desk.spoke()
        try:
            return [Transmit(self.protocol.encode(message))]
        except WireError as error:
            return [self.wording.notice("invalid", reason=complaint(error))]

    def _say_goodbye(self) -> list[Action]:
        self.stage = Stage.LEAVING
        if self._goodbye is not None:
            return self._send(self._goodbye.message)
        # Nobody promised to answer: the end of the stream is all there is to say.
        self._status_of_silence = LEFT
        return [HalfClose()]

    # A message.

    def _heard(self, message: Any) -> list[Action]:
        if isinstance(message, Unread):
            return self._unread(message)
        self._note(message)
        actions = self._shown(message) + self._login_step(message)
        status = self.protocol.client.ends.get(type(message))
        return actions if status is None else actions + self._over(status)

    def _note(self, message: Any) -> None:
        """Keep in mind what a message says of members."""
        renaming = self.roster.renaming(message)
        if renaming is not None and renaming[0] == self.name:
            self._called(renaming[1])
        self.roster.note(message)
        leaver = self.roster.leaver(message)
        if leaver is not None:
            self._questions.drop(lambda topic: is_by(topic, leaver))
        asked = self.protocol.client.questions
        self._questions.drop(lambda topic: is_taken_back(topic, message, asked))

    def _shown(self, message: Any) -> list[Action]:
        question = self._asks.get(type(message))
        if question is not None:
            asked = ask_about(message, question, self.name, self._send)
            return self._asking([asked])
        actions = None if self.desk is None else self.desk.heard(message)
        if actions is None:
            failed = [] if self.desk is None else self.desk.failed(message)
            return [show(self._display.text(message), self._kind(message)), *failed]
        return self._asking(actions)

    def _kind(self, message: Any) -> Kind:
        """Who speaks in a message of the server."""
        if self._own is not None and self._own.is_own(message, self.name):
            return Kind.OWN
        return Kind.NEWS if self.roster.is_told_by(message) else Kind.SAID

    def _unread(self, unread: Unread) -> list[Action]:
        if unread.fatal:
            told = self.wording.failure("broken", reason=unread.reason)
            return [told, *self._over(LOST)]
        text = self._display.raw_text(unread.data)
        if text is None:
            return [self.wording.notice("nonsense", reason=unread.reason)]
        return [show(text)]

    def _asking(self, actions: list[Action]) -> list[Action]:
        """Keep what is asked; questions that have become pointless go."""
        desk = self.desk
        if desk is not None:
            self._questions.drop(desk.is_over)
        put = self._questions.put
        return [put(a) if isinstance(a, Ask) else a for a in actions]

    # The rest is how.

    def _help(self) -> str:
        questions = bool(self._asks or self.desk)
        by_line = self._own is None
        return help_text(self.keyboard, self.file_row, questions, by_line=by_line)

    def _over(self, status: int) -> list[Action]:
        self.stage = Stage.OVER
        self._questions.drop(lambda topic: True)
        if self.desk is not None:
            self.desk.close()
        return [Ended(status)]
