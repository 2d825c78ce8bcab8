"""How each service is made from the options and the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from codegen.functions import fits
from reference.server.offered.cache import Cache
from reference.server.offered.confidential import exposed, read_confidential
from reference.server.offered.dictionary import NO_LIST, Dictionary, Draw, Shelf
from reference.server.offered.option import OptionError, Options
from reference.server.offered.provider import NO_PACKAGE, Provider
from reference.server.offered.search import Search
from reference.server.offered.secret import Secret
from reference.server.offered.wordlist import WordListError
from reference.server.services import Service, Task

KEY = "OPENAI_API_KEY"
URL = "OPENAI_BASE_URL"
MODEL = "OPENAI_MODEL"
SECRET = "CHATSPEC_ADMIN_SECRET"

USUAL_MODEL = "gpt-4.1-mini"  # quick rather than deep: people wait for it
PACKAGES = ("openai", "diskcache", "platformdirs", "wcwidth")
"""Those of the extra ``search``."""

NO_KEY = f"search is not configured: set {KEY} or give --search-key-file FILE"
NOBODY = "there is no administrator here"

Types = Mapping[str, Any]
"""The types that a protocol gives to the fields of an answer."""


class Unavailable(Exception):
    """A service cannot be had: ``reason`` is for who asks, ``remedy`` for the owner."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason}; {remedy}" if remedy else reason)
        self.reason = reason


@dataclass(slots=True, kw_only=True)
class Workshop:
    """What services are made from.

    Those that take time to begin are in ``starts``, those that hold something open in
    ``stops``. ``warnings`` are troubles of the start; ``complain`` is told later ones.
    """

    options: Options
    environ: Mapping[str, str]
    complain: Callable[[str], object]
    shelf: Shelf
    warnings: list[str] = field(default_factory=list)
    starts: list[Task] = field(default_factory=list)
    stops: list[Task] = field(default_factory=list)

    def variable(self, name: str) -> str:
        """A variable of the environment without the blanks around it."""
        return self.environ.get(name, "").strip()

    def confidential(self, path: Path, option: str) -> str:
        """What a file holds that nobody else should read; OptionError."""
        text = read_confidential(path, option)
        if warning := exposed(path):
            self.warnings.append(warning)
        return text


def make_search(workshop: Workshop, types: Types) -> Service:
    """A search that can be asked, as far as can be told before it is; Unavailable."""
    key = _search_key(workshop)
    url = _search_url(workshop)
    if not all(map(find_spec, PACKAGES)):
        raise Unavailable(NO_PACKAGE)
    options = workshop.options
    model = options.search_model or workshop.variable(MODEL) or USUAL_MODEL
    cache = Cache(options.search_cache or _cache_folder(), complain=workshop.complain)
    found = Search(Provider(key, model, url), cache, types["text"])
    workshop.starts.append(found.start)
    workshop.stops.append(found.stop)
    return found


def _search_key(workshop: Workshop) -> str:
    file = workshop.options.search_key_file
    if file is None:
        key = workshop.variable(KEY)
    else:
        key = workshop.confidential(file, "--search-key-file").strip()
    if not key:
        raise Unavailable(NO_KEY)
    if not (key.isascii() and key.isprintable()):
        raise Unavailable("search is not configured: its key cannot be one")
    return key


def _search_url(workshop: Workshop) -> str | None:
    url = workshop.options.search_url or workshop.variable(URL)
    if not url or url.startswith(("http://", "https://")):
        return url or None
    if workshop.options.search_url:
        raise OptionError("--search-url", "it begins with http:// or https://")
    raise Unavailable(f"search is not configured: {URL} is no http address")


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("chatspec") / "search"


def make_dictionary(workshop: Workshop, types: Types) -> Service:
    """Looks words up; Unavailable if there is no list of words."""
    return Dictionary(_shelf(workshop))


def make_draw(workshop: Workshop, types: Types) -> Service:
    """Draws words; Unavailable if there is no list of words."""
    return Draw(_shelf(workshop), partial(fits, types["word"]))


def _shelf(workshop: Workshop) -> Shelf:
    """The shelf with the words; a file that was given is read at once."""
    shelf = workshop.shelf
    if workshop.options.dictionary is not None:
        try:
            shelf.read()
        except WordListError as error:
            raise OptionError("--dictionary", str(error)) from None
    elif shelf.find() is None:
        raise Unavailable(NO_LIST)
    return shelf


def make_secret(workshop: Workshop, types: Types) -> Service:
    """Knows the administrator's secret; Unavailable if there is none."""
    file = workshop.options.admin_secret_file
    if file is not None:
        return Secret(workshop.confidential(file, "--admin-secret-file"))
    secret = workshop.environ.get(SECRET, "")
    if not secret.strip():
        remedy = f"set {SECRET} or give --admin-secret-file FILE"
        raise Unavailable(NOBODY, remedy)
    return Secret(secret)
