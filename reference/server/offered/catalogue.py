"""Which services there are, and which of them a protocol gets from this server."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from codegen import protocol as declared
from codegen.functions import fits
from codegen.room import Ask
from codegen.wire import Flag, Text
from reference.server.offered.dictionary import Shelf
from reference.server.offered.makers import (
    Types,
    Unavailable,
    Workshop,
    make_dictionary,
    make_draw,
    make_search,
    make_secret,
)
from reference.server.offered.option import OptionError, Options, typed
from reference.server.services import Refused, Service, Services

Kinds = Mapping[str, type[Any]]
"""The kinds of types that fields must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service: what it is asked, what it answers, and the options that it looks at.

    ``make`` builds it for the types that a protocol gives to its answers.
    """

    asks: Kinds = field(default_factory=dict)
    answers: Kinds
    options: tuple[str, ...]
    make: Callable[[Workshop, Types], Service]


OFFERS = {
    "search": Offer(
        asks={"query": Text},
        answers={"text": Text, "cached": Flag},
        options=("search_model", "search_url", "search_key_file", "search_cache"),
        make=make_search,
    ),
    "dictionary": Offer(
        asks={"word": Text},
        answers={"known": Flag, "follows": Flag},
        options=("dictionary",),
        make=make_dictionary,
    ),
    "draw": Offer(
        answers={"word": Text},
        options=("dictionary",),
        make=make_draw,
    ),
    "secret": Offer(
        asks={"secret": Text},
        answers={"right": Flag},
        options=("admin_secret_file",),
        make=make_secret,
    ),
}


def services_for(
    protocol: declared.Protocol,
    options: Options | None = None,
    environ: Mapping[str, str] = os.environ,
) -> tuple[Services, list[str]]:
    """The services of a protocol, and warnings: which of them cannot be had, and why.

    OptionError for an option that cannot be followed, or that no service looks at.
    """
    options = options or Options()
    _hold_to_use(options, protocol)
    workshop = Workshop(
        options=options,
        environ=environ,
        complain=logging.getLogger("reference").warning,
        shelf=Shelf(options.dictionary),
    )
    offered = {}
    for service in protocol.services:
        try:
            offered[service.name] = _made(service, workshop)
        except Unavailable as error:
            offered[service.name] = _refusing(error.reason)
            workshop.warnings.append(f"{service.name}: {error}")
    services = Services(offered, starts=workshop.starts, stops=workshop.stops)
    return services, workshop.warnings


def _hold_to_use(options: Options, protocol: declared.Protocol) -> None:
    """An option for what the protocol does not have is a mistake."""
    offers = [OFFERS[s.name] for s in protocol.services if s.name in OFFERS]
    used = {name for offer in offers for name in offer.options}
    for name in options.given():
        if name not in used:
            reason = f"the protocol {protocol.name} has no use for it here"
            raise OptionError(typed(name), reason)


def _made(service: declared.Service, workshop: Workshop) -> Service:
    offer = OFFERS.get(service.name)
    if offer is None:
        raise Unavailable("this server has no such service")
    _hold_to_offer(service, offer)
    return _checked(offer.make(workshop, service.answers), service.answers)


def _hold_to_offer(service: declared.Service, offer: Offer) -> None:
    """What the protocol declares must be what the service is."""
    asked = service.asks.keys() == offer.asks.keys()
    types = [(service.asks, offer.asks), (service.answers, offer.answers)]
    if not asked or not all(_are(found, kinds) for found, kinds in types):
        raise Unavailable(
            "the protocol wants another service of this name",
            f"this one is asked {_listed(offer.asks)} and answers "
            f"{_listed(offer.answers)}",
        )


def _are(types: Types, kinds: Kinds) -> bool:
    """Whether each is of its kind."""
    return all(isinstance(type_, kinds.get(n, ())) for n, type_ in types.items())


def _listed(kinds: Kinds) -> str:
    fields = [f"{name} ({kind.__name__.lower()})" for name, kind in kinds.items()]
    return ", ".join(fields) or "nothing"


def _refusing(reason: str) -> Service:
    """A service that says why it is none."""

    async def refuse(question: Ask) -> Mapping[str, Any]:
        raise Refused(reason)

    return refuse


def _checked(service: Service, types: Types) -> Service:
    """The service, held to the limits of its answers: a message must carry them."""
    texts = {name: type_ for name, type_ in types.items() if isinstance(type_, Text)}

    async def checked(question: Ask) -> Mapping[str, Any]:
        answer = await service(question)
        if not all(fits(type_, answer[name]) for name, type_ in texts.items()):
            raise Refused("the answer is longer, or other, than this chat allows")
        return answer

    return checked
