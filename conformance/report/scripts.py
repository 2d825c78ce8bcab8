"""A finding as a program of its own, which needs nothing of this project to run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from codegen.reason import reason
from conformance.report.columns import clean
from conformance.report.readable import is_text
from conformance.report.scenario import slug
from conformance.results import Delivery, Event, Finding, Message, Move

HERE = "127.0.0.1", 5000  # for a target that has no address of its own

_PYTHON = '''\
#!/usr/bin/env python3
"""{title}

python3 {file} [HOST PORT]
Exit status: 1 the server deviates, 0 it does not, 3 nothing listens there.
"""
import re, socket, sys, time

HOST, PORT = sys.argv[1:3] or ({host!r}, {port!r})
PATIENCE, QUIET = 5, 0.5  # seconds for what must come, and for what must not
# Who does what, with which bytes; what must come then, as patterns; whose connection
# must end. The finding is about the last step.
STEPS = [
{steps}
]


def told(of, end=False):
    texts = [repr(it.decode(errors="backslashreplace")) for it in of if it]
    return ", ".join(texts + ["the end"] * end) or "nothing"


people, wrong = {{}}, {{}}
for number, (who, action, pieces, due, closes) in enumerate(STEPS, 1):
    print(f"{{number}}. {{who}} {{action}}", told(pieces) if pieces else "")
    try:
        if action == "connects":
            people[who] = socket.create_connection((HOST, PORT), 5)
        elif action == "resets":
            option = socket.SOL_SOCKET, socket.SO_LINGER, b"\\1\\0\\0\\0\\0\\0\\0\\0"
            people[who].setsockopt(*option)
            people.pop(who).close()
        elif action == "leaves":
            gone = people.pop(who)
            gone.shutdown(socket.SHUT_WR)
        for piece in pieces:
            people[who].sendall(piece)
            time.sleep(0.05)
    except KeyError:
        print(f"   {{who}} is not connected any more")
        break
    except OSError as error:
        if action == "connects":
            print(f"cannot connect to {{HOST}}:{{PORT}}: {{error}}")
            sys.exit(1 if number > 1 else 3)
        # Else the server hung up, which is told below.
    for name in sorted(people, key=lambda it: it not in due):
        seen, extra, ended, must_end = b"", b"", False, name in closes
        missing = wanted = due.get(name, [])
        while not ended and len(seen) < 1000000:
            short = QUIET if number == len(STEPS) else QUIET / 5
            people[name].settimeout(PATIENCE if missing or must_end else short)
            try:
                more = people[name].recv(65536)
            except socket.timeout:
                break
            except OSError:
                more = b""
            ended, seen, extra, missing = not more, seen + more, seen + more, []
            for it in wanted:
                extra, found = re.subn(it, b"", extra, count=1, flags=re.DOTALL)
                missing += [] if found else [it]
        if missing or extra or ended != must_end:
            print(f"   {{name}} should have got {{told(wanted, must_end)}}")
            print(f"   {{name}} got {{told([seen], ended)}}")
            wrong[number] = True
        if ended:
            people.pop(name)
steps = ", ".join(map(str, wrong))
print("the server", f"deviates in step {{steps}}" if wrong else "does what it must")
sys.exit(1 if wrong else 0)
'''


def python(it: Finding, host: str, port: int) -> str:
    """The program in Python."""
    file = f"{slug(it.id)}.py"
    steps = "\n".join(f"    {_step(move)}," for move in it.moves)
    return _PYTHON.format(
        title=_title(it), file=file, host=host, port=str(port), steps=steps
    )


def _title(it: Finding) -> str:
    """What it is about, safe within the quotes of a docstring."""
    sentence = f"\n{it.rule.text.en}" if it.rule else ""
    said = f"{it.verdict.value} {it.id}{sentence}\n{it.summary}"
    lines = (clean(line).replace("\\", "\\\\") for line in said.split("\n"))
    return "\n".join(lines).replace('"""', "'''").rstrip('"')


def _step(it: Move) -> str:
    due: dict[str, list[bytes]] = {}
    for (who, _), same in groupby(it.due, key=lambda d: (d.who, d.rule)):
        due.setdefault(who, []).append(_pattern(same))
    told = ", ".join(f"{who!r}: {_list(patterns)}" for who, patterns in due.items())
    pieces, closes = _list(it.pieces), list(it.closes)
    return f"({it.who!r}, {it.action!r}, {pieces}, {{{told}}}, {closes!r})"


def _list(of: Iterable[bytes]) -> str:
    return f"[{', '.join(map(_literal, of))}]"


def _literal(data: bytes) -> str:
    """Bytes in Python; a text that is not in English can be read."""
    if data.isascii() or not is_text(data):
        return repr(data)
    try:
        return f"{data.decode()!r}.encode()"
    except UnicodeDecodeError:
        return repr(data)


def _pattern(dues: Iterator[Delivery]) -> bytes:
    """What one rule sends somebody comes in its order."""
    return b"".join(_message(due.message) for due in dues)


def _message(it: Message) -> bytes:
    """A message, in which fields that nobody can predict may be anything.

    Where such a field has no certain size, nor have the bytes in front of all fields:
    a number there may be the length.
    """
    holes = [span for span in it.spans if span.name in it.volatile]
    found, at = b"", 0
    if any(not isinstance(it.fields.get(hole.name), int) for hole in holes):
        at = _head(it)
        found = b".{%d}" % at if at else b""
    for start, end in ((hole.start, hole.end) for hole in holes):
        any_value = b".*?" if end < len(it.data) else b".*"
        found += _escaped(it.data[at:start]) + any_value
        at = end
    return found + _escaped(it.data[at:])


def _head(it: Message) -> int:
    """The size of what stands in front of all fields, where that is no text."""
    first = min(span.start for span in it.spans)
    return 0 if is_text(it.data[:first]) else first


def _escaped(data: bytes) -> bytes:
    """What matches just these bytes, and can be read: ``[.]`` and no backslash."""
    data = re.sub(rb"[\\^\[]", rb"\\\g<0>", data)
    return re.sub(rb"[.$*+?{|()]", rb"[\g<0>]", data)


# The same for a shell, where the wire is text.


def shell(it: Finding, host: str, port: int) -> str:
    """Lines of printf and nc, each member in the background.

    "" for what nc cannot do: a binary wire, and somebody who leaves or resets.
    """
    sent = [piece for move in it.moves for piece in move.pieces]
    talks = all(move.action in ("connects", "sends") for move in it.moves)
    if not (talks and all(map(is_text, sent))):
        return ""
    lines = ["#!/bin/sh", *(f"# {line}" for line in _title(it).split("\n"))]
    lines += [f"HOST=${{1:-{host}}} PORT=${{2:-{port}}}"]
    last = len(it.moves) + 2
    for who in dict.fromkeys(move.who for move in it.moves):
        acts = [(n, m) for n, m in enumerate(it.moves) if m.who == who]
        start = acts[0][0]
        words, now = [], start
        for number, move in acts:
            for piece in move.pieces:
                words.append(f"sleep {number - now}; printf '{_printf(piece)}'")
                now = number
        words.append(f"sleep {last - now}")
        talk = f'{{ {"; ".join(words)}; }} | nc -w {last} "$HOST" "$PORT"'
        lines.append(f"( sleep {start}; {talk} | sed 's/^/{who}: /' ) &")
    return "\n".join([*lines, "wait", ""])


def _printf(data: bytes) -> str:
    """Bytes as printf of every shell takes them, within single quotes."""
    plain = set(range(0x20, 0x7F)) - set(b"'\\%")
    return "".join(chr(b) if b in plain else f"\\{b:03o}" for b in data)


class ScriptsReport:
    """Writes a file or two for each finding into a folder, when it is found."""

    def __init__(
        self, folder: Path, host: str, port: int, complain: Callable[[str], None]
    ) -> None:
        self.is_lost = False
        self._folder = folder
        self._address = host, port
        self._complain = complain

    def handle(self, event: Event) -> None:
        """Take note of findings."""
        if not isinstance(event, Finding) or not event.moves:
            return
        self._save(f"{slug(event.id)}.py", python(event, *self._address))
        lines = shell(event, *self._address)
        if lines:
            self._save(f"{slug(event.id)}.sh", lines)

    def _save(self, name: str, text: str) -> None:
        path = self._folder / name
        try:
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
            path.chmod(0o755)
        except OSError as error:
            if not self.is_lost:
                self._complain(f"cannot write {path}: {reason(error)}")
            self.is_lost = True
