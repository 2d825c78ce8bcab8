"""The client's own sentences. A protocol replaces them by key in its ``texts``."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.show import render
from reference.client.actions import Kind, Show, show

TEXTS: Mapping[str, str] = {
    "name": "Name: ",
    "prompt": "> ",
    "wait": "The server has not answered to the name {name} yet: not sent.",
    "unknown": "No command looks like {line}: not sent. /help lists the commands.",
    "usage": "Not sent. Type it like this: {usage}",
    "invalid": "Not sent: {reason}",
    "stuck": "Not sent: the server does not read what it is sent.",
    "refused": "There is no connection.",
    "lost": "The connection is lost.",
    "silent": "The server did not say goodbye within {seconds} s.",
    "nonsense": "The server sent bytes that are no message ({reason}).",
    "broken": "The server broke the framing of its messages ({reason}).",
    "answer": "{ask} (y/n)",
    "offering": "Offering {file}, {size} bytes, to {person}.",
    "failed": "The offer of {file} to {person} came to nothing.",
    "declined": "{person} does not want {file}.",
    "sending": "Sending {file} to {person}.",
    "sent": "Sent {file}, {size} bytes, to {person}.",
    "receiving": "Receiving {file} from {person}.",
    "received": "Received {size} bytes from {person}: {path}",
    "cancelled": "The transfer of {file} was cancelled: {reason}",
    "unreadable": "{path} cannot be sent: {reason}",
    "unwritable": "{file} cannot be stored: {reason}",
    "stopped": "The transfer of {file} is stopped.",
    "idle": "No file is being transferred.",
    "crowded": "{person} offered {file}: refused, too many offers are open.",
}


class Wording:
    """The sentences of one protocol's client."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._texts = {**TEXTS, **own}

    def text(self, key: str, /, **values: str) -> str:
        """A sentence, with these values in it."""
        return render(self._texts[key], values)

    def notice(self, key: str, /, **values: str) -> Show:
        """Something the user is to know."""
        return show(self.text(key, **values), Kind.NOTICE)

    def failure(self, key: str, /, **values: str) -> Show:
        """Why it is over."""
        return show(self.text(key, **values), Kind.FAILURE)
