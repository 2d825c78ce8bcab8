"""Which services a protocol gets, and what is said of those that it does not get."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codegen.build import protocol_from_file
from codegen.protocol import Protocol, Service
from codegen.room import Ask
from codegen.wire import Blob, Flag, Text
from reference.server.offered import makers
from reference.server.offered.catalogue import services_for
from reference.server.offered.dictionary import NO_LIST
from reference.server.offered.makers import NO_KEY, NOBODY
from reference.server.offered.option import OptionError, Options
from reference.server.offered.provider import NO_PACKAGE
from reference.server.services import REASON_MOST, Services

QUIZ = Path(__file__).parents[2] / "specs/quiz.yaml"
KEY = {"OPENAI_API_KEY": "sk-very-private"}


@pytest.fixture(scope="module")
def quiz() -> Protocol:
    return protocol_from_file(QUIZ)


@pytest.fixture(autouse=True)
def _no_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine has installed."""
    monkeypatch.setattr("reference.server.offered.dictionary.usual_folders", list)


def with_service(quiz: Protocol, name: str, **fields: Mapping[str, Any]) -> Protocol:
    return replace(quiz, services=(Service(name, **fields),))


def put(services: Services, service: str, **arguments: str) -> Any:
    """The result of a question, or the reason for which there is none."""

    async def ask() -> Any:
        told = asyncio.get_running_loop().create_future()
        services.ask(
            Ask(1, service, 1, arguments),
            lambda _, result, reason: told.set_result(reason or result),
        )
        answer = await asyncio.wait_for(told, 40)
        await services.stop()
        return answer

    return asyncio.run(ask())


def test_what_is_not_configured_is_said_at_the_start_and_to_who_asks(
    quiz: Protocol,
) -> None:
    services, warnings = services_for(quiz, environ={})

    assert warnings == [
        f"search: {NO_KEY}",
        f"dictionary: {NO_LIST}",
        f"draw: {NO_LIST}",
        f"secret: {NOBODY}; set CHATSPEC_ADMIN_SECRET or give --admin-secret-file FILE",
    ]
    assert put(services, "search", query="why?") == NO_KEY
    assert put(services, "dictionary", word="나무") == NO_LIST
    assert put(services, "secret", secret="sesame") == NOBODY
    assert all(len(reason) <= REASON_MOST for reason in (NO_KEY, NO_LIST, NO_PACKAGE))


def test_nothing_is_said_of_services_that_the_profile_has_not(quiz: Protocol) -> None:
    plain = quiz.in_profile(quiz.profiles["plain"])

    _, warnings = services_for(plain, environ={**KEY, "CHATSPEC_ADMIN_SECRET": "x"})

    assert warnings == []


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({"OPENAI_API_KEY": "  "}, NO_KEY),
        ({"OPENAI_API_KEY": "키"}, "search is not configured: its key cannot be one"),
        (
            {**KEY, "OPENAI_BASE_URL": "localhost:1"},
            "search is not configured: OPENAI_BASE_URL is no http address",
        ),
    ],
)
def test_a_search_that_cannot_work_is_none(
    quiz: Protocol, environ: Mapping[str, str], reason: str
) -> None:
    _, warnings = services_for(quiz, environ=environ)

    assert warnings[0] == f"search: {reason}"


def test_the_package_to_install_is_named(
    quiz: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(makers, "find_spec", lambda name: None)

    services, warnings = services_for(quiz, environ=KEY)

    assert warnings[0] == f"search: {NO_PACKAGE}"
    assert put(services, "search", query="why?") == NO_PACKAGE


def test_secrets_may_come_from_files(quiz: Protocol, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-very-private\n")
    (tmp_path / "secret").write_text("sesame\n")
    (tmp_path / "key").chmod(0o600)
    (tmp_path / "secret").chmod(0o644)
    options = Options(
        search_key_file=tmp_path / "key",
        search_cache=tmp_path / "cache",
        admin_secret_file=tmp_path / "secret",
    )

    services, warnings = services_for(quiz, options, {"CHATSPEC_ADMIN_SECRET": "other"})

    assert put(services, "secret", secret="sesame") == {"right": True}
    assert [w for w in warnings if not w.endswith(NO_LIST)] == [
        f"everybody on this machine can read {tmp_path / 'secret'}: "
        f"chmod 600 {tmp_path / 'secret'}"
    ]


@pytest.mark.parametrize(
    ("options", "option", "complaint"),
    [
        (
            Options(dictionary=Path("no/such")),
            "--dictionary",
            "cannot read no/such: no such file or directory",
        ),
        (
            Options(search_key_file=Path("no/such")),
            "--search-key-file",
            "cannot read no/such: no such file or directory",
        ),
        (
            Options(search_url="localhost"),
            "--search-url",
            "it begins with http:// or https://",
        ),
    ],
)
def test_an_option_that_cannot_be_followed_is_a_mistake(
    quiz: Protocol, options: Options, option: str, complaint: str
) -> None:
    with pytest.raises(OptionError) as caught:
        services_for(quiz, options, KEY)

    assert (caught.value.option, str(caught.value)) == (option, complaint)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("search", Options(dictionary=Path("words"))),
        ("draw", Options(search_model="quick")),
        ("oracle", Options(admin_secret_file=Path("secret"))),
    ],
)
def test_an_option_that_nothing_looks_at_is_a_mistake(
    quiz: Protocol, name: str, options: Options
) -> None:
    with pytest.raises(OptionError, match="the protocol quiz has no use for it here"):
        services_for(with_service(quiz, name), options, {})


WORD = Text(length=(1, 2))


@pytest.mark.parametrize(
    "fields",
    [
        {"asks": {}, "answers": {"known": Flag()}},
        {"asks": {"word": WORD, "more": WORD}, "answers": {"known": Flag()}},
        {"asks": {"word": Blob(bytes=(0, 9))}, "answers": {"known": Flag()}},
        {"asks": {"word": WORD}, "answers": {"known": WORD}},
        {"asks": {"word": WORD}, "answers": {"knwon": Flag()}},
    ],
)
def test_a_protocol_may_mean_something_else(
    quiz: Protocol, fields: Mapping[str, Mapping[str, Any]]
) -> None:
    services, warnings = services_for(with_service(quiz, "dictionary", **fields))

    assert warnings == [
        "dictionary: the protocol wants another service of this name; "
        "this one is asked word (text) and answers known (flag), follows (flag)"
    ]
    reason = put(services, "dictionary", word="나무")
    assert reason == "the protocol wants another service of this name"


def test_a_protocol_may_want_what_no_server_has(quiz: Protocol) -> None:
    _, warnings = services_for(with_service(quiz, "oracle"))

    assert warnings == ["oracle: this server has no such service"]


def test_no_more_is_answered_than_a_message_can_hold(
    quiz: Protocol, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text("무지개\n개울물\n", encoding="utf-8")
    options = Options(dictionary=tmp_path / "words")
    wide = with_service(quiz, "draw", answers={"word": Text(length=(1, 3))})
    narrow = with_service(quiz, "draw", answers={"word": WORD})

    assert put(services_for(wide, options)[0], "draw") == {"word": "무지개"}
    assert put(services_for(narrow, options)[0], "draw") == (
        "the protocol has no room for the words of the dictionary"
    )
