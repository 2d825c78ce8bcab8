"""What a report knows of a run besides its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codegen.protocol import Text
from conformance.report import words

if TYPE_CHECKING:
    from codegen.protocol import Protocol
    from conformance.phases.cases import Case
    from conformance.runner import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``spec`` is what the user named, ``source`` the file behind it.

    ``digest`` identifies the text of the spec; ``target`` is the address that the user
    gave, and ``spawn`` the command; both are "" for the reference server. ``dialect``
    is the file with the target's own words. ``client`` is the command of a client,
    where that was judged, and ``client_io`` how it ran.
    ``sentences`` are the requirements of the spec by their English text. ``tool`` is
    the version of the judge.
    """

    tool: str = ""
    spec: str = ""
    source: str = ""
    digest: str = ""
    target: str = ""
    spawn: str = ""
    dialect: str = ""
    client: str = ""
    client_io: str = ""
    allow_remote: bool = False
    features: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    sentences: Mapping[str, Text] = field(default_factory=dict)

    def requirement(self, sentence: str) -> Text:
        """A requirement in both languages; those of the judge itself are translated."""
        known = self.sentences.get(sentence)
        if known is not None and known.ko:
            return known
        korean = words.told(sentence, "ko")
        return Text(sentence, korean if korean != sentence else "")


def facts(
    protocol: Protocol,
    options: Options,
    cases: Iterable[Case],
    spec: str,
    target: str = "",
    allow_remote: bool = False,
    spawn: str = "",
    dialect: str = "",
) -> Facts:
    """The facts of a run that is about to begin."""
    texts = [rule.text for rule in protocol.rules]
    texts += [scenario.text for scenario in protocol.scenarios]
    return Facts(
        tool=version(),
        spec=spec,
        source=protocol.source,
        digest=protocol.digest,
        target=target,
        spawn=spawn,
        dialect=dialect,
        client=options.client,
        client_io=options.client_io if options.client else "",
        allow_remote=allow_remote,
        features=tuple(sorted(options.features)),
        select=options.select,
        cases=tuple(cases),
        sentences={text.en: text for text in texts},
    )


def version() -> str:
    """The version of this tool; "" where it is run from its folder, not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("chatspec")
    except PackageNotFoundError:
        return ""
