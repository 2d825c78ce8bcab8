"""What of a protocol's client the messages in use allow; a profile may lack some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from codegen.protocol import Files, Protocol, Question
from reference.client.files.clerk import Clerk
from reference.client.files.desk import Desk
from reference.client.files.roles import FROM_CLIENT, Roles
from reference.client.texts import Wording


def needs_name(protocol: Protocol) -> bool:
    """Whether one has to say who one is: to log in, or in each message."""
    fills = [str(v) for c in protocol.client.commands for v in c.fill.values()]
    in_each = any(fill == "me" or "{me}" in fill for fill in fills)
    return protocol.client.login is not None or in_each


def members(protocol: Protocol) -> bool:
    """Whether the server says who is there: to show a part of them would be a lie."""
    lists = protocol.client.members.lists
    return not lists.keys().isdisjoint(protocol.server_messages.codecs)


def questions(protocol: Protocol) -> dict[type[Any], Question]:
    """The questions that can be answered, by the message that asks them."""
    known = protocol.client_messages.codecs
    found = protocol.client.questions
    return {q.on: q for q in found if q.yes in known and q.no in known}


def desk(
    protocol: Protocol, folder: Path, wording: Wording, me: Callable[[], str]
) -> Desk | None:
    """The desk for files, if there are messages that carry them."""
    usable_files = files(protocol)
    if usable_files is None:
        return None
    return Desk(Clerk(Roles(protocol, usable_files), wording, me), folder)


def files(protocol: Protocol) -> Files | None:
    """What is said of files, if there are messages that carry them."""
    found = protocol.client.files
    return found if found is not None and _carried(found, protocol) else None


def _carried(files: Files, protocol: Protocol) -> bool:
    roles = [getattr(files, name) for name in FROM_CLIENT]
    known = protocol.client_messages.codecs
    return all(role.message in known for role in roles if role is not None)
