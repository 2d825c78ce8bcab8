"""A finding as a program of its own, which needs nothing of this project to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from conformance.report.columns import clean
from conformance.report.readable import is_text
from conformance.report.scenario import slug
from conformance.results import Delivery, Event, Finding, Message, Move

_PYTHON = '''\
#!/usr/bin/env python3
"""{title}

python3 {file} [HOST PORT]: exit status 1 if the server still deviates, else 0.
"""
import socket
import sys

HOST, PORT = sys.argv[1:3] or ({host!r}, {port!r})

# Who does what, the bytes to send, what must come then (parts: anything may stand
# between two of them), and whose connection must end.
STEPS = [
{steps}
]
people, wrong = {{}}, 0


def without(data, parts):
    """The data without what was due; None if that is not there."""
    start = end = data.find(parts[0])
    for part in parts:
        end = data.find(part, max(end, 0))
        if end < 0:
            return None
        end += len(part)
    return data[:start] + (data[end:] if parts[-1] else b"")


for number, (who, action, pieces, due, closes) in enumerate(STEPS, 1):
    if action == "connects":
        people[who] = socket.create_connection((HOST, int(PORT)))
    elif action == "leaves":
        people[who].shutdown(socket.SHUT_WR)
    elif action == "resets":
        option = socket.SOL_SOCKET, socket.SO_LINGER, b"\\1\\0\\0\\0\\0\\0\\0\\0"
        people[who].setsockopt(*option)
        people.pop(who).close()
    for piece in pieces:
        people[who].sendall(piece)
    print(f"{{number}}. {{who}} {{action}} {{b''.join(pieces)!r}}")
    for name, peer in people.items():
        left, extra, ended, seen = list(due.get(name, ())), b"", False, b""
        while not ended:
            peer.settimeout(2 if left or name in closes else 0.2)
            try:
                more = peer.recv(65536)
            except socket.timeout:
                break
            except OSError:
                more = b""
            ended, seen = not more, seen + more
            extra, left = seen, []
            for parts in due.get(name, ()):
                rest = without(extra, parts)
                left += [parts] if rest is None else []
                extra = extra if rest is None else rest
        gone = ended and name not in closes and not (name == who and action == "leaves")
        if left or extra or gone or (name in closes and not ended):
            wrong = 1
            print(f"   {{name}} should have got {{due.get(name, ())!r}}", end="")
            print(" and then the end" if name in closes else "")
            print(f"   {{name}} got {{seen!r}}{{' and then the end' if ended else ''}}")
    if wrong:
        break
print("deviates" if wrong else "as it must be")
sys.exit(wrong)
'''


def python(it: Finding, host: str, port: int) -> str:
    """The program in Python."""
    file = f"{slug(it.id)}.py"
    steps = "\n".join(f"    {_step(move)!r}," for move in it.moves)
    return _PYTHON.format(
        title=_title(it), file=file, host=host, port=str(port), steps=steps
    )


def _title(it: Finding) -> str:
    """What it is about, safe within the quotes of a docstring."""
    sentence = f"\n{it.rule.text.en}" if it.rule else ""
    said = f"{it.verdict.value} {it.id}{sentence}\n{it.summary}"
    lines = (clean(line).replace("\\", "\\\\") for line in said.split("\n"))
    return "\n".join(lines).replace('"""', "'''").rstrip('"')


def _step(
    it: Move,
) -> tuple[str, str, list[bytes], dict[str, list[list[bytes]]], list[str]]:
    due: dict[str, list[list[bytes]]] = {}
    for (who, _), same in groupby(it.due, key=lambda d: (d.who, d.rule)):
        due.setdefault(who, []).extend(_joined(same))
    return it.who, it.action, list(it.pieces), due, list(it.closes)


def _joined(dues: Iterator[Delivery]) -> list[list[bytes]]:
    """What one rule sends comes in its order: as one, unless something is volatile."""
    found: list[list[bytes]] = []
    for due in dues:
        parts = _parts(due.message)
        if found and len(found[-1]) == len(parts) == 1:
            found[-1] = [found[-1][0] + parts[0]]
        else:
            found.append(parts)
    return found


def _parts(it: Message) -> list[bytes]:
    """What is certain of a message, around the fields that nobody can predict.

    Where such a field has no certain size, nor have the bytes in front of all fields.
    """
    holes = [span for span in it.spans if span.name in it.volatile]
    if not holes:
        return [it.data]
    sized = all(isinstance(it.fields.get(span.name), int) for span in holes)
    first = min(span.start for span in it.spans)
    parts, at = ([], 0) if sized or not first else ([b""], _certain(it, first))
    for span in holes:
        parts.append(it.data[at : span.start])
        at = span.end
    return [*parts, it.data[at:]]


def _certain(it: Message, first: int) -> int:
    """Where a message begins to be certain: a number in front may be its length."""
    return first if first <= 4 and not is_text(it.data[:first]) else 0


# The same for a shell, where the wire is text.


def shell(it: Finding, host: str, port: int) -> str:
    """Lines of printf and nc, each member in the background; "" for a binary wire."""
    sent = [piece for move in it.moves for piece in move.pieces]
    if not all(map(is_text, sent)):
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
        talk = f'{{ {"; ".join(words)}; }} | nc "$HOST" "$PORT"'
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
            why = (error.strerror or str(error)).lower()
            if not self.is_lost:
                self._complain(f"cannot write {path}: {why}")
            self.is_lost = True
