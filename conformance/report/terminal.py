"""What the streams of this process can show: width, encoding, colours, a live line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import TextIO

from conformance.report import words
from conformance.report.page import Page


def page_for(
    out: TextIO,
    color: str,
    whole: bool,
    environment: Mapping[str, str] = os.environ,
    *,
    lang: str | None = None,
) -> Page:
    """The page of a stream; ``color`` is auto, always or never.

    ``lang`` is by default that of the locale, if the stream can show it.
    """
    size = {"width": shutil.get_terminal_size().columns} if out.isatty() else {}
    return Page(
        **size,
        encoding=out.encoding or "ascii",
        colour=_is_coloured(out, color, environment),
        whole=whole,
        lang=lang or _by_locale(out, environment),
    )


def _by_locale(out: TextIO, environment: Mapping[str, str]) -> str:
    lang = words.by_locale(environment)
    try:
        words.say("nothing", lang).encode(out.encoding or "ascii")
    except UnicodeEncodeError:
        return "en"
    return lang


def _is_coloured(out: TextIO, color: str, environment: Mapping[str, str]) -> bool:
    if color != "auto":
        return color == "always"
    plain = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return out.isatty() and not plain


def live(*streams: TextIO) -> TextIO | None:
    """The first stream that is a terminal: a line may be drawn over and over there."""
    return next((stream for stream in streams if stream.isatty()), None)


def tolerate(*streams: TextIO) -> None:
    """Let a stream write what it cannot encode as an escape, and never fail at it."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
